"""Agents and their names, with judgements on identity taken into account."""

from dataclasses import dataclass
from typing import Annotated

from regesta.events.agent import Agent, Identity, Name
from regesta.projections.column import Column, Table, meaning


@dataclass(frozen=True, slots=True)
class AgentRow:
    """One row for each agent in force; agents judged the same are one row, that of the first recorded."""

    id: Annotated[str, Column("the agent's id")]
    name: Annotated[str, Column(meaning(Agent, "name"), search=True)]
    type: Annotated[str, Column(meaning(Agent, "type"), facet=True)]
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
    note: Annotated[str | None, Column(meaning(Agent, "note"))]


@dataclass(frozen=True, slots=True)
class AliasRow:
    """One row for each id under which an agent was recorded, its own included."""

    id: Annotated[str, Column("an id under which the agent was recorded")]
    agent: Annotated[str, Column("the agent", refers="agents")]


@dataclass(frozen=True, slots=True)
class NameRow:
    """One row for each fact in force that names an agent."""

    id: Annotated[str, Column("the fact that says so", refers="facts")]
    agent: Annotated[str, Column(meaning(Name, "agent"), refers="agents", facet=True)]
    name: Annotated[str, Column(meaning(Name, "name"), search=True)]
    form: Annotated[str, Column(meaning(Name, "form"), facet=True)]
    language: Annotated[str | None, Column(meaning(Name, "language"), facet=True)]
    script: Annotated[str | None, Column(meaning(Name, "script"))]


@dataclass(frozen=True, slots=True)
class JudgementRow:
    """One row for each judgement in force on a pair of agents: the last of each pair."""

    id: Annotated[str, Column("the fact that says so", refers="facts")]
    a: Annotated[str, Column(meaning(Identity, "a"), refers="aliases")]
    b: Annotated[str, Column(meaning(Identity, "b"), refers="aliases")]
    verdict: Annotated[str, Column(meaning(Identity, "verdict"), facet=True)]
    because: Annotated[str, Column(meaning(Identity, "because"))]


AGENTS = Table("agents", "People, bodies and voices", AgentRow, label="name", sort="name")
ALIASES = Table("aliases", "Every id under which an agent was recorded", AliasRow, label="id")
NAMES = Table("names", "How sources name the agents", NameRow, label="name", sort="name")
JUDGEMENTS = Table("judgements", "Who was judged to be whom, and why", JudgementRow, label="id")
