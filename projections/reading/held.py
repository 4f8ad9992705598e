"""When an expectation last held: asked of the editions before, the latest first, when somebody wants to know.

It is not kept in a table: it is a matter of every edition there ever was, and none of them is kept. Only the entries
that bear on an assertion are read: those of the subjects that its answer rests on, and the judgements on the agents
that these name. Of them, editions are built in memory, entry by entry, so that what is told is exact.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from regesta.events.assertion import Assertion, Count, Exists, Holder, Holders, NoneOf, Said, State, named_in
from regesta.events.facts import references
from regesta.projections.advance import advance
from regesta.projections.expecting import verdict
from regesta.projections.force import Logged
from regesta.projections.full import fill
from regesta.projections.shelf import ENTRY, entry_in

BLOCK = 16
"""How many editions are asked first; each time twice as many as before."""

MOST = 5_000
"""How many entries may bear on an assertion for its past to be looked up."""


@dataclass(frozen=True, slots=True)
class Held:
    """When an assertion last held, as far as that was looked up."""

    edition: int | None
    """The size of the last edition in which it held; None if there was none among those asked."""
    ended_by: str | None
    """The fact that made it hold no more."""
    asked: int
    """Of how many entries that bear on it the editions were asked, the latest ones."""
    whole: bool
    """Whether those were all."""


def last_held(connection: sqlite3.Connection, assertion: Assertion, most: int = MOST) -> Held:
    """When an assertion last held that does not hold now, among the latest `most` entries that bear on it."""
    entries = bearing(connection, assertion)
    if len(entries) > MOST:
        return Held(None, None, 0, False)
    end, size = len(entries), BLOCK
    while end > 0 and len(entries) - end < most:
        start = max(end - size, 0)
        held = [count for count, holds in _editions(entries, start, end, assertion) if holds]
        if held:
            last = held[-1]
            return Held(entries[last].position, entries[last].id, len(entries) - last, last == 0)
        end, size = start, size * 2
    return Held(None, None, len(entries) - end, end == 0)


def _editions(entries: Sequence[Logged], start: int, end: int, assertion: Assertion) -> Iterator[tuple[int, bool]]:
    """For each number of entries from the start to the end (that not included), whether it held with so many."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as edition:
        edition.execute("BEGIN")
        fill(edition, entries[:start])
        yield start, verdict(assertion, edition).state == "holds"
        for count in range(start + 1, end):
            advance(edition, entries[count - 1 : count])
            yield count, verdict(assertion, edition).state == "holds"


# ---- what bears on an assertion -------------------------------------------------------------------------------------

_LISTED = "(SELECT value FROM json_each(?))"
_KIND = {
    "postings": "posting",
    "statements": "statement",
    "meetings": "meeting",
    "agents": "agent",
    "posts": "post",
    "sources": "source",
}


def bearing(connection: sqlite3.Connection, assertion: Assertion) -> tuple[Logged, ...]:
    """Every entry on which the answer to an assertion may rest, in any edition, in order of position."""
    agents = {one.id for one in named_in(assertion) if one.kind == "agent"}
    agents |= _connected(connection, agents)
    roots = set(_roots(connection, assertion, agents))
    told = _entries(connection, roots)
    named = {one.id for entry in told if entry.fact for one in references(entry.fact) if one.kind == "agent"}
    judged = _connected(connection, named | agents)
    pairs = _judgements(connection, judged)
    roots.update(_speaking(connection, "judgement", pairs))
    # Of agents who are the same, the one recorded first gives its id to all.
    roots.update(_speaking(connection, "agent", {agent for pair in pairs for agent in pair.split("~")}))
    return tuple(_entries(connection, roots))


def _roots(connection: sqlite3.Connection, assertion: Assertion, agents: set[str]) -> Iterator[str]:
    match assertion:
        case Holder(post) | Holders(_, post):
            yield from _speaking(connection, "post", {post.id})
            yield from _speaking(connection, "posting", _naming(connection, "posting", "post", {post.id}))
        case Count(of) | NoneOf(of):
            yield from _rows(connection, "SELECT DISTINCT root FROM _speaks WHERE kind = ?", _KIND[of.table])
        case State(meeting):
            yield from _speaking(connection, "meeting", {meeting.id})
        case Said():
            yield from _speaking(connection, "statement", _naming(connection, "statement", "agent", agents))
        case Exists(thing):
            yield from _speaking(connection, thing.kind, agents if thing.kind == "agent" else {thing.id})


def _speaking(connection: sqlite3.Connection, kind: str, subjects: Iterable[str]) -> Iterator[str]:
    """The roots of all that ever spoke of some subjects."""
    sql = f"SELECT DISTINCT root FROM _speaks WHERE kind = ? AND subject IN {_LISTED}"  # noqa: S608 - a text of ours
    return _rows(connection, sql, kind, json.dumps(sorted(subjects)))


def _naming(connection: sqlite3.Connection, kind: str, named_kind: str, named: Iterable[str]) -> Iterator[str]:
    """The subjects of a kind that ever named one of some subjects."""
    sql = (
        f"SELECT DISTINCT subject FROM _mentions WHERE mentioned_kind = ? AND mentioned IN {_LISTED}"  # noqa: S608
        " AND kind = ?"
    )
    return _rows(connection, sql, named_kind, json.dumps(sorted(named)), kind)


def _judgements(connection: sqlite3.Connection, agents: set[str]) -> set[str]:
    """The pairs of which some were ever judged."""
    return set(_naming(connection, "judgement", "agent", agents))


def _connected(connection: sqlite3.Connection, agents: set[str]) -> set[str]:
    """All agents that judgements, in force or not, connect with some."""
    found, open_ends = set(agents), set(agents)
    while open_ends:
        pairs = _judgements(connection, open_ends)
        open_ends = {agent for pair in pairs for agent in pair.split("~")} - found
        found |= open_ends
    return found


def _entries(connection: sqlite3.Connection, roots: Iterable[str]) -> list[Logged]:
    sql = f"SELECT {ENTRY} FROM facts WHERE root IN {_LISTED} ORDER BY position"  # noqa: S608 - texts of ours
    return [entry_in(row) for row in connection.execute(sql, (json.dumps(sorted(roots)),))]


def _rows(connection: sqlite3.Connection, sql: str, *parameters: object) -> Iterator[str]:
    return (str(row[0]) for row in connection.execute(sql, parameters).fetchall())
