"""Agents and their names; those that were judged the same are one agent, with several ids."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, assert_never

from regesta.events.agent import Agent, Name
from regesta.projections.account import (
    STANDING,
    Account,
    Dated,
    Names,
    Projection,
    Version,
    first,
    notes,
    of_kind,
    stands,
)
from regesta.projections.column import Column, Table, meaning
from regesta.projections.stated import days


@dataclass(frozen=True, slots=True)
class AgentRow:
    """One row for each agent that has a fact in force, or that another row refers to.

    Agents judged the same are one row, under the id of the one recorded first.
    """

    id: Annotated[str, Column("the agent's id")]
    name: Annotated[str, Column(meaning(Agent, "name"), search=True)]
    type: Annotated[str, Column(meaning(Agent, "type") + "; not-known if that is not told", facet=True)]
    description: Annotated[str | None, Column(meaning(Agent, "description"), search=True)]
    other_names: Annotated[str | None, Column("how else sources name it", search=True)]
    born: Annotated[str | None, Column(meaning(Agent, "born"))]
    born_earliest: Annotated[str | None, Column("the first day that it may mean")]
    born_latest: Annotated[str | None, Column("the last day that it may mean")]
    died: Annotated[str | None, Column(meaning(Agent, "died"))]
    died_earliest: Annotated[str | None, Column("the first day that it may mean")]
    died_latest: Annotated[str | None, Column("the last day that it may mean")]
    outlet: Annotated[str | None, Column(meaning(Agent, "outlet"), facet=True)]
    day: Annotated[str | None, Column(meaning(Agent, "day"))]
    status: Annotated[str, Column(STANDING, facet=True)]
    note: Annotated[str | None, Column(meaning(Agent, "note"))]


@dataclass(frozen=True, slots=True)
class AliasRow:
    """One row for each id under which an agent was recorded, its own included."""

    id: Annotated[str, Column("an id under which the agent was recorded")]
    agent: Annotated[str, Column("the agent", refers="agents")]


@dataclass(frozen=True, slots=True)
class NameRow:
    """One row for each fact in force that names an agent.

    The name under which an agent was recorded has the form `given`; an anonymous voice has a description, no name.
    """

    id: Annotated[str, Column("the fact that says so", refers="facts")]
    agent: Annotated[str, Column(meaning(Name, "agent"), refers="agents", facet=True)]
    name: Annotated[str, Column(meaning(Name, "name"), search=True)]
    form: Annotated[
        str, Column(meaning(Name, "form") + ": official, variant, misspelling, transliteration, or given", facet=True)
    ]
    language: Annotated[str | None, Column(meaning(Name, "language"), facet=True)]
    script: Annotated[str | None, Column(meaning(Name, "script"))]


AGENTS = Table("agents", "People, bodies and voices", AgentRow, label="name", sort="name")
ALIASES = Table("aliases", "Every id under which an agent was recorded", AliasRow, label="id")
NAMES = Table("names", "How sources name the agents", NameRow, label="name", sort="name")


def fold(account: Account, names: Names) -> Iterator[AgentRow | AliasRow | NameRow]:
    """The rows of one agent; where no fact is in force, what was told keeps its name for those who refer to it."""
    told, standing = stands(account, Agent)
    born, died = days(first(fact.born for fact in told)), days(first(fact.died for fact in told))
    named = tuple(_names(account))
    name = _name(account)
    others = dict.fromkeys(row.name for row in named if row.name != name)
    day = first(fact.day for fact in told)
    yield AgentRow(
        id=account.id,
        name=name,
        type=_type(account) or "not-known",
        description=first(fact.description for fact in told),
        other_names="; ".join(others) or None,
        born=born.worded,
        born_earliest=born.earliest,
        born_latest=born.latest,
        died=died.worded,
        died_earliest=died.earliest,
        died_latest=died.latest,
        outlet=first(fact.outlet for fact in told),
        day=day.verbatim if day else None,
        status=standing,
        note=notes(told),
    )
    for member in account.members:
        yield AliasRow(member, account.id)
    yield from named


def _names(account: Account) -> Iterator[NameRow]:
    for version in account.facts:
        match version.fact:
            case Name() as fact:
                yield NameRow(version.id, account.id, fact.name, fact.form, fact.language, fact.script)
            case Agent(name=str(name)) as fact if fact.type != "anonymous":
                yield NameRow(version.id, account.id, name, "given", None, None)
            case _:
                pass


@lru_cache(maxsize=1)
def _name(account: Account) -> str:
    """What to call an agent: the name told first, in force if there is one."""
    told = (*of_kind(account.facts, Agent), *of_kind(account.ever, Agent))
    spelt = (*of_kind(account.facts, Name), *of_kind(account.ever, Name))
    return first(fact.name for fact in told) or first(fact.name for fact in spelt) or account.id


@lru_cache(maxsize=1)
def _type(account: Account) -> str | None:
    return first(fact.type for fact in of_kind((*account.facts, *account.ever), Agent))


def says(fact: Agent | Name, account: Account, names: Names) -> str:
    """Jon Huntsman, person: Ambassador of the United States to Russia"""
    match fact:
        case Name():
            form = {"variant": "also", "official": "officially"}.get(fact.form, "as a " + fact.form)
            return f"{_name(account)}, named {form}: {fact.name}"
        case Agent():
            name = fact.name or _name(account)
            who = f"{name}, {fact.type}" if fact.type else name
            who += f", to {fact.outlet}" if fact.outlet else ""
            return f"{who}: {fact.description}" if fact.description else who
        case _:
            assert_never(fact)


def dates(version: Version, account: Account, names: Names) -> Iterator[Dated]:
    """When an agent was born and died; of a body, founded and dissolved."""
    fact = version.fact
    if not isinstance(fact, Agent):
        return
    name = _name(account)
    person = _type(account) == "person"
    if fact.born is not None:
        yield Dated("born", "born", f"{name}: {'born' if person else 'founded'}", fact.born, account.id)
    if fact.died is not None:
        yield Dated("died", "died", f"{name}: {'died' if person else 'dissolved'}", fact.died, account.id)


PROJECTION = Projection(
    "agent", (Agent, Name), (AGENTS, ALIASES, NAMES), fold, says, dates, shows=("name", "died_latest")
)
