"""Strands: what each lineage of a log names, opens and says, as far as that decides who may see it.

A lineage (`force.py`) is shown whole or not at all, for a correction tells what it corrects. A strand is what has to be
remembered of one: neither its words nor its dates. Strands stand in tables, so that the memory for them does not grow
with the log, and can be added to when the log has grown. A strand is called by the position of its root, a subject by
a number.
"""

# ruff: noqa: S608 (every name in the SQL is that of one of our own tables or columns)

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from regesta.events.agent import Identity
from regesta.events.claim import Claim, Origin
from regesta.events.expectation import Expectation
from regesta.events.explanation import Explanation
from regesta.events.facts import Plain, facts_named, parse_fact_json, references
from regesta.events.independence import Independence
from regesta.events.restriction import Restriction
from regesta.projections.force import Lineage, Logged, named, settle, told
from regesta.projections.gathering import NOBODY, Filing, filing
from regesta.projections.quoted import passages_quoted
from regesta.projections.registry import PROJECTIONS
from regesta.projections.told_dates import counts_from

NAMES, SPEAKS, OPENS, CAME, BINDS = 1, 2, 4, 8, 32
"""How a strand is tied to a subject: it names it, speaks of it, opens it (so that whoever sees it knows the id), came
with it, where that is an import or a row of one, or binds it: it judges it, or counts a date from it, so that what is
told of the one bears on the other."""

UNDISCLOSED, RESTRICTS, JUDGES, SURVEYS, BINDING, EXPLAINS = 1, 2, 4, 8, 16, 32
"""What is to be known of a strand: an entry of it is not disclosed in the log itself; it restricts something; it
judges who is who, or what is one origin; it speaks of the whole record: an expectation, which may count, or an
explanation that names no facts; it binds subjects to each other; or it explains a conflict of facts that it names."""

_ONLY_NAMED = 16
_BATCH = 1_000
_MOST_REMEMBERED = 100_000

_OTHERS_NAME = frozenset(projection.kind for projection in PROJECTIONS if projection.shows is not None)
"""The kinds of subject that others name: agents, posts and sources, not what is told of them."""

_TABLES = """
CREATE TABLE entry (position INTEGER PRIMARY KEY, id TEXT, strand INTEGER, kind TEXT, subject TEXT, version INTEGER,
    kept TEXT);
CREATE INDEX entry_id ON entry (id);
CREATE TABLE subject (number INTEGER PRIMARY KEY, name TEXT UNIQUE, ties INTEGER);
CREATE TABLE tie (strand INTEGER, subject INTEGER, how INTEGER, PRIMARY KEY (strand, subject)) WITHOUT ROWID;
CREATE TABLE flag (strand INTEGER PRIMARY KEY, flags INTEGER);
CREATE TABLE act (fact TEXT, strand INTEGER, PRIMARY KEY (fact, strand)) WITHOUT ROWID;
CREATE TABLE quoted (strand INTEGER, place TEXT, start INTEGER, end INTEGER, first INTEGER, last INTEGER);
"""

_INDEXES = """
CREATE INDEX IF NOT EXISTS entry_strand ON entry (strand);
CREATE INDEX IF NOT EXISTS tie_subject ON tie (subject, how);
CREATE INDEX IF NOT EXISTS act_strand ON act (strand);
CREATE INDEX IF NOT EXISTS quoted_at ON quoted (place, first);
CREATE INDEX IF NOT EXISTS subject_ties ON subject (ties);
"""
"""Made when the first entries are in: filling them one by one would take longer."""

_SUBJECT = (
    "INSERT INTO subject (name, ties) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET ties = ties | excluded.ties"
    " RETURNING number"
)
_TIE = "INSERT INTO tie VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET how = how | excluded.how"
_FLAG = "INSERT INTO flag VALUES (?, ?) ON CONFLICT DO UPDATE SET flags = flags | excluded.flags"


_HOLDING = "SELECT strand FROM quoted WHERE place = ? AND first >= ? AND first < ? AND last > ?"


def make_tables(connection: sqlite3.Connection) -> None:
    """Make the tables in an empty database, in the transaction that is open."""
    for statement in filter(str.strip, _TABLES.split(";")):
        connection.execute(statement)


