"""Who held a post on a day, of all who may have: certainly, possibly, or just handing over.

Whether one posting answers for a day is `regesta.projections.tenure`'s to say. On the day on which one holder ends and
the next one starts, both held it; that is a handover, and takes no second seat.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

from regesta.projections.tenure import Answer, Bounds, answer

State = Literal["holds", "undecided", "broken"]


class Tenancy(NamedTuple):
    """One posting in a post, as its row has it."""

    agent: str
    effect: str
    start: Bounds
    end: Bounds

    def on(self, day: date) -> Answer:
        """What it answers for a day."""
        return "excluded" if self.effect == "not-in-effect" else answer(self.start, self.end, Bounds(day, day))

    def starts_on(self, day: date) -> bool:
        """Whether this is the very day on which it started."""
        return self.start == (day, day)

    def ends_on(self, day: date) -> bool:
        """Whether this is the very day on which it ended."""
        return self.end == (day, day)


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


def occupants(tenancies: Iterable[Tenancy], day: date) -> Occupants:
    """Who held a post on a day; an agent with several postings holds it by any of them."""
    answers = [(one, one.on(day)) for one in tenancies]
    there = [one for one, answered in answers if answered != "excluded"]
    certain = frozenset(one.agent for one, answered in answers if answered == "certain")
    stays = frozenset(one.agent for one in there if not (one.starts_on(day) or one.ends_on(day)))
    return Occupants(
        certain,
        frozenset(one.agent for one in there) - certain,
        frozenset(one.agent for one in there if one.starts_on(day)) - stays,
        frozenset(one.agent for one in there if one.ends_on(day)) - stays,
    )


def days_of_change(tenancies: Sequence[Tenancy], first: date, last: date) -> Iterator[date]:
    """The first of some days, and each of them on which the occupants may differ from the day before."""
    found = {first}
    for one in tenancies:
        for day in (*one.start, *one.end):
            found.update(() if day is None else (day, _next(day)))
    return iter(sorted(day for day in found if first <= day <= last))


def _next(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)


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
