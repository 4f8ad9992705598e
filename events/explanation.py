"""Explanations: a person's note on a conflict, and what the conflict rested on when it was written.

A conflict is found by rule, has no entry of its own and is known by its id (`regesta.projections.conflicts.rule`).
What an explanation says beside its note is so that it can be read without the conflict: in what words it stood, and
which facts were seen.
"""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from regesta.events.claim import Claim
from regesta.events.statement import About
from regesta.events.values import FactId, Line, Slug, Text


def conflict_id(text: str) -> str:
    """The text if it is a whole conflict's id: 16 characters of Crockford's base32, lower case."""
    if not re.fullmatch(r"[0-9abcdefghjkmnpqrstvwxyz]{16}", text):
        raise ValueError(f"{text[:80]!r} is not a conflict's id; copy its 16 characters from `regesta conflicts`")
    return text


ConflictId = Annotated[str, AfterValidator(conflict_id)]
"""The id of a conflict."""


class Explanation(Claim):
    """A person says why a conflict is none, or how it stands; it holds for what was seen, and no longer."""

    kind: Literal["explanation"]
    conflict: Annotated[ConflictId, Field(description="the conflict that is explained")]
    note: Annotated[Text, Field(description="why it is no conflict, or how it stands")]
    rule: Annotated[Slug | None, Field(description="the rule that found it")] = None
    what: Annotated[Line | None, Field(description="the conflict in words, as it stood")] = None
    about: Annotated[About | None, Field(description="the subject that it is about")] = None
    saw: Annotated[
        tuple[FactId, ...],
        Field(description="the facts that the conflict rested on; if blank, all that were recorded before"),
    ] = ()
