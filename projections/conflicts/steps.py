"""Steps of one meeting with one counterpart that exclude each other: held and refused, held and cancelled, and so on.

By the order that `meeting_state.py` gives: a step that certainly came after another follows on it, and a request that
was refused and later agreed to is a sequence. What no order mends: that a meeting was held, and that it was denied or
cancelled or refused afterwards. Counterparts are looked at one by one, and told of together.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, groupby
from operator import attrgetter
from typing import NamedTuple, get_args

from regesta.events.meeting import Step
from regesta.projections.conflicts.rule import Finding, Rule, Side, Watch
from regesta.projections.meeting_state import EXCLUDES, last
from regesta.projections.several import listed
from regesta.projections.stated import Days

STEPS: tuple[Step, ...] = get_args(Step)

NEVER_AFTER: frozenset[Step] = frozenset({"refused", "unanswered", "cancelled", "denied"})
"""What cannot follow on a meeting that was held."""


class Taken(NamedTuple):
    """A step with one counterpart, as one fact tells it."""

    meeting: str
    row: str
    counterpart: str
    name: str
    label: str
    step: Step
    worded: str | None
    earliest: str | None
    latest: str | None
    fact: str

    @property
    def on(self) -> Days:
        """When it was taken."""
        return Days(self.worded, self.earliest, self.latest)


_ROWS = """
    SELECT m.meeting, m.id, m.counterpart, agents.name, m.label, s.step, s."on", s.on_earliest, s.on_latest, s.fact
    FROM meetings AS m JOIN steps AS s ON s.meeting = m.id JOIN agents ON agents.id = m.counterpart
    WHERE {within} ORDER BY m.meeting, m.id, s.fact"""


def find(meeting: str, rows: Sequence[tuple[object, ...]]) -> Iterator[Finding]:
    """One finding for each two steps that exclude each other, with every counterpart with whom they do."""
    found: defaultdict[tuple[Step, Step], list[Taken]] = defaultdict(list)
    steps = [Taken._make(row) for row in rows]
    for _, with_one in groupby(steps, attrgetter("row")):
        for pair, taken in _excluding(tuple(with_one)):
            found[pair] += taken
    for pair, taken in sorted(found.items()):
        yield _finding(meeting, pair, taken)


def _excluding(steps: Sequence[Taken]) -> Iterator[tuple[tuple[Step, Step], list[Taken]]]:
    """Each two steps of which one cannot follow on the other, with the facts that tell of them."""
    if len({one.step for one in steps}) < 2:
        return
    ends = set(last(steps))
    by_step = {step: [one for one in steps if one.step == step] for step in STEPS}
    for one, other in combinations(STEPS, 2):
        if frozenset((one, other)) in EXCLUDES:
            told = [*by_step[one], *by_step[other]]
            standing = [taken for taken in told if taken in ends]
            if {taken.step for taken in standing} == {one, other}:
                yield (one, other), standing
            elif "held" in (one, other) and (late := list(_after_it_was_held(told))):
                yield (one, other), late


def _after_it_was_held(told: Sequence[Taken]) -> Iterator[Taken]:
    """A meeting that was held, and what cannot be said of it afterwards."""
    held = [one for one in told if one.step == "held"]
    days = [one.latest for one in held]
    if days and None not in days:
        until = max(day for day in days if day)
        if late := [one for one in told if one.step in NEVER_AFTER and (one.earliest or "") > until]:
            yield from (*held, *late)


def _finding(meeting: str, pair: tuple[Step, Step], taken: Sequence[Taken]) -> Finding:
    who = {one.counterpart: one.name for one in taken}
    seeker = taken[0].label.removesuffix(f" with {taken[0].name}")
    days = [day for one in taken for day in (one.earliest, one.latest) if day]
    return Finding(
        key=(meeting, *pair),
        what=f"{seeker} with {listed(who.values())}: {pair[0]}, and {pair[1]}",
        subject=("meeting", meeting),
        sides=tuple(_side(step, [one for one in taken if one.step == step]) for step in pair),
        concerns=tuple(("agent", one) for one in who),
        earliest=min(days, default=None),
        latest=max(days, default=None),
    )


def _side(step: Step, taken: Sequence[Taken]) -> Side:
    dates = tuple(dict.fromkeys(one.worded or "on a day not told" for one in taken))
    return Side(f"{step}: {'; '.join(dates)}", facts=tuple(dict.fromkeys(one.fact for one in taken)))


RULE = Rule(
    id="steps",
    means="Of one meeting with one counterpart steps are told that exclude each other.",
    example=(
        "One paper writes that the minister refused to receive the ambassador, another that they met; neither gives a"
        " day. Had he refused in March and met him in May, it would be a sequence. That a meeting was held and, later,"
        " that it was denied or cancelled, is a conflict in any order."
    ),
    rows=_ROWS,
    scope="m.meeting",
    watches=(Watch("meetings", "meeting"), Watch("steps", "meeting")),
    find=find,
)
