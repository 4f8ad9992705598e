"""A quote in its place: the words, what stands around them in the captured text, and whether they still do."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, assert_never

from regesta.events.claim import Quote
from regesta.events.quotes import recheck

AROUND = 260
"""How many characters of the captured text are shown on each side, at most."""

ENOUGH = 40
"""How many characters of the quote's own paragraph make the paragraph next to it needless."""

TextOf = Callable[[str], str | None]
"""Gives the captured text with a SHA-256, or None where it is not held."""

Standing = Literal["exact", "spacing", "unverified", "lost"]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A quote with the text around it. `before` and `after` are blank where nothing is known of it.

    `standing` is how the quote was found, or *lost*: found once, and no longer in the captured text that is held.
    `held` tells whether that text is here, so that the quote was looked up again just now.
    """

    before: str
    exact: str
    after: str
    standing: Standing
    held: bool

    @property
    def verdict(self) -> str:
        """How the quote stands, in a line."""
        match self.standing:
            case "exact":
                return "Found letter for letter in the captured text"
            case "spacing":
                return "Found in the captured text, with other spacing, dashes or quotation marks"
            case "unverified":
                return "UNVERIFIED: not found in a captured text, and recorded all the same"
            case "lost":
                return "The captured text no longer holds these words"
            case _:
                assert_never(self.standing)


def excerpt(quote: Quote, text_of: TextOf) -> Excerpt:
    """The quote in the captured text where that is held, and between its stored neighbours where it is not."""
    text = text_of(quote.text) if quote.text is not None else None
    if text is None or quote.start is None or quote.end is None:
        return _between(quote, quote.found, held=False)
    checked = recheck(text, quote.start, quote.end, quote.exact, quote.prefix, quote.suffix)
    match checked.state:
        case "present":
            return _around(text, quote.start, quote.end, quote.found)
        case "moved" | "altered":
            if checked.now is None:
                raise AssertionError("what was found has a place")
            return _around(text, checked.now.start, checked.now.end, checked.now.how)
        case "missing":
            return _between(quote, "lost", held=True)
        case _:
            assert_never(checked.state)


def _between(quote: Quote, standing: Standing, *, held: bool) -> Excerpt:
    """The words between the neighbours that are stored with them."""
    before = f"…{quote.prefix}" if quote.prefix else ""
    after = f"{quote.suffix}…" if quote.suffix else ""
    return Excerpt(before, quote.exact, after, standing, held)


def _around(text: str, start: int, end: int, standing: Standing) -> Excerpt:
    """The words at a place and what stands around them, cut between words, at most `AROUND` on each side."""
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    if start > AROUND:
        before = "…" + before[before.find(" ") + 1 :]
    if len(text) > end + AROUND:
        after = after[: after.rfind(" ") if " " in after else None] + "…"
    last = _paragraphs(before)[-1:] if len(_paragraphs(before)[-1]) >= ENOUGH else _paragraphs(before)[-2:]
    first = _paragraphs(after)[:1] if len(_paragraphs(after)[0]) >= ENOUGH else _paragraphs(after)[:2]
    return Excerpt("\n\n".join(last), text[start:end], "\n\n".join(first), standing, held=True)


def _paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, which blank lines part; always one at least."""
    return re.split(r"\n[ \t]*\n\s*", text)
