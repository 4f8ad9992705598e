"""How many origins a record has: where its evidence comes from in the end, each voice and each primary source once."""

from collections.abc import Mapping
from itertools import combinations
from typing import Any

import pytest
from databases import advanced, built, contents, differences
from factories import a_confirmation, a_judgement, a_meeting, a_posting, a_source, a_statement, an_agent
from hypothesis import given, settings
from hypothesis import strategies as st
from memory_log import MemoryLog, recorded
from pytest import MonkeyPatch

from regesta.events.facts import Fact
from regesta.projections import origins
from regesta.projections.origin_graph import Origin, path, primaries
from regesta.projections.origins import accounting, least

WORLD: tuple[Fact, ...] = (
    a_source("letter"),
    a_source("memoir"),
    a_source("kommersant-report", publication="Kommersant", derived_from="letter"),
    a_source("tribune-report", publication="Tribune", derived_from="letter"),
    a_source("tass-report", publication="TASS", derived_from="tribune-report"),
    a_source("review", derived_from=["letter", "memoir"]),
    a_source("a-round", derived_from="b-round"),
    a_source("b-round", derived_from="a-round"),
    *(an_agent(one, name=one.capitalize()) for one in ("kommersant", "ann", "anne", "bob")),
    an_agent("tass", name="TASS"),
)

Given = Mapping[str, Any]


def log_of(*given: Given) -> MemoryLog:
    """A posting that several facts tell, each with evidence of its own."""
    first, *others = given
    return recorded(*WORLD, a_posting("x", **first), *(a_posting(of="x", **one) for one in others))


def origins_of(log: MemoryLog) -> int:
    """What the record says."""
    (found,) = built(log).execute("SELECT independent_origins FROM postings").fetchone()
    return int(found)


@pytest.mark.parametrize(
    ("evidence", "number"),
    [
        ([{"source": "letter"}], 1),
        ([{"source": ["kommersant-report", "tass-report"]}], 1),
        ([{"source": "kommersant-report"}, {"source": "tribune-report"}, {"source": "letter"}], 1),
        ([{"source": ["letter", "memoir"]}], 2),
        ([{"source": "kommersant-report"}, {"source": "kommersant-report", "via": "ann"}], 2),
        ([{"source": "kommersant-report"}, {"source": "kommersant-report", "via": ["ann", "kommersant"]}], 2),
        ([{"source": "kommersant-report", "via": "ann"}, {"source": "memoir", "via": "ann"}], 1),
        ([{"source": "kommersant-report", "via": "ann"}, {"source": "memoir", "via": ["bob", "ann"]}], 2),
        ([{"source": "tribune-report"}, {"source": "kommersant-report", "via": "kommersant"}], 1),
        ([{"source": "memoir", "via": "kommersant"}, {"source": "memoir"}], 2),
        ([{"source": "review"}], 1),
        ([{"source": "review"}, {"source": "memoir"}], 1),
        ([{"source": "a-round"}, {"source": "b-round"}], 1),
        ([{"source": "a-round"}, {"source": "letter"}], 2),
        ([{"observation": True}, {"source": "letter"}], 2),
        ([{"observation": True}, {"observation": True}], 1),
        ([{"observation": True, "via": "ann"}, {"source": "letter", "via": "ann"}], 1),
    ],
)
def test_evidence_counts_by_where_it_comes_from_in_the_end(evidence: list[Given], number: int) -> None:
    assert origins_of(log_of(*evidence)) == number


def test_a_confirmation_from_another_origin_counts_and_one_from_the_same_does_not() -> None:
    log = recorded(*WORLD)
    posting = log.record(a_posting("x", source="kommersant-report"))
    log.record(a_confirmation(posting, "tass-report"))
    assert origins_of(log) == 1
    log.record(a_confirmation(posting, "memoir"))
    assert origins_of(log) == 2


def test_voices_that_are_judged_the_same_are_one_origin() -> None:
    log = log_of({"source": "letter", "via": "ann"}, {"source": "memoir", "via": "anne"})
    assert origins_of(log) == 2
    log.record(a_judgement("ann", "anne", "same"))
    assert origins_of(log) == 1


