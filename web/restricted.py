"""What a fact's page says of who may see the fact."""

import sqlite3
from dataclasses import dataclass

from regesta.projections.reading.restricted import restrictions_on
from regesta.projections.reading.rows import Row
from regesta.web.refs import Ref, fact


@dataclass(frozen=True, slots=True)
class Restricted:
    """A restriction of the fact: how, by which entry, and the note to it."""

    how: str
    by: Ref
    why: str | None


def restrictions(connection: sqlite3.Connection, fact_id: str) -> tuple[Restricted, ...]:
    """The restrictions of a fact that are in force; none where it was made public again, or never was restricted."""
    found = restrictions_on(connection, fact_id)
    return tuple(
        Restricted(
            _how(row), fact(str(row["fact"]), str(row["label"])), None if row["note"] is None else str(row["note"])
        )
        for row in found
        if row["level"] != "public"
    )


def _how(row: Row) -> str:
    match row["level"]:
        case "embargoed":
            return f"It is not published before {row['until_latest']}"
        case "withheld":
            return f"It is not published: {str(row['code']).replace('-', ' ')}"
        case "erased":
            return "What it said was erased"
        case _:
            return "It is for the desk alone, and not published"
