"""The laws of the fold, over generated logs (DESIGN, section 7)."""

from datetime import timedelta
from sqlite3 import Connection

from databases import Contents, advanced, built, contents, differences, filled
from factories import MORNING, a_correction, a_judgement, a_meeting, a_posting, a_retraction, a_statement, an_agent
from generated_logs import WORLD, connected_logs, logs
from hypothesis import given, settings
from hypothesis import strategies as st
from memory_log import MemoryLog
from pytest import MonkeyPatch

from regesta.events import facts
from regesta.events.entry import parse_entry
from regesta.events.facts import Fact, Plain, parse_fact, parse_fact_json
from regesta.projections import advance, directory, staging, writing

LEDGER = ("facts", "history", "_speaks", "_mentions", "_contents", "_leans", "_dates")
"""The tables that tell what was recorded, and so never forget."""


def records(found: Contents, without: tuple[str, ...] = LEDGER) -> Contents:
    """What the dossier says of the world: all tables but those that tell what was recorded."""
    return {name: rows for name, rows in found.items() if name not in without}


@settings(max_examples=60, deadline=None)
@given(logs(), st.data())
def test_an_incremental_build_gives_the_database_of_a_full_one_wherever_it_is_split(
    log: MemoryLog, data: st.DataObject
) -> None:
    split = data.draw(st.integers(0, len(log.lines)))
    connection = filled(log, as_known=split)
    advanced(connection, log, split)
    assert differences(contents(connection), contents(built(log))) == {}


@settings(max_examples=40, deadline=None)
@given(logs())
def test_a_build_entry_by_entry_gives_the_database_of_a_full_one(log: MemoryLog) -> None:
    connection = filled(log, as_known=0)
    for position in range(len(log.lines)):
        advanced(connection, log, position, position + 1)
    assert differences(contents(connection), contents(built(log))) == {}


@settings(max_examples=60, deadline=None)
@given(connected_logs())
def test_what_connects_subjects_may_change_at_any_entry(log: MemoryLog) -> None:
    connection = filled(log, as_known=len(WORLD))
    for position in range(len(WORLD), len(log.lines)):
        advanced(connection, log, position, position + 1)
    assert differences(contents(connection), contents(built(log))) == {}


@settings(max_examples=25, deadline=None)
@given(logs() | connected_logs(), st.data())
def test_the_size_of_the_batches_does_not_matter(log: MemoryLog, data: st.DataObject) -> None:
    whole = contents(built(log))
    split = data.draw(st.integers(0, len(log.lines)))
    with MonkeyPatch.context() as patched:
        for module, name in (
            (staging, "_BATCH"),
            (writing, "_BATCH"),
            (advance, "_AT_ONCE"),
            (directory, "_REMEMBERED"),
        ):
            patched.setattr(module, name, 2)
        assert differences(contents(built(log)), whole) == {}
        connection = filled(log, as_known=split)
        advanced(connection, log, split)
    assert differences(contents(connection), whole) == {}


@settings(max_examples=15, deadline=None)
@given(logs(explained=True) | connected_logs())
def test_rows_that_are_put_into_an_empty_database_are_those_of_a_full_build(log: MemoryLog) -> None:
    quick, whole = filled(log), built(log)
    assert differences(contents(quick), contents(whole)) == {}
    told = "SELECT type, name, sql FROM sqlite_schema"
    assert set(quick.execute(told)) == set(whole.execute(told))


@settings(max_examples=20, deadline=None)
@given(logs(), st.data())
def test_an_edition_is_a_build_of_the_first_entries(log: MemoryLog, data: st.DataObject) -> None:
    size = data.draw(st.integers(0, len(log.lines)))
    first = contents(filled(MemoryLog(log.lines[:size])))
    assert differences(contents(built(log, as_known=size)), first) == {}


@settings(max_examples=15, deadline=None)
@given(logs(), st.data())
def test_an_edition_of_a_moment_holds_what_was_recorded_by_then(log: MemoryLog, data: st.DataObject) -> None:
    size = data.draw(st.integers(1, len(log.lines)))
    moment = MORNING + timedelta(seconds=size - 1)
    by_then = [entry for line in log.lines if (entry := parse_entry(line)).at <= f"{moment:%Y-%m-%dT%H:%M:%S.%fZ}"]
    found = filled(log, moment).execute("SELECT id FROM facts").fetchall()
    assert sorted(row[0] for row in found) == sorted({entry.id for entry in by_then})


