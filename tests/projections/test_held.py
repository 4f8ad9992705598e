"""When an expectation last held: what asking every edition gives."""

from databases import filled
from factories import a_correction, a_judgement, a_posting, a_retraction, an_agent
from generated_logs import ASSERTIONS, connected_logs, logs
from hypothesis import given, settings
from hypothesis import strategies as st
from memory_log import MemoryLog, recorded

from regesta.events.assertion_text import parse_assertion
from regesta.projections.expecting import verdict
from regesta.projections.reading.held import Held, last_held


def by_every_edition(log: MemoryLog, text: str) -> int | None:
    """The size of the last edition in which an assertion held."""
    assertion = parse_assertion(text)
    sizes = range(len(log.lines) - 1, -1, -1)
    return next((size for size in sizes if verdict(assertion, filled(log, size)).state == "holds"), None)


@settings(max_examples=40, deadline=None)
@given(logs(8) | connected_logs(), st.sampled_from(ASSERTIONS))
def test_it_last_held_in_the_edition_that_asking_every_one_tells(log: MemoryLog, text: str) -> None:
    connection, assertion = filled(log), parse_assertion(text)
    if verdict(assertion, connection).state == "holds":
        return
    found, expected = last_held(connection, assertion), by_every_edition(log, text)
    assert found.edition == expected


def test_the_fact_that_ended_it_is_named() -> None:
    log = recorded(an_agent("ann"), an_agent("bob"))
    stint = log.record(a_posting("stint", start="2017", end="2019"))
    log.record(an_agent("carl"))
    correction = log.record(a_correction(stint, a_posting("stint", holder="bob", start="2017", end="2019")))
    log.record(an_agent("dora"))
    assertion = parse_assertion('holder("envoy", 2018) = "ann"')
    assert last_held(filled(log), assertion) == Held(edition=4, ended_by=correction, asked=1, whole=False)


def test_what_never_held_is_told_so() -> None:
    log = recorded(an_agent("ann"), a_posting("stint", start="2017", end="2019"))
    assertion = parse_assertion('holder("envoy", 2018) = "bob"')
    assert last_held(filled(log), assertion) == Held(edition=None, ended_by=None, asked=1, whole=True)


def test_a_judgement_may_end_it() -> None:
    log = recorded(an_agent("ann"), an_agent("bob"), a_posting("stint", start="2017", end="2019"))
    log.record(a_judgement("ann", "bob", "same"))
    other = log.record(a_judgement("bob", "ann", "different"))
    found = last_held(filled(log), parse_assertion('holder("envoy", 2018) = "bob"'))
    assert (found.edition, found.ended_by) == (4, other)


def test_only_the_latest_are_asked_where_that_is_wanted() -> None:
    log = recorded(an_agent("ann"))
    stint = log.record(a_posting("stint", start="2017", end="2019"))
    log.record(a_retraction(stint))
    for number in range(40):
        log.record(a_posting(f"later-{number}", start="2020"))
    assertion = parse_assertion('holder("envoy", 2018) = "ann"')
    found = last_held(filled(log), assertion, most=16)
    assert (found.edition, found.whole, found.asked) == (None, False, 16)
    assert last_held(filled(log), assertion).edition == 2
