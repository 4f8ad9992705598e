"""From a period to a part of it, or to a date counted from it: what each `Part` does to a span."""

from dataclasses import replace
from datetime import date

from regesta.events.wording.counted import moved
from regesta.events.wording.days import MONTHS, WEEKDAYS, add_days, add_months
from regesta.events.wording.nearby import shifted_unit
from regesta.events.wording.pieces import Part
from regesta.events.wording.portions import counted, fraction, third, window
from regesta.events.wording.refusal import Refused
from regesta.events.wording.source import Source
from regesta.events.wording.span import Span, closed, earlier_by, later_by
from regesta.events.wording.table import COUNTED, SOON, Width


def applied(part: Part, span: Span, source: Source) -> Span:
    """The part of the span, or the span counted from it."""
    match part.kind:
        case "early" | "mid" | "late" | "beginning" | "end":
            return window(span, part.kind)
        case "third":
            return third(span, part.low)
        case "half" | "quarter":
            return fraction(span, part.kind, part.low)
        case "nth" | "few" | "first" | "last" | "weekday" | "nth-weekend":
            return counted(part, span)
        case "earlier" | "later":
            return _so_far(span, part.kind, source)
        case "week-of" | "week-ending" | "week-from" | "weekend-of" | "night-of":
            return _around_day(part.kind, span)
        case "shift" | "within":
            return _shifted(part, span)
        case "adjoining":
            return _adjoining(part, span)
        case _:
            return _soon(part.kind, span)


def _so_far(span: Span, kind: str, source: Source) -> Span:
    """ "Earlier this year" ends with the publication, "later this month" begins with it, if it lies within."""
    first, last = closed(span)
    if source.first is None or source.last is None or not (first <= source.first and source.last <= last):
        return span
    if kind == "earlier":
        return replace(span, last=source.last, derived=True)
    return replace(span, first=source.first, derived=True)


def _around_day(kind: str, span: Span) -> Span:
    """The week, the weekend or the night that a day names; days already named as a range stay as they are."""
    first, last = closed(span)
    if span.unit != "day":
        raise Refused(f"names a week or a night by a {span.unit}. Name it by a day, as in week of 3 May 2019.")
    if first != last:
        return span
    match kind:
        case "week-ending":
            return replace(span, first=add_days(first, -6), unit="week")
        case "week-from":
            return replace(span, last=add_days(first, 6), unit="week")
        case "night-of":
            return replace(span, last=add_days(first, 1))
        case "week-of":
            # A week that is named by its Sunday or Monday begins with it; by another day, it is the one from Monday.
            begins = first if first.weekday() in (0, 6) else add_days(first, -first.weekday())
            unsure = span.approximate or first.weekday() not in (0, 6)
            return replace(span, first=begins, last=add_days(begins, 6), unit="week", approximate=unsure)
        case _:
            return _weekend(span, first)


def _weekend(span: Span, day: date) -> Span:
    """The Saturday and Sunday by a day of theirs, or by the Friday or Monday that makes them longer."""
    match day.weekday():
        case 4 | 5:
            return replace(span, first=day, last=add_days(day, 6 - day.weekday()))
        case 6:
            return replace(span, first=add_days(day, -1), last=day)
        case 0:
            return replace(span, first=add_days(day, -2), last=day)
        case _:
            name = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
            raise Refused(f"names a weekend by {name}, a {WEEKDAYS[day.weekday()]}. Name it by its Saturday or Sunday.")


def _shifted(part: Part, span: Span) -> Span:
    """So many units after or before; exact if the unit is the date's own, or days."""
    first, last = closed(span)
    if part.kind == "within":
        return replace(span, first=moved(first, part.low, part.unit), last=moved(last, part.high, part.unit))
    if part.unit == span.unit and part.low == part.high and part.unit in ("month", "year"):
        months = part.low * (12 if part.unit == "year" else 1)
        return replace(span, first=add_months(first, months), last=add_months(last, months, as_end=True))
    trust = COUNTED.get(part.unit, Width())
    return replace(
        span,
        first=earlier_by(moved(first, part.low, part.unit), trust),
        last=later_by(moved(last, part.high, part.unit), trust),
        approximate=span.approximate or trust != Width() or part.low != part.high,
    )


def _adjoining(part: Part, span: Span) -> Span:
    """ "The week before Christmas": the seven days before it or the calendar's week, so the bounds hold both.

    Before a period means before it began; before "the end of May", which may be any day of it, before that day.
    """
    first, last = closed(span)
    if part.unit == span.unit:
        return _shifted(part, span)
    whole = shifted_unit(first if part.low < 0 else last, part.unit, part.low) or (first, last)
    if part.low < 0:
        days = min(whole[0], moved(first, -1, part.unit)), add_days(last if span.approximate else first, -1)
    else:
        days = add_days(first if span.approximate else last, 1), max(whole[1], moved(last, 1, part.unit))
    return replace(span, first=days[0], last=days[1], approximate=True, edge=None, within=None)


def _soon(kind: str, span: Span) -> Span:
    """Soon after, shortly before, on or soon after: as far as the table has it."""
    first, last = closed(span)
    width = SOON[span.unit]
    inside = span.within is not None and span.edge is None  # early, mid, late: any day of it may be meant
    match kind:
        case "soon-after":
            days = add_days(first if inside else last, 1), later_by(last, width)
        case "from-soon-after":
            days = first, later_by(last, width)
        case "soon-before":
            days = earlier_by(first, width), add_days(last if inside else first, -1)
        case _:
            days = earlier_by(first, width), last
    return replace(span, first=days[0], last=days[1], approximate=True, edge=None, within=None)
