"""Stated time: a wording, the days it may mean, and how we know.

`When` is a day that is known only to lie within bounds. `earliest` and `latest` are the stored truth, both
inclusive, in the proleptic Gregorian calendar, years 1 to 9999; an open side is None. The reader of wordings is in
`regesta.events.wording`; this module holds only the values, so that facts can be read without it.

A span has two of them. Its end is one of four things, which stay different everywhere: *stated* (a value),
*ended* (on a day that is not known), *holds* (it still held when the source said so) and *not-stated*.
"""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from regesta.events.relation import Relation
from regesta.events.values import Line, Value

Basis = Literal["stated", "from-publication-date", "derived"]


class When(Value):
    """A day as a source words it, with the bounds that the wording allows."""

    verbatim: Annotated[Line, Field(description="the date as it was worded")]
    earliest: Annotated[date | None, Field(description="the first day that it may mean; blank if open")] = None
    latest: Annotated[date | None, Field(description="the last day that it may mean; blank if open")] = None
    basis: Annotated[
        Basis,
        Field(
            description="how the bounds are known: stated in the wording, from-publication-date (the source's day"
            " caps them), or derived (the wording was completed, from the source's date or another fact)"
        ),
    ] = "stated"
    approximate: Annotated[
        bool,
        Field(description="whether the wording itself is approximate, as circa is; its bounds are then ours"),
    ] = False
    relative: Annotated[
        tuple[Relation, ...],
        Field(max_length=8, description="the dates of other subjects that it is counted from; bounds follow from them"),
    ] = ()
    table: Annotated[
        str,
        Field(
            pattern=r"^[0-9]+-(north|south)$",
            description="the version and hemisphere of the table of bounds used",
        ),
    ]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.earliest is not None and self.latest is not None and self.latest < self.earliest:
            raise ValueError(f"{self.verbatim!r} ends ({self.latest}) before it begins ({self.earliest})")
        return self


class End(Value):
    """How a span ends: on a stated day, on a day not known, not yet, or not said."""

    state: Annotated[
        Literal["stated", "ended", "holds", "not-stated"],
        Field(
            description="stated: the end has a date; ended: it is over, the day is not known; holds: it still held when"
            " the source said so; not-stated: nothing is said"
        ),
    ] = "not-stated"
    when: Annotated[
        When | None,
        Field(
            description="stated: the end; ended: the bounds of the unknown day, at most up to the source's"
            " publication; holds: the day up to which it is known to hold"
        ),
    ] = None

    @model_validator(mode="after")
    def _a_stated_end_has_a_date(self) -> Self:
        if self.state == "stated" and self.when is None:
            raise ValueError("a stated end needs its date; say 'ended' if the day is not known")
        if self.state == "not-stated" and self.when is not None:
            raise ValueError("an end that is not stated has no date")
        return self


NOT_STATED = End()
