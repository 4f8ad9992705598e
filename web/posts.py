"""The summary of a post: who held it, in order."""

import sqlite3
from typing import Any

from regesta.web import days, sql
from regesta.web.agents import LIMIT, span
from regesta.web.facts_behind import facts_behind
from regesta.web.refs import Ref
from regesta.web.summary import Item, Summary, section


def summary(connection: sqlite3.Connection, row: dict[str, Any]) -> Summary:
    """The summary above a row of `posts`."""
    found = sql.rows(
        connection,
        "SELECT postings.id, agents.name, start, start_earliest, start_latest, end, end_state, end_latest, effect"
        " FROM postings JOIN agents ON agents.id = holder WHERE post = ?"
        " ORDER BY coalesce(start_earliest, start_latest) DESC, end_latest DESC, postings.id LIMIT ?",
        (row["id"], LIMIT),
    )
    items = [
        Item(
            Ref(holder, "postings", posting),
            when=span(start, end, end_state),
            bounds=days.bounds(earliest or latest, until) if earliest or latest or until else "",
            mark="" if effect == "took-effect" else effect,
        )
        for posting, holder, start, earliest, latest, end, end_state, until, effect in found
    ]
    seats = {None: "", 1: "one seat"}.get(row["seats"], f"{row['seats']} seats")
    return Summary(
        lead=row["label"],
        line="; ".join(part for part in (row["place"] and f"held in {row['place']}", seats) if part),
        sections=(
            *section("Who held it", items, "postings", "post", row["id"]),
            *section("In order", [Item(Ref("The succession, with vacancies", "-succession", row["id"]))], "", "", ""),
            *facts_behind(connection, "post", row["id"]),
        ),
    )
