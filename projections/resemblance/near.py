"""Which of many names are worth comparing: those that share two words, or nearly, or one if they have no more.

All pairs of 100,000 names are five thousand million. So words come first: each distinct word is held against those
whose consonants are the same, but for one that is missing or too much (two of these share what is left when one
consonant is taken out: SymSpell's idea). Then each name goes into a drawer for each of its words; a word that many
names have ("John") is filed with the beginning of each other word. A name is compared with those in the drawers of its
words, and of the words near to them, that fit in a second word too.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from regesta.projections.resemblance.alike import alike
from regesta.projections.resemblance.letters import bare, hard, sound, vowelless
from regesta.projections.resemblance.nicknames import forms, shorts

RARE = 20
"""A word that no more names have is looked up by itself."""

FULL = 500
"""A drawer with more names than this tells nothing, and is not looked into."""

ROUGHLY = 60.0
"""How alike two words sound at least, of 100, to be looked at."""

ENOUGH = 0.76
"""How alike two words are at least, from 0 to 1, to be near: words that are less give no suggestion."""

Words = Sequence[str]
Near = Mapping[str, frozenset[str]]


def near_pairs(names: Sequence[Words]) -> Iterator[tuple[int, int]]:
    """(place, place) of names worth comparing, each pair once, the smaller place first; names come as their words.

    Words are in small Latin letters (`parts.parts(name).words`).
    """
    filed = [_with_joined(words) for words in names]
    whole = [_whole(words) for words in names]
    held = Counter(word for words in filed for word in set(words))
    near = _near_words(held)
    drawers: defaultdict[str, list[int]] = defaultdict(list)
    for place, words in enumerate(filed):
        met: set[int] = set()
        for word in words:
            for other in (word, *near.get(word, ())):
                for key in _looked_up(other, word, words, held):
                    drawer = drawers.get(key, ())
                    if len(drawer) <= FULL:
                        met.update(drawer)
        reach = _reach(words, near)
        yield from ((one, place) for one in sorted(met) if _fits(whole[place], reach, whole[one], filed[one]))
        for word in words:
            for key in _filed_under(word, words, held):
                drawers[key].append(place)


def _with_joined(words: Words) -> Words:
    """The words of a name, and short ones that stand side by side as one: Xiao ping, Xiaoping."""
    joined = (a + b for a, b in pairwise(words) if 1 < len(a) < 6 and 1 < len(b) < 6)
    return tuple(dict.fromkeys((*words, *joined)))


def _near_words(held: Iterable[str]) -> Near:
    """For each word, the others that sound like it, more or less."""
    from rapidfuzz import fuzz, process

    words = [word for word in held if len(word) > 1]
    by_shape: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        by_shape[hard(word)].append(word)
    near: defaultdict[str, set[str]] = defaultdict(set)
    for shape, alternatives in _near_shapes(by_shape).items():
        sounds = {other: sound(other) for one in alternatives for other in by_shape[one]}
        for word in by_shape[shape]:
            for _, _, other in process.extract(
                sound(word), sounds, scorer=fuzz.ratio, score_cutoff=ROUGHLY, limit=None
            ):
                # It is alike in both directions, and the other comes to it too.
                if word < other and alike(word, other).much >= ENOUGH:
                    near[word].add(other)
                    near[other].add(word)
    by_bare: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        by_bare[bare(word)].append(word)
    for several in by_bare.values():
        for word in filter(vowelless, several):
            for other in several:
                near[word].add(other)
                near[other].add(word)
    return {word: frozenset(others - {word}) for word, others in near.items()}


def _near_shapes(shapes: Iterable[str]) -> Mapping[str, set[str]]:
    """For each shape, itself and those one consonant away."""
    without: defaultdict[str, set[str]] = defaultdict(set)
    near: defaultdict[str, set[str]] = defaultdict(set)
    for shape in shapes:
        near[shape].add(shape)
        for at in range(len(shape) if len(shape) > 2 else 0):
            without[shape[:at] + shape[at + 1 :]].add(shape)
    for rest, several in without.items():
        for shape in several:
            near[shape] |= several
            if rest in near:
                near[shape].add(rest)
                near[rest].add(shape)
    return near


def _filed_under(word: str, words: Words, held: Counter[str]) -> Iterator[str]:
    """The drawers that a name goes into for one of its words."""
    if len(word) == 1:
        return
    if held[word] <= RARE:
        yield word
        return
    for beginning, whole in _beginnings(word, words):
        yield f"{word}|{beginning}" if whole else f"{word}|{beginning}."
        if whole:
            yield f"{word}|{beginning[:1]}*"


def _looked_up(wanted: str, word: str, words: Words, held: Counter[str]) -> Iterator[str]:
    """The drawers in which those lie that a name may resemble, for a word that is `word` of the name, or near to it."""
    if held[wanted] <= RARE:
        yield wanted
        return
    for beginning, whole in _beginnings(word, words):
        yield f"{wanted}|{beginning}" if whole else f"{wanted}|{beginning}*"
        yield f"{wanted}|{beginning[:1]}."


def _beginnings(word: str, words: Words) -> set[tuple[str, bool]]:
    """The first sounds of a name's other words, and whether each is a whole word; also of what is short for another."""
    found: set[tuple[str, bool]] = set()
    for other in words:
        if len(other) == 1:
            found.add((hard(other), False))
        elif other != word:
            found.update(((hard(form) or form)[:2], True) for form in (other, *forms(other)))
    return found or {("", True)}


def _reach(words: Words, near: Near) -> frozenset[str]:
    """The whole words that fit one of a name's: itself, what sounds like it, and what it is short for, or is for it."""
    found = {word for word in words if len(word) > 1}
    for word in tuple(found):
        found.update(near.get(word, ()), forms(word), shorts(word))
    return frozenset(found)


def _whole(words: Words) -> int:
    return sum(1 for word in words if len(word) > 1) or 1


def _fits(whole: int, reach: frozenset[str], other_whole: int, others: Words) -> bool:
    """Whether two whole words of the other name fit this one, or one where a name has no more."""
    wanted = min(2, whole, other_whole)
    for word in others:
        if word in reach:
            wanted -= 1
            if not wanted:
                return True
    return False
