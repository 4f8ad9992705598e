"""What a person judged of origins: which are one voice, and which know of themselves what they tell."""

from collections.abc import Mapping, Sequence
from sqlite3 import Connection
from typing import Any

import pytest
from databases import advanced, built, contents, differences, filled
from factories import a_judgement, a_posting, a_retraction, a_source, an_agent, an_origin
from generated_logs import AGENTS, ORIGINS, SOURCES, independences, judgements, some
from hypothesis import given, settings
from hypothesis import strategies as st
from memory_log import MemoryLog, recorded

from regesta.events.facts import Fact

WORLD: tuple[Fact, ...] = (
    a_source("letter"),
    a_source("memoir"),
    a_source("kommersant", publication="Kommersant", derived_from="letter"),
    a_source("tribune", publication="Tribune", derived_from="letter"),
    a_source("tass", publication="TASS", derived_from="tribune"),
    a_source("digest", derived_from="kommersant"),
    a_source("review", derived_from=["letter", "memoir"]),
    a_source("round", derived_from="about"),
    a_source("about", derived_from="round"),
    *(an_agent(one, name=one.title()) for one in ("ann", "anne", "bob", "diplomat", "paper")),
    an_agent("tribune", name="Tribune"),
)

Given = Mapping[str, Any]


def count(evidence: Sequence[Given], *judged: Fact) -> int:
    """How many origins a posting has that is told with all this evidence."""
    first, *others = evidence
    told = (a_posting("x", **first), *(a_posting(of="x", **one) for one in others))
    (found,) = filled(recorded(*WORLD, *told, *judged)).execute("SELECT independent_origins FROM postings").fetchone()
    return int(found)


def cited(*sources: str) -> list[Given]:
    return [{"source": source} for source in sources]


@pytest.mark.parametrize(
    ("evidence", "judged", "before", "after"),
    [
        (cited("tribune", "tass"), ("source/tass", "source/tribune"), 1, 2),
        (cited("letter", "tass"), ("source/tass", "source/tribune"), 1, 2),
        (cited("letter", "tribune"), ("source/tass", "source/tribune"), 1, 1),
        (cited("tass"), ("source/tass", "source/tribune"), 1, 1),
        (cited("kommersant", "tribune"), ("source/kommersant", "source/tribune"), 1, 2),
        (cited("digest", "kommersant"), ("source/kommersant", "source/tribune"), 1, 1),
        (cited("digest", "tass"), ("source/kommersant", "source/tribune"), 1, 2),
        (cited("kommersant", "tribune", "letter"), ("source/kommersant", "source/tribune"), 1, 3),
        (cited("review", "letter"), ("source/review", "source/letter"), 1, 2),
        (cited("review", "memoir"), ("source/review", "source/letter"), 1, 1),
        (cited("round", "about"), ("source/round", "source/about"), 1, 2),
        (cited("letter", "memoir"), ("source/letter", "source/memoir"), 2, 2),
        (
            [{"source": "tass", "via": "tribune"}, {"source": "letter"}],
            ("agent/tribune", "source/letter"),
            1,
            2,
        ),
    ],
)
def test_what_is_judged_independent_owes_its_knowledge_to_nothing_that_the_two_have_in_common(
    evidence: list[Given], judged: tuple[str, str], before: int, after: int
) -> None:
    assert count(evidence) == before
    assert count(evidence, an_origin(*judged)) == count(evidence, an_origin(*reversed(judged))) == after


@pytest.mark.parametrize(
    ("evidence", "judged", "before", "after"),
    [
        (cited("letter", "memoir"), ("source/letter", "source/memoir"), 2, 1),
        (cited("kommersant", "memoir"), ("source/kommersant", "source/memoir"), 2, 1),
        (cited("letter", "memoir"), ("source/kommersant", "source/memoir"), 2, 1),
        (
            [{"source": "letter", "via": "ann"}, {"source": "memoir", "via": "anne"}],
            ("agent/ann", "agent/anne"),
            2,
            1,
        ),
        (
            [{"source": "letter", "via": "ann"}, {"source": "memoir"}],
            ("agent/ann", "source/memoir"),
            2,
            1,
        ),
    ],
)
def test_what_is_judged_one_origin_counts_once(
    evidence: list[Given], judged: tuple[str, str], before: int, after: int
) -> None:
    assert count(evidence) == before
    assert count(evidence, an_origin(*judged, "same")) == after


