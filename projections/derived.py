"""Dates whose bounds follow from other facts: what was derived, put in the place of what was stated.

The folds see dates as they are known in the end: bounds that `regesta.projections.relative` derived stand in the facts
that they are given, marked derived. The entry still holds the fact as it was recorded.
"""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from regesta.events.relation import in_words
from regesta.events.when import When
from regesta.projections.account import Account, DerivedDate, Version
from regesta.projections.column import Column, Table
from regesta.projections.stated import days
from regesta.projections.told_dates import dates, with_dates


@dataclass(frozen=True, slots=True)
class DerivedDateRow:
    """One row for each date in force that is counted from others, or that others narrow."""

    id: Annotated[str, Column("the fact and which of its dates")]
    fact: Annotated[str, Column("the fact that tells it", refers="facts")]
    field: Annotated[str, Column("which of its dates")]
    worded: Annotated[str, Column("the date as it was worded")]
    counted_from: Annotated[str | None, Column("the dates that it is counted from, and how far it lies from them")]
    earliest: Annotated[str | None, Column("the first day that it may mean, all told", index=True)]
    latest: Annotated[str | None, Column("the last day that it may mean, all told")]
    stated_earliest: Annotated[str | None, Column("the first day that its own words allow")]
    stated_latest: Annotated[str | None, Column("the last day that its own words allow")]
    state: Annotated[
        str,
        Column(
            "derived (its bounds follow from other facts), stated (they add nothing to its own words), open (no bounds"
            " are known), or contradicted (it is counted from facts with which it cannot be true; its own words stand)",
            facet=True,
        ),
    ]


@dataclass(frozen=True, slots=True)
class DateOriginRow:
    """One row for each fact from which the bounds of a derived date follow, or with which it cannot be true."""

    id: Annotated[str, Column("the date and the fact")]
    date: Annotated[str, Column("the derived date", refers="derived_dates")]
    fact: Annotated[str, Column("the fact whose date it is", refers="facts")]
    origin: Annotated[str, Column("the fact from which it follows", refers="facts")]
    bound: Annotated[str, Column("what follows from it: earliest, latest, both, or contradiction", facet=True)]
    contradiction: Annotated[
        str | None,
        Column("all facts of a smallest set that cannot all be true, that of the date among them (JSON)", index=True),
    ]


DERIVED_DATES = Table(
    "derived_dates", "Dates whose bounds follow from other facts", DerivedDateRow, label="worded", owner="fact"
)
DATE_ORIGINS = Table(
    "date_origins", "The facts that derived dates follow from", DateOriginRow, label="id", owner="fact"
)


class Derived:
    """What was derived, as a database that is being built has it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._any: bool | None = None

    def put(self, account: Account) -> Account:
        """The account with derived bounds in its facts in force; the account itself where nothing was derived."""
        if self._any is None:
            self._any = self._connection.execute("SELECT 1 FROM _leans LIMIT 1").fetchone() is not None
        if not self._any:
            return account
        facts = tuple(self._known(version) for version in account.facts)
        return account if facts == account.facts else replace(account, facts=facts)

    def _known(self, version: Version) -> Version:
        told = dict(dates(version.fact))
        if not told:
            return version
        found = {
            field: (earliest, latest, json.loads(earliest_from), json.loads(latest_from))
            for field, earliest, latest, earliest_from, latest_from in self._connection.execute(
                "SELECT field, earliest, latest, earliest_from, latest_from FROM _resolved WHERE fact = ?",
                (version.id,),
            )
        }
        aside = self._set_aside(version.id) if found or any(when.relative for when in told.values()) else {}
        derived: list[DerivedDate] = []
        known: dict[str, When] = {}
        for field, when in told.items():
            if field in found:
                earliest, latest, earliest_from, latest_from = found[field]
                bounds = {"earliest": _day(earliest), "latest": _day(latest), "basis": "derived"}
                known[field] = when.model_copy(update=bounds)
                derived.append(
                    DerivedDate(
                        field, when, known[field], tuple(earliest_from), tuple(latest_from), aside.get(field, ())
                    )
                )
            elif when.relative:
                derived.append(DerivedDate(field, when, when, (), (), aside.get(field, ())))
        if not derived:
            return version
        return replace(version, fact=with_dates(version.fact, known), derived=tuple(derived))

    def _set_aside(self, fact: str) -> dict[str, tuple[tuple[str, ...], ...]]:
        """The contradictions of which relations of a fact's dates are part, by field."""
        found: dict[str, dict[tuple[str, ...], None]] = {}
        for field, facts in self._connection.execute(
            "SELECT field, facts FROM _set_aside WHERE fact = ? ORDER BY field, relation", (fact,)
        ):
            found.setdefault(field, {})[tuple(json.loads(facts))] = None
        return {field: tuple(sorted(sets)) for field, sets in found.items()}


def _day(number: int | None) -> date | None:
    return None if number is None else date.fromordinal(number)


def derived_dates(version: Version) -> Iterator[DerivedDateRow | DateOriginRow]:
    """The rows of a version's dates that follow from other facts, or are counted from them."""
    for one in version.derived:
        id = f"{version.id}~{one.field}"
        stated, known = days(one.stated), days(one.known)
        yield DerivedDateRow(
            id=id,
            fact=version.id,
            field=one.field,
            worded=one.stated.verbatim,
            counted_from="; ".join(map(in_words, one.stated.relative)) or None,
            earliest=known.earliest,
            latest=known.latest,
            stated_earliest=stated.earliest,
            stated_latest=stated.latest,
            state=_state(one),
        )
        for origin in sorted({*one.earliest_from, *one.latest_from}):
            both = origin in one.earliest_from and origin in one.latest_from
            bound = "both" if both else "earliest" if origin in one.earliest_from else "latest"
            yield DateOriginRow(f"{id}~{origin}", id, version.id, origin, bound, None)
        for number, facts in enumerate(one.contradictions, 1):
            for origin in facts:
                name = f"{id}~{origin}~{number}"
                yield DateOriginRow(name, id, version.id, origin, "contradiction", json.dumps(facts))


def _state(one: DerivedDate) -> str:
    if one.contradictions:
        return "contradicted"
    if one.known is not one.stated:
        return "derived"
    return "open" if one.known.earliest is one.known.latest is None else "stated"
