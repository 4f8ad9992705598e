"""Databases in memory, and all that is in one: what the laws compare."""

import sqlite3
from functools import cache
from typing import Any

from memory_log import MemoryLog

from regesta.projections.advance import advance
from regesta.projections.entries import AsKnown, Reading
from regesta.projections.full import fill, fold, settle
from regesta.projections.registry import TABLES
from regesta.projections.schema import searched

PRIVATE = (
    "_speaks",
    "_mentions",
    "_contents",
    "_leans",
    "_dates",
    "_resolved",
    "_set_aside",
    "_found",
    "_looked_up",
    "_watched",
)

Contents = dict[str, list[tuple[Any, ...]]]


def built(log: MemoryLog, as_known: AsKnown = None) -> sqlite3.Connection:
    """A full build of a log, or of an earlier edition."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("BEGIN")
    fill(connection, Reading(log, as_known=as_known))
    connection.execute("COMMIT")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def filled(log: MemoryLog, as_known: AsKnown = None) -> sqlite3.Connection:
    """The rows of a full build in half its time, for tests that only read them: most of the build of a small log is
    making tables and indexes, so the rows go into a copy of what a log without entries comes to.

    A law of `test_laws.py` holds it to `built`, which is what a build or a refresh is to be compared with: there the
    tables have no indexes while they are filled, as in the program.
    """
    connection = sqlite3.connect(":memory:", isolation_level=None)
    _empty().backup(connection)
    connection.execute("BEGIN")
    settle(connection, fold(connection, Reading(log, as_known=as_known)))
    connection.execute("COMMIT")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


@cache
def _empty() -> sqlite3.Connection:
    return built(MemoryLog())


def advanced(connection: sqlite3.Connection, log: MemoryLog, start: int, until: int | None = None) -> None:
    """Bring a database of the first entries up to date; the commit checks the foreign keys."""
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("PRAGMA defer_foreign_keys = ON")
    advance(connection, Reading(log, start, as_known=until))
    connection.execute("COMMIT")


def contents(connection: sqlite3.Connection) -> Contents:
    """Every row of every table, and of the private ones; checks that search finds just what the rows hold."""
    names = [table.name for table in TABLES] + [*PRIVATE]
    for table in TABLES:
        if searched(table):  # SQLite FTS5, section 6.5: with rank 1 the index is compared to the content table
            name = f"{table.name}_fts"
            connection.execute(f"INSERT INTO {name} ({name}, rank) VALUES ('integrity-check', 1)")
    return {name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for name in names}


def differences(one: Contents, other: Contents) -> dict[str, tuple[Any, Any]]:
    """What is only in the one and only in the other, by table; empty when they are the same."""
    return {
        name: (
            [row for row in one[name] if row not in other[name]],
            [row for row in other[name] if row not in one[name]],
        )
        for name in one
        if one[name] != other[name]
    }
