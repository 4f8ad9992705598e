"""One date within a wording: what it says of day, month, season and year, and of which part of them.

A piece may be incomplete ("3" in "3-5 May 2019", "early" in "early to mid-2018"): `complete.py` lets its neighbours
complete it, `resolve.py` makes a span of it.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from regesta.events.wording.span import Span


class Part(NamedTuple):
    """A step from a span to another: early in it, its second week, two days after it.

    `low` and `high` are a count, or the bounds of a vague one; `unit` what is counted.
    """

    kind: str
    low: int = 0
    high: int = 0
    unit: str = ""


@dataclass(slots=True)
class Piece:
    """What one date says; None where it is silent. Parts are outermost first."""

    parts: list[Part] = field(default_factory=list)
    circa: bool = False
    uncertain: bool = False
    weekday: int | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    second_year: int | None = None
    season: str | None = None
    feast: str | None = None
    decade: int | None = None
    century: int | None = None
    number: int | None = None
    ordinal: bool = False
    fixed: Span | None = None
    derived: bool = False
    counted: bool = False
    timed: bool = False
    ahead: bool = False

    @property
    def bare(self) -> bool:
        """Whether it says nothing but a part: "early" in "early to mid-2018"."""
        return not self.whole and all(
            value is None
            for value in (self.weekday, self.day, self.month, self.year, self.season, self.feast, self.number)
        )

    @property
    def whole(self) -> bool:
        """Whether it stands by itself, whatever its neighbours say."""
        return self.fixed is not None or self.decade is not None or self.century is not None

    @property
    def wants_year(self) -> bool:
        """Whether only the year is missing."""
        if self.whole or self.year is not None:
            return False
        return self.month is not None or self.season is not None or self.feast is not None or self.bare

    def take_core(self, other: "Piece") -> None:
        """Say of day, month, season and year what the other says."""
        self.weekday, self.day, self.month, self.year = other.weekday, other.day, other.month, other.year
        self.second_year, self.season, self.feast = other.second_year, other.season, other.feast
        self.decade, self.century, self.fixed = other.decade, other.century, other.fixed
        self.derived = other.derived
