"""A plan against a dossier: what is new, what is there already, and what an import that is synced changes.

Facts are known again by their origin (the import's name and their key) or, wherever they came from, by their content.
A sync compares with the version that an import brought last, not with the version in force: what a person corrected
or withdrew by hand since stays as it is, and is told.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from regesta.events.amendment import Correction, Motive, Retraction
from regesta.events.claim import Citation, Origin, SubjectKind
from regesta.events.facts import Fact, Plain, content_of, dump_fact, references, subject_kind
from regesta.events.importing.places import Problems, shown
from regesta.events.importing.planning import Plan, Planned
from regesta.events.importing.world import Before, World
from regesta.events.recording import Recorded

KEPT_KINDS = frozenset({"capture"})
"""What a sync never retracts: that something was seen stays true when a document no longer brings it."""

LASTING_KINDS = frozenset({"restriction"})
"""What a sync does not retract either, though that is told: nothing is made public by leaving something out."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a sync changes what was recorded."""

    motive: Motive
    note: str
    source: str | None = None


@dataclass(slots=True)
class Changes:
    """What is to be recorded, and what is told of the rest."""

    facts: list[Fact] = field(default_factory=list)
    contents: list[bytes] = field(default_factory=list)
    """The content of each."""
    dumps: list[dict[str, Any]] = field(default_factory=list)
    """The JSON object of each: to make it twice would cost as much as to validate the fact."""
    places: list[str] = field(default_factory=list)
    """Where each is written."""
    new: Counter[str] = field(default_factory=Counter)
    """How many facts are new, by kind."""
    corrected: int = 0
    retracted: int = 0
    restored: int = 0
    skipped: int = 0
    """How many were recorded already."""
    differing: list[str] = field(default_factory=list)
    """Where facts stand that were recorded with other content under their keys."""
    by_hand: list[str] = field(default_factory=list)
    """What was left as a person corrected or withdrew it."""
    erased: list[str] = field(default_factory=list)
    """Where facts stand that were erased from the dossier, and are not recorded again."""
    unwanted: set[tuple[str, str]] = field(default_factory=set)
    """The subjects that these would open."""
    elsewhere: int = 0
    """How many of an import that restricts what comes with it were recorded before, and did not come with it."""
    vanished: list[str] = field(default_factory=list)
    """Keys that were recorded, and are no longer in the document."""
    replaced: set[bytes] = field(default_factory=set)
    """The contents that are no longer in force once this is recorded."""
    returned: set[tuple[str, str]] = field(default_factory=set)
    """The subjects that exist again once this is recorded."""

    def add(self, fact: Fact, place: str, dumped: dict[str, Any] | None = None, said: bytes | None = None) -> None:
        """Put a fact among those to be recorded."""
        dumped = dump_fact(fact) if dumped is None else dumped
        self.facts.append(fact)
        self.dumps.append(dumped)
        self.contents.append(content_of(dumped) if said is None else said)
        self.places.append(place)


def compared(plan: Plan, world: World, problems: Problems) -> Changes:
    """What a plan adds to a dossier; facts that are there under their keys with other content are left and told.

    A key that the dossier has from elsewhere is a problem.
    """
    changes = Changes()
    withdrawn = {(name, key) for name in plan.names for key in world.withdrawn(name)}
    for planned, dumped, said in _prepared(plan, world):
        if world.by_content(said) is not None:
            changes.skipped += 1
            restricts = planned.origin.name in plan.restricted
            changes.elsewhere += restricts and world.by_origin(planned.origin) is None
        elif (planned.origin.name, planned.origin.key) in withdrawn:
            changes.skipped += 1
            changes.by_hand.append(f"{planned.place} ({planned.origin.key}): was retracted, and is left so")
        elif (was := world.by_origin(planned.origin)) is None:
            _add_new(planned, dumped, said, world, changes, problems)
        else:
            changes.skipped += 1
            if was.outcome == "superseded":
                changes.by_hand.append(f"{planned.place} ({planned.origin.key}): a later one stands, and is left so")
            elif planned.fact.kind not in KEPT_KINDS:
                changes.differing.append(f"{planned.place} ({planned.origin.key})")
    return changes


