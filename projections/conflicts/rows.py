"""The tables of conflicts: what is in conflict, on which facts each side rests, and which subjects it concerns."""

from dataclasses import dataclass
from typing import Annotated

from regesta.projections.column import Column, Table

STATES = ("open", "reopened", "explained", "resolved", "not-found")
"""The states of a conflict, the urgent ones first."""


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One row for each conflict that a rule finds, and for each that an explanation names."""

    id: Annotated[str, Column("the conflict's id: a digest of the rule and of what is at issue")]
    what: Annotated[str, Column("the conflict, in a sentence", search=True)]
    rule: Annotated[str, Column("the rule that found it; not-known if only an explanation names it", facet=True)]
    state: Annotated[
        str,
        Column(
            "open; explained; reopened (it rests on other facts than the explanation saw); resolved (it was explained,"
            " and is found no more); not-found (an explanation names it, and says not even what it was)",
            facet=True,
        ),
    ]
    subject_kind: Annotated[str | None, Column("what kind of subject it is about", facet=True)]
    subject: Annotated[str | None, Column("the subject's id", index=True)]
    earliest: Annotated[str | None, Column("the first of the days that are at issue", index=True)]
    latest: Annotated[str | None, Column("the last of the days that are at issue")]
    sides: Annotated[str | None, Column("what each side says, in a line", search=True)]
    facts: Annotated[int, Column("how many facts it rests on")]
    since: Annotated[int | None, Column("the position in the log at which it had two sides", index=True)]
    newest: Annotated[int | None, Column("the position of the newest fact that it rests on", index=True)]
    ended_by: Annotated[
        str | None, Column("resolved: the last correction or retraction of what it rested on", refers="facts")
    ]


@dataclass(frozen=True, slots=True)
class ConflictFactRow:
    """One row for each fact on which a side of a conflict rests."""

    id: Annotated[str, Column("the conflict, the side and the fact")]
    conflict: Annotated[str, Column("the conflict", refers="conflicts")]
    side: Annotated[
        int | None,
        Column("the side, from 1; 0 if both are read against it; blank if the conflict was resolved since"),
    ]
    holds: Annotated[str | None, Column("what the side says")]
    fact: Annotated[str, Column("the fact, or the confirmation of one", refers="facts")]


@dataclass(frozen=True, slots=True)
class ConflictSubjectRow:
    """One row for each subject that a conflict concerns."""

    id: Annotated[str, Column("the conflict and the subject")]
    conflict: Annotated[str, Column("the conflict", refers="conflicts")]
    subject_kind: Annotated[str, Column("what kind of subject")]
    subject: Annotated[str, Column("the subject's id", index=True)]


CONFLICTS = Table("conflicts", "What cannot all be true, by rule", ConflictRow, label="what", sort="-newest")
CONFLICT_FACTS = Table(
    "conflict_facts", "On which facts each side of a conflict rests", ConflictFactRow, label="id", owner="conflict"
)
CONFLICT_SUBJECTS = Table(
    "conflict_subjects", "Which subjects a conflict concerns", ConflictSubjectRow, label="id", owner="conflict"
)
TABLES: tuple[Table, ...] = (CONFLICTS, CONFLICT_FACTS, CONFLICT_SUBJECTS)
