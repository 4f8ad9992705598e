"""Recording from the command line: look, make the facts, commit them; and look again if another writer was faster."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from regesta.cli.desk import Ask, Desk, Kept, opened
from regesta.cli.printing import line, print_json, say
from regesta.events.dossier import Dossier
from regesta.events.facts import Fact
from regesta.events.recording import Act, Recorded, record
from regesta.events.store import Conflict

TRIES = 5
"""How often a commit is tried when other writers are faster."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Facts for one commit; `main` is the one that was asked for, the others are recorded along with it."""

    facts: tuple[Fact, ...]
    main: int = -1
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pen:
    """Who writes, in which dossier, and who may be asked."""

    dossier: Dossier
    by: str
    ask: Ask | None = None
    new_agents: bool = False
    kept: Kept = field(default_factory=dict)
    restricting: Callable[[str], Fact] | None = None
    """See `Act.restricting`."""


@dataclass(frozen=True, slots=True)
class Committed:
    """What one commit came to."""

    main: Recorded
    """The fact that was asked for."""
    along: tuple[Recorded, ...]
    """What else of its kind was written: not what was there before."""


def commit(pen: Pen, make: Callable[[Desk], Prepared]) -> Committed:
    """Record what `make` gives, in one durable commit, and say what came of it.

    `make` is called again, on a fresh desk, when another writer was faster.
    """
    for left in reversed(range(TRIES)):
        with opened(pen.dossier, pen.ask, pen.new_agents, pen.kept) as desk:
            prepared = make(desk)
            try:
                recorded = _recorded(pen, prepared, desk)
            except Conflict:
                if not left:
                    raise
                continue
        if any(one.outcome == "new" for one in recorded):
            for remark in prepared.remarks:
                say(remark)
        return _committed(prepared, recorded)
    raise AssertionError("a last try that fails raises")


def _committed(prepared: Prepared, recorded: tuple[Recorded, ...]) -> Committed:
    main, kind = recorded[prepared.main], prepared.facts[prepared.main].kind
    new = (
        one for fact, one in zip(prepared.facts, recorded, strict=True) if fact.kind == kind and one.outcome == "new"
    )
    return Committed(main, tuple(one for one in new if one is not main))


def _recorded(pen: Pen, prepared: Prepared, desk: Desk) -> tuple[Recorded, ...]:
    from regesta.cli.tool import TOOL
    from regesta.projections.known import Lookup

    log = pen.dossier.log
    act = Act(pen.by, TOOL, datetime.now(UTC), pen.restricting)
    try:
        return record(log, prepared.facts, Lookup(desk.connection), act, os.urandom)
    finally:
        for problem in log.recovered:
            say(str(problem))


def tell(pen: Pen, committed: Committed, as_json: bool) -> None:
    """Print the fact that was recorded, or was there: `{"fact", "subject", "position"}`, or a line for people.

    What was written along with it, as the end of a predecessor's time, is told beside.
    """
    recorded = committed.main
    if recorded.outcome != "new":
        say(f"Already recorded; {'only what is told along with it' if committed.along else 'nothing'} was added.")
    if committed.along:
        _tell_along(pen, committed)
    if as_json:
        print_json({"fact": recorded.fact, "subject": recorded.subject, "position": recorded.position})
        return
    with opened(pen.dossier) as desk:
        found = desk.connection.execute("SELECT says FROM facts WHERE id = ?", (recorded.fact,)).fetchone()
    line("  ".join(part for part in (recorded.fact, recorded.subject, found and str(found[0])) if part))


def _tell_along(pen: Pen, committed: Committed) -> None:
    with opened(pen.dossier) as desk:
        for one in committed.along:
            (says,) = desk.connection.execute("SELECT says FROM facts WHERE id = ?", (one.fact,)).fetchone()
            say(f"Recorded along with it: {one.fact}  {one.subject}  {says}")
