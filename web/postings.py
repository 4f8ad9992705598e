"""The summary of a posting: what is certain of it, and the phases that sources tell."""

import sqlite3
from typing import Any

from regesta.web import days, sql
from regesta.web.facts_behind import facts_behind
from regesta.web.origins import origins
from regesta.web.refs import fact
from regesta.web.said_of import said_of
from regesta.web.summary import LIMIT, Item, Summary, section
from regesta.web.tenures import span


def summary(connection: sqlite3.Connection, row: dict[str, Any]) -> Summary:
    """The summary above a row of `postings`."""
    found = sql.rows(
        connection,
        "SELECT id, phase, start, start_earliest, start_latest, end, end_state, reason FROM phases WHERE posting = ?"
        " ORDER BY start_earliest, id LIMIT ?",
        (row["id"], LIMIT),
    )
    items = [
        Item(
            fact(phase_id, phase),
            when=span(start, end, state) if phase in ("serving", "acting") else start or "day not told",
            bounds=days.beside(start or "", earliest, latest),
            beside=reason or "",
        )
        for phase_id, phase, start, earliest, latest, end, state, reason in found
    ]
    return Summary(
        lead=row["label"],
        line=certainty(row),
        origins=origins(connection, "posting", row["id"], row["unverified"]),
        sections=(
            *section("Its phases, as sources tell them", items, "phases", "posting", row["id"]),
            *said_of(connection, "posting", row["id"]),
            *facts_behind(connection, "posting", row["id"]),
        ),
    )


def certainty(row: dict[str, Any]) -> str:
    """What is certain and what is possible of a tenure, in a sentence: must and may are never one."""
    if row["effect"] == "not-in-effect":
        return "It never took effect."
    if row["effect"] == "not-known":
        return "It was announced or decided; whether it took effect is not told."
    since, until = row["start_latest"], row["end_earliest"]
    begin, last = row["start_earliest"], row["end_latest"]
    disputed = " Its sources exclude each other; both sides are kept." if row["disputed"] else ""
    certain = bool(since and until and since <= until)
    if certain and (begin, last) == (since, until):
        return f"Certainly held {_from_to(since, until)}, and on no other day.{disputed}"
    begins = f"from {days.day(begin)}" if begin else "from a day that is not known"
    ends = f" to {days.day(last)}" if last else ", with no known end"
    possible = f"possibly {begins}{ends}"
    if certain:
        return f"Certainly held {_from_to(since, until)}; {possible}.{disputed}"
    return f"{possible.capitalize()}; certain on no day.{disputed}"


def _from_to(first: str, last: str) -> str:
    return f"on {days.day(first)}" if first == last else f"from {days.day(first)} to {days.day(last)}"
