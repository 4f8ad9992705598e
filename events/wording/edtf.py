"""EDTF, the Extended Date/Time Format of ISO 8601-2:2019, levels 0, 1 and 2.

What is read here is the standard's own (https://www.loc.gov/standards/datetime/), in either letter case. Bounds are
the first and the last day that an expression allows; where the standard leaves them open (seasons, circa) they come
from the table. Years outside 1 to 9999 are understood, and refused with that reason.
"""

import re
from dataclasses import replace

from regesta.events.wording.days import months_from, no_such_month, the_year, years_from
from regesta.events.wording.digits import unspecified
from regesta.events.wording.iso import read_iso
from regesta.events.wording.refusal import Refused
from regesta.events.wording.span import Span, about, hull, joined, span_of
from regesta.events.wording.table import SEASONS, Hemisphere, Unit

_Q = r"[?~%]"
_DATED = re.compile(
    rf"(?P<py>{_Q})?(?P<year>-?[0-9X]{{4}})(?P<sy>{_Q})?"
    rf"(?:-(?P<pm>{_Q})?(?P<month>[0-9X]{{2}})(?P<sm>{_Q})?"
    rf"(?:-(?P<pd>{_Q})?(?P<day>[0-9X]{{2}})(?P<sd>{_Q})?)?)?",
    re.ASCII,
)
_LONG = re.compile(
    rf"(?:(?P<y>Y)(?P<long>-?[0-9]{{5,}}|-?[0-9]+(?=E))(?:E(?P<power>[0-9]+))?|(?P<short>-?[0-9]{{4}})(?=S))"
    rf"(?:S(?P<significant>[1-9][0-9]{{0,8}}))?(?P<q>{_Q})?",
    re.ASCII,
)
_SHAPE = re.compile(r"[-0-9XYEST:Z+?~%\[\]{},./]+", re.IGNORECASE | re.ASCII)
_SEASON_NAMES = ("spring", "summer", "autumn", "winter")


def read_edtf(text: str, hemisphere: Hemisphere = "north") -> Span | None:
    """The span that an EDTF expression means; None if the text is not EDTF."""
    if _SHAPE.fullmatch(text) is None:
        return None
    text = text.upper()
    if text[0] in "[{":
        return _set(text, hemisphere) if text[-1] == {"[": "]", "{": "}"}[text[0]] else None
    if "/" in text:
        return _interval(text, hemisphere)
    return _point(text, hemisphere)


def _interval(text: str, hemisphere: Hemisphere) -> Span | None:
    """`a/b`; `..` is an open end and nothing an unknown one, and neither says anything of the day."""
    sides = text.split("/")
    if len(sides) != 2:
        return None
    spans = [None if side in ("", "..") else _point(side, hemisphere) for side in sides]
    if any(span is None and side not in ("", "..") for span, side in zip(spans, sides, strict=True)):
        return None
    return _between(*spans)


def _between(one: Span | None, other: Span | None) -> Span:
    """From one to the other, either of which may be open."""
    match one, other:
        case Span(), Span():
            return hull(one, other)
        case Span(), None:
            return replace(one, last=None, circa_last=None)
        case None, Span():
            return replace(other, first=None, circa_first=None)
        case _:
            raise Refused("is open on both sides, and so says nothing. Leave the date out.")


def _set(text: str, hemisphere: Hemisphere) -> Span | None:
    """`[a,b..c]` one of them, `{a,b..c}` all of them: the days from the first to the last."""
    spans = []
    for member in text[1:-1].split(","):
        ends = member.split("..")
        points = [_point(end, hemisphere) if end else None for end in ends]
        if len(ends) > 2 or any(point is None and end for point, end in zip(points, ends, strict=True)):
            return None
        if len(ends) == 1:
            if points[0] is None:
                return None
            spans.append(points[0])
        else:
            spans.append(_between(points[0], points[1]))
    return joined(spans)