def test_agents_that_were_judged_the_same_share_what_was_judged_of_either() -> None:
    evidence = [{"source": "letter", "via": "ann"}, {"source": "memoir", "via": "bob"}]
    merged = a_judgement("ann", "anne", "same")
    judged = an_origin("agent/anne", "agent/bob", "same")
    assert (count(evidence, merged), count(evidence, judged)) == (2, 2)
    assert count(evidence, merged, judged) == count(evidence, judged, merged) == 1


@pytest.mark.parametrize(
    "same",
    [
        [("source/tribune", "source/tass")],
        [("source/tribune", "source/memoir"), ("source/memoir", "source/tass")],
        [("source/tribune", "agent/ann"), ("agent/ann", "source/tass")],
    ],
)
def test_where_two_are_judged_both_they_count_as_one(same: list[tuple[str, str]]) -> None:
    judged = [an_origin("source/tass", "source/tribune"), *(an_origin(*one, "same") for one in same)]
    assert count(cited("tribune", "tass"), *judged) == count(cited("tribune", "tass"), *reversed(judged)) == 1


def test_retracting_a_judgement_leaves_the_rows_as_they_were_before_it() -> None:
    log = recorded(*WORLD, a_posting("x", source=["tribune", "tass"], via="ann"), a_posting("y", source="tass"))
    before = records(log)
    judged = log.record(an_origin("source/tass", "source/tribune"))
    assert records(log) != before
    log.record(a_retraction(judged))
    assert records(log) == before


@pytest.mark.parametrize(
    ("judged", "late"),
    [
        (an_origin("source/tribune", "source/memoir"), a_source(None, of="memoir", derived_from="letter")),
        (an_origin("source/tass", "source/memoir", "same"), a_source(None, of="memoir", derived_from="letter")),
        (an_origin("agent/ann", "source/memoir", "same"), a_source(None, of="memoir", derived_from="letter")),
    ],
    ids=["what they have in common", "what one rests on", "what a voice wrote"],
)
def test_what_is_learned_of_the_other_of_two_that_were_judged_reaches_the_records_of_the_one(
    judged: Fact, late: Fact
) -> None:
    log = recorded(
        *WORLD, a_posting("x", source=["tribune", "letter"]), a_posting("y", source="tass", via="ann"), judged
    )
    connection = filled(log)
    log.record(late)
    advanced(connection, log, len(log.lines) - 1)
    assert differences(contents(connection), contents(built(log))) == {}


def records(log: MemoryLog) -> dict[str, list[tuple[Any, ...]]]:
    """What the record says, without what was recorded and when."""
    return {
        name: rows
        for name, rows in contents(filled(log)).items()
        if name not in ("facts", "history", "_speaks", "_mentions", "_watched")
    }


@st.composite
def worlds(draw: Any) -> list[Fact]:
    """Sources that rest on each other, and records that rest on some of them and on voices."""
    rests = [a_source(one, derived_from=draw(some(*SOURCES))) for one in SOURCES]
    told = [
        a_posting(f"p{number}", source=draw(some(*SOURCES, least=1)), via=draw(some(*AGENTS[:3], most=1)))
        for number in range(3)
    ]
    more = [a_posting(of="p0", source=draw(some(*SOURCES, least=1)), via=draw(some(*AGENTS[:3], most=1)))]
    return [*rests, *map(an_agent, AGENTS), *told, *more]


def counts(*facts: Fact) -> list[tuple[str, int]]:
    """The number of each record's origins."""
    return filled(recorded(*facts)).execute("SELECT id, independent_origins FROM postings ORDER BY id").fetchall()


@settings(max_examples=60, deadline=None)
@given(worlds(), st.lists(independences() | judgements(), min_size=2, max_size=5), st.data())
def test_judgements_on_origins_come_to_the_same_in_any_order(
    world: list[Fact], judged: list[Fact], data: st.DataObject
) -> None:
    # Of judgements on who is who the last on a pair counts: they keep their order among themselves.
    who = [one for one in judged if one.kind == "identity"]
    shuffled = data.draw(st.permutations(judged))
    in_turn = iter(who)
    shuffled = [next(in_turn) if one.kind == "identity" else one for one in shuffled]
    assert counts(*world, *judged) == counts(*world, *shuffled)


