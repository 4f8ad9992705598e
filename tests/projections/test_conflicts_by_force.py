"""What the rules find is what there is: beside plain Python that holds each fact against each, without any query."""

import sqlite3

from contested_logs import WORLD, contested_logs
from databases import filled
from hypothesis import given, settings
from memory_log import MemoryLog, recorded

from benchmarks.contradicting import contradictions, in_force
from regesta.events.entry import parse_entry

FOUND = "SELECT rule, id FROM conflicts WHERE state IN ('open', 'explained', 'reopened')"
NO_TALE = ("explanation", "retraction", "confirmation")


def found(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    return {(rule, id) for rule, id in connection.execute(FOUND)}


def plain(log: MemoryLog) -> MemoryLog:
    """The log without what the slow way does not know of: judgements, what is withheld, corrections of acts, and what
    acts on any of these or takes back what opens a subject."""
    kept = list(recorded(*WORLD).lines)
    gone = {parse_entry(line).id for line in log.lines[: len(WORLD)]}
    acts: set[str] = set()
    for line in log.lines[len(WORLD) :]:
        entry = parse_entry(line)
        fact = entry.fact
        corrected = fact["replaces"] if fact is not None and fact["kind"] == "correction" else None
        acted_on = corrected or (fact["fact"] if fact is not None and fact["kind"] in NO_TALE[1:] else None)
        told = fact["fact"] if fact is not None and corrected else fact
        if told is None or told["kind"] == "identity" or acted_on in gone or corrected in acts:
            gone.add(entry.id)
            continue
        if told["kind"] in NO_TALE:
            acts.add(entry.id)
        kept.append(line)
    return MemoryLog(kept)


@settings(max_examples=60, deadline=None)
@given(contested_logs(most=16))
def test_the_rules_find_what_is_found_by_holding_each_fact_against_each(log: MemoryLog) -> None:
    without = plain(log)
    assert found(filled(without)) == contradictions(in_force(without.lines))
