"""What changed rows touch: the conflicts that are to be told again, and where each rule has to look again."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from regesta.projections.column import Table, places
from regesta.projections.conflicts.rule import Watch
from regesta.projections.conflicts.rules import RULES
from regesta.projections.finder import ALWAYS, Days, Mark
from regesta.projections.writing import Change, Values

Scopes = dict[str, Days]
"""Where a rule has to look: which days of which scope."""

LISTED = "(SELECT value FROM json_each(?))"

# Most subjects are looked up by no conflict; what their facts tell is not even read.
_LOOKING_UP = """
    SELECT l.conflict FROM json_each(?) AS one CROSS JOIN facts AS f ON f.id = one.value ->> 2
        CROSS JOIN json_each(iif(f.kind = 'correction', json_extract(f.json, '$.fact'), f.json)) AS told
        CROSS JOIN _looked_up AS l ON l.subject_kind = one.value ->> 0 AND l.subject = one.value ->> 1
            AND l.field IN ('', told.key)
    WHERE told.type <> 'null'
        AND EXISTS (SELECT 1 FROM _looked_up WHERE subject_kind = one.value ->> 0 AND subject = one.value ->> 1)"""


@dataclass(frozen=True, slots=True)
class Watched:
    """That a row named an id which a rule watches, and the days that it touches."""

    rule: str
    watch: Watch
    id: str
    days: Days


@dataclass(frozen=True, slots=True)
class Spoken:
    """That a fact of a subject came, went or changed: whatever looks up what it tells is to be told again."""

    kind: str
    subject: str
    fact: str


@dataclass(frozen=True, slots=True)
class Acted:
    """That a version of a fact, or what acts on one, changed, whatever subject it is filed under: a correction may
    have moved the fact to another."""

    root: str


@dataclass(frozen=True, slots=True)
class Explaining:
    """That an explanation of a conflict came, changed or went."""

    conflict: str


def marks(change: Change) -> Iterator[Mark]:
    """What a changed row touches, as it was and as it is."""
    table, before, after = change
    for rule, watch in _watching(table.name):
        if _differs(table, watch, before, after):
            for row in filter(None, (before, after)):
                yield from _watched(table, rule, watch, row)
    for row in filter(None, (before, after)):
        yield from _told(table, row)


@cache
def _watching(table: str) -> tuple[tuple[str, Watch], ...]:
    return tuple((rule.id, watch) for rule in RULES for watch in rule.watches if watch.table == table)


def _watched(table: Table, rule: str, watch: Watch, row: Values) -> Iterator[Watched]:
    (id,) = _values(table, row, watch.column)
    first, last = ALWAYS if watch.days is None else (day or watch.undated for day in _values(table, row, *watch.days))
    if id is not None and first is not None and last is not None:
        yield Watched(rule, watch, str(id).partition("~")[0], (str(first), str(last)))


def _told(table: Table, row: Values) -> Iterator[Mark]:
    if table.name == "facts":
        kind, subject, root, fact = _values(table, row, "subject_kind", "subject", "root", "id")
        yield Spoken(str(kind), str(subject), str(fact))
        yield Acted(str(root))
    elif table.name == "explanations":
        yield Explaining(str(_values(table, row, "conflict")[0]))


def _differs(table: Table, watch: Watch, before: Values | None, after: Values | None) -> bool:
    """Whether a row came, went, or changed in what the rule reads of it."""
    if before is None or after is None or not watch.reads:
        return True
    names = (watch.column, *watch.reads)
    return _values(table, before, *names) != _values(table, after, *names)


def _values(table: Table, row: Values, *names: str) -> Values:
    at = places(table.row)
    return tuple(row[at[name]] for name in names)


def touched(connection: sqlite3.Connection, noted: Iterable[Mark]) -> tuple[set[str], dict[str, Scopes]]:
    """The conflicts that are to be told again, and where each rule has to look for such as may have come or gone."""
    ids: defaultdict[tuple[str, Watch], Scopes] = defaultdict(dict)
    spoken: set[tuple[str, str, str]] = set()
    roots: set[str] = set()
    again: set[str] = set()
    for mark in noted:
        match mark:
            case Watched():
                widen(ids[mark.rule, mark.watch], mark.id, mark.days)
            case Spoken():
                spoken.add((mark.kind, mark.subject, mark.fact))
            case Acted():
                roots.add(mark.root)
            case Explaining():
                again.add(mark.conflict)
            case _:
                raise TypeError(f"{mark!r} was noted by somebody else")
    again |= _resting_on(connection, spoken, roots)
    scopes: defaultdict[str, Scopes] = defaultdict(dict)
    for (rule, watch), named in ids.items():
        for scope, days in named.items() if watch.via is None else _via(connection, watch.via, named):
            widen(scopes[rule], scope, days)
    found = f"SELECT rule, scope, day FROM _found WHERE conflict IN {LISTED}"  # noqa: S608
    for rule, scope, day in connection.execute(found, (json.dumps(sorted(again)),)):
        widen(scopes[rule], scope, (day, day))
    return again, scopes


def widen(scopes: Scopes, scope: str, days: Days) -> None:
    """Look at some days of a scope, too, and at those between."""
    first, last = scopes.get(scope, days)
    scopes[scope] = min(first, days[0]), max(last, days[1])


def _resting_on(connection: sqlite3.Connection, spoken: set[tuple[str, str, str]], roots: set[str]) -> set[str]:
    """The conflicts that look up what a fact tells of its subject, or rest on a version of a fact."""
    resting = {row[0] for row in connection.execute(_LOOKING_UP, (json.dumps(sorted(spoken)),))}
    sql = (
        "SELECT conflict FROM json_each(?) AS one JOIN facts AS f ON f.root = one.value"
        " JOIN conflict_facts AS c ON c.fact = f.id"
    )
    return resting | {row[0] for row in connection.execute(sql, (json.dumps(sorted(roots)),))}


def _via(connection: sqlite3.Connection, sql: str, named: Scopes) -> Iterator[tuple[str, Days]]:
    listed = json.dumps([(id, *days) for id, days in sorted(named.items())])
    for scope, *days in connection.execute(sql, (listed,)).fetchall():
        if None not in days:
            yield scope, (days[0], days[1]) if days else ALWAYS
