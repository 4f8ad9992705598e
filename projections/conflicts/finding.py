"""Conflicts as rows: what the rules find, on which facts it rests, and its state by the explanations.

`_found` keeps which conflict was found in which scope of which rule, so that a refresh knows what may be gone.
"""

# ruff: noqa: S608 (what is put into the SQL is that of our own rules)

import json
import sqlite3
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import itemgetter

from regesta.projections.column import Table, columns
from regesta.projections.conflicts.evidence import Evidence, Fact
from regesta.projections.conflicts.rows import TABLES
from regesta.projections.conflicts.rule import Finding, Rule, Watch, conflict_id
from regesta.projections.conflicts.rules import RULES
from regesta.projections.conflicts.telling import Explanation, as_found, as_remembered
from regesta.projections.finder import Finder, Mark
from regesta.projections.writing import Difference, Values

Found = dict[str, tuple[str, Finding]]
"""What is found now, by the conflict's id, with the rule that found it."""

_PRIVATE = (
    "CREATE TABLE _found (conflict TEXT PRIMARY KEY, rule TEXT NOT NULL, scope TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE INDEX _found_in ON _found (rule, scope)",
)

_LISTED = "(SELECT value FROM json_each(?))"
_AT_ONCE = 1_000
"""How many conflicts are in memory at a time."""


@dataclass(frozen=True, slots=True)
class Watched:
    """That a row named an id which a rule watches."""

    rule: str
    watch: Watch
    id: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """That a fact of a subject changed: whatever rests on it is to be told again."""

    kind: str
    subject: str


@dataclass(frozen=True, slots=True)
class Acted:
    """That a version of a fact, or what acts on one, changed, whatever subject it is filed under: a correction may
    have moved the fact to another."""

    root: str


@dataclass(frozen=True, slots=True)
class Explaining:
    """That an explanation of a conflict came, changed or went."""

    conflict: str


def marks(table: Table, row: Values) -> Iterator[Mark]:
    """What a changed row touches."""
    for rule, watch, index in _watching(table.name):
        if row[index] is not None:
            yield Watched(rule, watch, str(row[index]).partition("~")[0])
    if table.name == "facts":
        kind, subject, root = (row[index] for index in _places(table, "subject_kind", "subject", "root"))
        yield Spoken(str(kind), str(subject))
        yield Acted(str(root))
    elif table.name == "explanations":
        yield Explaining(str(row[_places(table, "conflict")[0]]))


@cache
def _watching(table: str) -> tuple[tuple[str, Watch, int], ...]:
    from regesta.projections.registry import TABLES as ALL

    names = {one.name: [field.name for field in columns(one.row)] for one in ALL}[table]
    return tuple(
        (rule.id, watch, names.index(watch.column)) for rule in RULES for watch in rule.watches if watch.table == table
    )


@cache
def _places(table: Table, *names: str) -> tuple[int, ...]:
    order = [field.name for field in columns(table.row)]
    return tuple(order.index(name) for name in names)


def find(connection: sqlite3.Connection, noted: frozenset[Hashable] | None) -> None:
    """Make the rows of all conflicts, or again of those that what was noted touches."""
    if noted is None:
        _everywhere(connection)
    elif noted:
        _again(connection, noted)


def _everywhere(connection: sqlite3.Connection) -> None:
    found: Found = {}
    for rule in RULES:
        for scope, one in _evaluated(connection, rule, None):
            found[_found(connection, rule, scope, one)] = rule.id, one
            if len(found) >= _AT_ONCE:
                _write(connection, found, found)
                found.clear()
    _write(connection, found, found)
    unfound = "SELECT DISTINCT conflict FROM explanations WHERE conflict NOT IN (SELECT conflict FROM _found)"
    _write(connection, {}, [row[0] for row in connection.execute(unfound).fetchall()])


def _again(connection: sqlite3.Connection, noted: Iterable[Hashable]) -> None:
    touched, scopes = _touched(connection, noted)
    found: Found = {}
    for rule in RULES:
        if within := scopes.get(rule.id):
            listed = json.dumps(sorted(within))
            sql = f"FROM _found WHERE rule = ? AND scope IN {_LISTED}"
            touched |= {row[0] for row in connection.execute(f"SELECT conflict {sql}", (rule.id, listed))}
            connection.execute(f"DELETE {sql}", (rule.id, listed))
            for scope, one in _evaluated(connection, rule, listed):
                found[_found(connection, rule, scope, one)] = rule.id, one
    _write(connection, found, touched | found.keys())


