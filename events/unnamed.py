"""Which words describe a voice instead of naming somebody, "a Russian diplomatic source", and where it was quoted."""

import re
from collections.abc import Callable, Iterable

_BEGINS = re.compile(
    r"(?:an?|another|one|two|three|four|five|several|some|many|other|un(?:named|identified|disclosed)|anonymous)\s",
    re.IGNORECASE,
)
_VOICES = re.compile(r"(?:sources?|officials?|diplomats?|insiders?|aides?)\b", re.I)
_ENDS = re.compile(r"\s(?:sources|insiders)$")
_PARTICLES = frozenset(
    ("of", "the", "and", "for", "in", "de", "del", "der", "di", "du", "da", "la", "le", "van", "von", "al", "el", "bin")
)
"""Small words that stand inside names."""


def is_unnamed(text: str) -> bool:
    """Whether words describe a voice instead of naming somebody.

    They begin with an article or a number and go on with a common noun ("a Russian diplomatic source", not "An Najah
    University"), begin with one ("sources in the ministry"), or end with one ("US sources").
    """
    if _VOICES.match(text) or _ENDS.search(text):
        return True
    begun = _BEGINS.match(text)
    words = text[begun.end() :].split() if begun else []
    return any(word[0].islower() and word not in _PARTICLES for word in words)


def quoted_in(
    source: str, outlet: str, publication: Callable[[str], str | None], rests_on: Callable[[str], Iterable[str]]
) -> str:
    """The source in which an outlet quoted a voice, given one that tells of it.

    Of that source and those that it rests on it is the nearest that stands in a publication of that name; else the one
    that is given.
    """
    seen, near = {source}, [source]
    while near:
        for one in near:
            if (publication(one) or "").casefold() == outlet.casefold():
                return one
        near = sorted({other for one in near for other in rests_on(one)} - seen)
        seen.update(near)
    return source
