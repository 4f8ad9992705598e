"""Meetings: for each counterpart, how far it came: wanted, asked, agreed, refused, held."""

from dataclasses import dataclass
from typing import Annotated

from regesta.events.meeting import Meeting
from regesta.projections.column import Column, Table, meaning


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """One row for each meeting and counterpart that has a step in force."""

    id: Annotated[str, Column("the meeting and the counterpart, with '~' between")]
    meeting: Annotated[str, Column("the meeting's id, which all its counterparts share", index=True)]
    label: Annotated[str, Column("who sought it, and with whom", search=True)]
    seeker: Annotated[str, Column(meaning(Meeting, "by"), refers="agents", facet=True)]
    joined_by: Annotated[str | None, Column("who else sought it", search=True)]
    counterpart: Annotated[str, Column("with whom", refers="agents", facet=True)]
    state: Annotated[
        str,
        Column("the state to which the steps came; disputed where steps exclude each other, and both stay", facet=True),
    ]
    state_on: Annotated[str | None, Column("the date of the step that gave the state, as it was worded")]
    state_earliest: Annotated[str | None, Column("the first day that it may mean", index=True)]
    state_latest: Annotated[str | None, Column("the last day that it may mean", index=True)]
    year: Annotated[int | None, Column("the year in which the state may first have come about", facet=True)]
    steps: Annotated[str, Column("the steps in order, with arrows between", search=True)]
    reason: Annotated[str | None, Column(meaning(Meeting, "reason"), search=True)]
    topic: Annotated[str | None, Column(meaning(Meeting, "topic"), search=True)]
    place: Annotated[str | None, Column(meaning(Meeting, "place"))]
    medium: Annotated[str | None, Column(meaning(Meeting, "medium"), facet=True)]
    first_hand: Annotated[bool, Column("whether some source tells it at first hand")]
    hops: Annotated[int | None, Column("the fewest voices between the event and a source; 0 is first hand")]
    citations: Annotated[int, Column("how many citations it rests on")]


@dataclass(frozen=True, slots=True)
class StepRow:
    """One row for each step with each counterpart."""

    id: Annotated[str, Column("the fact and the counterpart")]
    meeting: Annotated[str, Column("the meeting with this counterpart", refers="meetings")]
    label: Annotated[str, Column("what was done, by whom, with whom")]
    step: Annotated[str, Column(meaning(Meeting, "step"), facet=True)]
    on: Annotated[str | None, Column(meaning(Meeting, "on"))]
    on_earliest: Annotated[str | None, Column("the first day that it may mean", index=True)]
    on_latest: Annotated[str | None, Column("the last day that it may mean")]
    actor: Annotated[str | None, Column(meaning(Meeting, "actor"), refers="agents")]
    delegate: Annotated[str | None, Column(meaning(Meeting, "delegate"), refers="agents")]
    reason: Annotated[str | None, Column(meaning(Meeting, "reason"))]
    note: Annotated[str | None, Column(meaning(Meeting, "note"))]
    fact: Annotated[str, Column("the fact that tells it", refers="facts")]


MEETINGS = Table("meetings", "Who wanted to meet whom, and what came of it", MeetingRow, sort="-state_earliest")
STEPS = Table("steps", "Each step of a meeting, as one source tells it", StepRow, sort="-on_earliest")
