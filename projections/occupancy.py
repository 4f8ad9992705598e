"""Who held a post on a day, of all who may have: certainly, possibly, or just handing over.

A day is certain for a posting if `start_latest <= day <= end_earliest`, and possible if it is not excluded
(`regesta.projections.tenure`). On the day on which one holder ends and the next one starts, both held it; that is a
handover, and takes no second seat. All days are ISO days, as rows hold them, None where a side is open.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

State = Literal["holds", "undecided", "broken"]


class Tenancy(NamedTuple):
    """One posting in a post, as its row has it."""

    posting: str
    agent: str
    effect: str
    start_earliest: str | None
    start_latest: str | None
    end_earliest: str | None
    end_latest: str | None

    def certain(self, day: str) -> bool:
        """Whether it certainly held on a day."""
        if self.effect == "not-in-effect" or self.start_latest is None or self.end_earliest is None:
            return False
        return self.start_latest <= day <= self.end_earliest

    def possible(self, day: str) -> bool:
        """Whether it may have held on a day, the certain ones included."""
        if self.effect == "not-in-effect":
            return False
        started = self.start_earliest is None or self.start_earliest <= day
        return started and (self.end_latest is None or day <= self.end_latest)

    def starts_on(self, day: str) -> bool:
        """Whether this is the very day on which it started."""
        return self.start_earliest == self.start_latest == day

    def ends_on(self, day: str) -> bool:
        """Whether this is the very day on which it ended."""
        return self.end_earliest == self.end_latest == day


@dataclass(frozen=True, slots=True)
class Occupants:
    """The agents who held a post on a day. Nobody is in both of the first two."""

    certain: frozenset[str]
    possible: frozenset[str]
    arriving: frozenset[str]
    """Those who started on this very day."""
    leaving: frozenset[str]
    """Those who ended on this very day."""

    def handing_over(self, agents: frozenset[str]) -> frozenset[str]:
        """Who else held it only because they hand it over to one of some agents on this day, or take it from one."""
        to = self.leaving if agents & self.arriving else frozenset[str]()
        taken = self.arriving if agents & self.leaving else frozenset[str]()
        return (to | taken) - agents


def occupants(tenancies: Iterable[Tenancy], day: str) -> Occupants:
    """Who held a post on a day; an agent with several postings holds it by any of them."""
    there = [one for one in tenancies if one.possible(day)]
    certain = frozenset(one.agent for one in there if one.certain(day))
    stays = frozenset(one.agent for one in there if not (one.starts_on(day) or one.ends_on(day)))
    return Occupants(
        certain,
        frozenset(one.agent for one in there) - certain,
        frozenset(one.agent for one in there if one.starts_on(day)) - stays,
        frozenset(one.agent for one in there if one.ends_on(day)) - stays,
    )


def days_of_change(tenancies: Sequence[Tenancy], first: str, last: str) -> Iterator[str]:
    """The first of some days, and each of them on which the occupants may differ from the day before."""
    found = {first}
    for one in tenancies:
        for day in (one.start_earliest, one.start_latest):
            found.update(() if day is None else (day, _next(day)))
        for day in (one.end_earliest, one.end_latest):
            found.update(() if day is None else (day, _next(day)))
    return iter(sorted(day for day in found if first <= day <= last))


def _next(day: str) -> str:
    return day if day == "9999-12-31" else (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def exactly(agents: frozenset[str], there: Occupants, seats: int | None) -> State:
    """Whether these agents and nobody else held a post of so many seats (None: not known).

    The ways it may have been: all who are certain, and any of those who are possible, as many as there are seats for.
    It holds if all of these ways agree, is broken if none does.
    """
    others = there.handing_over(agents)
    certain, possible = there.certain - others, there.possible - others
    full = seats is not None and len(certain) >= seats
    if not certain <= agents <= certain | possible:
        return "broken"
    if seats is not None and len(agents) > max(seats, len(certain)):
        return "broken"
    return "holds" if agents == certain and (full or not possible) else "undecided"
