"""The summary of a post: who held it, in order."""

import sqlite3
from typing import Any

from regesta.web.facts_behind import facts_behind
from regesta.web.refs import Ref
from regesta.web.said_of import said_of
from regesta.web.summary import Item, Summary, section
from regesta.web.tenures import tenures


def summary(connection: sqlite3.Connection, row: dict[str, Any]) -> Summary:
    """The summary above a row of `posts`."""
    seats = {None: "", 1: "one seat"}.get(row["seats"], f"{row['seats']} seats")
    return Summary(
        lead=row["label"],
        line="; ".join(part for part in (row["place"] and f"held in {row['place']}", seats) if part),
        sections=(
            *section("Who held it", tenures(connection, "post", row["id"]), "postings", "post", row["id"]),
            *section("In order", [Item(Ref("The succession, with vacancies", "-succession", row["id"]))], "", "", ""),
            *said_of(connection, "post", row["id"]),
            *facts_behind(connection, "post", row["id"]),
        ),
    )
