"""Dates that begin with a figure: days, years, decades, centuries, and dates in figures alone."""

from regesta.events.wording.cursor import Cursor
from regesta.events.wording.days import MONTHS, no_such_month, years_from
from regesta.events.wording.months import month_first, month_last
from regesta.events.wording.numeric import numeric_day
from regesta.events.wording.pieces import Part, Piece
from regesta.events.wording.refusal import Refused
from regesta.events.wording.relative import short_year, unit_after
from regesta.events.wording.source import Source
from regesta.events.wording.span import span_of
from regesta.events.wording.vocabulary import MONTH_NUMBERS, ROMAN_MONTHS, SEASON_WORDS
from regesta.events.wording.years import checked_day, day_number, era, is_year, year_after

_GLUE = ("-", "/", ",", "of")


def figures(c: Cursor, piece: Piece, source: Source) -> bool:
    """Whatever begins with a figure: a day, a year, a decade, a century, a date in figures."""
    token = c.peek()
    if token.isdigit() and len(token) > 2:
        return _year_first(c, piece, source)
    if token.startswith("°") or token.isdigit():
        return _number_first(c, piece, source)
    c.at += 1
    if token.endswith("s"):
        decade(piece, _with_century(c, token[:-1]), source)
    elif len(token) == 7 and token[4] == "-" and token[:4].isdigit():
        _year_and_two_digits(c, piece, token)
    elif token.count("-") + token.count("/") + token.count(".") == 1:
        month, year = int(token[:-5]), int(token[-4:])
        if not 1 <= month <= 12:
            raise Refused(no_such_month(month, f"{year:04d}", f"12/{year} or December {year}"))
        piece.month, piece.year = month, year
    else:
        day, short = numeric_day(token, source)
        piece.day, piece.month, piece.year = day.day, day.month, day.year
        piece.derived = short
    return True


def _year_and_two_digits(c: Cursor, piece: Piece, token: str) -> None:
    """ "by 2019-10" is a month, "in 1914-18" two years; where both are possible, neither is read."""
    year, number = int(token[:4]), int(token[5:])
    if 1 <= number <= 12 and number > year % 100:
        later = f"{token[:2]}{number:02d}"
        raise Refused(f"may be {MONTHS[number - 1]} {year} or {year} to {later} here. Write one of these.")
    if 1 <= number <= 12:
        piece.year, piece.month = year, number
    elif number > year % 100 or (number == 0 and year % 100 == 99):
        number += 100 if number == 0 else 0
        c.tokens[c.at : c.at] = ["–", f"{year // 100 * 100 + number:04d}"]
        piece.year = year
    else:
        raise Refused(no_such_month(number, token[:4], f"{token[:4]}-12 or December {year}"))


def _number_first(c: Cursor, piece: Piece, source: Source) -> bool:
    """ "3 May 1861", "the 3rd day of March", "6-Aug-2019", "19th century", "6th inst.", "3" in "3-5 May"."""
    token, number = c.peek(), day_number(c.peek())
    if number is None:
        raise Refused(f"holds {token.removeprefix('°')!r}, which is neither a day nor a century. Write it otherwise.")
    c.at += 1
    era(c)
    ordinal = token.startswith("°")
    if ordinal and (c.accept("century") or (c.peek() == "circa" and c.peek(1) in ("", "ad", "-", "–"))):
        c.accept("circa")
        piece.century = number
        era(c)
        return True
    if (month := unit_after(c, "month", source)) is not None:
        piece.day, piece.month, piece.year, piece.derived = number, month.month, month.year, True
        return True
    start = c.at
    c.accept("day")
    c.take(_GLUE)
    if c.peek() in MONTH_NUMBERS or _roman_month(c):
        piece.month = MONTH_NUMBERS.get(c.peek()) or ROMAN_MONTHS[c.peek()]
        piece.day = checked_day(number, piece.month)
        c.at += 1
        if not (year_after(c, piece, source) or month_last(c, piece, source)):
            _two_digit_year(c, piece, source)
        return True
    c.at = start
    piece.number, piece.ordinal = number, ordinal
    if (c.peek() == "," and is_year(c.peek(1))) or is_year(c.peek()):
        year_after(c, piece, source)
    return True


