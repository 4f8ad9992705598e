"""What the rules find, and where they are silent."""

from typing import Any

import pytest
from databases import built
from factories import a_judgement, a_meeting, a_post, a_posting, a_source, a_statement, an_agent, an_explanation
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


PAPER = a_source("paper")


def test_two_sources_that_date_one_event_apart_are_a_conflict() -> None:
    ann = a_posting("ann-envoy", phase="sworn-in", start="2014-03-03", source="gazette")
    assert found(
        a_post(), PAPER, ann, a_posting(None, of="ann-envoy", phase="sworn-in", start="2014-03-05", source="paper")
    ) == [("dates", "Ann: sworn in as Envoy: 2014-03-03 or 2014-03-05")]


@pytest.mark.parametrize(
    "more",
    [
        {"phase": "sworn-in", "start": "2014-03"},  # may be the same day
        {"phase": "arrived", "start": "2014-03-05"},  # another event
        {"phase": "sworn-in", "start": "2014-03-05", "source": "gazette"},  # another rule
    ],
)
def test_dates_that_may_be_of_one_day_or_are_of_two_events_are_none(more: dict[str, Any]) -> None:
    ann = a_posting("ann-envoy", phase="sworn-in", start="2014-03-03", source="gazette")
    told = found(a_post(), PAPER, ann, a_posting(None, of="ann-envoy", **{"source": "paper"} | more))
    assert [rule for rule, _ in told if rule == "dates"] == []


def test_the_end_of_acting_and_the_end_of_serving_are_two_events() -> None:
    acted = a_posting("ann-envoy", phase="acting", start="2014", end="2015-01-01", source="gazette")
    assert (
        found(a_post(), PAPER, acted, a_posting(None, of="ann-envoy", start="2015-01-02", end="2018", source="paper"))
        == []
    )


def test_one_source_with_two_dates_of_one_event_was_corrected_or_misread() -> None:
    gazette = {"source": "gazette"}
    left = [a_posting(None, of="ann-envoy", phase="left", start=day, **gazette) for day in ("2019-10-03", "2019-10-30")]
    assert found(a_post(), a_posting("ann-envoy", phase="appointed"), *left) == [
        ("restated", "Ann: left as Envoy: 2019-10-03 or 2019-10-30, by the same source")
    ]


def test_dates_fall_into_as_few_sides_as_can_be() -> None:
    ann = a_posting("ann-envoy", phase="left", start="2014-03-03", source="gazette")
    more = [
        a_posting(None, of="ann-envoy", phase="left", start=day, source=source)
        for day, source in (("2014-03-05", "paper"), ("2014-03-01..2014-03-04", "letter"))
    ]
    connection = built(recorded(GAZETTE, PAPER, a_source("letter"), *PEOPLE, a_post(), ann, *more))
    assert connection.execute("SELECT sides FROM conflicts").fetchall() == [
        ("2014-03-03; 2014-03-01..2014-03-04 ↔ 2014-03-05",)
    ]


def test_a_meeting_that_was_held_on_two_days_is_a_conflict_and_one_that_was_asked_for_twice_is_none() -> None:
    twice = (step("held", "2019-05-01", source="gazette"), step("held", "2019-05-03", source="paper"))
    assert found(PAPER, TALKS, *twice) == [("dates", "Ann met Bob: 2019-05-01 or 2019-05-03")]
    asked = (step("requested", "2019-05-01", source="gazette"), step("requested", "2019-05-03", source="paper"))
    assert found(PAPER, TALKS, *asked) == []


def test_a_posting_that_was_over_before_it_began_is_a_conflict() -> None:
    left = a_posting("ann-envoy", phase="left", start="2017-06-01")
    assert found(a_post(), left, a_posting(None, of="ann-envoy", phase="accredited", start="2017-07")) == [
        ("order", "Ann, Envoy: it was over by 2017-06-01 (left: 2017-06-01), and accredited 2017-07")
    ]
    still = a_posting(None, of="ann-envoy", start="2016", end="still 2018-01-01")
    assert found(a_post(), left, still)[0][1].endswith("and held still 2018-01-01")


@pytest.mark.parametrize(
    "more",
    [
        {"phase": "accredited", "start": "2017-06"},
        {"phase": "resigned", "start": "2018"},
        {"phase": "announced", "start": "2018"},
    ],
)
def test_what_may_have_come_before_the_end_is_none(more: dict[str, Any]) -> None:
    left = a_posting("ann-envoy", phase="left", start="2017-06-01")
    assert found(a_post(), left, a_posting(None, of="ann-envoy", **more)) == []


def test_who_acted_may_be_appointed_when_that_is_over() -> None:
    acted = a_posting("ann-envoy", phase="acting", start="2014", end="2015-01-01")
    assert found(a_post(), acted, a_posting(None, of="ann-envoy", phase="appointed", start="2015-06")) == []


def test_an_act_outside_a_life_is_a_conflict_and_one_for_all_of_them() -> None:
    died = an_agent(None, of="ann", died="1901-05-02")
    said = [a_statement(key, said=day) for key, day in (("one", "1901-06"), ("two", "1902"))]
    assert found(died, *said) == [("life", "Ann: “I will stay.” (1901-06), and 1 more: after the death (1901-05-02)")]
    born = an_agent(None, of="bob", born="2000")
    met = a_meeting("talks", step="held", on="1999-12-31")
    assert found(born, met) == [("life", "Ann met Bob (1999-12-31): before the birth (2000)")]


@pytest.mark.parametrize(
    "fact",
    [
        a_statement(said="1901"),  # it may have been in January
        a_posting(phase="recalled", start="1902"),  # it was done to her
        a_posting(start="1900", end="1902"),  # her time was counted so
        a_meeting(step="wanted", on="1902", by=("bob",), **{"with": ("ann",)}),
    ],
)
def test_what_the_dead_need_not_know_of_is_none(fact: Fact) -> None:
    assert found(a_post(), an_agent(None, of="ann", died="1901-05-02"), fact) == []


def test_what_happened_after_its_report_is_a_conflict() -> None:
    paper = a_source("paper", published="2019-08-05")
    assert found(paper, a_statement(said="2019-08-08", source="paper")) == [
        ("report", "Ann: “I will stay.” (2019-08-08), told in “The Gazette”, 2019-08-05: before it happened")
    ]


@pytest.mark.parametrize(
    "fact",
    [
        a_statement(said="2019-08-06", source="paper"),  # it is tomorrow elsewhere
        a_statement(said="2019-08", source="paper"),
        a_posting(phase="left", start="2019-10-03", source="paper"),  # it can be told ahead
        a_posting(start="2018", end="2019-10", source="paper"),
        a_statement(said="2019-08-08", source="gazette"),
    ],
)
def test_what_may_be_told_ahead_is_none(fact: Fact) -> None:
    assert found(a_post(), a_source("paper", published="2019-08-05"), fact) == []


def test_a_denial_contradicts_what_it_names_and_nothing_else() -> None:
    said = a_statement("said", text="I will leave.")
    about = ({"kind": "statement", "id": "said"},)
    denial = a_statement("denial", mode="denial", speaker="bob", text="She never said so.", about=about)
    assert found(said, denial) == [("denied", "Ann: “I will leave.” — Bob: denies: She never said so.")]
    of_ann = ({"kind": "agent", "id": "ann"},)
    assert found(said, a_statement("denial", mode="denial", text="No.", about=of_ann)) == []
    assert found(said, a_statement("comment", mode="direct", text="She did.", about=about)) == []


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
