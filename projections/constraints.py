"""The arithmetic of dates that are limited by each other: the tightest bounds, and what contradicts itself.

A *point* is a date, known to lie within bounds of its own; a *limit* says that one point lies at least and at most so
many days after another. Days are numbers here, None is open. What follows is exact (Dechter, Meiri and Pearl, "Temporal
constraint networks", 1991): the first and the last day of a point over all solutions, found as the shortest paths of a
graph in which every limit is two edges; there is no solution if some round trip in it is shorter than nothing.

Where several ways give the same bound, the one over the fewest limits stands, and of these the one that comes first in
the order of points and limits: the answer depends on what is told alone, never on the order in which it was found.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

Point = tuple[str, str]
"""The fact that tells a date, and the field it stands in."""


class Range(NamedTuple):
    """A day that lies between two, both included; None is open."""

    earliest: int | None = None
    latest: int | None = None


class Limit(NamedTuple):
    """That a point lies at least and at most so many days after another.

    The fact of the point says so, and the fact of the other tells that there is such a date.
    """

    point: Point
    after: Point
    least: int | None
    most: int | None


@dataclass(frozen=True, slots=True)
class Bound:
    """The tightest bounds of a point, and the facts that each of the two came from, its own left out.

    These are the facts of all points on the way to the one whose own words give the bound.
    """

    range: Range
    earliest_from: tuple[str, ...] = ()
    latest_from: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settled:
    """What follows from points and limits."""

    bounds: Mapping[Point, Bound]
    contradictions: tuple[tuple[str, ...], ...] = ()
    """Sets of facts that cannot all be true, while those of any part of a set can; what the sets before one set aside
    is not told any more."""
    set_aside: tuple[Limit, ...] = ()
    """The limits in them, from which nothing follows."""


def settle(points: Mapping[Point, Range], limits: Iterable[Limit]) -> Settled:
    """The tightest bounds of all points.

    Where limits contradict each other, a smallest set of facts is found that cannot all be true, the limits among
    them are set aside, and so on until the others can be.
    """
    left = sorted(set(limits), key=_order)
    contradictions: list[tuple[str, ...]] = []
    aside: list[Limit] = []
    while True:
        solved = _solve(points, left)
        if isinstance(solved, dict):
            return Settled(solved, tuple(contradictions), tuple(sorted(aside, key=_order)))
        facts = _smallest(solved, points, left)
        contradictions.append(facts)
        aside += _among(facts, left)
        left = [limit for limit in left if limit not in aside]


def _among(facts: Collection[str], limits: Iterable[Limit]) -> list[Limit]:
    """The limits that some facts tell, and no other has a part in."""
    return [limit for limit in limits if limit.point[0] in facts and limit.after[0] in facts]


def consistent(points: Mapping[Point, Range], limits: Iterable[Limit]) -> bool:
    """Whether the points can lie so that every bound and limit holds."""
    return isinstance(_solve(points, sorted(set(limits), key=_order)), dict)


def _order(limit: Limit) -> tuple[object, ...]:
    return (limit.point, limit.after, *((day is None, day or 0) for day in (limit.least, limit.most)))


class _Edge(NamedTuple):
    """That one point is at most so many days after another."""

    start: Point
    end: Point
    days: int


@dataclass(slots=True)
class _Paths:
    """The shortest paths to points: how long, and by which last edge; or a round trip that is shorter than nothing."""

    days: dict[Point, int]
    by: dict[Point, _Edge] = field(default_factory=dict)
    circle: set[str] | None = None

    def facts(self, point: Point) -> set[str]:
        """The facts of all points on the way, both ends included."""
        found = {point[0]}
        while point in self.by:
            point = self.by[point].start
            found.add(point[0])
        return found


def _solve(points: Mapping[Point, Range], limits: Sequence[Limit]) -> dict[Point, Bound] | set[str]:
    """The bounds of all points; or else facts that contradict each other, and maybe some more."""
    ahead = [edge for limit in limits for edge in _edges(limit)]
    back = [_Edge(edge.end, edge.start, edge.days) for edge in ahead]
    order = sorted({*points, *(limit.after for limit in limits), *(limit.point for limit in limits)})
    whole = _paths(dict.fromkeys(order, 0), ahead)
    if whole.circle is not None:
        return whole.circle
    own = {point: points.get(point, Range()) for point in order}
    latest = _paths({point: day for point in order if (day := own[point].latest) is not None}, ahead)
    earliest = _paths({point: -day for point in order if (day := own[point].earliest) is not None}, back)
    crossed: list[tuple[str, ...]] = [
        tuple(sorted(earliest.facts(point) | latest.facts(point)))
        for point in order
        if point in earliest.days and point in latest.days and latest.days[point] < -earliest.days[point]
    ]
    if crossed:
        nearest = min(sorted(crossed), key=len)
        return set(nearest)
    return {
        point: Bound(
            Range(-earliest.days[point] if point in earliest.days else None, latest.days.get(point)),
            tuple(sorted(earliest.facts(point) - {point[0]})) if point in earliest.days else (),
            tuple(sorted(latest.facts(point) - {point[0]})) if point in latest.days else (),
        )
        for point in order
    }


def _edges(limit: Limit) -> Iterable[_Edge]:
    if limit.most is not None:
        yield _Edge(limit.after, limit.point, limit.most)
    if limit.least is not None:
        yield _Edge(limit.point, limit.after, -limit.least)


def _paths(starts: dict[Point, int], edges: Sequence[_Edge]) -> _Paths:
    """The shortest paths, round by round: a path of so many edges is found in so many rounds (Bellman and Ford)."""
    found = _Paths(dict(starts))
    leaving: dict[Point, list[_Edge]] = {}
    for edge in edges:
        leaving.setdefault(edge.start, []).append(edge)
    reached = {edge.end for edge in edges} | starts.keys()
    fresh = sorted(starts)
    for _ in range(max(len(reached), 1)):
        better: dict[Point, tuple[int, _Edge]] = {}
        for point in fresh:
            for edge in leaving.get(point, ()):
                days = found.days[point] + edge.days
                shorter = edge.end not in found.days or days < found.days[edge.end]
                if shorter and (edge.end not in better or (days, edge) < better[edge.end]):
                    better[edge.end] = days, edge
        if not better:
            return found
        for point, (days, edge) in better.items():
            found.days[point], found.by[point] = days, edge
        fresh = sorted(better)
    found.circle = _circle(found, fresh)
    return found


def _circle(found: _Paths, still: Sequence[Point]) -> set[str]:
    """The facts of a round trip that can be made shorter for ever: whoever still gets better is behind one."""
    point = still[0]
    for _ in range(len(found.days)):
        point = found.by[point].start
    facts, start = {point[0]}, point
    while (point := found.by[point].start) != start:
        facts.add(point[0])
    return facts


def _smallest(facts: Iterable[str], points: Mapping[Point, Range], limits: Sequence[Limit]) -> tuple[str, ...]:
    """Of facts that cannot all be true, a set none of which can be left out."""
    needed = sorted(facts)
    for fact in tuple(needed):
        without = [one for one in needed if one != fact]
        if not _can_be(without, points, limits):
            needed = without
    return tuple(needed)


def _can_be(facts: Sequence[str], points: Mapping[Point, Range], limits: Sequence[Limit]) -> bool:
    told = set(facts)
    return consistent(
        {point: own for point, own in points.items() if point[0] in told},
        _among(told, limits),
    )
