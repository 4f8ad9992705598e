"""Counts of days, weeks, months and years, from the publication or from any day."""

from dataclasses import replace
from datetime import date

from regesta.events.wording.cursor import Cursor, phrases
from regesta.events.wording.days import add_days, add_months
from regesta.events.wording.parts import count
from regesta.events.wording.pieces import Piece
from regesta.events.wording.source import Source
from regesta.events.wording.span import Span, earlier_by, later_by
from regesta.events.wording.table import COUNTED, Unit, Width
from regesta.events.wording.vocabulary import COUNTABLE

_TO_THE_DAY = -9
_AGO = phrases({"ago|back": -1, "hence|from now|from today": 1, "ago today": _TO_THE_DAY})
_BOUND = phrases({"more than|over": "more", "less than|under": "less", "at least|not less than": "more"})
UNITS: dict[str, Unit] = {"weekday": "day", "day": "day", "week": "week", "fortnight": "week", "month": "month"}


def counted_from_publication(c: Cursor, piece: Piece, source: Source) -> bool:
    """ "two days ago", "more than a year ago", "in two weeks", "ten days from now". False if none comes next; then the
    cursor may have moved."""
    lead = c.peek(-1)
    bound = c.phrase(_BOUND)
    counted = count(c)
    unit = COUNTABLE.get(c.peek())
    if counted is None or unit is None:
        return False
    c.at += 1
    step = c.phrase(_AGO)
    if step is None and lead in ("in", "within") and bound is None:
        c.accept("time")
        step = 2 if lead == "within" else 1
    if step is None:
        return False
    trust = Width() if step == _TO_THE_DAY or bound else COUNTED.get(unit, Width())
    _set_counted(piece, source, (*counted, unit), max(-1, step), trust)
    if bound is not None:
        _unbind(piece, source, bound, step)
    return True


def _set_counted(piece: Piece, source: Source, counted: tuple[int, int, str], step: int, trust: Width) -> None:
    """So many units before (-1) or after (1) the publication, or at some time until then (2)."""
    low, high, unit = counted
    first, last = source.days()
    piece.counted = True
    if step == 2:
        piece.fixed = Span(first, moved(last, high, unit), "day", derived=True)
        return
    near, far = (low, high) if step > 0 else (-high, -low)
    piece.fixed = Span(
        earlier_by(moved(first, near, unit), trust),
        later_by(moved(last, far, unit), trust),
        UNITS.get(unit, "year"),
        approximate=low != high or trust != Width(),
        derived=True,
    )


def _unbind(piece: Piece, source: Source, bound: str, step: int) -> None:
    """ "More than two years ago" has no first day; "less than a week ago" ends with the publication."""
    first, last = source.days()
    span = piece.fixed
    if span is None:
        return
    if bound == "more":
        piece.fixed = replace(span, first=None) if step < 0 else replace(span, last=None)
    else:
        piece.fixed = replace(span, last=last) if step < 0 else replace(span, first=first)


def moved(day: date, by: int, unit: str) -> date:
    """The day so many units later, or earlier if the count is negative; hours and minutes reach into the next day."""
    match unit:
        case "minute" | "hour":
            days = -(-abs(by) // 24) if unit == "hour" else 1
            return add_days(day, days if by > 0 else -days)
        case "day":
            return add_days(day, by)
        case "week" | "fortnight":
            return add_days(day, by * (7 if unit == "week" else 14))
        case "month" | "quarter":
            return add_months(day, by * (1 if unit == "month" else 3))
        case _:
            return add_months(day, by * {"year": 12, "decade": 120, "century": 1200}[unit])
