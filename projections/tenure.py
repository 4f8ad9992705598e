"""The arithmetic of tenures: from the phases that are told, the days on which a post was certainly or possibly held.

A day lies within bounds; None is open. The rules:

**Effect.** Serving, acting, sworn in, arrived, accredited, and every way of leaving (resigned, recalled, expelled,
left, died) mean that the posting took effect. So does an appointment, unless it was declined, withdrawn or rejected:
an appointment alone can be. Declined, withdrawn or rejected without any of these: not in effect, held on no day.
Announced, nominated or confirmed and no more: not known, possibly held from the first of these days on.

**Several sources** for one phase narrow each other: the bounds that all of them allow. Where they exclude each other,
the bounds that any of them allows, and the tenure is *disputed*. It is disputed too if it was declined and yet held.

**Start.** Told as the start of serving or acting, it is that. Otherwise it lies between the take-up phases: possibly
held from the first day that the first of them may mean, certainly from the last day that the last may mean. And
whoever is said to hold it still, on some day, had started by then.

**End.** `stated`, `ended`, left and died bound the end; `holds` says that it came no earlier. Resigned, recalled and
expelled, when no end is told, say that it came no earlier either: a letter is not yet a departure. Nobody leaves
before they certainly held, so an end whose first day is open came at or after the certain start. And nobody holds a
post after they died; unless what is told of the posting is later than that, when the sources are at odds.

**A day** is certain if `start_latest <= day <= end_earliest`, possible if `start_earliest <= day <= end_latest`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from regesta.events.posting import LASTING, LEAVING, Phase
from regesta.events.when import When

Effect = Literal["took-effect", "not-in-effect", "not-known"]
EndState = Literal["stated", "ended", "holds", "not-stated"]
Answer = Literal["certain", "possible", "excluded"]

TAKE_UP: tuple[Phase, ...] = ("appointed", "sworn-in", "arrived", "accredited")
PROSPECT: tuple[Phase, ...] = ("announced", "nominated", "confirmed")
LEFT: tuple[Phase, ...] = ("left", "died")
REFUSAL: tuple[Phase, ...] = ("declined", "withdrawn", "rejected")

FURTHEST: tuple[Phase, ...] = (*PROSPECT, *TAKE_UP, "acting", "serving", *LEAVING, *LEFT, *REFUSAL)
"""The phases in the order in which one gets further than another."""


class Bounds(NamedTuple):
    """A day that lies between two, both included; None is open."""

    earliest: date | None
    latest: date | None

    @classmethod
    def read(cls, earliest: str | None, latest: str | None) -> "Bounds":
        """The bounds of two ISO days, as rows hold them."""
        return cls(*(None if day is None else date.fromisoformat(day) for day in (earliest, latest)))


ANY_DAY = Bounds(None, None)


@dataclass(frozen=True, slots=True)
class Stage:
    """A phase as one source tells it."""

    phase: Phase
    start: Bounds | None = None
    end_state: EndState = "not-stated"
    end: Bounds | None = None


@dataclass(frozen=True, slots=True)
class Tenure:
    """What the phases say together."""

    effect: Effect
    furthest: Phase
    start: Bounds
    end_state: EndState
    end: Bounds
    disputed: bool


def tenure(stages: Sequence[Stage], died: date | None = None) -> Tenure:
    """Fold the phases of one posting (one or more, in any order) into its tenure.

    `died` is the last day on which the holder may have died, if that is told.
    """
    phases = {stage.phase for stage in stages}
    effect = _effect(phases)
    told = phases - set(REFUSAL) if effect == "took-effect" else phases
    furthest = max(told, key=FURTHEST.index)
    if effect == "not-in-effect":
        return Tenure(effect, furthest, ANY_DAY, "not-stated", ANY_DAY, False)
    if effect == "not-known":
        days = [stage.start for stage in stages if stage.start is not None]
        start = Bounds(_least(days), None)
        return Tenure(effect, furthest, start, "not-stated", _in_life(start, ANY_DAY, died), False)
    start, start_disputed = _start(stages)
    start = _by_the_day_it_held(start, stages)
    end, end_disputed = _end(stages)
    end = _in_life(start, end, died)
    state = _end_state(stages)
    if end.earliest is None and start.latest is not None:
        end = Bounds(start.latest if end.latest is None else min(start.latest, end.latest), end.latest)
    disputed = start_disputed or end_disputed or "declined" in phases
    return Tenure(effect, furthest, start, state, end, disputed)


def answer(start: Bounds, end: Bounds, on: When | Bounds) -> Answer:
    """Whether somebody held a post on a day, given the bounds of the start and of the end.

    `on` may itself be uncertain: the answer is then certain if it is so for every day that `on` may mean, and
    excluded if it is so for every one. A posting that took no effect is not for this function: it has no days.
    """
    first, last = on.earliest, on.latest
    within = start.latest is not None and end.earliest is not None and first is not None and last is not None
    if within and start.latest <= first and last <= end.earliest:  # type: ignore[operator]
        return "certain"
    too_early = last is not None and start.earliest is not None and last < start.earliest
    too_late = first is not None and end.latest is not None and end.latest < first
    return "excluded" if too_early or too_late else "possible"


def _effect(phases: set[Phase]) -> Effect:
    if phases & {*LASTING, "sworn-in", "arrived", "accredited", *LEAVING, *LEFT}:
        return "took-effect"
    if phases & set(REFUSAL):
        return "not-in-effect"
    return "took-effect" if "appointed" in phases else "not-known"


def _start(stages: Sequence[Stage]) -> tuple[Bounds, bool]:
    lasting = [stage.start for stage in stages if stage.phase in LASTING and stage.start is not None]
    if lasting:
        return combine(lasting)
    steps = [
        combine(days)
        for phase in TAKE_UP
        if (days := [stage.start for stage in stages if stage.phase == phase and stage.start is not None])
    ]
    found = [bounds for bounds, _ in steps]
    return Bounds(_least(found), _greatest(found)), any(excluding for _, excluding in steps)


def _by_the_day_it_held(start: Bounds, stages: Sequence[Stage]) -> Bounds:
    held = min((bounds.latest for bounds in _holding(stages) if bounds.latest is not None), default=None)
    if held is None or (start.latest is not None and start.latest <= held):
        return start
    # A day before the first one that the start may mean: the sources are at odds, and each keeps its bounds.
    return start if start.earliest is not None and held < start.earliest else Bounds(start.earliest, held)


def _end(stages: Sequence[Stage]) -> tuple[Bounds, bool]:
    told = [stage.end or ANY_DAY for stage in stages if stage.end_state in ("stated", "ended")]
    told += [stage.start or ANY_DAY for stage in stages if stage.phase in LEFT]
    still = [Bounds(bounds.earliest or bounds.latest, None) for bounds in _holding(stages)]
    if not told:
        still += [
            Bounds(stage.start.earliest, None) for stage in stages if stage.phase in LEAVING and stage.start is not None
        ]
    return combine([*told, *still])


def _in_life(start: Bounds, end: Bounds, died: date | None) -> Bounds:
    """An end that came with the holder's death at the latest; as it is where what is told of it is later."""
    within, excluding = combine([end, Bounds(None, died)])
    return end if excluding or (start.earliest and died and died < start.earliest) else within


