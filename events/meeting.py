"""Meetings: what was wanted, asked, agreed, refused and held between parties, a step at a time."""

from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from regesta.events.claim import AgentId, MeetingId, Subject
from regesta.events.values import Line, Text
from regesta.events.when import When

Step = Literal[
    "wanted",
    "requested",
    "agreed",
    "refused",
    "unanswered",
    "delegated",
    "scheduled",
    "postponed",
    "cancelled",
    "held",
    "denied",
]
STEPS: tuple[Step, ...] = get_args(Step)


class Meeting(Subject):
    """One step of a meeting between those who seek it and their counterparts."""

    kind: Literal["meeting"]
    of: Annotated[MeetingId | None, Field(description="the meeting that this adds a step to")] = None
    by: Annotated[tuple[AgentId, ...], Field(description="who sought the meeting, or hosted it")] = ()
    counterparts: Annotated[
        tuple[AgentId, ...],
        Field(alias="with", description="the counterparts of this step; if blank, all of the meeting's"),
    ] = ()
    step: Annotated[
        Step,
        Field(
            description="wanted, requested, agreed, refused, unanswered, delegated, scheduled, postponed, cancelled, "
            "held or denied (said not to have happened)"
        ),
    ]
    on: Annotated[When | None, Field(description="when the step was taken; for held, when they met")] = None
    actor: Annotated[AgentId | None, Field(description="who took the step, where it is not plain from it")] = None
    delegate: Annotated[AgentId | None, Field(description="delegated: who is to come instead")] = None
    reason: Annotated[Text | None, Field(description="the reason that the source gives")] = None
    topic: Annotated[Text | None, Field(description="what the meeting is about")] = None
    place: Annotated[Line | None, Field(description="where they meet")] = None
    medium: Annotated[
        Literal["visit", "third-place", "multilateral", "call", "written"] | None,
        Field(description="visit, third-place, multilateral, call or written"),
    ] = None

    @model_validator(mode="after")
    def _has_two_sides(self) -> Self:
        if self.of is None and (not self.by or not self.counterparts):
            raise ValueError("a new meeting needs who sought it (by) and with whom (with)")
        both = set(self.by) & set(self.counterparts)
        if both:
            raise ValueError(f"{', '.join(sorted(both))} cannot meet themselves; name another counterpart")
        return self
