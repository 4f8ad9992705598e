"""The laws of conflicts, over logs in which much is contested."""

from contested_logs import HOLDERS, WORLD, acts, contested_logs
from databases import advanced, contents, differences, filled
from factories import a_posting, a_retraction, an_explanation
from hypothesis import given, settings
from hypothesis import strategies as st
from memory_log import MemoryLog

from regesta.events.entry import parse_entry
from regesta.projections.conflicts.seats import CROWD


def conflicts(log: MemoryLog) -> dict[str, str]:
    """The state of each conflict, by its id."""
    return dict(filled(log).execute("SELECT id, state FROM conflicts").fetchall())


@settings(max_examples=40, deadline=None)
@given(contested_logs())
def test_conflicts_found_entry_by_entry_are_those_of_a_full_build(log: MemoryLog) -> None:
    connection = filled(log, as_known=len(WORLD))
    for position in range(len(WORLD), len(log.lines)):
        advanced(connection, log, position, position + 1)
        if position % 3 == 0:
            assert differences(contents(connection), contents(filled(log, position + 1))) == {}
    assert differences(contents(connection), contents(filled(log))) == {}


@settings(max_examples=40, deadline=None)
@given(contested_logs(), st.data())
def test_conflicts_of_a_refresh_are_those_of_a_full_build_wherever_it_is_split(
    log: MemoryLog, data: st.DataObject
) -> None:
    split = data.draw(st.integers(0, len(log.lines)))
    connection = filled(log, as_known=split)
    advanced(connection, log, split)
    assert differences(contents(connection), contents(filled(log))) == {}


@settings(max_examples=20, deadline=None)
@given(contested_logs(), st.data())
def test_a_conflict_appears_whichever_side_is_recorded_first_and_with_the_same_id(
    log: MemoryLog, data: st.DataObject
) -> None:
    told = [line for line in log.lines[len(WORLD) :] if (fact := parse_entry(line).fact) and fact["kind"] in PLAIN]
    shuffled = data.draw(st.permutations(told))
    one, other = MemoryLog([*log.lines[: len(WORLD)], *told]), MemoryLog([*log.lines[: len(WORLD)], *shuffled])
    assert conflicts(one).keys() == conflicts(other).keys()


PLAIN = ("posting", "meeting", "post")
"""Kinds of which facts may be told in any order: what is told first of them does not matter to these rules."""


@settings(max_examples=20, deadline=None)
@given(contested_logs())
def test_no_conflict_outlives_a_side(log: MemoryLog) -> None:
    rows = filled(log).execute(
        "SELECT conflict, side, fact FROM conflict_facts AS f JOIN conflicts AS c ON c.id = f.conflict"
        " WHERE side = 1 AND c.state <> 'resolved'"
    )
    sides: dict[str, list[str]] = {}
    for conflict, _, fact in rows:
        sides.setdefault(conflict, []).append(fact)
    for conflict, facts in sides.items():
        without = MemoryLog(log.lines)
        for fact in facts:
            without.record(a_retraction(fact))
        left = filled(without).execute(
            "SELECT fact FROM conflict_facts AS f JOIN conflicts AS c ON c.id = f.conflict"
            " WHERE conflict = ? AND c.state IN ('open', 'reopened', 'explained')",
            (conflict,),
        )
        assert not {row[0] for row in left} & set(facts)


@settings(max_examples=40, deadline=None)
@given(contested_logs(), st.data())
def test_an_explanation_holds_until_the_evidence_changes_and_again_when_it_changes_back(
    log: MemoryLog, data: st.DataObject
) -> None:
    found = filled(log).execute("SELECT id FROM conflicts WHERE state IN ('open', 'reopened')").fetchall()
    if not found:
        return
    (conflict,) = data.draw(st.sampled_from(sorted(found)))
    saw = filled(log).execute("SELECT fact FROM conflict_facts WHERE conflict = ?", (conflict,)).fetchall()
    log.record(an_explanation(conflict, saw=tuple(row[0] for row in saw), what="They cannot both have been"))
    assert conflicts(log)[conflict] == "explained"
    ids = [parse_entry(line).id for line in log.lines[:-1]]
    log.record(a_retraction(log.record(data.draw(acts(ids)))))
    assert conflicts(log)[conflict] == "explained"


def test_a_crowd_in_one_seat_is_one_conflict_and_not_one_of_each_two() -> None:
    log = MemoryLog()
    for fact in WORLD:
        log.record(fact)
    for number in range(60):
        holder = HOLDERS[number % 3]
        log.record(a_posting(f"stint-{number}", holder=holder, start="2018-01-01", end="2018-02-01"))
    found = filled(log).execute("SELECT what FROM conflicts WHERE rule = 'seats'").fetchall()
    assert len(found) <= 60 * (CROWD + 1)
    assert len([what for (what,) in found if "and more certainly held" in what]) == 1
