"""The database file: built from the log, and brought up to its head. Nothing else writes it.

The dossier's database is in WAL mode, so that a server that holds the file open goes on reading the edition before
while the next one is written, and neither waits for the other; the file is never swapped. It can be made again from
the log at any time, so commits do not wait for the disk. A database built to be handed on is one file without WAL.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from regesta.events.dossier import Dossier
from regesta.events.entry import commitment
from regesta.events.merkle import leaf_hash
from regesta.events.store import Log
from regesta.projections.schema import analyze, drop_everything
from regesta.projections.trouble import Unwritable, telling
from regesta.projections.wiping import CLEAN, TO_REBUILD, erased_since, mark, remove_strays, state, still_told, wipe

if TYPE_CHECKING:
    from regesta.projections.entries import AsKnown

_FEW = 100
"""How many new entries are few, however short the log is."""

_DEARER = 4
"""How many times as long an entry takes in a refresh as in a full build (measured: 3.5 to 4.5)."""

_PATIENCE = 60.0
"""How many seconds to wait for another process that writes the same database."""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did: nothing, added what was new, or built everything anew."""

    size: int
    """How many entries of the log the database holds now."""
    new: int
    """How many of them it did not hold before."""
    how: Literal["current", "advanced", "rebuilt"]


def refresh(dossier: Dossier) -> Refreshed:
    """Bring a dossier's database up to the head of its log, in one transaction.

    It is built anew where it is absent, was made by another version, or holds what this log never said. Raises
    LogError when the log cannot be read, Unwritable when the database cannot be written, and RegestaError when it is
    damaged.
    """
    path, log = dossier.database, dossier.log
    with telling(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        made = _create(log, path) if not path.exists() else None
        if made is not None:
            return made
        with closing(_open(path)) as connection:
            return _refresh(connection, log)


def purge(dossier: Dossier) -> bool:
    """Make a dossier's database anew so that no byte of what the log no longer tells stays in its files (`wiping`).

    False if another program reads it, so that the file beside it still holds what was there before; a later refresh
    empties that. Other databases in its folder are removed.
    """
    path = dossier.database
    with telling(path):
        remove_strays(path)
        if not path.exists():
            return True
        with closing(_open(path)) as connection:
            mark(connection, TO_REBUILD)
            _refresh(connection, dossier.log)
            return state(connection) == CLEAN


def build(log: Log, path: Path, as_known: "AsKnown" = None) -> int:
    """Write a fresh database file, of the whole log or of an earlier edition; return how many entries it holds.

    `as_known` is a number of entries, or a moment (with a time zone): what was recorded at or before it.
    """
    with telling(path), _fresh(log, path, as_known) as (fresh, size):
        fresh.replace(path)
    return size


def reader(dossier: Dossier) -> sqlite3.Connection:
    """A connection that only reads, over a database that is up to date; rows are `sqlite3.Row`.

    Where the database cannot be written (a dossier on a read-only disk) and is behind, the rows are made in a private
    database of this connection, which is gone when it is closed.
    """
    try:
        refresh(dossier)
        connection = _connect(dossier.database, "mode=ro")
    except Unwritable:
        connection = _without_writing(dossier)
    connection.row_factory = sqlite3.Row
    return connection


@cache
def version() -> str:
    """What made a database: a digest of the code that turns entries into rows, so that other code builds it anew."""
    digest = sha256()
    here = Path(__file__).parent
    for folder in (here, here / "conflicts", here.parent / "events"):
        for file in sorted(folder.glob("*.py")):
            digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:32]


def _refresh(connection: sqlite3.Connection, log: Log) -> Refreshed:
    while True:
        plan = _plan(connection, log)
        if plan.how == "current":
            if plan.wipes:
                wipe(connection)
            return Refreshed(plan.size, 0, "current")
        # Dropping and filling whole tables checks foreign keys at its own end, and at once.
        connection.execute(f"PRAGMA foreign_keys = {'ON' if plan.how == 'advanced' else 'OFF'}")
        connection.execute("BEGIN IMMEDIATE")
        try:
            if _plan(connection, log) == plan:  # or else another process was faster: look again
                return _carry_out(plan, connection, log)
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")


@dataclass(frozen=True, slots=True)
class _Plan:
    how: Literal["current", "advanced", "rebuilt"]
    size: int = 0
    leaf: str = ""
    wipes: bool = False
    """Whether something was erased, and its bytes may still be in the files."""


def _plan(connection: sqlite3.Connection, log: Log) -> _Plan:
    reached, unwiped = _reached(connection), state(connection)
    if reached is None or not _continues(log, *reached):
        return _Plan("rebuilt", reached[0] if reached else 0, wipes=unwiped != CLEAN or erased_since(log, 0))
    size = log.head().size
    if unwiped == TO_REBUILD or erased_since(log, reached[0]) or still_told(connection, log):
        return _Plan("rebuilt", *reached, wipes=True)
    if size == reached[0]:
        return _Plan("current", *reached, wipes=unwiped != CLEAN)
    many = size - reached[0] > size / _DEARER + _FEW
    return _Plan("rebuilt" if many else "advanced", *reached, wipes=unwiped != CLEAN)


