"""How alike two names are as wholes: their words paired, what is left over, what excludes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from regesta.projections.resemblance.alike import Alike, How, alike
from regesta.projections.resemblance.letters import germanized
from regesta.projections.resemblance.parts import Name, parts

# What the rules below weigh, in shares of a whole word. They were set on the labelled pairs of benchmarks/names.
INITIAL = 0.4
"""What an initial counts beside a word."""
INITIAL_AGAINST = 0.7
"""What an initial that does not fit counts beside a word that does not."""
AGAINST = 1.45
"""How much more a word that is another's counts than one that matches."""
LEAST, FULL = 0.56, 0.92
"""Words less alike than the one are different; words more alike than the other are the same."""
EXTRA = 0.05
"""What a word that only one of the names has takes off."""
ALONE = 0.26
"""What is taken off if only one word matches, and one of the names has more."""
FRONT = 0.9
"""What is left if the word that only one of the names has is its first: Uday Saddam Hussein is not Saddam Hussein."""
TURNED = 0.03
"""What another order of the words takes off."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two words, one of each name, that were held against each other."""

    one: str
    other: str
    much: float
    """How alike they are: 1 is the same, 0 is another name."""
    how: How


@dataclass(frozen=True, slots=True)
class Resemblance:
    """How alike two names are, and why."""

    score: float
    """From 0 to 1."""
    matched: tuple[Pair, ...]
    """Words of both names that match, the best first."""
    against: tuple[Pair, ...]
    """Words of both names that stand in each other's place."""
    extra: tuple[tuple[str, ...], tuple[str, ...]]
    """Words that only the one or only the other name has."""
    remarks: tuple[str, ...] = ()
    """What else counted: a generation, the order."""

    @property
    def reasons(self) -> tuple[str, ...]:
        """Which parts match and which do not, in words."""
        return tuple(_reasons(self))


def similarity(a: str, b: str) -> float:
    """How alike two names of people are, from 0 (another name) to 1 (the same), whichever comes first.

    Any script, word order, case and set of accents; with initials, titles, particles and short forms.
    """
    return resemblance(a, b).score


@lru_cache(maxsize=4_096)
def resemblance(a: str, b: str) -> Resemblance:
    """How alike two names of people are, and which of their parts make it so."""
    first, second = (a, b) if a <= b else (b, a)
    found = max((compared(one, other) for one, other in _readings(first, second)), key=lambda one: one.score)
    return found if first is a else _swapped(found)


def _readings(a: str, b: str) -> Iterator[tuple[Name, Name]]:
    """The two names in their parts, and again with umlauts written out where there are any."""
    yield parts(a), parts(b)
    if a.isascii() and b.isascii():
        return
    if germanized(a) != a or germanized(b) != b:
        yield parts(germanized(a)), parts(germanized(b))


def _swapped(found: Resemblance) -> Resemblance:
    def turn(pairs: Sequence[Pair]) -> tuple[Pair, ...]:
        return tuple(Pair(pair.other, pair.one, pair.much, pair.how) for pair in pairs)

    return Resemblance(found.score, turn(found.matched), turn(found.against), found.extra[::-1], found.remarks)


def compared(one: Name, other: Name) -> Resemblance:
    """How alike two names are, given in their parts."""
    found = _held_against(one, other, one.words, other.words)
    if found.against or any(found.extra):
        left, right = _joined(one.words, other.words), _joined(other.words, one.words)
        if (left, right) != (one.words, other.words):
            return max(found, _held_against(one, other, left, right), key=lambda one: one.score)
    return found


