"""The passages of a text that come nearest to a quote which does not stand in it: for the sentence that says so."""

from collections import defaultdict
from dataclasses import dataclass
from math import log

from regesta.events.folding import fold, folded

# Below this likeness, a passage helps nobody.
LEAST = 50.0

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
    """The passages most like `quote`, best first; white space, dashes, quotation marks and case do not count.

    Of a quote of more than 2,000 characters, the first 2,000 are looked for.
    """
    from rapidfuzz.fuzz import partial_ratio_alignment

    page, needle = folded(text), _small(fold(quote.strip()).text)[:_LONGEST]
    if len(needle) < _GRAM:
        return ()
    hay, width = _small(page.text), max(len(needle), 40)
    near: list[Near] = []
    for block in _likely(hay, needle, width, 4 * limit):
        first = max(0, block * width - width // 2)
        window = hay[first : (block + 2) * width + width // 2]
        match = partial_ratio_alignment(needle, window, score_cutoff=LEAST)
        if match is None or match.dest_end <= match.dest_start:
            continue
        shared = _shared(needle, window[match.dest_start : match.dest_end])
        start, end = page.original(first + match.dest_start + shared[0], first + match.dest_start + shared[1])
        start, end = _whole_words(text, start, end)
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
    while first > max(0, start - reach) and text[first - 1].isalnum() and text[first].isalnum():
        first -= 1
    while last < min(len(text), end + reach) and text[last].isalnum() and text[last - 1].isalnum():
        last += 1
    return first, last


def _apart(near: list[Near]) -> tuple[Near, ...]:
    """Without those that overlap a better one."""
    kept: list[Near] = []
    for one in near:
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return tuple(kept)
