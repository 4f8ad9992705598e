"""Search: what the words of a text are found in, by SQLite's full-text search."""

import sqlite3
from dataclasses import dataclass

from regesta.projections.reading.rows import rows


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: a subject, or a quote (then with the fact's id and the source's label), and the words around."""

    kind: str
    id: str
    label: str
    excerpt: str


_AGENT_NAMES = """
    SELECT 'agent' AS kind, agents.id AS id, agents.name AS label, names.name AS excerpt, names_fts.rank AS rank
    FROM names_fts JOIN names ON names.rowid = names_fts.rowid JOIN agents ON agents.id = names.agent
    WHERE names_fts MATCH ?"""

_FOUND = """
    SELECT '{kind}' AS kind, t.{identity} AS id, {label} AS label,
        snippet({table}_fts, -1, '', '', '…', 16) AS excerpt, {table}_fts.rank AS rank
    FROM {table}_fts JOIN {table} AS t ON t.rowid = {table}_fts.rowid
    WHERE {table}_fts MATCH ?"""


def _table(table: str, kind: str, identity: str, label: str) -> str:
    return _FOUND.format(table=table, kind=kind, identity=identity, label=label)


_PLACES = (
    _table("agents", "agent", "id", "t.name"),
    _AGENT_NAMES,
    _table("posts", "post", "id", "t.label"),
    _table("postings", "posting", "id", "t.label"),
    _table("statements", "statement", "id", "t.label"),
    _table("meetings", "meeting", "meeting", "t.label"),
    _table("sources", "source", "id", "t.label"),
    # A quote is named by the fact that cites it.
    _table("citations", "quote", "fact", "(SELECT label FROM sources WHERE id = t.source)"),
)


def match_all(text: str) -> str | None:
    """The full-text query for things that hold every word of a text, the last of which may be cut short.

    Each word is quoted (SQLite FTS5, section 3.1), so that no character has a meaning; None if there is no word.
    """
    words = ['"' + word.replace('"', '""') + '"' for word in text.replace("\0", " ").split() if _has_letters(word)]
    return " ".join(words) + "*" if words else None


def _has_letters(word: str) -> bool:
    return any(character.isalnum() for character in word)


def find(connection: sqlite3.Connection, text: str, limit: int = 20) -> tuple[Hit, ...]:
    """What holds every word of a text, at most `limit` of each kind, the best first within its kind."""
    query = match_all(text)
    if query is None:
        return ()
    found: dict[tuple[str, str], Hit] = {}
    for place in _PLACES:
        for row in rows(connection, f"{place} ORDER BY rank LIMIT {int(limit)}", (query,)):
            hit = Hit(str(row["kind"]), str(row["id"]), str(row["label"] or row["id"]), str(row["excerpt"]))
            found.setdefault((hit.kind, hit.id), hit)
    return tuple(found.values())
