"""The facts of a database, taken in and found again by subject: what an incremental refresh reads.

The ledger itself holds every fact; two private tables tell which lineages speak of a subject, and which subjects name
which. Neither ever loses a row, since no entry is ever forgotten.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from regesta.events.facts import parse_fact_json
from regesta.projections.account import Account
from regesta.projections.column import Table
from regesta.projections.directory import judged, same_as
from regesta.projections.force import IN_FORCE, WITHHELD, Logged, named, settle
from regesta.projections.gathering import Filing, filing, filings, gather
from regesta.projections.identity import cluster
from regesta.projections.origin_graph import Origin
from regesta.projections.staging import first_recorded, mentions, says_now
from regesta.projections.told_dates import counts_from
from regesta.projections.writing import Values

Key = tuple[str, str]
"""A subject: its kind, and an id under which it was recorded."""

_NEW = (
    "INSERT INTO facts (id, position, says, kind, status, root, recorded_at, recorded_by, recorded_with, json)"
    " VALUES (?, ?, '', ?, ?, ?, ?, ?, ?, ?)"
)


ENTRY = "position, id, recorded_at, recorded_by, recorded_with, json"
"""The columns of `facts` that keep an entry."""


def entry_in(row: Sequence[Any]) -> Logged:
    """The entry that a row of `facts` keeps, its columns in the order of `ENTRY`."""
    position, id, at, by, tool, text = row
    return Logged(position, id, at, by, tool, None if text is None else parse_fact_json(text.encode()), text)


class Shelf:
    """The facts that a database holds."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._together: dict[str, Sequence[str]] = {}

    def take_in(self, entries: Iterable[Logged]) -> set[Key]:
        """Add new entries to the ledger, bare as yet; return every subject of a lineage that they belong to."""
        new: dict[str, Filing] = {}
        for entry in entries:
            if entry.id in new or self._filing(entry.id) is not None:
                continue  # it is there twice, in two merged copies of a log; it counts where it came first
            target = named(entry.fact) or ""
            filed = filing(entry, new.get(target) or self._filing(target))
            new[entry.id] = filed
            self._add(entry, filed)
        touched: set[Key] = set()
        for root in {filed.root for filed in new.values()}:
            subjects = {(one.kind, one.subject) for one in filings(self._entries(root)).values()}
            touched |= subjects
            self._mention((one, other) for one in subjects for other in subjects if one != other)
        return touched

    def account(self, kind: str, id: str) -> Account:
        """The account of a subject; of an agent, under the id that stands for all that it was judged to be."""
        members = self.members(id) if kind == "agent" else (id,)
        roots = dict.fromkeys(root for member in members for root in self._roots(kind, member))
        return gather(kind, members[0], members, [settle(self._entries(root)) for root in roots])

    def members(self, agent: str) -> Sequence[str]:
        """The ids of all agents that an agent was judged to be, the one recorded first at the head."""
        if agent not in self._together:
            found = cluster(agent, lambda one: same_as(self._connection, one))
            head = min(found, key=lambda one: (first_recorded(self._connection, one), one))
            self._together.update(dict.fromkeys(found, (head, *sorted(found - {head}))))
        return self._together[agent]

    def forget(self) -> None:
        """Read anew who was judged to be whom: judgements have changed."""
        self._together.clear()

    def members_before(self, agents: Iterable[str]) -> set[str]:
        """The ids of all agents that some agents were judged to be, as the rows have it."""
        listed = "(SELECT agent FROM aliases WHERE id IN (SELECT value FROM json_each(?)))"
        same = f"SELECT id FROM aliases WHERE agent IN {listed}"  # noqa: S608
        return {row[0] for row in self._connection.execute(same, (json.dumps(sorted(agents)),))}

    def naming(self, kind: str, id: str) -> Iterator[Key]:
        """The subjects of which some entry names a subject."""
        rows = self._connection.execute(
            "SELECT kind, subject FROM _mentions WHERE mentioned_kind = ? AND mentioned = ?", (kind, id)
        )
        return ((row[0], row[1]) for row in rows)

    def resting_on(self, sources: Iterable[str]) -> set[str]:
        """All sources that rest on some sources in the end, those included."""
        found = set(sources)
        open_ends = list(found)
        while open_ends:
            rows = self._connection.execute("SELECT source FROM derivations WHERE rests_on = ?", (open_ends.pop(),))
            fresh = {row[0] for row in rows} - found
            found |= fresh
            open_ends += fresh
        return found

    def reaching(self, origins: Iterable[Origin]) -> set[Origin]:
        """All voices and sources that may end elsewhere when something changes below or beside some of them.

        Those that rest on one in the end; and those on which something was judged together with one of these, for what
        a judgement cuts depends on what both of them rest on.
        """
        found = set(origins)
        open_ends = list(found)
        while open_ends:
            kind, id = origin = open_ends.pop()
            fresh = set(judged(self._connection, origin))
            if kind == "agent":
                fresh.update(("agent", one) for one in (*self.members(id), *self.members_before((id,))))
            else:
                fresh.update(("source", one) for one in self.resting_on((id,)))
            open_ends += fresh - found
            found |= fresh
        return found

    def rows(self, table: Table, account: Account) -> list[Values]:
        """The rows that a subject has in a table now."""
        keys = [one.entry.id for one in account.entries] if table.of_a_fact else account.members
        sql = f'SELECT * FROM "{table.name}" WHERE "{table.owner}" IN (SELECT value FROM json_each(?))'  # noqa: S608
        return self._connection.execute(sql, (json.dumps(keys),)).fetchall()

    def _add(self, entry: Logged, filed: Filing) -> None:
        kind, status = (WITHHELD, WITHHELD) if entry.fact is None else (entry.fact.kind, IN_FORCE)
        row = (entry.id, entry.position, kind, status, filed.root, entry.at, entry.by, entry.tool, entry.json)
        self._connection.execute(_NEW, row)
        subject = (filed.kind, filed.subject)
        speaks = (*subject, filed.place, filed.root)
        self._connection.execute("INSERT OR IGNORE INTO _speaks VALUES (?, ?, ?, ?)", speaks)
        self._mention((who, subject) for who in mentions(entry, filed))
        leans = [(*anchor, *subject) for anchor in counts_from(entry)]
        self._connection.executemany("INSERT OR IGNORE INTO _leans VALUES (?, ?, ?, ?)", leans)
        self._connection.executemany("INSERT OR IGNORE INTO _contents VALUES (?, ?)", says_now([(entry, filed)]))

    def _mention(self, pairs: Iterable[tuple[Key, Key]]) -> None:
        rows = [(*mentioned, *by) for mentioned, by in pairs]
        self._connection.executemany("INSERT OR IGNORE INTO _mentions VALUES (?, ?, ?, ?)", rows)

    def _filing(self, id: str) -> Filing | None:
        row = self._connection.execute("SELECT root FROM facts WHERE id = ?", (id,)).fetchone()
        return None if row is None else filings(self._entries(row[0])).get(id)

    def _roots(self, kind: str, id: str) -> list[str]:
        sql = "SELECT root FROM _speaks WHERE kind = ? AND subject = ? ORDER BY place"
        return [row[0] for row in self._connection.execute(sql, (kind, id))]

    def _entries(self, root: str) -> list[Logged]:
        rows = self._connection.execute(f"SELECT {ENTRY} FROM facts WHERE root = ? ORDER BY position", (root,))  # noqa: S608
        return [entry_in(row) for row in rows]
