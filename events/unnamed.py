"""Which words describe a voice instead of naming somebody: "a Russian diplomatic source", "two officials"."""

import re

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
