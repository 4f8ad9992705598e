"""A published database, compared with what follows from the public log: the same fold, run again by whoever checks.

The database that is checked is anybody's file. So its schema is compared first, as text; only when it is the one that
we make are its rows read, and then no view, trigger or expression of somebody else's can be in the way.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from filecmp import cmp
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from regesta.events.errors import Problem, RegestaError
from regesta.events.files import FileLog
from regesta.events.publishing.manifest import LOG
from regesta.web import sql
from regesta.web.publishing.database import write_database

_REMEDY = "Believe the log: `regesta build` in a dossier makes the database from it."


def database_problems(folder: Path, name: str) -> Iterator[Problem]:
    """Where the database of a dossier in a published folder is not what its public log comes to.

    The log must have been checked before. Of each table the first row that differs is told.
    """
    path = folder / f"{name}.db"
    if path.is_symlink() or not path.is_file():
        yield Problem(path.name, "is missing.", "Get the published folder anew.")
        return
    with TemporaryDirectory(prefix="regesta-") as place:
        again = Path(place) / path.name
        try:
            write_database(FileLog(folder / name / LOG), again)
            if cmp(again, path, shallow=False):
                return
            # Another version of SQLite lays the same rows out otherwise.
            with closing(_opened(again)) as expected, closing(_opened(path)) as found:
                for what in _differences(expected, found):
                    yield Problem(path.name, what, _REMEDY)
        except (sqlite3.DatabaseError, RegestaError) as error:
            yield Problem(path.name, f"cannot be compared with the log: {str(error).rstrip('.')}.", _REMEDY)


def _differences(expected: sqlite3.Connection, found: sqlite3.Connection) -> Iterator[str]:
    """Each way in which a database is not the one that is expected; the schema first, and nothing more if it is not."""
    schema = _schema(expected)
    if _schema(found) != schema:
        yield "does not have the tables that the log's database has."
        return
    names = [name for kind, name, text in schema if kind == "table" and text]
    searches = [name for kind, name, text in schema if kind == "table" and text.startswith("CREATE VIRTUAL")]
    # How an index of words is cut into blocks is SQLite's affair and changes with its version; what it finds is not.
    blocks = {f"{search}_{part}" for search in searches for part in ("data", "idx")}
    for name in sorted(set(names) - set(searches) - blocks):
        if _value(found, f'PRAGMA integrity_check("{name}")') != "ok":
            yield f"holds a table {name} whose indexes do not fit its rows."
        difference = _first_difference(_rows(expected, name), _rows(found, name))
        if difference:
            yield f"is not what the log says: in {name}, {difference}."
    for search in searches:
        if _first_difference(_words(expected, search), _words(found, search)):
            yield f"finds other words in {search} than the log holds."


def _first_difference(expected: Iterator[tuple[Any, ...]], found: Iterator[tuple[Any, ...]]) -> str:
    """The first row that differs, in words; blank if none does."""
    for number, (ours, theirs) in enumerate(zip_longest(expected, found), 1):
        # A number is not the text that looks like it, and 1 is not 1.0.
        if ours != theirs or list(map(type, ours)) != list(map(type, theirs)):
            if ours is None or theirs is None:
                return f"there are {'more' if ours is None else 'fewer'} than {number - 1:,} rows"
            return f"row {number:,} ({str(ours[1])[:40]}) is another one"
    return ""


def _schema(connection: sqlite3.Connection) -> list[tuple[str, str, str]]:
    """What a database says that it holds, but for the planner's notes, which differ between versions of SQLite."""
    query = (
        "SELECT type, name, ifnull(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_stat_' ESCAPE '\\'"
        " ORDER BY type, name, sql"
    )
    return list(sql.rows(connection, query))


def _rows(connection: sqlite3.Connection, table: str) -> Iterator[tuple[Any, ...]]:
    """Every row of a table, with its row number first where it has one: that is how searches point to it."""
    text = str(_value(connection, "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?", table))
    what = "NULL, *" if text.rstrip().upper().endswith("WITHOUT ROWID") else "rowid, *"
    order = "" if what.startswith("NULL") else " ORDER BY rowid"
    yield from connection.execute(f'SELECT {what} FROM "{table}" NOT INDEXED{order}')  # noqa: S608 - a name of ours


def _words(connection: sqlite3.Connection, search: str) -> Iterator[tuple[Any, ...]]:
    """Every word of a full-text index, and where it stands (SQLite FTS5, "The fts5vocab Virtual Table Module")."""
    connection.execute(
        f"CREATE VIRTUAL TABLE temp.\"words of {search}\" USING fts5vocab('main', '{search}', 'instance')"
    )
    yield from connection.execute(f'SELECT * FROM temp."words of {search}"')  # noqa: S608 - a name of ours


def _value(connection: sqlite3.Connection, query: str, *values: str) -> object:
    row = connection.execute(query, values).fetchone()
    return row[0] if row else None


def _opened(path: Path) -> sqlite3.Connection:
    """A database for reading alone, with nothing in it trusted."""
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    return connection
