"""Restrictions: of every fact, source, agent or import that was restricted, the last one in force."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from regesta.events.facts import Plain
from regesta.events.restriction import Restriction
from regesta.projections.account import Account, Names, Projection
from regesta.projections.column import Column, Table, meaning
from regesta.projections.stated import days


@dataclass(frozen=True, slots=True)
class RestrictionRow:
    """One row for each fact, source, agent or import that was restricted, or made public again."""

    id: Annotated[str, Column("what is restricted, and its id")]
    label: Annotated[str, Column("what is restricted, and how")]
    target_kind: Annotated[str, Column("what is restricted: a fact, a source, an agent or an import", facet=True)]
    target: Annotated[str, Column("its id", index=True)]
    level: Annotated[str, Column(meaning(Restriction, "level"), facet=True)]
    code: Annotated[str | None, Column(meaning(Restriction, "code"), facet=True)]
    until: Annotated[str | None, Column(meaning(Restriction, "until"))]
    until_latest: Annotated[str | None, Column("the last day that it may mean: on that day it is public", index=True)]
    note: Annotated[str | None, Column(meaning(Restriction, "note"))]
    fact: Annotated[str, Column("the fact that says so", refers="facts")]


RESTRICTIONS = Table("restrictions", "What may not be shown to everybody, and why", RestrictionRow)


def fold(account: Account, names: Names) -> Iterator[RestrictionRow]:
    """The row of one target."""
    if not account.facts:
        return
    version = account.facts[-1]
    fact = version.fact
    if isinstance(fact, Restriction):
        until = days(fact.until)
        yield RestrictionRow(
            account.id,
            says(fact, account, names),
            *fact.target,
            fact.level,
            fact.code,
            until.worded,
            until.latest,
            fact.note,
            version.id,
        )


def says(fact: Restriction, account: Account, names: Names) -> str:
    """Agent Jane Roe: withheld (privacy)"""
    kind, id = fact.target
    what = f"agent {names.seen('agent', id)['name']}" if kind == "agent" else f"{kind} {id}"
    how = f"{fact.level} ({fact.code})" if fact.code else fact.level
    if fact.until is not None:
        how += f" until {fact.until.verbatim}"
    return f"{what[:1].upper()}{what[1:]}: {how}"


def _subject(fact: Plain, id: str) -> str:
    if not isinstance(fact, Restriction):
        raise TypeError(f"a {fact.kind} restricts nothing")
    return "~".join(fact.target)


def _filed(account: Account, names: Names) -> tuple[tuple[str, str], ...]:
    kind, _, id = account.id.partition("~")
    restricted = (kind, str(names.seen(kind, id)["id"])) if kind == "agent" else (kind, id)
    return ((account.kind, account.id), *((restricted,) if kind in ("agent", "source") else ()))


PROJECTION = Projection(
    "restriction",
    (Restriction,),
    (RESTRICTIONS,),
    fold,
    says,
    subject=_subject,
    filed=_filed,
    does="restricted",
    last_stands=True,
)
