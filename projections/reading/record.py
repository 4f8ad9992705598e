"""The record of a subject: its row, what belongs to it, the evidence, the facts and the history."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from regesta.projections.column import columns
from regesta.projections.reading import derived, ledger
from regesta.projections.reading.rows import Row, rows
from regesta.projections.reading.subjects import Subject
from regesta.projections.reading.who import ACTING
from regesta.projections.registry import BY_KIND

_AGENT = "SELECT * FROM agents WHERE id = (SELECT agent FROM aliases WHERE id = ?)"

_TENURES = (
    f"SELECT postings.*, {ACTING} AS acting FROM postings WHERE {{}} = ?"  # noqa: S608 - a text of ours
    " ORDER BY coalesce(start_earliest, start_latest), id"
)

_PARTS: Mapping[str, Mapping[str, str]] = {
    "agent": {
        "names": "SELECT * FROM names WHERE agent = ? ORDER BY name, id",
        "aliases": "SELECT id FROM aliases WHERE agent = ? ORDER BY id",
        "judgements": "SELECT * FROM judgements WHERE a IN (SELECT id FROM aliases WHERE agent = ?1)"
        " OR b IN (SELECT id FROM aliases WHERE agent = ?1) ORDER BY id",
        "postings": _TENURES.format("holder"),
        "statements": "SELECT * FROM statements WHERE speaker = ? ORDER BY coalesce(said_earliest, said_latest), id",
        "meetings": "SELECT * FROM meetings WHERE seeker = ?1 OR counterpart = ?1 ORDER BY state_earliest, id",
    },
    "post": {
        "postings": _TENURES.format("post"),
    },
    "posting": {
        "phases": "SELECT * FROM phases WHERE posting = ? ORDER BY coalesce(start_earliest, start_latest), id",
    },
    "statement": {
        "addressees": "SELECT agent, (SELECT name FROM agents WHERE id = agent) AS name FROM addressees"
        " WHERE statement = ? ORDER BY addressees.id",
        "about": "SELECT subject_kind, subject FROM about WHERE statement = ? ORDER BY id",
    },
    "meeting": {
        "steps": "SELECT steps.* FROM steps JOIN meetings ON meetings.id = steps.meeting WHERE meetings.meeting = ?"
        " ORDER BY coalesce(on_earliest, on_latest), steps.id",
    },
    "source": {
        "derivations": "SELECT rests_on, how FROM derivations WHERE source = ? ORDER BY id",
        "captures": "SELECT * FROM captures WHERE source = ? ORDER BY retrieved, id",
    },
}

SPEAKING_OF = (
    # The plus sign keeps SQLite from the index of the kinds, by which it reads all that was said of anybody.
    "SELECT statement FROM about WHERE +subject_kind = ?1"
    " AND subject IN (SELECT ?2 UNION ALL SELECT id FROM aliases WHERE ?1 = 'agent' AND agent = ?2)"
)
"""The statements that speak of a subject, given its kind and id; of an agent, under each of its ids."""

_SAID_OF = (
    f"SELECT * FROM statements WHERE id IN ({SPEAKING_OF})"  # noqa: S608 - a text of ours
    " ORDER BY coalesce(said_earliest, said_latest), id"
)

_CITATIONS = (
    "SELECT citations.*, sources.label AS source_label FROM citations JOIN sources ON sources.id = citations.source"
    " WHERE {where} ORDER BY citations.id"
)


@dataclass(frozen=True, slots=True)
class Record:
    """All that is known of a subject, as rows by their columns' names."""

    kind: str
    id: str
    label: str
    rows: tuple[Row, ...]
    """The subject's row; for a meeting, one for each counterpart; none if no fact of it is in force."""
    parts: Mapping[str, tuple[Row, ...]]
    """What belongs to it, by the name of its table; `dates` are those that follow from other facts."""
    facts: tuple[Row, ...]
    citations: tuple[Row, ...]
    history: tuple[Row, ...]
    names: Mapping[str, str]
    """What the agents, posts and sources are called that its rows name, by table and id: `agents/jon-huntsman`."""


def record(connection: sqlite3.Connection, subject: Subject) -> Record:
    """The record of a subject (of any kind but `fact`)."""
    identity = subject.id
    found = tuple(rows(connection, _rows_of(subject.kind), (identity,)))
    if subject.kind == "agent" and found:
        identity = str(found[0]["id"])
    parts = {name: tuple(rows(connection, sql, (identity,))) for name, sql in _PARTS.get(subject.kind, {}).items()}
    parts["said_of_it"] = tuple(rows(connection, _SAID_OF, (subject.kind, identity)))
    parts["dates"] = derived.of_subject(connection, subject.kind, identity)
    return Record(
        kind=subject.kind,
        id=identity,
        label=subject.label,
        rows=found,
        parts={name: part for name, part in parts.items() if part},
        facts=tuple(ledger.entries_about(connection, subject.kind, identity)),
        citations=tuple(
            rows(connection, _CITATIONS.format(where="subject_kind = ? AND subject = ?"), (subject.kind, identity))
        ),
        history=tuple(ledger.history(connection, subject.kind, identity)),
        names=dict(_names(connection, found, subject.kind)),
    )


def _rows_of(kind: str) -> str:
    table = BY_KIND[kind].tables[0]
    return _AGENT if kind == "agent" else _OWNED.format(table=table.name, owner=table.owner)


_OWNED = 'SELECT * FROM "{table}" WHERE "{owner}" = ? ORDER BY id'


_NAMES = {
    "agents": "SELECT name FROM agents WHERE id = ?",
    "posts": "SELECT label FROM posts WHERE id = ?",
    "sources": "SELECT label FROM sources WHERE id = ?",
}


def named_in(kind: str) -> Mapping[str, str]:
    """The columns of a kind's rows that name an agent, a post or a source, each with the table it refers to."""
    row = BY_KIND[kind].tables[0].row
    return {one.name: one.column.refers for one in columns(row) if one.column.refers in _NAMES}


def _names(connection: sqlite3.Connection, found: Sequence[Row], kind: str) -> Iterator[tuple[str, str]]:
    for column, table in named_in(kind).items():
        for identity in {row[column] for row in found if row[column] is not None}:
            name = connection.execute(_NAMES[table], (identity,)).fetchone()
            yield f"{table}/{identity}", str(name[0])


def citations_of(connection: sqlite3.Connection, fact: str) -> tuple[Row, ...]:
    """The citations of a fact in force."""
    return tuple(rows(connection, _CITATIONS.format(where="citations.fact = ?"), (fact,)))
