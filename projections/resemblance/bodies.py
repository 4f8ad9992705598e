"""How alike the names of two bodies are: ministries, papers, companies, groups."""

import re
from functools import lru_cache

from regesta.projections.resemblance.comparing import Resemblance, compared
from regesta.projections.resemblance.letters import latin
from regesta.projections.resemblance.parts import LONGEST, Name

_SMALL = frozenset(
    word
    for words in (
        "the of for and in on to at a an de del der des die das du da la le las les los el al y e und et fur van voor",
        "na inc ltd llc plc gmbh ag sa nv bv co corp corporation company limited oao ooo zao pjsc spa srl",
    )
    for word in words.split()
)
"""Words that come and go, legal forms among them."""


def body_similarity(a: str, b: str) -> float:
    """How alike two names of bodies are, from 0 (another name) to 1 (the same), whichever comes first."""
    return body_resemblance(a, b).score


def body_resemblance(a: str, b: str) -> Resemblance:
    """How alike two names of bodies are, and which of their words make it so; `UN` fits United Nations."""
    one, other = body_words(a), body_words(b)
    found = compared(Name(one), Name(other))
    if found.score < _ABBREVIATED and (_abbreviates(a, other) or _abbreviates(b, one)):
        return Resemblance(_ABBREVIATED, (), (), ((), ()), ("one abbreviates the other",))
    return found


_ABBREVIATED = 0.8


@lru_cache(maxsize=65_536)
def body_words(name: str) -> tuple[str, ...]:
    """The words of a body's name that count, in small Latin letters; all of them if none does."""
    words = re.sub(r"[.,]", " ", latin(re.sub(r"[-–—/&]", " ", name[:LONGEST]))).split()
    return tuple(word for word in words if word not in _SMALL) or tuple(words)


def _abbreviates(short: str, words: tuple[str, ...]) -> bool:
    letters = short.strip().replace(".", "")
    return letters.isupper() and 2 <= len(letters) == len(words) and letters.casefold() == "".join(w[0] for w in words)