def test_statements_and_meetings_have_origins_too() -> None:
    statement = a_statement("s", source=["kommersant-report", "tass-report", "memoir"])
    meeting = a_meeting("m", by=["ann"], **{"with": ["bob"]}, source=["letter", "tass-report"])
    connection = built(recorded(*WORLD, statement, meeting))
    assert connection.execute("SELECT independent_origins, citations FROM statements").fetchall() == [(2, 3)]
    assert connection.execute("SELECT independent_origins, citations FROM meetings").fetchall() == [(1, 2)]


@pytest.mark.parametrize(
    "late",
    [
        a_source(None, of="memoir", derived_from="letter"),
        a_source(None, of="letter", derived_from="memoir"),
        a_source(None, of="memoir", publication="Kommersant"),
        a_source(None, of="letter", publication="Ann"),
        an_agent(None, of="bob", name="TASS"),
    ],
    ids=["a derivation", "of the primary", "its publication", "the publication of its primary", "a name"],
)
def test_what_is_learned_of_a_source_later_reaches_the_records_that_cite_it(late: Fact) -> None:
    log = log_of(
        {"source": "tass-report", "via": "ann"},
        {"source": "memoir", "via": "kommersant"},
        {"source": "kommersant-report"},
    )
    connection = built(log)
    size = len(log.lines)
    log.record(late)
    advanced(connection, log, size)
    assert differences(contents(connection), contents(built(log))) == {}


def test_other_primaries_at_the_same_distance_are_seen() -> None:
    log = log_of({"source": "tribune-report"}, {"source": "memoir"})
    assert origins_of(log) == 2
    connection = built(log)
    size = len(log.lines)
    log.record(a_source(None, of="tribune-report", derived_from="memoir"))
    advanced(connection, log, size)
    assert connection.execute("SELECT independent_origins FROM postings").fetchone() == (1,)
    found = connection.execute("SELECT primary_distance, primaries FROM sources WHERE id = 'tribune-report'")
    assert found.fetchone() == (1, "letter; memoir")


def test_a_chain_may_be_long() -> None:
    below = {f"s{number}": [f"s{number + 1}"] for number in range(20_000)}
    assert primaries("s0", lambda one: below.get(one, [])) == {"s20000"}


GRAPHS = st.dictionaries(st.sampled_from("abcdef"), st.sets(st.sampled_from("abcdef"), max_size=3))


def reach(source: str, below: Mapping[str, set[str]]) -> frozenset[str]:
    """A source and all below it, step by step until nothing comes."""
    found = frozenset(source)
    while (more := found | {other for one in found for other in below.get(one, ())}) != found:
        found = more
    return found


@settings(deadline=None)
@given(GRAPHS, st.sampled_from("abcdef"))
def test_primaries_are_the_circles_that_rest_on_nothing_outside_of_them(
    below: dict[str, set[str]], source: str
) -> None:
    under = reach(source, below)
    closed = {min(reach(one, below)) for one in under if all(one in reach(other, below) for other in reach(one, below))}
    assert primaries(source, lambda one: sorted(below.get(one, ()))) == closed
    assert path(source, lambda one: below.get(one, ())).keys() == under


CHOICES = st.lists(st.frozensets(st.sampled_from("abcdef"), min_size=1, max_size=4), max_size=8).map(
    lambda several: [frozenset(("source", one) for one in choice) for choice in several]
)


@settings(deadline=None)
@given(CHOICES)
def test_the_origins_are_the_fewest_that_account_for_every_citation(choices: list[frozenset[Origin]]) -> None:
    everything = frozenset().union(*choices)
    fewest = next(
        size
        for size in range(len(everything) + 1)
        if any(all(set(some) & choice for choice in choices) for some in combinations(sorted(everything), size))
    )
    assert least(choices) == fewest
    assert all(choice & set(accounting(choices)) for choice in choices)
    assert accounting(choices) == accounting(reversed(choices))
    with MonkeyPatch.context() as patched:
        patched.setattr(origins, "_EXACT", 0)
        assert fewest <= least(choices) <= len(everything)
        assert all(choice & set(accounting(choices)) for choice in choices)
