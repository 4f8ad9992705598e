"""What subjects are called, as the database has it: `Names` over a connection that is being built."""

# ruff: noqa: S608 (every name in the SQL is that of one of our own tables or columns)

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from regesta.projections.independence import named, parsed
from regesta.projections.origin_graph import Origin, owed, path, primaries
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
        self._ends: dict[Origin, frozenset[Origin]] = {}
        self._any_judged: bool | None = None
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
            self._distances[source] = distance(source, self.rests_on)
        return self._distances[source]

    def ends(self, origin: Origin) -> frozenset[Origin]:
        """See `Names.ends`."""
        if origin not in self._ends:
            if len(self._ends) >= _REMEMBERED:
                self._ends.clear()
            found = primaries(origin, self._below, _sources_first)
            self._ends[origin] = frozenset(
                (kind, self.seen(kind, id)["id"] if kind == "agent" else id) for kind, id in found
            )
        return self._ends[origin]

    def independent_of(self, origin: Origin) -> frozenset[Origin]:
        """See `Names.independent_of`; of agents, whatever they were recorded as."""
        judged = self._judged(origin, "independent")
        if origin[0] == "agent" and self._judges():
            same = path(origin, self._merged)
            judged = [one for other in same for one in self._judged(other, "independent")]
        return frozenset(judged)

    def path(self, source: str) -> Iterable[str]:
        """See `Names.path`."""
        return path(source, self.rests_on)

    def forget(self) -> None:
        """Read everything anew: rows have changed."""
        self._seen.clear()
        self._distances.clear()
        self._ends.clear()
        self._any_judged = None

    def rests_on(self, source: str) -> list[str]:
        """The sources that a source rests on at first hand, as they are told."""
        return rests_on(self._connection, source)

    def _below(self, origin: Origin) -> list[Origin]:
        """What an origin rests on, with what was judged: it and what is the same rest on each other."""
        kind, id = origin
        if not self._judges():
            return [("source", one) for one in self.rests_on(id)] if kind == "source" else []
        found = self._judged(origin, "same")
        if kind == "agent":
            return found + self._merged(origin)
        apart = [other for kind, other in self._judged(origin, "independent") if kind == "source"]
        return found + [("source", one) for one in owed(id, apart, self.rests_on)]

    def _merged(self, agent: Origin) -> list[Origin]:
        """The agents that an agent was judged to be."""
        return [("agent", one) for one in same_as(self._connection, agent[1])]

    def _judged(self, origin: Origin, verdict: str) -> list[Origin]:
        return judged(self._connection, origin, verdict) if self._judges() else []

    def _judges(self) -> bool:
        """Whether anything was judged of origins; in most dossiers nothing is, and nothing is looked up for it."""
        if self._any_judged is None:
            row = self._connection.execute("SELECT 1 FROM origin_judgements LIMIT 1").fetchone()
            self._any_judged = row is not None
        return self._any_judged


def rests_on(connection: sqlite3.Connection, source: str) -> list[str]:
    """The sources that a source rests on at first hand, as they are told."""
    rows = connection.execute("SELECT rests_on FROM derivations WHERE source = ? ORDER BY id", (source,))
    return [row[0] for row in rows]


def judged(connection: sqlite3.Connection, origin: Origin, verdict: str | None = None) -> list[Origin]:
    """What an origin was judged to be the same as, or independent of, or either."""
    rows = connection.execute(
        "SELECT b FROM origin_judgements WHERE a = ?1 AND (?2 IS NULL OR verdict = ?2)"
        " UNION SELECT a FROM origin_judgements WHERE b = ?1 AND (?2 IS NULL OR verdict = ?2)",
        (named(origin), verdict),
    )
    return [parsed(row[0]) for row in rows]


def same_as(connection: sqlite3.Connection, agent: str) -> list[str]:
    """The agents that an agent was itself judged to be the same as."""
    rows = connection.execute(
        "SELECT b FROM judgements WHERE a = ?1 AND verdict = 'same'"
        " UNION SELECT a FROM judgements WHERE b = ?1 AND verdict = 'same'",
        (agent,),
    )
    return [row[0] for row in rows]


def _sources_first(origin: Origin) -> tuple[bool, str]:
    return origin[0] != "source", origin[1]


def _sql(kind: str) -> str:
    projection = BY_KIND[kind]
    columns = ", ".join(f't."{column}"' for column in ("id", *(projection.shows or ())))
    table = projection.tables[0].name
    if kind == "agent":  # an agent may have several ids
        return f"SELECT {columns} FROM aliases JOIN agents AS t ON t.id = aliases.agent WHERE aliases.id = ?"
    return f'SELECT {columns} FROM "{table}" AS t WHERE t.id = ?'
