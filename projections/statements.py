"""Statements: who said what, to whom, in what, and through how many voices it was heard."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any

from regesta.events.claim import Hop
from regesta.events.statement import About, Statement
from regesta.projections.account import Account, Dated, Names, Projection, Version, first, of_kind
from regesta.projections.citations import INDEPENDENT_ORIGINS, UNVERIFIED, weigh
from regesta.projections.column import Column, Table, meaning
from regesta.projections.stated import days


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
    independent_origins: Annotated[int, Column(INDEPENDENT_ORIGINS)]
    unverified: Annotated[int, Column(UNVERIFIED)]


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
ADDRESSEES = Table("addressees", "To whom each statement was made", AddresseeRow, label="id", owner="statement")
ABOUT = Table("about", "What each statement speaks of", AboutRow, label="id", owner="statement")


def fold(account: Account, names: Names) -> Iterator[StatementRow | AddresseeRow | AboutRow]:
    """The rows of one statement; none if no fact is in force, or if who said it was withheld."""
    told = of_kind(account.facts, Statement)
    speaker = _speaker(account)
    if not told or speaker is None:
        return
    said = days(first(fact.said for fact in told))
    text = first(fact.text for fact in told)
    to = {agent["id"]: agent["name"] for agent in _agents((agent for fact in told for agent in fact.to), names)}
    chains = dict.fromkeys(_told_by(chain, names) for chain in _chains(account))
    weight = weigh(account.facts, names)
    voice = names.seen("agent", speaker)
    yield StatementRow(
        id=account.id,
        label=f"{voice['name']}: {_words(text, told[0].mode, 80)}",
        speaker=voice["id"],
        text=text,
        mode=told[0].mode,
        addressees="; ".join(to.values()) or None,
        said=said.worded,
        said_earliest=said.earliest,
        said_latest=said.latest,
        year=said.year,
        medium=first(fact.within for fact in told),
        place=first(fact.place for fact in told),
        heard_via="; ".join(chains) or None,
        original=first(fact.original for fact in told),
        language=first(fact.language for fact in told),
        first_hand=weight.first_hand,
        hops=weight.hops,
        citations=weight.citations,
        independent_origins=weight.independent_origins,
        unverified=weight.unverified,
    )
    for agent in to:
        yield AddresseeRow(f"{account.id}~{agent}", account.id, agent)
    for kind, subject in dict.fromkeys(_about(about, names) for fact in told for about in fact.about):
        yield AboutRow(f"{account.id}~{kind}~{subject}", account.id, kind, subject)


def _about(about: About, names: Names) -> tuple[str, str]:
    return about.kind, names.seen("agent", about.id)["id"] if about.kind == "agent" else about.id


def _agents(ids: Iterable[str], names: Names) -> Iterator[Mapping[str, Any]]:
    return (names.seen("agent", agent) for agent in ids)


def _chains(account: Account) -> Iterator[tuple[Hop, ...]]:
    """The chains of voices through which a statement was heard, those of its confirmations included."""
    return (backing.via for version in account.facts for backing in version.evidence if backing.via)


def _told_by(chain: tuple[Hop, ...], names: Names) -> str:
    return " → ".join(voice["name"] for voice in _agents((hop.agent for hop in chain), names))


def _words(text: str | None, mode: str, limit: int) -> str:
    """The first words: in quotation marks if they are the speaker's."""
    if text is None:
        return "no comment" if mode == "no-comment" else mode
    line = " ".join(text.split())
    line = line if len(line) <= limit else line[: limit - 1].rsplit(" ", 1)[0] + "…"
    match mode:
        case "direct":
            return f"“{line}”"
        case "denial":
            return f"denies: {line}"
        case _:
            return line


def says(fact: Statement, account: Account, names: Names) -> str:
    """Jon Huntsman to Donald Trump: “while times are tough, …” (5 August 2019)"""
    return _says(fact, account, names) + (f" ({fact.said.verbatim})" if fact.said else "")


def _says(fact: Statement, account: Account, names: Names) -> str:
    speaker = fact.speaker or _speaker(account)
    who = names.seen("agent", speaker)["name"] if speaker else "(somebody who is withheld)"
    to = ", ".join(agent["name"] for agent in _agents(fact.to, names))
    text = fact.text or _text(account)
    return f"{who}{' to ' + to if to else ''}: {_words(text, fact.mode, 160)}"


@lru_cache(maxsize=1)
def _speaker(account: Account) -> str | None:
    return first(fact.speaker for fact in of_kind((*account.facts, *account.ever), Statement))


@lru_cache(maxsize=1)
def _text(account: Account) -> str | None:
    return first(fact.text for fact in of_kind((*account.facts, *account.ever), Statement))


@lru_cache(maxsize=1)
def _to(account: Account) -> tuple[str, ...]:
    return first(fact.to or None for fact in of_kind(account.facts, Statement)) or ()


def dates(version: Version, account: Account, names: Names) -> Iterator[Dated]:
    """When it was said."""
    fact = version.fact
    speaker = _speaker(account)
    if not isinstance(fact, Statement) or fact.said is None or speaker is None:
        return
    to = fact.to or _to(account)
    other = names.seen("agent", to[0])["id"] if len(to) == 1 else None
    yield Dated("said", "said", _says(fact, account, names), fact.said, names.seen("agent", speaker)["id"], other)


PROJECTION = Projection("statement", (Statement,), (STATEMENTS, ADDRESSEES, ABOUT), fold, says, dates)
