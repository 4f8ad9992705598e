"""Laws of what may not be shown, over logs that hypothesis makes."""

import sqlite3
from contextlib import closing
from unittest.mock import patch

from factories import a_posting, a_restriction
from generated_logs import AGENTS, SOURCES, WORLD, Draw, connected_logs, logs
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from memory_log import MemoryLog
from plain_withholding import withheld
from withholding_case import TODAY, cut, ids

from regesta.events.entry import parse_entry
from regesta.events.facts import Fact
from regesta.projections import strands
from regesta.projections.entries import Reading
from regesta.projections.public import withheld_in
from regesta.projections.strands import Strands, make_tables
from regesta.projections.withholding import hidden


def restrictions(log: MemoryLog) -> st.SearchStrategy[list[Fact]]:
    """A few restrictions of facts of a log, each of another lineage."""
    facts = st.lists(st.sampled_from(ids(log)), unique=True, max_size=3)
    return facts.map(lambda some: [a_restriction("withheld", code="legal", fact=one) for one in some])


@settings(max_examples=60, deadline=None)
@given(logs(most=20, explained=True) | connected_logs(), st.data(), st.integers(1, 4))
def test_what_may_not_be_shown_is_what_the_law_says_that_keeps_all_in_memory(
    log: MemoryLog, data: st.DataObject, at_once: int
) -> None:
    """However many entries are taken in at once, and though the log has grown in between."""
    for fact in data.draw(restrictions(log)):
        log.record(fact)
    entries = list(Reading(log))
    known = data.draw(st.integers(0, len(entries)))
    with closing(sqlite3.connect(":memory:")) as connection, patch.object(strands, "_BATCH", at_once):
        make_tables(connection)
        for some in (entries[:known], entries[known:]):
            Strands(connection).take_in(some)
        found = hidden(Strands(connection), TODAY)
    assert list(found.items()) == list(withheld(Reading(log), TODAY).items()) == list(withheld_in(log, TODAY).items())


@st.composite
def quoting_logs(draw: Draw) -> MemoryLog:
    """A world, and facts that quote passages of one text, or words that were not looked up."""
    log = MemoryLog()
    for fact in WORLD:
        log.record(fact)
    for _ in range(draw(st.integers(2, 6))):
        start, length, around = draw(st.tuples(st.integers(0, 9), st.integers(1, 3), st.integers(0, 2)))
        quote: dict[str, object] = {"exact": "x" * length, "found": "unverified"}
        if draw(st.booleans()):
            quote |= {"found": "exact", "text": "a" * 64, "start": start, "end": start + length}
            quote |= {"prefix": "y" * min(start, around), "suffix": "z" * around}
        cited = {"source": draw(st.sampled_from(SOURCES)), "quote": quote}
        of = f"of-{draw(st.sampled_from(AGENTS))}"
        log.record(a_posting(None, of=of, phase="left", citations=(cited,)))
    return log


@settings(max_examples=40, deadline=None)
@given(quoting_logs(), st.data())
def test_what_quotes_the_same_words_is_what_the_law_says(log: MemoryLog, data: st.DataObject) -> None:
    for fact in data.draw(restrictions(log)):
        log.record(fact)
    assert list(withheld_in(log, TODAY).items()) == list(withheld(Reading(log), TODAY).items())


@settings(max_examples=40, deadline=None)
@given(logs(most=20, explained=True) | connected_logs(), st.data())
def test_what_is_withheld_with_something_is_withheld_with_what_is_restricted_for_itself(
    log: MemoryLog, data: st.DataObject
) -> None:
    for fact in data.draw(restrictions(log)):
        log.record(fact)
    found = withheld_in(log, TODAY)
    for position in range(len(log.lines)):
        origin = found.origin(position)
        if origin is not None:
            assert found[position] == "depends"
            assert found[origin] != "depends"


@settings(max_examples=60, deadline=None)
@given(logs(explained=True) | connected_logs(), st.data())
def test_what_is_shown_names_no_fact_and_no_subject_that_is_not(log: MemoryLog, data: st.DataObject) -> None:
    """The public log is one that anybody could have written who knows no more."""
    from regesta.events.facts import facts_named, parse_fact, references

    for fact in data.draw(restrictions(log)):
        log.record(fact)
    public = MemoryLog(cut(log))
    shown = {entry.id: parse_fact(entry.fact) for entry in map(parse_entry, public.lines) if entry.fact is not None}
    before = {entry.id: parse_fact(entry.fact) for entry in map(parse_entry, log.lines) if entry.fact is not None}
    opened = {(fact.kind, getattr(told(fact), "key", None) or id) for id, fact in shown.items()}
    opened |= {(told(fact).kind, getattr(told(fact), "key", None) or id) for id, fact in shown.items()}
    once = {(told(fact).kind, getattr(told(fact), "key", None) or id) for id, fact in before.items()}
    for fact in shown.values():
        assert not {id for _, id in facts_named(fact)} & (before.keys() - shown.keys())
        named = {(one.kind, one.id) for one in references(fact)}
        assert not named & (once - opened)


def told(fact: Fact) -> Fact:
    """What an entry tells of the world."""
    return fact.fact if fact.kind == "correction" else fact


@settings(max_examples=40, deadline=None)
@given(logs(explained=True), st.data())
def test_a_public_log_is_public_already(log: MemoryLog, data: st.DataObject) -> None:
    """But for what speaks of the whole record: that it was released is no longer told."""
    log = MemoryLog(line for line in log.lines if b'"expectation"' not in line)
    assume(log.lines)
    for fact in data.draw(restrictions(log)):
        log.record(fact)
    once = list(cut(log))
    assert list(cut(MemoryLog(once))) == once


@settings(max_examples=40, deadline=None)
@given(logs(explained=True), st.data())
def test_the_order_of_restrictions_on_different_things_does_not_matter(log: MemoryLog, data: st.DataObject) -> None:
    some = [*data.draw(restrictions(log)), a_restriction(agent="bob"), a_restriction(source="letter")]
    one, other = MemoryLog(log.lines), MemoryLog(log.lines)
    for fact in some:
        one.record(fact)
    for fact in data.draw(st.permutations(some)):
        other.record(fact)
    assert withheld(Reading(one), TODAY) == withheld(Reading(other), TODAY)


@settings(max_examples=40, deadline=None)
@given(logs(explained=True), st.data())
def test_a_further_restriction_never_shows_what_was_withheld(log: MemoryLog, data: st.DataObject) -> None:
    plain = MemoryLog(line for line in log.lines if b'"restriction"' not in line)
    assume(plain.lines)
    before = withheld(Reading(plain), TODAY)
    for fact in data.draw(restrictions(plain)):
        plain.record(fact)
    assert before.keys() <= withheld(Reading(plain), TODAY).keys()