def _point(text: str, hemisphere: Hemisphere) -> Span | None:
    """One date, time, season or long year, with its qualifications."""
    if (match := _DATED.fullmatch(text)) is not None:
        return _dated(match, hemisphere)
    if (match := _LONG.fullmatch(text)) is not None:
        return _long(match)
    return read_iso(text) if "T" in text else None


def _dated(match: re.Match[str], hemisphere: Hemisphere) -> Span | None:
    year, month, day = match["year"], match["month"], match["day"]
    if month is not None and day is None and month.isdigit() and 21 <= int(month) <= 41:
        span = _part_of_year(year, int(month), hemisphere)
    elif month is not None and month.isdigit() and not 1 <= int(month) <= 12:
        if day is None:
            return None  # 1914-18 is two years to whoever writes it: `english.py` decides
        raise Refused(no_such_month(int(month), year, f"{year}-12-{day} or the like"))
    else:
        span = unspecified(year, month, day)
    return _qualified(span, match)


def _qualified(span: Span, match: re.Match[str]) -> Span:
    """The span with ? ~ % of its parts: ~ and % widen it by the finest part that has one; ? only marks it.

    A sign after a part qualifies that part and those to its left, before a part that part alone (8.4.2): either way
    the finest part so marked is the one that the sign stands by.
    """
    signs = match.groupdict()
    present = [name for name in ("py", "sy", "pm", "sm", "pd", "sd") if signs[name]]
    if not present:
        return span
    vague = [name for name in present if signs[name] in "~%"]
    if not vague:
        return replace(span, approximate=True)
    finest = vague[-1][1]
    whole = "d" if match["day"] else "m" if match["month"] else "y"
    if finest == whole:
        return about(span)
    unit: Unit = "year" if finest == "y" else "month"
    return replace(span, approximate=True, circa_first=unit, circa_last=unit)


def _part_of_year(written: str, code: int, hemisphere: Hemisphere) -> Span:
    """Seasons 21-32, quarters 33-36, quadrimesters 37-39, half years 40-41 (ISO 8601-2, 4.8)."""
    if "X" in written:
        raise Refused("names a season of a year that is not known, which has no bounds. Write the year.")
    year = the_year(int(written))
    if code <= 32:
        where: Hemisphere = hemisphere if code <= 24 else "north" if code <= 28 else "south"
        return season_of(year, _SEASON_NAMES[(code - 21) % 4], where)
    if code <= 36:
        return span_of(months_from(year, (code - 33) * 3 + 1, 3), "quarter")
    if code <= 39:
        return span_of(months_from(year, (code - 37) * 4 + 1, 4), "half")
    return span_of(months_from(year, (code - 40) * 6 + 1, 6), "half")


def season_of(year: int, season: str, hemisphere: Hemisphere) -> Span:
    """The three months of the season that begins in the year."""
    return span_of(months_from(year, SEASONS[hemisphere][season], 3), "season")


def _long(match: re.Match[str]) -> Span:
    """`Y170000002`, `Y-17E7`, `1950S2`: all but a few lie outside the years for which days are kept."""
    digits = match["long"] or match["short"]
    power = int(match["power"] or "0") if len(match["power"] or "") < 4 else 999
    if power > 4 or len(digits) > 9:
        raise Refused("names a year for which days are not kept: only 1 to 9999 are. Leave the date out, and say it in"
                      " a note.")  # fmt: skip
    year = the_year(int(digits) * 10**power)
    span = span_of(years_from(year, year), "year")
    if match["significant"] is not None:
        unknown = 10 ** max(0, len(str(year)) - int(match["significant"]))
        low = max(1, year // unknown * unknown)
        span = span_of(years_from(low, year // unknown * unknown + unknown - 1), "year", approximate=True)
    match match["q"]:
        case None:
            return span
        case "?":
            return replace(span, approximate=True)
        case _:
            return about(span)
