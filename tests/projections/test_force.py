"""Which facts are in force: corrections, retractions, restorations and confirmations."""

from collections.abc import Callable

import pytest
from factories import a_confirmation, a_correction, a_posting, a_retraction, a_source
from memory_log import MemoryLog

from regesta.events.facts import Fact
from regesta.projections.entries import logged
from regesta.projections.force import Lineage, settle

Act = tuple[str, int]
"""What is done, and to which entry: ("correct", 0) corrects the first one."""


def settled(*acts: Act) -> Lineage:
    """The lineage of a posting to which these acts were done in turn."""
    log = MemoryLog()
    ids = [log.record(a_posting())]
    done: dict[str, Callable[[str, int], Fact]] = {
        "correct": lambda id, number: a_correction(id, a_posting(start=str(2000 + number))),
        "retract": lambda id, number: a_retraction(id, note=f"act {number}"),
        "confirm": lambda id, number: a_confirmation(id, note=f"act {number}"),
    }
    for number, (act, target) in enumerate(acts, 1):
        ids.append(log.record(done[act](ids[target], number)))
    return settle(logged(position, line) for position, line in enumerate(log.lines))


@pytest.mark.parametrize(
    ("acts", "force", "status"),
    [
        ([], 0, ["in-force"]),
        ([("retract", 0)], None, ["retracted", "in-force"]),
        ([("correct", 0)], 1, ["corrected", "in-force"]),
        ([("correct", 0), ("correct", 1)], 2, ["corrected", "corrected", "in-force"]),
        ([("correct", 0), ("correct", 0)], 2, ["corrected", "corrected", "in-force"]),
        ([("correct", 0), ("retract", 1)], 0, ["in-force", "retracted", "in-force"]),
        ([("correct", 0), ("correct", 1), ("retract", 2)], 1, ["corrected", "in-force", "retracted", "in-force"]),
        ([("correct", 0), ("correct", 1), ("retract", 1)], 2, ["corrected", "retracted", "in-force", "in-force"]),
        ([("correct", 0), ("retract", 0)], None, ["retracted", "retracted", "in-force"]),
        ([("retract", 0), ("retract", 1)], 0, ["in-force", "retracted", "in-force"]),
        ([("retract", 0), ("retract", 1), ("retract", 2)], None, ["retracted", "in-force", "retracted", "in-force"]),
        ([("retract", 0), ("retract", 0), ("retract", 1)], None, ["retracted", "retracted", "in-force", "in-force"]),
        ([("confirm", 0)], 0, ["in-force", "in-force"]),
        ([("retract", 0), ("correct", 0)], None, ["retracted", "in-force", "retracted"]),
    ],
)
def test_the_last_version_that_is_not_withdrawn_is_in_force(
    acts: list[Act], force: int | None, status: list[str]
) -> None:
    lineage = settled(*acts)
    assert (lineage.force.position if lineage.force else None) == force
    assert [lineage.status[entry.id] for entry in lineage.entries] == status


def test_a_corrected_version_names_the_one_that_replaced_it() -> None:
    lineage = settled(("correct", 0), ("correct", 0), ("correct", 2), ("retract", 2))
    first, withdrawn, second, third, _ = lineage.entries
    assert lineage.replaced_by == {first.id: withdrawn.id, withdrawn.id: third.id}
    assert lineage.status[second.id] == "retracted"


@pytest.mark.parametrize(
    ("acts", "backing"),
    [
        ([("confirm", 0)], [1]),
        ([("correct", 0), ("confirm", 0)], [2]),
        ([("correct", 0), ("confirm", 1), ("retract", 2)], []),
        ([("retract", 0), ("confirm", 1)], []),
        ([("confirm", 0), ("confirm", 1)], [1]),
    ],
)
def test_a_confirmation_of_any_version_backs_the_version_in_force(acts: list[Act], backing: list[int]) -> None:
    assert [entry.position for entry in settled(*acts).confirmations] == backing


def test_the_order_in_which_entries_are_given_does_not_matter() -> None:
    lineage = settled(("correct", 0), ("retract", 1), ("retract", 2))
    assert settle(reversed(lineage.entries)) == lineage


def test_a_withheld_fact_tells_nothing_and_a_correction_of_it_does() -> None:
    log = MemoryLog()
    id = log.record(a_posting())
    log.withhold(0)
    assert settle([logged(0, log.lines[0])]).force is None
    log.record(a_correction(id, a_posting(start="2024")))
    lineage = settle(logged(position, line) for position, line in enumerate(log.lines))
    assert lineage.force is lineage.entries[1]
    assert lineage.status[id] == "withheld"


def test_a_fact_alone_is_settled_like_any_other() -> None:
    log = MemoryLog()
    log.record(a_source())
    lineage = settle([logged(0, log.lines[0])])
    assert (lineage.force, lineage.confirmations, lineage.replaced_by) == (lineage.root, (), {})
