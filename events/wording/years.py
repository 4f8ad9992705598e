"""Years: the four figures, and what stands for them."""

from regesta.events.wording.cursor import Cursor
from regesta.events.wording.days import no_such_day
from regesta.events.wording.pieces import Piece
from regesta.events.wording.refusal import JULIAN, Refused
from regesta.events.wording.relative import short_year, unit_after
from regesta.events.wording.source import Source

_SIGNS = (",", "of", "in", "-", "–", "/")


def is_year(token: str) -> bool:
    """Whether the token is a year of four digits."""
    return len(token) == 4 and token.isdigit()


def year_after(c: Cursor, piece: Piece, source: Source) -> bool:
    """The year that belongs to what was just read, with the sign between; "last year" and "'87" too."""
    start = c.at
    if c.peek(1 if c.peek() == "," else 0) == "clock":
        c.at += 2 if c.peek() == "," else 1  # August 6 14:00:00 2019
        piece.timed = True
    c.take(_SIGNS)
    if is_year(c.peek()):
        piece.year = int(c.peek())
        c.at += 1
        _no_dual_year(c, piece)
        era(c)
        return True
    if c.peek().startswith("'"):
        piece.year, piece.derived = short_year(c.peek()[1:], source), True
        c.at += 1
        return True
    c.at = start
    if (year := unit_after(c, "year", source)) is not None:
        piece.year, piece.derived = year.year, True
        return True
    return False


def _no_dual_year(c: Cursor, piece: Piece) -> None:
    """ "10 February 1718/19": a year that began on 25 March, and ours, are Julian; 9 is no day after it."""
    digits = c.peek(1)
    if piece.month in (1, 2, 3) and c.peek() in ("/", "-", "–") and digits.isdigit() and len(digits) <= 2:
        following = str((piece.year or 0) + 1)
        if following.endswith(digits) and c.peek(2) in ("", "os"):
            raise Refused(JULIAN)


def era(c: Cursor) -> None:
    """AD and CE say nothing new; BC is outside the calendar kept."""
    if c.take(("bc", "bce")) is not None:
        raise Refused("lies before year 1, and days are kept for the years 1 to 9999. Leave the date out, and say it in"
                      " a note.")  # fmt: skip
    c.take(("ad", "ce"))


def day_number(token: str) -> int | None:
    """The number of a day as figures or an ordinal have it; two digits at most."""
    digits = token.removeprefix("°")
    return int(digits) if digits.isdigit() and len(digits) <= 2 else None


def checked_day(day: int, month: int) -> int:
    """The day, if the month may have it; whether it has it in that year is seen when the year is known."""
    if not 1 <= day <= (29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31):
        raise Refused(no_such_day(day, month))
    return day
