"""Which agents may be one: suggestions by name, with what speaks for and against, the likeliest first.

Nothing is merged here, and nothing is suggested again that was judged: two agents that any judgement keeps apart or
leaves undecided, under whichever of their ids, are no suggestion; nor are voices without a name, which are somebody
else in another paper or on another day for all we know.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from regesta.projections.reading.bearing import Reason, bearing, weighed
from regesta.projections.reading.glimpse import glimpse
from regesta.projections.resemblance import Resemblance, body_resemblance, near_pairs, resemblance
from regesta.projections.resemblance.bodies import body_words
from regesta.projections.resemblance.parts import parts

LEAST = 0.6
"""The least score of a suggestion, from 0 to 1."""

_PROMISING = 0.25
"""How far the names of two agents may fall short of the least score, for what else is known to make up for it."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two agents that may be one."""

    a: str
    b: str
    a_name: str
    b_name: str
    a_about: str | None
    b_about: str | None
    score: float
    """How likely it seems, from 0 to 1: by the names, moved by the reasons."""
    name_score: float
    """How alike the nearest two of their names are."""
    names: tuple[str, str]
    """The two names that are nearest."""
    matched: tuple[str, ...]
    """Which parts of these names match, and which do not."""
    speaks_for: tuple[str, ...]
    against: tuple[str, ...]
    a_known: tuple[str, ...]
    """What the record has of the first: posts held, statements, meetings."""
    b_known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Named:
    """A name of an agent."""

    agent: str
    name: str
    person: bool


def suggestions(
    connection: sqlite3.Connection,
    agent: str | None = None,
    least: float = LEAST,
    report: Callable[[str, int, int], None] | None = None,
) -> tuple[Suggestion, ...]:
    """Every two agents that may be one, the likeliest first; with `agent` (an id), those with that one alone."""
    judged = settled(connection)
    best: dict[tuple[str, str], tuple[float, Resemblance, _Named, _Named]] = {}
    for one, other in _candidates(connection, agent):
        pair = (min(one.agent, other.agent), max(one.agent, other.agent))
        if pair in judged:
            continue
        compare = resemblance if one.person or other.person else body_resemblance
        found = compare(one.name, other.name)
        if found.score >= least - _PROMISING and found.score > best.get(pair, (0.0,))[0]:
            first, second = (one, other) if one.agent == pair[0] else (other, one)
            best[pair] = (found.score, found if first is one else compare(first.name, second.name), first, second)
        if report is not None:
            report("Comparing names", len(best), 0)
    return tuple(_weighed(connection, best, least))


def _weighed(
    connection: sqlite3.Connection,
    best: Mapping[tuple[str, str], tuple[float, Resemblance, _Named, _Named]],
    least: float,
) -> Iterator[Suggestion]:
    reasons_for = bearing(connection)
    found: list[Suggestion] = []
    for (a, b), (name_score, names, one, other) in best.items():
        reasons = reasons_for(a, b)
        score = weighed(name_score, reasons)
        if score >= least:
            found.append(_suggestion(connection, (a, b), score, names, (one, other), reasons))
    yield from sorted(found, key=lambda one: (-one.score, -one.name_score, one.a, one.b))


def _suggestion(
    connection: sqlite3.Connection,
    pair: tuple[str, str],
    score: float,
    names: Resemblance,
    named: tuple[_Named, _Named],
    reasons: Sequence[Reason],
) -> Suggestion:
    shown = [connection.execute("SELECT name, description FROM agents WHERE id = ?", (one,)).fetchone() for one in pair]
    return Suggestion(
        a=pair[0],
        b=pair[1],
        a_name=str(shown[0][0]),
        b_name=str(shown[1][0]),
        a_about=shown[0][1],
        b_about=shown[1][1],
        score=score,
        name_score=names.score,
        names=(named[0].name, named[1].name),
        matched=names.reasons,
        speaks_for=tuple(reason.says for reason in reasons if reason.odds > 0),
        against=tuple(reason.says for reason in reasons if reason.odds < 0),
        a_known=glimpse(connection, pair[0]),
        b_known=glimpse(connection, pair[1]),
    )


def _candidates(connection: sqlite3.Connection, agent: str | None) -> Iterator[tuple[_Named, _Named]]:
    named = tuple(_named(connection))
    if agent is not None:
        mine = [one for one in named if one.agent == agent]
        yield from ((one, other) for one in mine for other in named if other.agent != agent)
        return
    words = [parts(one.name).words if one.person else body_words(one.name) for one in named]
    for first, second in near_pairs(words):
        if named[first].agent != named[second].agent:
            yield named[first], named[second]


def _named(connection: sqlite3.Connection) -> Iterator[_Named]:
    """Every name of an agent that may be suggested, each once."""
    rows = connection.execute(
        "SELECT DISTINCT names.agent, names.name, agents.type IN ('person', 'not-known') FROM names"
        " JOIN agents ON agents.id = names.agent WHERE agents.status = 'in-force' AND agents.type <> 'anonymous'"
        " ORDER BY names.agent, names.name"
    )
    return (_Named(str(agent), str(name), bool(person)) for agent, name, person in rows)


def settled(connection: sqlite3.Connection) -> frozenset[tuple[str, str]]:
    """The pairs of agents that a judgement keeps apart, under the ids that stand for them now, the smaller first."""
    rows = connection.execute(
        "SELECT DISTINCT min(x.agent, y.agent), max(x.agent, y.agent) FROM judgements"
        " JOIN aliases AS x ON x.id = judgements.a JOIN aliases AS y ON y.id = judgements.b"
        " WHERE verdict <> 'same'"
    )
    return frozenset((str(a), str(b)) for a, b in rows)
