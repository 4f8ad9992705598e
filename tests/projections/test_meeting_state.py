"""How far a meeting came with one counterpart, case by case."""

from typing import Any

import pytest
from factories import a_when
from hypothesis import given
from hypothesis import strategies as st

from regesta.events.meeting import STEPS
from regesta.projections.meeting_state import EXCLUDES, FURTHEST, Taken, in_order, outcome
from regesta.projections.stated import NOT_TOLD, Days, days


def taken(text: str) -> Taken:
    """A step: "refused 2018", "agreed"."""
    step, _, when = text.partition(" ")
    return Taken(step, days(a_when(when)) if when else NOT_TOLD, f"because {text}")  # type: ignore[arg-type]


CASES = [
    ("wanted 2018", "wanted", "2018"),
    ("wanted 2018 | agreed 2019", "agreed", "2019"),
    ("requested 2017 | refused 2018 | agreed 2019-02 | held 2019-03", "held", "2019-03"),
    ("agreed 2018 | refused 2019", "refused", "2019"),
    ("scheduled 2018-03 | postponed 2018-04 | scheduled 2018-05", "scheduled", "2018-05"),
    ("scheduled 2018-03 | cancelled 2018-03", "cancelled", "2018-03"),
    # Without dates the step that gets further stands, in whatever order they were recorded.
    ("wanted | agreed", "agreed", None),
    ("agreed | wanted", "agreed", None),
    ("requested | refused", "refused", None),
    ("wanted 2018 | agreed", "agreed", None),
    ("agreed | wanted 2018", "agreed", None),
    ("agreed | held 2019", "held", "2019"),
    ("wanted 2018 | agreed 2018..2019", "agreed", "2018..2019"),
    ("agreed 2018 | agreed", "agreed", "2018"),
    ("agreed | agreed 2018", "agreed", "2018"),
    # Steps that exclude each other and whose bounds do not order them.
    ("refused | agreed", "disputed", None),
    ("refused 2018 | agreed 2018", "disputed", "2018"),
    ("refused 2018 | agreed 2018..2019", "disputed", "2018; 2018..2019"),
    ("held 2018 | denied 2018", "disputed", "2018"),
    ("held 2018 | denied", "disputed", "2018"),
    ("refused 2018 | unanswered 2018", "disputed", "2018"),
    ("cancelled 2018-03 | held 2018-03", "disputed", "2018-03"),
    # That they met is undone by nothing that comes after; a new round may follow on it.
    ("held 2018 | denied 2019", "disputed", "2018; 2019"),
    ("held 2018 | cancelled 2019", "disputed", "2018; 2019"),
    ("held 2017 | denied 2018 | held 2019", "held", "2019"),
    ("held 2018 | requested 2019", "requested", "2019"),
    ("held 2017 | requested 2018 | refused", "refused", None),
    # What came before for certain disputes nothing.
    ("refused 2017 | agreed 2018 | refused 2016", "agreed", "2018"),
    ("refused 2018 | agreed | held 2019", "held", "2019"),
    ("refused | agreed 2018 | held 2019", "disputed", "2019"),
]


@pytest.mark.parametrize(("told", "state", "on"), CASES)
def test_the_state_is_what_the_last_steps_come_to(told: str, state: str, on: str | None) -> None:
    came = outcome([taken(one) for one in told.split(" | ")])
    assert (came.state, came.on.worded) == (state, on)


def test_a_disputed_state_may_be_of_any_day_of_its_steps() -> None:
    came = outcome([taken("refused 2018"), taken("agreed 2018-06..2019")])
    assert came.on == Days("2018; 2018-06..2019", "2018-01-01", "2019-12-31")
    assert outcome([taken("refused 2018"), taken("agreed")]).on == Days("2018", None, None)


def test_the_reason_is_that_of_the_step_that_gave_the_state_or_else_any_that_is_told() -> None:
    assert outcome([taken("requested 2017"), taken("refused 2018")]).reason == "because refused 2018"
    assert outcome([taken("requested 2017"), Taken("refused")]).reason == "because requested 2017"


TAKEN = st.builds(
    Taken,
    st.sampled_from(STEPS),
    st.sampled_from(("2017", "2018", "2019", "2018..", "..2018", "2017..2019")).map(a_when).map(days)
    | st.just(NOT_TOLD),
)


@given(st.lists(TAKEN, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_the_order_in_which_steps_are_recorded_does_not_matter(steps: list[Taken], random: Any) -> None:
    state = outcome(steps).state
    random.shuffle(steps)
    assert outcome(steps).state == state


@given(st.lists(TAKEN, min_size=1, max_size=6))
def test_the_state_is_that_of_a_step_or_disputed_by_two(steps: list[Taken]) -> None:
    state = outcome(steps).state
    told = {step.step for step in steps}
    assert state in told or (state == "disputed" and any(pair <= told for pair in EXCLUDES))


@given(st.lists(TAKEN, min_size=1, max_size=6))
def test_every_step_is_told_in_its_place(steps: list[Taken]) -> None:
    told = in_order(steps)
    assert sorted(map(repr, told)) == sorted(map(repr, steps))
    dated = [step.on.earliest or step.on.latest or "" for step in told if step.on != NOT_TOLD]
    assert dated == sorted(dated)


def test_the_order_of_steps_names_each_once() -> None:
    assert sorted(FURTHEST) == sorted(STEPS)
