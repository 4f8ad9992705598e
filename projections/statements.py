"""Statements: who said what, to whom, in what, and through how many voices it was heard."""

from dataclasses import dataclass
from typing import Annotated

from regesta.events.statement import About, Statement
from regesta.projections.column import Column, Table, meaning


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One row for each statement that has a fact in force."""

    id: Annotated[str, Column("the statement's id")]
    label: Annotated[str, Column("the speaker and the first words")]
    speaker: Annotated[str, Column(meaning(Statement, "speaker"), refers="agents", facet=True)]
    text: Annotated[str | None, Column(meaning(Statement, "text"), search=True)]
    mode: Annotated[str, Column(meaning(Statement, "mode"), facet=True)]
    addressees: Annotated[str | None, Column(meaning(Statement, "to"), search=True)]
    said: Annotated[str | None, Column(meaning(Statement, "said"))]
    said_earliest: Annotated[str | None, Column("the first day on which it may have been said", index=True)]
    said_latest: Annotated[str | None, Column("the last day on which it may have been said", index=True)]
    year: Annotated[int | None, Column("the year in which it may first have been said", facet=True)]
    medium: Annotated[str | None, Column(meaning(Statement, "within"), facet=True, search=True)]
    place: Annotated[str | None, Column(meaning(Statement, "place"))]
    heard_via: Annotated[str | None, Column(meaning(Statement, "via"), search=True)]
    original: Annotated[str | None, Column(meaning(Statement, "original"), search=True)]
    language: Annotated[str | None, Column(meaning(Statement, "language"))]
    first_hand: Annotated[bool, Column("whether some source tells it at first hand", facet=True)]
    hops: Annotated[int | None, Column("the fewest voices between the speaker and a source; 0 is first hand")]
    citations: Annotated[int, Column("how many citations it rests on")]


@dataclass(frozen=True, slots=True)
class AddresseeRow:
    """One row for each agent to whom a statement was made."""

    id: Annotated[str, Column("the statement and the agent")]
    statement: Annotated[str, Column("the statement", refers="statements")]
    agent: Annotated[str, Column(meaning(Statement, "to"), refers="agents", facet=True)]


@dataclass(frozen=True, slots=True)
class AboutRow:
    """One row for each subject that a statement speaks of."""

    id: Annotated[str, Column("the statement and the subject")]
    statement: Annotated[str, Column("the statement", refers="statements")]
    subject_kind: Annotated[str, Column(meaning(About, "kind"), facet=True)]
    subject: Annotated[str, Column(meaning(About, "id"), index=True)]


STATEMENTS = Table("statements", "Who said what, to whom, reported by whom", StatementRow, sort="-said_earliest")
ADDRESSEES = Table("addressees", "To whom each statement was made", AddresseeRow, label="id")
ABOUT = Table("about", "What each statement speaks of", AboutRow, label="id")
