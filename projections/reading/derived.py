"""Dates that follow from other facts, each with the facts that it follows from."""

# ruff: noqa: S608 (every name in the SQL is that of one of our own tables or columns)

import json
import sqlite3
from collections.abc import Iterator, Sequence

from regesta.projections.reading.rows import Row, rows

_ORIGINS = (
    "SELECT origin, bound, facts.says FROM date_origins JOIN facts ON facts.id = origin"
    " JOIN facts AS root ON root.id = facts.root"
    " WHERE date = derived_dates.id AND origin <> date_origins.fact ORDER BY root.position"
)
_DATES = (
    "SELECT fact, field, worded, counted_from, earliest, latest, stated_earliest, stated_latest, state,"
    " (SELECT json_group_array(json_object('fact', origin, 'says', says, 'bound', bound))"
    f" FROM ({_ORIGINS})) AS origins"
    " FROM derived_dates WHERE {where} ORDER BY (SELECT position FROM facts WHERE facts.id = fact), id"
)


def of_fact(connection: sqlite3.Connection, fact: str) -> tuple[Row, ...]:
    """The dates of a fact that are counted from others, or that others narrow."""
    return tuple(_read(connection, "fact = ?", (fact,)))


def of_subject(connection: sqlite3.Connection, kind: str, subject: str) -> tuple[Row, ...]:
    """The dates of a subject's facts that are counted from others, or that others narrow."""
    where = "fact IN (SELECT id FROM facts WHERE subject = ? AND +subject_kind = ?)"
    return tuple(_read(connection, where, (subject, kind)))


def _read(connection: sqlite3.Connection, where: str, parameters: Sequence[object]) -> Iterator[Row]:
    for row in rows(connection, _DATES.format(where=where), parameters):
        origins = json.loads(str(row["origins"]))
        yield {**row, "origins": [{**one, "says": one["says"].removeprefix("Corrected: ")} for one in origins]}
