"""What a rule is, and what it finds.

A rule is a value in a file of its own: what it means, a query whose rows are grouped by *scope* (a post, a meeting, an
agent: whatever must be looked at as a whole), and a pure function from the rows of one scope to what is in conflict
there. A full build asks the query for all scopes, a refresh for those alone that changed rows belong to, so that its
cost is that of the scopes that were touched. Where what is in conflict on a day depends on that day alone, a refresh
asks for the days that were touched.

Only what cannot be true by any reading of the bounds is a conflict. Where a rule cannot tell, it is silent.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from regesta.events.canonical import canonical, sha256
from regesta.events.entry import fact_id


@dataclass(frozen=True, slots=True)
class Told:
    """All facts in force that speak of a subject; or those of them that tell one field of it."""

    kind: str
    id: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a conflict: what it says, and the facts that say so."""

    holds: str
    facts: tuple[str, ...] = ()
    """The facts in force on which it rests, by their ids."""
    told: tuple[Told, ...] = ()
    """Facts that are to be looked up, where the rows do not name them."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found to be in conflict."""

    key: tuple[str, ...]
    """What is at issue, within the rule, in ids that never change: those of postings, meetings, statements, sources,
    or of the first fact of a lineage. An agent's id, which a judgement changes, stands only where the agent alone is
    at issue: when it was born. The order does not matter."""
    what: str
    subject: tuple[str, str]
    """(kind, id) of the subject that it is about."""
    sides: tuple[Side, ...]
    given: tuple[Told, ...] = ()
    """What both sides are read against: the number of seats."""
    concerns: tuple[tuple[str, str], ...] = ()
    """(kind, id) of other subjects that it concerns."""
    earliest: str | None = None
    latest: str | None = None
    """The days at issue, ISO days."""
    day: str = ""
    """Of a rule with `days`: the day on which it is found; blank if it tells of the scope as a whole."""

    @property
    def looked_up(self) -> tuple[Told, ...]:
        """What is to be looked up for it, of both sides and of what they are read against."""
        return (*self.given, *(told for side in self.sides for told in side.told))


@dataclass(frozen=True, slots=True)
class Watch:
    """That a row of a table, as it was or as it is, touches the scope that a column names."""

    table: str
    column: str
    """An id; of ids with `~` between, the first."""
    via: str | None = None
    """SQL from such ids, its one parameter (a JSON array of arrays: an id, the first and the last day), to scopes; None
    if they are scopes themselves."""
    reads: tuple[str, ...] = ()
    """The other columns of the table that the rule reads: a row that changed in none of them touches nothing. None of
    them named are all."""
    days: tuple[str, str] | None = None
    """The columns with the first and the last day that a row touches, of a rule with `days` or for `via`; a row
    without them touches none. All days, if no columns are named; the query of `via` may give two such columns more."""
    undated: str | None = None
    """The day for a row that has none in them, if it is to touch that one."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule."""

    id: str
    means: str
    """What it finds, in a sentence."""
    example: str
    """A case of it, in a sentence or two."""
    rows: str
    """SQL whose first column is the scope, ordered by it; `{within}` stands for the condition on scopes."""
    scope: str
    """The expression in that SQL that is the scope."""
    watches: tuple[Watch, ...]
    """For every table that the SQL reads, which scopes a changed row of it touches."""
    find: Callable[[str, Sequence[Any]], Iterator[Finding]]
    """What is in conflict in one scope, from its rows in the order of the SQL."""
    days: tuple[str, str] | None = None
    """The expressions in the SQL that are the first and the last day of a row, if what is found on a day depends on
    the rows of that day alone; then `find` may be given the rows of some days."""
    index: str | None = None
    """A CREATE INDEX statement by which the rows of some days are quick to find; its name begins with an underscore."""


def conflict_id(rule: str, key: Iterable[str]) -> str:
    """The id of a conflict: of what is at issue, whichever side was recorded first and whatever evidence is added."""
    return fact_id(sha256(canonical({"key": sorted(key), "rule": rule})))


def any_of(words: Iterable[str]) -> str:
    """Words of ours as an SQL list."""
    return ", ".join(f"'{word}'" for word in words)
