"""The dates themselves, without what qualifies them: days, months, seasons, years, decades, centuries, feasts.

Each reader here looks at what comes next, and either steps over it and says so on the piece, or leaves everything in
place and returns False.
"""

from regesta.events.wording.cursor import Cursor
from regesta.events.wording.feasts import FEASTS, feast_day
from regesta.events.wording.figures import figures
from regesta.events.wording.iso import week_days
from regesta.events.wording.months import month_first
from regesta.events.wording.nearby import season_in, weekday_from, year_from
from regesta.events.wording.parts import BETWEEN_COUNTS
from regesta.events.wording.pieces import Piece
from regesta.events.wording.refusal import Refused
from regesta.events.wording.relative import relative, short_year, step_after, unit_after, year_end
from regesta.events.wording.source import Source
from regesta.events.wording.span import Span, span_of
from regesta.events.wording.vocabulary import (
    COUNTABLE,
    DECADE_WORDS,
    MONTH_NUMBERS,
    ROMAN,
    ROMAN_MONTHS,
    SEASON_WORDS,
    WEEKDAY_NUMBERS,
)
from regesta.events.wording.years import is_year, year_after

_DASHES = ("-", "–", "/")


def core(c: Cursor, piece: Piece, source: Source) -> bool:
    """Read one date onto the piece; False, with nothing stepped over, if none comes next."""
    word = c.peek()
    if not word:
        return year_end(c, piece, source)
    if (feast := c.phrase(FEASTS)) is not None:
        return _feast(c, piece, source, feast)
    if word in MONTH_NUMBERS:
        return month_first(c, piece, source)
    if word[0] in "°0123456789" and not _counts(c):
        return figures(c, piece, source)
    if word in SEASON_WORDS:
        return _season(c, piece, source)
    if word[0] == "'":
        return year_after(c, piece, source)
    if word in WEEKDAY_NUMBERS:
        return _weekday(c, piece, source)
    if word in ROMAN_MONTHS and is_year(c.peek(2 if c.peek(1) in _DASHES else 1)):
        piece.month = ROMAN_MONTHS[word]
        c.at += 1
        return year_after(c, piece, source)
    if word in DECADE_WORDS or (word in ROMAN and c.peek(1) == "century"):
        return _named_age(c, piece, source)
    if word == "week" and c.peek(1).isdigit():
        return _numbered_week(c, piece)
    if (word in ("ad", "anno", "year") and c.peek(1).isdigit()) or c.accept("anno", "domini"):
        c.accept(word)
        return c.peek().isdigit() and figures(c, piece, source)
    if relative(c, piece, source):
        return True
    return word[0] in "°0123456789" and figures(c, piece, source)


def _counts(c: Cursor) -> bool:
    """Whether the figures here count days, weeks or years: "3 weeks ago", "two or three days ago"."""
    return c.peek(1) in COUNTABLE or (c.peek(1) in BETWEEN_COUNTS and c.peek(3) in COUNTABLE)


def _feast(c: Cursor, piece: Piece, source: Source, feast: str) -> bool:
    """ "Christmas 1914", "Easter Monday, 2 April 2018"."""
    if year_after(c, piece, source):
        piece.feast = feast
        return True
    start = c.at
    c.take((",",))
    if c.peek() in MONTH_NUMBERS or c.peek().isdigit():
        figures(c, piece, source) if c.peek().isdigit() else month_first(c, piece, source)
        if piece.day is not None and piece.month is not None and piece.year is not None:
            named = feast_day(feast, piece.year)
            if (named.month, named.day) != (piece.month, piece.day):
                raise Refused(f"contradicts itself: {feast} {piece.year} was on {named}. Write the day that is meant.")
            return True
        raise Refused(f"names {feast} and a date without its year. Write {feast} with the year alone.")
    c.at = start
    piece.feast = feast
    return True


def _season(c: Cursor, piece: Piece, source: Source) -> bool:
    """ "autumn of 2017", "winter 2017-18", "winter of 1850/51", "autumn last"."""
    piece.season = c.peek()
    c.at += 1
    c.accept("months")
    word = c.peek(1) if c.peek() in ("of", "in", ",") else c.peek()
    if len(word) == 7 and word[4] == "-":
        c.at += 2 if c.peek() in ("of", "in", ",") else 1
        piece.year, piece.second_year = int(word[:4]), _full_year(int(word[:4]), word[5:])
        return True
    if year_after(c, piece, source):
        other = c.peek(1)
        if c.peek() in _DASHES and other.isdigit() and len(other) in (2, 4) and c.peek(2) not in MONTH_NUMBERS:
            second = _full_year(piece.year or 0, other)
            if second == (piece.year or 0) + 1:
                piece.second_year = second
                c.at += 2
    elif (step := step_after(c)) is not None:
        days_in = season_in(piece.season, source.hemisphere)
        piece.year, piece.derived = source.choice(lambda day: year_from(day, days_in, step)), True
    return True


def _full_year(year: int, digits: str) -> int:
    """The second year of a pair, whose century may be left out: 1850 and 51, 1899 and 00."""
    if len(digits) == 4:
        return int(digits)
    full = year // 100 * 100 + int(digits)
    return full if full > year or digits != "00" else full + 100


def _weekday(c: Cursor, piece: Piece, source: Source) -> bool:
    """ "Tuesday, 6 August 2019", "on Tuesday", "Sunday last"."""
    piece.weekday = WEEKDAY_NUMBERS[c.peek()]
    c.at += 1
    start = c.at
    c.take((",", "of"))
    word = c.peek()
    if word and (word in MONTH_NUMBERS or word[0] in "°0123456789") and core(c, piece, source):
        return True
    c.at = start
    weekday = piece.weekday
    day = None
    if (step := step_after(c)) is not None:
        day = source.choice(lambda d: weekday_from(d, weekday, step))
    elif (monday := unit_after(c, "week", source)) is not None:
        day = weekday_from(monday, weekday, 0)
    if day is not None:
        piece.weekday, piece.fixed = None, Span(day, day, "day", derived=True)
    return True


def _named_age(c: Cursor, piece: Piece, source: Source) -> bool:
    word = c.peek()
    c.at += 1
    if word in ROMAN:
        c.at += 1
        piece.century = ROMAN[word]
    else:
        piece.decade, piece.derived = short_year(str(DECADE_WORDS[word]), source, step=10), True
    return True


def _numbered_week(c: Cursor, piece: Piece) -> bool:
    """ "week 32 of 2019"."""
    start, number = c.at, c.peek(1)
    c.at += 2
    c.take((",", "of", "in", "/", "-"))
    if len(number) <= 2 and is_year(c.peek()):
        piece.fixed = span_of(week_days(int(c.peek()), int(number)), "week")
        c.at += 1
        return True
    c.at = start
    return False
