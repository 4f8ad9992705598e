"""ISO 8601: the forms that EDTF does not have.

EDTF (`edtf.py`) covers plain dates, times with a T, and intervals. Here are week dates, ordinal dates, the basic
form without hyphens, times as programs print them, and intervals whose second half is shortened.
"""

import re
from collections.abc import Callable
from datetime import date

from regesta.events.wording.days import TOO_FAR, Days, add_days, is_leap, month_days, the_day, the_year
from regesta.events.wording.refusal import Refused
from regesta.events.wording.span import Span, span_of

_CLOCK = r"(?P<hour>[0-9]{2})(?::?(?P<minute>[0-9]{2})(?::?(?P<second>[0-9]{2})(?:[.,][0-9]{1,9})?)?)?"
_ZONE = r"(?P<zone>\s?(?:Z|UTC|GMT)|\s?[+-][0-9]{2}(?::?[0-9]{2})?)?"
_DAY = r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"


def read_iso(text: str) -> Span | None:
    """The span that an ISO 8601 form means; None if it is none of the forms kept here."""
    for pattern, read in _FORMS:
        if (match := pattern.fullmatch(text)) is not None:
            return read(match)
    return None


def _day(match: re.Match[str]) -> Span:
    if match["hour"] is not None:
        the_time(match["hour"], match["minute"], match["second"])
    return _one(the_day(int(match["year"]), int(match["month"]), int(match["day"])))


def the_time(hour: str, minute: str | None, second: str | None) -> None:
    """Refuse a time of day that no clock shows; 24:00 is the end of the day that it is written with."""
    h, m, s = int(hour), int(minute or 0), int(second or 0)
    if h > 24 or m > 59 or s > 60 or (h == 24 and (m or s)):
        time = ":".join(part for part in (hour, minute, second) if part)
        raise Refused(f"has a time of day that no clock shows: {time}. Write 00:00 to 24:00, or the day alone.")


def _week(match: re.Match[str]) -> Span:
    monday = week_days(int(match["year"]), int(match["week"]))[0]
    if match["weekday"]:
        return _one(add_days(monday, int(match["weekday"]) - 1))
    return span_of((monday, add_days(monday, 6)), "week")


def week_days(year: int, week: int) -> Days:
    """Monday and Sunday of an ISO week (week 1 holds the year's first Thursday)."""
    the_year(year)
    try:
        monday = date.fromisocalendar(year, week, 1)
    except OverflowError:
        raise Refused(TOO_FAR) from None
    except ValueError:
        last = date(year, 12, 28).isocalendar().week
        raise Refused(f"names week {week}, and {year} has weeks 1 to {last}. Write one of these.") from None
    return monday, add_days(monday, 6)


def _ordinal(match: re.Match[str]) -> Span:
    year, day = the_year(int(match["year"])), int(match["day"])
    if not 1 <= day <= 365 + is_leap(year):
        length = 365 + is_leap(year)
        raise Refused(f"names day {day} of a year that has {length}. Write the day as {year:04d}-12-31.")
    return _one(add_days(date(year, 1, 1), day - 1))


def _shortened(match: re.Match[str]) -> Span:
    year = int(match["year"])
    first = the_day(year, int(match["month"]), int(match["day"]))
    last = the_day(year, int(match["month2"] or match["month"]), int(match["day2"]))
    if last < first:
        raise Refused(f"ends ({last}) before it begins ({first}). Write both days whole, the earlier first.")
    return span_of((first, last), "day")


def _year_month_basic(match: re.Match[str]) -> Span:
    days = month_days(int(match["year"]), int(match["month"]))
    raise Refused(f"may be a month or a day of a year written with two digits. Write {days[0].isoformat()[:7]} for"
                  " the month.")  # fmt: skip


def _one(day: date) -> Span:
    return Span(day, day, "day")


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Span]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE | re.ASCII), read)
    for pattern, read in (
        (_DAY + r"(?:T|\s)" + _CLOCK + _ZONE, _day),
        (r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?:T" + _CLOCK + _ZONE + ")?", _day),
        (r"(?P<year>[0-9]{4})-?W(?P<week>[0-9]{2})(?:-?(?P<weekday>[1-7]))?", _week),
        (r"(?P<year>[0-9]{4})-(?P<day>[0-9]{3})", _ordinal),
        (_DAY + r"/(?:(?P<month2>[0-9]{2})-)?(?P<day2>[0-9]{2})", _shortened),
        (r"(?P<year>[0-9]{4})(?P<month>0[1-9]|1[0-2])", _year_month_basic),
    )
)
