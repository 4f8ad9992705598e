"""Search: what has a text as its id, and what its words are found in, by SQLite's full-text search."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from regesta.projections.reading.rows import rows
from regesta.projections.reading.rows import text as text_of
from regesta.projections.reading.subjects import withdrawn
from regesta.projections.registry import PROJECTIONS
from regesta.projections.schema import searched


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: a subject, or a quote (then with the fact's id and the source's label), and the words around.

    `found` is how a quote was found in what was captured of its source; None for what is no quote.
    """

    kind: str
    id: str
    label: str
    excerpt: str
    found: str | None = None


_AGENT_NAMES = """
    SELECT 'agent' AS kind, agents.id AS id, agents.name AS label, names.name AS excerpt, names_fts.rank AS rank,
        NULL AS found
    FROM names_fts JOIN names ON names.rowid = names_fts.rowid JOIN agents ON agents.id = names.agent
    WHERE names_fts MATCH ?"""

_FOUND = """
    SELECT '{kind}' AS kind, {id} AS id, {label} AS label,
        snippet({table}_fts, -1, '', '', '…', 16) AS excerpt, {table}_fts.rank AS rank, {found} AS found
    FROM {table}_fts JOIN {table} AS t ON t.rowid = {table}_fts.rowid
    WHERE {table}_fts MATCH ?"""


_IDENTIFIED = """
    SELECT '{kind}' AS kind, {id} AS id, {label} AS label, '' AS excerpt, 0 AS rank, {found} AS found
    FROM {table} AS t WHERE {id} = ?"""

_FACT = {"table": "facts", "kind": "fact", "id": "t.id", "label": "t.says", "found": "NULL"}

# A quote is named by the fact that cites it.
_QUOTES = {
    "table": "citations",
    "kind": "quote",
    "id": "fact",
    "label": "(SELECT label FROM sources WHERE id = source)",
    "found": "t.found",
}


def _subjects() -> Iterator[dict[str, str]]:
    """The tables of the subjects, by the registry."""
    for projection in PROJECTIONS:
        table = projection.tables[0]
        if searched(table):
            owner, label = f't."{table.owner}"', f't."{table.label}"'
            yield {"table": table.name, "kind": projection.kind, "id": owner, "label": label, "found": "NULL"}


def _places() -> Iterator[str]:
    """Where to look for words: the subjects, the names of agents, the quotes."""
    for subject in _subjects():
        yield _FOUND.format(**subject)
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
    """What has a text as its id, then what holds every word of it; at most `limit` of each kind, the best first."""
    asked = [(_IDENTIFIED.format(**subject), text.strip()) for subject in (*_subjects(), _FACT)]
    query = match_all(text)
    if query is not None:
        asked += [(place, query) for place in _places()]
    found: dict[tuple[str, str], Hit] = {}
    for place, of in asked:
        for row in rows(connection, f"{place} ORDER BY rank LIMIT {int(limit)}", (of,)):
            label = str(row["label"] or row["id"])
            hit = Hit(str(row["kind"]), str(row["id"]), label, str(row["excerpt"]), text_of(row, "found"))
            found.setdefault((hit.kind, hit.id), hit)
    for one in withdrawn(connection, text.strip(), [projection.kind for projection in PROJECTIONS]):
        found.setdefault((one.kind, one.id), Hit(one.kind, one.id, one.label, "every fact of it is withdrawn"))
    return tuple(found.values())
