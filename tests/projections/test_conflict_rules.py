"""What the rules find, and where they are silent."""

from typing import Any

import pytest
from databases import built
from factories import a_judgement, a_meeting, a_post, a_posting, a_source, an_agent, an_explanation
from memory_log import MemoryLog, recorded

from regesta.events.facts import Fact
from regesta.projections.conflicts.rule import conflict_id
from regesta.projections.conflicts.rules import RULES
from regesta.projections.conflicts.states import Explained, state

PEOPLE: tuple[Fact, ...] = (an_agent("ann"), an_agent("bob"), an_agent("carl"))
GAZETTE = a_source("gazette", published="2019")


def found(*facts: Fact) -> list[tuple[str, str]]:
    """(rule, what) of all conflicts, in order of rule."""
    rows = built(recorded(GAZETTE, *PEOPLE, *facts)).execute("SELECT rule, what FROM conflicts ORDER BY rule, what")
    return rows.fetchall()


def served(holder: str, start: str, end: str, **more: Any) -> Fact:
    """That somebody served as envoy."""
    return a_posting(f"{holder}-envoy", holder=holder, start=start, end=end, **more)


def test_two_certain_holders_of_a_post_with_one_seat_are_a_conflict() -> None:
    facts = (a_post(seats=1), served("ann", "2014-03-01", "2017-06-01"), served("bob", "2017-05-01", "2020"))
    assert found(*facts) == [
        ("seats", "Ann and Bob both certainly held Envoy, which has one seat, from 2017-05-01 to 2017-06-01")
    ]


@pytest.mark.parametrize(
    ("post", "end", "more"),
    [
        (a_post(seats=1), "2017-05-01", {}),  # a handover, on one day
        (a_post(seats=1), "2017-05..2017-06", {}),  # she may have left on the day that he came
        (a_post(seats=1), "2017-06-01", {"phase": "acting"}),  # he acted while she was away
        (a_post(seats=1), "2017-06-01", {"holder": "ann"}),  # she twice
        (a_post(seats=2), "2017-06-01", {}),
        (a_post(), "2017-06-01", {}),  # nobody says how many seats there are
    ],
)
def test_what_may_be_true_in_a_seat_is_no_conflict(post: Fact, end: str, more: dict[str, Any]) -> None:
    bob = {"holder": "bob", "start": "2017-05-01", "end": "2020"} | more
    assert found(post, served("ann", "2014-03-01", end), a_posting("of-bob", **bob)) == []


def test_a_third_holder_of_two_seats_is_in_conflict_with_both_who_sit() -> None:
    facts = (
        a_post(seats=2),
        served("ann", "2014", "2017-06-01"),
        served("bob", "2015", "2018"),
        served("carl", "2016", "2018"),
    )
    assert found(*facts) == [
        ("seats", "Ann, Bob and Carl all certainly held Envoy, which has 2 seats, from 2016-12-31 to 2017-06-01")
    ]


def test_holders_who_are_judged_the_same_are_no_conflict_any_more() -> None:
    facts = (a_post(seats=1), served("ann", "2014-03-01", "2017-06-01"), served("bob", "2017-05-01", "2020"))
    assert found(*facts, a_judgement("ann", "bob")) == []


def step(step: str, on: str | None = None, **more: Any) -> Fact:
    """A step of the talks of Ann with Bob."""
    return a_meeting(None, of="talks", step=step, on=on, **more)


TALKS = a_meeting("talks")


@pytest.mark.parametrize(
    ("steps", "what"),
    [
        ((step("held"), step("refused")), "refused, and held"),
        ((step("agreed"), step("refused")), "agreed, and refused"),
        ((step("held", "2019-05"), step("cancelled", "2019-05")), "cancelled, and held"),
        ((step("held", "2019-05"), step("denied", "2019-07")), "held, and denied"),
        ((step("held", "2019-05"), step("cancelled", "2019-07")), "cancelled, and held"),
    ],
)
def test_steps_that_exclude_each_other_are_a_conflict(steps: tuple[Fact, ...], what: str) -> None:
    assert found(TALKS, *steps) == [("steps", f"Ann with Bob: {what}")]


@pytest.mark.parametrize(
    "steps",
    [
        (step("refused", "2019-03"), step("agreed", "2019-05"), step("held", "2019-06")),
        (step("cancelled", "2019-03"), step("held", "2019-05")),
        (step("agreed", "2019-03"), step("refused", "2019-05")),
        (step("denied", "2019-03"), step("held", "2019-05")),
        (step("wanted"), step("requested"), step("agreed"), step("held")),
    ],
)
def test_steps_that_follow_on_each_other_are_none(steps: tuple[Fact, ...]) -> None:
    assert found(TALKS, *steps) == []


