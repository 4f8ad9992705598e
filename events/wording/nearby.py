"""Days, months and seasons counted from one day: the last one, this one, the next one, the nearest one.

`step` is -1 for last, 0 for this, 1 for next, everywhere.
"""

from collections.abc import Callable
from datetime import date

from regesta.events.wording.days import (
    Days,
    add_days,
    add_months,
    distance,
    is_leap,
    month_days,
    months_from,
    the_day,
    years_from,
)
from regesta.events.wording.refusal import Refused
from regesta.events.wording.table import SEASONS, Hemisphere

YearDays = Callable[[int], Days | None]
"""The days that something has in a year; None if that year lacks it, as most lack 29 February."""


def shifted_unit(day: date, unit: str, step: int) -> Days | None:
    """The whole week (Monday to Sunday), month, quarter, year, decade or century, so many from the day's own."""
    match unit:
        case "week":
            monday = add_days(day, -day.weekday() + 7 * step)
            return monday, add_days(monday, 6)
        case "month":
            first = add_months(day.replace(day=1), step)
            return month_days(first.year, first.month)
        case "quarter":
            first = add_months(day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1), 3 * step)
            return months_from(first.year, first.month, 3)
        case "year":
            return years_from(day.year + step, day.year + step)
        case "decade":
            return years_from(day.year // 10 * 10 + 10 * step, day.year // 10 * 10 + 10 * step + 9)
        case "century":
            return century_days((day.year - 1) // 100 + 1 + step)
        case _:
            return None


def century_days(number: int) -> Days:
    """The century: the nineteenth is 1801 to 1900, since there was no year 0."""
    if not 1 <= number <= 99:
        raise Refused(f"names century {number}, and days are kept for the years 1 to 9999. Write a year.")
    return years_from(number * 100 - 99, number * 100)


def weekday_from(day: date, weekday: int, step: int) -> date:
    """Last: the latest such weekday before the day; next: the first after it; this: the one in its week."""
    ahead = (weekday - day.weekday()) % 7
    match step:
        case -1:
            return add_days(day, ahead - 7)
        case 1:
            return add_days(day, ahead or 7)
        case _:
            return add_days(day, weekday - day.weekday())


def weekday_up_to(day: date, weekday: int) -> date:
    """The latest such weekday that is not after the day."""
    return add_days(day, -((day.weekday() - weekday) % 7))


def weekday_not_before(day: date, weekday: int) -> date:
    """The first such weekday that is not before the day."""
    return add_days(day, (weekday - day.weekday()) % 7)


def weekend_from(day: date, step: int) -> Days | None:
    """Last: the Saturday and Sunday that were over; this: those of the day's week. Next may be either of two."""
    saturday = add_days(day, 5 - day.weekday())
    match step:
        case -1:
            saturday = add_days(saturday, -7)
        case 1:
            return None
    return saturday, add_days(saturday, 1)


def month_in(month: int) -> YearDays:
    """The days of the month, year by year."""
    return lambda year: month_days(year, month)


def day_in(month: int, day: int) -> YearDays:
    """The day of the month, year by year; None in the years that lack it."""
    return lambda year: None if (month, day) == (2, 29) and not is_leap(year) else (the_day(year, month, day),) * 2


def season_in(season: str, hemisphere: Hemisphere) -> YearDays:
    """The days of the season that begins in the year."""
    return lambda year: months_from(year, SEASONS[hemisphere][season], 3)


def year_from(day: date, days_in: YearDays, step: int) -> int:
    """The year of the last one that was over by the day, of this year's, or of the first that begins after it."""
    match step:
        case -1:
            return next(y for y in range(day.year, day.year - 10, -1) if (d := days_in(y)) and d[1] < day)
        case 1:
            return next(y for y in range(day.year, day.year + 10) if (d := days_in(y)) and d[0] > day)
        case _:
            return day.year


def nearest_year(day: date, days_in: YearDays, *, past: bool = False) -> int:
    """The year whose one lies nearest to the day, by the days between; of two as near, the earlier.

    With `past`, only those that had begun by the day. Eight years either way are tried, which finds any 29 February.
    """
    found: list[tuple[int, int]] = []
    for year in range(max(1, day.year - 8), min(9999, day.year + 8) + 1):
        days = days_in(year)
        if days is not None and not (past and days[0] > day):
            found.append((distance(*days, day), year))
    if not found:
        raise Refused("names a day that no year near its source's publication has. Write its year.")
    return min(found)[1]
