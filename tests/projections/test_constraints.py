"""Dates that are limited by each other: the bounds are those of every solution, and conflicts are smallest sets."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, product

from hypothesis import given, settings
from hypothesis import strategies as st

from regesta.projections.constraints import Bound, Limit, Point, Range, consistent, settle

DAYS = range(0, 5)
"""Every point lies in these, so that all solutions can be tried."""


def point(name: str) -> Point:
    return (name, "on")


A, B, C, D, E = map(point, "abcde")


@st.composite
def ranges(draw: st.DrawFn) -> Range:
    first, last = sorted(draw(st.tuples(*[st.sampled_from(DAYS)] * 2)))
    return Range(first, last)


@st.composite
def limits(draw: st.DrawFn) -> Limit:
    one, other = draw(st.sampled_from("abcde")), draw(st.sampled_from("abcde"))
    least, most = sorted(draw(st.tuples(*[st.integers(-4, 4)] * 2)))
    shape = draw(st.sampled_from(("both", "least", "most")))
    return Limit(point(one), point(other), None if shape == "most" else least, None if shape == "least" else most)


worlds = st.tuples(
    st.dictionaries(st.sampled_from((A, B, C, D, E)), ranges(), min_size=5, max_size=5), st.lists(limits(), max_size=8)
)


def solutions(points: Mapping[Point, Range], told: Sequence[Limit]) -> Iterator[dict[Point, int]]:
    """Every way in which all bounds and limits hold."""
    order = sorted(points)
    for days in product(*(range(points[one].earliest or 0, (points[one].latest or 0) + 1) for one in order)):
        at = dict(zip(order, days, strict=True))
        if all(
            (one.least is None or at[one.point] - at[one.after] >= one.least)
            and (one.most is None or at[one.point] - at[one.after] <= one.most)
            for one in told
        ):
            yield at


def among(facts: Iterable[str], told: Sequence[Limit]) -> list[Limit]:
    """The limits that these facts tell, and no other has a part in."""
    named = set(facts)
    return [one for one in told if {one.point[0], one.after[0]} <= named]


@settings(max_examples=100, deadline=None)
@given(worlds)
def test_the_bounds_are_the_first_and_the_last_day_of_every_solution(
    world: tuple[dict[Point, Range], list[Limit]],
) -> None:
    points, told = world
    found = list(solutions(points, told))
    settled = settle(points, told)
    assert consistent(points, told) == bool(found) == (not settled.contradictions)
    if found:
        for one in points:
            days = [at[one] for at in found]
            assert settled.bounds[one].range == Range(min(days), max(days))


@settings(max_examples=100, deadline=None)
@given(worlds)
def test_a_conflict_names_facts_of_which_none_can_be_left_out(world: tuple[dict[Point, Range], list[Limit]]) -> None:
    points, told = world
    for facts in settle(points, told).contradictions:
        for left_out in (None, *facts):
            kept = [fact for fact in facts if fact != left_out]
            own = {one: bounds for one, bounds in points.items() if one[0] in kept}
            assert consistent(own, among(kept, told)) == (left_out is not None)
        told = [one for one in told if one not in among(facts, told)]  # set aside, before the next is looked for


@settings(max_examples=100, deadline=None)
@given(worlds, st.randoms(use_true_random=False))
def test_the_order_in_which_it_is_told_does_not_matter(world: tuple[dict[Point, Range], list[Limit]], random) -> None:  # type: ignore[no-untyped-def]
    points, told = world
    shuffled, names = list(told), list(points.items())
    random.shuffle(shuffled)
    random.shuffle(names)
    assert settle(points, told) == settle(dict(names), shuffled)


@settings(max_examples=100, deadline=None)
@given(worlds)
def test_what_a_bound_came_from_gives_that_bound_by_itself(world: tuple[dict[Point, Range], list[Limit]]) -> None:
    points, told = world
    settled = settle(points, told)
    standing = [one for one in told if one not in settled.set_aside]
    for one, bound in settled.bounds.items():
        for side, came_from in enumerate((bound.earliest_from, bound.latest_from)):
            facts = {one[0], *came_from}
            own = {other: bounds for other, bounds in points.items() if other[0] in facts}
            again = settle(own, among(facts, standing))
            assert again.bounds[one].range[side] == bound.range[side]


@settings(max_examples=100, deadline=None)
@given(worlds)
def test_what_contradicts_nothing_still_follows_beside_a_conflict(
    world: tuple[dict[Point, Range], list[Limit]],
) -> None:
    points, told = world
    settled = settle(points, told)
    standing = [one for one in told if one not in settled.set_aside]
    assert settled.bounds == settle(points, standing).bounds
    assert not settle(points, standing).contradictions
    conflicting = {fact for facts in settled.contradictions for fact in facts}
    assert all({one.point[0], one.after[0]} <= conflicting for one in settled.set_aside)


def test_a_date_that_is_counted_gets_its_day_and_tells_from_what() -> None:
    settled = settle({A: Range(10, 10)}, [Limit(B, A, 2, 2)])
    assert settled.bounds[B] == Bound(Range(12, 12), ("a",), ("a",))


def test_a_chain_names_every_fact_on_the_way() -> None:
    settled = settle({A: Range(10, 12)}, [Limit(B, A, 2, 2), Limit(C, B, 1, None), Limit(C, D, None, -1)])
    assert settled.bounds[C] == Bound(Range(13, None), ("a", "b"), ())
    assert settled.bounds[D] == Bound(Range(14, None), ("a", "b", "c"), ())


def test_the_anchor_learns_from_what_is_counted_from_it() -> None:
    settled = settle({A: Range(1, 31), B: Range(8, 8)}, [Limit(B, A, 2, 2)])
    assert settled.bounds[A] == Bound(Range(6, 6), ("b",), ("b",))


def test_a_circle_without_any_date_is_a_conflict() -> None:
    settled = settle({}, [Limit(A, B, 1, None), Limit(B, C, 0, None), Limit(C, A, 0, None), Limit(D, A, 1, None)])
    assert settled.contradictions == (("a", "b", "c"),)
    assert settled.set_aside == (Limit(A, B, 1, None), Limit(B, C, 0, None), Limit(C, A, 0, None))


def test_a_date_that_is_counted_from_itself_is_a_conflict() -> None:
    assert settle({A: Range(1, 5)}, [Limit(A, A, 2, 2)]).contradictions == (("a",),)


def test_of_two_ways_to_a_bound_the_shorter_one_stands() -> None:
    told = [Limit(B, A, 1, 1), Limit(C, B, 1, 1), Limit(C, A, 2, 2)]
    assert settle({A: Range(1, 1)}, told).bounds[C].earliest_from == ("a",)


def test_a_long_chain_is_settled_to_its_end() -> None:
    names = [point(f"{number:06d}") for number in range(1000)]
    told = [Limit(later, earlier, 1, 2) for earlier, later in pairwise(names)]
    settled = settle({names[0]: Range(1, 1)}, told)
    assert settled.bounds[names[-1]].range == Range(1000, 1 + 2 * 999)
