"""Dates with unspecified digits: `201X`, `2004-XX`, `156X-12-25`, `15XX-12-XX`, `1984-1X`."""

from collections.abc import Iterator
from datetime import date
from itertools import product

from regesta.events.wording.days import MONTHS, month_days, no_such_day, the_day, the_year
from regesta.events.wording.refusal import Refused
from regesta.events.wording.span import Span, span_of
from regesta.events.wording.table import Unit


def unspecified(year: str, month: str | None, day: str | None) -> Span:
    """The first to the last day that fits the digits; X stands for any digit.

    Raises Refused if no day fits, or if the years that fit begin before year 1.
    """
    unit: Unit = "day" if day else "month" if month else "year"
    if "X" not in year + (month or "") + (day or ""):
        return _specified(int(year), month, day, unit)
    if year.startswith("-") or year.replace("X", "0") == "0000":
        raise Refused("reaches back before year 1, and days are kept for the years 1 to 9999. Write the digits that"
                      " are known, as in 19XX.")  # fmt: skip
    first = _end(year, month, day, latest=False)
    last = _end(year, month, day, latest=True)
    if first is None or last is None:
        raise Refused(f"names no day that exists. {_why(month, day)}")
    if month in (None, "XX") and day in (None, "XX"):
        return span_of((first, last), _year_unit(year) if "X" in year else "year")
    return span_of((first, last), "month" if day in (None, "XX") else "day")


def _specified(year: int, month: str | None, day: str | None, unit: Unit) -> Span:
    if month is None:
        return span_of((date(the_year(year), 1, 1), date(year, 12, 31)), unit)
    if day is None:
        return span_of(month_days(year, int(month)), unit)
    one = the_day(year, int(month), int(day))
    return Span(one, one, unit)


def _year_unit(year: str) -> Unit:
    match len(year) - len(year.rstrip("X")):
        case 0 | 1:
            return "decade"
        case _:
            return "century"


def _end(year: str, month: str | None, day: str | None, *, latest: bool) -> date | None:
    """The earliest or the latest day that fits; years are tried one by one, so leap days are found."""
    for y in _numbers(year, latest=latest):
        for m in _numbers(month or "XX", latest=latest):
            if not 1 <= m <= 12:
                continue
            first, last = month_days(y, m)
            if day is None:
                return last if latest else first
            for d in _numbers(day, latest=latest):
                if 1 <= d <= last.day:
                    return date(y, m, d)
    return None


def _numbers(pattern: str, *, latest: bool) -> Iterator[int]:
    """Every number that the pattern may be, ascending, or descending for the latest."""
    every = "9876543210" if latest else "0123456789"
    for digits in product(*(every if c == "X" else c for c in pattern)):
        yield int("".join(digits))


def _why(month: str | None, day: str | None) -> str:
    """What is wrong with a pattern that no day fits."""
    if month is not None and month.isdigit() and 1 <= int(month) <= 12 and day is not None and day.isdigit():
        return f"It {no_such_day(int(day), int(month))}"
    if month is not None and month.isdigit() and 1 <= int(month) <= 12:
        return f"{MONTHS[int(month) - 1]} has no day {day}. Write a day that it has, or XX."
    return f"No month is written {month}" + (f" with a day {day}." if day else ".") + " Write XX for what is not known."