@settings(max_examples=60, deadline=None)
@given(worlds(), st.lists(independences(), max_size=3), some(*ORIGINS, least=2))
def test_same_never_makes_more_origins_of_a_record(world: list[Fact], judged: list[Fact], two: Any) -> None:
    before = dict(counts(*world, *judged))
    after = dict(counts(*world, *judged, an_origin(*two, "same")))
    assert all(after[one] <= before[one] for one in before)


@settings(max_examples=60, deadline=None)
@given(worlds(), st.lists(independences(), max_size=3), some(*ORIGINS, least=2))
def test_independent_never_makes_fewer_origins_of_a_record(world: list[Fact], judged: list[Fact], two: Any) -> None:
    before = dict(counts(*world, *judged))
    after = dict(counts(*world, *judged, an_origin(*two)))
    assert all(after[one] >= before[one] for one in before)


@settings(max_examples=60, deadline=None)
@given(worlds(), st.lists(independences() | judgements(), min_size=1, max_size=4), st.data())
def test_a_refresh_after_a_judgement_or_its_retraction_gives_the_rows_of_a_full_build(
    world: list[Fact], judged: list[Fact], data: st.DataObject
) -> None:
    log = recorded(*world)
    connection = filled(log)
    for fact in judged:
        steps = [fact]
        if data.draw(st.booleans()):
            steps.append(a_source(None, of=data.draw(st.sampled_from(SOURCES)), derived_from=data.draw(some(*SOURCES))))
        for step in steps:
            id, size = log.record(step), len(log.lines) - 1
            advanced(connection, log, size)
            if data.draw(st.integers(0, 3)) == 0:
                log.record(a_retraction(id))
                advanced(connection, log, size + 1)
    assert differences(contents(connection), contents(built(log))) == {}


@pytest.mark.parametrize(
    "same",
    [
        [an_origin("source/tribune", "source/tass", "same")],
        [an_origin("source/memoir", "source/tribune", "same"), an_origin("source/memoir", "source/tass", "same")],
        [
            an_origin("source/tribune", "agent/ann", "same"),
            a_judgement("ann", "anne", "same"),
            an_origin("source/tass", "agent/anne", "same"),
        ],
        [
            an_origin("source/tribune", "agent/ann", "same"),
            an_origin("source/tass", "agent/anne", "same"),
            a_judgement("ann", "anne", "same"),
        ],
    ],
    ids=["at once", "through a third", "through a person of two names", "through two who are one"],
)
def test_what_was_judged_independent_and_one_is_a_conflict_that_ends_with_either_side(same: list[Fact]) -> None:
    log = recorded(*WORLD)
    connection = filled(log)
    ids = []
    for fact in (an_origin("source/tribune", "source/tass"), *same):
        assert conflicts(connection) == []
        ids.append(log.record(fact))
        advanced(connection, log, len(log.lines) - 1)
    (found,) = conflicts(connection)
    assert found == ("origins", "tass and tribune were judged independent, and one origin", len(ids))
    for id in ids:
        undone = MemoryLog(list(log.lines))
        undone.record(a_retraction(id))
        assert conflicts(filled(undone)) == []
    log.record(a_retraction(ids[0]))
    advanced(connection, log, len(log.lines) - 1)
    assert conflicts(connection) == []


def test_one_conflict_is_found_of_a_pair_however_often_it_was_judged() -> None:
    judged = (
        an_origin("source/tribune", "source/tass"),
        an_origin("source/tass", "source/tribune", because="another reason"),
        an_origin("source/tass", "source/tribune", "same"),
    )
    assert [facts for _, _, facts in conflicts(filled(recorded(*WORLD, *judged)))] == [3]


def conflicts(connection: Connection) -> list[tuple[str, str, int]]:
    """The rule, what is in conflict, and on how many facts it rests."""
    return connection.execute("SELECT rule, what, facts FROM conflicts").fetchall()
