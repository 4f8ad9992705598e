"""Judgements on identity: of every pair of agents, the last one in force; `identity.py` makes clusters of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from regesta.events.agent import Identity
from regesta.events.facts import Plain
from regesta.projections.account import Account, Names, Projection, Version
from regesta.projections.column import Column, Table, meaning
from regesta.projections.identity import pair


@dataclass(frozen=True, slots=True)
class JudgementRow:
    """One row for each judgement in force on a pair of agents: the last of each pair."""

    id: Annotated[str, Column("the fact that says so", refers="facts")]
    a: Annotated[str, Column(meaning(Identity, "a"), refers="aliases")]
    b: Annotated[str, Column(meaning(Identity, "b"), refers="aliases")]
    verdict: Annotated[str, Column(meaning(Identity, "verdict"), facet=True)]
    because: Annotated[str, Column(meaning(Identity, "because"))]


JUDGEMENTS = Table("judgements", "Who was judged to be whom, and why", JudgementRow, label="id")


def standing(account: Account) -> Version | None:
    """The judgement on a pair that stands: the last one, where a correction keeps the place of what it corrects."""
    return account.facts[-1] if account.facts else None


def fold(account: Account) -> Iterator[JudgementRow]:
    """The row of one pair."""
    version = standing(account)
    if version is not None and isinstance(version.fact, Identity):
        fact = version.fact
        yield JudgementRow(version.id, fact.a, fact.b, fact.verdict, fact.because)


def says(fact: Identity, account: Account, names: Names) -> str:
    """Jon Huntsman and J. Hutsman: judged the same, because …"""
    verdict = {"same": "the same", "different": "different", "undecided": "undecided"}[fact.verdict]
    a, b = names.seen("agent", fact.a)["name"], names.seen("agent", fact.b)["name"]
    who = f"{a} and {b}" if a != b else f"{a} ({fact.a} and {fact.b})"
    return f"{who}: judged {verdict}, because {fact.because}"


def _subject(fact: Plain, id: str) -> str:
    if not isinstance(fact, Identity):
        raise TypeError(f"a {fact.kind} is no judgement")
    return pair(fact.a, fact.b)


def _filed(account: Account, names: Names) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys(("agent", names.seen("agent", one)["id"]) for one in account.id.split("~")))


def _nothing(account: Account, names: Names) -> Iterator[JudgementRow]:
    return iter(())


PROJECTION = Projection(
    "judgement",
    (Identity,),
    (JUDGEMENTS,),
    _nothing,
    says,
    grounds=(JUDGEMENTS, fold),
    subject=_subject,
    filed=_filed,
    does="judged",
    last_stands=True,
)
