"""What pages point at: subjects and facts, each with the name to show and the address of its page.

A view holds `Ref` values, never addresses: an address depends on where the database is mounted, which only the page
knows. Names come from the read model, so that an id never stands where a name can.
"""

import sqlite3
from dataclasses import dataclass
from urllib.parse import urlencode

from datasette.utils import tilde_encode  # type: ignore[import-untyped]

from regesta.web import sql


@dataclass(frozen=True, slots=True)
class Ref:
    """A page to point at: a row of a table, a fact, or a table filtered by one column.

    `table` is None when there is no page: what it names is in no record now, and only its id is left to show.
    """

    label: str
    table: str | None
    id: str
    column: str | None = None  # the table filtered by this column, rather than a row


TABLES = {
    "source": "sources",
    "agent": "agents",
    "post": "posts",
    "posting": "postings",
    "statement": "statements",
    "meeting": "meetings",
    "expectation": "expectations",
    "conflict": "conflicts",
    "restriction": "restrictions",
}
"""The table in which each kind of subject has its record; a new kind adds a line."""

NAMES = {
    "source": "source",
    "agent": "person or body",
    "post": "post",
    "posting": "posting",
    "statement": "statement",
    "meeting": "meeting",
    "expectation": "expectation",
    "conflict": "conflict",
    "restriction": "restriction",
}
"""What a page calls a subject of each kind."""


def fact(fact_id: str, says: str) -> Ref:
    """A fact, by the line that it says."""
    return Ref(says, "facts", fact_id)


def subject(connection: sqlite3.Connection, kind: str | None, subject_id: str | None) -> Ref | None:
    """A subject by its kind and id, under the name it has in the record; None if there is none to name.

    An agent that was judged to be another is that other. A meeting is a row for each counterpart: with one of them
    it is that row, with several the table, filtered.
    """
    if kind is None or subject_id is None:
        return None
    if kind == "meeting":
        return _meeting(connection, subject_id)
    if kind == "agent":
        query = (
            "SELECT agents.id, agents.name FROM aliases JOIN agents ON agents.id = aliases.agent WHERE aliases.id = ?"
        )
    elif kind in TABLES:
        label = {"expectation": "expects", "conflict": "what"}.get(kind, "label")
        query = f"SELECT id, {label} FROM {TABLES[kind]} WHERE id = ?"  # noqa: S608 - names of ours
    else:
        return Ref(subject_id, None, subject_id)
    found = sql.rows(connection, query, (subject_id,))
    return Ref(found[0][1], TABLES[kind], found[0][0]) if found else Ref(subject_id, None, subject_id)


def _meeting(connection: sqlite3.Connection, meeting: str) -> Ref:
    rows = sql.rows(
        connection,
        "SELECT meetings.id, meetings.label, seeker.name, other.name FROM meetings"
        " JOIN agents seeker ON seeker.id = meetings.seeker JOIN agents other ON other.id = meetings.counterpart"
        " WHERE meeting = ? ORDER BY meetings.id",
        (meeting,),
    )
    if not rows:
        return Ref(meeting, None, meeting)
    (row, label, seeker, first), *others = rows
    if not others:
        return Ref(label, "meetings", row)
    rest = others[0][3] if len(others) == 1 else f"{len(others)} others"
    return Ref(f"{seeker} with {first} and {rest}", "meetings", meeting, column="meeting")


def address(root: str, ref: Ref) -> str | None:
    """The address of a page, where `root` is that of the database; None if it has none."""
    if ref.table is None:
        return None
    if ref.table in _PAGES:
        return f"{root}/-/{_PAGES[ref.table]}" + (f"/{tilde_encode(ref.id)}" if ref.id else "")
    if ref.table == "facts":
        return f"{root}/-/fact/{tilde_encode(ref.id)}"
    if ref.table == "conflicts":
        return f"{root}/-/conflict/{tilde_encode(ref.id)}" if ref.id else f"{root}/-/conflicts"
    if ref.column is not None:
        return f"{root}/{tilde_encode(ref.table)}?{urlencode({ref.column: ref.id})}"
    return f"{root}/{tilde_encode(ref.table)}/{tilde_encode(ref.id)}"


_PAGES = {"-succession": "post", "-expectations": "expectations"}
"""Pages of ours that are no row of a table; the names stand where a table's would."""


def outside(url: object) -> str | None:
    """An address outside that may be linked: http or https, nothing else, however it is written."""
    text = str(url).strip()
    return text if text.lower().startswith(("http://", "https://")) else None
