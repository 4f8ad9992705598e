"""Dates that are counted from others: what follows from them, made before the rows and kept up to date.

The dates of every subject that is counted from, or counts, are kept as they are told (`_dates`); what follows from
them is what the folds see (`_resolved`, put in place by `derived.py`). Dates hang together where one is counted from
the other, and are settled together (`constraints.py`); a date that is one day by its own words cannot be narrowed, so
what hangs together ends there. When the dates of a subject change, the sets that they are in, or were in, are settled
anew.
"""

# ruff: noqa: S608 (every name in the SQL is that of one of our own tables or columns)

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from regesta.events.claim import SubjectKind
from regesta.projections.account import Account
from regesta.projections.constraints import Bound, Limit, Point, Range, settle
from regesta.projections.told_dates import ToldDate, told_dates

Key = tuple[str, str]
"""A subject: its kind, and the id that stands for it."""


class _Told(NamedTuple):
    """A date as `_dates` has it."""

    point: Point
    names: dict[str, int]
    own: Range
    relative: tuple[tuple[SubjectKind, str, str, int | None, int | None], ...]

    @property
    def fixed(self) -> bool:
        """Whether it is one day, which nothing can narrow."""
        return self.own.earliest is not None and self.own.earliest == self.own.latest


class _Link(NamedTuple):
    """A relation of a date, the date that it is counted from, and the limit that follows."""

    relation: int
    limit: Limit


@dataclass(frozen=True, slots=True)
class Subjects:
    """What has to be known of subjects."""

    account: Callable[[str, str], Account]
    """The account of a subject, under the id that stands for it."""
    members: Callable[[str], Sequence[str]]
    """The ids under which an agent was recorded, the one that stands for all first."""


