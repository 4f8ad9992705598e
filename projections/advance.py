"""The incremental refresh: only the rows of subjects that new entries touch, and of those that name them.

A subject is touched if a new entry speaks of it, or acts on one that does. Its rows are made again; and if what it
shows to others has changed by that (an agent's id or name, a post's label, a source's distance), so are those of every
subject that names it. Only rows that differ are written. What looks across subjects (`finder.py`) comes last, and is
told of every row that came, changed or went.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice

from regesta.projections.account import Account
from regesta.projections.column import Table, columns
from regesta.projections.derived import Derived
from regesta.projections.directory import Directory, judged
from regesta.projections.finder import Finder, Mark
from regesta.projections.finders import FINDERS
from regesta.projections.folding import faces, the_rest
from regesta.projections.force import Logged
from regesta.projections.independence import pair
from regesta.projections.origin_graph import Origin
from regesta.projections.placeholders import REFERRED, prune
from regesta.projections.registry import BY_KIND, LEDGER, PROJECTIONS
from regesta.projections.relative import Relatives, Subjects
from regesta.projections.shelf import Key, Shelf
from regesta.projections.writing import Difference, Values

_AT_ONCE = 500
"""How many subjects are in memory at a time."""


def advance(connection: sqlite3.Connection, entries: Iterable[Logged]) -> None:
    """Bring the rows up to date with new entries, in the transaction that is open.

    Foreign keys have to be deferred to its end: rows are written in the order in which they are made.
    """
    Advance(connection).take_in(entries)


class Advance:
    """One refresh under way."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._shelf = Shelf(connection)
        self._names = Directory(connection, self._revive)
        self._relatives = Relatives(connection, Subjects(self._shelf.account, self._shelf.members))
        self._derived = Derived(connection)
        self._referred: set[Key] = set()
        self._judged: set[Origin] = set()
        self._noted: dict[Finder, set[Mark]] = {finder: set() for finder in FINDERS}

    def take_in(self, entries: Iterable[Logged]) -> None:
        """Take new entries in, and make the rows that they change."""
        touched = self._shelf.take_in(entries)
        connected = self._grounds(touched)
        touched |= connected
        touched |= {("agent", one) for one in self._clusters(touched)}
        reaching = self._reaching(connected)
        touched |= reaching
        if not self._relatives.none:
            touched |= self._relatives.take_up(touched)
        naming = self._faces(touched)
        naming |= {other for key in reaching for other in self._shelf.naming(*key)}
        self._names.forget()
        self._rest(touched | naming)
        for kind, id in self._referred:
            self._names.seen(kind, id)
        prune(self._connection)
        for finder, noted in self._noted.items():
            finder.find(self._connection, frozenset(noted))

    def _grounds(self, touched: set[Key]) -> set[Key]:
        """Make the rows that connect subjects; return the subjects that they connect otherwise now."""
        agents: set[str] = set()
        sources: set[str] = set()
        for kind, id in touched:
            projection = BY_KIND.get(kind)
            if projection is None or projection.grounds is None:
                continue
            table, fold = projection.grounds
            account = self._shelf.account(kind, id)
            difference = Difference()
            difference.was(table, self._shelf.rows(table, account))
            difference.will_be(fold(account))
            if self._write(difference):
                agents.update(id.split("~") if kind == "judgement" else ())
                sources.update((id,) if kind == "source" else ())
                self._judged.update(pair(id) if kind == "origin" else ())
        self._shelf.forget()
        return {("agent", one) for one in agents} | {("source", one) for one in self._shelf.resting_on(sources)}

    def _reaching(self, connected: set[Key]) -> set[Key]:
        """The voices and sources that may end elsewhere by what was judged of origins, now or before; none, if nothing
        was judged of any of them."""
        if not self._judged and self._connection.execute("SELECT 1 FROM origin_judgements LIMIT 1").fetchone() is None:
            return set()
        found = self._shelf.reaching(self._judged | connected)
        return found if self._judged or any(judged(self._connection, one) for one in found) else set()

    def _clusters(self, touched: set[Key]) -> set[str]:
        """All agents in a cluster, as it was or as it is, with one that is touched."""
        found: set[str] = set()
        open_ends = {id for kind, id in touched if kind == "agent"}
        while open_ends:
            together = self._shelf.members(open_ends.pop())
            found.update(together)
            open_ends |= self._shelf.members_before(together)
            open_ends -= found
        return found

    def _faces(self, touched: set[Key]) -> set[Key]:
        """Make the rows that others refer to; return the subjects that name one which shows itself otherwise now."""
        shown = {key for key in touched if key[0] in BY_KIND and BY_KIND[key[0]].shows is not None}
        before = {key: self._names.look_up(*key) for key in shown}
        for projection in PROJECTIONS:
            for account in self._accounts(key for key in shown if key[0] == projection.kind):
                difference = Difference()
                for table in projection.folded:
                    difference.was(table, self._shelf.rows(table, account))
                difference.will_be(faces(account, self._names))
                self._write(difference)
        changed = [key for key in shown if before[key] != self._names.look_up(*key)]
        # what names a source sees the publications of all that the source rests on, too
        resting = self._shelf.resting_on(id for kind, id in changed if kind == "source")
        changed += (("source", one) for one in resting)
        return {naming for key in set(changed) for naming in self._shelf.naming(*key)}

    def _rest(self, keys: set[Key]) -> None:
        """Make all other rows."""
        accounts = self._accounts(sorted(keys))
        while several := tuple(islice(accounts, _AT_ONCE)):
            difference = Difference()
            for account in several:
                for table in _rest_tables(account):
                    difference.was(table, self._shelf.rows(table, account))
                difference.will_be(the_rest(account, self._names))
            self._write(difference)

    def _accounts(self, keys: Iterable[Key]) -> Iterator[Account]:
        """The account of each subject, each once, under whichever of its ids it is named."""
        done: set[Key] = set()
        for kind, id in keys:
            if (kind, id) not in done:
                account = self._shelf.account(kind, id)
                done.update((kind, member) for member in account.members)
                yield self._derived.put(account)

    def _revive(self, kind: str, id: str) -> None:
        """Make the rows of a subject that is named and has none."""
        account = self._shelf.account(kind, id)
        difference = Difference()
        for table in BY_KIND[kind].folded:
            difference.was(table, self._shelf.rows(table, account))
        difference.will_be(faces(account, self._names))
        self._write(difference)

    def _write(self, difference: Difference) -> bool:
        changes = difference.write(self._connection)
        for change in changes:
            for finder, noted in self._noted.items():
                noted.update(finder.marks(change))
        self._referred.update(key for table, _, row in changes if row is not None for key in _referred(table, row))
        return bool(changes)


def _rest_tables(account: Account) -> tuple[Table, ...]:
    projection = BY_KIND.get(account.kind)
    return LEDGER if projection is None or projection.shows is not None else (*projection.folded, *LEDGER)


def _referred(table: Table, row: Values) -> Iterator[Key]:
    """The subjects that a row refers to and that must have a row."""
    for field, value in zip(columns(table.row), row, strict=True):
        if value is not None and field.column.refers in REFERRED:
            yield REFERRED[field.column.refers], str(value)
