"""Conflicts as readers ask for them: all of some rule, state or subject; and one with its sides and its history."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from regesta.projections.reading.rows import Row, rows

STATES = ("open", "reopened", "not-found", "explained", "resolved")
"""The states, those first in which somebody has to look."""

UNSETTLED = ("open", "reopened")
"""The states in which somebody has to look."""

_ORDER = (
    "CASE state WHEN 'open' THEN 0 WHEN 'reopened' THEN 1 WHEN 'not-found' THEN 2 WHEN 'explained' THEN 3 ELSE 4 END"
)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A conflict: its row, the facts of each side, what was said of it, and what happened to it, in order."""

    row: Row
    facts: tuple[Row, ...]
    """side, holds, fact, says, status, position; of one that was resolved, those that were seen, with a blank side."""
    explanations: tuple[Row, ...]
    history: tuple[Row, ...]


def conflicts(
    connection: sqlite3.Connection,
    rule: str | None = None,
    state: str | None = None,
    subject: tuple[str, str] | None = None,
) -> Iterator[Row]:
    """The conflicts of a rule, in a state, of a subject (kind, id); those that nobody explained first, by rule."""
    where, given = ["1"], []
    if rule is not None:
        where.append("rule = ?")
        given.append(rule)
    if state is not None:
        where.append("state = ?")
        given.append(state)
    if subject is not None:
        where.append("id IN (SELECT conflict FROM conflict_subjects WHERE subject_kind = ? AND subject = ?)")
        given += subject
    sql = f"SELECT * FROM conflicts WHERE {' AND '.join(where)} ORDER BY {_ORDER}, rule, subject, id"  # noqa: S608
    return rows(connection, sql, given)


def unsettled(connection: sqlite3.Connection) -> tuple[Row, ...]:
    """The conflicts that nobody explained, or not as they are now."""
    return tuple(row for state in UNSETTLED for row in conflicts(connection, state=state))


def conflict(connection: sqlite3.Connection, identity: str) -> Conflict | None:
    """One conflict; None if there is none with this id."""
    found = next(rows(connection, "SELECT * FROM conflicts WHERE id = ?", (identity,)), None)
    if found is None:
        return None
    facts = rows(
        connection,
        "SELECT side, holds, facts.id AS fact, says, kind, status, position, recorded_at, recorded_by"
        " FROM conflict_facts JOIN facts ON facts.id = fact WHERE conflict = ? ORDER BY side, position",
        (identity,),
    )
    explained = rows(
        connection,
        "SELECT explanations.id AS fact, explanations.note, saw, recorded_at, recorded_by, facts.position"
        " FROM explanations JOIN facts ON facts.id = explanations.id WHERE conflict = ? ORDER BY facts.position",
        (identity,),
    )
    return Conflict(found, tuple(facts), tuple(explained), tuple(_history(connection, found)))


def _history(connection: sqlite3.Connection, row: Row) -> Iterator[Row]:
    """What brought the conflict about, what was said of it, and what changed the facts that it rests on, in order."""
    return rows(
        connection,
        "SELECT position, recorded_at, recorded_by, says, id AS fact, kind, CASE"
        " WHEN position = :since THEN 'arose' WHEN kind = 'explanation' THEN 'explained' WHEN id = :ended THEN 'ended'"
        " WHEN kind = 'confirmation' THEN 'confirmed' WHEN kind = 'correction' THEN 'corrected'"
        " WHEN kind = 'retraction' THEN 'retracted' ELSE 'told' END AS change"
        " FROM facts WHERE (subject_kind = 'conflict' AND subject = :id) OR root IN"
        " (SELECT root FROM facts AS f JOIN conflict_facts AS c ON c.fact = f.id WHERE c.conflict = :id)"
        " ORDER BY position",
        {"id": row["id"], "since": row["since"], "ended": row["ended_by"]},
    )
