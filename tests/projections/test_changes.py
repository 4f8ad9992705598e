"""What changed between two editions: the laws, over generated logs, and what each change is called."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from sqlite3 import Connection

import pytest
from databases import filled
from factories import (
    MORNING,
    a_confirmation,
    a_correction,
    a_judgement,
    a_post,
    a_posting,
    a_retraction,
    a_source,
    an_agent,
)
from generated_logs import logs
from hypothesis import given, settings
from hypothesis import strategies as st
from memory_log import MemoryLog, recorded

from regesta.events.facts import Fact, Plain
from regesta.projections.changes import values
from regesta.projections.entries import AsKnown
from regesta.projections.reading.changed import Changed, changed, entries_in, only_in


def changes(connection: Connection, since: AsKnown) -> list[Changed]:
    return [change for subject in changed(connection, since) for change in subject.changes]


def standing(log: MemoryLog, size: int) -> set[str]:
    """The facts of an edition whose version stands, as a build of that edition alone has them."""
    sql = (
        "SELECT id FROM facts WHERE status IN ('in-force', 'superseded') AND kind NOT IN ('retraction', 'confirmation')"
    )
    return {str(row[0]) for row in filled(log, as_known=size).execute(sql)}


def two_sizes(data: st.DataObject, log: MemoryLog) -> tuple[int, int]:
    first, second = (data.draw(st.integers(0, len(log.lines))) for _ in range(2))
    return min(first, second), max(first, second)


@settings(max_examples=12, deadline=None)
@given(logs(), st.data())
def test_an_edition_does_not_differ_from_itself(log: MemoryLog, data: st.DataObject) -> None:
    size = data.draw(st.integers(0, len(log.lines)))
    assert changed(filled(log, as_known=size), size) == ()
    assert changed(filled(log), None) == ()


@settings(max_examples=25, deadline=None)
@given(logs(), st.data())
def test_every_entry_between_two_editions_is_accounted_for_once(log: MemoryLog, data: st.DataObject) -> None:
    earlier, later = two_sizes(data, log)
    connection = filled(log, as_known=later)
    found = Counter(entry.fact for change in changes(connection, earlier) for entry in change.entries)
    between = {str(row[0]) for row in connection.execute("SELECT id FROM facts WHERE position >= ?", (earlier,))}
    assert found == Counter(between)
    assert sum(found.values()) == entries_in(connection, None) - entries_in(connection, earlier)


@settings(max_examples=25, deadline=None)
@given(logs(), st.data())
def test_what_stood_before_and_the_changes_give_what_stands_after(log: MemoryLog, data: st.DataObject) -> None:
    earlier, later = two_sizes(data, log)
    found = changes(filled(log, as_known=later), earlier)
    before = {change.before.fact for change in found if change.before}
    after = {change.after.fact for change in found if change.after}
    assert before <= standing(log, earlier)
    assert (standing(log, earlier) - before) | after == standing(log, later)


@settings(max_examples=25, deadline=None)
@given(logs(), st.data())
def test_a_change_is_called_by_what_it_comes_to(log: MemoryLog, data: st.DataObject) -> None:
    earlier, later = two_sizes(data, log)
    for change in changes(filled(log, as_known=later), earlier):
        new = {entry.fact for entry in change.entries}
        match change.what:
            case "added" | "judged":
                assert change.before is None and change.after is not None and change.after.fact in new
            case "corrected":
                assert change.after is not None and change.after.fact in new
            case "retracted":
                assert change.before is not None and change.after is None
            case "restored":
                assert change.after is not None and change.after != change.before
            case "confirmed" | "unconfirmed":
                assert change.before is not None and change.before == change.after
            case "withheld":
                assert (change.before, change.after) == (None, None)
                assert "withheld" in {entry.kind for entry in change.entries}
            case "unchanged":
                assert change.before == change.after


@settings(max_examples=12, deadline=None)
@given(logs(), st.data())
def test_editions_of_moments_differ_as_those_of_positions_do(log: MemoryLog, data: st.DataObject) -> None:
    log = MemoryLog(dict.fromkeys(log.lines))  # an entry that stands twice has one moment and two positions
    size = data.draw(st.integers(0, len(log.lines)))
    moment = MORNING + timedelta(seconds=size) - timedelta(microseconds=1)
    connection = filled(log)
    if entries_in(connection, moment) == entries_in(connection, size):
        assert changed(connection, moment) == changed(connection, size)
        assert only_in(connection, moment, size) == only_in(connection, size, moment) == 0


WORLD: tuple[Plain, ...] = (
    a_source("digest"),
    an_agent("ann"),
    a_post("envoy"),
    a_posting("tenure", holder="ann", post="envoy"),
)
CORRECTED = a_posting("tenure", holder="ann", post="envoy", end="2019-10-03")
Act = Callable[[Sequence[str]], Fact]
"""What happens next, given the ids of all facts so far; the fourth is the posting's."""


def what(acts: Sequence[Act], before: int) -> list[str]:
    """What the changes are called that come after the world and after so many of the acts."""
    log = MemoryLog()
    ids = [log.record(fact) for fact in WORLD]
    for act in acts:
        ids.append(log.record(act(ids)))
    return [change.what for change in changes(filled(log), len(WORLD) + before)]


def correct(ids: Sequence[str]) -> Fact:
    return a_correction(ids[3], CORRECTED)


def retract_last(ids: Sequence[str]) -> Fact:
    return a_retraction(ids[-1])


def retract_posting(ids: Sequence[str]) -> Fact:
    return a_retraction(ids[3])


def confirm(ids: Sequence[str]) -> Fact:
    return a_confirmation(ids[3], "digest")


def add(ids: Sequence[str]) -> Fact:
    return an_agent("bob")


def judge(ids: Sequence[str]) -> Fact:
    return a_judgement("ann", "bob", "same")


@pytest.mark.parametrize(
    ("acts", "before", "expected"),
    [
        ([add], 0, ["added"]),
        ([add, judge], 1, ["judged"]),
        ([correct], 0, ["corrected"]),
        ([correct, confirm], 0, ["corrected"]),
        ([retract_posting], 0, ["retracted"]),
        ([retract_posting, retract_last], 1, ["restored"]),
        ([correct, retract_last], 1, ["restored"]),
        ([confirm], 0, ["confirmed"]),
        ([confirm, retract_last], 1, ["unconfirmed"]),
        ([correct, retract_last], 0, ["unchanged"]),
        ([add, retract_last], 0, ["unchanged"]),
    ],
)
def test_what_happened_has_its_name(acts: list[Act], before: int, expected: list[str]) -> None:
    assert what(acts, before) == expected


def test_an_entry_that_is_withheld_is_told_as_such_and_is_of_no_subject() -> None:
    log = recorded(*WORLD, an_agent("bob"))
    log.withhold(4)
    (subject,) = changed(filled(log), 4)
    assert (subject.kind, subject.id) == (None, None)
    assert [change.what for change in subject.changes] == ["withheld"]


def test_the_values_that_differ_are_told_and_no_others() -> None:
    end = {"verbatim": "2019-10-03", "earliest": "2019-10-03", "latest": "2019-10-03", "table": "1-north"}
    assert values(WORLD[3], CORRECTED) == {"end": (None, {"state": "stated", "when": end})}
    assert values(CORRECTED, WORLD[3]) == {"end": ({"state": "stated", "when": end}, None)}
    assert values(CORRECTED, CORRECTED) == {}
    imported = an_agent("ann", origin={"name": "a-file", "key": "row 1"})
    assert values(an_agent("ann"), imported) == {}
