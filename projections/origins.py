"""Origins: how many voices and papers, each of its own knowledge, a record's evidence comes from in the end, and which.

How a source is followed down to its primaries, and what a person's judgements change in that, is told in
`origin_graph.py`.
"""

from collections.abc import Iterable

from regesta.projections.account import Evidence, Names, Version
from regesta.projections.origin_graph import Origin

OBSERVED: Origin = ("observation", "")
"""What the author saw, however often it is recorded."""

_EXACT = 8
"""Up to so many citations that may come from several origins each, the least number is found exactly."""


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
    if nearest is None:
        return names.ends(("source", source)) if source is not None else frozenset([OBSERVED])
    papers = () if source is None else published_by(nearest, source, names)
    if not papers or _knows_of_itself(nearest, papers, names):
        return names.ends(("agent", nearest))
    return frozenset(origin for paper in papers for origin in names.ends(("source", paper)))


def _knows_of_itself(agent: str, papers: Iterable[str], names: Names) -> bool:
    """Whether a voice was judged independent of something that what it published goes back to."""
    judged = names.independent_of(("agent", agent))
    return bool(judged) and any(("source", one) in judged for paper in papers for one in names.path(paper))


def independent(versions: Iterable[Version], names: Names) -> int:
    """The least number of origins that account for all evidence of versions in force."""
    return least(origins(backing, names) for version in versions for backing in version.evidence)


def least(choices: Iterable[frozenset[Origin]]) -> int:
    """The least number of origins of which each choice has at least one."""
    return len(accounting(choices))


def accounting(choices: Iterable[frozenset[Origin]]) -> tuple[Origin, ...]:
    """As few origins as account for everything: each choice has at least one of them. They come in order.

    Where there is no choice, the origin is taken, and it accounts for all that it may. What is left is solved exactly
    if it is little; else greedily: of those that account for most, the first by kind and id, which may be more than
    the least number needs.
    """
    different = set(choices)
    sole = frozenset(origin for choice in different if len(choice) == 1 for origin in choice)
    open_ = {choice for choice in different if not choice & sole}
    open_ = {choice for choice in open_ if not any(other < choice for other in open_)}
    return tuple(sorted((*sole, *(_exactly(open_) if len(open_) <= _EXACT else _greedily(open_)))))


def _exactly(choices: set[frozenset[Origin]]) -> tuple[Origin, ...]:
    """By the sets of choices that one origin more accounts for, until it is all of them; of several, the first."""
    accounted: dict[Origin, int] = {}
    for place, choice in enumerate(sorted(choices, key=sorted)):
        for origin in choice:
            accounted[origin] = accounted.get(origin, 0) | 1 << place
    first = {whole: origin for origin, whole in sorted(accounted.items(), reverse=True)}
    whole, reached = (1 << len(choices)) - 1, {0: ()}
    ways: dict[int, tuple[Origin, ...]] = {**reached}
    while whole not in ways:
        further: dict[int, tuple[Origin, ...]] = {}
        for one, way in ways.items():
            for more, origin in first.items():
                if one | more not in ways:
                    longer = tuple(sorted((*way, origin)))
                    further[one | more] = min(longer, further.get(one | more, longer))
        ways |= further
    return ways[whole]


def _greedily(choices: set[frozenset[Origin]]) -> tuple[Origin, ...]:
    left, taken = choices, []
    while left:
        counts: dict[Origin, int] = {}
        for choice in left:
            for origin in choice:
                counts[origin] = counts.get(origin, 0) + 1
        best = min(counts, key=lambda origin: (-counts[origin], origin))
        left = {choice for choice in left if best not in choice}
        taken.append(best)
    return tuple(taken)
