"""The timeline: one row for each dated thing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated

from regesta.projections.account import Dated, Version
from regesta.projections.citations import UNVERIFIED, unverified
from regesta.projections.column import Column, Table
from regesta.projections.stated import days


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One row for each date in force: a phase's start or end, a saying, a step, a publication, a birth, a death."""

    id: Annotated[str, Column("the fact and which of its dates")]
    what: Annotated[str, Column("what happened, in a line", search=True)]
    earliest: Annotated[str | None, Column("the first day that it may mean", index=True)]
    latest: Annotated[str | None, Column("the last day that it may mean", index=True)]
    worded: Annotated[str, Column("the date as it was worded")]
    basis: Annotated[str, Column("stated, from-publication-date or derived", facet=True)]
    approximate: Annotated[bool, Column("whether the wording itself is approximate")]
    year: Annotated[int | None, Column("the year in which it may first have happened", facet=True)]
    sort: Annotated[str, Column("the day by which it stands in order: the earliest, or else the latest", index=True)]
    type: Annotated[str, Column("the phase, ended, the step, said, published, born or died", facet=True)]
    agent: Annotated[str | None, Column("who did it, or to whom it happened", refers="agents", facet=True)]
    other: Annotated[str | None, Column("with or to whom", refers="agents", facet=True)]
    subject_kind: Annotated[str, Column("what kind of subject it belongs to", facet=True)]
    subject: Annotated[str, Column("the subject's id", index=True)]
    fact: Annotated[str, Column("the fact that tells it", refers="facts")]
    unverified: Annotated[int, Column(UNVERIFIED)]


TIMELINE = Table(
    "timeline", "Everything that has a date, in order", TimelineRow, label="what", sort="sort", owner="fact"
)


def timeline(version: Version, dated: Iterable[Dated], filed: tuple[str, str]) -> Iterator[TimelineRow]:
    """A row for each date of a version in force; a date that is open on both sides has no place in time."""
    for one in dated:
        when = days(one.when)
        sort = when.earliest or when.latest
        if sort is None:
            continue
        yield TimelineRow(
            id=f"{version.id}~{one.which}",
            what=one.what,
            earliest=when.earliest,
            latest=when.latest,
            worded=one.when.verbatim,
            basis=one.when.basis,
            approximate=one.when.approximate,
            year=when.year,
            sort=sort,
            type=one.type,
            agent=one.agent,
            other=one.other,
            subject_kind=filed[0],
            subject=filed[1],
            fact=version.id,
            unverified=unverified(version),
        )