def _held_against(one: Name, other: Name, left: Sequence[str], right: Sequence[str]) -> Resemblance:
    """How alike two names are, in these words."""
    if not left or not right:
        return Resemblance(0.0, (), (), (tuple(left), tuple(right)))
    paired, spare_left, spare_right = _paired(left, right)
    matched = tuple(Pair(left[i], right[j], _share(how), how.how) for i, j, how in paired)
    if (spare_left and spare_right) or (one.given or other.given):
        matched += _called(left, right, spare_left, spare_right, one, other)
    against = _against(left, right, spare_left, spare_right)
    extra = (
        tuple(left[place] for place in spare_left[len(against) :]),
        tuple(right[place] for place in spare_right[len(against) :]),
    )
    remarks: list[str] = []
    score = _score(matched, against) * _whole_words(matched, extra)
    order = [j for _, j, _ in sorted(paired)]
    if order != sorted(order) and not one.turned and not other.turned:
        score -= TURNED
        remarks.append("in another order")
    score *= _generations(one, other, remarks) * _fathers(one, other, remarks) * _places(one, other, remarks)
    score *= _stands_alone(matched, one, other)
    if (
        not against
        and len(paired) > 1
        and (_begins_otherwise(left, right, spare_left) or _begins_otherwise(right, left, spare_right))
    ):
        score *= FRONT
    return Resemblance(round(max(0.0, min(score, 1.0)), 4), matched, against, extra, tuple(remarks))


