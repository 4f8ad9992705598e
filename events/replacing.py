"""Successions told in one: "X replaced Y on that day" says when X took up a post, and that Y held it until then."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from regesta.events.facts import Fact, parse_fact
from regesta.events.posting import Posting
from regesta.events.when import End

TAKES_UP = ("serving", "acting", "appointed", "sworn-in", "arrived", "accredited")
"""The phases with which somebody may take a post over."""


@dataclass(frozen=True, slots=True)
class Held:
    """A posting of the predecessor in the post, as far as it matters here."""

    id: str
    begins: date | None
    """The first day on which it may have begun; None if that is open."""
    ended: bool
    """Whether its end is told."""


class Several(ValueError):
    """More than one posting may be the one that ended."""

    def __init__(self, ids: tuple[str, ...]) -> None:
        self.ids = ids
        super().__init__(f"may be the posting {' or '.join(ids)}")


def refusal(successor: Posting) -> str | None:
    """Why a posting cannot tell whom its holder replaced; None if it can."""
    if successor.phase not in TAKES_UP:
        return f"nobody is replaced by one who is {successor.phase}; give the phase {', '.join(TAKES_UP)}"
    if successor.start is None:
        return "is told without a day; say when the successor took the post up"
    return None


def ending(
    successor: Posting,
    holder: str,
    post: str,
    postings: Iterable[Held],
    recorded: Callable[[Fact], bool],
) -> dict[str, Any]:
    """The other half of a succession, as a JSON object: that a holder's time in a post ended when a successor's began.

    It has the successor's evidence. It adds to the posting of the predecessor that may have begun by then and of which
    no end is told; else to the only one, whose other end is then in conflict with it; it opens one if there is none.
    What was `recorded` before is told in the same way again. Raises `Several` if more than one may be meant.
    """
    assert successor.start is not None  # noqa: S101 - `refusal` was asked
    by = successor.start.latest
    some = tuple(one for one in postings if one.begins is None or by is None or one.begins <= by)
    said = _ending(successor)
    opening = {**said, "holder": holder, "post": post}
    ways = [opening, *({**said, "of": one.id} for one in some)]
    again = next((way for way in ways if recorded(parse_fact(way))), None)
    if again is not None:
        return again
    joined = tuple(one for one in some if not one.ended) or some
    if len(joined) > 1:
        raise Several(tuple(one.id for one in joined))
    return {**said, "of": joined[0].id} if joined else opening


def _ending(successor: Posting) -> Mapping[str, Any]:
    said: dict[str, Any] = {
        "kind": "posting",
        "phase": "serving",
        "end": End(state="stated", when=successor.start),
        "citations": successor.citations,
        "observation": successor.observation,
        "via": successor.via,
    }
    return {name: value for name, value in said.items() if value not in ((), False)}
