"""One run of an import: files read, compared with the dossier, recorded in one commit, and told."""

import gc
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from regesta.cli.desk import Desk, opened
from regesta.cli.printing import line, say
from regesta.cli.problems import listed
from regesta.cli.progress import Report, progress
from regesta.cli.recording import TRIES
from regesta.cli.refusal import WrongUsage
from regesta.events.amendment import Correction
from regesta.events.dossier import Dossier
from regesta.events.errors import InvalidInput
from regesta.events.facts import Fact, subject_id
from regesta.events.importing.changes import Changes, Decided, Reason, compared, synced
from regesta.events.importing.documents import Document, document
from regesta.events.importing.evidence import Bytes
from regesta.events.importing.mapping_reader import read_mapping
from regesta.events.importing.places import Problems
from regesta.events.importing.planning import Plan, plan
from regesta.events.importing.reading import open_input
from regesta.events.recording import Act, Recorded, record
from regesta.events.source import Capture
from regesta.events.store import Conflict
from regesta.projections.imported import Imports

MOST_SHOWN = 50
"""How many problems are printed, and how many remarks of a kind."""


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for."""

    dossier: Dossier
    files: Sequence[str]
    author: str | None
    mapping: str | None = None
    dry_run: bool = False
    sync: bool = False
    motive: Any = None
    note: str | None = None
    source: str | None = None
    retract_missing: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What came of it."""

    plan: Plan
    changes: Changes
    dry_run: bool = False
    recorded: tuple[Recorded, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """Counts, and the facts that are now in the log, in its order."""
        changes = self.changes
        return {
            "dry_run": self.dry_run,
            "recorded": sum(changes.new.values()),
            "skipped": self.skipped,
            "corrected": changes.corrected,
            "retracted": changes.retracted,
            "restored": changes.restored,
            "differing": len(changes.differing),
            "vanished": len(changes.vanished),
            "erased": len(changes.erased),
            "facts": [
                {"fact": one.fact, "subject": one.subject or _subject(fact), "position": one.position}
                for one, fact in zip(self.recorded, changes.facts, strict=False)  # a dry run has recorded none
                if one.outcome == "new"
            ],
        }

    @property
    def skipped(self) -> int:
        """How many facts of the files were there already."""
        return self.changes.skipped + self.plan.repeated + self.plan.known_before

    def print(self) -> None:
        """The counts for people on standard output, the rest on standard error."""
        changes, would = self.changes, "Would record" if self.dry_run else "Recorded"
        new = sum(changes.new.values())
        kinds = ", ".join(f"{count:,} {_plural(kind, count)}" for kind, count in changes.new.most_common())
        line(f"{would} {new:,} {_plural('fact', new)}{': ' + kinds if kinds else ''}.")
        for count, what in (
            (self.plan.new_agents, "of the agents are new because a fact names them"),
            (changes.corrected, "corrected" if not self.dry_run else "would be corrected"),
            (changes.retracted, "retracted" if not self.dry_run else "would be retracted"),
            (changes.restored, "restored" if not self.dry_run else "would be restored"),
            (changes.skipped + self.plan.known_before, "recorded before, and skipped"),
            (self.plan.repeated, "stand in the files more than once, and count once"),
        ):
            if count:
                line(f"{count:,} {what}.")
        self._say_rest()

    def _say_rest(self) -> None:
        changes = self.changes
        if changes.differing:
            one = len(changes.differing) == 1
            whose = (
                "differs from what was recorded under its key"
                if one
                else "differ from what was recorded under their keys"
            )
            say(f"{len(changes.differing):,} {whose}; --sync records the differences:")
            _list(changes.differing)
        if changes.by_hand:
            say(f"{len(changes.by_hand):,} left as changed by hand:")
            _list(changes.by_hand)
        if changes.erased:
            say(f"{len(changes.erased):,} were erased from this dossier, and stay so; take out of the files:")
            _list(changes.erased)
        if changes.elsewhere:
            say(
                f"{changes.elsewhere:,} recorded before, and not with this import, so that its restriction does not"
                " speak of them; `regesta restrict FACT` does."
            )
        left = len(changes.vanished) - changes.retracted
        if left:
            say(f"{left:,} no longer in the files; --retract-missing retracts what is not:")
            _list(changes.vanished)
        if notes := self._notes():
            say("Of what was captured:")
            _list(notes)
        if self.plan.remarks:
            _list(self.plan.remarks)

    def _notes(self) -> tuple[str, ...]:
        """What is doubtful in the texts of the captures that are new."""
        new = {fact.sha256 for fact in self.changes.facts if isinstance(fact, Capture)}
        return tuple(one.note for one in self.plan.captures if one.note and one.sha256 in new)


def _subject(fact: Fact) -> str | None:
    """What a correction speaks of; None if only the log can tell."""
    return (subject_id(fact.fact, "") or None) if isinstance(fact, Correction) else None


def run(order: Order) -> Told:
    """Import; raises RegestaError, and records nothing, when anything is wrong."""
    with progress() as report, _uncollected():
        for left in reversed(range(TRIES)):
            with opened(order.dossier) as desk:
                try:
                    return _once(order, desk, report)
                except Conflict:
                    # Another writer was faster: look again. What came through a pipe cannot be read again.
                    if not left or "-" in order.files:
                        raise
    raise AssertionError("a last try that fails raises")


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of cycles: an import makes none, and looking for them among its facts takes a fifth."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _once(order: Order, desk: Desk, report: Report) -> Told:
    now, problems = datetime.now(UTC), Problems()
    world = Imports(desk.connection, order.dossier.path)
    hemisphere = order.dossier.settings.hemisphere
    with ExitStack() as files:
        documents = _documents(order, problems, files)
        made = plan(documents, world, hemisphere=hemisphere, now=now, problems=problems, report=report)
    _refuse(problems)
    changes = _changes(order, made, world, problems)
    _refuse(problems)
    if order.dry_run:
        return Told(made, changes, dry_run=True)
    report("Recording", len(changes.facts), 0)
    return Told(made, changes, recorded=_record(order, made, changes, world, now))


def _documents(order: Order, problems: Problems, files: ExitStack) -> Iterator[Document]:
    mapping = None
    if order.mapping is not None:
        source = open_input(order.mapping)
        with source.file:
            mapping = read_mapping(source)
    for path in order.files:
        source = open_input(path)
        files.callback(source.file.close)
        found = document(source, mapping, problems)
        if found is not None:
            yield found


def _changes(order: Order, made: Plan, world: Imports, problems: Problems) -> Changes:
    if not order.sync:
        return compared(made, world, problems)
    reason = Reason(order.motive, order.note, order.source) if order.motive and order.note else None
    changes = synced(made, world, reason, order.retract_missing, problems)
    changed = changes.corrected + changes.retracted + changes.restored
    if changed and reason is None and not order.dry_run:
        raise WrongUsage(
            f"{changed:,} facts differ from what was recorded; say why with --motive and --note, or see what with"
            " --dry-run."
        )
    return changes


def _record(order: Order, made: Plan, changes: Changes, world: Imports, now: datetime) -> tuple[Recorded, ...]:
    """Store the captures, then the facts in one commit: a capture without its fact is harmless, the reverse is not."""
    from regesta.cli.author import author
    from regesta.cli.tool import TOOL

    if not changes.facts:
        return ()
    by = author(order.author, order.dossier.path, ask=False)
    for capture in made.captures:
        _store(order.dossier, capture)
    log = order.dossier.log
    known = Decided(world, changes) if order.sync else world
    try:
        return record(
            log, changes.facts, known, Act(by, TOOL, now), os.urandom, changes.places, changes.contents, changes.dumps
        )
    finally:
        for problem in log.recovered:
            say(str(problem))


def _store(dossier: Dossier, capture: Bytes) -> None:
    from regesta.events.by_hash import keep

    keep(dossier.path, capture.data)
    if capture.text is not None:
        keep(dossier.path, capture.text.encode("utf-8"))


def _refuse(problems: Problems) -> None:
    """Raise InvalidInput with some problems of each kind, and the number of the others."""
    if not problems.kept:
        return
    try:
        problems.refuse()
    except InvalidInput as refused:
        shown = "\n".join(listed(problems, MOST_SHOWN))
        refused.args = (f"nothing was recorded, because of {_counted(problems.count)}:\n{shown}",)
        raise


def _counted(count: int) -> str:
    return "one problem" if count == 1 else f"{count:,} problems"


def _plural(kind: str, count: int) -> str:
    if count == 1:
        return kind
    return {"identity": "identities"}.get(kind, f"{kind}s")


def _list(texts: Sequence[str]) -> None:
    for text in texts[:MOST_SHOWN]:
        say(f"  {text}")
    if len(texts) > MOST_SHOWN:
        say(f"  and {len(texts) - MOST_SHOWN:,} more")
