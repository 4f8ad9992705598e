"""The summary of a statement: the words, what it speaks of, and the facts that report it."""

import sqlite3
from typing import Any

from regesta.web import days, sql
from regesta.web.facts_behind import facts_behind
from regesta.web.origins import origins
from regesta.web.refs import subject
from regesta.web.said_of import said_of
from regesta.web.summary import LIMIT, Item, Summary, section


def summary(connection: sqlite3.Connection, row: dict[str, Any]) -> Summary:
    """The summary above a row of `statements`."""
    speaker = sql.value(connection, "SELECT name FROM agents WHERE id = ?", (row["speaker"],)) or row["speaker"]
    of = sql.rows(
        connection,
        "SELECT subject_kind, subject FROM about WHERE statement = ? ORDER BY id LIMIT ?",
        (row["id"], LIMIT),
    )
    topics = [Item(ref, mark=kind) for kind, subject_id in of if (ref := subject(connection, kind, subject_id))]
    allowed = days.beside(row["said"] or "", row["said_earliest"], row["said_latest"])
    said = row["said"] and row["said"] + (f" ({allowed})" if allowed else "")
    parts = (
        f"{speaker}{', to ' + row['addressees'] if row['addressees'] else ''}",
        f"in {row['medium']}" if row["medium"] else "",
        said or "",
        f"heard via {row['heard_via']}" if row["heard_via"] else "",
    )
    return Summary(
        lead=row["text"] or row["label"],
        line=", ".join(part for part in parts if part),
        quoted=row["mode"] == "direct",
        origins=origins(connection, "statement", row["id"], row["unverified"]),
        sections=(
            *section("What it speaks of", topics, "about", "statement", row["id"]),
            *said_of(connection, "statement", row["id"]),
            *facts_behind(connection, "statement", row["id"]),
        ),
    )
