"""What subjects are called, as the database has it: `Names` over a connection that is being built."""

# ruff: noqa: S608 (every name in the SQL is that of one of our own tables or columns)

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from regesta.projections.origins import path, primaries
from regesta.projections.registry import BY_KIND
from regesta.projections.sources import distance

_REMEMBERED = 50_000
"""How many names are kept in memory, whatever the size of the log."""


class Directory:
    """The names of subjects.

    A subject that is named and has no row yet (its facts were withdrawn, or withheld) is given one by `revive`, for
    what refers to it has to hold.
    """

    def __init__(self, connection: sqlite3.Connection, revive: Callable[[str, str], None]) -> None:
        self._connection = connection
        self._revive = revive
        self._seen: dict[tuple[str, str], Mapping[str, Any]] = {}
        self._distances: dict[str, int | None] = {}
        self._primaries: dict[str, frozenset[str]] = {}
        self._sql = {kind: _sql(kind) for kind, projection in BY_KIND.items() if projection.shows is not None}

    def seen(self, kind: str, id: str) -> Mapping[str, Any]:
        """See `Names.seen`."""
        found = self._seen.get((kind, id))
        if found is None:
            found = self.look_up(kind, id)
            if found is None:
                self._revive(kind, id)
                found = self.look_up(kind, id)
                if found is None:
                    raise LookupError(f"the {kind} {id!r} has no row although it was given one")
            if len(self._seen) >= _REMEMBERED:
                self._seen.clear()
            self._seen[kind, id] = found
        return found

    def look_up(self, kind: str, id: str) -> Mapping[str, Any] | None:
        """What the database shows of a subject; None if it has no row."""
        cursor = self._connection.execute(self._sql[kind], (id,))
        row = cursor.fetchone()
        return None if row is None else dict(zip((column[0] for column in cursor.description), row, strict=True))

    def distance(self, source: str) -> int | None:
        """See `Names.distance`."""
        if source not in self._distances:
            if len(self._distances) >= _REMEMBERED:
                self._distances.clear()
            self._distances[source] = distance(source, self._rests_on)
        return self._distances[source]

    def primaries(self, source: str) -> frozenset[str]:
        """See `Names.primaries`."""
        if source not in self._primaries:
            if len(self._primaries) >= _REMEMBERED:
                self._primaries.clear()
            self._primaries[source] = primaries(source, self._rests_on)
        return self._primaries[source]

    def path(self, source: str) -> Iterable[str]:
        """See `Names.path`."""
        return path(source, self._rests_on)

    def forget(self) -> None:
        """Read everything anew: rows have changed."""
        self._seen.clear()
        self._distances.clear()
        self._primaries.clear()

    def _rests_on(self, source: str) -> list[str]:
        rows = self._connection.execute("SELECT rests_on FROM derivations WHERE source = ? ORDER BY id", (source,))
        return [row[0] for row in rows]


def _sql(kind: str) -> str:
    projection = BY_KIND[kind]
    columns = ", ".join(f't."{column}"' for column in ("id", *(projection.shows or ())))
    table = projection.tables[0].name
    if kind == "agent":  # an agent may have several ids
        return f"SELECT {columns} FROM aliases JOIN agents AS t ON t.id = aliases.agent WHERE aliases.id = ?"
    return f'SELECT {columns} FROM "{table}" AS t WHERE t.id = ?'
