"""The public database: what the fold makes of the public log, in one file that nobody will write again."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from regesta.events.publishing.licences import may_be_passed_on
from regesta.events.store import Log
from regesta.projections.build import build
from regesta.web import sql


@dataclass(frozen=True, slots=True)
class PublicCapture:
    """A capture that the public database tells of, and the licence of its source."""

    source: str
    sha256: str
    text: str | None
    licence: str | None

    @property
    def free(self) -> bool:
        """Whether its bytes may be passed on."""
        return may_be_passed_on(self.licence)


def write_database(log: Log, path: Path) -> None:
    """Write the database of a log: built, measured for the planner, and copied page by page into a file of its own.

    It knows nothing but the log that is given, the public one; and no page of it ever held anything else, since the
    copy (VACUUM INTO) is written afresh.
    """
    whole = path.with_name(f".{path.name}.whole")
    try:
        build(log, whole)
        with closing(sqlite3.connect(whole, isolation_level=None)) as connection:
            connection.execute("PRAGMA analysis_limit = 0")
            connection.execute("ANALYZE")
            connection.execute("VACUUM INTO ?", (str(path),))
    finally:
        whole.unlink(missing_ok=True)


def a_fact(path: Path, entries: int) -> str | None:
    """The id of the first fact among so many entries that readers see; None if they see none of them."""
    query = "SELECT id FROM facts WHERE kind <> 'withheld' AND position < ? ORDER BY position LIMIT 1"
    with closing(_reading(path)) as connection:
        row = connection.execute(query, (entries,)).fetchone()
    return None if row is None else str(row[0])


def inspected(path: Path) -> dict[str, Any]:
    """What Datasette would find out of a database that never changes, in the form of `datasette inspect`."""
    with closing(_reading(path)) as connection:
        tables = [name for (name,) in sql.rows(connection, "SELECT name FROM sqlite_schema WHERE type = 'table'")]
        counts = {
            name: {"count": sql.value(connection, f'SELECT count(*) FROM "{name}"')}  # noqa: S608 - a name of ours
            for name in sorted(tables)
        }
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"hash": digest, "size": path.stat().st_size, "file": path.name, "tables": counts}


def captures(path: Path) -> Iterator[PublicCapture]:
    """The captures that a database tells of, in the order of their hashes."""
    query = (
        "SELECT DISTINCT source, sha256, text_sha256, licence FROM captures JOIN sources"
        " ON sources.id = captures.source ORDER BY sha256, text_sha256, licence, source"
    )
    with closing(_reading(path)) as connection:
        for source, sha256, text, licence in sql.rows(connection, query):
            yield PublicCapture(source, sha256, text, licence)


def _reading(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
