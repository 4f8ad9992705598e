"""What a fact's page says of who may see the fact."""

import sqlite3
from dataclasses import dataclass

from regesta.projections.hidden import DEPENDS, Hidden
from regesta.projections.marks import mark
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


@dataclass(frozen=True, slots=True)
class Withheld:
    """That the fact may not be shown today, though no restriction speaks of it itself: how, and with which fact."""

    how: str
    by: Ref | None = None


def withheld(
    connection: sqlite3.Connection, hidden: Hidden | None, fact_id: str, restricted: tuple[Restricted, ...]
) -> Withheld | None:
    """What is withheld with another fact, or by a restriction of its source, an agent or its import."""
    found = mark(connection, hidden, fact_id)
    if found is None:
        return None
    if found.fact is not None:
        return Withheld(_in_words(found.why), fact(found.fact, found.says or found.fact))
    if found.why == DEPENDS:
        return Withheld("it names what the log no longer discloses")
    return (
        None
        if restricted
        else Withheld(f"{_in_words(found.why)}, as all that is of its source, its import or an agent")
    )


def _in_words(why: str) -> str:
    return {"embargoed": "under embargo"}.get(why, why.replace("-", " "))


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
