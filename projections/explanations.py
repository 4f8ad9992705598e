"""Explanations: what people said of conflicts. What a conflict's state is by them, `conflicts/states.py` tells."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from regesta.events.explanation import Explanation
from regesta.projections.account import Account, Names, Projection, of_kind
from regesta.projections.column import Column, Table, meaning


@dataclass(frozen=True, slots=True)
class ExplanationRow:
    """One row for each explanation in force."""

    id: Annotated[str, Column("the fact that says so", refers="facts")]
    conflict: Annotated[str, Column(meaning(Explanation, "conflict"), refers="conflicts")]
    position: Annotated[int, Column("its place in the log, from 0")]
    note: Annotated[str, Column(meaning(Explanation, "note"), search=True)]
    rule: Annotated[str | None, Column(meaning(Explanation, "rule"), facet=True)]
    what: Annotated[str | None, Column(meaning(Explanation, "what"))]
    subject_kind: Annotated[str | None, Column("what kind of subject the conflict is about")]
    subject: Annotated[str | None, Column("the subject's id")]
    saw: Annotated[str, Column(meaning(Explanation, "saw") + " (a JSON array)")]


EXPLANATIONS = Table(
    "explanations", "What people said of conflicts", ExplanationRow, label="note", sort="-position", owner="conflict"
)


def fold(account: Account, names: Names) -> Iterator[ExplanationRow]:
    """A row for each explanation of one conflict."""
    for version in account.facts:
        fact = version.fact
        if isinstance(fact, Explanation):
            about = _about(fact, names)
            yield ExplanationRow(
                id=version.id,
                conflict=account.id,
                position=version.entry.position,
                note=fact.note,
                rule=fact.rule,
                what=fact.what,
                subject_kind=about[0] if about else None,
                subject=about[1] if about else None,
                saw=json.dumps(fact.saw),
            )


def _about(fact: Explanation, names: Names) -> tuple[str, str] | None:
    if fact.about is None:
        return None
    kind, id = fact.about.kind, fact.about.id
    return kind, names.seen("agent", id)["id"] if kind == "agent" else id


def _filed(account: Account, names: Names) -> tuple[tuple[str, str], ...]:
    """The conflict, and the subjects that it is about: their history tells of its explanations too."""
    told = (_about(fact, names) for fact in of_kind(account.ever, Explanation))
    return ((account.kind, account.id), *dict.fromkeys(about for about in told if about is not None))


def says(fact: Explanation, account: Account, names: Names) -> str:
    """Explained: Ann and Bob both certainly held the post … — one of them was acting"""
    return f"Explained: {fact.what or f'the conflict {fact.conflict}'} — {' '.join(fact.note.split())}"


PROJECTION = Projection("conflict", (Explanation,), (EXPLANATIONS,), fold, says, filed=_filed)
