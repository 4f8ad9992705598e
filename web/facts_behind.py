"""The facts behind a record: every fact recorded about a subject, whatever became of it."""

import sqlite3

from regesta.web import days, sql
from regesta.web.refs import fact
from regesta.web.summary import LIMIT, Item, Section, section


def facts_behind(connection: sqlite3.Connection, kind: str, subject: str) -> tuple[Section, ...]:
    """The facts about a subject in the order of the log, those that are no longer in force marked."""
    found = sql.rows(
        connection,
        "SELECT id, says, status, recorded_at FROM facts WHERE subject_kind = ? AND subject = ?"
        " ORDER BY position LIMIT ?",
        (kind, subject, LIMIT),
    )
    items = [
        Item(fact(fact_id, says), mark="" if status == "in-force" else status, beside=f"recorded {days.moment(at)}")
        for fact_id, says, status, at in found
    ]
    return section("The facts behind it", items, "facts", "subject", subject)
