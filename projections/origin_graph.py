"""The graph of origins: which source rests on which, with what a person judged of them, followed down to its ends.

Derivations are followed as they are told, but for two kinds of judgement (`regesta.events.independence`):

- *same*: the two rest on each other, and so are one circle, which counts as one.
- *independent*: what two sources have in common is not where either has its knowledge from. So none of them is
  followed into what the other is, or rests on. If one rests on the other, it alone is meant: the other is followed as
  before. What has no way left is an origin itself.

A judgement cuts what sources tell, never another judgement: where two are judged both, *same* wins, and no more
independence is claimed than is beyond dispute. Every judgement in force counts, none replaces another, so that their
order does not matter.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

N = TypeVar("N", bound=Hashable)

Origin = tuple[str, str]
"""An agent or a source, or that the author saw it: its kind and its id."""

RestsOn = Callable[[N], Iterable[N]]
"""The sources that a source rests on at first hand."""


def path(start: N, rests_on: RestsOn[N]) -> dict[N, tuple[N, ...]]:
    """A source and all that it rests on in the end, each with what it rests on at first hand."""
    found: dict[N, tuple[N, ...]] = {}
    open_ends = [start]
    while open_ends:
        one = open_ends.pop()
        if one not in found:
            found[one] = tuple(rests_on(one))
            open_ends += found[one]
    return found


def owed(source: str, others: Iterable[str], rests_on: RestsOn[str]) -> list[str]:
    """What a source rests on at first hand, given the sources that it was judged independent of."""
    told = list(rests_on(source))
    if not told:
        return told
    apart: set[str] = set()
    own = path(source, rests_on)
    for other in others:
        its = path(other, rests_on)
        if source not in its or other in own:
            apart |= its.keys()
    return [one for one in told if not apart or not path(one, rests_on).keys() & apart]


def primaries(start: N, rests_on: RestsOn[N], rank: Callable[[N], Any] = lambda one: one) -> frozenset[N]:
    """What a source rests on in the end: that which rests on nothing, itself if it does.

    Those that rest on each other and on nothing else count as one, under the first of them by rank.
    """
    below = path(start, rests_on)
    found = set()
    for circle in _circles(below):
        if all(other in circle for one in circle for other in below[one]):
            found.add(min(circle, key=rank))
    return frozenset(found)


def _circles(below: Mapping[N, tuple[N, ...]]) -> Iterator[set[N]]:
    """The sources in groups, each of those that rest on each other; most are alone (Kosaraju's algorithm)."""
    above: dict[N, list[N]] = {one: [] for one in below}
    for one, others in below.items():
        for other in others:
            above[other].append(one)
    done: set[N] = set()
    for start in reversed(_finished(below)):
        circle: set[N] = set()
        open_ends = [start]
        while open_ends:
            one = open_ends.pop()
            if one not in done:
                done.add(one)
                circle.add(one)
                open_ends += above[one]
        if circle:
            yield circle


def _finished(below: Mapping[N, tuple[N, ...]]) -> list[N]:
    """The sources in the order in which a walk down leaves them for good; without recursion, for chains may be long."""
    order: list[N] = []
    entered: set[N] = set()
    for start in below:
        way = [(start, iter(below[start]))] if start not in entered else []
        entered.add(start)
        while way:
            one, rest = way[-1]
            other = next((other for other in rest if other not in entered), None)
            if other is None:
                order.append(one)
                way.pop()
            else:
                entered.add(other)
                way.append((other, iter(below[other])))
    return order
