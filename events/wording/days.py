"""Days, months and years in the proleptic Gregorian calendar, years 1 to 9999."""

from datetime import date, timedelta

from regesta.events.wording.refusal import Refused

FIRST_YEAR, LAST_YEAR = date.min.year, date.max.year

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

TOO_FAR = "reaches beyond the years 1 to 9999, for which days can be kept. Write a date within them."

Days = tuple[date, date]
"""A first and a last day, both included."""


def is_leap(year: int) -> bool:
    """Whether 29 February exists in the year, by the Gregorian rule."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int, month: int) -> int:
    """How many days the month has."""
    return 29 if month == 2 and is_leap(year) else _LENGTHS[month - 1]


def the_year(year: int) -> int:
    """The year, if days are kept for it."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(f"names the year {year}, and days are kept for the years 1 to 9999 alone. Leave the date out,"
                      " and say it in a note.")  # fmt: skip
    return year


def the_day(year: int, month: int, day: int) -> date:
    """The day, or a refusal that says what is wrong with it."""
    the_year(year)
    if not 1 <= month <= 12:
        raise Refused(no_such_month(month, f"{year:04d}", f"{year:04d}-12 or December {year}"))
    if not 1 <= day <= month_length(year, month):
        raise Refused(no_such_day(day, month, year))
    return date(year, month, day)


def new_style(year: int, month: int, day: int) -> date:
    """The day that the Julian calendar called so, by its Julian day number; a refusal if it had no such day."""
    if day > (29 if month == 2 and year % 4 == 0 else _LENGTHS[month - 1]):
        raise Refused(no_such_day(day, month, year))
    early = month < 3
    years, months = year + 4800 - early, month - 3 + 12 * early
    number = day + (153 * months + 2) // 5 + 365 * years + years // 4 - 32083
    return date.fromordinal(number - 1721425)


def no_such_month(month: int, year: str, such: str) -> str:
    """What is wrong with a month that no year has; databases write 0 for one that is not known."""
    if not month:
        return f"names month 0. If the month is not known, write the year alone: {year}."
    return f"names month {month}, and a year has twelve. Write {such}."


def no_such_day(day: int, month: int, year: int | None = None) -> str:
    """What is wrong with a day that its month does not have; databases write 0 for one that is not known."""
    name = MONTHS[month - 1]
    if not day:
        alone = f"{name} {year}" if year is not None else name
        return f"names day 0. If the day is not known, write the month alone: {alone}."
    longest = 29 if month == 2 else _LENGTHS[month - 1]
    if year is None or day > longest:
        has = f"{name} has {longest} days" + (" at most" if month == 2 else "")
    else:
        has = f"February {year} had 28 days" if day == 29 else f"{name} {year} has {longest} days"
    last = month_length(year, month) if year is not None else longest
    example = f"{last} {name}" + (f" {year}" if year is not None else "")
    return f"names a day that does not exist: {has}. Write a day that it has, such as {example}."


def month_days(year: int, month: int) -> Days:
    """The first and the last day of the month."""
    the_year(year)
    if not 1 <= month <= 12:
        raise Refused(no_such_month(month, f"{year:04d}", f"{year:04d}-12 or December {year}"))
    return date(year, month, 1), date(year, month, month_length(year, month))


def months_from(year: int, month: int, count: int) -> Days:
    """The first day of the month, and the last day of the count-th month from it, itself counted."""
    end = add_months(date(the_year(year), month, 1), count - 1)
    return date(year, month, 1), end.replace(day=month_length(end.year, end.month))


def years_from(first: int, last: int) -> Days:
    """New Year's Day of the first year to the last day of the last."""
    return date(the_year(first), 1, 1), date(the_year(last), 12, 31)


def add_days(day: date, count: int) -> date:
    """The day so many days later, or earlier if the count is negative."""
    try:
        return day + timedelta(days=count)
    except OverflowError:
        raise Refused(TOO_FAR) from None


def add_months(day: date, count: int, *, as_end: bool = False) -> date:
    """The same day so many months later; the last of a shorter month if it lacks that day.

    With `as_end`, the last day of a month stays the last day of one: 31 March + 1 is 30 April, 28 February + 1 is 31
    March.
    """
    months = day.year * 12 + day.month - 1 + count
    year, month = months // 12, months % 12 + 1
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(TOO_FAR)
    length = month_length(year, month)
    at_end = as_end and day.day == month_length(day.year, day.month)
    return date(year, month, length if at_end else min(day.day, length))


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian church calendar (the anonymous algorithm of 1876), from 1583 on."""
    if the_year(year) < 1583:
        raise Refused("names a feast before 1583, when the Gregorian Easter begins. Write the day itself.")
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def distance(first: date, last: date, day: date) -> int:
    """How many days lie between the day and the span; 0 if it is within."""
    if day < first:
        return (first - day).days
    return max(0, (day - last).days)
