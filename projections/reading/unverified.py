"""Quotes that were never found in a captured text: which ones still stand, and since which entry."""

import sqlite3
from collections.abc import Iterator

from regesta.events.quotes import find
from regesta.projections.reading.rows import Row, rows

_SHOWN = 80
"""How many characters of a quote are told."""

_UNVERIFIED = """
    SELECT citations.id AS citation, citations.fact AS cited_by, carrier.id AS fact, carrier.position AS position,
        citations.source AS source, citations.quote AS quote, carrier.recorded_at AS at, carrier.recorded_by AS by
    FROM citations JOIN facts AS carrier ON carrier.id = coalesce(citations.confirmed_by, citations.fact)
    WHERE citations.found = 'unverified' ORDER BY carrier.position, citations.id
"""
_VERIFIED = """
    SELECT quote FROM citations
    WHERE fact = ? AND source = ? AND found IN ('exact', 'spacing') ORDER BY id
"""


def unverified(connection: sqlite3.Connection, known: int = 0) -> Iterator[Row]:
    """The unverified quotes of the facts in force, in the order in which they were recorded.

    `id` is the fact that carries the quote, a confirmation's own; `state` is *known* for what the first `known` entries
    recorded, else *new*. What one commit cites for several facts, as for a posting and the agent that it names for the
    first time, is one quote, told with the last of them. One whose words another citation of one of these facts and of
    the source was found with is left out.
    """
    told: dict[tuple[object, ...], tuple[Row, ...]] = {}
    for row in rows(connection, _UNVERIFIED):
        once = tuple(row[name] for name in ("at", "by", "source", "quote"))
        told[once] = (row, *told.pop(once, ()))  # taken out and put in, so that the order is that of the last ones
    for row, *more in told.values():
        words = str(row["quote"])
        if any(_stands(connection, one) for one in (row, *more)):
            continue
        shown = words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"
        yield {
            "id": row["fact"],
            "state": "known" if int(str(row["position"])) < known else "new",
            "what": f"“{shown}” was not found in what was captured of {row['source']}",
            **{name: row[name] for name in ("citation", "source", "quote", "position")},
        }


def _stands(connection: sqlite3.Connection, row: Row) -> bool:
    """Whether another citation of the fact was found with these words in the source."""
    others = connection.execute(_VERIFIED, (row["cited_by"], row["source"]))
    return any(find(str(other), str(row["quote"])) for (other,) in others)
