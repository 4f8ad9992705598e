"""Agents, their names, and judgements on who is who."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from regesta.events.claim import AgentId, Claim, Evidenced, Subject
from regesta.events.values import Line, Text
from regesta.events.when import When


class Agent(Subject):
    """Somebody who can hold, say or meet: a person, a body, or a voice that is not named."""

    kind: Literal["agent"]
    of: Annotated[AgentId | None, Field(description="the agent that this adds to")] = None
    name: Annotated[Line | None, Field(description="the name to show; for an anonymous voice, its description")] = None
    type: Annotated[
        Literal["person", "organization", "office", "group", "anonymous"] | None,
        Field(description="person, organization, office, group, or anonymous: a voice that a source does not name"),
    ] = None
    description: Annotated[Text | None, Field(description="who it is, in a line")] = None
    born: Annotated[When | None, Field(description="when the person was born, or the body founded")] = None
    died: Annotated[When | None, Field(description="when the person died, or the body was dissolved")] = None
    outlet: Annotated[Line | None, Field(description="anonymous: the outlet to which the voice spoke")] = None
    day: Annotated[When | None, Field(description="anonymous: the day on which the voice was quoted")] = None

    @model_validator(mode="after")
    def _is_named_and_scoped(self) -> Self:
        if self.of is None and (self.name is None or self.type is None):
            raise ValueError("a new agent needs a name and a type: person, organization, office, group or anonymous")
        if self.type == "anonymous" and self.outlet is None:
            raise ValueError(
                "an anonymous voice needs the outlet to which it spoke, so that it is not merged with others"
            )
        return self


class Name(Evidenced):
    """A source names an agent so. A misspelling is a name with a citation, not an error to erase."""

    kind: Literal["name"]
    agent: Annotated[AgentId, Field(description="the agent that is named")]
    name: Annotated[Line, Field(description="the name as the source writes it")]
    form: Annotated[
        Literal["official", "variant", "misspelling", "transliteration"],
        Field(description="what kind of name it is"),
    ] = "variant"
    language: Annotated[
        str | None,
        Field(pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", description="the name's language (BCP 47)"),
    ] = None
    script: Annotated[str | None, Field(pattern=r"^[A-Z][a-z]{3}$", description="its script (ISO 15924)")] = None


class Identity(Claim):
    """A person's judgement that two agents are the same, different, or undecided; a later one replaces it."""

    kind: Literal["identity"]
    a: Annotated[AgentId, Field(description="the one agent")]
    b: Annotated[AgentId, Field(description="the other agent")]
    verdict: Annotated[Literal["same", "different", "undecided"], Field(description="the judgement")]
    because: Annotated[Text, Field(description="why")]

    @model_validator(mode="after")
    def _judges_two(self) -> Self:
        if self.a == self.b:
            raise ValueError(f"judges {self.a!r} against itself; name two agents")
        return self
