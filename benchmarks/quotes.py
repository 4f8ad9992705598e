"""Checking quotes: ten in each capture of five thousand words, as `verify` does, and looking them up, as entry does."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from benchmarks.result import Result, median, timed
from regesta.events.by_hash import location
from regesta.events.captures import read_text, store
from regesta.events.folding import folded
from regesta.events.quotes import Found, find, nearest, recheck

WORDS = 5_000
QUOTES_A_CAPTURE = 10
SEEN = datetime(2026, 1, 1, tzinfo=UTC)


def results(count: int, folder: Path) -> Iterator[Result]:
    """`count` quotes; the floors are `str.find` of each in the text in memory, and that after reading the files."""
    chance = random.Random(1)
    texts = {hash_of(folder, text): text for text in (_page(chance) for _ in range(max(1, count // QUOTES_A_CAPTURE)))}
    quotes = [(name, _quote(text, chance)) for name, text in texts.items() for _ in range(QUOTES_A_CAPTURE)]
    floor, _ = timed(lambda: [texts[name].find(quote) for name, quote in quotes])

    seconds, found = timed(lambda: [_sure(find(texts[name], quote)) for name, quote in quotes])
    yield Result("find quotes, exact", seconds, floor, "str.find", "seconds for 10,000", len(quotes))

    set_otherwise = [(name, quote.replace(" ", "\n").replace("-", "\u2013")) for name, quote in quotes]
    folded.cache_clear()
    seconds, _ = timed(lambda: [_sure(find(texts[name], quote)) for name, quote in set_otherwise])
    yield Result("find quotes, other spacing", seconds, floor, "str.find", "seconds for 10,000", len(quotes))

    names = [name for name, _ in quotes]
    seconds, _ = timed(lambda: _verify(folder, list(zip(names, found, strict=True))))
    floor, _ = timed(lambda: _floor(folder, quotes))
    yield Result("verify quotes and their texts", seconds, floor, "read, str.find", "at most 2 ×", len(quotes))

    name, quote = quotes[0]
    text = (texts[name] * (1_000_000 // len(texts[name]) + 1))[:1_000_000]
    seconds = median(lambda: nearest(text, quote[::2]), 5)
    floor = median(lambda: text.find(quote[::2]), 5)
    yield Result("nearest passages in 1 MB, 1 quote", seconds, floor, "str.find", "< 500 ms")


def hash_of(folder: Path, text: str) -> str:
    """Where a text is stored."""
    captured = store(folder, text.encode(), retrieved=SEEN, filename="page.txt")
    if captured.text_sha256 is None:
        raise AssertionError("a page without a text")
    return captured.text_sha256


def _page(chance: random.Random) -> str:
    """A text with the dashes, quotation marks and lines of a printed page."""
    words = chance.choices(_VOCABULARY, k=WORDS)
    for place in range(0, WORDS, 13):
        words[place] += chance.choice((".\n", ",", " \u2013", "-like", "\u2019s"))
    return " ".join(words)


def _quote(text: str, chance: random.Random) -> str:
    start = text.index(" ", chance.randrange(len(text) - 400)) + 1
    return text[start : text.rindex(" ", start, start + 200)].strip()


def _verify(folder: Path, places: list[tuple[str, Found]]) -> None:
    for name, group in groupby(places, key=lambda place: place[0]):
        text = read_text(folder, name)
        for _, found in group:
            if recheck(text, found.start, found.end, found.exact).state != "present":
                raise AssertionError(f"{found.exact!r} is not where it was found")


def _floor(folder: Path, quotes: list[tuple[str, str]]) -> None:
    for name, group in groupby(quotes, key=lambda quote: quote[0]):
        text = location(folder, name).read_text("utf-8")
        for _, quote in group:
            text.find(quote)


def _sure(found: Found | None) -> Found:
    if found is None:
        raise AssertionError("a quote was not found")
    return found


_SYLLABLES = "am bas sa dor min is ter let of fi ce vi sit trea ty war ran gov ern"
_VOCABULARY = tuple(
    one + two + end for one in _SYLLABLES.split() for two in _SYLLABLES.split() for end in ("", "s", "ed")
)
