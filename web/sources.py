"""The summary of a source: what it rests on, what rests on it, and the facts that cite it."""

import sqlite3
from typing import Any

from regesta.web import days, sql
from regesta.web.evidence import PASSED_ON
from regesta.web.facts_behind import facts_behind
from regesta.web.refs import Ref, fact
from regesta.web.said_of import said_of
from regesta.web.summary import LIMIT, Item, Section, Summary, section


def summary(connection: sqlite3.Connection, row: dict[str, Any]) -> Summary:
    """The summary above a row of `sources`."""
    source = row["id"]
    return Summary(
        lead=row["label"],
        line=_line(row),
        sections=(
            *_papers(connection, source),
            *_captures(connection, source),
            *_citing(connection, source),
            *said_of(connection, "source", source),
            *facts_behind(connection, "source", source),
        ),
    )


def _line(row: dict[str, Any]) -> str:
    distance = row["primary_distance"]
    parts = (
        f"published {row['published']}" if row["published"] else "",
        "rests on no other source" if not distance else f"{distance} away from a primary source",
        "kept in the dossier" if row["captured"] else "not captured",
        row["note"] or "",
    )
    return "; ".join(part for part in parts if part)


def _papers(connection: sqlite3.Connection, source: str) -> tuple[Section, ...]:
    over = "SELECT sources.id, label, how FROM derivations JOIN sources ON sources.id = rests_on WHERE source = ?"
    under = "SELECT sources.id, label, how FROM derivations JOIN sources ON sources.id = source WHERE rests_on = ?"
    rests_on = [
        Item(Ref(label, "sources", other), mark=how or "")
        for other, label, how in sql.rows(connection, f"{over} ORDER BY sources.id LIMIT ?", (source, LIMIT))
    ]
    taken_over = [
        Item(Ref(label, "sources", other), mark=PASSED_ON.get(how, "used by"))
        for other, label, how in sql.rows(connection, f"{under} ORDER BY sources.id LIMIT ?", (source, LIMIT))
    ]
    return (
        *section("What it rests on", rests_on, "derivations", "source", source),
        *section("What rests on it", taken_over, "derivations", "rests_on", source),
    )


def _captures(connection: sqlite3.Connection, source: str) -> tuple[Section, ...]:
    query = "SELECT id, media_type, size, retrieved FROM captures WHERE source = ? ORDER BY retrieved DESC LIMIT ?"
    items = [
        Item(fact(fact_id, f"{media_type}, {size:,} bytes"), beside=f"seen {days.moment(retrieved)}")
        for fact_id, media_type, size, retrieved in sql.rows(connection, query, (source, LIMIT))
    ]
    return section("What was seen of it", items, "captures", "source", source)


def _citing(connection: sqlite3.Connection, source: str) -> tuple[Section, ...]:
    query = (
        "SELECT DISTINCT facts.id, says, facts.kind FROM citations JOIN facts ON facts.id = citations.fact"
        " WHERE source = ? ORDER BY facts.position LIMIT ?"
    )
    items = [
        Item(fact(fact_id, says), mark=kind) for fact_id, says, kind in sql.rows(connection, query, (source, LIMIT))
    ]
    return section("The facts that cite it", items, "citations", "source", source)
