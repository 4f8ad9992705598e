"""Restrictions: what may be shown to whom, and from when on; said of a fact, or of all that is of a source or agent.

A restriction is a fact like others, so that it is itself recorded when it took effect and by whom. Of several on one
target the last in force stands. What follows from it (what depends on a restricted fact is restricted with it) is told
by `regesta.projections.withholding`.
"""

from datetime import date
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from regesta.events.claim import AgentId, Claim, SourceId
from regesta.events.values import FactId, Sha256, Slug, Value
from regesta.events.when import When

Level = Literal["public", "internal", "withheld", "embargoed", "erased"]

Code = Literal["privacy", "safety", "source-protection", "confidential", "legal", "rights", "other"]
CODES: tuple[Code, ...] = get_args(Code)


class Barred(Value):
    """A key of an import under which nothing is taken in again; see `regesta.events.barring`."""

    name: Annotated[Slug, Field(description="the name of the import")]
    salt: Annotated[
        str, Field(pattern=r"^[A-Za-z0-9+/]{22}==$", description="16 random bytes in base64, the same for an import")
    ]
    hash: Annotated[Sha256, Field(description="the slow hash of the key: it does not tell it")]


class Restriction(Claim):
    """A fact is internal, withheld for a reason, or under embargo; or it is public again."""

    kind: Literal["restriction"]
    fact: Annotated[FactId | None, Field(description="the fact that is restricted, with its versions")] = None
    source: Annotated[SourceId | None, Field(description="or the source: all that is of it, or cites it")] = None
    agent: Annotated[AgentId | None, Field(description="or the agent: all that is of it, or names it")] = None
    imported: Annotated[Slug | None, Field(alias="import", description="or the import: all that came with it")] = None
    level: Annotated[
        Level,
        Field(
            description="public; internal: for the desk alone; withheld: for the reason that the code tells; embargoed:"
            " until a day; erased: what it said was destroyed"
        ),
    ]
    code: Annotated[
        Code | None,
        Field(
            description="why it is withheld. privacy: somebody's personal data; safety: it could endanger somebody;"
            " source-protection: it could give a source away; confidential: it was told in confidence; legal: a law or"
            " a court demands it; rights: somebody holds the rights in it; other: as the note says"
        ),
    ] = None
    until: Annotated[
        When | None, Field(description="embargoed: the day from which on it is public; of several, the last")
    ] = None

    barred: Annotated[
        tuple[Barred, ...], Field(description="erased: what keeps imports from bringing it again, without telling it")
    ] = ()

    @property
    def target(self) -> tuple[str, str]:
        """What is restricted: fact, source, agent or import, and its id."""
        for kind, id in (("fact", self.fact), ("source", self.source), ("agent", self.agent)):
            if id is not None:
                return kind, id
        return "import", self.imported or ""

    def holds_on(self, day: date) -> bool:
        """Whether what it speaks of may not be shown on a day; an embargo ends as its last possible day begins."""
        if self.level == "embargoed":
            latest = None if self.until is None else self.until.latest
            return latest is None or day < latest
        return self.level != "public"

    @model_validator(mode="after")
    def _speaks_of_one_thing(self) -> Self:
        named = [one for one in (self.fact, self.source, self.agent, self.imported) if one is not None]
        if len(named) != 1:
            raise ValueError("restricts one thing: give one of fact, source, agent and import")
        return self

    @model_validator(mode="after")
    def _says_what_its_level_needs(self) -> Self:
        if (self.level == "withheld") != (self.code is not None):
            raise ValueError("gives a code if, and only if, it is withheld")
        if (self.level == "embargoed") != (self.until is not None):
            raise ValueError("gives until if, and only if, it is embargoed")
        if self.until is not None and self.until.latest is None:
            raise ValueError(f"is embargoed until {self.until.verbatim!r}, which has no last day; give one that has")
        if self.code == "other" and self.note is None:
            raise ValueError("is withheld for another reason; say in the note which")
        if self.level == "erased" and (self.fact is None or self.note is None):
            raise ValueError("erases one fact, and says in the note why")
        if self.barred and self.level != "erased":
            raise ValueError("bars a key only where something was erased")
        return self
