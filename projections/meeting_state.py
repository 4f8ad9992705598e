"""How far a meeting came with one counterpart: the fold of its steps.

A request that was refused, later agreed to and later held is a sequence, not a contradiction. So:

1. A step comes *after* another only where their bounds say so: the last day that the one may mean lies before the
   first day of the other. The order in which they were recorded says nothing of the order in which they happened.
2. The *last* steps are those that no step comes after. A step without a date is always among them; and so is that
   they met, where a last step that comes after it says otherwise: what happened is not undone by being denied.
3. If two of the last steps exclude each other, the state is `disputed`: refused or unanswered against agreed,
   delegated, scheduled, postponed and held; refused against unanswered; held against cancelled and denied.
4. Otherwise the state is the last step that gets furthest: wanted, requested, unanswered, refused, agreed, delegated,
   scheduled, postponed, cancelled, denied, held. So an undated agreement stands over the wish that it answers, and
   an undated wish never takes an agreement back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar

from regesta.events.meeting import Step
from regesta.projections.stated import NOT_TOLD, Days

State = Step | Literal["disputed"]

FURTHEST: tuple[Step, ...] = (
    "wanted",
    "requested",
    "unanswered",
    "refused",
    "agreed",
    "delegated",
    "scheduled",
    "postponed",
    "cancelled",
    "denied",
    "held",
)
"""The steps in the order in which one gets further than another."""

_YES: tuple[Step, ...] = ("agreed", "delegated", "scheduled", "postponed", "held")

_PAIRS: tuple[tuple[Step, Step], ...] = (
    *(("refused", yes) for yes in _YES),
    *(("unanswered", yes) for yes in _YES),
    ("refused", "unanswered"),
    ("held", "cancelled"),
    ("held", "denied"),
)
EXCLUDES: frozenset[frozenset[Step]] = frozenset(frozenset(pair) for pair in _PAIRS)
"""Pairs of steps of which only one can be where a meeting came to."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One step with one counterpart, as one source tells it."""

    step: Step
    on: Days = NOT_TOLD
    reason: str | None = None


class Dated(Protocol):
    """Something that was taken on a day that may not be known."""

    @property
    def on(self) -> Days:
        """When."""
        ...


T = TypeVar("T", bound=Dated)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The state to which the steps came, with the date and the reason of what gave it."""

    state: State
    on: Days
    reason: str | None


def outcome(steps: Sequence[Taken]) -> Outcome:
    """The state of the steps with one counterpart: one or more, in the order of the log."""
    ends = last(steps)
    ends = [step for step in steps if step in ends or any(_denies(end, step) for end in ends)]
    disputing = tuple(step for step in ends if any(_exclude(step, other) for other in ends))
    if disputing:
        return Outcome("disputed", _hull(disputing), _reason(disputing))
    step = max(ends, key=lambda one: FURTHEST.index(one.step))  # of equal ones the first: what is told first stands
    equal = [one for one in ends if one.step == step.step]
    dated = next((one for one in equal if one.on.worded), step)
    return Outcome(step.step, dated.on, _reason(equal) or _reason(steps))


def last(steps: Sequence[T]) -> list[T]:
    """The steps that no step comes after: no other begins, at the earliest, past the last day that they may mean."""
    begun = max((step.on.earliest for step in steps if step.on.earliest), default="")
    return [step for step in steps if step.on.latest is None or begun <= step.on.latest]


def _denies(later: Taken, met: Taken) -> bool:
    """Whether a step that certainly came after a meeting that was held says that it was not."""
    after = met.on.latest is not None and met.on.latest < (later.on.earliest or "")
    return met.step == "held" and after and _exclude(later, met)


def _exclude(one: Taken, other: Taken) -> bool:
    return frozenset((one.step, other.step)) in EXCLUDES


def in_order(steps: Iterable[Taken]) -> tuple[Taken, ...]:
    """The steps as a reader would tell them: dated ones by their days, each undated one after what it got past."""
    natural = sorted(steps, key=lambda one: FURTHEST.index(one.step))
    told = [one for one in natural if _day(one)]
    told.sort(key=lambda one: _day(one) or "")
    for one in natural:
        if not _day(one):
            rank = FURTHEST.index(one.step)
            past = (place for place, other in enumerate(told, 1) if FURTHEST.index(other.step) <= rank)
            told.insert(max(past, default=0), one)
    return tuple(told)


def _day(one: Taken) -> str | None:
    return one.on.earliest or one.on.latest


def _reason(steps: Iterable[Taken]) -> str | None:
    return next((one.reason for one in steps if one.reason), None)


def _hull(steps: Sequence[Taken]) -> Days:
    """All the days that any of them may mean; open where one is, and where one is not dated."""
    worded = "; ".join(dict.fromkeys(one.on.worded for one in steps if one.on.worded)) or None
    starts, ends = [one.on.earliest for one in steps], [one.on.latest for one in steps]
    return Days(
        worded,
        None if None in starts else min(day for day in starts if day),
        None if None in ends else max(day for day in ends if day),
    )
