"""The one table of bounds: what seasons, early, late, circa, soon after, a few... are taken to mean.

A When keeps `table`, the version and hemisphere that made its bounds, so that a later version of this table never
changes what was recorded. Change a number here, and `TABLE_VERSION` goes up; `docs/dates.md` is made from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

TABLE_VERSION = 1
"""Goes up whenever a number below changes."""

Hemisphere = Literal["north", "south"]
Unit = Literal["day", "week", "month", "season", "quarter", "half", "year", "decade", "century"]
Window = Literal["early", "mid", "late", "beginning", "end"]

SEASONS: Mapping[Hemisphere, Mapping[str, int]] = MappingProxyType(
    {
        "north": MappingProxyType({"spring": 3, "summer": 6, "autumn": 9, "winter": 12}),
        "south": MappingProxyType({"spring": 9, "summer": 12, "autumn": 3, "winter": 6}),
    }
)
"""The first month of each season of three months. A season that begins in December ends in February of the next
year, and belongs to the year in which it begins (as winter 2010 = 2010-24 does in EDTF)."""


@dataclass(frozen=True, slots=True)
class Width:
    """A stretch of time: so many days, or so many months."""

    days: int = 0
    months: int = 0

    def __str__(self) -> str:
        for count, unit in ((self.days, "day"), (self.months // 12 if self.months % 12 == 0 else 0, "year")):
            if count:
                return f"{count} {unit}{'s' * (count > 1)}"
        return f"{self.months} month{'s' * (self.months != 1)}" if self.months else "0 days"


CIRCA: Mapping[Unit, Width] = MappingProxyType(
    {
        "day": Width(days=7),
        "week": Width(days=7),
        "month": Width(months=1),
        "season": Width(months=1),
        "quarter": Width(months=1),
        "half": Width(months=1),
        "year": Width(months=12),
        "decade": Width(months=60),
        "century": Width(months=300),
    }
)
"""How far circa, about, around, approximately, "or so" and EDTF's ~ and % reach, on both sides of what they qualify."""

SOON: Mapping[Unit, Width] = MappingProxyType(
    {
        "day": Width(days=30),
        "week": Width(days=30),
        "month": Width(months=3),
        "season": Width(months=3),
        "quarter": Width(months=3),
        "half": Width(months=3),
        "year": Width(months=12),
        "decade": Width(months=60),
        "century": Width(months=300),
    }
)
"""How far soon, shortly, just, immediately and not long reach, after or before what they qualify."""

COUNTED: Mapping[str, Width] = MappingProxyType(
    {
        "day": Width(),
        "weekday": Width(),
        "week": Width(days=3),
        "fortnight": Width(days=3),
        "month": Width(days=15),
        "quarter": Width(months=1),
        "year": Width(months=6),
        "decade": Width(months=60),
        "century": Width(months=300),
    }
)
"""How far a count is trusted, on both sides: "three weeks ago" is 21 days ago, give or take 3; days are exact."""

FEW: Mapping[str, tuple[int, int]] = MappingProxyType({"couple": (2, 3), "few": (2, 6), "several": (3, 9)})
"""The least and the most that a couple, a few and several mean."""

STEPS: Mapping[Unit, Literal["day", "month", "year"]] = MappingProxyType(
    {
        "week": "day",
        "month": "day",
        "season": "month",
        "quarter": "month",
        "half": "month",
        "year": "month",
        "decade": "year",
        "century": "year",
    }
)
"""What the windows of a unit are counted in."""

_MONTHS_OF_THREE: Mapping[Window, tuple[int, int]] = MappingProxyType(
    {"early": (1, 1), "mid": (2, 2), "late": (3, 3), "beginning": (1, 1), "end": (3, 3)}
)

WINDOWS: Mapping[Unit, Mapping[Window, tuple[int, int]]] = MappingProxyType(
    {
        "week": MappingProxyType({"early": (1, 3), "mid": (2, 4), "late": (4, 7), "beginning": (1, 3), "end": (5, 7)}),
        "month": MappingProxyType(
            {"early": (1, 10), "mid": (11, 20), "late": (21, 31), "beginning": (1, 10), "end": (21, 31)}
        ),
        "season": _MONTHS_OF_THREE,
        "quarter": _MONTHS_OF_THREE,
        "half": MappingProxyType({"early": (1, 2), "mid": (3, 4), "late": (5, 6), "beginning": (1, 2), "end": (5, 6)}),
        "year": MappingProxyType(
            {"early": (1, 4), "mid": (5, 8), "late": (9, 12), "beginning": (1, 3), "end": (10, 12)}
        ),
        "decade": MappingProxyType(
            {"early": (1, 4), "mid": (5, 7), "late": (8, 10), "beginning": (1, 3), "end": (8, 10)}
        ),
        "century": MappingProxyType(
            {"early": (1, 33), "mid": (34, 66), "late": (67, 100), "beginning": (1, 25), "end": (76, 100)}
        ),
    }
)
"""The first and the last step (`STEPS`, counted from 1) of early, mid, late, beginning and end of a unit."""

FIRST_FEW: Mapping[str, int] = MappingProxyType({"day": 5, "week": 3, "month": 3, "year": 3, "decade": 3})
"""How many "the first days of" and "the closing months of" a longer unit are, if they are not counted."""


def table_name(hemisphere: Hemisphere) -> str:
    """What `When.table` says: the version and the hemisphere."""
    return f"{TABLE_VERSION}-{hemisphere}"


EXPECTED, DOUBTED = 5, 10
"""How many years after the publication a year of two digits is taken to lie, and may lie."""
