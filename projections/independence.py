"""Judgements on origins: which voices and sources count as one, and which know of themselves what they tell."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from regesta.events.facts import Plain
from regesta.events.independence import Independence
from regesta.events.statement import About
from regesta.projections.account import Account, Names, Projection
from regesta.projections.column import Column, Table, meaning
from regesta.projections.origin_graph import Origin


@dataclass(frozen=True, slots=True)
class OriginJudgementRow:
    """One row for each judgement on two origins that is in force."""

    id: Annotated[str, Column("the fact that says so", refers="facts")]
    a: Annotated[str, Column("the one origin of the two, the first by name: source or agent, and its id", index=True)]
    b: Annotated[str, Column("the other origin", index=True)]
    verdict: Annotated[str, Column(meaning(Independence, "verdict"), facet=True)]
    because: Annotated[str, Column(meaning(Independence, "because"))]


ORIGIN_JUDGEMENTS = Table(
    "origin_judgements", "Which origins were judged to be one, or independent, and why", OriginJudgementRow, label="id"
)


def named(origin: Origin) -> str:
    """An origin in one word: `source/letter`."""
    return "/".join(origin)


def parsed(name: str) -> Origin:
    """The inverse of `named`."""
    kind, _, id = name.partition("/")
    return kind, id


def pair(id: str) -> tuple[Origin, ...]:
    """The two origins of a judgement's subject."""
    return tuple(map(parsed, id.split("~")))


def grounds(account: Account) -> Iterator[OriginJudgementRow]:
    """The rows of one pair: one for each judgement in force, since none replaces another."""
    for version in account.facts:
        fact = version.fact
        if isinstance(fact, Independence):
            a, b = sorted((_name(fact.a), _name(fact.b)))
            yield OriginJudgementRow(version.id, a, b, fact.verdict, fact.because)


def _name(about: About) -> str:
    return named((about.kind, about.id))


def says(fact: Independence, account: Account, names: Names) -> str:
    """Kommersant (kommersant-report) and TASS (tass-report): judged independent, because …"""
    who = " and ".join(_called(one, names) for one in (fact.a, fact.b))
    verdict = {"same": "one origin", "independent": "independent"}[fact.verdict]
    return f"{who}: judged {verdict}, because {fact.because}"


def _called(about: About, names: Names) -> str:
    seen = names.seen(about.kind, about.id)
    if about.kind == "agent":
        return str(seen["name"])
    return f"{seen['publication']} ({about.id})" if seen["publication"] else about.id


def _subject(fact: Plain, id: str) -> str:
    if not isinstance(fact, Independence):
        raise TypeError(f"a {fact.kind} is no judgement on origins")
    return "~".join(sorted((_name(fact.a), _name(fact.b))))


def _filed(account: Account, names: Names) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys((kind, names.seen(kind, id)["id"]) for kind, id in pair(account.id)))


def _nothing(account: Account, names: Names) -> Iterator[OriginJudgementRow]:
    return iter(())


PROJECTION = Projection(
    "origin",
    (Independence,),
    (ORIGIN_JUDGEMENTS,),
    _nothing,
    says,
    grounds=(ORIGIN_JUDGEMENTS, grounds),
    subject=_subject,
    filed=_filed,
    does="judged",
)
