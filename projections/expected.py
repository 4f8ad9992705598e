"""Expectations settled: the second level of the fold, over the rows that each assertion asks for.

Of every expectation is kept what its answer rests on (`_watched`): the postings of a post on some days, a meeting, a
speaker's statements, a table as a whole, and who an agent is. A refresh answers anew what rests on rows that changed.
"""

import json
import sqlite3
from collections.abc import Iterator
from typing import NamedTuple, assert_never

from regesta.events.assertion import (
    Assertion,
    Count,
    Exists,
    Holder,
    Holders,
    NoneOf,
    Said,
    State,
    named_in,
)
from regesta.events.assertion_text import parse_assertion
from regesta.projections.column import Table, places
from regesta.projections.expecting import Record, verdict
from regesta.projections.finder import ALWAYS, Finder, Mark
from regesta.projections.writing import Change, Values

_PRIVATE = (
    "CREATE TABLE _watched (mark TEXT NOT NULL, expectation TEXT NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL,"
    " PRIMARY KEY (mark, expectation)) STRICT, WITHOUT ROWID",
    "CREATE INDEX _watched_for ON _watched (expectation)",
)

_LISTED = "(SELECT value FROM json_each(?))"


class Resting(NamedTuple):
    """What an answer rests on: a word, and the first and the last of the days for which it matters."""

    mark: str
    first: str = ALWAYS[0]
    last: str = ALWAYS[1]


_KEYS: dict[str, tuple[tuple[str, str], ...]] = {
    "postings": (("postings", ""), ("post", "post"), ("posting", "id")),
    "posts": (("posts", ""), ("post", "id")),
    "agents": (("agents", ""), ("agent", "id")),
    "aliases": (("alias", "id"),),
    "meetings": (("meetings", ""), ("meeting", "meeting")),
    "steps": (("meeting", "meeting"),),
    "statements": (("statements", ""), ("speaker", "speaker"), ("statement", "id")),
    "addressees": (("statements", ""), ("statement", "statement")),
    "sources": (("sources", ""), ("source", "id")),
    "expectations": (("expectation", "id"),),
}
"""What is noted of a row of each table: a word, and the column whose value goes with it."""


def marks(change: Change) -> Iterator[Mark]:
    """What rests on a row, as it was and as it is: `post us-ambassador-ru`, on the days of a posting; `postings`."""
    table, *rows = change
    for row in rows:
        if row is not None:
            yield from _marks(table, row)


def _marks(table: Table, row: Values) -> Iterator[Resting]:
    at = places(table.row)
    if table.name == "facts" and row[at["subject_kind"]] == "statement":
        yield Resting(f"statement {row[at['subject']]}")
    days = ALWAYS
    if table.name == "postings":
        days = str(row[at["start_earliest"]] or ALWAYS[0]), str(row[at["end_latest"]] or ALWAYS[1])
    for word, column in _KEYS.get(table.name, ()):
        # A step's meeting is a meeting with one counterpart; ids have no tilde.
        yield Resting(f"{word} {row[at[column]]}".partition("~")[0] if column else word, *days)


def watched(assertion: Assertion, record: Record) -> frozenset[Resting]:
    """All that the answer to an assertion rests on."""
    aliases = frozenset(Resting(f"alias {one.id}") for one in named_in(assertion) if one.kind == "agent")
    match assertion:
        case Holder(post, days) | Holders(_, post, days):
            return aliases | {Resting(f"post {post.id}", str(days.first), str(days.last))}
        case Count(of) | NoneOf(of):
            return aliases | {Resting(of.table)}
        case State(meeting):
            return aliases | {Resting(f"meeting {meeting.id}")}
        case Said(speaker):
            return aliases | {Resting(f"speaker {record.agent(speaker.id)}")}
        case Exists(thing):
            id = record.agent(thing.id) if thing.kind == "agent" else thing.id
            return aliases | {Resting(f"{thing.kind} {id}")}
        case _:
            assert_never(assertion)


def find(connection: sqlite3.Connection, noted: frozenset[Mark] | None) -> None:
    """Answer the expectations that rest on what was noted, or all of them."""
    for id in _concerned(connection, noted):
        connection.execute("DELETE FROM _watched WHERE expectation = ?", (id,))
        row = connection.execute("SELECT expects FROM expectations WHERE id = ?", (id,)).fetchone()
        if row is None:
            continue
        assertion = parse_assertion(row[0])
        answer = verdict(assertion, connection)
        connection.execute(
            "UPDATE expectations SET state = ?1, found = ?2 WHERE id = ?3 AND (state IS NOT ?1 OR found IS NOT ?2)",
            (answer.state, answer.found, id),
        )
        rests_on = sorted(watched(assertion, Record(connection)))
        connection.executemany(
            "INSERT INTO _watched VALUES (?, ?, ?, ?)", [(one.mark, id, *one[1:]) for one in rests_on]
        )


def _concerned(connection: sqlite3.Connection, noted: frozenset[Mark] | None) -> list[str]:
    if noted is None:
        return [row[0] for row in connection.execute("SELECT id FROM expectations ORDER BY id")]
    found = [mark for mark in noted if isinstance(mark, Resting)]
    own = {one.mark.removeprefix("expectation ") for one in found if one.mark.startswith("expectation ")}
    if connection.execute("SELECT 1 FROM _watched LIMIT 1").fetchone() is None:
        return sorted(own)
    said = [one.mark.removeprefix("statement ") for one in found if one.mark.startswith("statement ")]
    speakers = connection.execute(
        f"SELECT DISTINCT 'speaker ' || speaker FROM statements WHERE id IN {_LISTED}",  # noqa: S608
        (json.dumps(said),),
    )
    resting = connection.execute(
        "SELECT DISTINCT w.expectation FROM json_each(?) AS one JOIN _watched AS w ON w.mark = one.value ->> 0"
        " AND w.first <= one.value ->> 2 AND w.last >= one.value ->> 1",
        (json.dumps([*found, *(Resting(row[0]) for row in speakers)]),),
    )
    return sorted(own.union(row[0] for row in resting))


FINDER = Finder(marks, find, _PRIVATE)