def _joined(words: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    """The words, those that stand side by side made one where the other name has them so: Xiao ping, Xiaoping."""
    found: list[str] = []
    place = 0
    while place < len(words):
        for length in (3, 2):
            several = words[place : place + length]
            whole = "".join(several)
            if len(several) == length and _is_one_of(whole, several, others):
                found.append(whole)
                place += length
                break
        else:
            found.append(words[place])
            place += 1
    return tuple(found)


def _is_one_of(whole: str, several: Sequence[str], others: Sequence[str]) -> bool:
    """Whether the other name has several words as one, and none of them by itself."""
    if len(whole) < 4 or any(alike(part, other).much >= 0.82 for part in several for other in others if len(part) > 1):
        return False
    return any(len(other) > max(map(len, several)) and alike(whole, other).much >= 0.82 for other in others)


def _paired(left: Sequence[str], right: Sequence[str]) -> tuple[list[tuple[int, int, Alike]], list[int], list[int]]:
    """Places of words that match, each word once, the most alike first; and the places that are left over.

    Whole words come first. An initial stands for a word that the other name lacks; so where whole words are left over
    on both sides, these contradict each other, and no initial makes up for it.
    """
    found = sorted(
        (len(one) == 1 or len(other) == 1, -alike(one, other).much, abs(i - j), i, j)
        for i, one in enumerate(left)
        for j, other in enumerate(right)
        if alike(one, other).much > LEAST
    )
    spare_left, spare_right = list(range(len(left))), list(range(len(right)))
    chosen: list[tuple[int, int, Alike]] = []
    spared: int | None = None
    for initial, _, _, i, j in found:
        if i not in spare_left or j not in spare_right:
            continue
        if initial and not len(left[i]) == len(right[j]) == 1:
            if spared is None:
                whole = [
                    sum(len(words[at]) > 1 for at in spare)
                    for words, spare in ((left, spare_left), (right, spare_right))
                ]
                spared = abs(whole[0] - whole[1])
                longer = whole[0] > whole[1]
            if not spared or (len(left[i]) > 1) != longer:
                continue
            spared -= 1
        spare_left.remove(i)
        spare_right.remove(j)
        chosen.append((i, j, alike(left[i], right[j])))
    return chosen, spare_left, spare_right


def _share(found: Alike) -> float:
    return min(1.0, max(0.0, (found.much - LEAST) / (FULL - LEAST)))


def _called(
    left: Sequence[str], right: Sequence[str], spare_left: list[int], spare_right: list[int], one: Name, other: Name
) -> tuple[Pair, ...]:
    """Words that match a name in brackets: William "Bill" Burns, Bill Burns; they are spare no more.

    Nor is the given name that the one in brackets stands beside: it contradicts nothing.
    """
    pairs: list[Pair] = []
    for words, spare, given in ((left, spare_left, other.given), (right, spare_right, one.given)):
        for place in tuple(spare):
            best = max((alike(words[place], name) for name in given), default=None)
            if best is not None and best.much > 0.85 and len(words[place]) > 1:
                spare.remove(place)
                pairs.append(Pair(words[place], words[place], _share(best), best.how))
    for spare in (spare_left, spare_right):
        del spare[: len(pairs)]
    return tuple(pairs)


def _against(
    left: Sequence[str], right: Sequence[str], spare_left: list[int], spare_right: list[int]
) -> tuple[Pair, ...]:
    """Words of both names that found no partner: each stands against one of the other name."""
    count = min(len(spare_left), len(spare_right))
    return tuple(
        Pair(left[i], right[j], 0.0, "other") for i, j in zip(spare_left[:count], spare_right[:count], strict=True)
    )


def _weight(one: str, other: str) -> float:
    return INITIAL if len(one) == 1 or len(other) == 1 else 1.0


def _weight_against(one: str, other: str) -> float:
    return INITIAL_AGAINST if len(one) == 1 or len(other) == 1 else 1.0


def _score(matched: Sequence[Pair], against: Sequence[Pair]) -> float:
    """The share of what matches in all that could."""
    alike_ = sum(pair.much * _weight(pair.one, pair.other) for pair in matched)
    differs = sum((1.0 - pair.much) * _weight(pair.one, pair.other) for pair in matched)
    differs += sum(_weight_against(pair.one, pair.other) for pair in against)
    return alike_ / (alike_ + AGAINST * differs) if alike_ else 0.0


def _whole_words(matched: Sequence[Pair], extra: tuple[Sequence[str], Sequence[str]]) -> float:
    """What the words that one name alone has take off."""
    full = sum(1 for pair in matched if len(pair.one) > 1 and len(pair.other) > 1)
    initials = len(matched) - full
    more = sum(1.0 if len(word) > 1 else 0.4 for side in extra for word in side)
    if full == 0:
        return 0.6
    if full == 1 and more and not initials:
        return 1.0 - ALONE - EXTRA * min(more - 1, 3)
    if full == 1 and initials:
        return 0.95 - EXTRA * min(more, 3)
    return 1.0 - EXTRA * min(more, 4) * (0.6 if full > 2 else 1.0)


def _generations(one: Name, other: Name, remarks: list[str]) -> float:
    if one.generation == other.generation:
        return 1.0
    told = {one.generation, other.generation}
    if None in told:
        which = one.generation or other.generation or ""
        remarks.append(f"only one says {'the ' if which.isdigit() else ''}{which}")
        return 0.94 if which == "jr" else 0.9
    if told == {"jr", "2"}:
        return 0.98
    remarks.append("another generation")
    return 0.5


def _fathers(one: Name, other: Name, remarks: list[str]) -> float:
    """Sons of fathers with other names are other people."""
    if not one.fathers or not other.fathers:
        return 1.0
    if max(alike(a, b).much for a in one.fathers[:1] for b in other.fathers[:1]) > 0.7:
        return 1.0
    remarks.append("another father")
    return 0.85


def _begins_otherwise(words: Sequence[str], others: Sequence[str], spare: Sequence[int]) -> bool:
    """Whether the longer name begins with a word that the other lacks."""
    return bool(spare) and spare[0] == 0 and len(words[0]) > 1 and len(words) > len(others)


def _places(one: Name, other: Name, remarks: list[str]) -> float:
    """Two lords of different places are two people; a lord may leave his place out."""
    if not one.place or not other.place or alike(one.place, other.place).much > 0.85:
        return 1.0
    remarks.append("of another place")
    return 0.5


def _stands_alone(matched: Sequence[Pair], one: Name, other: Name) -> float:
    """A lord goes by the last word of a name, a king by the first."""
    for short, long, which in ((one, other, 0), (other, one, 1)):
        if len(short.words) != 1 or len(long.words) < 2 or not matched:
            continue
        word = matched[0].other if which == 0 else matched[0].one
        if short.peer and word != long.words[-1]:
            return 0.7
        if short.throne and not long.throne:
            return 0.8
    return 1.0


def _reasons(found: Resemblance) -> Iterator[str]:
    for pair in found.matched:
        if pair.how == "same" or pair.one == pair.other:
            yield f"{pair.one} in both"
        else:
            yield f"{pair.one} / {pair.other}: {_HOW[pair.how]}"
    for pair in found.against:
        yield f"{pair.one} against {pair.other}"
    for words in found.extra:
        if words:
            yield f"{' '.join(words)} in one only"
    yield from found.remarks


_HOW: dict[How, str] = {
    "same": "the same",
    "sound": "sound alike",
    "spelling": "spelled nearly so",
    "initial": "the initial fits",
    "short form": "short form",
    "consonants": "the same consonants",
    "other": "another name",
}