@settings(max_examples=40, deadline=None)
@given(logs())
def test_every_entry_ever_recorded_stays_among_the_facts_with_its_status(log: MemoryLog) -> None:
    entries = {entry.id: entry for entry in map(parse_entry, log.lines)}
    rows = filled(log).execute("SELECT id, status, kind, content, json FROM facts").fetchall()
    assert sorted(row[0] for row in rows) == sorted(entries)
    for id, status, kind, content, json in rows:
        assert status in ("in-force", "corrected", "retracted", "superseded", "withheld")
        assert (status == "withheld") == entries[id].withheld == (kind == "withheld") == (content is json is None)
        if json is not None:
            fact = parse_fact(entries[id].fact)
            assert parse_fact_json(json.encode()) == fact
            assert content == facts.content(fact).hex()


@settings(max_examples=30, deadline=None)
@given(logs(), st.data())
def test_foreign_keys_hold_whatever_is_withdrawn(log: MemoryLog, data: st.DataObject) -> None:
    connection = filled(log)
    size = len(log.lines)
    for line in data.draw(st.lists(st.sampled_from(log.lines), min_size=1, max_size=3)):
        log.record(a_retraction(parse_entry(line).id))
    advanced(connection, log, size)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def after(connection: Connection, log: MemoryLog, *facts: Fact) -> tuple[str, ...]:
    """Record facts, and bring a database of the log up to them; return their ids."""
    size = len(log.lines)
    ids = tuple(log.record(fact) for fact in facts)
    advanced(connection, log, size)
    return ids


@settings(max_examples=40, deadline=None)
@given(logs() | logs(explained=True), st.data())
def test_taking_a_retraction_back_restores_the_record(log: MemoryLog, data: st.DataObject) -> None:
    connection = filled(log)
    before = contents(connection)
    (retraction,) = after(connection, log, a_retraction(parse_entry(data.draw(st.sampled_from(log.lines))).id))
    after(connection, log, a_retraction(retraction))
    assert differences(records(contents(connection)), records(before)) == {}


FRESH = st.sampled_from(
    (
        a_posting("fresh", holder="bob", start="2018", end="ended"),
        a_posting("fresh", holder="carl", phase="left"),
        a_statement("fresh", to=["bob"], about=[{"kind": "posting", "id": "tenure"}]),
        a_meeting("fresh", on="2018"),
        a_meeting("fresh", step="refused", **{"with": ("anne", "carl")}),
    )
)
"""A fact that opens a subject of its own."""


@settings(max_examples=30, deadline=None)
@given(logs(), FRESH)
def test_a_retraction_leaves_the_record_as_if_the_fact_had_never_been_told(log: MemoryLog, fact: Plain) -> None:
    connection = filled(log)
    before = contents(connection)
    (told,) = after(connection, log, fact)
    after(connection, log, a_retraction(told))
    assert differences(records(contents(connection)), records(before)) == {}


@settings(max_examples=30, deadline=None)
@given(logs(), FRESH, FRESH)
def test_a_correction_leaves_the_record_as_if_the_new_fact_had_been_told_at_once(
    log: MemoryLog, wrong: Plain, right: Plain
) -> None:
    told_at_once = MemoryLog(log.lines)
    corrected, at_once = built(log), built(log)
    (told,) = after(corrected, log, wrong)
    after(corrected, log, a_correction(told, right))
    after(at_once, told_at_once, right)
    subjects = ("agents", "aliases", "posts", "sources", "postings", "statements", "addressees", "about", "meetings")
    one, other = contents(corrected), contents(at_once)
    assert {name: one[name] for name in subjects} == {name: other[name] for name in subjects}


@settings(max_examples=40, deadline=None)
@given(logs() | connected_logs(), st.sampled_from(("ann", "bob")), st.booleans())
def test_merging_two_agents_and_then_judging_them_different_restores_the_record(
    log: MemoryLog, one: str, swapped: bool
) -> None:
    for fact in (an_agent("dora"), a_posting("doras", holder="dora"), a_meeting("with-dora", **{"with": ("dora",)})):
        log.record(fact)
    log.record(a_judgement(one, "dora", "undecided"))
    connection = filled(log)
    before = contents(connection)
    pair = ("dora", one) if swapped else (one, "dora")
    after(connection, log, a_judgement(*pair, "same"))
    after(connection, log, a_judgement(*pair, "different"))
    without = (*LEDGER, "judgements")
    assert differences(records(contents(connection), without), records(before, without)) == {}