def _touched(connection: sqlite3.Connection, noted: Iterable[Hashable]) -> tuple[set[str], Mapping[str, set[str]]]:
    """The conflicts that are to be told again, and the scopes of each rule in which they may have come or gone."""
    ids: defaultdict[tuple[str, Watch], set[str]] = defaultdict(set)
    spoken: set[tuple[str, str]] = set()
    roots: set[str] = set()
    touched: set[str] = set()
    for mark in noted:
        match mark:
            case Watched():
                ids[mark.rule, mark.watch].add(mark.id)
            case Spoken():
                spoken.add((mark.kind, mark.subject))
            case Acted():
                roots.add(mark.root)
            case Explaining():
                touched.add(mark.conflict)
            case _:
                raise TypeError(f"{mark!r} was noted by somebody else")
    sql = (
        "SELECT conflict FROM json_each(?) AS o JOIN conflict_subjects AS s"
        " ON s.subject = json_extract(o.value, '$[1]') AND s.subject_kind = json_extract(o.value, '$[0]')"
    )
    touched |= {row[0] for row in connection.execute(sql, (json.dumps(sorted(spoken)),))}
    sql = (
        "SELECT conflict FROM json_each(?) AS one JOIN facts AS f ON f.root = one.value"
        " JOIN conflict_facts AS c ON c.fact = f.id"
    )
    touched |= {row[0] for row in connection.execute(sql, (json.dumps(sorted(roots)),))}
    scopes: defaultdict[str, set[str]] = defaultdict(set)
    for (rule, watch), named in ids.items():
        listed = json.dumps(sorted(named))
        scopes[rule] |= named if watch.via is None else {row[0] for row in connection.execute(watch.via, (listed,))}
    where = f"SELECT rule, scope FROM _found WHERE conflict IN {_LISTED}"
    for rule, scope in connection.execute(where, (json.dumps(sorted(touched)),)):
        scopes[rule].add(scope)
    return touched, scopes


def _evaluated(connection: sqlite3.Connection, rule: Rule, scopes: str | None) -> Iterator[tuple[str, Finding]]:
    """(scope, finding) of everything that a rule finds, in all scopes or in a JSON array of them."""
    within = "1" if scopes is None else f"{rule.scope} IN {_LISTED}"
    rows = connection.execute(rule.rows.format(within=within), () if scopes is None else (scopes,))
    for scope, of_scope in groupby(rows, itemgetter(0)):
        for finding in rule.find(scope, tuple(of_scope)):
            yield scope, finding


def _found(connection: sqlite3.Connection, rule: Rule, scope: str, finding: Finding) -> str:
    id = conflict_id(rule.id, finding.key)
    connection.execute("INSERT INTO _found VALUES (?, ?, ?)", (id, rule.id, scope))
    return id


def _write(connection: sqlite3.Connection, found: Found, ids: Iterable[str]) -> None:
    """Write the rows of some conflicts: those that are found, those that explanations remember, none of others."""
    wanted = sorted(ids)
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        listed, difference = json.dumps(some), Difference()
        for table in TABLES:
            sql = f'SELECT * FROM "{table.name}" WHERE "{table.owner}" IN {_LISTED}'
            difference.was(table, connection.execute(sql, (listed,)).fetchall())
        explained = _explanations(connection, listed)
        evidence = Evidence(connection)
        for id in some:
            if id in found:
                rule, finding = found[id]
                sides = tuple(evidence.sides(finding))
                difference.will_be(as_found(id, rule, finding, sides, explained[id]))
            elif explained[id]:
                seen = evidence.seen(one for explanation in explained[id] for one in explanation.seen)
                difference.will_be(as_remembered(id, explained[id], seen, _ended_by(connection, seen)))
        difference.write(connection)


def _explanations(connection: sqlite3.Connection, listed: str) -> defaultdict[str, list[Explanation]]:
    """The explanations in force of conflicts, each one's in order of position."""
    rows = connection.execute(
        "SELECT conflict, position, rule, what, subject_kind, subject, saw FROM explanations"
        f" WHERE conflict IN {_LISTED} ORDER BY position",
        (listed,),
    )
    found: defaultdict[str, list[Explanation]] = defaultdict(list)
    for conflict, *row in rows:
        found[conflict].append(Explanation(*row))
    return found


def _ended_by(connection: sqlite3.Connection, seen: Iterable[Fact]) -> str | None:
    """The last correction or retraction in force of facts that are in force no more."""
    roots = json.dumps(sorted({fact.root for fact in seen}))
    row = connection.execute(
        "SELECT id FROM facts AS act WHERE act.kind IN ('correction', 'retraction') AND +act.status = 'in-force'"
        f" AND act.id <> act.root AND act.root IN {_LISTED} AND act.root IN (SELECT root FROM facts WHERE id IN"
        f" {_LISTED} AND status <> 'in-force') ORDER BY act.position DESC LIMIT 1",
        (roots, json.dumps(sorted(fact.id for fact in seen))),
    ).fetchone()
    return None if row is None else str(row[0])


FINDER = Finder(marks, find, _PRIVATE)
