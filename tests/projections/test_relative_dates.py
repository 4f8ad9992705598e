"""Dates that are counted from others, in the record: what follows, from what, and how it changes."""

from typing import Any

from databases import advanced, built, contents, differences
from factories import (
    a_confirmation,
    a_correction,
    a_judgement,
    a_meeting,
    a_posting,
    a_retraction,
    a_source,
    a_statement,
    an_agent,
)
from memory_log import MemoryLog, recorded

from regesta.events.facts import Fact, dump_fact, parse_fact, references

LETTER = a_source("letter", published="2019-08-06")
TALKS = a_meeting("talks", on="..; 2..2 source/letter published")
AUGUST_8 = ("2019-08-08", "2019-08-08", "derived")


def timeline(log: MemoryLog) -> dict[str, tuple[Any, ...]]:
    """Bounds and basis of each date of the timeline, by its type."""
    rows = built(log).execute("SELECT type, earliest, latest, basis FROM timeline").fetchall()
    return {type: tuple(rest) for type, *rest in rows}


def origins(log: MemoryLog) -> dict[str, list[tuple[Any, ...]]]:
    """The kind of fact that each derived date follows from, by its field."""
    rows = built(log).execute(
        "SELECT derived_dates.field, kind, bound FROM date_origins JOIN facts ON facts.id = origin"
        " JOIN derived_dates ON derived_dates.id = date ORDER BY 1, 2"
    )
    found: dict[str, list[tuple[Any, ...]]] = {}
    for field, *rest in rows:
        found.setdefault(field, []).append(tuple(rest))
    return found


def test_a_date_that_is_counted_gets_its_bounds_from_its_anchor() -> None:
    log = recorded(LETTER, TALKS)
    assert timeline(log)["wanted"] == AUGUST_8
    assert origins(log) == {"on": [("source", "both")]}
    assert built(log).execute("SELECT state_on, state_earliest FROM meetings").fetchone() == (
        "..; 2..2 source/letter published",
        "2019-08-08",
    )


def test_the_order_in_which_they_are_recorded_does_not_matter() -> None:
    assert timeline(recorded(TALKS, LETTER))["wanted"] == AUGUST_8


def test_what_follows_goes_on_through_chains_and_names_all_it_came_from() -> None:
    log = recorded(LETTER, TALKS, a_statement("word", said="2019-08; ..-1 meeting/talks wanted"))
    assert timeline(log)["said"] == ("2019-08-01", "2019-08-07", "derived")
    assert origins(log)["said"] == [("meeting", "latest"), ("source", "latest")]


def test_an_anchor_learns_its_day_from_what_is_counted_from_it() -> None:
    log = recorded(a_source("letter", published="2019-08"), a_meeting(on="2019-08-08; 2..2 source/letter published"))
    assert timeline(log)["published"] == ("2019-08-06", "2019-08-06", "derived")
    assert timeline(log)["wanted"] == ("2019-08-08", "2019-08-08", "stated")
    assert built(log).execute("SELECT published_earliest FROM sources").fetchone() == ("2019-08-06",)


def test_a_tenure_takes_the_bounds_that_follow() -> None:
    log = recorded(
        LETTER,
        a_posting("tenure", start="2019; 1.. source/letter published", end="..; 10..10 posting/tenure start"),
    )
    row = built(log).execute("SELECT start_earliest, end_earliest, end_state FROM postings").fetchone()
    assert row == ("2019-08-07", "2019-08-17", "stated")


def test_a_correction_of_the_anchor_changes_what_hangs_on_it_and_a_retraction_opens_it() -> None:
    log = MemoryLog()
    letter = log.record(LETTER)
    log.record(TALKS)
    connection = built(log)

    def after(fact: Fact) -> tuple[Any, ...]:
        log.record(fact)
        advanced(connection, log, len(log.lines) - 1)
        assert differences(contents(connection), contents(built(log))) == {}
        return connection.execute("SELECT earliest, latest, state FROM derived_dates").fetchone()

    assert after(a_correction(letter, a_source("letter", published="2019-08-05"))) == (
        "2019-08-07",
        "2019-08-07",
        "derived",
    )
    assert after(a_retraction(letter)) == (None, None, "open")


def test_a_withheld_anchor_leaves_the_bounds_of_ones_own_words() -> None:
    log = recorded(LETTER, a_meeting(on="2019; 2..2 source/letter published"))
    log.withhold(0)
    assert timeline(log)["wanted"] == ("2019-01-01", "2019-12-31", "stated")


def test_an_agent_that_is_judged_the_same_gives_its_birth() -> None:
    born = an_agent("anne", born="1960-05-01")
    log = recorded(an_agent("ann"), born, a_meeting(on="..; 10..10 agent/ann born"))
    connection = built(log)
    assert "wanted" not in timeline(log)
    log.record(a_judgement("ann", "anne", "same"))
    advanced(connection, log, len(log.lines) - 1)
    assert timeline(log)["wanted"] == ("1960-05-11", "1960-05-11", "derived")
    assert differences(contents(connection), contents(built(log))) == {}
    log.record(a_judgement("ann", "anne", "different"))
    advanced(connection, log, len(log.lines) - 1)
    assert differences(contents(connection), contents(built(log))) == {}


