"""EDTF for what was read, where EDTF can say it.

Bounds are the stored truth. An expression is given only if reading it here makes the same bounds and the same mark of
approximation; anything less would be a different date. Every expression is valid by the standard.
"""

from collections.abc import Iterator
from datetime import date
from typing import cast

from regesta.events.when import When
from regesta.events.wording.days import month_length
from regesta.events.wording.edtf import read_edtf
from regesta.events.wording.refusal import Refused
from regesta.events.wording.span import later_by, widened
from regesta.events.wording.table import CIRCA, SEASONS, Hemisphere
from regesta.events.wording.tokens import plain, tokens
from regesta.events.wording.vocabulary import SEASON_WORDS


def to_edtf(when: When) -> str | None:
    """The EDTF expression with the When's bounds and mark of approximation, or None if there is none.

    The verbatim is given back where it is EDTF itself; a season, a quarter or a half year where the wording names one;
    else the coarsest date or interval. Seasons are read by the hemisphere of the When's table.
    """
    if when.earliest is not None and when.earliest == when.latest and not when.approximate:
        return when.earliest.isoformat()
    hemisphere = cast(Hemisphere, when.table.rpartition("-")[2])
    return next((text for text in _candidates(when, hemisphere) if _reads_as(text, when, hemisphere)), None)


def _reads_as(text: str, when: When, hemisphere: Hemisphere) -> bool:
    try:
        span = read_edtf(text, hemisphere)
        if span is None:
            return False
        span = widened(span)
    except Refused:
        return False
    return (span.first, span.last, span.approximate) == (when.earliest, when.latest, when.approximate)


def _candidates(when: When, hemisphere: Hemisphere) -> Iterator[str]:
    """Expressions that may have these bounds, the most fitting first."""
    if when.verbatim == when.verbatim.upper() and "T" not in when.verbatim:
        yield when.verbatim
    said = _said(when.verbatim)
    first, last, doubt = when.earliest, when.latest, "?" if when.approximate else ""
    if first is None or last is None:
        yield from _half_open(first, last, doubt, circa="circa" in said)
        return
    if when.approximate and "circa" in said:
        for start in _narrowed(first):
            yield from _qualified(_units(start, said, hemisphere), "~")
    yield from _qualified(_units(first, said, hemisphere), doubt)
    for one, other in zip(_as_start(first), _as_end(last), strict=True):
        if one is not None and other is not None:
            yield f"{one}{doubt}/{other}{doubt}"


def _qualified(units: Iterator[str], sign: str) -> Iterator[str]:
    """The units with ? or ~; not those with unspecified digits, which other readers do not take with a sign."""
    return (f"{unit}{sign}" for unit in units if not sign or "X" not in unit)


def _said(verbatim: str) -> frozenset[str]:
    """The tokens of the wording, for the choice between expressions that mean the same days."""
    try:
        said = frozenset(tokens(plain(verbatim)))
    except Refused:
        said = frozenset()
    if any(sign in verbatim for sign in "~%") or said & {"so", "thereabouts"}:
        return said | {"circa"}
    return said


def _half_open(first: date | None, last: date | None, doubt: str, *, circa: bool) -> Iterator[str]:
    """Intervals open on one side; the coarsest end first."""
    if last is not None:
        if circa:
            yield from (f"../{end}~" for start in _narrowed(last, -1) for end in _as_end(start) if end)
        yield from (f"../{end}{doubt}" for end in _as_end(last) if end)
    elif first is not None:
        if circa:
            yield from (f"{one}~/.." for start in _narrowed(first) for one in _as_start(start) if one)
        yield from (f"{one}{doubt}/.." for one in _as_start(first) if one)


def _narrowed(day: date, sign: int = 1) -> Iterator[date]:
    """The days from which circa would have widened to this one."""
    for width in reversed(dict.fromkeys(CIRCA.values())):
        try:
            yield later_by(day, type(width)(sign * width.days, sign * width.months))
        except Refused:
            continue


def _units(first: date, said: frozenset[str], hemisphere: Hemisphere) -> Iterator[str]:
    """The units that begin with the day: century, decade, year, season, half, quarter, month, day."""
    year = f"{first.year:04d}"
    if (first.month, first.day) == (1, 1):
        yield from (f"{year[:2]}XX", f"{year[:3]}X", year)
    if first.day == 1:
        if said & SEASON_WORDS:
            codes = {month: code for code, month in enumerate(SEASONS[hemisphere].values(), 21)}
            if first.month in codes:
                yield f"{year}-{codes[first.month]}"
        if said & {"half", "h"} and first.month in (1, 7):
            yield f"{year}-{40 + first.month // 7}"
        if said & {"quarter", "q"} and first.month % 3 == 1:
            yield f"{year}-{33 + first.month // 3}"
        yield f"{year}-{first.month:02d}"
    yield first.isoformat()


def _as_start(day: date) -> tuple[str | None, str | None, str]:
    """The day as the start of an interval: as a year, a month and a day, None where it is not the first of one."""
    iso = day.isoformat()
    return iso[:4] if (day.month, day.day) == (1, 1) else None, iso[:7] if day.day == 1 else None, iso


def _as_end(day: date) -> tuple[str | None, str | None, str]:
    iso = day.isoformat()
    at_end = day.day == month_length(day.year, day.month)
    return iso[:4] if (day.month, day.day) == (12, 31) else None, iso[:7] if at_end else None, iso
