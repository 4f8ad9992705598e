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


_QUOTING_TOO = """
    SELECT DISTINCT f.root FROM citations AS c JOIN facts AS mine ON mine.id = c.fact AND mine.root = ?
    JOIN citations AS o ON o.fact <> c.fact AND CASE WHEN c.text_sha256 IS NULL
        THEN o.text_sha256 IS NULL AND o.source = c.source AND o.locator IS c.locator AND o.quote = c.quote
        ELSE o.text_sha256 = c.text_sha256 AND o.quote_start - length(o.quote_prefix) < c.quote_end
            AND o.quote_end + length(o.quote_suffix) > c.quote_start END
    JOIN facts AS f ON f.id = o.fact AND f.root <> mine.root
    WHERE c.quote IS NOT NULL ORDER BY f.position"""


def quoting_too(connection: sqlite3.Connection, fact: str) -> tuple[str, ...]:
    """The facts in force that quote some of the words that a fact quotes, or have them around their own quotes."""
    return tuple(str(row[0]) for row in connection.execute(_QUOTING_TOO, (fact,)))
