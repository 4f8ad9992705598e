"""Dates written in figures alone: read when only one order is possible, or when the order is given."""

import re
from datetime import date

from regesta.events.wording.days import MONTHS, no_such_month, the_day
from regesta.events.wording.refusal import Refused
from regesta.events.wording.relative import short_year
from regesta.events.wording.source import Order, Source

_PLACES: dict[Order, tuple[int, int, int]] = {"dmy": (2, 1, 0), "mdy": (2, 0, 1), "ymd": (0, 1, 2)}
_SPOKEN: dict[Order, str] = {"dmy": "day, month, year", "mdy": "month, day, year", "ymd": "year, month, day"}


def numeric_day(text: str, source: Source) -> tuple[date, bool]:
    """The day that `12.03.2019`, `03/04/2019` or `2019/04/03` means, and whether its year was completed.

    A year of four digits shows where it stands; day and month are told apart by a number over 12, or by the order that
    is given. What stays in doubt is refused. Where the year has two digits, the order has to be given, and the year is
    told from the publication.
    """
    fields = re.split(r"[./-]", text)
    if 4 in map(len, fields):
        return _whole(fields, source.order), False
    if source.order is None or max(map(len, fields)) > 2 or len(fields[_PLACES[source.order][0]]) < 2:
        raise Refused(
            "gives the year with two digits or in an order that is not known. Write the year with four digits, as in"
            " 2019-04-03."
        )
    place = _PLACES[source.order][0]
    fields[place] = f"{short_year(fields[place], source):04d}"
    first, second, third = map(int, fields)
    return _ordered(first, second, third, source.order), True


def _whole(fields: list[str], order: Order | None) -> date:
    """The day, whose year has four digits."""
    widths = [len(field) for field in fields]
    if widths[0] == 4 and order in ("dmy", "mdy"):
        order = None  # the year stands first, whatever the other dates of the file do
    if widths[0] == 4:
        return the_day(*map(int, fields))
    first, second, year = map(int, fields)
    if order == "ymd":
        raise Refused(f"does not have the order that was given ({_SPOKEN['ymd']}). Write it as {year}-04-03.")
    if order is not None:
        return _ordered(first, second, year, order)
    if first > 12 or second > 12 or first == second:
        return _ordered(first, second, year, "dmy" if first > 12 or first == second else "mdy")
    raise Refused(
        f"may be {first} {MONTHS[second - 1]} or {second} {MONTHS[first - 1]} {year}: give the order of day and month"
        f" (dmy or mdy), or write {year}-{second:02d}-{first:02d} or {year}-{first:02d}-{second:02d}."
        if first and second
        else "names a day or a month 0. Write the day as 2019-04-03."
    )


def _ordered(first: int, second: int, year: int, order: Order) -> date:
    numbers = (first, second, year)
    y, m, d = (numbers[place] for place in _PLACES[order])
    if not m:
        raise Refused(no_such_month(m, f"{y:04d}", ""))
    if not 1 <= m <= 12:
        raise Refused(
            f"names month {m} when it is read as {_SPOKEN[order]}. Write the day as {y}-12-31, or give another order."
        )
    return the_day(y, m, d)
