"""A completed piece as a span."""

from dataclasses import replace
from datetime import date

from regesta.events.wording.apply import applied
from regesta.events.wording.days import MONTHS, WEEKDAYS, month_days, the_day, years_from
from regesta.events.wording.edtf import season_of
from regesta.events.wording.feasts import feast_day
from regesta.events.wording.nearby import century_days, weekday_not_before, weekday_up_to
from regesta.events.wording.pieces import Piece
from regesta.events.wording.refusal import Refused
from regesta.events.wording.source import Source
from regesta.events.wording.span import Span, about, span_of, widened
from regesta.events.wording.table import SEASONS

_AFTER_THE_TURN = frozenset({"mid", "late", "end", "half", "third", "last", "few"})


def resolved(piece: Piece, source: Source) -> Span:
    """The span of a completed piece, with its parts and its certainty."""
    span = _core(piece, source)
    if piece.derived:
        span = replace(span, derived=True)
    for part in reversed(piece.parts):
        span = applied(part, span, source)
    if piece.circa:
        span = _about_counted(span, source) if piece.counted else about(span)
    return replace(span, approximate=True) if piece.uncertain else span


def _about_counted(span: Span, source: Source) -> Span:
    """ "About ten days ago": weeks, months and years are approximate as they are; and what is past stays so."""
    if span.approximate:
        return span
    wide = widened(about(span))
    past = span.last is not None and source.last is not None and span.last <= source.last
    future = span.first is not None and source.first is not None and span.first >= source.first
    return replace(
        wide,
        first=max(wide.first, source.first) if future and wide.first and source.first else wide.first,
        last=min(wide.last, source.last) if past and wide.last and source.last else wide.last,
    )


def _core(piece: Piece, source: Source) -> Span:
    if piece.fixed is not None:
        return piece.fixed
    if piece.century is not None:
        return span_of(century_days(piece.century), "century")
    if piece.decade is not None:
        return span_of(years_from(piece.decade, piece.decade + 9), "decade")
    year = piece.year
    if year is None:
        return _weekday(piece, source)
    if piece.feast is not None:
        return _day(feast_day(piece.feast, year))
    if piece.season is not None:
        return _season(piece, year, piece.season, source)
    if piece.month is None:
        return span_of(years_from(year, year), "year")
    if piece.day is None:
        return span_of(month_days(year, piece.month), "month")
    day = the_day(year, piece.month, piece.day)
    if piece.weekday is not None and day.weekday() != piece.weekday:
        raise Refused(
            f"contradicts itself: {day.day} {MONTHS[day.month - 1]} {day.year} was a {WEEKDAYS[day.weekday()]}, not a"
            f" {WEEKDAYS[piece.weekday]}. Write the day that is meant, or leave the weekday out."
        )
    return _day(day)


def _day(day: date) -> Span:
    return Span(day, day, "day")


def _weekday(piece: Piece, source: Source) -> Span:
    """ "On Tuesday": the latest one up to the publication, for sources mostly tell what has happened. "By Friday" may
    look ahead: there the next one is taken, which leaves more days open."""
    weekday = piece.weekday
    if weekday is None:
        raise Refused("says which part, and not of what. Write the month or the year that is meant.")
    nearby = weekday_not_before if piece.ahead else weekday_up_to
    return replace(_day(source.choice(lambda day: nearby(day, weekday))), derived=True)


def _season(piece: Piece, year: int, season: str, source: Source) -> Span:
    """A season that spans New Year and is named by one year may be either of two: the later is taken, and marked."""
    span = season_of(year, season, source.hemisphere)
    spans_new_year = SEASONS[source.hemisphere][season] > 10
    if piece.second_year is not None and (not spans_new_year or piece.second_year != year + 1):
        whose = "north" if source.hemisphere == "north" else "south"
        raise Refused(f"names one {season} by the years {year} and {piece.second_year}, and in the {whose} it is not in"
                      f" both. Write {season} {year}, or give the other hemisphere.")  # fmt: skip
    if not spans_new_year or piece.second_year is not None or piece.derived:
        return span
    if piece.parts and any(part.kind in _AFTER_THE_TURN for part in piece.parts):
        raise Refused(
            f"names a part of a {season} by one year, and the {season} of {year - 1}-{year % 100:02d} may be meant or"
            f" that of {year}-{(year + 1) % 100:02d}. Write both years, or the month."
        )
    return replace(span, approximate=True)
