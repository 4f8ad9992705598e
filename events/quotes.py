"""Finding a quote in a text: letter for letter, else with other white space, dashes and quotation marks.

What is found is a W3C Web Annotation text-quote selector (4.2.4) and text-position selector (4.2.5): the words as they
stand in the text, 32 characters on each side, and offsets in code points. What differs only in the ways that
`regesta.events.folding` lists is the same quote; an ellipsis inside a quote stands for itself, not for words left out.
"""

import unicodedata
from dataclasses import dataclass
from typing import Literal

from regesta.events.folding import folded
from regesta.events.passages import Near as Near
from regesta.events.passages import nearest as nearest

CONTEXT = 32
"""How many characters are kept on each side of a quote."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where a quote stands: `text[start:end] == exact`, the first of `occurrences`; `how` it was recognized."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str
    how: Literal["exact", "spacing"]
    occurrences: int


@dataclass(frozen=True, slots=True)
class Rechecked:
    """Whether a quote still stands where it did, and where it stands now.

    present: letter for letter, at its place; moved: letter for letter, elsewhere; altered: only with other white space,
    dashes or quotation marks; missing: not at all.
    """

    state: Literal["present", "moved", "altered", "missing"]
    now: Found | None = None


def find(text: str, quote: str) -> Found | None:
    """The first place where `quote` stands in `text`, or None; white space around the quote does not count.

    `text` is in form NFC, as extracted texts are; the quote is brought to it.
    """
    words = unicodedata.normalize("NFC", quote.strip())
    if not words:
        return None
    if (start := text.find(words)) >= 0:
        return _found(text, start, start + len(words), "exact", text.count(words))
    place = folded(text).find(words)
    return None if place is None else _found(text, place.start, place.end, "spacing", place.occurrences)


def recheck(text: str, start: int, end: int, exact: str, prefix: str = "", suffix: str = "") -> Rechecked:
    """Whether `exact` still stands at `text[start:end]`; if it moved, the place whose neighbours fit best is told."""
    # Offsets come from a log: they need not lie in the text, nor be in order, and a slice would accept a negative one.
    if exact and start >= 0 and end - start == len(exact) and text.startswith(exact, start):
        return Rechecked("present")
    if exact.strip() and (places := _places(text, exact)):
        best = max(places, key=lambda place: (_kinship(text, place, exact, prefix, suffix), -abs(place - start)))
        return Rechecked("moved", _found(text, best, best + len(exact), "exact", text.count(exact)))
    now = find(text, exact)
    return Rechecked("missing" if now is None else "altered", now)


def _found(text: str, start: int, end: int, how: Literal["exact", "spacing"], occurrences: int) -> Found:
    prefix, suffix = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return Found(start, end, text[start:end], prefix, suffix, how, occurrences)


def _places(text: str, exact: str, limit: int = 1_000) -> tuple[int, ...]:
    """Where `exact` starts in `text`; the first thousand places."""
    places: list[int] = []
    place = text.find(exact)
    while place >= 0 and len(places) < limit:
        places.append(place)
        place = text.find(exact, place + 1)
    return tuple(places)


def _kinship(text: str, place: int, exact: str, prefix: str, suffix: str) -> int:
    """How many of the characters next to a place are those that stood next to the quote."""
    before, after = text[max(0, place - len(prefix)) : place], text[place + len(exact) :][: len(suffix)]
    return _alike(before[::-1], prefix[::-1]) + _alike(after, suffix)


def _alike(one: str, other: str) -> int:
    """How many characters two strings begin with in common."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (left, right) in pairs if left != right), min(len(one), len(other)))
