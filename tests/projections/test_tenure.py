"""The arithmetic of tenures, case by case."""

from datetime import date
from typing import Any, cast

import pytest
from factories import a_when
from hypothesis import given
from hypothesis import strategies as st

from regesta.events.posting import LASTING, PHASES
from regesta.projections.tenure import ANY_DAY, FURTHEST, Bounds, Stage, answer, combine, tenure


def bounds(text: str) -> Bounds:
    """Bounds as in the factories: "2018", "..2017-11", "2016..2019"; ".." is open on both sides."""
    when = a_when(text)
    return Bounds(when.earliest, when.latest)


def stage(text: str) -> Stage:
    """A phase: "serving 2017 > 2019", "serving ..2017-11 > ended ..2019", "left 2019", "serving > still 2019-08-07"."""
    told, _, end = text.partition(" > ")
    phase, _, start = told.partition(" ")
    word, _, when = end.partition(" ")
    state = {"": "not-stated", "ended": "ended", "still": "holds"}.get(word, "stated")
    days = end if state == "stated" else when
    return Stage(cast(Any, phase), bounds(start) if start else None, cast(Any, state), bounds(days) if days else None)


CASES = [
    # What the sources tell; effect, furthest phase, start, state of the end, end, disputed.
    ("serving 2017 > 2019", "took-effect", "serving", "2017", "stated", "2019", False),
    ("serving 2017-03-05 > still 2019-08-07", "took-effect", "serving", "2017-03-05", "holds", "2019-08-07..", False),
    ("serving ..2017-11-30 > 2019-10", "took-effect", "serving", "..2017-11-30", "stated", "2019-10", False),
    # Nothing is told of the end: held at least from the certain start on.
    ("serving 2017", "took-effect", "serving", "2017", "not-stated", "2017-12-31..", False),
    ("serving", "took-effect", "serving", "..", "not-stated", "..", False),
    # Over on a day not known, up to the day of the source; never before the certain start.
    ("serving > ended ..2019-08-09", "took-effect", "serving", "..", "ended", "..2019-08-09", False),
    ("serving 2017 > ended ..2019", "took-effect", "serving", "2017", "ended", "2017-12-31..2019-12-31", False),
    ("serving 2017 > ended", "took-effect", "serving", "2017", "ended", "2017-12-31..", False),
    ("serving 2018 > ..2018-06", "took-effect", "serving", "2018", "stated", "2018-06-30", False),
    # Whoever still held it on a day had started by then.
    ("serving > still 2019-08-07", "took-effect", "serving", "..2019-08-07", "holds", "2019-08-07..", False),
    ("serving 2019 > still 2019-08-07", "took-effect", "serving", "2019..2019-08-07", "holds", "2019-08-07..", False),
    ("serving > still", "took-effect", "serving", "..", "holds", "..", False),
    # Two sources narrow each other, or dispute.
    ("serving ..2017-11 | serving 2017", "took-effect", "serving",
     "2017..2017-11", "not-stated", "2017-11-30..", False),
    ("serving 2017 > 2019-10 | serving > 2019-10-03", "took-effect", "serving", "2017", "stated", "2019-10-03", False),
    ("serving 2015 | serving 2017", "took-effect", "serving", "2015..2017", "not-stated", "2017-12-31..", True),
    ("serving 2017 > 2018 | serving > 2020", "took-effect", "serving", "2017", "stated", "2018..2020", True),
    ("serving 2010 > ended ..2015 | serving > still 2019", "took-effect", "serving",
     "2010", "ended", "2010-12-31..", True),
    # The start lies between the take-up phases: possibly from the first, certainly from the last.
    ("appointed 2017-09-28 | accredited 2017-10-03", "took-effect", "accredited", "2017-09-28..2017-10-03",
     "not-stated", "2017-10-03..", False),
    ("nominated 2017-07 | appointed 2017-09-28 | left 2019-10-03", "took-effect", "left", "2017-09-28", "stated",
     "2019-10-03", False),
    ("appointed 2017 | appointed 2017-09-28", "took-effect", "appointed", "2017-09-28", "not-stated", "2017-09-28..",
     False),
    ("appointed 2017 | appointed 2018", "took-effect", "appointed", "2017..2018", "not-stated", "2018-12-31..", True),
    ("appointed 2017-09 | serving 2018", "took-effect", "serving", "2018", "not-stated", "2018-12-31..", False),
    ("appointed | arrived 2018", "took-effect", "arrived", "2018", "not-stated", "2018-12-31..", False),
    # Ways of leaving. A letter, a recall and an expulsion say only that the end came no earlier.
    ("serving 2017 | resigned 2019-08-06", "took-effect", "resigned", "2017", "not-stated", "2019-08-06..", False),
    ("serving 2017 | recalled 2019", "took-effect", "recalled", "2017", "not-stated", "2019..", False),
    ("serving 2017 | resigned 2019-08-06 | left 2019-10", "took-effect", "left", "2017", "stated", "2019-10", False),
    ("serving 2017 > 2019-10 | resigned 2019-08-06", "took-effect", "resigned", "2017", "stated", "2019-10", False),
    ("appointed 1842 | died 1843-03", "took-effect", "died", "1842", "stated", "1843-03", False),
    ("serving 2017 | left", "took-effect", "left", "2017", "ended", "2017-12-31..", False),
    ("left 2019", "took-effect", "left", "..", "stated", "2019", False),
    ("expelled 2018-03-26", "took-effect", "expelled", "..", "not-stated", "2018-03-26..", False),
    # Not in effect, or not known to be.
    ("nominated 2017 | rejected 2018", "not-in-effect", "rejected", "..", "not-stated", "..", False),
    ("appointed 1823-01-27 | declined 1823-03", "not-in-effect", "declined", "..", "not-stated", "..", False),
    ("announced 2017-01 | nominated 2017-07", "not-known", "nominated", "2017-01..", "not-stated", "..", False),
    ("confirmed", "not-known", "confirmed", "..", "not-stated", "..", False),
    ("nominated 2016 | withdrawn 2016 | appointed 2017 | accredited 2017", "took-effect", "accredited", "2017",
     "not-stated", "2017-12-31..", False),
    ("serving 2017 | declined 2017", "took-effect", "serving", "2017", "not-stated", "2017-12-31..", True),
    ("acting 2017 | serving 2017-05..", "took-effect", "serving", "2017-05-01..2017-12-31", "not-stated",
     "2017-12-31..", False),
]  # fmt: skip


