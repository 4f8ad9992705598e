"""Which summary stands above the row of which table; a new kind of record adds one line."""

import sqlite3
from collections.abc import Callable, Mapping
from typing import Any

from regesta.web import agents, conflicts, meetings, postings, posts, sources, statements
from regesta.web.summary import Summary

SUMMARIES: Mapping[str, Callable[[sqlite3.Connection, dict[str, Any]], Summary]] = {
    "agents": agents.summary,
    "conflicts": conflicts.summary,
    "meetings": meetings.summary,
    "postings": postings.summary,
    "posts": posts.summary,
    "sources": sources.summary,
    "statements": statements.summary,
}