def test_counterparts_are_looked_at_one_by_one() -> None:
    talks = a_meeting("talks", **{"with": ("bob", "carl")})
    assert found(talks, step("held", **{"with": ("bob",)}), step("refused", **{"with": ("carl",)})) == []
    assert found(talks, step("held"), step("refused", **{"with": ("carl",)})) == [
        ("steps", "Ann with Carl: refused, and held")
    ]


def test_a_meeting_is_disputed_only_if_a_conflict_says_why() -> None:
    facts = (TALKS, step("held", "2019-05"), step("cancelled"), step("unanswered", "2019"))
    connection = built(recorded(GAZETTE, *PEOPLE, *facts))
    assert connection.execute("SELECT state FROM meetings").fetchall() == [("disputed",)]
    assert connection.execute("SELECT DISTINCT subject FROM conflicts WHERE rule = 'steps'").fetchall() == [("talks",)]


def contested() -> tuple[MemoryLog, str]:
    """A log with one conflict, and the conflict's id."""
    facts = (a_post(seats=1), served("ann", "2014-03-01", "2017-06-01"), served("bob", "2017-05-01", "2020"))
    return recorded(GAZETTE, *PEOPLE, *facts), conflict_id("seats", ("ann-envoy", "bob-envoy"))


def row(log: MemoryLog) -> tuple[Any, ...]:
    """The only conflict of a log."""
    ((id, *rest),) = built(log).execute("SELECT id, state, facts, since, newest, ended_by FROM conflicts").fetchall()
    return (id, *rest)


def test_a_conflict_rests_on_the_facts_of_its_sides_and_on_what_gives_the_seats() -> None:
    log, conflict = contested()
    assert row(log) == (conflict, "open", 3, 6, 6, None)
    links = built(log).execute("SELECT side, position FROM conflict_facts AS c JOIN facts AS f ON f.id = c.fact")
    assert sorted(links.fetchall()) == [(0, 4), (1, 5), (2, 6)]
    subjects = built(log).execute("SELECT subject_kind, subject FROM conflict_subjects").fetchall()
    assert sorted(subjects) == [
        ("agent", "ann"),
        ("agent", "bob"),
        ("post", "envoy"),
        ("posting", "ann-envoy"),
        ("posting", "bob-envoy"),
    ]


def test_what_was_explained_is_told_by_which_fact_it_ended() -> None:
    from factories import a_correction

    log, conflict = contested()
    saw = [row[0] for row in built(log).execute("SELECT fact FROM conflict_facts")]
    log.record(an_explanation(conflict, saw=tuple(saw), what="Two held it", rule="seats"))
    assert row(log)[:2] == (conflict, "explained")
    ann = built(log).execute("SELECT id FROM facts WHERE subject = 'ann-envoy'").fetchone()[0]
    correction = log.record(a_correction(ann, served("ann", "2014-03-01", "2017-05-01")))
    assert row(log) == (conflict, "resolved", 3, None, None, correction)


def test_an_explanation_of_what_was_never_found_says_so() -> None:
    log = recorded(an_explanation("0123456789abcdef"))
    assert row(log)[:2] == ("0123456789abcdef", "not-found")


@pytest.mark.parametrize(
    ("rests_on", "explanations", "told"),
    [
        ("ab", (), "open"),
        ("ab", (Explained(9, frozenset("ab")),), "explained"),
        ("ab", (Explained(9, frozenset("abc")),), "reopened"),
        ("abc", (Explained(9, frozenset("ab")),), "reopened"),
        ("ab", (Explained(9, frozenset("a")), Explained(10, frozenset("ab"))), "explained"),
        ("ab", (Explained(6, frozenset()),), "explained"),
        ("ab", (Explained(4, frozenset()),), "reopened"),
        (None, (Explained(9, frozenset("ab")),), "resolved"),
        (None, (Explained(9, frozenset(), knew=False),), "not-found"),
    ],
)
def test_the_state_is_a_matter_of_what_explanations_saw(
    rests_on: str | None, explanations: tuple[Explained, ...], told: str
) -> None:
    assert state(None if rests_on is None else frozenset(rests_on), 5, explanations) == told


def test_an_id_is_that_of_what_is_at_issue_whatever_comes_first() -> None:
    assert conflict_id("seats", ("a", "b")) == conflict_id("seats", ("b", "a"))
    assert conflict_id("seats", ("a", "b")) != conflict_id("steps", ("a", "b"))
    assert conflict_id("seats", ("ab",)) != conflict_id("seats", ("a", "b"))


def test_every_rule_says_what_it_means_with_an_example() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.means.endswith(".") and rule.example.endswith(".")
        assert "{within}" in rule.rows
