"""What is restricted, as the table of restrictions tells: directly, not through what it depends on."""

import sqlite3
from collections.abc import Iterator
from datetime import date

from regesta.projections.reading.rows import Row, rows

_IN_FORCE = "level <> 'public' AND (until_latest IS NULL OR until_latest > ?)"


def any_in_force(connection: sqlite3.Connection, on: date) -> bool:
    """Whether anything is restricted on a day, or was erased: the record of that is for the desk alone, too."""
    sql = f"SELECT 1 FROM restrictions WHERE {_IN_FORCE} LIMIT 1"  # noqa: S608
    return connection.execute(sql, (on.isoformat(),)).fetchone() is not None


def restrictions_on(connection: sqlite3.Connection, fact: str) -> Iterator[Row]:
    """The restrictions on the lineage of a fact, those that make it public again included."""
    return rows(
        connection,
        "SELECT restrictions.* FROM restrictions JOIN facts ON facts.id = restrictions.target"
        " WHERE target_kind = 'fact' AND facts.root = (SELECT root FROM facts WHERE id = ?)",
        (fact,),
    )