def synced(plan: Plan, world: World, reason: Reason | None, retract_missing: bool, problems: Problems) -> Changes:
    """What makes the record equal to a plan: additions, corrections and, if asked for, retractions.

    Without a reason, which corrections and retractions need, they are counted only (for a dry run).
    """
    changes, sync = Changes(), _Sync(world, reason)
    before: dict[tuple[str, str], Before] = {
        (name, key): one for name in plan.names for key, one in world.before(name).items()
    }
    there: set[str] = set()
    fresh: list[tuple[Planned, dict[str, Any], bytes]] = []
    for planned, dumped, said in _prepared(plan, world):
        was = before.get((planned.origin.name, planned.origin.key))
        if was is not None:
            there.add(was.root)
            sync.compare(planned, said, was, changes)
        else:
            fresh.append((planned, dumped, said))
    for planned, dumped, said in fresh:
        equal = world.by_content(said) if said not in changes.replaced else None
        if equal is None:
            _add_new(planned, dumped, said, world, changes, problems)
        else:
            changes.skipped += 1
            there.add(equal.fact)
            changes.elsewhere += planned.origin.name in plan.restricted
    for (name, key), was in before.items():
        if was.root not in there and was.last not in there and not _still_wanted(key, was, plan):
            sync.miss(name, key, was, changes, retract_missing)
    return changes


def _add_new(
    planned: Planned, dumped: dict[str, Any], said: bytes, world: World, changes: Changes, problems: Problems
) -> None:
    """Put a new fact among those to be recorded, unless it was erased, or opens a subject that is there already."""
    if world.barred(planned.origin):
        changes.skipped += 1
        changes.erased.append(str(planned.place))
        changes.unwanted.add((planned.fact.kind, str(getattr(planned.fact, "key", None))))
        return
    kind, key = subject_kind(planned.fact), getattr(planned.fact, "key", None)
    for named in references(planned.fact) if changes.unwanted else ():
        if (named.kind, named.id) in changes.unwanted and not world.subject(named.kind, named.id):
            what = f"names the {named.kind} {shown(named.id)}, which was erased from this dossier;"
            problems.add(planned.place.of(named.field), what, f"take it out, or add the {named.kind} anew.")
            return
    if kind is not None and key is not None and world.subject(kind, key):
        problems.add(
            planned.place.of("key"),
            f"the {kind} {shown(key)} exists already, and not from this import;",
            f"add to it with of: {key}, say once: dossier to leave it as it is, or choose another key.",
        )
        return
    changes.new[planned.fact.kind] += 1
    changes.add(planned.fact, str(planned.place), dumped, said)


def _prepared(plan: Plan, world: World) -> Iterator[tuple[Planned, dict[str, Any], bytes]]:
    """Each planned fact with its JSON object and its content, once the world was told what will be asked."""
    dumps = [dump_fact(planned.fact) for planned in plan.facts]
    contents = list(map(content_of, dumps))
    world.prepare(contents, (planned.origin for planned in plan.facts))
    return zip(plan.facts, dumps, contents, strict=True)


def _still_wanted(key: str, was: Before, plan: Plan) -> bool:
    """Whether a fact stays though the document no longer tells it: it opened a subject that the document refers to."""
    return key == f"{was.kind}/{was.subject}" and (was.kind, was.subject) in plan.referred


