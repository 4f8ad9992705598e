"""A refresh leaves alone what a new fact does not touch, where much hangs together."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from databases import advanced, built
from factories import a_judgement, a_name, a_post, a_posting, a_source, a_statement, an_agent, an_expectation, an_origin
from memory_log import MemoryLog, recorded

from regesta.events.assertion import format_assertion
from regesta.events.facts import Fact
from regesta.projections import expected, shelf
from regesta.projections.shelf import Shelf

MANY = 40


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[tuple[Any, ...]]]:
    """What something is called with, from now on."""

    def of(where: Any, name: str) -> list[tuple[Any, ...]]:
        kept, function = list[tuple[Any, ...]](), getattr(where, name)
        monkeypatch.setattr(where, name, lambda *given: kept.append(given) or function(*given))
        return kept

    return of


@contextmanager
def refreshed(log: MemoryLog, fact: Fact) -> Iterator[None]:
    """What is done in the block is done before the refresh after one more fact."""
    connection = built(log)
    log.record(fact)
    yield
    advanced(connection, log, len(log.lines) - 1)


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        ("2005-06-01", "2007-02-01", range(2005, 2008)),
        ("..2005-06-01", "2007-02-01", range(2000, 2008)),
        ("2017-06-01", "ended", range(2017, 2020)),
    ],
)
def test_what_is_expected_of_other_days_is_not_answered_anew(
    start: str, end: str, years: range, calls: Callable[..., list[tuple[Any, ...]]]
) -> None:
    expectations = [an_expectation(f"in-{year}", f'holder("envoy", {year}) = "ann"') for year in range(2000, 2020)]
    log = recorded(an_agent("ann"), a_post("envoy"), *expectations)
    with refreshed(log, a_posting(start=start, end=end)):
        asked = calls(expected, "verdict")
    assert [format_assertion(one) for one, _ in asked] == [f'holder("envoy", {year}) = "ann"' for year in years]


def test_who_is_whom_is_asked_once_of_many_who_are_one(calls: Callable[..., list[tuple[Any, ...]]]) -> None:
    judged = [a_judgement(f"one-{number}", f"one-{number + 1}") for number in range(MANY - 1)]
    log = recorded(*(an_agent(f"one-{number}") for number in range(MANY)), *judged)
    with refreshed(log, a_name("one-7", "Another")):
        asked = calls(shelf, "same_as")
    assert len(asked) == MANY


def test_a_judgement_on_agents_reaches_no_record_if_nothing_was_judged_of_their_origins(
    calls: Callable[..., list[tuple[Any, ...]]],
) -> None:
    agents = [an_agent(key) for key in ("ann", "anne", "bob", "carl")]
    said = [a_statement(f"said-{number}", speaker="ann", source="gazette") for number in range(MANY)]
    log = recorded(a_source(), *agents, an_origin("agent/bob", "agent/carl"), *said)
    with refreshed(log, a_judgement("ann", "anne", "undecided")):
        made = calls(Shelf, "account")
    assert not [key for _, *key in made if key[0] == "statement"]
