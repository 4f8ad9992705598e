"""Meetings: for each counterpart, how far it came: wanted, asked, agreed, refused, held."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, assert_never

from regesta.events.meeting import Meeting
from regesta.projections.account import Account, Dated, Names, Projection, Version, first, of_kind
from regesta.projections.citations import INDEPENDENT_ORIGINS, UNVERIFIED, weigh
from regesta.projections.column import Column, Table, meaning
from regesta.projections.meeting_state import Taken, in_order, outcome
from regesta.projections.several import listed
from regesta.projections.stated import days


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
    independent_origins: Annotated[int, Column(INDEPENDENT_ORIGINS)]
    unverified: Annotated[int, Column(UNVERIFIED)]


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


MEETINGS = Table(
    "meetings", "Who wanted to meet whom, and what came of it", MeetingRow, sort="-state_earliest", owner="meeting"
)
STEPS = Table("steps", "Each step of a meeting, as one source tells it", StepRow, sort="-on_earliest", owner="fact")


def fold(account: Account, names: Names) -> Iterator[MeetingRow | StepRow]:
    """The rows of one meeting, counterpart by counterpart; none if nothing is in force or a side was withheld."""
    sides = _sides(account, names)
    if sides is None:
        return
    for counterpart in sides.counterparts.values():
        steps = [version for version in account.facts if counterpart["id"] in sides.concerned(version, names)]
        if steps:
            id = f"{account.id}~{counterpart['id']}"
            yield _meeting(id, account, sides, counterpart, steps, names)
            for version in steps:
                yield _step(id, version, sides, counterpart, names)


@dataclass(frozen=True, slots=True)
class Sides:
    """Who sought the meeting, and with whom, as they are now."""

    seekers: Mapping[str, Mapping[str, Any]]
    counterparts: Mapping[str, Mapping[str, Any]]

    @property
    def seeker(self) -> Mapping[str, Any]:
        """Who is named first of those who sought it."""
        return next(iter(self.seekers.values()))

    def concerned(self, version: Version, names: Names) -> frozenset[str]:
        """The counterparts of a step: those that it names, or else all."""
        fact = version.fact
        told = fact.counterparts if isinstance(fact, Meeting) else ()
        return frozenset(names.seen("agent", one)["id"] for one in told) or frozenset(self.counterparts)


def _sides(account: Account, names: Names) -> Sides | None:
    """None if nothing is in force, or if a side was withheld."""
    seekers, counterparts = _in_force(account)
    return Sides(_seen(seekers, names), _seen(counterparts, names)) if seekers and counterparts else None


@lru_cache(maxsize=1)
def _in_force(account: Account) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who sought it, and with whom, by the facts in force; what these leave out, by all that were ever told."""
    told, (seekers, counterparts) = of_kind(account.facts, Meeting), _parties(account)
    if not told:
        return (), ()
    return (
        tuple(dict.fromkeys(one for fact in told for one in fact.by)) or seekers,
        tuple(dict.fromkeys(one for fact in told for one in fact.counterparts)) or counterparts,
    )


def _seen(ids: Iterable[str], names: Names) -> Mapping[str, Mapping[str, Any]]:
    agents = (names.seen("agent", one) for one in ids)
    return {agent["id"]: agent for agent in agents}


def _meeting(
    id: str,
    account: Account,
    sides: Sides,
    counterpart: Mapping[str, Any],
    steps: Sequence[Version],
    names: Names,
) -> MeetingRow:
    facts = of_kind(steps, Meeting)
    taken = [Taken(fact.step, days(fact.on), fact.reason) for fact in facts]
    came = outcome(taken)
    weight = weigh(steps, names)
    others = [agent["name"] for agent in sides.seekers.values()][1:]
    return MeetingRow(
        id=id,
        meeting=account.id,
        label=f"{sides.seeker['name']} with {counterpart['name']}",
        seeker=sides.seeker["id"],
        joined_by="; ".join(others) or None,
        counterpart=counterpart["id"],
        state=came.state,
        state_on=came.on.worded,
        state_earliest=came.on.earliest,
        state_latest=came.on.latest,
        year=came.on.year,
        steps=" → ".join(one.step + (f" ({one.on.worded})" if one.on.worded else "") for one in in_order(taken)),
        reason=came.reason,
        topic=first(fact.topic for fact in facts),
        place=first(fact.place for fact in facts),
        medium=first(fact.medium for fact in facts),
        first_hand=weight.first_hand,
        hops=weight.hops,
        citations=weight.citations,
        independent_origins=weight.independent_origins,
        unverified=weight.unverified,
    )


