"""Dates counted from the publication of their source: yesterday, last week, two years ago, Tuesday last, 6th inst.

What is read here is marked derived, and refused where the day of publication is not known.
"""

from dataclasses import replace
from datetime import date

from regesta.events.wording.counted import UNITS, counted_from_publication, moved
from regesta.events.wording.cursor import Cursor, phrases
from regesta.events.wording.days import add_days
from regesta.events.wording.feasts import FEASTS, feast_in
from regesta.events.wording.nearby import (
    month_in,
    season_in,
    shifted_unit,
    weekday_from,
    weekday_up_to,
    weekend_from,
    year_from,
)
from regesta.events.wording.parts import count
from regesta.events.wording.pieces import Piece
from regesta.events.wording.refusal import Refused
from regesta.events.wording.source import Source
from regesta.events.wording.span import Span, span_of
from regesta.events.wording.table import DOUBTED, EXPECTED, FEW, Unit
from regesta.events.wording.vocabulary import COUNTABLE, MONTH_NUMBERS, SEASON_WORDS, WEEKDAY_NUMBERS

_DAYS = phrases(
    {
        "today|now|this morning|this afternoon|this evening|earlier today|later today": (0, 0),
        "tonight": (0, 1),
        "yesterday": (-1, -1),
        "last night|yesterday night|overnight": (-1, 0),
        "tomorrow": (1, 1),
        "day before yesterday": (-2, -2),
        "day after tomorrow": (2, 2),
    }
)
_STEPS = phrases(
    {
        "last": -1,
        "this|current|present": 0,
        "next": 1,
        "thelast": -3,
        "thenext": 3,
        "past|this past|these past": -2,
        "coming|upcoming|this coming|forthcoming": 2,
    }
)
"""Last, this and next; past and coming (2) reach from or to the day of publication itself; "in the
last year" (3) may mean either."""

_INSTANT = {"inst": 0, "ult": -1, "prox": 1}
_WHOLE_UNITS = ("week", "month", "quarter", "year", "decade", "century")
_RANGE_SIGNS = frozenset({"to", "until", "through", "-", "–", "/", "and"})


