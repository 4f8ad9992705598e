"""Conflicts as rows: what the rules find, on which facts it rests, and its state by the explanations.

`_found` keeps which conflict was found in which scope of which rule, and on which day, so that a refresh knows what may
be gone; `_looked_up` which of them looks up facts of a subject, all or those that tell one field of it, so that a
refresh knows for which of them a new fact is evidence.
"""

# ruff: noqa: S608 (what is put into the SQL is that of our own rules)

import json
import sqlite3
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from regesta.projections.conflicts.evidence import Evidence, Fact
from regesta.projections.conflicts.rows import TABLES
from regesta.projections.conflicts.rule import Finding, Rule, conflict_id
from regesta.projections.conflicts.rules import RULES
from regesta.projections.conflicts.telling import Explanation, as_found, as_remembered
from regesta.projections.conflicts.touching import LISTED, Scopes, marks, touched
from regesta.projections.finder import ALWAYS, Finder
from regesta.projections.writing import Difference

Found = dict[str, tuple[str, Finding]]
"""What is found now, by the conflict's id, with the rule that found it."""

_PRIVATE = (
    "CREATE TABLE _found (conflict TEXT PRIMARY KEY, rule TEXT NOT NULL, scope TEXT NOT NULL, day TEXT NOT NULL)"
    " STRICT, WITHOUT ROWID",
    "CREATE INDEX _found_in ON _found (rule, scope, day)",
    "CREATE TABLE _looked_up (subject_kind TEXT NOT NULL, subject TEXT NOT NULL, field TEXT NOT NULL,"
    " conflict TEXT NOT NULL, PRIMARY KEY (subject_kind, subject, field, conflict)) STRICT, WITHOUT ROWID",
    "CREATE INDEX _looked_up_for ON _looked_up (conflict)",
    *(rule.index for rule in RULES if rule.index is not None),
)

_AT_ONCE = 1_000
"""How many conflicts are in memory at a time."""


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
    again, scopes = touched(connection, noted)
    found: Found = {}
    for rule in RULES:
        if asked := _as_a_whole(connection, rule, scopes.get(rule.id, {})):
            again |= _forget(connection, rule, asked)
            for scope, one in _evaluated(connection, rule, asked):
                first, last = asked[scope]
                if first <= one.day <= last:
                    found[_found(connection, rule, scope, one)] = rule.id, one
    _write(connection, found, again | found.keys())


def _as_a_whole(connection: sqlite3.Connection, rule: Rule, asked: Scopes) -> Scopes:
    """Some days of scopes; but all days of those of which something is found that tells of the scope as a whole."""
    if rule.days is None or not asked:
        return asked
    sql = f"SELECT scope FROM _found WHERE rule = ? AND scope IN {LISTED} AND day = ''"
    whole = {row[0] for row in connection.execute(sql, (rule.id, json.dumps(sorted(asked))))}
    some = {scope: days for scope, days in asked.items() if scope not in whole and days != ALWAYS}
    whole.update(scope for scope, one in _evaluated(connection, rule, some) if not one.day)
    return {scope: ALWAYS if scope in whole else days for scope, days in asked.items()}


def _forget(connection: sqlite3.Connection, rule: Rule, asked: Scopes) -> set[str]:
    """Forget what was found on some days of scopes; return which conflicts."""
    sql = (
        "SELECT f.conflict FROM json_each(?) AS one JOIN _found AS f ON f.rule = ? AND f.scope = one.value ->> 0"
        " AND f.day BETWEEN one.value ->> 1 AND one.value ->> 2"
    )
    listed = json.dumps([(scope, *days) for scope, days in asked.items()])
    gone = {row[0] for row in connection.execute(sql, (listed, rule.id))}
    connection.execute(f"DELETE FROM _found WHERE conflict IN {LISTED}", (json.dumps(sorted(gone)),))
    return gone


