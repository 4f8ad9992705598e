"""How a date lies to another one, in words: "two days after", "before", "within a week of", as limits in days.

Counts are trusted as everywhere (`table.COUNTED`): three weeks after are 21 days, give or take 3; days are exact.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from regesta.events.wording.cursor import Cursor, phrases
from regesta.events.wording.days import add_months
from regesta.events.wording.limits import LIMITS, Limit
from regesta.events.wording.parts import count, part_at
from regesta.events.wording.pieces import Part
from regesta.events.wording.refusal import Refused
from regesta.events.wording.source import Role
from regesta.events.wording.table import COUNTED, SOON, Width
from regesta.events.wording.vocabulary import COUNTABLE


@dataclass(frozen=True, slots=True)
class Lean:
    """At least and at most so many days after the other date; negative is before, None is open."""

    least: int | None
    most: int | None
    approximate: bool = False


_SAME_DAY = phrases(
    {
        "on|upon|at|at time of|day of|on day of|same day as|on same day as|on very day of|during|on date of"
        "|on occasion of|simultaneously with|together with": Lean(0, 0)
    }
)
_LIMITED: dict[Limit, Lean] = {
    "before": Lean(None, -1),
    "by": Lean(None, 0),
    "until": Lean(None, 0),
    "after": Lean(1, None),
    "from": Lean(0, None),
    "since": Lean(0, None),
    "starting": Lean(0, None),
}
_SAID_BY_THE_ROLE: frozenset[tuple[Role, Limit]] = frozenset(
    {("start", "since"), ("start", "from"), ("start", "starting"), ("end", "until")}
)
_BOUND = phrases(
    {
        "at least|not less than|no less than": "least",
        "more than|over": "more",
        "at most|not more than|no more than|up to": "most",
        "less than|under": "less",
    }
)
_AFTER = phrases({"after|following|from|later than": 1, "before|prior to|earlier than|preceding": -1})
_FARTHEST = 3_000
"""How many years a count may reach over."""


def lean_at(c: Cursor, role: Role) -> Lean | None:
    """The relation that is worded next, stepped over; None, with nothing stepped over, if there is none."""
    return _bound(c) or _part(c) or _limit(c, role) or c.phrase(_SAME_DAY)


def _bound(c: Cursor) -> Lean | None:
    """ "at least two weeks after", "less than a month before"."""
    start = c.at
    bound = c.phrase(_BOUND)
    if bound is not None and (counted := count(c)) is not None and (unit := COUNTABLE.get(c.peek())) is not None:
        c.at += 1
        if (sign := c.phrase(_AFTER)) is not None:
            least, most = reach(counted[0], unit)[0], reach(counted[1], unit)[1]
            after = {
                "least": Lean(least, None),
                "more": Lean(least + 1, None),
                "most": Lean(0, most),
                "less": Lean(0, most - 1),
            }[bound]
            return after if sign > 0 else turned(after)
    c.at = start
    return None


def _part(c: Cursor) -> Lean | None:
    """ "two days after", "the day before", "shortly after", "within a week of"."""
    start = c.at
    part = part_at(c)
    found = _lean(part) if part is not None else None
    if found is None:
        c.at = start
    return found


def _lean(part: Part) -> Lean | None:
    soon = SOON["day"].days
    match part.kind:
        case "shift" if part.low > 0:
            return _counted(part.low, part.high, part.unit)
        case "shift":
            return turned(_counted(-part.high, -part.low, part.unit))
        case "adjoining":  # the week before: seven days, or the calendar's week, which ends as late as the day before
            lean = Lean(1, reach(2, part.unit)[1] - 1, approximate=True)
            return lean if part.low > 0 else turned(lean)
        case "within":
            ahead, back = reach(max(part.high, 0), part.unit)[1], reach(max(-part.low, 0), part.unit)[1]
            return Lean(-back, ahead)
        case "soon-after":
            return Lean(1, soon, approximate=True)
        case "soon-before":
            return Lean(-soon, -1, approximate=True)
        case "from-soon-after":
            return Lean(0, soon, approximate=True)
        case "to-soon-before":
            return Lean(-soon, 0, approximate=True)
        case _:
            return None


def _counted(low: int, high: int, unit: str) -> Lean:
    """So many units after, as far as such a count is trusted; hours and minutes reach into the next day."""
    if unit in ("hour", "minute"):
        return Lean(0, reach(high, unit)[1])
    trust = COUNTED.get(unit, _NO_MORE)
    least = max(reach(low, unit, Width(-trust.days, -trust.months))[0], 0)
    return Lean(least, reach(high, unit, trust)[1], approximate=low != high or trust != _NO_MORE)


def _limit(c: Cursor, role: Role) -> Lean | None:
    """ "before", "no later than"; a start "since the vote" was on its day, and so was an end "until the vote"."""
    limit = c.phrase(LIMITS)
    if limit is None:
        return None
    return Lean(0, 0) if (role, limit) in _SAID_BY_THE_ROLE else _LIMITED[limit]


def turned(lean: Lean) -> Lean:
    """The same on the other side: before instead of after."""
    least, most = lean.most, lean.least
    return Lean(None if least is None else -least, None if most is None else -most, lean.approximate)


_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
_DAYS = {"day": 1, "week": 7, "fortnight": 14}


_NO_MORE = Width()


def reach(counted: int, unit: str, more: Width = _NO_MORE) -> tuple[int, int]:
    """The fewest and the most days that so many units are, and some more, wherever they begin."""
    if unit in _MONTHS:
        fewest, most = _days_in(counted * _MONTHS[unit] + more.months)
        return fewest + more.days, most + more.days
    days = _DAYS.get(unit, 0) * counted
    if unit in ("hour", "minute"):
        days = -(-counted // 24) if unit == "hour" else 1
    return days + more.days, days + more.days


_COMMON_AND_LEAP = range(1892, 1908)
"""Years from which months are counted to find the fewest and the most days: 1900 had no leap day, all others had."""


@lru_cache(maxsize=256)
def _days_in(months: int) -> tuple[int, int]:
    """The fewest and the most days that so many months are; from four years on, a day may be lost or won on the way."""
    if abs(months) > 12 * _FARTHEST:
        raise Refused(f"counts over more than {_FARTHEST:,} years. Write the date out.")
    spans = [
        (add_months(day, months) - day).days
        for year in _COMMON_AND_LEAP
        for month in range(1, 13)
        for day in (date(year, month, 1), *_ends(year, month))
    ]
    spare = 1 if abs(months) >= 48 else 0
    return min(spans) - spare, max(spans) + spare


def _ends(year: int, month: int) -> tuple[date, ...]:
    """The last days of a month, which a shorter month has not."""
    days = []
    for day in (28, 29, 30, 31):
        try:
            days.append(date(year, month, day))
        except ValueError:
            break
    return tuple(days)
