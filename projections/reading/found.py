"""Search: what the words of a text are found in, by SQLite's full-text search."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from regesta.projections.reading.rows import rows
from regesta.projections.registry import PROJECTIONS
from regesta.projections.schema import searched


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
    SELECT '{kind}' AS kind, {id} AS id, {label} AS label,
        snippet({table}_fts, -1, '', '', '…', 16) AS excerpt, {table}_fts.rank AS rank
    FROM {table}_fts JOIN {table} AS t ON t.rowid = {table}_fts.rowid
    WHERE {table}_fts MATCH ?"""


# A quote is named by the fact that cites it.
_QUOTES = {
    "table": "citations",
    "kind": "quote",
    "id": "fact",
    "label": "(SELECT label FROM sources WHERE id = source)",
}


def _places() -> Iterator[str]:
    """Where to search: the subjects, by the registry; the names of agents; the quotes."""
    for projection in PROJECTIONS:
        table = projection.tables[0]
        if searched(table):
            parts = {"kind": projection.kind, "id": f't."{table.owner}"', "label": f't."{table.label}"'}
            yield _FOUND.format(table=table.name, **parts)
    yield _AGENT_NAMES
    yield _FOUND.format(**_QUOTES)


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
    for place in _places():
        for row in rows(connection, f"{place} ORDER BY rank LIMIT {int(limit)}", (query,)):
            hit = Hit(str(row["kind"]), str(row["id"]), str(row["label"] or row["id"]), str(row["excerpt"]))
            found.setdefault((hit.kind, hit.id), hit)
    return tuple(found.values())
