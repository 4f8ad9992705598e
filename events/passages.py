"""The passages of a text that come nearest to a quote which does not stand in it: for the sentence that says so."""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from math import log

from regesta.events.folding import Folded, fold, folded

# Below this likeness, a passage helps nobody.
LEAST = 50.0

# Combining marks of Greek and Latin, Hebrew, Arabic.
_MARKS = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc]+"
)

_GRAM = 4
_MOST_GRAMS = 150
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Near:
    """A passage, `text[start:end] == exact`, and how like the quote it is: 0 to 100."""

    start: int
    end: int
    exact: str
    score: float


def nearest(text: str, quote: str, limit: int = 3) -> tuple[Near, ...]:
    """The passages most like `quote`, best first; white space, dashes, quotation marks, case and marks do not count.

    Of a quote of more than 2,000 characters, the first 2,000 are looked for.
    """
    from rapidfuzz.fuzz import partial_ratio_alignment

    page, needle = folded(text), _unmarked(_small(fold(quote.strip()).text)).text[:_LONGEST]
    if len(needle) < _GRAM:
        return ()
    plain = _unmarked(_small(page.text))
    hay, width = plain.text, max(len(needle), 40)
    near: list[Near] = []
    for block in _likely(hay, needle, width, 4 * limit):
        first = max(0, block * width - width // 2)
        window = hay[first : (block + 2) * width + width // 2]
        match = partial_ratio_alignment(needle, window, score_cutoff=LEAST)
        if match is None or match.dest_end <= match.dest_start:
            continue
        shared = _shared(needle, window[match.dest_start : match.dest_end])
        span = plain.original(first + match.dest_start + shared[0], first + match.dest_start + shared[1])
        start, end = _bare(text, *_whole_words(text, *page.original(*span)))
        near.append(Near(start, end, text[start:end], round(match.score, 1)))
    near.sort(key=lambda one: (-one.score, one.start))
    return _apart(near)[:limit]


def _likely(hay: str, needle: str, width: int, limit: int) -> list[int]:
    """The blocks of `width` characters that, with the next one, share most with the needle: rare letters count more."""
    step = max(1, (len(needle) - _GRAM + 1) // _MOST_GRAMS)
    grams = {needle[place : place + _GRAM] for place in range(0, len(needle) - _GRAM + 1, step)}
    counts = {gram: count for gram in grams if (count := hay.count(gram))}
    scores: defaultdict[int, float] = defaultdict(float)
    # The rarest first; what stands everywhere says nothing of a place, and costs the most to look up.
    spent, budget = 0, 20_000 + len(hay) // 20
    for gram, count in sorted(counts.items(), key=lambda item: (item[1], item[0])):
        spent += count
        if scores and spent > budget:
            break
        weight, place = log(2 + len(hay) / count), hay.find(gram)
        while place >= 0:
            scores[place // width] += weight
            place = hay.find(gram, place + width // 2)
    pairs = {
        block: scores.get(block, 0.0) + scores.get(block + 1, 0.0) for first in scores for block in (first - 1, first)
    }
    return sorted(pairs, key=lambda block: (-pairs[block], block))[:limit]


def _unmarked(text: str) -> Folded:
    """The text without vowel signs and accents that are characters of their own, as Hebrew and Arabic have them."""
    out, at, starts, length, done = list[str](), [0], [0], 0, 0
    for mark in _MARKS.finditer(text):
        out.append(text[done : mark.start()])
        length += mark.start() - done
        done = mark.end()
        at.append(length)
        starts.append(done)
    return Folded("".join((*out, text[done:])), tuple(at), tuple(starts), (0,) * len(at))


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the white space at its ends."""
    passage = text[start:end]
    return start + len(passage) - len(passage.lstrip()), end - len(passage) + len(passage.rstrip())


def _small(text: str) -> str:
    """In small letters, if that leaves every character in its place."""
    return small if len(small := text.lower()) == len(text) else text


def _shared(needle: str, passage: str, least: int = 4) -> tuple[int, int]:
    """The span of a passage from the first stretch that it shares with the needle to the last; all of it if none."""
    from rapidfuzz.distance import LCSseq

    blocks = [block for block in LCSseq.opcodes(needle, passage).as_matching_blocks() if block.size >= least]
    return (blocks[0].b, blocks[-1].b + blocks[-1].size) if blocks else (0, len(passage))


def _whole_words(text: str, start: int, end: int, reach: int = 30) -> tuple[int, int]:
    """The span widened to the ends of the words that it cuts, by `reach` characters at most."""
    first, last = start, end
    while first > max(0, start - reach) and _of_a_word(text[first - 1]) and _of_a_word(text[first]):
        first -= 1
    while last < min(len(text), end + reach) and _of_a_word(text[last]) and _of_a_word(text[last - 1]):
        last += 1
    return first, last


def _of_a_word(character: str) -> bool:
    """Whether it is a letter, a digit, or a mark on one."""
    return character.isalnum() or unicodedata.category(character).startswith("M")


def _apart(near: list[Near]) -> tuple[Near, ...]:
    """Without those that overlap a better one."""
    kept: list[Near] = []
    for one in near:
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return tuple(kept)
