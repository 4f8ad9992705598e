"""A part of a period: early, mid, late; a half, a quarter, a third; its second week, its last Friday."""

from dataclasses import replace
from datetime import date

from regesta.events.wording.counted import moved
from regesta.events.wording.days import WEEKDAYS, Days, add_days, add_months
from regesta.events.wording.nearby import weekday_from
from regesta.events.wording.pieces import Part
from regesta.events.wording.refusal import Refused
from regesta.events.wording.span import Span, closed
from regesta.events.wording.table import FIRST_FEW, STEPS, WINDOWS, Unit, Window

PART_UNITS: dict[Unit, Unit] = {
    "day": "day",
    "week": "day",
    "month": "week",
    "season": "month",
    "quarter": "month",
    "half": "month",
    "year": "quarter",
    "decade": "year",
    "century": "decade",
}
"""What a part of each unit is named by."""

_THIRDS: dict[int, Window] = {1: "early", 2: "mid", 3: "late", -1: "late"}
_UNITS: dict[str, Unit] = {
    "day": "day",
    "week": "week",
    "fortnight": "week",
    "month": "month",
    "quarter": "quarter",
    "year": "year",
    "decade": "decade",
}


def window(span: Span, name: Window) -> Span:
    """Early, mid, late, the beginning or the end of a unit, by the table; a day has no parts that are kept."""
    if span.unit == "day":
        return span
    first, last = closed(span)
    one, other = WINDOWS[span.unit][name]
    steps = max(end for _, end in WINDOWS[span.unit].values())
    return replace(
        span,
        first=_stepped(first, span.unit, one - 1),
        last=last if other == steps else min(last, add_days(_stepped(first, span.unit, other), -1)),
        unit=PART_UNITS[span.unit],
        approximate=True,
        edge=name if name == "beginning" or name == "end" else None,
        within=(first, last),
    )


def _stepped(first: date, unit: Unit, steps: int) -> date:
    """The day so many of the unit's steps after its first day."""
    match STEPS[unit]:
        case "day":
            return add_days(first, steps)
        case "month":
            return add_months(first, steps)
        case "year":
            return add_months(first, 12 * steps)


def third(span: Span, n: int) -> Span:
    """The nth third of a unit; the same days as early, mid and late, but said exactly."""
    if n not in _THIRDS:
        raise Refused(f"names third {n} of three. Write the first, second or last third.")
    return replace(window(span, _THIRDS[n]), approximate=span.approximate, edge=None, within=None)


def fraction(span: Span, kind: str, n: int) -> Span:
    """The nth half or quarter of a unit that divides into them."""
    first, last = closed(span)
    parts = 2 if kind == "half" else 4
    n = parts if n == -1 else n
    if not 1 <= n <= parts:
        raise Refused(f"names {kind} {n} of {parts}. Write one from 1 to {parts}.")
    days = _halved(span.unit, first, last, n) if parts == 2 else _quartered(span.unit, first, last, n)
    if days is None:
        raise Refused(f"names a {kind} of a {span.unit}, which has none. Write the months or the days.")
    unit: Unit = "half" if kind == "half" and span.unit == "year" else PART_UNITS[span.unit]
    return replace(span, first=days[0], last=days[1], unit=unit, edge=None, within=None)


def _halved(unit: Unit, first: date, last: date, n: int) -> Days | None:
    match unit:
        case "month":
            middle = first.replace(day=16)
        case "season" | "quarter":
            middle = add_months(first, 1).replace(day=16)
        case "half" | "year":
            middle = add_months(first, 3 if unit == "half" else 6)
        case "decade" | "century":
            middle = add_months(first, 60 if unit == "decade" else 600)
        case _:
            return None
    return (first, add_days(middle, -1)) if n == 1 else (middle, last)


def _quartered(unit: Unit, first: date, last: date, n: int) -> Days | None:
    months = {"year": 3, "century": 300}.get(unit)
    if months is None:
        return None
    start = add_months(first, months * (n - 1))
    return start, last if n == 4 else add_days(add_months(start, months), -1)


def counted(part: Part, span: Span) -> Span:
    """The nth day, week, month... of a period, its first or last few, its nth Monday or weekend."""
    if span.unit == "day":
        raise Refused("counts parts of a day. Write the day itself.")
    match part.kind:
        case "few":
            several = FIRST_FEW.get(part.unit, 0)
            return replace(_at_the_end(span, part.low, part.unit, several), approximate=True)
        case "first" | "last":
            side = 1 if part.kind == "first" else -1
            vague = span.approximate or part.low != part.high
            return replace(_at_the_end(span, side, part.unit, part.high), approximate=vague)
        case "weekday":
            return _nth_weekday(span, part.low, part.high, 1)
        case "nth-weekend":
            return _nth_weekday(span, part.low, 5, 2)
        case _:
            return _nth(span, part.low, part.unit)


def _nth(span: Span, n: int, unit: str) -> Span:
    """The nth so much of a period. Weeks are counted from its first day; the fifth of a month is what is left of it."""
    first, last = closed(span)
    if n == -1:
        return replace(_at_the_end(span, -1, unit, 1), unit=_UNITS.get(unit, "day"), approximate=_is_week(span, unit))
    start = moved(first, n - 1, unit)
    end = add_days(moved(start, 1, unit), -1)
    if n == 0 or start > last or (end > last and unit != "week"):
        raise Refused(f"names {unit} {n} of a {span.unit} that has fewer. Write one that it has.")
    return replace(
        span,
        first=start,
        last=min(end, last),
        unit=_UNITS.get(unit, "day"),
        approximate=_is_week(span, unit),
        edge=None,
        within=None,
    )


def _is_week(span: Span, unit: str) -> bool:
    """Whether it is approximate: for others, the first week of May is its first from Monday to Sunday."""
    return span.approximate or unit in ("week", "fortnight")


def _at_the_end(span: Span, side: int, unit: str, count: int) -> Span:
    """The first (1) or last (-1) so many days, weeks, months... of a period."""
    first, last = closed(span)
    if side not in (1, -1) or count == 0:
        raise Refused(f"counts {unit}s from neither end. Write the first or the last {unit}s, or give their dates.")
    if side == 1:
        days = first, add_days(moved(first, count, unit), -1)
    else:
        days = add_days(last, 1) if last < date.max else last, last
        days = moved(days[0], -count, unit), last
    if days[0] < first or days[1] > last:
        raise Refused(f"counts {count} {unit}s of a {span.unit} that has fewer. Write a number that it has.")
    return replace(span, first=days[0], last=days[1], unit=PART_UNITS[span.unit], edge=None, within=None)


def _nth_weekday(span: Span, n: int, weekday: int, length: int) -> Span:
    """The nth such weekday of a period, with the days after it up to the length (a weekend has two)."""
    first, last = closed(span)
    if n == -1:
        day = weekday_from(last, weekday, -1) if last.weekday() != weekday else last
    else:
        day = weekday_from(first, weekday, 1) if first.weekday() != weekday else first
        day = add_days(day, 7 * (n - 1))
    if n == 0 or not first <= day <= last:
        raise Refused(f"names {WEEKDAYS[weekday]} {n} of a {span.unit} that has fewer. Write one that it has.")
    return replace(span, first=day, last=add_days(day, length - 1), unit="day", edge=None, within=None)
