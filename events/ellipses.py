"""Quotes with words left out: "refused to receive the envoy […] they met after all".

A quote is one passage, and an ellipsis in it stands for itself (`regesta.events.quotes`): whoever leaves words out can
turn a sentence into its opposite, and only what stands between would show it. The parts can be cited each for itself,
and this finds them.
"""

import re
from dataclasses import replace

from regesta.events.quotes import CONTEXT, Found, find, nearest

MOST_PARTS = 20
"""Of a quote in more parts none are looked for."""

_LEFT_OUT = re.compile(r"\s*[\[(<]?\s*(?:…|\.\s?\.\s?\.)\.?\s*[\])>]?\s*")


def parts(quote: str) -> tuple[str, ...]:
    """The parts of a quote between its ellipses; none if it is in one part, or in very many."""
    found = tuple(filter(None, _LEFT_OUT.split(quote.strip())))
    return found if 1 < len(found) <= MOST_PARTS else ()


def parts_in(text: str, quote: str) -> tuple[Found, ...]:
    """Where the parts of a quote stand in a text, one after the other; none if it has none, or not all stand there."""
    places: list[Found] = []
    at = 0
    for part in parts(quote):
        found = find(text[at:], part)
        if found is None:
            return ()
        start, at = at + found.start, at + found.end
        places.append(replace(found, start=start, end=at, prefix=text[max(0, start - CONTEXT) : start]))
    return tuple(places)


def nearest_in(texts: tuple[str, ...], quote: str) -> tuple[str, ...]:
    """The passage of some texts that comes nearest to a quote, or to each of its parts; none where none comes near."""
    found: list[str] = []
    for part in parts(quote) or (quote,):
        near = [one for text in texts for one in nearest(text, part, 1)]
        if near:
            found.append(max(near, key=lambda one: one.score).exact.strip())
    return tuple(dict.fromkeys(found))