@pytest.mark.parametrize(("told", "effect", "furthest", "start", "state", "end", "disputed"), CASES)
def test_a_tenure_is_what_its_phases_say_together(
    told: str, effect: str, furthest: str, start: str, state: str, end: str, disputed: bool
) -> None:
    held = tenure([stage(one) for one in told.split(" | ")])
    assert (held.effect, held.furthest, held.end_state, held.disputed) == (effect, furthest, state, disputed)
    assert (held.start, held.end) == (bounds(start), bounds(end))


DAYS = st.none() | st.dates(date(2015, 1, 1), date(2020, 12, 31))


def ordered(days: tuple[date | None, date | None]) -> Bounds:
    first, last = days
    return Bounds(first, last) if first is None or last is None or first <= last else Bounds(last, first)


BOUNDS = st.tuples(DAYS, DAYS).map(ordered)
ENDS = st.sampled_from(("stated", "ended", "holds", "not-stated"))


@st.composite
def stages(draw: Any) -> Stage:
    phase = draw(st.sampled_from(PHASES))
    state = draw(ENDS) if phase in LASTING else "not-stated"
    dated = state == "stated" or (state != "not-stated" and draw(st.booleans()))
    return Stage(phase, draw(st.none() | BOUNDS), state, draw(BOUNDS) if dated else None)


