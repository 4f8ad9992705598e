"""Origins: how many voices and papers, each of its own knowledge, a record's evidence comes from in the end."""

from collections.abc import Callable, Iterable, Iterator

from regesta.projections.account import Evidence, Names, Version

Origin = tuple[str, str]
"""An agent or a source, or that the author saw it: its kind and its id."""

OBSERVED: Origin = ("observation", "")
"""What the author saw, however often it is recorded."""

_EXACT = 8
"""Up to so many citations that may come from several origins each, the least number is found exactly."""

RestsOn = Callable[[str], Iterable[str]]
"""The sources that a source rests on at first hand."""


def path(source: str, rests_on: RestsOn) -> dict[str, tuple[str, ...]]:
    """A source and all that it rests on in the end, each with what it rests on at first hand."""
    found: dict[str, tuple[str, ...]] = {}
    open_ends = [source]
    while open_ends:
        one = open_ends.pop()
        if one not in found:
            found[one] = tuple(rests_on(one))
            open_ends += found[one]
    return found


def primaries(source: str, rests_on: RestsOn) -> frozenset[str]:
    """The sources that a source rests on in the end: those that rest on none, itself if it is one.

    Sources that rest on each other and on nothing else count as one, under the first of their ids.
    """
    below = path(source, rests_on)
    found = set()
    for circle in _circles(below):
        if all(other in circle for one in circle for other in below[one]):
            found.add(min(circle))
    return frozenset(found)


def _circles(below: dict[str, tuple[str, ...]]) -> Iterator[set[str]]:
    """The sources in groups, each of those that rest on each other; most are alone (Kosaraju's algorithm)."""
    above: dict[str, list[str]] = {one: [] for one in below}
    for one, others in below.items():
        for other in others:
            above[other].append(one)
    done: set[str] = set()
    for start in reversed(_finished(below)):
        circle: set[str] = set()
        open_ends = [start]
        while open_ends:
            one = open_ends.pop()
            if one not in done:
                done.add(one)
                circle.add(one)
                open_ends += above[one]
        if circle:
            yield circle


def _finished(below: dict[str, tuple[str, ...]]) -> list[str]:
    """The sources in the order in which a walk down leaves them for good; without recursion, for chains may be long."""
    order: list[str] = []
    entered: set[str] = set()
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


def published_by(agent: str, source: str, names: Names) -> tuple[str, ...]:
    """The sources on the path of a source that an agent published: those whose publication has the agent's name."""
    name = str(names.seen("agent", agent)["name"]).casefold()
    publications = ((one, names.seen("source", one)["publication"]) for one in names.path(source))
    return tuple(one for one, publication in publications if publication and publication.casefold() == name)


def voices(backing: Evidence, names: Names) -> int:
    """How many voices evidence came through, but for those that only published a source that it came through."""
    source = None if backing.citation is None else backing.citation.source
    return sum(source is None or not published_by(hop.agent, source, names) for hop in backing.via)


def origins(backing: Evidence, names: Names) -> frozenset[Origin]:
    """Where evidence may come from in the end: one origin, or the several primaries of its source.

    That is the voice nearest to the event; where none is named, or it only published a source that the evidence came
    through, the primaries of that source. What the author saw has no source.
    """
    source = None if backing.citation is None else backing.citation.source
    nearest = backing.via[0].agent if backing.via else None
    if source is None:
        return frozenset([OBSERVED if nearest is None else ("agent", names.seen("agent", nearest)["id"])])
    sources: tuple[str, ...] = (source,)
    if nearest is not None:
        sources = published_by(nearest, source, names)
        if not sources:
            return frozenset([("agent", names.seen("agent", nearest)["id"])])
    return frozenset(("source", primary) for one in sources for primary in names.primaries(one))


def independent(versions: Iterable[Version], names: Names) -> int:
    """The least number of origins that account for all evidence of versions in force."""
    return least(origins(backing, names) for version in versions for backing in version.evidence)


def least(choices: Iterable[frozenset[Origin]]) -> int:
    """The least number of origins of which each choice has at least one.

    Where there is no choice, the origin is taken, and it accounts for all that it may. What is left is solved exactly
    if it is little; else greedily: of those that account for most, the first by kind and id, which may be more than
    the least number needs.
    """
    different = set(choices)
    sole = frozenset(origin for choice in different if len(choice) == 1 for origin in choice)
    open_ = {choice for choice in different if not choice & sole}
    open_ = {choice for choice in open_ if not any(other < choice for other in open_)}
    return len(sole) + (_exactly(open_) if len(open_) <= _EXACT else _greedily(open_))


def _exactly(choices: set[frozenset[Origin]]) -> int:
    """By the sets of choices that one origin more accounts for, until it is all of them."""
    accounted: dict[Origin, int] = {}
    for place, choice in enumerate(choices):
        for origin in choice:
            accounted[origin] = accounted.get(origin, 0) | 1 << place
    steps, whole, reached = 0, (1 << len(choices)) - 1, {0}
    while whole not in reached:
        reached = {one | more for one in reached for more in set(accounted.values())}
        steps += 1
    return steps


def _greedily(choices: set[frozenset[Origin]]) -> int:
    left, steps = choices, 0
    while left:
        counts: dict[Origin, int] = {}
        for choice in left:
            for origin in choice:
                counts[origin] = counts.get(origin, 0) + 1
        best = min(counts, key=lambda origin: (-counts[origin], origin))
        left = {choice for choice in left if best not in choice}
        steps += 1
    return steps
