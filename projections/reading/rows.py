"""Rows as values: what a query gives, by the names of its columns."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence

Row = Mapping[str, object]
"""A row by its columns' names; a value is text, an integer or None."""


def rows(
    connection: sqlite3.Connection, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()
) -> Iterator[Row]:
    """Each row that a query gives, in its order."""
    cursor = connection.execute(sql, parameters if isinstance(parameters, Mapping) else tuple(parameters))
    names = [column[0] for column in cursor.description]
    for values in cursor:
        yield dict(zip(names, values, strict=True))


def text(row: Row, name: str) -> str | None:
    """A text of a row."""
    value = row[name]
    return None if value is None else str(value)
