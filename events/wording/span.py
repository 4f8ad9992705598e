"""A span of days on its way to becoming a When, and what may be done with one."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from regesta.events.wording.days import LAST_YEAR, Days, add_days, add_months
from regesta.events.wording.refusal import Refused
from regesta.events.wording.table import CIRCA, Unit, Width


@dataclass(frozen=True, slots=True)
class Span:
    """The days that a wording may mean, before circa has widened them.

    `unit` is what it is named by, from which circa and "soon after" take their width. `edge` tells that it is the
    beginning or the end of the period `within`, so that "before the end of May" can be exact though "the end of May"
    is not. `derived`: completed from the publication's day; `capped`: that day bounds it.
    """

    first: date | None
    last: date | None
    unit: Unit
    approximate: bool = False
    derived: bool = False
    capped: bool = False
    circa_first: Unit | None = None
    circa_last: Unit | None = None
    edge: Literal["beginning", "end"] | None = None
    within: Days | None = None


def span_of(days: Days, unit: Unit, *, approximate: bool = False) -> Span:
    """The span of these days."""
    return Span(days[0], days[1], unit, approximate)


def closed(span: Span) -> Days:
    """Both its days; a side that is open is refused, since nothing can be counted from it."""
    if span.first is None or span.last is None:
        raise Refused("counts from a date that is open on one side. Give the day, month, season or year itself.")
    return span.first, span.last


def earlier_by(day: date, width: Width) -> date:
    """The day so much earlier."""
    return add_months(add_days(day, -width.days), -width.months) if width.months else add_days(day, -width.days)


def later_by(day: date, width: Width) -> date:
    """The day so much later; the end of a month stays one."""
    return add_months(day, width.months, as_end=True) if width.months else add_days(day, width.days)


def widened(span: Span) -> Span:
    """The span once circa has taken effect; it stops at the ends of the calendar."""
    if span.circa_first is None and span.circa_last is None:
        return span
    first, last = span.first, span.last
    if first is not None and span.circa_first is not None:
        first = date.min if first.year <= _YEARS[span.circa_first] else earlier_by(first, CIRCA[span.circa_first])
    if last is not None and span.circa_last is not None:
        near_end = last.year > LAST_YEAR - _YEARS[span.circa_last]
        last = date.max if near_end else later_by(last, CIRCA[span.circa_last])
    return replace(span, first=first, last=last, circa_first=None, circa_last=None, approximate=True)


_YEARS = {unit: max(1, width.months // 12) for unit, width in CIRCA.items()}
"""How many whole years a width may reach over."""


def about(span: Span) -> Span:
    """The span as circa has it: to be widened on both sides when it is done."""
    return replace(span, approximate=True, circa_first=span.unit, circa_last=span.unit)


def hull(one: Span, other: Span) -> Span:
    """From the first day of one to the last day of the other; circa stays on the side on which it was said."""
    if one.first is not None and other.last is not None and other.last < one.first:
        raise Refused(
            f"ends ({other.last}) before it begins ({one.first}). Write the earlier date first, with its year."
        )
    return Span(
        one.first,
        other.last,
        other.unit,
        one.approximate or other.approximate,
        one.derived or other.derived,
        one.capped or other.capped,
        one.circa_first,
        other.circa_last,
    )


def joined(spans: list[Span]) -> Span:
    """The hull of alternatives, in whatever order they were said."""
    if len(spans) == 1:
        return spans[0]
    opens = [s for s in spans if s.first is None]
    lasts_open = [s for s in spans if s.last is None]
    one = opens[0] if opens else min(spans, key=_first)
    other = lasts_open[0] if lasts_open else max(spans, key=_last)
    whole = hull(one, other)
    return replace(
        whole,
        approximate=any(s.approximate for s in spans),
        derived=any(s.derived for s in spans),
        capped=any(s.capped for s in spans),
    )


def _first(span: Span) -> date:
    return span.first or date.min


def _last(span: Span) -> date:
    return span.last or date.max
