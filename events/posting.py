"""Posts and postings: that a seat exists, and who held it, phase by phase."""

from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from regesta.events.claim import AgentId, PostId, PostingId, Subject
from regesta.events.entry import MAX_INTEGER
from regesta.events.values import Line
from regesta.events.when import NOT_STATED, End, When

Phase = Literal[
    "announced",
    "nominated",
    "confirmed",
    "appointed",
    "sworn-in",
    "arrived",
    "accredited",
    "serving",
    "acting",
    "resigned",
    "recalled",
    "expelled",
    "left",
    "died",
    "declined",
    "withdrawn",
    "rejected",
]
PHASES: tuple[Phase, ...] = get_args(Phase)

LASTING: frozenset[Phase] = frozenset({"serving", "acting"})
"""The phases that last; every other happens on a day, which is its `start`."""

LEAVING: tuple[Phase, ...] = ("resigned", "recalled", "expelled")
"""The phases that announce an end, and are none: a letter is not yet a departure."""


class Post(Subject):
    """A seat exists, whoever holds it."""

    kind: Literal["post"]
    of: Annotated[PostId | None, Field(description="the post that this adds to")] = None
    title: Annotated[Line | None, Field(description="what the post is called")] = None
    organization: Annotated[Line | None, Field(description="the body that the post belongs to")] = None
    place: Annotated[Line | None, Field(description="where it is held: a country, a city, a mission")] = None
    seats: Annotated[
        int | None, Field(ge=1, le=MAX_INTEGER, description="how many may hold it at once; blank if not known")
    ] = None

    @model_validator(mode="after")
    def _has_a_title(self) -> Self:
        if self.of is None and self.title is None:
            raise ValueError("a new post needs a title")
        return self


class Posting(Subject):
    """One phase of one agent's time in one post."""

    kind: Literal["posting"]
    of: Annotated[PostingId | None, Field(description="the posting that this adds a phase to")] = None
    holder: Annotated[AgentId | None, Field(description="who holds, or was to hold, the post")] = None
    post: Annotated[PostId | None, Field(description="the post")] = None
    phase: Annotated[
        Phase,
        Field(
            description="announced, nominated, confirmed, appointed, sworn-in, arrived, accredited (credentials"
            " presented), serving, acting, resigned (the letter), recalled, expelled, left, died, declined, withdrawn"
            " or rejected"
        ),
    ]
    start: Annotated[
        When | None, Field(description="when the phase began; for a phase that happens on a day, that day")
    ] = None
    end: Annotated[End, Field(description="how the phase ended (serving and acting only)")] = NOT_STATED
    title: Annotated[Line | None, Field(description="the title held, where it is not the post's own")] = None
    reason: Annotated[Line | None, Field(description="the reason that the source gives")] = None

    @model_validator(mode="after")
    def _is_somebody_in_some_post(self) -> Self:
        if self.of is None and (self.holder is None or self.post is None):
            raise ValueError("a new posting needs a holder and a post")
        if self.phase not in LASTING and self.end != NOT_STATED:
            raise ValueError(f"the phase {self.phase!r} happens on a day and has no end; give its day as the start")
        return self

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        start, end = self.start, self.end.when if self.end.state == "stated" else None
        if start and end and start.earliest and end.latest and end.latest < start.earliest:
            raise ValueError(
                f"ends {end.verbatim!r} ({end.latest}) before it starts {start.verbatim!r} ({start.earliest})"
            )
        return self
