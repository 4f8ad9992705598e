"""A name in its parts: titles, the words that count, initials, a generation, what stands in brackets."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from regesta.projections.resemblance import words as known
from regesta.projections.resemblance.letters import latin

LONGEST = 200
"""How many characters of a name are looked at; what is longer is no name."""

_MOST = 12
"""How many words of a name are compared."""

_ASIDE = re.compile(r"[\"“”„«»(\[{]([^\"“”„«»()\[\]{}]{1,60})[\"“”«»)\]}]|(?<!\w)['‘]([^'’]{2,30})['’](?!\w)")
_HYPHEN = re.compile(r"[-‐-―/·・.]")
_SERVANT = re.compile(r"abd(?:[aeou]l|[aeou](?=([rsdtnz])\1)[rsdtnz]|[aeou]r)(?!l?ah?$)([a-z]{3,})$")
"""One word for "servant of …", whose first half is often parted from the second."""
_INITIALS = re.compile(r"^(?:\w\.){2,}\w?\.?$|^(?:\w\.)+$")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in its parts, all in small Latin letters."""

    words: tuple[str, ...]
    """What counts, in order; an initial is a word of one letter."""
    given: tuple[str, ...] = ()
    """Other names that stand in brackets or quotation marks."""
    titles: tuple[str, ...] = ()
    generation: str | None = None
    """`jr`, `sr`, or a number."""
    fathers: tuple[str, ...] = ()
    """The words that follow "son of"."""
    turned: bool = False
    """Whether the surname stands first, with a comma."""
    place: str | None = None
    """Of what a peer is lord ("of Wirral")."""
    throne: bool = False
    """Whether a title says that a given name stands alone ("King Hussein")."""
    peer: bool = False
    """Whether a title says that the surname stands alone ("Lord Hurd")."""


@lru_cache(maxsize=262_144)
def parts(name: str) -> Name:
    """The parts of a name in any script; whatever a text is, some words of it count unless it has no letter."""
    text = name[:LONGEST]
    aside = tuple(
        word for found in _ASIDE.findall(text) for word in latin(_HYPHEN.sub(" ", found[0] or found[1])).split()
    )
    text = _ASIDE.sub(" ", text) if latin(_ASIDE.sub(" ", text)) else text
    turned, tokens, behind = _in_order(latin(text))
    titles, tokens, peer = _without_titles(tokens)
    generation, tokens = _without_tail(tokens, behind)
    place = None
    if peer and "of" in tokens[1:-1]:
        place = " ".join(tokens[tokens.index("of", 1) + 1 :])
        tokens = tokens[: tokens.index("of", 1)]
    throne = bool(known.THRONES.intersection(titles))
    fathers = tuple(after for before, after in pairwise(tokens) if before in known.PARENTAGE)
    found = _words(tokens)
    return Name(found[:_MOST], aside, titles, generation, fathers, turned, place, throne, peer)


def _in_order(text: str) -> tuple[bool, list[str], list[str]]:
    """The words, given names first; and what stood behind a comma without being a name."""
    first, *others = (part.strip() for part in text.split(","))
    while others and all(word in known.TITLES for word in _split(first)):  # "Mr, Mesfin"
        first = f"{first} {others.pop(0)}"
    front, tails, behind = [*_split(first)], [], []
    for other in others:
        split = _split(other)
        if split and all(_is_tail(word) for word in split):
            behind += split
        else:
            tails += split
    return bool(tails), [*tails, *front], behind


def _split(text: str) -> list[str]:
    """Words; "J.K." is two, "St." one."""
    found: list[str] = []
    for word in text.split():
        if _INITIALS.match(word):
            found += [letter for letter in word if letter.isalnum()]
        else:
            found += [part for part in word.split(".") if part]
    return found


def _is_tail(word: str) -> bool:
    return word in known.HONOURS or (word in known.GENERATIONS and len(word) > 1)


def _without_titles(tokens: list[str]) -> tuple[tuple[str, ...], list[str], bool]:
    titles: list[str] = []
    peer = False
    while len(tokens) > 1 and (tokens[0] in known.TITLES or tokens[0] in known.OFFICES):
        several = [word for word in tokens[1:] if word not in known.PARTICLES and not _is_tail(word)]
        doubtful = tokens[0] in known.ALSO_NAMES and tokens[0] not in known.PEERAGE
        if not several or (doubtful and len(several) < 2 and not titles and tokens[0] not in known.THRONES):
            break
        peer = peer or tokens[0] in known.PEERAGE
        titles.append(tokens[0])
        tokens = tokens[1:]
        while len(tokens) > 2 and tokens[0] in ("of", "the", "and", "for") and tokens[1] in known.TITLES:
            tokens = tokens[1:]
    return tuple(titles), tokens, peer


def _without_tail(tokens: list[str], behind: list[str]) -> tuple[str | None, list[str]]:
    generation = next((known.GENERATIONS[word] for word in behind if word in known.GENERATIONS), None)
    while len(tokens) > 1:
        last = tokens[-1]
        if last in known.GENERATIONS and (len(last) > 1 or last == "v") and not (last == "xi" and len(tokens) < 3):
            generation = generation or known.GENERATIONS[last]
        elif last not in known.HONOURS or len(tokens) < 3:
            break
        tokens = tokens[:-1]
    return generation, tokens


def _is_particle(token: str, place: int, tokens: list[str]) -> bool:
    """Whether a word is one that comes and goes; Ben Wallace's first is none, nor is the initial E."""
    if (
        token not in known.PARTICLES
        or len(tokens) < 2
        or (place == 0 and token in ("ben", "bar", "ap", "y", "e", "i", "t"))
    ):
        return False
    return len(token) > 1 or 0 < place < len(tokens) - 1


def _words(tokens: list[str]) -> tuple[str, ...]:
    """What counts; if only small words are left, they do. Hyphens part words, and `mac`, `abd` are one with theirs."""
    found: list[str] = []
    for place, token in enumerate(tokens):
        if token in known.ABD and tokens[place + 1 : place + 2] in (["llh"], ["allah"], ["ullah"], ["lah"]):
            found.append("abdullah")
        elif token in known.ABD and place + 1 < len(tokens):
            found.append("abd")
        elif found and found[-1] == "abdullah" and token in ("llh", "allah", "ullah", "lah"):
            continue
        elif servant := _SERVANT.match(token):
            found += ["abd", servant[2]]
        elif _is_particle(token, place, tokens):
            continue
        else:
            found.append(token)
    return tuple(found or tokens)
