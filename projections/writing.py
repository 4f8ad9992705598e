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
        self.deletes = False
        """Whether `write` deleted a row."""
        self.before: tuple[tuple[Table, Values], ...] = ()
        """The rows that `write` deleted or changed, as they were."""

    def was(self, table: Table, rows: Iterable[Values]) -> None:
        """Rows that are in a table now."""
        self._old.update(((table.row, row[0]), row) for row in rows)

    def will_be(self, rows: Iterable[Row]) -> None:
        """Rows that are to be there instead."""
        for row in rows:
            found = values(row)
            self._new[type(row), found[0]] = found

    def write(self, connection: sqlite3.Connection) -> tuple[tuple[Table, Values], ...]:
        """Delete, insert and update; return the tables and values of all rows that are new or differ."""
        for kind, id in self._old.keys() - self._new.keys():
            self.deletes = True
            connection.execute(f'DELETE FROM "{TABLE_OF[kind].name}" WHERE id = ?', (id,))
        changed = tuple(self._changed())
        self.before = tuple((TABLE_OF[key[0]], row) for key, row in self._old.items() if self._new.get(key) != row)
        for table, row in changed:
            if (table.row, row[0]) in self._old:
                connection.execute(_UPDATE[table.row], (*row[1:], row[0]))
            else:
                connection.execute(_INSERT[table.row], row)
        return changed

    def _changed(self) -> Iterator[tuple[Table, Values]]:
        for key, row in self._new.items():
            if self._old.get(key) != row:
                yield TABLE_OF[key[0]], row