def _carry_out(plan: _Plan, connection: sqlite3.Connection, log: Log) -> Refreshed:
    if plan.how == "rebuilt":
        if plan.wipes:
            connection.execute("PRAGMA secure_delete = ON")
            mark(connection, TO_REBUILD)
        drop_everything(connection)
        size = _fill(connection, log, None)
    else:
        from regesta.projections.advance import advance
        from regesta.projections.entries import Reading

        connection.execute("PRAGMA defer_foreign_keys = ON")
        reading = Reading(log, plan.size, plan.leaf)
        advance(connection, reading)
        connection.execute("UPDATE _reached SET size = ?, leaf = ?", (reading.size, reading.leaf))
        size = reading.size
        if size.bit_length() > plan.size.bit_length():  # about twice as many as when the planner was told last
            analyze(connection)
    connection.execute("COMMIT")
    if plan.wipes:
        wipe(connection)
    return Refreshed(size, max(size - plan.size, 0), plan.how)


def _reached(connection: sqlite3.Connection) -> tuple[int, str] | None:
    """How many entries a database of this version holds, and the leaf hash of the last; None if it is none."""
    try:
        row = connection.execute(
            "SELECT size, leaf FROM _reached WHERE schema = ? AND as_known IS NULL", (version(),)
        ).fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
            raise
        return None  # no such table: it is empty, or something else made it
    return None if row is None else (int(row[0]), str(row[1]))


def _continues(log: Log, size: int, leaf: str) -> bool:
    """Whether the log's first entries are those that the database was made from."""
    if size == 0:
        return True
    line = next(log.read(size - 1), None)
    return line is not None and leaf_hash(commitment(line)).hex() == leaf


def _create(log: Log, path: Path) -> Refreshed | None:
    """Make a database where there is none; None if another process was faster."""
    with _fresh(log, path, None, wal=True) as (fresh, size):
        try:
            # Unlike a rename, a link never takes the place of a file that somebody may have opened meanwhile.
            path.hardlink_to(fresh)
        except FileExistsError:
            return None
        except OSError:  # this file system has no links
            fresh.replace(path)
    return Refreshed(size, size, "rebuilt")


@contextmanager
def _fresh(log: Log, path: Path, as_known: "AsKnown", wal: bool = False) -> Iterator[tuple[Path, int]]:
    """A whole new database beside a path, and how many entries it holds; it is gone afterwards if left there."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    fresh.unlink(missing_ok=True)
    try:
        with closing(_open(fresh, wal=False)) as connection:
            connection.execute("BEGIN")
            size = _fill(connection, log, as_known)
            connection.execute("COMMIT")
            if wal:
                connection.execute("PRAGMA journal_mode = WAL")
        yield fresh, size
    finally:
        fresh.unlink(missing_ok=True)


def _fill(connection: sqlite3.Connection, log: Log, as_known: "AsKnown") -> int:
    # The models and the folds are loaded where they are needed: most commands find the database up to date.
    from regesta.projections.entries import Reading
    from regesta.projections.full import fill

    reading = Reading(log, as_known=as_known)
    fill(connection, reading)
    connection.execute(
        "INSERT INTO _reached (id, schema, size, leaf, as_known) VALUES (1, ?, ?, ?, ?)",
        (version(), reading.shown, reading.leaf, None if as_known is None else str(as_known)),
    )
    return reading.shown


def _without_writing(dossier: Dossier) -> sqlite3.Connection:
    """The database as it lies there if it is up to date, or else one of the connection's own."""
    log, path = dossier.log, dossier.database
    if path.exists():
        # Without the right to write beside it, SQLite opens a file in WAL mode only so.
        there = _connect(path, "immutable=1")
        with telling(path):
            if _plan(there, log).how == "current":
                return there
        there.close()
    own = sqlite3.connect("", isolation_level=None)
    _tune(own, wal=False)
    own.execute("BEGIN")
    _fill(own, log, None)
    own.execute("COMMIT")
    own.execute("PRAGMA query_only = ON")
    return own


def _connect(path: Path, how: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?{how}", uri=True, isolation_level=None)


def _open(path: Path, wal: bool = True) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=_PATIENCE)
    try:
        _tune(connection, wal)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _tune(connection: sqlite3.Connection, wal: bool) -> None:
    """64 MiB of memory for pages and for sorting, whatever the size of the log; more goes to files."""
    connection.execute(f"PRAGMA journal_mode = {'WAL' if wal else 'OFF'}")
    connection.execute(f"PRAGMA synchronous = {'NORMAL' if wal else 'OFF'}")
    connection.execute("PRAGMA cache_size = -65536")
    connection.execute("PRAGMA temp_store = FILE")
