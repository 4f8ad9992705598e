"""The timeline: everything that has a date, for an agent, a post, or a stretch of time."""

import sqlite3
from collections.abc import Iterator
from datetime import date

from regesta.projections.reading.rows import Row, rows

_DATED = (
    "SELECT what, type, worded, earliest, latest, basis, approximate, agent, other, subject_kind, subject, fact,"
    " unverified FROM timeline WHERE {tests} ORDER BY sort, earliest, coalesce(latest, '9999'), id"
)


def timeline(
    connection: sqlite3.Connection,
    agent: str | None = None,
    post: str | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Iterator[Row]:
    """The timeline's rows in order of time: those that concern the agent and the post, and may fall in the days.

    `agent` is the id of an agent's row. Both days are included; a row whose date is open on a side may fall in any
    day of that side.
    """
    tests, parameters = ["1"], list[object]()
    if agent is not None:
        tests.append("(agent = ? OR other = ?)")
        parameters += [agent, agent]
    if post is not None:
        tests.append(
            "((subject_kind = 'post' AND subject = ?)"
            " OR (subject_kind = 'posting' AND subject IN (SELECT id FROM postings WHERE post = ?)))"
        )
        parameters += [post, post]
    if since is not None:
        tests.append("(latest IS NULL OR latest >= ?)")
        parameters.append(since.isoformat())
    if until is not None:
        tests.append("(earliest IS NULL OR earliest <= ?)")
        parameters.append(until.isoformat())
    return rows(connection, _DATED.format(tests=" AND ".join(tests)), parameters)
