"""Rows that stay because others refer to them, and are taken out once nothing does.

When every fact of an agent, a post or a source is withdrawn while a fact in force names it, its row stays, marked
`retracted` and stripped to its name; if no fact that can be read ever told of it (it is withheld), it is marked
`not-told` and called by its id. So foreign keys hold, and a reader sees that something was there.
"""

# ruff: noqa: S608 (every name in the SQL is that of one of our own tables or columns)

import sqlite3
from collections.abc import Iterator

from regesta.projections.account import Projection
from regesta.projections.column import Table, columns
from regesta.projections.registry import PROJECTIONS, TABLES

REFERRED: dict[str, str] = {
    table.name: projection.kind
    for projection in PROJECTIONS
    if projection.shows is not None
    for table in projection.tables
    if not table.of_a_fact and table.owner == "id"
}
"""The tables whose rows others may refer to, with the kind of their subjects."""


def missing(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """(kind, id) of each subject that some row refers to and that has no row; looks at every row."""
    for table in TABLES:
        for field in columns(table.row):
            if field.column.refers in REFERRED:
                rows = connection.execute(
                    f'SELECT DISTINCT "{field.name}" FROM "{table.name}" WHERE "{field.name}" IS NOT NULL'
                    f' AND "{field.name}" NOT IN (SELECT id FROM "{field.column.refers}")'
                )
                yield from ((REFERRED[field.column.refers], row[0]) for row in rows.fetchall())


def prune(connection: sqlite3.Connection) -> None:
    """Delete the rows of subjects of which no fact is in force and to which no row refers."""
    for projection in PROJECTIONS:
        if projection.shows is not None:
            table = projection.tables[0]
            unused = f"t.status IN ('retracted', 'not-told') AND NOT ({_is_referred_to(projection, table, 't.id')})"
            ids = connection.execute(f'SELECT id FROM "{table.name}" AS t WHERE {unused}').fetchall()
            for own, column in _hangers_on(projection, table):
                connection.executemany(f'DELETE FROM "{own.name}" WHERE "{column}" = ?', ids)
            connection.executemany(f'DELETE FROM "{table.name}" WHERE id = ?', ids)


def _hangers_on(projection: Projection, table: Table) -> Iterator[tuple[Table, str]]:
    """The tables whose rows are nothing without the subject's row, as an alias is; not those that a fact made."""
    for own in projection.tables:
        for field in columns(own.row):
            if field.column.refers == table.name and own is not table and not own.of_a_fact and own.owner == "id":
                yield own, field.name


def _is_referred_to(projection: Projection, table: Table, value: str) -> str:
    """SQL that tells whether any row refers to a row of a table, or to one that hangs on it."""
    hanging = tuple(_hangers_on(projection, table))
    tests = [
        f'EXISTS (SELECT 1 FROM "{other.name}" WHERE "{field.name}" = {value})'
        for other in TABLES
        for field in columns(other.row)
        if field.column.refers == table.name and (other, field.name) not in hanging
    ]
    tests += [
        f'EXISTS (SELECT 1 FROM "{own.name}" AS h WHERE h."{column}" = {value}'
        f" AND ({_is_referred_to(projection, own, 'h.id')}))"
        for own, column in hanging
    ]
    return " OR ".join(tests) or "0"
