"""Tenures: how sources word them, the days that are certain, and the list of those of a post or of its holder."""

import sqlite3
from typing import Literal

from regesta.projections.reading.who import ACTING, marks
from regesta.web import days, sql
from regesta.web.refs import Ref
from regesta.web.summary import LIMIT, Item

_NAMED = {"post": "agents.name", "holder": "coalesce(postings.title, posts.label)"}
"""What a tenure is called in the list of those of one post, and of one holder."""


def tenures(connection: sqlite3.Connection, of: Literal["post", "holder"], id: str) -> list[Item]:
    """The tenures of a post or of a holder, the latest first; one more than is shown, if there are more."""
    found = sql.rows(
        connection,
        f"SELECT postings.id, {_NAMED[of]}, start, end, end_state, start_latest, end_earliest, effect, phase, disputed,"  # noqa: S608 - texts of ours
        f" {ACTING} FROM postings JOIN posts ON posts.id = post JOIN agents ON agents.id = holder WHERE {of} = ?"
        " ORDER BY coalesce(start_earliest, start_latest) DESC, end_latest DESC, postings.id LIMIT ?",
        (id, LIMIT),
    )
    return [
        Item(
            Ref(name, "postings", posting),
            when="did not take effect" if effect == "not-in-effect" else span(start, end, end_state),
            bounds="" if effect == "not-in-effect" else certainly(since, until),
            mark=next(iter(marks(phase, effect, end_state, bool(acting), bool(disputed))), ""),
        )
        for posting, name, start, end, end_state, since, until, effect, phase, disputed, acting in found
    ]


def span(start: str | None, end: str | None, end_state: str) -> str:
    """A tenure as its sources word it; the four ends read differently."""
    ends = {"stated": end or "", "ended": "over", "holds": "still held when last told", "not-stated": "end not told"}
    return f"{start or 'start not told'} – {ends.get(end_state, end_state)}"


def certainly(since: str | None, until: str | None) -> str:
    """The days on which a post was certainly held, given the latest start and the earliest end."""
    return f"certainly {from_to(since, until)}" if since and until and since <= until else "on no day for certain"


def from_to(first: str, last: str) -> str:
    """One day, or the first and the last."""
    return days.day(first) if first == last else f"{days.day(first)} – {days.day(last)}"
