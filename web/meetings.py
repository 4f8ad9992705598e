"""The summary of a meeting with one counterpart: the steps, and how the same request fared with the others."""

import sqlite3
from typing import Any

from regesta.web import days, sql
from regesta.web.facts_behind import facts_behind
from regesta.web.origins import origins
from regesta.web.refs import Ref, fact
from regesta.web.said_of import said_of
from regesta.web.summary import LIMIT, Item, Summary, section


def summary(connection: sqlite3.Connection, row: dict[str, Any]) -> Summary:
    """The summary above a row of `meetings`."""
    steps = sql.rows(
        connection,
        'SELECT fact, step, "on", on_earliest, on_latest, coalesce(reason, note) FROM steps WHERE meeting = ?'
        " ORDER BY on_earliest, id LIMIT ?",
        (row["id"], LIMIT),
    )
    items = [
        Item(fact(fact_id, step), on or "day not told", days.beside(on or "", earliest, latest), beside=why or "")
        for fact_id, step, on, earliest, latest, why in steps
    ]
    others = sql.rows(
        connection,
        "SELECT meetings.id, agents.name, state, state_on, state_earliest, state_latest FROM meetings"
        " JOIN agents ON agents.id = counterpart WHERE meeting = ? AND meetings.id <> ? ORDER BY agents.name LIMIT ?",
        (row["meeting"], row["id"], LIMIT),
    )
    fared = [
        Item(Ref(name, "meetings", meeting), on or "", days.beside(on or "", earliest, latest), mark=state)
        for meeting, name, state, on, earliest, latest in others
    ]
    return Summary(
        lead=row["label"],
        line=". ".join(part for part in (row["steps"], row["topic"]) if part),
        origins=origins(connection, "meeting", row["meeting"], row["unverified"], _told(connection, row["id"])),
        sections=(
            *section("Its steps", items, "steps", "meeting", row["id"]),
            *section("The others who were asked", fared, "meetings", "meeting", row["meeting"]),
            *said_of(connection, "meeting", row["meeting"]),
            *facts_behind(connection, "meeting", row["meeting"]),
        ),
    )


def _told(connection: sqlite3.Connection, meeting: str) -> frozenset[str]:
    """The facts that tell of a meeting with this counterpart."""
    return frozenset(row[0] for row in sql.rows(connection, "SELECT fact FROM steps WHERE meeting = ?", (meeting,)))