def _evaluated(connection: sqlite3.Connection, rule: Rule, asked: Scopes | None) -> Iterator[tuple[str, Finding]]:
    """(scope, finding) of everything that a rule finds, everywhere or by the rows of some days of some scopes."""
    for within, parameters in _conditions(rule, asked):
        rows = connection.execute(rule.rows.format(within=within), parameters)
        for scope, of_scope in groupby(rows, itemgetter(0)):
            for finding in rule.find(scope, tuple(of_scope)):
                yield scope, finding


def _conditions(rule: Rule, asked: Scopes | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    if asked is None:
        yield "1", ()
    elif rule.days is None:
        yield f"{rule.scope} IN {LISTED}", (json.dumps(sorted(asked)),)
    else:
        first, last = rule.days
        for scope, days in sorted(asked.items()):
            yield f"{rule.scope} = ? AND {first} <= ? AND {last} >= ?", (scope, days[1], days[0])


def _found(connection: sqlite3.Connection, rule: Rule, scope: str, finding: Finding) -> str:
    id = conflict_id(rule.id, finding.key)
    connection.execute("INSERT INTO _found VALUES (?, ?, ?, ?)", (id, rule.id, scope, finding.day))
    return id


def _write(connection: sqlite3.Connection, found: Found, ids: Iterable[str]) -> None:
    """Write the rows of some conflicts: those that are found, those that explanations remember, none of others."""
    wanted = sorted(ids)
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        listed, difference = json.dumps(some), Difference()
        for table in TABLES:
            sql = f'SELECT * FROM "{table.name}" WHERE "{table.owner}" IN {LISTED}'
            difference.was(table, connection.execute(sql, (listed,)).fetchall())
        connection.execute(f"DELETE FROM _looked_up WHERE conflict IN {LISTED}", (listed,))
        explained = _explanations(connection, listed)
        evidence = Evidence(connection)
        for id in some:
            if id in found:
                rule, finding = found[id]
                _look_up(connection, id, finding)
                sides = tuple(evidence.sides(finding))
                difference.will_be(as_found(id, rule, finding, sides, explained[id]))
            elif explained[id]:
                seen = evidence.seen(one for explanation in explained[id] for one in explanation.seen)
                difference.will_be(as_remembered(id, explained[id], seen, _ended_by(connection, seen)))
        difference.write(connection)


def _look_up(connection: sqlite3.Connection, id: str, finding: Finding) -> None:
    looked_up = {(told.kind, told.id, told.field or "", id) for told in finding.looked_up}
    connection.executemany("INSERT INTO _looked_up VALUES (?, ?, ?, ?)", sorted(looked_up))


def _explanations(connection: sqlite3.Connection, listed: str) -> defaultdict[str, list[Explanation]]:
    """The explanations in force of conflicts, each one's in order of position."""
    rows = connection.execute(
        "SELECT conflict, position, rule, what, subject_kind, subject, saw FROM explanations"
        f" WHERE conflict IN {LISTED} ORDER BY position",
        (listed,),
    )
    found: defaultdict[str, list[Explanation]] = defaultdict(list)
    for conflict, *row in rows:
        found[conflict].append(Explanation(*row))
    return found


def _ended_by(connection: sqlite3.Connection, seen: Iterable[Fact]) -> str | None:
    """The last correction or retraction in force of facts that are in force no more; none that took back another."""
    roots = json.dumps(sorted({fact.root for fact in seen}))
    row = connection.execute(
        "SELECT act.id FROM facts AS act JOIN facts AS ended"
        " ON ended.id = act.json ->> iif(act.kind = 'correction', 'replaces', 'fact')"
        " WHERE act.kind IN ('correction', 'retraction') AND +act.status = 'in-force' AND act.id <> act.root"
        f" AND +ended.kind NOT IN ('retraction', 'confirmation') AND act.root IN {LISTED} AND act.root IN"
        f" (SELECT root FROM facts WHERE id IN {LISTED} AND status <> 'in-force') ORDER BY act.position DESC LIMIT 1",
        (roots, json.dumps(sorted(fact.id for fact in seen))),
    ).fetchone()
    return None if row is None else str(row[0])


FINDER = Finder(marks, find, _PRIVATE)
