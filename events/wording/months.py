"""Dates that begin with the name of their month."""

from regesta.events.wording.cursor import Cursor
from regesta.events.wording.days import MONTHS
from regesta.events.wording.nearby import day_in, month_in, year_from
from regesta.events.wording.pieces import Piece
from regesta.events.wording.refusal import Refused
from regesta.events.wording.relative import short_year, step_after
from regesta.events.wording.source import Source
from regesta.events.wording.vocabulary import MONTH_NUMBERS
from regesta.events.wording.years import checked_day, day_number, is_year, year_after


def month_first(c: Cursor, piece: Piece, source: Source) -> bool:
    """ "October 2017", "May 3, 1861", "Aug-6-2019", "Oct 2018", "October last"."""
    piece.month = MONTH_NUMBERS[c.peek()]
    c.at += 1
    if year_after(c, piece, source) or month_last(c, piece, source):
        return True
    glue = c.peek() if c.peek() in ("-", "/") else ""
    ahead = 1 if glue else 0
    day = day_number(c.peek(ahead))
    if day is None or c.peek(ahead + 1) in MONTH_NUMBERS or (glue and c.peek(ahead + 2) in MONTH_NUMBERS):
        return True
    if glue and not (c.peek(ahead + 1) == glue and is_year(c.peek(ahead + 2))):
        raise _two_digits(piece.month, day)
    if not glue and day > 31 and not c.peek().startswith("°") and not _year_follows(c):
        piece.year, piece.derived = short_year(c.peek(), source), True
        c.at += 1
        return True
    c.at += ahead + 1
    piece.day = checked_day(day, piece.month)
    year_after(c, piece, source) or month_last(c, piece, source)
    return True


def _year_follows(c: Cursor) -> bool:
    """Whether a year comes after the number here, which is then a day: "May 32, 2019"."""
    return is_year(c.peek(1)) or (c.peek(1) == "," and is_year(c.peek(2)))


def month_last(c: Cursor, piece: Piece, source: Source) -> bool:
    """ "October last", "6 August next": the year of the last one that was over, or of the next to come."""
    step, month = step_after(c), piece.month
    if step is None or month is None:
        return False
    days_in = month_in(month) if piece.day is None else day_in(month, piece.day)
    piece.year, piece.derived = source.choice(lambda day: year_from(day, days_in, step)), True
    return True


def _two_digits(month: int, number: int) -> Refused:
    """ "Jan-14" is a day of January or a January of some century; nobody but its author knows."""
    name = MONTHS[month - 1]
    if not 1 <= number <= 31:
        return Refused(f"gives the year with two digits. Write it with four, such as {name} 19{number:02d}.")
    return Refused(
        f"may be {number} {name}, or {name} of a year that ends in {number:02d}. Write the day with its year"
        f" ({number} {name} 2019), or the year with four digits ({name} 20{number:02d})."
    )
