"""An agent in a few lines, for whoever has to tell two apart: the posts held, and what was said and met."""

import sqlite3

from regesta.projections.reading.rows import Row, rows, text

_POSTINGS = (
    "SELECT posts.label, effect, start_earliest, start_latest, end_state, end_earliest, end_latest FROM postings"
    " JOIN posts ON posts.id = postings.post WHERE holder = ?"
    " ORDER BY coalesce(start_earliest, start_latest, end_earliest, end_latest, '9999'), postings.id"
)
ACTS = (
    # The plus signs keep SQLite from the index of the kinds, by which it reads every meeting there is for each agent.
    "SELECT subject_kind AS kind, count(DISTINCT subject) AS count, min(earliest) AS first, max(latest) AS last"
    " FROM timeline WHERE (agent = ?1 OR other = ?1) AND +subject_kind IN ('statement', 'meeting')"
    " GROUP BY +subject_kind ORDER BY +subject_kind"
)


def glimpse(connection: sqlite3.Connection, agent: str) -> tuple[str, ...]:
    """A line for each posting of an agent, the earliest first, and one each for its meetings and statements."""
    postings = [_posting(row) for row in rows(connection, _POSTINGS, (agent,))]
    acts = [_act(row) for row in rows(connection, ACTS, (agent,))]
    return tuple(dict.fromkeys((*postings, *acts)))


def _posting(row: Row) -> str:
    started = text(row, "start_earliest") or text(row, "start_latest")
    ended = text(row, "end_latest") or text(row, "end_earliest")
    effect = {"took-effect": "", "not-in-effect": " (not in effect)"}.get(str(row["effect"]), " (not known to be held)")
    if row["end_state"] == "holds":
        ended = None
    return ", ".join(filter(None, (text(row, "label"), _years(started, ended)))) + effect


def _act(row: Row) -> str:
    count = int(str(row["count"]))
    years = _years(text(row, "first"), text(row, "last"))
    return ", ".join(filter(None, (f"{count:,} {row['kind']}{'' if count == 1 else 's'}", years)))


def _years(first: str | None, last: str | None) -> str:
    """The years of two days: 1997, 1997–2001, 1997–, –2001; blank if neither is known."""
    if first and last and first[:4] == last[:4]:
        return first[:4]
    return f"{(first or '')[:4]}–{(last or '')[:4]}" if first or last else ""
