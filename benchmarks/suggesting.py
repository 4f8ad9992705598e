"""Finding which of many names may be one person's: which are worth comparing, and comparing them.

Processor time, of this process: the names are in memory, and nothing waits. The floors are what cannot be left out:
working out once how each word sounds, and one ratio of rapidfuzz for each pair that is compared.
"""

import random
from collections.abc import Iterator
from pathlib import Path

from rapidfuzz import fuzz

from benchmarks.result import Result, worked
from regesta.projections.resemblance import near_pairs, resemblance
from regesta.projections.resemblance.alike import alike
from regesta.projections.resemblance.letters import bare, bones, hard, sound, vowelless
from regesta.projections.resemblance.parts import parts

KEPT = (alike, bare, bones, hard, sound, vowelless)
"""What keeps answers: it must not find them there from the floor."""


def results(count: int, folder: Path) -> Iterator[Result]:
    """`count` names, a fiftieth of them another's with a slip in it."""
    chance = random.Random(1)
    names = tuple(made_names(count, chance))
    words = [parts(name).words for name in names]

    _forget()
    floor, _ = worked(lambda: [hard(word) for word in {word for one in words for word in one}])
    _forget()
    seconds, pairs = worked(lambda: list(near_pairs(words)))
    yield Result("names worth comparing", seconds, floor, "the sound of each word", "seconds for 20,000", count)

    both = [(names[one], names[other]) for one, other in pairs]
    floor, _ = worked(lambda: [fuzz.token_sort_ratio(one, other) for one, other in both])
    seconds, scores = worked(lambda: [resemblance(one, other).score for one, other in both])
    kept = sum(score >= 0.6 for score in scores)
    job = f"compare {len(both):,} pairs, {kept:,} kept"
    yield Result(job, seconds, floor, "token_sort_ratio", "a second for 10,000", len(both))


def _forget() -> None:
    for one in KEPT:
        one.cache_clear()


def made_names(count: int, chance: random.Random) -> Iterator[str]:
    """So many names: a given name of 300, sometimes an initial, and a family name of 40,000."""
    family_names = [
        first + middle + last for first in _BEGIN for middle in _MIDDLE for last in _END
    ]  # fmt: skip
    given_names = [first + last for first in _BEGIN for last in _GIVEN]
    made: list[str] = []
    for place in range(count):
        if place and place % 50 == 0:
            name = _slipped(chance.choice(made), chance)
        else:
            initial = f" {chance.choice('ABCDEFGHJKLMNPRSTW')}." if chance.random() < 0.3 else ""
            name = f"{chance.choice(given_names).title()}{initial} {chance.choice(family_names).title()}"
        made.append(name)
        yield name


def _slipped(name: str, chance: random.Random) -> str:
    """A name with two letters swapped."""
    at = chance.randrange(1, len(name) - 2)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


_BEGIN = [
    "an",
    "bar",
    "car",
    "dun",
    "el",
    "far",
    "gor",
    "hal",
    "ib",
    "jor",
    "kal",
    "lam",
    "mor",
    "nad",
    "os",
    "pet",
    "ro",
    "sam",
    "tor",
    "ul",
    "ver",
    "wil",
    "yar",
    "zem",
    "bru",
    "cla",
    "dra",
    "fre",
]
_MIDDLE = [
    "a",
    "e",
    "i",
    "o",
    "u",
    "ada",
    "ele",
    "iko",
    "olo",
    "uni",
    "are",
    "en",
    "im",
    "on",
    "ast",
    "ell",
    "iss",
    "ott",
    "und",
    "and",
]
_END = [
    "berg",
    "ton",
    "son",
    "sky",
    "ker",
    "man",
    "ford",
    "well",
    "ley",
    "by",
    "ko",
    "dez",
    "rov",
    "li",
    "nen",
    "sen",
    "burg",
    "hart",
    "mann",
    "stein",
    "wood",
    "ham",
    "field",
    "worth",
    "smith",
    "gard",
    "lund",
    "strom",
    "vist",
    "kin",
    "dan",
    "mir",
    "rad",
    "lin",
    "bert",
    "fred",
    "grim",
    "vald",
    "nik",
    "ros",
    "tel",
    "van",
    "dor",
    "pin",
    "mas",
    "tov",
    "yan",
    "cek",
    "zzi",
    "ini",
    "etti",
    "eau",
    "ard",
    "ois",
    "ier",
]
_GIVEN = ["a", "an", "el", "in", "ia", "us", "en", "as", "ette", "ine"]