def _step(id: str, version: Version, sides: Sides, counterpart: Mapping[str, Any], names: Names) -> StepRow:
    fact = version.fact
    if not isinstance(fact, Meeting):
        raise TypeError(f"a {fact.kind} is no step of a meeting")
    on = days(fact.on)
    return StepRow(
        id=f"{version.id}~{counterpart['id']}",
        meeting=id,
        label=_doing(fact, sides.seeker["name"], counterpart["name"], names),
        step=fact.step,
        on=on.worded,
        on_earliest=on.earliest,
        on_latest=on.latest,
        actor=names.seen("agent", fact.actor)["id"] if fact.actor else None,
        delegate=names.seen("agent", fact.delegate)["id"] if fact.delegate else None,
        reason=fact.reason,
        note=fact.note,
        fact=version.id,
    )


def _doing(fact: Meeting, seeker: str, counterpart: str, names: Names) -> str:
    """Who took the step, as plain as it is from the step itself, or as the source says."""
    actor = names.seen("agent", fact.actor)["name"] if fact.actor else None
    delegate = f", and sends {names.seen('agent', fact.delegate)['name']}" if fact.delegate else ""
    by = f" by {actor}" if actor else ""
    match fact.step:
        case "wanted":
            return f"{actor or seeker} wanted to meet {counterpart}"
        case "requested":
            return f"{actor or seeker} asked to meet {counterpart}"
        case "agreed":
            return f"{actor or counterpart} agreed to meet {seeker if actor != seeker else counterpart}"
        case "refused":
            return f"{actor or counterpart} refused to meet {seeker if actor != seeker else counterpart}"
        case "unanswered":
            return f"{seeker} had no answer from {actor or counterpart}"
        case "delegated":
            return f"{actor or counterpart} does not meet {seeker} in person{delegate}"
        case "scheduled":
            return f"{seeker} and {counterpart}: a meeting was scheduled{by}"
        case "postponed":
            return f"{seeker} and {counterpart}: the meeting was postponed{by}"
        case "cancelled":
            return f"{seeker} and {counterpart}: the meeting was cancelled{by}"
        case "held":
            return f"{seeker} met {counterpart}"
        case "denied":
            return f"{seeker} and {counterpart}: {actor or 'somebody'} denied that they met"
        case _:
            assert_never(fact.step)


def says(fact: Meeting, account: Account, names: Names) -> str:
    """Jon Huntsman wanted to meet Valery Gerasimov, in 2018"""
    by, counterparts = _parties(account)
    by, told = fact.by or by, fact.counterparts or counterparts
    seeker = names.seen("agent", by[0])["name"] if by else "(somebody who is withheld)"
    counterpart = listed(agent["name"] for agent in _seen(told, names).values()) or "(somebody who is withheld)"
    return _doing(fact, seeker, counterpart, names) + (f", {fact.on.verbatim}" if fact.on else "")


@lru_cache(maxsize=1)
def _parties(account: Account) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who sought it, and with whom, by all that was ever told."""
    ever = of_kind((*account.facts, *account.ever), Meeting)
    return (
        tuple(dict.fromkeys(one for fact in ever for one in fact.by)),
        tuple(dict.fromkeys(one for fact in ever for one in fact.counterparts)),
    )


def dates(version: Version, account: Account, names: Names) -> Iterator[Dated]:
    """When a step was taken, with each of the counterparts that it concerns."""
    fact, sides = version.fact, _sides(account, names)
    if not isinstance(fact, Meeting) or fact.on is None or sides is None:
        return
    concerned = sides.concerned(version, names)
    for counterpart in sides.counterparts.values():
        if counterpart["id"] in concerned:
            what = _doing(fact, sides.seeker["name"], counterpart["name"], names)
            who, other = sides.seeker["id"], counterpart["id"]
            if fact.step in ("agreed", "refused", "unanswered", "delegated"):  # what a counterpart does
                who, other = other, who
            yield Dated(counterpart["id"], fact.step, what, fact.on, who, other)


PROJECTION = Projection("meeting", (Meeting,), (MEETINGS, STEPS), fold, says, dates)