class Strands:
    """The strands in a database that has the tables."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._remembered: dict[tuple[str, str], tuple[int, int]] = {}

    # ---- taking in -------------------------------------------------------------------------------------------------

    def take_in(self, entries: Iterable[Logged]) -> None:
        """Add entries, which come in order of position behind those that are there."""
        stream = iter(entries)
        while batch := tuple(islice(stream, _BATCH)):
            self._take_in(batch)
        for statement in filter(str.strip, _INDEXES.split(";")):
            self._connection.execute(statement)

    def _take_in(self, batch: Sequence[Logged]) -> None:
        known = self._filings({entry.id for entry in batch} | {named(entry.fact) or "" for entry in batch})
        rows: list[tuple[object, ...]] = []
        ties: dict[tuple[int, int], int] = {}
        flags: list[tuple[int, int]] = []
        acts: set[tuple[str, int]] = set()
        quoted: set[tuple[object, ...]] = set()
        for entry in batch:
            filed = known.get(entry.id)
            if filed is not None:  # two merged copies of a log
                rows.append((entry.position, entry.id, filed.place, "", "", 0, None))
                continue
            filed = known[entry.id] = filing(entry, known.get(named(entry.fact) or ""))
            plain = told(entry)
            kept = entry.json if plain is None or isinstance(plain, Restriction | Identity) else None
            rows.append((entry.position, entry.id, filed.place, filed.kind, filed.subject, int(filed.version), kept))
            binding = 0
            for tied, how in _ties(entry, plain, filed).items():
                at = (filed.place, self._number(tied, how))
                ties[at] = ties.get(at, 0) | how
                binding |= BINDING if how & BINDS else 0
            if (found := _flags(entry, plain) | binding) != 0:
                flags.append((filed.place, found))
            if entry.fact is not None:
                acts |= {(id, filed.place) for _, id in facts_named(entry.fact)}
                quoted |= {(filed.place, *where) for where in passages_quoted(entry)}
        self._connection.executemany("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        self._connection.executemany(_TIE, [(*at, how) for at, how in ties.items()])
        self._connection.executemany(_FLAG, flags)
        self._connection.executemany("INSERT OR IGNORE INTO act VALUES (?, ?)", acts)
        self._connection.executemany("INSERT INTO quoted VALUES (?, ?, ?, ?, ?, ?)", quoted)

    def _filings(self, ids: set[str]) -> dict[str, Filing]:
        """Where entries belong that are there; of one that stands twice, where it stands first."""
        found: dict[str, Filing] = {}
        rows = self._connection.execute(
            "SELECT e.id, r.id, e.strand, e.kind, e.subject, e.version FROM entry AS e JOIN entry AS r"
            " ON r.position = e.strand WHERE e.id IN (SELECT value FROM json_each(?)) ORDER BY e.position DESC",
            (json.dumps(sorted(ids)),),
        )
        for id, root, place, kind, subject, version in rows:
            found[id] = Filing(root, place, kind, subject, bool(version))
        return found

    def _number(self, subject: tuple[str, str], how: int) -> int:
        """The number of a subject, which is noted to be tied so."""
        number, ties = self._remembered.get(subject, (0, 0))
        if how & ~ties:
            kind, id = subject
            also = _ONLY_NAMED if kind in _OTHERS_NAME else 0
            (number,) = self._connection.execute(_SUBJECT, (f"{kind}/{id}", how | also)).fetchone()
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[subject] = (number, ties | how)
        return number

    # ---- asking ----------------------------------------------------------------------------------------------------

    def size(self) -> int:
        """How many entries are there."""
        (size,) = self._connection.execute("SELECT coalesce(max(position) + 1, 0) FROM entry").fetchone()
        return int(size)

    def places(self) -> Iterator[tuple[int, int]]:
        """Each position, and its strand."""
        return self._connection.execute("SELECT position, strand FROM entry")

    def flags(self) -> Iterator[tuple[int, int]]:
        """Each strand of which something is to be known, and what."""
        return self._connection.execute("SELECT strand, flags FROM flag ORDER BY strand")

    def settled(self, strand: int) -> Lineage:
        """A lineage, settled; only the facts that were kept can be asked of it: acts, restrictions and judgements."""
        rows = self._connection.execute(
            "SELECT min(position), id, kept FROM entry WHERE strand = ? GROUP BY id", (strand,)
        )
        return settle(_kept(position, id, text) for position, id, text in rows)

    def strand_of(self, fact: str) -> int | None:
        """The strand of a fact."""
        row = self._connection.execute("SELECT strand FROM entry WHERE id = ? LIMIT 1", (fact,)).fetchone()
        return None if row is None else int(row[0])

    def subject(self, kind: str, id: str) -> int | None:
        """The number of a subject; None of one that nothing is tied to."""
        row = self._connection.execute("SELECT number FROM subject WHERE name = ?", (f"{kind}/{id}",)).fetchone()
        return None if row is None else int(row[0])

    def tied_to(self, subject: int, how: int) -> Iterator[int]:
        """The strands that are tied to a subject in one of these ways."""
        rows = self._connection.execute("SELECT strand FROM tie WHERE subject = ? AND how & ?", (subject, how))
        return (strand for (strand,) in rows)

    def ties_of(self, strand: int, how: int) -> list[int]:
        """The subjects that a strand is tied to in one of these ways."""
        rows = self._connection.execute("SELECT subject FROM tie WHERE strand = ? AND how & ?", (strand, how))
        return [subject for (subject,) in rows]

    def acting_on(self, strand: int) -> list[int]:
        """The strands that name a fact of a strand."""
        sql = "SELECT act.strand FROM entry JOIN act ON act.fact = entry.id WHERE entry.strand = ?"
        return [other for (other,) in self._connection.execute(sql, (strand,))]

    def acted_on(self, strand: int) -> list[int]:
        """The strands of which a strand names a fact."""
        sql = "SELECT DISTINCT entry.strand FROM act JOIN entry ON entry.id = act.fact WHERE act.strand = ?"
        return [other for (other,) in self._connection.execute(sql, (strand,))]

    def quoting(self, wanted: Callable[[int], bool]) -> Iterator[tuple[int, int]]:
        """Each strand that is wanted and quotes, with each that holds some of the words, in a quote or around it."""
        (longest,) = self._connection.execute("SELECT coalesce(max(last - first), 0) FROM quoted").fetchone()
        for strand, place, start, end in self._connection.execute("SELECT strand, place, start, end FROM quoted"):
            if wanted(strand):
                for (other,) in self._connection.execute(_HOLDING, (place, start - longest, end, start)):
                    yield strand, other

    def opened_by_none(self) -> list[int]:
        """The subjects that are named, and that nothing opens."""
        sql = f"SELECT number FROM subject WHERE ties & {NAMES} AND NOT ties & {OPENS}"
        return [number for (number,) in self._connection.execute(sql)]

    def only_named(self, strand: int) -> list[int]:
        """The subjects that a strand names, of those kinds that others name."""
        sql = (
            "SELECT number FROM tie JOIN subject ON number = subject WHERE strand = ?"
            f" AND how & {NAMES} AND ties & {_ONLY_NAMED}"
        )
        return [number for (number,) in self._connection.execute(sql, (strand,))]


def _ties(entry: Logged, plain: Plain | None, filed: Filing) -> dict[tuple[str, str], int]:
    """How an entry is tied to subjects: to those it names, the one it speaks of, and the import that it came with."""
    if entry.fact is None:
        return {}
    found: dict[tuple[str, str], int] = {(one.kind, one.id): NAMES for one in references(entry.fact)}
    if plain is not None and filed.kind != NOBODY:
        subject = (filed.kind, filed.subject)
        opens = getattr(plain, "of", plain) is None and filed.subject in (getattr(plain, "key", None), filed.root)
        found[subject] = found.get(subject, 0) | SPEAKS | (OPENS if opens else 0)
    for origin in filter(None, (_origin(entry.fact), _origin(plain))):
        found["import", origin.name] = CAME
    for bound in _bound(entry, plain):
        found[bound] = found.get(bound, 0) | BINDS
    return found


def _bound(entry: Logged, plain: Plain | None) -> Iterable[tuple[str, str]]:
    """The subjects that an entry binds: whom or what it judges, and those from which it counts a date."""
    match plain:
        case Identity():
            return ("agent", plain.a), ("agent", plain.b)
        case Independence():
            return (plain.a.kind, plain.a.id), (plain.b.kind, plain.b.id)
        case _:
            return counts_from(entry)


def _origin(fact: object) -> Origin | None:
    return fact.origin if isinstance(fact, Claim) else None


def _flags(entry: Logged, plain: Plain | None) -> int:
    if entry.fact is None:
        return UNDISCLOSED
    match plain:
        case Restriction():
            return RESTRICTS
        case Identity() | Independence():
            return JUDGES
        case Expectation():
            return SURVEYS
        case Explanation():
            return EXPLAINS if plain.saw else SURVEYS
        case _:
            return 0


def _kept(position: int, id: str, text: str | None) -> Logged:
    """An entry as far as it was kept."""
    return Logged(position, id, "", None, None, None if text is None else parse_fact_json(text.encode()), None)
