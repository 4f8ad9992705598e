"""Rows into tables: all of them quickly, or only those that differ from what is there."""

# ruff: noqa: S608 (every name in the SQL is that of one of our own tables or columns)

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter

from regesta.projections.account import Row
from regesta.projections.column import Table, columns
from regesta.projections.registry import TABLES

Values = tuple[object, ...]
"""A row's values in the order of its columns; the first is its id."""

Change = tuple[Table, Values | None, Values | None]
"""A row that came, changed or went: its table, its values as they were (None if it was not there), and as they are."""

TABLE_OF: dict[type, Table] = {table.row: table for table in TABLES}
"""The table of each class of rows."""

_VALUES: dict[type, Callable[[Row], Values]] = {
    table.row: attrgetter(*(field.name for field in columns(table.row))) for table in TABLES
}

_BATCH = 1_000


def values(row: Row) -> Values:
    """A row's values in the order of its columns."""
    return _VALUES[type(row)](row)


def _names(table: Table) -> list[str]:
    return [f'"{field.name}"' for field in columns(table.row)]


_INSERT = {
    table.row: f'INSERT INTO "{table.name}" ({", ".join(_names(table))}) VALUES ({", ".join("?" * len(_names(table)))})'
    for table in TABLES
}
_UPDATE = {
    table.row: f'UPDATE "{table.name}" SET {", ".join(f"{name} = ?" for name in _names(table)[1:])} WHERE id = ?'
    for table in TABLES
}


class Inserting:
    """Inserts rows in batches, table by table; nothing is there before `flush`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._waiting: defaultdict[type, list[Values]] = defaultdict(list)

    def add(self, rows: Iterable[Row]) -> None:
        """Take rows of any table."""
        for row in rows:
            kind = type(row)
            waiting = self._waiting[kind]
            waiting.append(_VALUES[kind](row))
            if len(waiting) >= _BATCH:
                self._insert(kind, waiting)

    def flush(self) -> None:
        """Insert what waits."""
        for kind, waiting in self._waiting.items():
            self._insert(kind, waiting)

    def _insert(self, kind: type, waiting: list[Values]) -> None:
        self._connection.executemany(_INSERT[kind], waiting)
        waiting.clear()


class Difference:
    """Rows as they were and as they are to be; `write` touches only what differs."""

    def __init__(self) -> None:
        self._old: dict[tuple[type, object], Values] = {}
        self._new: dict[tuple[type, object], Values] = {}

    def was(self, table: Table, rows: Iterable[Values]) -> None:
        """Rows that are in a table now."""
        self._old.update(((table.row, row[0]), row) for row in rows)

    def will_be(self, rows: Iterable[Row]) -> None:
        """Rows that are to be there instead."""
        for row in rows:
            found = values(row)
            self._new[type(row), found[0]] = found

    def write(self, connection: sqlite3.Connection) -> tuple[Change, ...]:
        """Delete, insert and update; return what that changed."""
        changes = tuple(self._changes())
        for table, before, after in changes:
            if before is not None and after is not None:
                connection.execute(_UPDATE[table.row], (*after[1:], after[0]))
            elif after is not None:
                connection.execute(_INSERT[table.row], after)
            elif before is not None:
                connection.execute(f'DELETE FROM "{table.name}" WHERE id = ?', before[:1])
        return changes

    def _changes(self) -> Iterator[Change]:
        """What goes first, so that no row is in the way of another."""
        for key, row in self._old.items():
            if key not in self._new:
                yield TABLE_OF[key[0]], row, None
        for key, row in self._new.items():
            before = self._old.get(key)
            if before != row:
                yield TABLE_OF[key[0]], before, row
