"""What was recorded: the log's entries with their status, and the history of a subject."""

import json
import sqlite3
from collections.abc import Iterator

from regesta.projections.reading.rows import Row, rows
from regesta.projections.reading.subjects import canonical_agent

_ENTRY = (
    "SELECT position, id AS fact, recorded_at, recorded_by, kind, subject_kind, subject, status, says, note"
    " FROM facts WHERE {where} ORDER BY position"
)


def entries(connection: sqlite3.Connection, newest: int | None = None) -> Iterator[Row]:
    """Every entry in the order of the log, or the newest few of them."""
    if newest is None:
        return rows(connection, _ENTRY.format(where="1"))
    where = "position >= (SELECT coalesce(max(position), 0) + 1 FROM facts) - ?"
    return rows(connection, _ENTRY.format(where=where), (newest,))


def entries_about(connection: sqlite3.Connection, kind: str, subject: str) -> Iterator[Row]:
    """Every entry that opened, added to or changed a subject's record, whichever of an agent's ids is given."""
    if kind == "agent":
        subject = canonical_agent(connection, subject) or subject
    where = (
        "(subject_kind = ? AND subject = ?) OR id IN (SELECT fact FROM history WHERE subject_kind = ? AND subject = ?)"
    )
    return rows(connection, _ENTRY.format(where=where), (kind, subject, kind, subject))


def entries_of(connection: sqlite3.Connection, fact: str) -> Iterator[Row]:
    """A fact, every version of it, and every entry that acted on one of them."""
    where = "root = (SELECT root FROM facts WHERE id = ?) OR id = ?"
    return rows(connection, _ENTRY.format(where=where), (fact, fact))


def history(connection: sqlite3.Connection, kind: str, subject: str) -> Iterator[Row]:
    """What happened to a subject's record, in order."""
    return rows(
        connection,
        "SELECT position, recorded_at, recorded_by, change, motive, why, says, fact FROM history"
        " WHERE subject_kind = ? AND subject = ? ORDER BY position, id",
        (kind, subject),
    )


def fact(connection: sqlite3.Connection, identity: str) -> Row | None:
    """A fact's row, with what it says parsed under `json`; None if none was recorded under this id."""
    found = next(rows(connection, "SELECT * FROM facts WHERE id = ?", (identity,)), None)
    if found is None:
        return None
    return {**found, "json": json.loads(str(found["json"] or "null"))}


def in_force(connection: sqlite3.Connection, identity: str) -> Row | None:
    """The version in force of the fact that has this id among its versions; None if it is withdrawn."""
    found = connection.execute(
        "SELECT id FROM facts WHERE status = 'in-force' AND kind NOT IN ('retraction', 'confirmation')"
        " AND root = (SELECT root FROM facts WHERE id = ?) ORDER BY position DESC LIMIT 1",
        (identity,),
    ).fetchone()
    return None if found is None else fact(connection, str(found[0]))
