"""The state of a conflict: a function of what it rests on now and of what its explanations saw.

- *open*: nobody explained it.
- *explained*: an explanation in force saw just what the conflict rests on now (fact by fact, in these versions, with
  these confirmations); or names no facts and is later than all of them.
- *reopened*: it was explained, and no explanation in force saw what it rests on now. Evidence that is added, corrected
  or withdrawn does that; taking the change back undoes it.
- *resolved*: no rule finds it any more, and an explanation in force says what it was. A conflict that was never
  explained leaves no row when it ends: the editions in which it was open still show it.
- *not-found*: no rule finds it, and no explanation says what it was. It may be mistyped.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Explained:
    """An explanation in force, as far as the state depends on it."""

    position: int
    saw: frozenset[str]
    knew: bool = True
    """Whether it says what the conflict was."""


def state(rests_on: frozenset[str] | None, newest: int, explanations: Sequence[Explained]) -> str:
    """The state of a conflict that rests on some facts, the newest of which has a position; None if it is not found."""
    if rests_on is None:
        return "resolved" if any(one.knew for one in explanations) else "not-found"
    if not explanations:
        return "open"
    seen = (one.saw == rests_on if one.saw else newest < one.position for one in explanations)
    return "explained" if any(seen) else "reopened"
