"""The rows of one conflict: as a rule found it, or as its explanations remember it."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from regesta.projections.account import Row
from regesta.projections.conflicts.evidence import Fact
from regesta.projections.conflicts.rows import ConflictFactRow, ConflictRow, ConflictSubjectRow
from regesta.projections.conflicts.rule import Finding
from regesta.projections.conflicts.states import Explained, state

Sides = Sequence[tuple[int, str | None, tuple[Fact, ...]]]


@dataclass(frozen=True, slots=True)
class Explanation:
    """An explanation in force, as its row has it."""

    position: int
    rule: str | None
    what: str | None
    subject_kind: str | None
    subject: str | None
    saw: str

    @property
    def seen(self) -> frozenset[str]:
        """The facts that it saw."""
        return frozenset(json.loads(self.saw))

    @property
    def explained(self) -> Explained:
        """What the state depends on."""
        return Explained(self.position, self.seen, self.what is not None)


def as_found(id: str, rule: str, finding: Finding, sides: Sides, explanations: Sequence[Explanation]) -> Iterator[Row]:
    """The rows of a conflict that a rule finds."""
    facts = {fact for _, _, of_side in sides for fact in of_side}
    newest = max((fact.position for fact in facts), default=-1)
    began = [of_side[0].position for number, _, of_side in sides if number and of_side]
    seen = frozenset(fact.id for fact in facts)
    yield ConflictRow(
        id=id,
        what=finding.what,
        rule=rule,
        state=state(seen, newest, [one.explained for one in explanations]),
        subject_kind=finding.subject[0],
        subject=finding.subject[1],
        earliest=finding.earliest,
        latest=finding.latest,
        sides=" ↔ ".join(side.holds for side in finding.sides),
        facts=len(facts),
        since=max(began, default=None),
        newest=newest if facts else None,
        ended_by=None,
    )
    for number, holds, of_side in sides:
        for fact in of_side:
            yield ConflictFactRow(f"{id}~{number}~{fact.id}", id, number, holds, fact.id)
    looked_up = ((told.kind, told.id) for told in finding.looked_up)
    yield from _subjects(id, [finding.subject, *finding.concerns, *looked_up], facts)


def as_remembered(
    id: str, explanations: Sequence[Explanation], seen: Iterable[Fact], ended_by: str | None
) -> Iterator[Row]:
    """The rows of a conflict that no rule finds any more, from the last of its explanations that knew it."""
    last = next((one for one in reversed(explanations) if one.what is not None), explanations[-1])
    facts = tuple(seen)
    about = [(last.subject_kind, last.subject)] if last.subject_kind and last.subject else []
    yield ConflictRow(
        id=id,
        what=last.what or f"An explanation names the conflict {id}, which no rule finds",
        rule=last.rule or "not-known",
        state=state(None, -1, [one.explained for one in explanations]),
        subject_kind=last.subject_kind,
        subject=last.subject,
        earliest=None,
        latest=None,
        sides=None,
        facts=len(facts),
        since=None,
        newest=None,
        ended_by=ended_by,
    )
    for fact in facts:
        yield ConflictFactRow(f"{id}~~{fact.id}", id, None, None, fact.id)
    yield from _subjects(id, about, facts)


def _subjects(id: str, named: Iterable[tuple[str, str]], facts: Iterable[Fact]) -> Iterator[ConflictSubjectRow]:
    of_facts = sorted({(fact.kind, fact.subject) for fact in facts if fact.kind and fact.subject})
    for kind, subject in dict.fromkeys([*named, *of_facts]):
        yield ConflictSubjectRow(f"{id}~{kind}~{subject}", id, kind, subject)
