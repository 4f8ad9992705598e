"""Reading rows for views: plain tuples or dicts, whatever row factory the connection came with."""

import sqlite3
from collections.abc import Sequence
from typing import Any


def rows(connection: sqlite3.Connection, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """Every row of a query as a plain tuple, so that patterns and unpacking work on it."""
    return [tuple(row) for row in connection.execute(sql, parameters)]


def records(connection: sqlite3.Connection, sql: str, parameters: Sequence[object] = ()) -> list[dict[str, Any]]:
    """Every row of a query by the names of its columns."""
    cursor = connection.execute(sql, parameters)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def value(connection: sqlite3.Connection, sql: str, parameters: Sequence[object] = ()) -> Any:
    """The first column of the first row; None if there is no row."""
    found = connection.execute(sql, parameters).fetchone()
    return found[0] if found else None


def is_dossier(connection: sqlite3.Connection) -> bool:
    """Whether the database is a read model of ours: the plugin leaves every other database alone."""
    sql = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('facts', 'history', 'aliases')"
    return bool(value(connection, sql) == 3)