@dataclass(frozen=True, slots=True)
class _Sync:
    """Turns differences into corrections and retractions."""

    world: World
    reason: Reason | None

    def compare(self, planned: Planned, said: bytes, was: Before, changes: Changes) -> None:
        """A fact of the document against what was recorded under its key."""
        if planned.fact.kind in KEPT_KINDS:
            changes.skipped += 1
        elif not was.in_force:
            self._return(planned, said, was, changes)
        elif said in (was.said, was.imported):
            changes.skipped += 1
            if said != was.said:
                changes.by_hand.append(f"{planned.place} ({planned.origin.key}): corrected by hand, and left so")
        elif was.imported != was.said:
            changes.skipped += 1
            changes.by_hand.append(
                f"{planned.place} ({planned.origin.key}): corrected by hand since it was imported, and changed in the"
                f" document too; left as it is. Look at `regesta show {was.last}`."
            )
        else:
            self._correct(planned, was, changes)

    def _correct(self, planned: Planned, was: Before, changes: Changes) -> None:
        changes.corrected += 1
        changes.replaced.add(was.said)
        if self.reason is None:
            return
        correction = Correction(
            kind="correction",
            # The version in force, not the root: so a value that comes back is a new correction, not an old one.
            replaces=was.last,
            fact=_plain(planned.fact),
            motive=self.reason.motive,
            note=self.reason.note,
            citations=self._citations(),
            origin=planned.origin,
        )
        changes.add(correction, str(planned.place))

    def _return(self, planned: Planned, said: bytes, was: Before, changes: Changes) -> None:
        """A fact is back in the document: what a sync retracted is restored, what a person withdrew is left."""
        if not was.by_import:
            changes.skipped += 1
            changes.by_hand.append(f"{planned.place} ({planned.origin.key}): retracted by hand, and left so")
            return
        changes.restored += 1
        if was.subject is not None:
            changes.returned.add((was.kind, was.subject))
        for retraction in was.withdrawn_by:
            self._retract(retraction, planned.origin, "restoration", str(planned.place), changes)
        if said != was.said:
            self._correct(planned, was, changes)

    def miss(self, name: str, key: str, was: Before, changes: Changes, retract: bool) -> None:
        """A key that the document no longer has."""
        if not was.in_force or was.kind in KEPT_KINDS:
            return
        changes.vanished.append(key)
        if was.kind in LASTING_KINDS:
            changes.by_hand.append(f"{name} ({key}): is no longer in the files, and holds until it is released")
            return
        if not retract:
            return
        changes.retracted += 1
        changes.replaced.add(was.said)
        self._retract(was.root, Origin(name=name, key=key), "retraction", f"{name}, {key}", changes)

    def _retract(self, fact: str, origin: Origin, which: str, place: str, changes: Changes) -> None:
        if self.reason is None:
            return
        told = Origin(name=origin.name, key=f"{which}/{origin.key}"[:2_000])
        retraction = Retraction(
            kind="retraction", fact=fact, reason=self.reason.note, citations=self._citations(), origin=told
        )
        changes.add(retraction, place)

    def _citations(self) -> tuple[Citation, ...]:
        source = self.reason.source if self.reason is not None else None
        return (Citation(source=source),) if source else ()


def _plain(fact: Fact) -> Plain:
    assert not isinstance(fact, Correction | Retraction)  # noqa: S101 (an act is never recorded under a key twice)
    return fact  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Decided:
    """What `recording.record` may know of the dossier when every question of an import was decided already.

    It recognizes nothing by its origin, nor what the same commit replaces; what the commit brings back exists.
    """

    world: World
    changes: Changes

    @property
    def size(self) -> int:
        """How many entries the world speaks of."""
        return self.world.size

    def by_content(self, digest: bytes) -> Recorded | None:
        """The fact in force with this content, unless it is replaced now."""
        return None if digest in self.changes.replaced else self.world.by_content(digest)

    def by_origin(self, origin: Origin) -> Recorded | None:
        """Nothing: what was recorded under the same key was compared."""
        return None

    def fact(self, fact_id: str) -> bool:
        """Whether a fact with this id was ever recorded."""
        return self.world.fact(fact_id)

    def subject(self, kind: SubjectKind, subject_id: str) -> bool:
        """Whether a subject of this kind exists under this id."""
        return (kind, subject_id) in self.changes.returned or self.world.subject(kind, subject_id)
