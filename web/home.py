"""The top of the home page: what this dossier is, how much it holds, what is new, and the ways in."""

import sqlite3
from dataclasses import dataclass

from regesta.projections.several import listed
from regesta.web import sql
from regesta.web.refs import Ref, fact


@dataclass(frozen=True, slots=True)
class Way:
    """A way in: a table, how many rows it holds in words, and what it answers."""

    table: str
    count: int
    counted: str
    answers: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """A fact that was recorded lately. (Not what is withheld; nor what is expected, which has its own line.)"""

    fact: Ref
    kind: str
    status: str
    recorded_at: str
    recorded_by: str | None


@dataclass(frozen=True, slots=True)
class HomeView:
    """What the top of the home page shows of one dossier."""

    facts: int
    withheld: int
    """How many entries are not told."""
    authors: int
    first_recorded: str | None
    last_recorded: str | None
    amended: str
    conflicts: int
    """How many are open or reopened."""
    ways: tuple[Way, ...]
    latest: tuple[Recorded, ...]
    expected: Ref | None
    """The way to what is expected of the record; None if nothing is."""


WAYS = (
    ("postings", "posting", "postings", "Who held which post, from when to when"),
    ("statements", "statement", "statements", "Who said what, to whom, reported by whom"),
    ("meetings", "meeting", "meetings", "Who wanted to meet whom, and what came of it"),
    ("agents", "person, body or voice", "people, bodies, voices", "Who holds, says and meets, under every spelling"),
    ("posts", "post", "posts", "The seats, and who filled them"),
    ("sources", "source", "sources", "The documents that it all rests on"),
    ("timeline", "date", "dates", "Everything that has a date, in order"),
    ("facts", "fact", "facts", "Everything ever recorded, in force or not"),
)
"""Table, its rows in singular and plural, and what a reader finds there; a new kind of record adds a line."""

LATEST = 8


def view(connection: sqlite3.Connection) -> HomeView:
    """The view of a dossier's database."""
    # Five questions and not one: each is answered from an index, and together they would read the whole table.
    withheld = sql.value(connection, "SELECT count(*) FROM facts WHERE kind = 'withheld'")
    facts = sql.value(connection, "SELECT count(*) FROM facts") - withheld
    authors = sql.value(connection, "SELECT count(DISTINCT recorded_by) FROM facts")
    first = sql.value(connection, "SELECT min(recorded_at) FROM facts")
    last = sql.value(connection, "SELECT max(recorded_at) FROM facts")
    conflicts = sql.value(connection, "SELECT count(*) FROM conflicts WHERE state IN ('open', 'reopened')")
    ways, latest, expected = _ways(connection), _latest(connection), _expected(connection)
    return HomeView(facts, withheld, authors, first, last, _amended(connection), conflicts, ways, latest, expected)


def _expected(connection: sqlite3.Connection) -> Ref | None:
    counts = dict(sql.rows(connection, "SELECT state, count(*) FROM expectations GROUP BY state"))
    if not counts:
        return None
    told = ", ".join(f"{counts[state]} {words}" for state, words in _STATES.items() if counts.get(state))
    return Ref(f"Expectations: {told}", "-expectations", "")


_STATES = {"broken": "broken", "undecided": "undecided", "holds": "holding"}


def _ways(connection: sqlite3.Connection) -> tuple[Way, ...]:
    counted = []
    for table, one, many, answers in WAYS:
        count = sql.value(connection, f"SELECT count(*) FROM {table}")  # noqa: S608 - a name of ours
        counted.append(Way(table, count, one if count == 1 else many, answers))
    return tuple(counted)


def _amended(connection: sqlite3.Connection) -> str:
    """Corrections, retractions and confirmations so far, in words; blank if there are none."""
    counts = dict(sql.rows(connection, "SELECT kind, count(*) FROM facts GROUP BY kind"))
    parts = [
        f"{counts[kind]:,} {kind}{'' if counts[kind] == 1 else 's'}"
        for kind in ("correction", "retraction", "confirmation")
        if counts.get(kind)
    ]
    return listed(parts)


def _latest(connection: sqlite3.Connection) -> tuple[Recorded, ...]:
    query = (
        "SELECT id, says, kind, status, recorded_at, recorded_by FROM facts"
        " WHERE kind NOT IN ('expectation', 'withheld') ORDER BY position DESC LIMIT ?"
    )
    return tuple(
        Recorded(fact(fact_id, says), kind, status, at, by)
        for fact_id, says, kind, status, at, by in sql.rows(connection, query, (LATEST,))
    )