def test_facts_that_cannot_all_be_true_keep_their_own_words_and_are_named() -> None:
    log = recorded(
        LETTER,
        a_meeting("talks", on="2019-08-10; 2..2 source/letter published"),
        a_meeting("visit", on="..; 1..1 meeting/talks wanted"),
    )
    connection = built(log)
    rows = connection.execute("SELECT stated_earliest, earliest, state FROM derived_dates ORDER BY 2").fetchall()
    assert rows == [("2019-08-10", "2019-08-10", "contradicted"), (None, "2019-08-11", "derived")]
    assert connection.execute("SELECT rule, state, facts, what FROM conflicts").fetchall() == [
        (
            "relative-dates",
            "open",
            2,
            "The dates of 2 facts cannot all be true: Source: “The Gazette”, 2019-08-06;"
            " ann wanted to meet bob, 2019-08-10; 2..2 source/letter published",
        )
    ]


def test_a_conflict_of_dates_goes_when_one_of_its_facts_is_corrected_and_comes_back_with_it() -> None:
    log = recorded(LETTER, a_meeting("talks", on="2019-08-10; 2..2 source/letter published"))
    connection = built(log)
    (conflict,) = connection.execute("SELECT id FROM conflicts").fetchone()

    def after(fact: Fact) -> tuple[str, list[Any]]:
        id = log.record(fact)
        advanced(connection, log, len(log.lines) - 1)
        assert differences(contents(connection), contents(built(log))) == {}
        return id, connection.execute("SELECT id FROM conflicts").fetchall()

    letter = connection.execute("SELECT id FROM facts WHERE kind = 'source'").fetchone()[0]
    correction, found = after(a_correction(letter, a_source("letter", published="2019-08-08")))
    assert found == []
    assert after(a_retraction(correction))[1] == [(conflict,)]


def test_a_date_that_is_counted_from_itself_cannot_be_true() -> None:
    connection = built(recorded(a_meeting("talks", on="2019; 1..1 meeting/talks wanted")))
    assert connection.execute("SELECT state FROM derived_dates").fetchall() == [("contradicted",)]
    (what,) = connection.execute("SELECT what FROM conflicts").fetchone()
    assert what.startswith("A date cannot be true in itself: ann wanted to meet bob")


def test_dates_that_count_from_each_other_in_a_circle_contradict_each_other() -> None:
    log = recorded(
        a_meeting("talks", on="2019; 1.. meeting/visit wanted"), a_meeting("visit", on="2019; 1.. meeting/talks wanted")
    )
    assert {state for (state,) in built(log).execute("SELECT state FROM derived_dates")} == {"contradicted"}


def test_a_change_reaches_what_hangs_on_it_and_nothing_else() -> None:
    log = recorded(
        LETTER,
        *(a_meeting(f"m{number}", on=f"..; {number}..{number} source/letter published") for number in range(1, 30)),
    )
    connection = built(log)
    seen: list[str] = []
    connection.set_trace_callback(seen.append)
    log.record(a_statement("word", said="..; 1..1 source/letter published"))
    advanced(connection, log, len(log.lines) - 1)
    connection.set_trace_callback(None)
    assert not [sql for sql in seen if "'m7'" in sql]
    assert differences(contents(connection), contents(built(log))) == {}


def test_a_relation_names_subjects_as_any_reference_does() -> None:
    said = a_statement("word", said="2019; ..-1 meeting/talks wanted; 1.. source/letter published")
    assert {(one.field, one.kind, one.id) for one in references(said)} >= {
        ("said.relative.to", "meeting", "talks"),
        ("said.relative.to", "source", "letter"),
    }


def test_a_date_that_is_not_relative_is_stored_as_ever() -> None:
    assert "relative" not in dump_fact(a_statement("word", said="2019"))["said"]
    dumped = dump_fact(TALKS)
    assert dumped["on"]["relative"] == [
        {"least": 2, "most": 2, "to": {"date": "published", "id": "letter", "kind": "source"}}
    ]
    assert parse_fact(dumped) == TALKS


def test_a_confirmation_of_the_version_before_backs_a_conflict_of_what_a_correction_moved_elsewhere() -> None:
    log = MemoryLog()
    told = log.record(a_source("letter"))
    log.record(a_correction(told, a_statement("word", said="2017; ..-1 statement/word said")))
    connection = built(log)
    assert connection.execute("SELECT facts FROM conflicts").fetchall() == [(1,)]
    log.record(a_confirmation(told, "gazette"))
    advanced(connection, log, len(log.lines) - 1)
    assert connection.execute("SELECT facts FROM conflicts").fetchall() == [(2,)]
    assert differences(contents(connection), contents(built(log))) == {}