def relative(c: Cursor, piece: Piece, source: Source) -> bool:
    """Read one relative date onto the piece; False, with nothing stepped over, if none comes next."""
    start = c.at
    if _present(c, piece, source):
        return True
    if (reach := c.phrase(_DAYS)) is not None:
        first, last = source.days()
        piece.fixed = Span(add_days(first, reach[0]), add_days(last, reach[1]), "day", derived=True)
        return True
    if counted_from_publication(c, piece, source):
        return True
    c.at = start
    step = c.phrase(_STEPS)
    if step in (-3, 3):
        return _either(c, piece, source, step // 3)
    if step is not None and (_reaching(c, piece, source, step) or _named(c, piece, source, step)):
        return True
    c.at = start
    return _bare(c, piece, source)


def _bare(c: Cursor, piece: Piece, source: Source) -> bool:
    """ "over the weekend", "the end of the year", but not "year after year"."""
    if c.peek() == "weekend" and c.peek(-1) in ("over", "during", "at", "on", "of", "in"):
        c.at += 1
        saturday = source.choice(lambda d: weekday_up_to(d, 5))
        piece.fixed = Span(saturday, add_days(saturday, 1), "day", derived=True)
        return True
    if not piece.parts or any(part.kind in ("shift", "adjoining", "within") for part in piece.parts):
        return False
    unit = c.take(_WHOLE_UNITS)
    return unit is not None and _unit(piece, source, unit, 0)


def year_end(c: Cursor, piece: Piece, source: Source) -> bool:
    """ "By year-end", "at year's end", with nothing behind: the end of the year of publication."""
    if c.peek(-1) == "end" and c.peek(-3 if c.peek(-2) == "-" else -2) in ("year", "years"):
        return _unit(piece, source, "year", 0)
    return False


def unit_after(c: Cursor, unit: str, source: Source) -> date | None:
    """The first day of "of last year", "this month", "of the month", "inst.", stepped over; None if none comes next."""
    start = c.at
    if unit == "month" and (word := c.take(_INSTANT)) is not None:
        return _first_of(source, unit, _INSTANT[word])
    of = c.take((",", "of", "in"))
    step = c.phrase(_STEPS)
    if step in (-1, 0, 1) and c.accept(unit):
        return _first_of(source, unit, step)
    c.at = start
    if of == "of" and unit == "month" and c.accept("of", "month"):
        return _first_of(source, unit, 0)
    return None


def _first_of(source: Source, unit: str, step: int) -> date:
    def choose(day: date) -> date:
        days = shifted_unit(day, unit, step)
        return days[0] if days is not None else day

    return source.choice(choose)


def step_after(c: Cursor) -> int | None:
    """The step of "Tuesday last", "October next", "autumn last"; None, with nothing stepped over, if none comes."""
    word = c.peek()
    if word in ("last", "next") and c.peek(1) not in COUNTABLE and c.peek(1) not in ("weekend", *FEW):
        c.at += 1
        return -1 if word == "last" else 1
    return None


def short_year(digits: str, source: Source, *, step: int = 1) -> int:
    """The latest year that ends in these two digits, for sources look back; refused if that day is not known.

    One that lies a few years ahead is meant all the same; one that lies further, but within ten years, or a decade that
    begins within them, may be meant or not, and is refused.
    """
    number = int(digits)

    def choose(day: date) -> int:
        years = _ending_in(number, day.year, step)
        behind = max((year for year in years if year <= day.year), default=None)
        ahead = min((year for year in years if year > day.year), default=None)
        if ahead is None or (behind is not None and ahead - day.year > DOUBTED):
            return behind or number
        if behind is None or (step == 1 and ahead - day.year <= EXPECTED):
            return ahead
        s = "s" if step == 10 else ""
        raise Refused(f"may mean {behind}{s} or {ahead}{s}. Write it with four digits.")

    form = f"19{number:02d}" + ("s" if step == 10 else "")
    return source.choice(choose, f"gives the year with two digits. Write it with four, such as {form}.")


def _ending_in(number: int, year: int, step: int) -> tuple[int, ...]:
    century = year // 100 * 100
    return tuple(base + number for base in (century - 100, century, century + 100) if 1 <= base + number <= 9999 - step)


def _present(c: Cursor, piece: Piece, source: Source) -> bool:
    """ "2017 to present": up to the publication, which is as far as its source can know."""
    if c.peek(-1) in _RANGE_SIGNS and (c.take(("present", "now", "dated")) is not None):
        c.accept("day")
        piece.fixed = Span(source.first, source.last, "day", capped=source.last is not None)
        return True
    return False


def _reaching(c: Cursor, piece: Piece, source: Source, step: int) -> bool:
    """ "the past week", "the last two years", "the coming month": from or to the day of publication."""
    start = c.at
    counted = count(c)
    unit = COUNTABLE.get(c.peek())
    if unit is None or step == 0 or (counted is None and (step in (-1, 1) or c.peek() != unit)):
        c.at = start
        return False
    c.at += 1
    low, high = counted or (1, 1)
    first, last = source.days()
    days = (moved(first, -high, unit), last) if step < 0 else (first, moved(last, high, unit))
    piece.fixed = replace(span_of(days, UNITS.get(unit, "year"), approximate=low != high), derived=True)
    return True


def _either(c: Cursor, piece: Piece, source: Source, step: int) -> bool:
    """ "In the last year": the year that was over, or the twelve months up to the publication; the bounds hold both."""
    unit = c.peek()
    c.at += 1
    first, last = source.days()
    whole = source.choice(lambda d: shifted_unit(d, unit, step)) or (first, last)
    past = min(whole[0], moved(first, -1, unit)), last
    days = past if step < 0 else (first, max(whole[1], moved(last, 1, unit)))
    piece.fixed = replace(span_of(days, UNITS.get(unit, "year"), approximate=True), derived=True)
    return True


def _named(c: Cursor, piece: Piece, source: Source, step: int) -> bool:
    """ "last week", "this month", "next Tuesday", "last October", "this autumn", "last weekend"."""
    step = max(-1, min(1, step))
    if (feast := c.phrase(FEASTS)) is not None:
        piece.feast, piece.derived = feast, True
        piece.year = source.choice(lambda d: year_from(d, feast_in(feast), step))
        return True
    word = c.peek()
    c.at += 1
    if word in WEEKDAY_NUMBERS:
        day = source.choice(lambda d: weekday_from(d, WEEKDAY_NUMBERS[word], step))
        piece.fixed = Span(day, day, "day", derived=True)
    elif word in MONTH_NUMBERS:
        piece.month, piece.derived = MONTH_NUMBERS[word], True
        piece.year = source.choice(lambda d: year_from(d, month_in(MONTH_NUMBERS[word]), step))
        _day_of_month(c, piece)
    elif word in SEASON_WORDS:
        piece.season, piece.derived = word, True
        piece.year = source.choice(lambda d: year_from(d, season_in(word, source.hemisphere), step))
    elif word == "weekend":
        if (days := source.choice(lambda d: weekend_from(d, step))) is None:
            raise Refused("may be either of two weekends. Write the day of its Saturday.")
        piece.fixed = replace(span_of(days, "day"), derived=True)
    elif word == "fortnight" and step:
        first, last = source.days()
        days = (add_days(first, -14), last) if step < 0 else (first, add_days(last, 14))
        piece.fixed = replace(span_of(days, "week"), derived=True)
    else:
        return _unit(piece, source, word, step)
    return True


def _day_of_month(c: Cursor, piece: Piece) -> None:
    """ "last October 3"."""
    if c.peek().removeprefix("°").isdigit() and len(c.peek().removeprefix("°")) <= 2:
        piece.day = int(c.peek().removeprefix("°"))
        c.at += 1


def _unit(piece: Piece, source: Source, unit: str, step: int) -> bool:
    """A whole week, month, quarter, year, decade or century; a bare day would be counted from another event."""
    if unit not in _WHOLE_UNITS:
        return False
    if unit == "year":
        piece.year, piece.derived = source.choice(lambda d: d.year + step), True
        return True
    days = source.choice(lambda d: shifted_unit(d, unit, step))
    if days is None:
        return False
    named: dict[str, Unit] = {"week": "week", "month": "month", "quarter": "quarter", "decade": "decade"}
    piece.fixed = replace(span_of(days, named.get(unit, "century")), derived=True)
    return True
