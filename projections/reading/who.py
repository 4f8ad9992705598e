"""Who held a post: certainly, possibly, surely not, or not known at all (DESIGN, section 5)."""

import sqlite3
from dataclasses import dataclass
from datetime import date
from typing import Literal

from regesta.events.posting import LEAVING
from regesta.projections import tenure
from regesta.projections.reading.rows import Row, rows, text
from regesta.projections.tenure import ANY_DAY, Bounds

Answer = Literal[tenure.Answer, "no-evidence"]


@dataclass(frozen=True, slots=True)
class Holding:
    """One posting in a post, with its bounds (ISO days; None is open) and what it answers for the days asked about."""

    posting: str
    post: str
    holder: str
    name: str
    title: str | None
    phase: str
    effect: str
    start: str | None
    start_earliest: str | None
    start_latest: str | None
    end: str | None
    end_state: str
    end_earliest: str | None
    end_latest: str | None
    disputed: bool
    acting: bool
    """Whether all that is told of the taking up is that they were acting."""
    answer: Answer | None


_PHASE = "EXISTS (SELECT 1 FROM phases WHERE phases.posting = postings.id AND phases.phase"
ACTING = f"({_PHASE} = 'acting') AND NOT {_PHASE} IN ('serving', 'sworn-in', 'accredited')))"
"""Whether all that is told of how a row of `postings` took effect is that they were acting."""


def marks(phase: str, effect: str, end_state: str, acting: bool, disputed: bool) -> list[str]:
    """What a tenure was if it was not simply held, in words: acting, recalled, announced and no more, disputed."""
    leaving = phase in LEAVING and end_state == "not-stated"
    told = (("acting", acting), (phase, effect != "took-effect" or leaving), ("disputed", disputed))
    return [word for word, so in told if so]


def holdings(
    connection: sqlite3.Connection, post: str, days: tuple[date | None, date | None] | None = None
) -> tuple[Holding, ...]:
    """Every posting in a post, each with its answer for the days from the first to the last.

    The days are those that a wording may mean: who is certain held the post on each of them, who is possible may
    have held it on one. None on a side is open; without days nobody is asked about and no answer given.
    """
    found = rows(
        connection,
        f"SELECT postings.*, agents.name AS name, {ACTING} AS acting"  # noqa: S608 - a text of ours
        " FROM postings JOIN agents ON agents.id = postings.holder"
        " WHERE post = ?"
        " ORDER BY postings.id",
        (post,),
    )
    return tuple(_holding(row, days) for row in found)


def answer(row: Row, days: tuple[date | None, date | None]) -> Answer:
    """What a posting's bounds answer for the days from the first to the last."""
    start, end = (Bounds.read(text(row, f"{of}_earliest"), text(row, f"{of}_latest")) for of in ("start", "end"))
    if row["effect"] == "not-in-effect":
        return "excluded"
    return "no-evidence" if start == end == ANY_DAY else tenure.answer(start, end, Bounds(*days))


def _holding(row: Row, days: tuple[date | None, date | None] | None) -> Holding:
    return Holding(
        posting=str(row["id"]),
        post=str(row["post"]),
        holder=str(row["holder"]),
        name=str(row["name"]),
        title=text(row, "title"),
        phase=str(row["phase"]),
        effect=str(row["effect"]),
        start=text(row, "start"),
        start_earliest=text(row, "start_earliest"),
        start_latest=text(row, "start_latest"),
        end=text(row, "end"),
        end_state=str(row["end_state"]),
        end_earliest=text(row, "end_earliest"),
        end_latest=text(row, "end_latest"),
        disputed=bool(row["disputed"]),
        acting=bool(row["acting"]),
        answer=None if days is None else answer(row, days),
    )
