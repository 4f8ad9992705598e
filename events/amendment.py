"""Acts on facts already recorded: a correction replaces one, a retraction withdraws one, a confirmation backs one.

Nothing is edited. A correction carries the whole new fact, never a patch, so that any edition is a window over
versions. `was-wrong` and `no-longer-true` are different motives and stay different.
"""

from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, model_validator

from regesta.events.claim import Claim, Evidenced
from regesta.events.values import FactId, Text

if TYPE_CHECKING:
    from regesta.events.facts import Plain

Motive = Literal["was-wrong", "no-longer-true", "clerical", "source-corrected"]


class Correction(Claim):
    """Replaces a fact by another, whole."""

    kind: Literal["correction"]
    replaces: Annotated[FactId, Field(description="the fact that is replaced")]
    fact: Annotated["Plain", Field(description="the whole new fact")]
    motive: Annotated[
        Motive,
        Field(
            description="was-wrong: it never was so; no-longer-true: it was so, and has changed; clerical: a slip of"
            " the pen; source-corrected: the source corrected itself"
        ),
    ]
    note: Annotated[Text, Field(description="what was corrected, and why")]


class Retraction(Claim):
    """Withdraws a fact; it stays visible, and says why."""

    kind: Literal["retraction"]
    fact: Annotated[FactId, Field(description="the fact that is withdrawn")]
    reason: Annotated[Text, Field(description="why")]


class Confirmation(Evidenced):
    """Adds a citation to a fact, unchanged: it was seen again, or elsewhere."""

    kind: Literal["confirmation"]
    fact: Annotated[FactId, Field(description="the fact that is confirmed")]

    @model_validator(mode="after")
    def _cites(self) -> Self:
        if not self.citations and not self.note:
            raise ValueError("a confirmation needs a source, or a note on what you saw")
        return self
