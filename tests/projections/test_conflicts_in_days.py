"""A refresh looks only where something changed: on some days of a post, and in the columns that a rule reads."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from databases import advanced, contents, differences, filled
from factories import (
    a_correction,
    a_judgement,
    a_post,
    a_posting,
    a_retraction,
    a_source,
    a_statement,
    an_agent,
    an_expectation,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from memory_log import MemoryLog, recorded
from thorough import times

from regesta.events.facts import Fact
from regesta.events.posting import Posting
from regesta.projections.column import columns
from regesta.projections.conflicts import finding, seats
from regesta.projections.conflicts.report import MANY
from regesta.projections.conflicts.rule import Rule
from regesta.projections.conflicts.rules import BY_ID, RULES
from regesta.projections.conflicts.touching import Watched, marks
from regesta.projections.sources import SOURCES

Draw = Callable[[st.SearchStrategy[Any]], Any]

HOLDERS = ("ann", "bob", "carl", "dora")
WORLD: tuple[Fact, ...] = (
    a_source("gazette"),
    *(an_agent(key) for key in HOLDERS),
    a_post("envoy", seats=1),
    a_post("consul", seats=2),
    an_expectation("early", 'holder("envoy", 2018-01-10) = "ann"'),
    an_expectation("long", 'possible holders("envoy", 2018-01-12/2018-01-31) = {"bob"}'),
    an_expectation("consuls", 'holders("consul", 2018-02) = {"ann", "carl"}'),
)


@st.composite
def stints(draw: Draw) -> Posting:
    """That somebody held a post for some days of two months."""
    start = draw(st.integers(0, 30))
    days = [(date(2018, 1, 1) + timedelta(number)).isoformat() for number in (start, start + draw(st.integers(0, 25)))]
    number, phase = draw(st.integers(0, 15)), draw(st.sampled_from(("serving", "serving", "serving", "acting")))
    holder, post = draw(st.sampled_from(HOLDERS)), draw(st.sampled_from(("envoy", "envoy", "envoy", "consul")))
    first = draw(st.sampled_from((days[0], days[0], days[0], f"..{days[0]}")))
    last = draw(st.sampled_from((days[1], days[1], days[1], "ended", f"still {days[1]}")))
    return a_posting(f"stint-{number}", holder=holder, post=post, phase=phase, start=first, end=last)


CHANGES: st.SearchStrategy[Any] = st.one_of(
    st.builds(a_judgement, st.just("ann"), st.sampled_from(HOLDERS[1:]), st.sampled_from(("same", "different"))),
    st.builds(lambda seats: a_post(None, of="envoy", seats=seats), st.sampled_from((1, 2, 3))),
    st.builds(lambda of: a_posting(None, of=of, phase="sworn-in"), st.sampled_from(("stint-0", "stint-1"))),
)


@st.composite
def busy_posts(draw: Draw) -> MemoryLog:
    """Two posts that many held, often at once, by facts that were corrected and withdrawn."""
    log = recorded(*WORLD)
    ids: list[str] = []
    for _ in range(draw(st.integers(1, 24))):
        match draw(st.sampled_from(("hold", "hold", "hold", "correct", "retract", "change") if ids else ("hold",))):
            case "correct":
                ids.append(log.record(a_correction(draw(st.sampled_from(ids)), draw(stints()))))
            case "retract":
                ids.append(log.record(a_retraction(draw(st.sampled_from(ids)))))
            case "change":
                log.record(draw(CHANGES))
            case _:
                ids.append(log.record(draw(stints())))
    return log


@settings(max_examples=times(30), deadline=None)
@given(busy_posts(), st.sampled_from((0, 1, 10)), st.integers(1, 3))
def test_the_holders_of_some_days_are_looked_at_and_what_is_found_is_that_of_all(
    log: MemoryLog, crowd: int, step: int
) -> None:
    with patch.object(seats, "CROWD", crowd):
        connection = filled(log, as_known=len(WORLD))
        for position in range(len(WORLD), len(log.lines), step):
            until = min(position + step, len(log.lines))
            advanced(connection, log, position, until)
            if position % 4 == 0 or until == len(log.lines):
                assert differences(contents(connection), contents(filled(log, until))) == {}


def test_the_first_crowd_is_told_wherever_another_one_comes_or_goes() -> None:
    log = recorded(*WORLD)
    connection = filled(log)

    def tell(*facts: Fact) -> list[str]:
        """Record them one by one; what the refreshes find must be what builds find."""
        ids = []
        for fact in facts:
            ids.append(log.record(fact))
            advanced(connection, log, len(log.lines) - 1)
            assert differences(contents(connection), contents(filled(log))) == {}
        return ids

    def crowded(month: str) -> list[Fact]:
        return [
            a_posting(f"{month}-{day}", holder=holder, start=f"2018-{month}-0{day}", end=f"2018-{month}-28")
            for day, holder in enumerate(HOLDERS, 1)
        ]

    with patch.object(seats, "CROWD", 1):
        tell(*crowded("04"), *crowded("06"))
        first, *_ = tell(*crowded("02"))
        tell(a_retraction(first))


@contextmanager
def asked() -> Iterator[dict[str, int]]:
    """How many rows each rule was given meanwhile."""
    given_to: dict[str, int] = {}

    def counting(rule: Rule) -> Rule:
        def find(scope: str, rows: Any) -> Any:
            given_to[rule.id] = given_to.get(rule.id, 0) + len(rows)
            return rule.find(scope, rows)

        return Rule(**{name: getattr(rule, name) for name in Rule.__dataclass_fields__} | {"find": find})

    with patch.object(finding, "RULES", tuple(map(counting, RULES))):
        yield given_to


def refreshed(log: MemoryLog, *facts: Fact) -> dict[str, int]:
    """How many rows each rule is given in the refresh after some facts."""
    connection, size = filled(log), len(log.lines)
    for fact in facts:
        log.record(fact)
    with asked() as given_to:
        advanced(connection, log, size)
    return given_to


def a_year(number: int) -> Posting:
    """A stint of a year, with a day between it and the next."""
    holder = HOLDERS[number % 4]
    return a_posting(f"year-{number}", holder=holder, start=f"{number}-01-01", end=f"{number}-12-30")


def test_one_holder_more_is_held_against_those_of_the_same_days() -> None:
    log = recorded(*WORLD, *(a_year(number) for number in range(1800, 2000)))
    assert refreshed(log, a_posting("late", holder="ann", start="1850-06-01", end="1851-02-01"))["seats"] <= 6
    assert refreshed(log, a_year(2001))["seats"] <= 2


DAYS = (
    "2018-01-20",
    "2018-02-10",
    "2018-02-11",
    "2018-01-05..2018-01-08",
    None,
    "2018-01-02",
    None,
    "2019",
    "2018-01-30",
)


def sayings(count: int) -> Iterator[tuple[date, Fact]]:
    """What one source tells: somebody said something on each day of three months, over and over; and the day."""
    for number in range(count):
        day = date(2018, 1, 1) + timedelta(number % 90)
        yield day, a_statement(f"saying-{number}", said=day.isoformat(), source="digest")


@pytest.mark.parametrize("count", [90, MANY + 50])
def test_a_source_may_be_dated_anew_time_and_again(count: int) -> None:
    told = tuple(sayings(count))
    log = recorded(*WORLD, *(fact for _, fact in told))
    corrected = log.record(a_source("digest"))
    connection = filled(log)
    for published in DAYS:
        corrected = log.record(a_correction(corrected, a_source("digest", published=published)))
        advanced(connection, log, len(log.lines) - 1)
        assert differences(contents(connection), contents(filled(log))) == {}
        latest = connection.execute("SELECT published_latest FROM sources WHERE id = 'digest'").fetchone()[0]
        early = [day for day, _ in told if latest and day > date.fromisoformat(latest) + timedelta(1)]
        (found,) = connection.execute("SELECT count(*) FROM conflicts WHERE rule = 'report'").fetchone()
        assert found == len(early)


def test_of_what_a_source_tells_only_what_lies_between_two_days_of_its_own_is_looked_at() -> None:
    log = recorded(*WORLD, *(fact for _, fact in sayings(200)))
    dated = log.record(a_source("digest", published="2018-04-10"))
    given_to = refreshed(log, a_correction(dated, a_source("digest", published="2018-04-12")))
    assert "report" not in given_to
    assert refreshed(log, a_correction(dated, a_source("digest", published="2018-03-28")))["report"] == 4


MORE: dict[str, tuple[Fact, int]] = {
    "what no conflict looks up": (a_source(None, of="digest", language="ru"), 0),
    "when a source was published": (a_source(None, of="digest", published="2018-02-01"), 57),
    "what its conflicts call it": (a_source(None, of="digest", publication="The Digest"), 57),
    "a posting that is at issue": (a_posting(None, of="one", phase="announced", source="gazette"), 1),
}


@pytest.mark.parametrize("what", MORE)
def test_a_conflict_is_told_again_for_a_fact_that_tells_what_it_looks_up_or_says(what: str) -> None:
    holding = (
        a_posting(key, holder=holder, start="2018", end="2019") for key, holder in (("one", "ann"), ("two", "bob"))
    )
    log = recorded(*WORLD, *(fact for _, fact in sayings(90)), a_source("digest", published="2018-02-01"), *holding)
    connection = filled(log)
    fact, again = MORE[what]
    log.record(fact)
    with patch.object(finding, "as_found", wraps=finding.as_found) as telling:
        advanced(connection, log, len(log.lines) - 1)
    assert telling.call_count == again
    assert differences(contents(connection), contents(filled(log))) == {}


@pytest.mark.parametrize(("column", "touches"), [("language", False), ("published_latest", True), ("label", True)])
def test_a_source_that_changes_in_what_no_rule_reads_touches_nothing(column: str, touches: bool) -> None:
    names = [field.name for field in columns(SOURCES.row)]
    before = filled(recorded(*WORLD)).execute("SELECT * FROM sources").fetchone()
    after = tuple("2017" if name == column else value for name, value in zip(names, before, strict=True))
    assert any(isinstance(mark, Watched) for mark in marks((SOURCES, before, after))) == touches


READING = [(rule.id, watch) for rule in RULES for watch in rule.watches if watch.reads]


@pytest.mark.parametrize(("id", "watch"), READING, ids=[f"{id}-{watch.table}" for id, watch in READING])
def test_a_rule_names_every_column_that_it_reads(id: str, watch: Any) -> None:
    read: set[str] = set()

    def note(action: int, table: str | None, column: str | None, *_: Any) -> int:
        if action == sqlite3.SQLITE_READ and table == watch.table and column:
            read.add(column)
        return sqlite3.SQLITE_OK

    connection = filled(recorded(*WORLD))
    connection.set_authorizer(note)
    connection.execute(BY_ID[id].rows.format(within="1"))
    assert read <= {watch.column, *watch.reads}
