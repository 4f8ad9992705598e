"""Relations of dates: that a date lies so many days after, or before, a date of another subject.

Every relation is one limit: the date lies at least `least` and at most `most` days after its anchor, either of which
may be open; a negative count is before. "Before the letter" is at most -1, "two days after it" at least 2 and at most
2, "between A and B" two relations. Months and years are given as the fewest and the most days that they can be.
"""

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import Field, model_validator

from regesta.events.claim import SubjectKind
from regesta.events.values import SubjectId, Value

FARTHEST = 3_652_058
"""How many days lie between the first day that can be kept and the last."""


class Anchor(Value):
    """A date of a subject, from which another date is counted."""

    kind: Annotated[SubjectKind, Field(description="what kind of subject it belongs to")]
    id: Annotated[SubjectId, Field(description="the subject's id")]
    date: Annotated[
        str,
        Field(
            pattern=r"^[a-z]+(-[a-z]+)*$",
            description="which of its dates: published of a source; said of a statement; born or died of an agent; a"
            " step of a meeting; start, end or a phase of a posting",
        ),
    ]

    @model_validator(mode="after")
    def _has_such_a_date(self) -> Self:
        known = dates_of(self.kind)
        if self.date not in known:
            raise ValueError(
                f"a {self.kind} has no date {self.date!r}; give {', '.join(known)}"
                if known
                else f"a {self.kind} has no date; name the posting, the source or the meeting that has"
            )
        return self


class Relation(Value):
    """That a date lies within so many days of another one."""

    to: Annotated[Anchor, Field(description="the date that it is counted from")]
    least: Annotated[
        int | None,
        Field(ge=-FARTHEST, le=FARTHEST, description="at least so many days after it; negative: before; blank: open"),
    ] = None
    most: Annotated[
        int | None,
        Field(ge=-FARTHEST, le=FARTHEST, description="at most so many days after it; negative: before; blank: open"),
    ] = None

    @model_validator(mode="after")
    def _limits_something(self) -> Self:
        if self.least is None and self.most is None:
            raise ValueError("a relation says at least, or at most, how many days after its anchor a date lies")
        if self.least is not None and self.most is not None and self.most < self.least:
            raise ValueError(f"a date cannot lie at least {self.least} and at most {self.most} days after another")
        return self


def in_words(relation: Relation) -> str:
    """2 days after source/letter (published)"""
    return f"{_apart(relation.least, relation.most)} {relation.to.kind}/{relation.to.id} ({relation.to.date})"


def _apart(least: int | None, most: int | None) -> str:
    """How far two dates lie apart: 2 days after, before, within 14 days of."""
    if least is None or most is None:
        return _open(least, most)
    if least == most:
        return "on the day of" if least == 0 else _side(least, least)
    if least >= 0 or most <= 0:
        return _side(least, most)
    return f"within {_days(most)} of" if -least == most else f"{_side(least, least)} to {_side(most, most)}"


def _open(least: int | None, most: int | None) -> str:
    """One of the two is open."""
    match least, most:
        case (1, None):
            return "after"
        case (0, None):
            return "on or after"
        case (None, -1):
            return "before"
        case (None, 0):
            return "on or before"
        case (None, int()):
            return f"at least {_side(most, most)}" if most < 0 else f"at most {_side(most, most)}"
        case _:
            days = least or 0
            return f"at least {_side(days, days)}" if days > 0 else f"at most {_side(days, days)}"


def _side(least: int, most: int) -> str:
    """So many days after or before; both counts lie on one side."""
    near, far = sorted((abs(least), abs(most)))
    counted = _days(far) if near == far else f"{near} to {_days(far)}"
    return f"{counted} {'after' if least + most > 0 else 'before'}"


def _days(count: int) -> str:
    return f"{count:,} day{'s' * (count != 1)}"


def dates_of(kind: SubjectKind) -> tuple[str, ...]:
    """The names of the dates that a subject of a kind may have; the first is meant where none is named.

    None is meant of an agent without a name: a person has two.
    """
    return _dates().get(kind, ())


def _dates() -> Mapping[SubjectKind, tuple[str, ...]]:
    # Phases and steps stand in the models of the kinds that have them, and those have dates themselves.
    from regesta.events.meeting import STEPS
    from regesta.events.posting import PHASES

    return {
        "source": ("published",),
        "agent": ("born", "died"),
        "posting": ("start", "end", *PHASES),
        "statement": ("said",),
        "meeting": ("held", *(step for step in STEPS if step != "held")),
    }
