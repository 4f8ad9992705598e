"""The full build: every row, from the first entry on, into a database that has only empty tables."""

import sqlite3
from collections.abc import Iterable

from regesta.projections.derived import Derived
from regesta.projections.directory import Directory
from regesta.projections.finders import FINDERS
from regesta.projections.folding import faces, the_rest
from regesta.projections.force import Logged
from regesta.projections.gathering import NOBODY, gather
from regesta.projections.placeholders import missing, prune
from regesta.projections.registry import BY_KIND, PROJECTIONS, TABLES
from regesta.projections.relative import Relatives, Subjects
from regesta.projections.schema import analyze, create_indexes, create_tables
from regesta.projections.staging import Staging, unstage
from regesta.projections.views import create_views
from regesta.projections.writing import Inserting

_NEEDED = (
    ("derivations", "source"),
    ("judgements", "a"),
    ("judgements", "b"),
    ("origin_judgements", "a"),
    ("origin_judgements", "b"),
)
"""Columns of the tables that say how subjects hang together, by which rows are looked up while others are made."""


def fill(connection: sqlite3.Connection, entries: Iterable[Logged]) -> None:
    """Make all tables and fill them, in the transaction that is open; foreign keys are checked at the end."""
    create_tables(connection, TABLES)
    names = fold(connection, entries)
    create_indexes(connection, TABLES)
    for statement in (one for finder in FINDERS for one in finder.private):
        connection.execute(statement)
    create_views(connection)
    settle(connection, names)


def fold(connection: sqlite3.Connection, entries: Iterable[Logged]) -> Directory:
    """Fill the tables, which are empty, with the rows of each subject; return what was given a row so far."""
    staging = Staging(connection)
    staging.take_in(entries)
    rows = Inserting(connection)

    def revive(kind: str, id: str) -> None:
        """A subject that is named and of which no entry speaks that could be read."""
        id = staging.canonical(id) if kind == "agent" else id
        rows.add(faces(gather(kind, id, staging.members(id), ()), names))
        rows.flush()

    names = Directory(connection, revive)
    for projection in PROJECTIONS:
        if projection.grounds is None:
            continue
        for account in staging.accounts(projection.kind):
            rows.add(projection.grounds[1](account))
    rows.flush()
    for name, column in _NEEDED:
        connection.execute(f"CREATE INDEX {name}_by_{column} ON {name} ({column})")
    staging.judge()
    derived = _derived(connection, staging)
    for projection in PROJECTIONS:
        if projection.shows is not None:
            for account in staging.accounts(projection.kind):
                rows.add(faces(derived.put(account), names))
    rows.flush()
    for kind in (*BY_KIND, NOBODY):
        for account in staging.accounts(kind):
            rows.add(the_rest(derived.put(account), names))
    rows.flush()
    unstage(connection)
    for name, column in _NEEDED:
        connection.execute(f"DROP INDEX {name}_by_{column}")
    return names


def settle(connection: sqlite3.Connection, names: Directory) -> None:
    """What takes all rows of all subjects, and their indexes: who is named only, and what is found across subjects."""
    for kind, id in missing(connection):
        names.seen(kind, id)
    prune(connection)
    for finder in FINDERS:
        finder.find(connection, None)
    refuse_dangling(connection)
    analyze(connection)


def _derived(connection: sqlite3.Connection, staging: Staging) -> Derived:
    """What follows for dates that are counted from each other."""
    subjects = Subjects(staging.account, lambda agent: staging.members(staging.canonical(agent)))
    Relatives(connection, subjects).take_up_all()
    return Derived(connection)


def refuse_dangling(connection: sqlite3.Connection) -> None:
    """Crash if a foreign key does not hold: that would be a mistake of ours, and nobody should read the result."""
    wrong = connection.execute("PRAGMA foreign_key_check").fetchmany(5)
    if wrong:
        raise AssertionError(f"rows refer to what is not there: {wrong}")
