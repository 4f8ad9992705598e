"""What pieces lend each other: the month of "3-5 May", the year of "February 10-August 5, 1790".

A piece takes what it lacks from the next one that has it, else from the one before. Where that would make a range run
backwards, the year before or after is meant: "December to February 2019" begins in December 2018. What nobody says
comes from the publication: the nearest.
"""

from collections.abc import Callable
from datetime import date

from regesta.events.wording.days import month_days
from regesta.events.wording.feasts import feast_in
from regesta.events.wording.nearby import YearDays, day_in, month_in, nearest_year, season_in, weekday_up_to
from regesta.events.wording.pieces import Part, Piece
from regesta.events.wording.refusal import ELSEWHERE, Refused
from regesta.events.wording.source import Source
from regesta.events.wording.span import Span
from regesta.events.wording.table import SEASONS
from regesta.events.wording.years import checked_day

NO_YEAR = (
    "names no year, and the day its source was published, from which the year could be told, is not known here. Give"
    " that day, or write the year."
)


def complete(pieces: list[Piece], signs: list[str], source: Source, *, past: bool = False) -> None:
    """Complete the pieces in place. `signs[i]` stands between piece i and the next: `to`, `or`, `/`, or `;` where
    another clause begins. With `past`, what nobody says lies before the publication."""
    _lend_cores(pieces)
    _short_ends(pieces, signs)
    _lend_months(pieces)
    _lend_years(pieces, signs, source)
    wanting = [piece for piece in pieces if piece.wants_year]
    if wanting:
        last = wanting[-1]
        _publication_year(last, source, past=past)
        _lend_years(pieces, signs, source)
    for piece in pieces:
        if piece.number is not None:
            _day_of_near_month(piece, source)
    _weekdays_in_order(pieces, signs, source)


def join_years(pieces: list[Piece], signs: list[str]) -> None:
    """ "May 6 (Monday), 2019": a year that was cut off by what stands between. Changes both lists."""
    for i in range(len(pieces) - 1, 0, -1):
        piece, after = pieces[i - 1], pieces[i]
        if signs[i - 1] == "," and piece.month is not None and piece.year is None and _year_alone(after):
            piece.year = after.year
            del pieces[i], signs[i - 1]


def _year_alone(piece: Piece) -> bool:
    others = (piece.weekday, piece.day, piece.month, piece.season, piece.feast, piece.number, piece.fixed)
    return piece.year is not None and not piece.parts and all(value is None for value in others)


def _lend_cores(pieces: list[Piece]) -> None:
    """ "early to mid-2018", "18th and 19th centuries", "first or second week of May"."""
    for piece, after in zip(reversed(pieces[:-1]), reversed(pieces[1:]), strict=True):
        if piece.bare and piece.parts and not _dated_part(piece.parts[-1]):
            piece.take_core(after)
        elif piece.ordinal and piece.number is not None and after.century is not None:
            piece.century, piece.number = piece.number, None
        elif piece.ordinal and piece.number is not None and after.parts and after.parts[-1].kind in _RANKED:
            like = after.parts[-1]
            piece.parts.append(like._replace(low=piece.number))
            piece.number = None
            piece.take_core(after)


_MOVES = frozenset({"shift", "adjoining", "within", "soon-after", "soon-before"})
"""Parts that lead away from the date that follows, so that a number before them is no day of its month."""
_RANKED = frozenset({"half", "quarter", "third", "nth", "weekday", "nth-weekend"})


def _dated_part(part: Part) -> bool:
    """Whether a part can stand with a year alone to come: "Q1" in "Q1 to Q3 2019"."""
    return part.kind in ("half", "quarter")


def _short_ends(pieces: list[Piece], signs: list[str]) -> None:
    """ "1914-18", "1899–1900", "the 1980s to 90s": a second year that leaves its century out."""
    for before, piece, sign in zip(pieces, pieces[1:], signs, strict=False):
        number = piece.number
        if number is None or piece.ordinal or piece.year is not None or before.year is None:
            continue
        if before.month is not None or before.season is not None or before.feast is not None or before.decade:
            continue
        year = before.year // 100 * 100 + number
        ambiguous = sign == "/" and 1 <= number <= 12
        if sign not in ("to", "/") or (year <= before.year and number != 0) or ambiguous:
            raise Refused(f"leaves open what {number:02d} is: a month, or a year without its century. Write it out.")
        piece.number, piece.year = None, year if year > before.year else year + 100


def _lend_months(pieces: list[Piece]) -> None:
    """ "3-5 May 2019", "May 3-5, 2019", "March 19, 20 and 22, 1974"."""
    for i, piece in enumerate(pieces):
        if piece.number is None or piece.century is not None:
            continue
        after = next((p for p in pieces[i + 1 :] if p.month is not None), None)
        before = next((p for p in reversed(pieces[:i]) if p.month is not None), None)
        if piece.year is not None and before is not None:
            lender: Piece | None = before
        else:
            lender = after if after is not None and after.day is not None else before
        if lender is None or lender.day is None or any(part.kind in _MOVES for part in lender.parts):
            continue
        month = lender.month or 1
        piece.day, piece.number, piece.month = checked_day(piece.number, month), None, month
        if piece.year is None:
            piece.year, piece.derived = lender.year, lender.derived


