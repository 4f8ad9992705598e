"""What may be wrong with a database file, told in a sentence with its remedy. Mistakes of ours are not: they crash."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from regesta.events.errors import RegestaError

SQLITE_NEEDED = (3, 38, 0)
"""STRICT tables are of 3.37, and the operator `->>` of 3.38 (SQLite's release history)."""


class Unwritable(RegestaError):
    """The database cannot be written here and now; the log is untouched."""


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Turn trouble with a database file, or with SQLite itself, into a RegestaError that says what to do."""
    if sqlite3.sqlite_version_info < SQLITE_NEEDED:
        raise RegestaError(
            f"Regesta needs SQLite 3.38 or newer, and this Python has {sqlite3.sqlite_version}. Nothing was lost: use"
            " a Python that brings a newer one, as those of python.org and of uv do."
        )
    try:
        yield
    except OSError as error:
        raise _unwritable(path, str(error.strerror)) from error
    except sqlite3.DatabaseError as error:
        told = _told(path, error)
        if told is None:
            raise
        raise told from error


def _unwritable(path: Path, why: str) -> Unwritable:
    """Why a file cannot be made or changed. SQLite tells "unable to open" whatever the reason, so we look."""
    folder = path.parent
    if not folder.exists():
        return Unwritable(f"{path} cannot be written: there is no folder {folder}. Make it, or name another.")
    if not folder.is_dir():
        return Unwritable(f"{path} cannot be written: {folder} is no folder. Name another.")
    return Unwritable(f"{path} cannot be written: {why}. Change its rights, or work on a copy of the dossier.")


def _told(path: Path, error: sqlite3.DatabaseError) -> RegestaError | None:
    # The low byte is the primary result code (SQLite, "Result and Error Codes", section 2).
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return Unwritable(f"{path} is being written by another process. Wait for it, then repeat.")
        case sqlite3.SQLITE_FULL:
            return Unwritable(f"{path} cannot be written: the disk is full. Make room, then repeat.")
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_IOERR:
            return _unwritable(path, str(error))
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return RegestaError(f"{path} is damaged ({error}). Delete it: it is built anew from the log.")
        case _:
            return None
