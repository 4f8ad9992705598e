"""The succession of a post: what looking at every single day gives."""

from itertools import pairwise
from typing import Any

from databases import filled
from factories import a_post, a_posting, an_agent
from hypothesis import given, settings
from hypothesis import strategies as st
from memory_log import recorded

from regesta.projections.reading.succession import Overlap, in_order, succession
from regesta.projections.reading.who import Holding, holdings

DAYS = [f"2018-01-{day:02}" for day in range(1, 13)]


@st.composite
def held(draw: Any, posting: str) -> Holding:
    """A posting within a few days, closed on both sides, so that no day is open for ever."""
    a, b, c, d = sorted(draw(st.lists(st.sampled_from(DAYS), min_size=4, max_size=4)))
    holder = draw(st.sampled_from(("ann", "bob", "carl")))
    effect = draw(st.sampled_from(("took-effect", "took-effect", "not-in-effect")))
    return Holding(
        posting, "envoy", holder, holder, None, "serving", effect, a, a, b, d, "stated", c, d, False, False, None
    )


several = st.integers(0, 4).flatmap(lambda count: st.tuples(*(held(f"p{number}") for number in range(count))))


def within(day: str, spans: Any) -> bool:
    return any(first <= day <= last for first, last in spans)


@settings(max_examples=300)
@given(several, st.sampled_from((None, 1, 2)))
def test_a_day_is_vacant_if_there_are_seats_that_nobody_held(told: tuple[Holding, ...], seats: int | None) -> None:
    found = succession(told, seats)
    there = [one for one in told if one.effect == "took-effect"]
    for day in DAYS:
        if found.first is None or found.last is None or not found.first <= day <= found.last:
            continue
        sure = {one.holder for one in there if str(one.start_latest) <= day <= str(one.end_earliest)}
        may = {one.holder for one in there if str(one.start_earliest) <= day <= str(one.end_latest)}
        assert within(day, ((one.first, one.last) for one in found.vacancies)) == (len(sure) < (seats or 1)), day
        stretches = [stretch for one in found.vacancies for stretch in one.certain]
        assert within(day, stretches) == (len(may) < (seats or 1)), day


@settings(max_examples=300)
@given(several, st.sampled_from((1, 2)))
def test_an_overlap_is_more_certain_holders_than_seats_on_two_days_running(
    told: tuple[Holding, ...], seats: int
) -> None:
    found = succession(told, seats).overlaps
    there = [one for one in told if one.effect == "took-effect"]
    for day, following in pairwise(DAYS):
        both = {one.holder for one in there if str(one.start_latest) <= day and following <= str(one.end_earliest)}
        assert any(one.first <= day and following <= one.last for one in found) == (len(both) > seats)


def test_a_handover_is_no_overlap_and_who_acts_takes_no_seat() -> None:
    log = recorded(
        *(an_agent(one) for one in ("ann", "bob", "carl")),
        a_post("envoy", seats=1),
        a_posting("anns", holder="ann", start="2016-01-01", end="2017-01-01"),
        a_posting("bobs", holder="bob", start="2017-01-01", end="2018-01-01"),
        a_posting("carls", holder="carl", phase="acting", start="2016-06-01", end="2016-07-01"),
    )
    held = in_order(holdings(filled(log), "envoy"), 1)
    assert [(one.posting, one.acting) for one in held] == [("anns", False), ("carls", True), ("bobs", False)]
    assert succession(held, 1).overlaps == ()
    log.record(a_posting("carl-too", holder="carl", start="2017-06-01", end="2017-07-01"))
    overlaps = succession(holdings(filled(log), "envoy"), 1).overlaps
    assert overlaps == (Overlap("2017-06-01", "2017-07-01", ("bobs", "carl-too")),)


def test_of_whom_only_a_last_possible_day_is_told_comes_before_who_held_the_lone_seat_on_it() -> None:
    log = recorded(
        *(an_agent(one) for one in ("ann", "bob", "carl")),
        a_post("envoy", seats=1),
        a_posting("anns", holder="ann", start="2014..2015", end="2019-10-03"),
        a_posting("bobs", holder="bob", end="ended ..2019-08-09"),
        a_posting("carls", holder="carl", end="ended ..2021-08-09"),
    )
    held = holdings(filled(log), "envoy")
    assert [one.posting for one in in_order(held, 1)] == ["bobs", "anns", "carls"]
    assert [one.posting for one in in_order(held, 2)] == ["anns", "bobs", "carls"]
    assert [one.posting for one in in_order(held, None)] == ["anns", "bobs", "carls"]


def test_whose_start_is_not_told_makes_no_vacancy_merely_possible_but_is_named() -> None:
    log = recorded(
        *(an_agent(one) for one in ("ann", "bob", "carl")),
        a_post("envoy", seats=1),
        a_posting("anns", holder="ann", start="2016-01-01", end="2017-01-01"),
        a_posting("bobs", holder="bob", start="2018-01-01", end="2019-01-01"),
        a_posting("carls", holder="carl", end="2019-06-01"),
    )
    first, *_ = succession(holdings(filled(log), "envoy"), 1).vacancies
    assert (first.certain, first.unless) == ((("2017-01-02", "2017-12-31"),), (("carls",),))


def test_whose_end_is_not_told_is_named_though_a_day_of_the_vacancy_is_theirs_by_their_bounds() -> None:
    log = recorded(
        *(an_agent(one) for one in ("ann", "bob", "carl")),
        a_post("envoy", seats=1),
        a_posting("anns", holder="ann", start="2014-04-01", end="2015-06-09"),
        a_posting("bobs", holder="bob", phase="announced", start="2015-07"),
        a_posting("carls", holder="carl", start="2016-01-01", end="2017-01-01"),
    )
    (vacancy,) = succession(holdings(filled(log), "envoy"), 1).vacancies
    assert vacancy.certain == (("2015-06-10", "2015-06-30"), ("2015-07-02", "2015-12-31"))
    assert (vacancy.may, vacancy.unless) == (("bobs",), ((), ("bobs",)))
