"""Who is whom: clusters of agents that were judged to be the same.

The last judgement in force on a pair of agents, in either order, stands; a cluster is all that "same" connects. A
"different" or "undecided" takes back a "same" on its own pair and cuts no path through others: that A and C differ
does not say which of "A is B" and "B is C" is wrong.
"""

from collections.abc import Callable, Iterable, Mapping


def pair(a: str, b: str) -> str:
    """The one name of a pair of agents, whichever is given first; `~` stands in no id."""
    return f"{min(a, b)}~{max(a, b)}"


def clusters(same: Iterable[tuple[str, str]], first: Callable[[str], int]) -> Mapping[str, str]:
    """For each agent that was judged the same as another, the cluster's own id: that of the one recorded first.

    `first` tells the position at which an id was first recorded; of ids at one position the smaller stands.
    Union-find with path halving: memory grows with the agents that were judged, not with the log.
    """
    parent: dict[str, str] = {}

    def top(agent: str) -> str:
        parent.setdefault(agent, agent)
        while parent[agent] != agent:
            parent[agent] = agent = parent[parent[agent]]
        return agent

    for a, b in same:
        earlier, later = sorted((top(a), top(b)), key=lambda agent: (first(agent), agent))
        parent[later] = earlier
    return {agent: top(agent) for agent in parent}


def cluster(agent: str, same_as: Callable[[str], Iterable[str]]) -> frozenset[str]:
    """All agents that an agent is the same as, itself included; `same_as` tells the direct judgements of one."""
    found, open_ends = {agent}, [agent]
    while open_ends:
        for other in same_as(open_ends.pop()):
            if other not in found:
                found.add(other)
                open_ends.append(other)
    return frozenset(found)
