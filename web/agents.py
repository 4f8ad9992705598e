"""The summary of a person, body or voice: posts held, meetings, what was said, and how sources name it."""

import sqlite3
from typing import Any

from regesta.web import days, sql
from regesta.web.facts_behind import facts_behind
from regesta.web.refs import Ref, fact
from regesta.web.said_of import said_of
from regesta.web.summary import LIMIT, Item, Section, Summary, section
from regesta.web.tenures import tenures


def summary(connection: sqlite3.Connection, row: dict[str, Any]) -> Summary:
    """The summary above a row of `agents`."""
    agent = row["id"]
    return Summary(
        lead=row["name"],
        line=_line(row),
        sections=(
            *_postings(connection, agent),
            *_meetings(connection, agent),
            *_statements(connection, agent),
            *_names(connection, agent),
            *said_of(connection, "agent", agent),
            *facts_behind(connection, "agent", agent),
        ),
    )


def _line(row: dict[str, Any]) -> str:
    """Who it is, in a line: the description, the years, and for a voice without a name its scope."""
    parts = [row["description"] or ""]
    if row["type"] == "anonymous":
        parts.append(f"A voice that is not named, speaking to {row['outlet']}" + (f", {row['day']}" * bool(row["day"])))
    if row["born"]:
        parts.append(f"born or founded {row['born']}")
    if row["died"]:
        parts.append(f"died or dissolved {row['died']}")
    return "; ".join(part for part in parts if part)


def _postings(connection: sqlite3.Connection, agent: str) -> tuple[Section, ...]:
    return section("Posts held", tenures(connection, "holder", agent), "postings", "holder", agent)


def _statements(connection: sqlite3.Connection, agent: str) -> tuple[Section, ...]:
    found = sql.rows(
        connection,
        "SELECT id, coalesce(text, label), mode, said, said_earliest, said_latest, medium FROM statements"
        " WHERE speaker = ? ORDER BY coalesce(said_earliest, said_latest) DESC, id LIMIT ?",
        (agent, LIMIT),
    )
    items = [
        Item(
            Ref(f"“{text}”" if mode == "direct" else text, "statements", statement),
            when=said or "",
            bounds=days.beside(said or "", earliest, latest),
            beside=medium or "",
        )
        for statement, text, mode, said, earliest, latest, medium in found
    ]
    return section("What was said", items, "statements", "speaker", agent)


def _meetings(connection: sqlite3.Connection, agent: str) -> tuple[Section, ...]:
    found = sql.rows(
        connection,
        "SELECT meetings.id, CASE WHEN seeker = ?1 THEN 'with ' || other.name ELSE 'sought by ' || one.name END, state,"
        " state_on, state_earliest, state_latest, seeker = ?1 FROM meetings JOIN agents one ON one.id = seeker"
        " JOIN agents other ON other.id = counterpart WHERE seeker = ?1 OR counterpart = ?1"
        " ORDER BY seeker = ?1 DESC, coalesce(state_earliest, state_latest) DESC, meetings.id LIMIT ?2",
        (agent, LIMIT),
    )
    items = [
        Item(Ref(label, "meetings", meeting), on or "", days.beside(on or "", earliest, latest), mark=state)
        for meeting, label, state, on, earliest, latest, _ in found
    ]
    sought = any(row[-1] for row in found)
    return section("Meetings", items, "meetings", "seeker" if sought else "counterpart", agent)


def _names(connection: sqlite3.Connection, agent: str) -> tuple[Section, ...]:
    found = sql.rows(
        connection,
        "SELECT id, name, form FROM names WHERE agent = ?1 AND name <> (SELECT name FROM agents WHERE id = ?1)"
        " ORDER BY name LIMIT ?2",
        (agent, LIMIT),
    )
    items = [Item(fact(fact_id, name), mark=form) for fact_id, name, form in found]
    return section("Also named", items, "names", "agent", agent)