def _lend_years(pieces: list[Piece], signs: list[str], source: Source) -> None:
    for i in range(len(pieces) - 2, -1, -1):
        piece, after = pieces[i], pieces[i + 1]
        if piece.wants_year and after.year is not None:
            rolls = _later(piece, after, source) and _may_roll(piece, after, signs[i], source)
            piece.year, piece.derived = after.year - rolls, after.derived
    for i in range(1, len(pieces)):
        piece, before = pieces[i], pieces[i - 1]
        if piece.wants_year and before.year is not None:
            rolls = _later(before, piece, source) and _may_roll(before, piece, signs[i - 1], source)
            piece.year, piece.derived = before.year + rolls, before.derived


def _later(one: Piece, other: Piece, source: Source) -> bool:
    """Whether one comes later in a year than the other."""
    mine, its = _place(one, source), _place(other, source)
    return mine is not None and its is not None and mine > its


def _place(piece: Piece, source: Source) -> tuple[int, int] | None:
    if piece.season is not None:
        return SEASONS[source.hemisphere][piece.season], 0
    return (piece.month, piece.day or 0) if piece.month is not None else None


def _may_roll(one: Piece, other: Piece, sign: str, source: Source) -> bool:
    """Ranges run forwards; alternatives do so across New Year alone: "December or January 2019"."""
    mine, its = _place(one, source), _place(other, source)
    return sign in ("to", ";") or (mine is not None and its is not None and mine[0] == 12 and its[0] <= 3)


def _publication_year(piece: Piece, source: Source, *, past: bool) -> None:
    days_in = _days_in(piece, source)
    if days_in is None and piece.parts and piece.parts[-1].kind in _MOVES:
        raise Refused(ELSEWHERE)
    if days_in is None:
        raise Refused("says which part, and not of what. Write the month or the year that is meant.")
    chosen: Callable[[date], int] = lambda day: nearest_year(day, days_in, past=past)  # noqa: E731
    piece.year, piece.derived = source.choice(chosen, NO_YEAR), True


def _days_in(piece: Piece, source: Source) -> YearDays | None:
    """The days that the piece would be, year by year; None if it says nothing that a year completes."""
    feast, season, month, day = piece.feast, piece.season, piece.month, piece.day
    if feast is not None:
        return feast_in(feast)
    if season is not None:
        return season_in(season, source.hemisphere)
    if month is not None and day is not None:
        return day_in(month, day)
    if month is not None:
        return month_in(month)
    if piece.parts and _dated_part(piece.parts[-1]):
        part = piece.parts[-1]
        length = 3 if part.kind == "quarter" else 6
        first = (part.low - 1 if part.low > 0 else 12 // length - 1) * length + 1
        return lambda year: (month_days(year, first)[0], month_days(year, first + length - 1)[1])
    return None


def _weekdays_in_order(pieces: list[Piece], signs: list[str], source: Source) -> None:
    """ "Monday to Friday": the latest Friday, and the Monday before it."""
    for i in range(len(pieces) - 1, 0, -1):
        piece, after = pieces[i - 1], pieces[i]
        if signs[i - 1] != "to" or not (_weekday_alone(piece) and (_weekday_alone(after) or after.fixed)):
            continue
        if after.fixed is None and (weekday := after.weekday) is not None:
            after.fixed = _the_weekday(weekday, source)
        end, weekday = after.fixed, piece.weekday
        if end is not None and end.first is not None and weekday is not None:
            first = weekday_up_to(end.first, weekday)
            piece.fixed = Span(first, first, "day", derived=True)


def _weekday_alone(piece: Piece) -> bool:
    return piece.weekday is not None and piece.day is None and piece.number is None and piece.fixed is None


def _the_weekday(weekday: int, source: Source) -> Span:
    day = source.choice(lambda d: weekday_up_to(d, weekday))
    return Span(day, day, "day", derived=True)


def _day_of_near_month(piece: Piece, source: Source) -> None:
    """ "on the 6th": the nearest 6th to the publication."""
    number = piece.number
    if number is None or not piece.ordinal or piece.year is not None or not 1 <= number <= 31:
        raise Refused(f"holds {number}, which is not said to be a day, a month or a year. Write the date out whole,"
                      " such as 6 August 2019.")  # fmt: skip

    def choose(day: date) -> date:
        around = (day.year * 12 + day.month - 1 + step for step in range(-2, 3))
        months = [month_days(m // 12, m % 12 + 1)[0] for m in around if 12 <= m < 120000]
        days = [m.replace(day=number) for m in months if number <= month_days(m.year, m.month)[1].day]
        return min((abs((d - day).days), d) for d in days)[1]

    day = source.choice(choose)
    piece.day, piece.month, piece.year, piece.number, piece.derived = day.day, day.month, day.year, None, True
