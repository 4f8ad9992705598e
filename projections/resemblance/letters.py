"""Letters: a word of any script in Latin letters, as it sounds, and as its consonants."""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]")
_SYLLABLE = re.compile(r"[A-Z][a-z']*")
_ARABIC_ARTICLE = re.compile(r"\bال(?=\w{3})")
_SILENT = re.compile("['’‘`´ʼʻ′\u0640]")
_ZERO = re.compile(r"(?<=[a-z])0|0(?=[a-z]{2})")
"""A nought for an o, as old scans have it."""
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ø": "oe", "Ø": "Oe"})

_KOREAN = {
    "gim": "kim",
    "i": "lee",
    "bag": "park",
    "bak": "park",
    "choe": "choi",
    "jeong": "jung",
    "gang": "kang",
    "im": "lim",
}
"""Surnames whose customary spelling is not the systematic one."""


@lru_cache(maxsize=65_536)
def latin(text: str) -> str:
    """A text in small Latin letters, its words parted by single blanks; apostrophes go, other signs part words.

    Chinese and Korean names come syllable by syllable; the Arabic article is parted from its word.
    """
    plain = unicodedata.normalize("NFKC", text)
    plain = _ARABIC_ARTICLE.sub("al ", plain)
    plain = "".join(_syllables(part) if _HAN.search(part) else part for part in re.split(r"(\s+)", plain))
    ascii = _ZERO.sub("o", _SILENT.sub("", anyascii(_SILENT.sub("", plain))).casefold())
    return " ".join("".join(sign if sign.isalnum() or sign in ".," else " " for sign in ascii).split())


def _syllables(word: str) -> str:
    korean = any("\uac00" <= sign <= "\ud7af" for sign in word)
    found = _SYLLABLE.findall(anyascii(word))
    if korean and found:
        found[0] = _KOREAN.get(found[0].casefold(), found[0])
    return " ".join(found) or anyascii(word)


_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^chr", "hr"),
        (r"^mc", "mak"),
        (r"^hs", "s"),
        (r"shch|schtsch|stsch|sjtsj", "s"),
        (r"tsch|tch|cz|tj|ch(?=[^aou]?$)", "c"),
        (r"sch|sh|sz|sj|x(?=[iu])", "s"),
        (r"dzh|dsch|dsh|dj|dzs|zh|gi(?=[aou])", "j"),
        (r"kh", "h"),
        (r"gh", "g"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"dh", "d"),
        (r"ts|tz|dz|z", "s"),
        (r"ck|q", "k"),
        (r"ch", "c"),
        (r"c(?=[eiy])", "s"),
        (r"c(?!$)|c$", "k"),
        (r"x", "ks"),
        (r"w", "v"),
        (r"off?$|ow$", "ov"),
        (r"eff?$|ew$", "ev"),
        (r"(?<=[sk])(?:iy|yi|ij|yj|ii|yy|y|i|ey)$", "i"),
        (r"ou|oo|ue|eu", "u"),
        (r"ae", "a"),
        (r"oe", "o"),
        (r"ee|ie|ei|ey|ay|ai|y", "i"),
        (r"(?<=.)h", ""),
        (r"(?<=[aeiou])j|j(?=[aeu])", "i"),
        (r"(.)\1+", r"\1"),
    )
)
_MADE = str.maketrans("cj", "CJ")
"""What a rule makes of several letters is no matter for the rules after it."""


@lru_cache(maxsize=262_144)
def sound(word: str) -> str:
    """A word of Latin letters as it may sound, whoever wrote it down: one letter for what romanizations vary.

    It is coarse on purpose: "Hrushchev" and "Khrushchov", "Joukov" and "Zhukov" come near.
    """
    for pattern, becomes in _SOUNDS:
        word = pattern.sub(becomes.translate(_MADE), word)
    return word.casefold()


_VOWELS = re.compile(r"[aeiou]")
_FIRST = {"a": "a", "e": "e", "i": "e", "o": "o", "u": "o"}
SOFT = str.maketrans("bdgj", "ptkc")


@lru_cache(maxsize=262_144)
def bones(word: str) -> str:
    """The consonants of how a word sounds, and the kind of vowel that it begins with, if it does."""
    heard = sound(word)
    return _FIRST.get(heard[:1], heard[:1]) + _VOWELS.sub("", heard[1:])


@lru_cache(maxsize=262_144)
def hard(word: str) -> str:
    """The consonants of a word, voiced and voiceless ones alike, as romanizations of Chinese and Korean mix them."""
    return bones(word).translate(SOFT)


_BARE = str.maketrans("bdgjpvz", "btkkfbs", "aeiouh")


@lru_cache(maxsize=65_536)
def bare(word: str) -> str:
    """What is left of a word where no vowels are written, as in Arabic and Hebrew: w and y stand for vowels too."""
    return re.sub(r"(.)\1+", r"\1", sound(word.replace("w", "u").replace("y", "i")).translate(_BARE))


@lru_cache(maxsize=262_144)
def vowelless(word: str) -> bool:
    """Whether a word may come from a script that leaves vowels out: hardly a vowel in it, or none."""
    vowels = sum(letter in "aeiou" for letter in word)
    return not vowels or (len(word) >= 4 and vowels * 4 <= len(word) - 1)


def germanized(text: str) -> str:
    """A text with its umlauts written out."""
    return text.translate(_GERMAN)
