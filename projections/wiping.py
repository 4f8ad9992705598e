"""Wiping: what was erased from the log stays in no byte of the database's files.

Rows that go leave their bytes behind: in pages that are free, in the file beside the database (`-wal`). So after an
erasure the tables are made anew with SQLite's secure_delete, the file is written anew without free pages, and the file
beside it is emptied. How far that came stands in the database's own header (`user_version`), so that a process that
dies, or a reader who holds the old pages, only puts it off: the next refresh goes on.
"""

import sqlite3
from pathlib import Path

from regesta.events.erasing import erases
from regesta.events.store import Log

CLEAN, TO_REBUILD, TO_EMPTY = 0, 1, 2
"""Nothing is to be wiped; the rows are to be made anew; only the file beside it is to be emptied."""


def state(connection: sqlite3.Connection) -> int:
    """How far the wiping of a database came."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def mark(connection: sqlite3.Connection, state: int) -> None:
    """Note in a database how far its wiping came."""
    connection.execute(f"PRAGMA user_version = {state:d}")


def erased_since(log: Log, size: int) -> bool:
    """Whether a log records behind its first `size` entries that something was erased."""
    return any(map(erases, log.read(size)))


def still_told(connection: sqlite3.Connection, log: Log) -> bool:
    """Whether a database tells what the log says was erased, and tells no longer."""
    rows = connection.execute(_TOLD).fetchall()
    return any(next(log.read(int(position)), b"").endswith(b"\t") for (position,) in rows)


_TOLD = (
    "SELECT facts.position FROM restrictions JOIN facts ON facts.id = restrictions.target"
    " WHERE restrictions.level = 'erased' AND facts.json IS NOT NULL"
)


def wipe(connection: sqlite3.Connection) -> None:
    """Write the database anew without its free pages, and empty the file beside it, unless a reader holds that."""
    if state(connection) == TO_REBUILD:
        connection.execute("VACUUM")
        mark(connection, TO_EMPTY)
    patience = connection.execute("PRAGMA busy_timeout").fetchone()[0]
    connection.execute("PRAGMA busy_timeout = 2000")  # whoever reads a page is done by then
    held = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    connection.execute(f"PRAGMA busy_timeout = {patience:d}")
    if not held:
        mark(connection, CLEAN)


def remove_strays(database: Path) -> tuple[Path, ...]:
    """Remove other databases from the folder of what can be made anew; return what was removed.

    They are left there when a dossier is called otherwise, or by a build that broke off.
    """
    own = {f"{database.name}{ending}" for ending in ("", "-wal", "-shm")} if database.exists() else set[str]()
    found = (*database.parent.glob("*.db*"), *database.parent.glob(".*.new*"))
    strays = tuple(path for path in found if path.is_file() and path.name not in own)
    for path in strays:
        path.unlink(missing_ok=True)
    return strays
