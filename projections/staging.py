"""The facts of a whole log, sorted by subject: what a full build reads, in memory that does not grow with the log.

Entries go into temporary tables, one for each kind of subject, and come back as accounts, which SQLite's sorter has
put in order. An account is in memory as a whole, the log never is.
"""

# ruff: noqa: S608 (every name in the SQL is that of one of our own tables or columns)

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from regesta.events.amendment import Correction
from regesta.events.facts import content, parse_fact_json, references
from regesta.projections.account import Account
from regesta.projections.force import Logged, named, settle
from regesta.projections.gathering import NOBODY, Filing, filing, gather
from regesta.projections.identity import clusters
from regesta.projections.registry import BY_KIND
from regesta.projections.told_dates import counts_from

_KINDS = (*BY_KIND, NOBODY)
_BATCH = 1_000
_ENTRY = "position, id, at, by, tool, json"

_FILED = (
    "CREATE TEMP TABLE filed (id TEXT PRIMARY KEY, root TEXT, place INTEGER, kind TEXT, subject TEXT, version INTEGER)"
    " WITHOUT ROWID"
)
_KNOWN = "SELECT id, root, place, kind, subject, version FROM filed WHERE id IN (SELECT value FROM json_each(?))"


class Staging:
    """Takes in a log, then gives the account of every subject, kind by kind."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.execute(_FILED)
        connection.execute("CREATE TEMP TABLE named (kind TEXT, id TEXT, by_kind TEXT, by_id TEXT)")
        connection.execute("CREATE TEMP TABLE cluster (agent TEXT PRIMARY KEY, canonical TEXT) WITHOUT ROWID")
        for kind in _KINDS:
            connection.execute(
                f'CREATE TEMP TABLE "staged_{kind}" (subject TEXT, place INTEGER, position INTEGER, id TEXT, at TEXT,'
                " by TEXT, tool TEXT, json TEXT)"
            )
        self._members: dict[str, list[str]] = {}

    def take_in(self, entries: Iterable[Logged]) -> None:
        """Stage every entry; one that is there twice (two merged copies of a log) counts once, where it came first."""
        stream = iter(entries)
        while batch := tuple(islice(stream, _BATCH)):
            self._stage(tuple(self._filed(batch)))
        self._gather_the_moved()
        self._connection.execute(
            "INSERT INTO named SELECT a.kind, a.subject, b.kind, b.subject FROM moved AS a JOIN moved AS b"
            " ON a.place = b.place AND (a.kind, a.subject) <> (b.kind, b.subject)"
        )
        self._connection.execute(
            "INSERT INTO _speaks SELECT DISTINCT kind, subject, place, root FROM filed ORDER BY 1, 2, 3"
        )
        self._connection.execute(
            "INSERT INTO _mentions SELECT DISTINCT kind, id, by_kind, by_id FROM named ORDER BY 1, 2, 3, 4"
        )

    def judge(self) -> None:
        """Form the clusters of agents, from the judgements that are in the database by now."""
        same = self._connection.execute("SELECT a, b FROM judgements WHERE verdict = 'same' ORDER BY id")
        canonical = clusters(same.fetchall(), self._first)
        for agent, head in canonical.items():
            self._members.setdefault(head, []).append(agent)
        self._connection.executemany("INSERT INTO cluster VALUES (?, ?)", canonical.items())

    def members(self, id: str) -> Sequence[str]:
        """The ids under which an agent was recorded, given the one that stands for all; that one first."""
        return (id, *sorted(other for other in self._members.get(id, ()) if other != id))

    def canonical(self, agent: str) -> str:
        """The id that stands for an agent."""
        row = self._connection.execute("SELECT canonical FROM cluster WHERE agent = ?", (agent,)).fetchone()
        return agent if row is None else str(row[0])

    def accounts(self, kind: str) -> Iterator[Account]:
        """The account of each subject of a kind, in order of id."""
        head, join = "subject", ""
        if kind == "agent":
            head, join = "coalesce(canonical, subject)", "LEFT JOIN cluster ON agent = subject"
        rows = self._connection.execute(
            f'SELECT {head} AS head, place, {_ENTRY} FROM "staged_{kind}" {join} ORDER BY head, place, position'
        )
        for id, of_subject in groupby(rows, itemgetter(0)):
            lineages = [settle(_logged(entries)) for _, entries in groupby(of_subject, itemgetter(1))]
            members = self.members(id) if kind == "agent" else (id,)
            yield gather(kind, id, members, lineages)

    def account(self, kind: str, id: str) -> Account:
        """The account of one subject; of an agent, under the id that stands for all that it was judged to be."""
        self._connection.execute(f'CREATE INDEX IF NOT EXISTS temp."of_{kind}" ON "staged_{kind}" (subject)')
        members = self.members(id) if kind == "agent" else (id,)
        rows = self._connection.execute(
            f'SELECT subject, place, {_ENTRY} FROM "staged_{kind}" WHERE subject IN (SELECT value FROM json_each(?))'
            " ORDER BY place, position",
            (json.dumps(members),),
        )
        return gather(kind, id, members, [settle(_logged(entries)) for _, entries in groupby(rows, itemgetter(1))])

    def _filed(self, batch: Sequence[Logged]) -> Iterator[tuple[Logged, Filing]]:
        wanted = {entry.id for entry in batch} | {target for entry in batch if (target := named(entry.fact))}
        known = self._known(wanted)
        for entry in batch:
            if entry.id not in known:
                known[entry.id] = filing(entry, known.get(named(entry.fact) or ""))
                yield entry, known[entry.id]

    def _known(self, ids: Iterable[str]) -> dict[str, Filing]:
        rows = self._connection.execute(_KNOWN, (json.dumps(tuple(ids)),))
        return {
            id: Filing(root, place, kind, subject, bool(version)) for id, root, place, kind, subject, version in rows
        }

    def _stage(self, batch: Sequence[tuple[Logged, Filing]]) -> None:
        self._connection.executemany(
            "INSERT INTO filed VALUES (?, ?, ?, ?, ?, ?)",
            [(entry.id, to.root, to.place, to.kind, to.subject, to.version) for entry, to in batch],
        )
        self._connection.executemany(
            "INSERT INTO named VALUES (?, ?, ?, ?)",
            {(*who, to.kind, to.subject) for entry, to in batch for who in mentions(entry, to)},
        )
        self._connection.executemany(
            "INSERT OR IGNORE INTO _leans VALUES (?, ?, ?, ?)",
            [(*anchor, to.kind, to.subject) for entry, to in batch for anchor in sorted(counts_from(entry))],
        )
        by_kind: dict[str, list[tuple[object, ...]]] = {}
        for entry, to in batch:
            row = (to.subject, to.place, entry.position, entry.id, entry.at, entry.by, entry.tool, entry.json)
            by_kind.setdefault(to.kind, []).append(row)
        for kind, rows in by_kind.items():
            self._connection.executemany(f'INSERT INTO "staged_{kind}" VALUES (?, ?, ?, ?, ?, ?, ?, ?)', rows)

        self._connection.executemany("INSERT OR IGNORE INTO _contents VALUES (?, ?)", says_now(batch))

    def _gather_the_moved(self) -> None:
        """Where a correction moved a fact to another subject, give both subjects the whole lineage."""
        self._connection.execute(
            "CREATE TEMP TABLE moved AS SELECT DISTINCT place, kind, subject FROM filed WHERE place IN"
            " (SELECT place FROM filed WHERE place IN (SELECT place FROM filed WHERE id <> root)"
            " GROUP BY place HAVING count(DISTINCT kind || '/' || subject) > 1)"
        )
        rows = [
            row
            for kind in _KINDS
            for row in self._connection.execute(
                f"SELECT m.kind, m.subject, s.place, {_ENTRY.replace('position', 's.position')}"
                f' FROM "staged_{kind}" AS s JOIN moved AS m ON m.place = s.place'
                " WHERE (m.kind, m.subject) <> (?, s.subject)",
                (kind,),
            )
        ]
        for kind, *row in rows:
            self._connection.execute(f'INSERT INTO "staged_{kind}" VALUES (?, ?, ?, ?, ?, ?, ?, ?)', row)

    def _first(self, agent: str) -> int:
        return first_recorded(self._connection, agent)


def says_now(batch: Iterable[tuple[Logged, Filing]]) -> Iterator[tuple[str, str]]:
    """(content, id) of the new fact of each correction."""
    for entry, _ in batch:
        if isinstance(entry.fact, Correction):
            yield content(entry.fact.fact).hex(), entry.id


def mentions(entry: Logged, to: Filing) -> set[tuple[str, str]]:
    """(kind, id) of every subject that an entry names, but for the one that it speaks of."""
    if entry.fact is None:
        return set()
    named_there: set[tuple[str, str]] = {(one.kind, one.id) for one in references(entry.fact)}
    return named_there - {(to.kind, to.subject)}


def first_recorded(connection: sqlite3.Connection, agent: str) -> int:
    """The position at which an agent was first spoken of; past all positions if it never was."""
    row = connection.execute("SELECT min(place) FROM _speaks WHERE kind = 'agent' AND subject = ?", (agent,)).fetchone()
    return 2**62 if row[0] is None else int(row[0])


def _logged(rows: Iterable[Sequence[Any]]) -> Iterator[Logged]:
    """The entries of a lineage, each once: one that moved between agents who are now the same is staged for both."""
    last = -1
    for _, _, position, id, at, by, tool, text in rows:
        if position != last:
            fact = None if text is None else parse_fact_json(text.encode())
            yield Logged(position, id, at, by, tool, fact, text)
        last = position


def unstage(connection: sqlite3.Connection) -> None:
    """Drop what staging made."""
    for name in ("filed", "named", "cluster", "moved", *(f"staged_{kind}" for kind in _KINDS)):
        connection.execute(f'DROP TABLE IF EXISTS temp."{name}"')
