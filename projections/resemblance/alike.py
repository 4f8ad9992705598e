"""How alike two words of names are, and in what way."""

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from regesta.projections.resemblance.letters import SOFT, bare, bones, hard, sound, vowelless
from regesta.projections.resemblance.nicknames import is_short_for

How = Literal["same", "sound", "spelling", "initial", "short form", "consonants", "other"]


class Alike(NamedTuple):
    """How alike two words are, from 0 to 1, and what makes them so."""

    much: float
    how: How


NOT_AT_ALL = Alike(0.0, "other")

TWO = 0.66
"""How alike a man's and a woman's form of a name are at most."""

_GENDERED = (("", "a"), ("i", "aia"), ("o", "a"), ("e", "a"), ("", "e"), ("us", "a"), ("ii", "aia"))
"""Endings that tell a man's name from a woman's: Mario and Maria, Ivanov and Ivanova, Navalny and Navalnaya."""

_LONGEST_SHORT = max(min(len(man), len(woman)) for man, woman in _GENDERED if man and woman)
"""How many letters the shorter one of two such words has at most beside those that both begin with."""


@lru_cache(maxsize=524_288)
def alike(one: str, other: str) -> Alike:
    """How alike two words are, given in small Latin letters; a word of one letter is an initial."""
    if one == other:
        return Alike(1.0, "initial" if len(one) == 1 else "same")
    if len(one) == 1 or len(other) == 1:
        return Alike(0.9, "initial") if _begin_alike(one, other) else NOT_AT_ALL
    if is_short_for(one, other):
        return Alike(0.9, "short form")
    heard, other_heard = sound(one), sound(other)
    if heard == other_heard:
        return Alike(0.96, "sound")
    if heard.translate(SOFT) == other_heard.translate(SOFT):
        return Alike(0.84 if min(len(one), len(other)) < 4 else 0.89, "sound")
    if _without_article(one) == _without_article(other) and min(len(one), len(other)) > 4:
        return Alike(0.92, "spelling")
    spelled = _spelled(one, other, whole=1.0)
    sounds = _spelled(heard, other_heard, whole=0.96)
    found = Alike(spelled, "spelling") if spelled >= sounds else Alike(sounds, "sound")
    found = max(found, _by_bones(one, other), _by_what_is_written(one, other))
    if found.much > TWO and _are_a_man_s_and_a_woman_s(one, other):
        return Alike(TWO, found.how)
    return found


def _without_article(word: str) -> str:
    """A word without the Arabic article that may be written as part of it: ElBaradei."""
    return word[2:] if word[:2] in ("al", "el") and len(word) > 6 else word


def _by_bones(one: str, other: str) -> Alike:
    """Words with the same consonants, whatever their vowels: the more consonants, the less is it chance."""
    if len(hard(one)) < 2 or hard(one) != hard(other):
        return NOT_AT_ALL
    vowels = _vowels_alike(sound(one), sound(other))
    much = min(0.5 + 0.04 * len(hard(one)) + 0.34 * vowels, 0.94)
    if bones(one) != bones(other):
        much -= 0.06
    return Alike(much if min(len(one), len(other)) > 4 else much - 0.08, "sound")


def _by_what_is_written(one: str, other: str) -> Alike:
    """Words of which one is written without its vowels."""
    if not (vowelless(one) or vowelless(other)):
        return NOT_AT_ALL
    left, right = bare(_without_article(one)), bare(_without_article(other))
    if left == right and left:
        return Alike(0.8 + 0.05 * min(len(left) - 1, 3), "consonants")
    if min(len(left), len(right)) > 2 and (left.startswith(right) or right.startswith(left)):
        return Alike(0.8, "consonants")
    return NOT_AT_ALL


def _begin_alike(one: str, other: str) -> bool:
    return one[0] == other[0] or (min(len(one), len(other)) == 1 and sound(one)[:1] == sound(other)[:1] != "")


def _spelled(one: str, other: str, whole: float) -> float:
    """What is left of `whole` after the letters that differ: one in a long word is little, in a short one much."""
    most = max(len(one), len(other))
    edits = _measures()[0](one, other, score_cutoff=most // 2)
    if edits > most // 2 or not most:
        return 0.0
    first = 0.5 if one[:1] != other[:1] else 0.0  # a slip at the beginning of a word is rare
    return max(0.0, whole - (edits + first) * (1.05 / most) - (0.1 if most < 5 else 0.0))


def _vowels_alike(one: str, other: str) -> float:
    return float(_measures()[1](one, other))


@cache
def _measures() -> tuple[Callable[..., int], Callable[..., float]]:
    """The measures of rapidfuzz that are used here, imported once, and not before two words are held together."""
    from rapidfuzz.distance import OSA, Levenshtein

    return OSA.distance, Levenshtein.normalized_similarity


def _are_a_man_s_and_a_woman_s(one: str, other: str) -> bool:
    if one.endswith("enko") or other.endswith("enko"):
        return False
    return _tells_gender(one, other) or _tells_gender(sound(one), sound(other))


def _tells_gender(one: str, other: str) -> bool:
    """Whether two words differ by nothing but an ending that tells a woman's name from a man's."""
    short, long = sorted((one, other), key=len)
    if len(short) < 4 or not long.startswith(short[:-_LONGEST_SHORT]):
        return False
    return any(
        man != woman
        and (
            (short.endswith(man) and long == short[: len(short) - len(man)] + woman)
            or (long.endswith(man) and short == long[: len(long) - len(man)] + woman)
        )
        for man, woman in _GENDERED
    )