def _holding(stages: Sequence[Stage]) -> list[Bounds]:
    """The days on which somebody is said to hold the post still."""
    return [stage.end for stage in stages if stage.end_state == "holds" and stage.end is not None]


def _end_state(stages: Sequence[Stage]) -> EndState:
    states = {stage.end_state for stage in stages}
    for stage in stages:
        if stage.phase in LEFT:
            states.add("stated" if stage.start is not None else "ended")
    return next((state for state in ("stated", "ended", "holds") if state in states), "not-stated")


def combine(several: Sequence[Bounds]) -> tuple[Bounds, bool]:
    """The bounds that all allow; or else those that any allows, and True: they exclude each other."""
    starts = [bounds.earliest for bounds in several if bounds.earliest is not None]
    ends = [bounds.latest for bounds in several if bounds.latest is not None]
    narrow = Bounds(max(starts, default=None), min(ends, default=None))
    if narrow.earliest is None or narrow.latest is None or narrow.earliest <= narrow.latest:
        return narrow, False
    return Bounds(_least(several), _greatest(several)), True


def _least(several: Iterable[Bounds]) -> date | None:
    """The first day that any of them may mean; None if one is open (or there are none)."""
    days = [bounds.earliest for bounds in several]
    return None if None in days else min((day for day in days if day is not None), default=None)


def _greatest(several: Iterable[Bounds]) -> date | None:
    days = [bounds.latest for bounds in several]
    return None if None in days else max((day for day in days if day is not None), default=None)
