"""Documents into a plan: every fact that they tell, resolved and checked, with its place and its origin."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Any

from regesta.events.claim import Origin
from regesta.events.errors import InvalidInput
from regesta.events.facts import KINDS, Fact, parse_fact
from regesta.events.importing.dates import Dates
from regesta.events.importing.documents import Document
from regesta.events.importing.evidence import Bytes, Quotes, Seen, seen
from regesta.events.importing.local import Local
from regesta.events.importing.once import told_once
from regesta.events.importing.origins import Origins
from regesta.events.importing.pending import Pending, as_written, merged
from regesta.events.importing.places import Place, Problems, shown
from regesta.events.importing.referring import References, Unresolved
from regesta.events.importing.remedies import in_a_table
from regesta.events.importing.replacing import REPLACES, Predecessors
from regesta.events.importing.restricting import KEY, restriction_fields
from regesta.events.importing.shaping import Shaper
from regesta.events.importing.world import World
from regesta.events.posting import Posting
from regesta.events.wording import Hemisphere

Report = Callable[[str, int, int], None]
"""Told, now and then, what is being done, how many facts it was done to, and of how many (0 if not known yet)."""

_NOW_AND_THEN = 1_000


@dataclass(frozen=True, slots=True)
class Planned:
    """A fact of an import, and where it was written down."""

    fact: Fact
    origin: Origin
    place: Place


@dataclass(slots=True)
class Plan:
    """What the documents of a run tell."""

    facts: list[Planned] = field(default_factory=list)
    captures: list[Bytes] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    """What whoever runs the import should hear, though nothing is wrong."""
    new_agents: int = 0
    repeated: int = 0
    """How many facts stood in the documents more than once."""
    known_before: int = 0
    """How many that are told once the dossier has already."""
    names: tuple[str, ...] = ()
    """The names of the imports."""
    restricted: tuple[str, ...] = ()
    """The imports whose head says who may see what comes with them."""
    referred: frozenset[tuple[str, str]] = frozenset()
    """Every subject that a fact of the run refers to."""


def plan(
    documents: Iterable[Document],
    world: World,
    *,
    hemisphere: Hemisphere,
    now: datetime,
    problems: Problems,
    report: Report = lambda what, done, total: None,
) -> Plan:
    """The facts of all documents together; they may refer to each other across files.

    `hemisphere` is the dossier's, for documents that name none; `now` is when captures count as retrieved. What is
    wrong is collected in `problems`, and the facts concerned are left out.
    """
    return _Planning(world, hemisphere, now, problems, report).run(documents)


class _Planning:
    """One run."""

    def __init__(self, world: World, hemisphere: Hemisphere, now: datetime, problems: Problems, report: Report) -> None:
        self.world, self.hemisphere, self.now = world, hemisphere, now
        self.problems, self.report = problems, report
        self.local = Local()
        self.references = References(self.local, world)
        self.quotes = Quotes(self.local, world)
        self.origins = Origins()
        self.predecessors = Predecessors(self.references, world)
        self.made = Plan()
        self.first: dict[tuple[str, str], Place] = {}
        self.opened: dict[tuple[str, str], Place] = {}
        self.contents: dict[tuple[str, str], Fact] = {}
        self.documents: list[Document] = []
        self.names: set[str] = set()
        self.dates: list[Dates] = []
        self.seen: dict[int, Seen] = {}
        self.restricted: set[tuple[str, str]] = set()

    def run(self, documents: Iterable[Document]) -> Plan:
        """Gather all drafts, then shape each."""
        pending: list[Pending] = []
        try:
            for draft in chain.from_iterable(map(self._gathered, documents)):
                pending.append(draft)
                if len(pending) % _NOW_AND_THEN == 0:
                    self.report("Reading", len(pending), 0)
        except InvalidInput as broken_off:
            # What stands behind is not known, so nothing can be said of what refers to it.
            self.problems.extend(broken_off.problems)
            return self.made
        self.local.settle()
        pending, self.made.remarks = told_once(pending, self._there, self.problems)
        self._captured(pending)
        self.predecessors.gather(pending)
        shapers = [
            Shaper(dates, self.references, self.quotes, self.problems, document.header.agents == "create", set())
            for dates, document in zip(self.dates, self.documents, strict=True)
        ]
        for count, draft in enumerate(pending):
            if count % _NOW_AND_THEN == 0:
                self.report("Checking", count, len(pending))
            self._shape(draft, shapers[draft.document])
        self.made.names = tuple(dict.fromkeys(document.name for document in self.documents))
        self.made.referred = frozenset(self.references.touched)
        return self.made

    # ---- gathering -------------------------------------------------------------------------------------------------

    def _gathered(self, document: Document) -> Iterator[Pending]:
        number = len(self.documents)
        self.documents.append(document)
        dates = Dates(document.header.hemisphere or self.hemisphere, document.header.date_order)
        self.dates.append(dates)
        if (restricted := self._restricted(document, number)) is not None:
            yield restricted
        for draft in document.drafts:
            kind = draft.fields.get("kind", draft.defaults.get("kind"))
            if not isinstance(kind, str) or kind not in KINDS:
                what = "has no kind;" if kind is None else f"{shown(kind)} is no kind of fact;"
                self.problems.add(draft.place.of("kind"), what, f"give kind: one of {', '.join(KINDS)}.")
                continue
            fields = merged(kind, draft)
            if kind == "restriction" and fields.get("level") == "erased":
                self.problems.add(
                    draft.place.of("level"), "'erased' is not read:", "`regesta erase` destroys, no file."
                )
                continue
            self.local.note(kind, fields, draft.place, dates)
            self.origins.count(kind, fields)
            yield Pending(kind, fields, draft.place, number)

    def _restricted(self, document: Document, number: int) -> Pending | None:
        """The restriction that a document's head says, once for an import."""
        words = document.header.restriction
        if words is None or (document.name, words) in self.restricted:
            return None
        self.restricted.add((document.name, words))
        self.made.restricted += (document.name,)
        fields = {"key": KEY, "import": document.name, **restriction_fields(words)}
        return Pending("restriction", fields, document.place, number)

    def _there(self, draft: Pending, key: str) -> bool:
        """Whether the dossier has this subject already, whoever recorded it."""
        if draft.fields.get("of") is not None or not self.world.subject(draft.kind, key):  # type: ignore[arg-type]
            return False
        self.made.known_before += 1
        # It stands in the document all the same: a sync must not take it for one that vanished.
        self.references.touched.add((draft.kind, key))
        return True

    def _captured(self, pending: list[Pending]) -> None:
        """Read the captures beside the documents, so that quotes can be looked for in them."""
        for draft in pending:
            given = draft.fields.get("capture") if draft.kind == "source" else None
            if draft.kind == "capture" and "sha256" not in draft.fields:
                given = {name: draft.fields.get(name) for name in ("file", "retrieved", "url", "media_type")}
                given = {name: value for name, value in given.items() if value is not None}
            if given is None:
                continue
            source = draft.fields.get("source" if draft.kind == "capture" else "of") or draft.fields.get("key")
            field_name = "capture" if draft.kind == "source" else "file"
            if not isinstance(source, str):
                self.problems.add(draft.place.of(field_name), "belongs to no source;", "give the source a key.")
                continue
            try:
                found = seen(given, self.documents[draft.document].folder, self.now)
            except Unresolved as error:
                self.problems.add(draft.place.of(field_name), error.what, error.remedy)
                continue
            self.seen[id(draft)] = found
            if found.text is not None:
                self.local.texts[source].insert(0, found.text)

    # ---- shaping ---------------------------------------------------------------------------------------------------

    def _shape(self, draft: Pending, shaper: Shaper) -> None:
        if draft.kind == "capture":
            self._add_capture(draft, draft.fields.get("source"), shaper)
            return
        fields = {name: value for name, value in draft.fields.items() if (draft.kind, name) != ("posting", REPLACES)}
        made = shaper.shape(draft.kind, fields, draft.place)
        key = draft.fields.get("key")
        if isinstance(key, str) and draft.fields.get("of") is None and "key" in KINDS[draft.kind].model_fields:
            made["key"] = key
        elif key is not None and not isinstance(key, str):
            self.problems.add(draft.place.of("key"), f"{shown(key)} is no key;", "write a text.")
        self._add_new_agents(draft, made.get("citations"))
        name = self.origins.key(draft.kind, draft.fields)
        if len(fields) < len(draft.fields) and not shaper.wrong:
            self._add_predecessor(draft, made, name, shaper)
        self._add(draft, made, name, shaper.wrong)
        if draft.kind == "source" and draft.fields.get("capture") is not None:
            self._add_capture(draft, draft.fields.get("of") or key, shaper)

    def _add_predecessor(self, draft: Pending, made: dict[str, Any], name: str, shaper: Shaper) -> None:
        """Put the end of the time of whom a posting's holder replaced before it."""
        try:
            successor = parse_fact(made, "")
        except InvalidInput:
            return  # it is told of the successor itself
        assert isinstance(successor, Posting)  # noqa: S101 (nothing else has the field)
        try:
            ended = self.predecessors.ended(successor, draft.fields[REPLACES], shaper.create)
        except Unresolved as error:
            self.problems.add(draft.place.of(REPLACES), error.what, error.remedy)
            return
        self._add_new_agents(draft, made.get("citations"))
        self._add(draft, dict(ended), f"{name}/{REPLACES}", set())

    def _add(self, draft: Pending, made: dict[str, Any], key: str, wrong: set[str]) -> None:
        """Check a fact and put it into the plan; one that is there already is passed over."""
        origin = self._origin(draft, key)
        if origin is None:
            return
        try:
            fact = parse_fact({**made, "origin": origin}, "")
        except InvalidInput as refused:
            self._report(refused, draft, wrong)
            return
        if wrong:
            return
        name = (origin.name, origin.key)
        if name in self.first:
            if fact == self.contents[name]:
                self.made.repeated += 1
            else:
                what = f"the key {shown(key.partition('/')[2])} is used twice, first in {self.first[name]};"
                self.problems.add(draft.place.of("key"), what, "choose another, or add to the subject with of.")
            return
        if isinstance(made.get("key"), str):
            other = self.opened.setdefault((fact.kind, made["key"]), draft.place)
            if other is not draft.place:
                what = f"the {fact.kind} {shown(made['key'])} is told by two imports, first in {other};"
                self.problems.add(draft.place.of("key"), what, "say once: file in both, or add to it with of.")
                return
        self.first[name], self.contents[name] = draft.place, fact
        self.made.facts.append(Planned(fact, origin, draft.place))

    def _origin(self, draft: Pending, key: str) -> Origin | None:
        name = self.documents[draft.document].name
        if name in self.names and key.isprintable() and key.isascii() and len(key) < 2_000:
            # Nothing is left to validate, and a quarter of the time that a fact takes would go into it.
            return Origin.model_construct(name=name, key=key)
        try:
            origin = Origin(name=name, key=key)
        except ValueError:
            told = shown(key.partition("/")[2])
            self.problems.add(draft.place.of("key"), f"{told} is no key;", "write it on one line of 2,000 characters.")
            return None
        self.names.add(name)
        return origin

    def _add_new_agents(self, draft: Pending, citations: Any) -> None:
        """Put the agents that the draft named for the first time before it, with its source."""
        agent_type = self.documents[draft.document].header.agent_type
        for agent in self.references.new:
            sources = [{"source": one["source"]} for one in citations or ()]
            type = "organization" if agent.outlet else agent_type
            fields: dict[str, Any] = {"kind": "agent", "key": agent.key, "name": agent.name, "type": type}
            if agent.voice is not None:
                fields |= {"type": "anonymous", "outlet": agent.voice.outlet, "day": agent.voice.day}
            evidence = {"citations": tuple(sources[:1])} if sources else {"observation": True}
            self._add(draft, {**fields, **evidence}, f"agent/{agent.key}", set())
            self.made.new_agents += 1
            if agent.near:
                near = " and ".join(map(str, agent.near[:2]))
                are = "is" if len(agent.near) == 1 else "are"
                said = f"{shown(agent.name)} is a new agent; {near} {are} called nearly so."
                self.made.remarks.append(f"{draft.place}: {said}")
        self.references.new.clear()

    def _add_capture(self, draft: Pending, source: Any, shaper: Shaper) -> None:
        found = self.seen.get(id(draft))
        if found is None:
            if draft.kind == "capture" and "sha256" in draft.fields:
                self.problems.add(
                    draft.place.of("sha256"), "is made from the bytes;", "name the file with file instead."
                )
            return
        told = {"source": source, "note": draft.fields.get("note") if draft.kind == "capture" else None}
        made = shaper.shape("capture", told, draft.place) | found.fields
        self._add(draft, made, f"capture/{source}/{found.fields['sha256'][:16]}", shaper.wrong)
        self.made.captures.append(found.bytes)

    def _report(self, refused: InvalidInput, draft: Pending, wrong: set[str]) -> None:
        """Problems of the model, under the names that the document uses, without those that follow from others."""
        for problem in refused.problems:
            path = as_written(problem.place.removeprefix(', "').removesuffix('"'), draft)
            if any(path == one or path.startswith(f"{one}.") or one.startswith(f"{path}.") for one in wrong):
                continue
            if wrong and not path:
                continue
            self.problems.add(draft.place.of(path), *in_a_table(draft.place, problem.what, problem.remedy))
