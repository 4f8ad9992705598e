"""Independence: a person's judgement that two origins are one voice, or that each knows of itself what it tells."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from regesta.events.claim import Claim
from regesta.events.statement import About
from regesta.events.values import Text


class Independence(Claim):
    """Two voices or sources are one origin, or are independent of each other. A retraction takes it back."""

    kind: Literal["independence"]
    a: Annotated[About, Field(description="the one origin: a source or an agent")]
    b: Annotated[About, Field(description="the other origin")]
    verdict: Annotated[
        Literal["same", "independent"],
        Field(description="same: they count as one origin; independent: each knows of itself what it tells"),
    ]
    because: Annotated[Text, Field(description="why")]

    @model_validator(mode="after")
    def _judges_two_origins(self) -> Self:
        for one in (self.a, self.b):
            if one.kind not in ("source", "agent"):
                raise ValueError(f"judges the {one.kind} {one.id!r}, which is no origin; name sources or agents")
        if self.a == self.b:
            raise ValueError(f"judges {self.a.id!r} against itself; name two origins")
        return self
