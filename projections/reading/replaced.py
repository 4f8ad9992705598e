"""The postings that a successor may have ended."""

import sqlite3
from collections.abc import Iterator
from datetime import date

from regesta.events.replacing import Held

_POSTINGS = (
    "SELECT id, start_earliest, end_state FROM postings WHERE post = ?"
    " AND holder = (SELECT agent FROM aliases WHERE id = ?) AND +effect <> 'not-in-effect' ORDER BY id"
)


def postings_of(connection: sqlite3.Connection, holder: str, post: str) -> Iterator[Held]:
    """The postings of an agent in a post that took effect, or may have."""
    for id, earliest, state in connection.execute(_POSTINGS, (post, holder)):
        begins = None if earliest is None else date.fromisoformat(earliest)
        yield Held(id, begins, state in ("stated", "ended"))
