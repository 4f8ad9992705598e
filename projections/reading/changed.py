"""What changed since an earlier edition, subject by subject, with the entries that changed it and their reasons."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from regesta.events.amendment import Correction
from regesta.events.facts import parse_fact_json
from regesta.projections.changes import Change, What, changes, values
from regesta.projections.entries import AsKnown, stamp
from regesta.projections.force import Logged, told
from regesta.projections.reading.rows import Row, rows, text
from regesta.projections.reading.subjects import with_id


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry that only the later edition holds."""

    position: int
    fact: str
    kind: str
    recorded_at: str
    recorded_by: str | None
    motive: str | None
    """A correction's."""
    why: str | None
    """The note, reason or motive that it carries."""
    says: str


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a fact: its id, its status in the later edition, and what it says."""

    fact: str
    status: str
    says: str


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of one fact; `what` is one of `changes.What`."""

    what: What
    verdict: str | None
    """same, different or undecided, of a judgement on two agents."""
    before: Version | None
    after: Version | None
    values: Mapping[str, tuple[Any, Any]]
    """The fields in which the two versions differ, where there are two: before and after."""
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class SubjectChanged:
    """A subject and what became of the facts on it, in the order in which that began.

    `kind` and `id` are None for what speaks of no subject: withheld entries, and acts that name no fact recorded
    before them.
    """

    kind: str | None
    id: str | None
    label: str
    changes: tuple[Changed, ...]


def changed(connection: sqlite3.Connection, since: AsKnown) -> tuple[SubjectChanged, ...]:
    """What changed since an earlier edition (None is this one), in the order in which it began.

    The connection is to the database of the later edition. It costs in proportion to what changed.
    """
    found = {str(row["id"]): row for row in _touched(connection, since)}
    entries = (_logged(row) for row in found.values())
    lineages = (tuple(group) for _, group in groupby(entries, key=lambda entry: found[entry.id]["root"]))
    grouped: dict[tuple[str | None, str | None], list[Change]] = {}
    held = {identity for identity, row in found.items() if row["held"]}
    ordered = sorted(changes(lineages, lambda entry: entry.id in held), key=lambda change: change.entries[0].position)
    for change in ordered:
        row = found[(change.after or change.before or change.entries[0]).id]
        grouped.setdefault((text(row, "subject_kind"), text(row, "subject")), []).append(change)
    return tuple(
        SubjectChanged(kind, id, _label(connection, kind, id), tuple(_changed(change, found) for change in of))
        for (kind, id), of in grouped.items()
    )


def only_in(connection: sqlite3.Connection, one: AsKnown, other: AsKnown) -> int:
    """How many entries the one edition holds and the other does not; the connection's database holds both."""
    mine, mine_given = _held(one)
    yours, yours_given = _held(other)
    sql = f"SELECT count(*) FROM facts WHERE {mine} AND NOT {yours}"  # noqa: S608 - two of the tests below
    return int(connection.execute(sql, (*mine_given, *yours_given)).fetchone()[0])


def entries_in(connection: sqlite3.Connection, edition: AsKnown) -> int:
    """How many entries an edition holds, of those that the database does."""
    held, given = _held(edition)
    return int(connection.execute(f"SELECT count(*) FROM facts WHERE {held}", given).fetchone()[0])  # noqa: S608 - as above


def _held(edition: AsKnown) -> tuple[str, tuple[object, ...]]:
    """The test whether an edition holds an entry, and its parameters."""
    match edition:
        case None:
            return "1", ()
        case int():
            return "(position < ?)", (edition,)
        case _:
            return "(recorded_at <= ?)", (stamp(edition),)


def _touched(connection: sqlite3.Connection, since: AsKnown) -> Iterator[Row]:
    """Every entry of the lineages in which something is new, a lineage after the other."""
    held, given = _held(since)
    sql = (
        f"SELECT facts.*, {held} AS held FROM facts"  # noqa: S608 - one of the tests above
        f" WHERE root IN (SELECT root FROM facts WHERE NOT {held}) ORDER BY root, position"
    )
    return rows(connection, sql, (*given, *given))


def _logged(row: Row) -> Logged:
    said = text(row, "json")
    return Logged(
        position=int(str(row["position"])),
        id=str(row["id"]),
        at=str(row["recorded_at"]),
        by=text(row, "recorded_by"),
        tool=text(row, "recorded_with"),
        fact=None if said is None else parse_fact_json(said.encode()),
        json=said,
    )


def _changed(change: Change, found: Mapping[str, Row]) -> Changed:
    before = told(change.before) if change.before else None
    after = told(change.after) if change.after else None
    return Changed(
        what=change.what,
        verdict=getattr(after or before, "verdict", None),
        before=_version(change.before, found),
        after=_version(change.after, found),
        values=values(before, after) if before and after else {},
        entries=tuple(_entries(change.entries, found)),
    )


def _version(entry: Logged | None, found: Mapping[str, Row]) -> Version | None:
    if entry is None:
        return None
    return Version(entry.id, str(found[entry.id]["status"]), str(found[entry.id]["says"]))


def _entries(entries: Iterable[Logged], found: Mapping[str, Row]) -> Iterator[Entry]:
    for entry in entries:
        row = found[entry.id]
        yield Entry(
            position=entry.position,
            fact=entry.id,
            kind=str(row["kind"]),
            recorded_at=entry.at,
            recorded_by=entry.by,
            motive=entry.fact.motive if isinstance(entry.fact, Correction) else None,
            why=text(row, "note"),
            says=str(row["says"]),
        )


def _label(connection: sqlite3.Connection, kind: str | None, identity: str | None) -> str:
    if kind is None or identity is None:
        return "no subject that is known"
    return next((subject.label for subject in with_id(connection, identity, (kind,))), identity)