class Relatives:
    """The dates that hang together in a database that is being built."""

    def __init__(self, connection: sqlite3.Connection, subjects: Subjects) -> None:
        self._connection = connection
        self._subjects = subjects
        self._told: dict[Key, tuple[_Told, ...]] = {}
        self._of_point: dict[Point, tuple[Key, _Told]] = {}
        self._heads: dict[str, tuple[str, ...]] = {}
        self._leaning: dict[Key, bool] = {}

    @property
    def none(self) -> bool:
        """Whether no date was ever counted from another."""
        return self._connection.execute("SELECT 1 FROM _leans LIMIT 1").fetchone() is None

    def take_up_all(self) -> None:
        """Settle every date that is counted from another; nothing was settled before."""
        rows = self._connection.execute(
            "SELECT anchor_kind, anchor FROM _leans UNION SELECT kind, subject FROM _leans ORDER BY 1, 2"
        )
        self.take_up(rows.fetchall())

    def take_up(self, touched: Iterable[Key]) -> set[Key]:
        """Settle anew what the dates of some subjects touch; return the subjects whose dates follow otherwise now."""
        gone = self._take_in(touched)
        links, points = self._begin(gone)
        changed = {key for point, key in self._vanished(gone) if self._clear(point)}
        for point in points:
            key, one = self._of_point[point]
            if self._clear(point, [link.relation for link in self._links(one)]):
                changed.add(key)
        for piece in self._pieces(links):
            changed |= self._settle(piece)
            points -= {point for link in piece for point in (link.limit.point, link.limit.after)}
        changed |= {self._of_point[point][0] for point in points if self._write(point, None)}
        return changed

    # ---- what is told ------------------------------------------------------------------------------------------------

    def _take_in(self, touched: Iterable[Key]) -> dict[Key, tuple[_Told, ...]]:
        """Keep the dates that subjects tell now; return those that they told before, of the ones that changed."""
        before: dict[Key, tuple[_Told, ...]] = {}
        waiting = [key for kind, id in touched for key in dict.fromkeys(((kind, id), self._head(kind, id)))]
        seen: set[Key] = set()
        while waiting:
            key = waiting.pop()
            if key in seen or not self._involved(key):
                continue
            seen.add(key)
            merged = key != self._head(*key)  # it goes by another id now
            told = () if merged else tuple(map(_as_told, told_dates(self._subjects.account(*key))))
            old = self._read(key)
            if old != told or key[0] == "agent":  # who is judged the same may count from one and the same birth now
                before[key] = old
            if old != told:
                self._keep(key, told)
            for one in told:
                anchors = (self._head(kind, id) for kind, id, *_ in one.relative)
                waiting += [anchor for anchor in anchors if not self._read(anchor)]
        return before

    def _involved(self, key: Key) -> bool:
        """Whether dates of a subject, under any of its ids, are counted from others, or others from them."""
        head = self._head(*key)
        if head not in self._leaning:
            self._leaning[head] = any(
                self._connection.execute(
                    "SELECT 1 FROM _leans WHERE anchor_kind = ?1 AND anchor = ?2"
                    " UNION ALL SELECT 1 FROM _leans WHERE kind = ?1 AND subject = ?2 LIMIT 1",
                    (key[0], member),
                ).fetchone()
                for member in self._members(*key)
            )
        return self._leaning[head]

    def _read(self, key: Key) -> tuple[_Told, ...]:
        if key not in self._told:
            rows = self._connection.execute(
                "SELECT fact, field, names, earliest, latest, relative FROM _dates WHERE kind = ? AND subject = ?"
                " ORDER BY number",
                key,
            )
            self._remember(
                key,
                tuple(
                    _Told((fact, field), json.loads(names), Range(*bounds), tuple(map(tuple, json.loads(relative))))
                    for fact, field, names, *bounds, relative in rows
                ),
            )
        return self._told[key]

    def _keep(self, key: Key, told: tuple[_Told, ...]) -> None:
        self._connection.execute("DELETE FROM _dates WHERE kind = ? AND subject = ?", key)
        self._connection.executemany(
            "INSERT INTO _dates VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (*key, number, *one.point, json.dumps(one.names), *one.own, json.dumps(one.relative))
                for number, one in enumerate(told)
            ],
        )
        for one in self._told[key]:
            self._of_point.pop(one.point, None)
        self._remember(key, told)

    def _remember(self, key: Key, told: tuple[_Told, ...]) -> None:
        self._told[key] = told
        self._of_point.update((one.point, (key, one)) for one in told)

    # ---- what hangs together -----------------------------------------------------------------------------------------

    def _begin(self, gone: dict[Key, tuple[_Told, ...]]) -> tuple[list[_Link], set[Point]]:
        """The links, and the points, from which all is reached that changed subjects can have changed."""
        links: dict[_Link, None] = {}
        points: set[Point] = set()
        for key, before in gone.items():
            now = self._read(key)
            points.update(one.point for one in now)
            for one in (*now, *before):
                for relation in range(len(one.relative)):
                    target = self._target(one, relation)
                    points.update(() if target is None else (target,))
            for leaner in self._leaning_on(key):
                for one in self._read(leaner):
                    if any(self._head(kind, id) == key for kind, id, *_ in one.relative):
                        points.add(one.point)
        for point in points:
            links.update(dict.fromkeys(self._links(self._of_point[point][1])))
            if not self._of_point[point][1].fixed:
                links.update(dict.fromkeys(self._links_to(point)))
        return list(links), points

    def _vanished(self, gone: dict[Key, tuple[_Told, ...]]) -> Iterator[tuple[Point, Key]]:
        """The dates that are told no more, and of which subject they were."""
        for key, before in gone.items():
            for one in before:
                if one.point not in self._of_point:
                    yield one.point, key

    def _pieces(self, links: Sequence[_Link]) -> Iterator[list[_Link]]:
        """All links that hang together with some, in sets that share no point but fixed ones."""
        done: set[_Link] = set()
        for first in links:
            if first in done:
                continue
            piece, waiting = [first], [first]
            done.add(first)
            while waiting:
                limit = waiting.pop().limit
                for point in (limit.point, limit.after):
                    one = self._of_point[point][1]
                    if one.fixed:
                        continue
                    for link in (*self._links(one), *self._links_to(point)):
                        if link not in done:
                            done.add(link)
                            piece.append(link)
                            waiting.append(link)
            yield piece

    def _links(self, one: _Told) -> Iterator[_Link]:
        """The relations of a date to dates that are told."""
        for number, (_, _, _, least, most) in enumerate(one.relative):
            target = self._target(one, number)
            if target is not None:
                yield _Link(number, Limit(one.point, target, least, most))

    def _links_to(self, point: Point) -> Iterator[_Link]:
        """The relations of other dates to a date."""
        for leaner in self._leaning_on(self._of_point[point][0]):
            for one in self._read(leaner):
                yield from (link for link in self._links(one) if link.limit.after == point)

    def _target(self, one: _Told, relation: int) -> Point | None:
        """The date that a relation counts from; None if none is told."""
        kind, id, name, _, _ = one.relative[relation]
        named = [other for other in self._read(self._head(kind, id)) if name in other.names]
        return min(named, key=lambda other: other.names[name]).point if named else None

    def _leaning_on(self, key: Key) -> Iterator[Key]:
        """The subjects that ever counted from dates of a subject."""
        found: dict[Key, None] = {}
        for member in self._members(*key):
            rows = self._connection.execute(
                "SELECT kind, subject FROM _leans WHERE anchor_kind = ? AND anchor = ?", (key[0], member)
            )
            found.update(dict.fromkeys(self._head(kind, subject) for kind, subject in rows))
        return iter(found)

    def _members(self, kind: str, id: str) -> Sequence[str]:
        if kind != "agent":
            return (id,)
        if id not in self._heads:
            self._heads[id] = tuple(self._subjects.members(id))
        return self._heads[id]

    def _head(self, kind: str, id: str) -> Key:
        return kind, self._members(kind, id)[0]

    # ---- what follows ------------------------------------------------------------------------------------------------

    def _settle(self, piece: Sequence[_Link]) -> set[Key]:
        """Settle dates that hang together; return the subjects of which dates follow otherwise now."""
        points = sorted({point for link in piece for point in (link.limit.point, link.limit.after)})
        own = {point: self._of_point[point][1].own for point in points}
        settled = settle(own, (link.limit for link in piece))
        changed: set[Key] = set()
        for point in points:
            bound, one = settled.bounds.get(point), self._of_point[point][1]
            known = bound if bound is not None and not one.fixed and _within(bound.range) != one.own else None
            if self._write(point, known):
                changed.add(self._of_point[point][0])
        aside = set(settled.set_aside)
        for link in piece:
            both = {link.limit.point[0], link.limit.after[0]}
            facts = next((one for one in settled.contradictions if both <= {*one}), ()) if link.limit in aside else ()
            if self._put_aside(link, facts):
                changed.add(self._of_point[link.limit.point][0])
        return changed

    def _write(self, point: Point, known: Bound | None) -> bool:
        """Keep what follows for a date, or that nothing does; whether that is new."""
        row = None
        if known is not None:
            row = (*_within(known.range), json.dumps(known.earliest_from), json.dumps(known.latest_from))
        return self._replace("_resolved", ("fact", "field"), point, row)

    def _put_aside(self, link: _Link, facts: Sequence[str]) -> bool:
        """Keep the contradiction that a relation is part of, or that it is part of none; whether that is new."""
        row = (json.dumps(facts),) if facts else None
        return self._replace("_set_aside", ("fact", "field", "relation"), (*link.limit.point, link.relation), row)

    def _replace(
        self, table: str, names: Sequence[str], key: tuple[object, ...], row: tuple[object, ...] | None
    ) -> bool:
        where = " AND ".join(f"{name} = ?" for name in names)
        there = self._connection.execute(f"SELECT * FROM {table} WHERE {where}", key).fetchone()
        if (None if row is None else (*key, *row)) == there:
            return False
        self._connection.execute(f"DELETE FROM {table} WHERE {where}", key)
        if row is not None:
            marks = ", ".join("?" * len((*key, *row)))
            self._connection.execute(f"INSERT INTO {table} VALUES ({marks})", (*key, *row))
        return True

    def _clear(self, point: Point, relations: Sequence[int] | None = None) -> bool:
        """Forget all of a date that is told no more; or of its relations, all but these. Whether there was anything."""
        if relations is None:
            found = self._connection.execute("DELETE FROM _resolved WHERE fact = ? AND field = ?", point).rowcount
            relations = ()
        else:
            found = 0
        found += self._connection.execute(
            "DELETE FROM _set_aside WHERE fact = ? AND field = ? AND relation NOT IN (SELECT value FROM json_each(?))",
            (*point, json.dumps(relations)),
        ).rowcount
        return found > 0


def _as_told(told: ToldDate) -> _Told:
    earliest, latest = told.when.earliest, told.when.latest
    return _Told(
        (told.fact, told.field),
        dict(told.names),
        Range(earliest.toordinal() if earliest else None, latest.toordinal() if latest else None),
        tuple((one.to.kind, one.to.id, one.to.date, one.least, one.most) for one in told.when.relative),
    )


_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()


def _within(range: Range) -> Range:
    """The bounds within the days that can be kept; beyond them, a side is open."""
    earliest, latest = range
    return Range(
        None if earliest is None or earliest <= _FIRST else min(earliest, _LAST),
        None if latest is None or latest >= _LAST else max(latest, _FIRST),
    )