def _roman_month(c: Cursor) -> bool:
    """ "3.XII.1919", "3/XII/1919": the numeral is a month where its year follows."""
    return c.peek() in ROMAN_MONTHS and is_year(c.peek(2 if c.peek(1) in _GLUE else 1))


def _with_century(c: Cursor, digits: str) -> str:
    """The 90s of "1980s-90s" are those of the same century."""
    before = next((t for t in reversed(c.tokens[: c.at - 1]) if len(t) == 5 and t[:4].isdigit() and t[4] == "s"), "")
    return before[:2] + digits if len(digits) == 2 else digits


def _two_digit_year(c: Cursor, piece: Piece, source: Source) -> None:
    """ "3-May-87": a year of two digits, once the day is known to be one."""
    glue = 1 if c.peek() in ("-", "/") and c.peek(-2) == c.peek() else 0
    digits = c.peek(glue)
    alone = glue or c.peek(1) == "" or (digits.isdigit() and int(digits) > 31)
    if len(digits) == 2 and digits.isdigit() and alone and c.peek(glue + 1) not in MONTH_NUMBERS:
        piece.year, piece.derived = short_year(digits, source), True
        c.at += glue + 1


def _no_year(token: str) -> str:
    """What to write for figures that are no year; five of them are how a spreadsheet keeps a day of our times."""
    if len(token) == 5 and "10000" <= token < "80000":
        return (
            "Write a year with four digits; if a spreadsheet counts its days so, let it show them as dates, such as"
            " 2019-04-03, and save it again."
        )
    return "Write a year with four digits."


def _year_first(c: Cursor, piece: Piece, source: Source) -> bool:
    """ "2018", "1861 May 3", "2019-Q2", "2018 autumn", "AD 800"."""
    token = c.peek()
    early = len(token) == 3 and (c.peek(-1) in ("ad", "anno", "domini") or c.peek(1) in ("ad", "ce", "bc", "bce"))
    if len(token) != 4 and not early:
        raise Refused(f"holds {token[:12]!r}, which is no year from 1 to 9999. {_no_year(token)}")
    piece.year = int(token)
    c.at += 1
    era(c)
    start = c.at
    glue = c.take((",", "-", "/"))
    if glue == "-" and c.peek() in MONTH_NUMBERS and c.peek(1) == "-" and day_number(c.peek(2)) is not None:
        piece.month = MONTH_NUMBERS[c.peek()]
        piece.day = checked_day(day_number(c.peek(2)) or 0, piece.month)
        c.at += 3
        return True
    if c.peek() in MONTH_NUMBERS and not is_year(c.peek(1)) and not (is_year(c.peek(2)) or is_year(c.peek(3))):
        year = piece.year
        month_first(c, piece, source)
        piece.year = year
        return True
    if c.peek() in SEASON_WORDS and c.peek(-2) not in ("-", "–", "/") and not is_year(c.peek(1)) and c.peek(1) != "of":
        piece.season = c.peek()
        c.at += 1
        return True
    if c.peek() in ("q", "h") and c.peek(1).isdigit():
        n = int(c.peek(1))
        if 1 <= n <= (4 if c.peek() == "q" else 2):
            piece.parts.append(Part("quarter" if c.peek() == "q" else "half", n))
            c.at += 2
            return True
    c.at = start
    return True


def decade(piece: Piece, digits: str, source: Source) -> None:
    """ "1990s", "the 90s"; "the 1800s" are a hundred years, which hold the ten."""
    if len(digits) == 3 or (len(digits) == 4 and digits[3] != "0") or (len(digits) == 2 and digits[1] != "0"):
        raise Refused(f"names no ten years: they begin with a year that ends in 0. Write {digits[:-1]}0s.")
    if len(digits) == 2:
        piece.decade, piece.derived = short_year(digits, source, step=10), True
    elif digits.endswith("00") and digits != "2000":
        piece.fixed = span_of(years_from(int(digits), int(digits) + 99), "century")
    else:
        piece.decade = int(digits)
