"""What was said of a subject: the statements that speak of it, whoever made them."""

import sqlite3

from regesta.projections.reading.record import SPEAKING_OF
from regesta.web import days, sql
from regesta.web.refs import Ref
from regesta.web.summary import LIMIT, Item, Section, section


def said_of(connection: sqlite3.Connection, kind: str, subject: str) -> tuple[Section, ...]:
    """The statements that are about a subject, the latest first; an agent is spoken of under each of its ids."""
    found = sql.rows(
        connection,
        f"SELECT id, label, said, said_earliest, said_latest FROM statements WHERE id IN ({SPEAKING_OF})"  # noqa: S608
        " ORDER BY coalesce(said_earliest, said_latest) DESC, id LIMIT ?3",
        (kind, subject, LIMIT),
    )
    items = [
        Item(Ref(label, "statements", statement), said or "", days.beside(said or "", earliest, latest))
        for statement, label, said, earliest, latest in found
    ]
    return section("What was said of it", items, "about", "subject", subject)