@given(st.lists(stages(), min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_bounds_stay_in_order_and_the_order_of_the_sources_does_not_matter(told: list[Stage], random: Any) -> None:
    held = tenure(told)
    for first, last in (held.start, held.end):
        assert first is None or last is None or first <= last
    random.shuffle(told)
    assert tenure(told) == held


@given(st.lists(BOUNDS, max_size=4))
def test_bounds_that_agree_are_narrowed_to_the_days_that_all_allow(several: list[Bounds]) -> None:
    together, disputed = combine(several)
    for day in (date(2015, 1, 1), date(2017, 6, 1), date(2020, 12, 31)):
        in_all = all((one.earliest or day) <= day <= (one.latest or day) for one in several)
        if in_all:
            assert not disputed
            assert (together.earliest or day) <= day <= (together.latest or day)


def test_the_order_of_phases_names_each_once() -> None:
    assert sorted(FURTHEST) == sorted(PHASES)


@pytest.mark.parametrize(
    ("start", "end", "on", "expected"),
    [
        ("2017", "2019", "2018-06-01", "certain"),
        ("2017", "2019", "2017-12-31", "certain"),
        ("2017", "2019", "2019-01-01", "certain"),
        ("2017", "2019", "2017-06-01", "possible"),
        ("2017", "2019", "2019-12-31", "possible"),
        ("2017", "2019", "2016-12-31", "excluded"),
        ("2017", "2019", "2020-01-01", "excluded"),
        ("2017", "2019", "2018", "certain"),
        ("2017", "2019", "2018..2019", "possible"),
        ("2017", "2019", "2015..2016", "excluded"),
        ("2017", "2019", "2015..", "possible"),
        ("2017", "2019", "..2016", "excluded"),
        ("2017", "2019", "..", "possible"),
        ("..2017", "2019..", "2018-06-01", "certain"),
        ("..2017", "2019..", "2010-06-01", "possible"),
        ("..2017", "2019..", "2030-06-01", "possible"),
        ("2017..", "..", "2018-06-01", "possible"),
        ("2017..", "..", "2016-06-01", "excluded"),
        ("..", "..", "2018-06-01", "possible"),
    ],
)
def test_a_day_is_certain_possible_or_excluded(start: str, end: str, on: str, expected: str) -> None:
    assert answer(bounds(start), bounds(end), a_when(on)) == expected


@given(BOUNDS, BOUNDS, st.dates(date(2015, 1, 1), date(2020, 12, 31)))
def test_the_answer_for_a_day_is_that_of_the_bounds(start: Bounds, end: Bounds, day: date) -> None:
    certain = start.latest is not None and end.earliest is not None and start.latest <= day <= end.earliest
    possible = (start.earliest or day) <= day <= (end.latest or day)
    expected = "certain" if certain else "possible" if possible else "excluded"
    assert answer(start, end, Bounds(day, day)) == expected


@pytest.mark.parametrize(
    ("told", "died", "end"),
    [
        ("serving 2010", "2011-05-01", "2010-12-31..2011-05-01"),
        ("serving 2010 > still 2010-06", "2011-05-01", "2010-06-01..2011-05-01"),
        ("serving 2010 > 2011", "2011-05-01", "2011-01-01..2011-05-01"),
        ("serving 2010 > 2011", "2012", "2011"),
        ("serving 2010 > ended", "2010-03-01", "2010-03-01"),
        ("nominated 2010", "2011-05-01", "..2011-05-01"),
        ("recalled 2010", "2011-05-01", "2010-01-01..2011-05-01"),
        # What is told is later than the death: a conflict may tell of it, and each source keeps its bounds.
        ("serving 2010 > 2012", "2011-05-01", "2012"),
        ("serving 2012", "2011-05-01", "2012-12-31.."),
        ("nominated 2012", "2011-05-01", ".."),
        ("nominated 2010 | declined", "2011-05-01", ".."),
    ],
)
def test_nobody_holds_a_post_after_they_died(told: str, died: str, end: str) -> None:
    held = tenure([stage(one) for one in told.split(" | ")], died=bounds(died).latest)
    assert (held.end, held.disputed) == (bounds(end), False)


def test_nothing_told_is_any_day() -> None:
    assert combine([]) == (ANY_DAY, False)
