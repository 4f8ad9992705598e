"""Which part of a period: early, mid, late, the second half, the first week, two days after, the weekend of..."""

from regesta.events.wording.cursor import Cursor, phrases
from regesta.events.wording.pieces import Part
from regesta.events.wording.refusal import Refused
from regesta.events.wording.table import FEW
from regesta.events.wording.vocabulary import COUNTABLE, MONTH_NUMBERS, SEASON_WORDS, WEEKDAY_NUMBERS

_PLAIN = phrases(
    {
        "early|very early|early part of|earlier part of|opening part of|early days of|early weeks of|early months of"
        "|early years of|early decades of": Part("early"),
        "mid|middle|very middle|midway through|mid-way through|halfway through|middle part of": Part("mid"),
        "late|very late|latter part of|later part of|closing part of|late months of|late years of|later years of": Part(
            "late"
        ),
        "beginning of|very beginning of|start of|very start of|outset of|opening of": Part("beginning"),
        "end|very end|end of|towards end of|towards the close of|close of|conclusion of"
        "|year-end|year end|years end": Part("end"),
        "earlier|so far": Part("earlier"),
        "later": Part("later"),
        "week of": Part("week-of"),
        "week ending|week ending on|week ended|w/e": Part("week-ending"),
        "week beginning|week beginning on|week commencing|week starting|w/c|wc|w/b|wb": Part("week-from"),
        "weekend of": Part("weekend-of"),
        "night of|night from|night between|overnight on|overnight of|overnight from": Part("night-of"),
        "eve of": Part("shift", -1, -1, "day"),
        "day after|day following|morrow of": Part("shift", 1, 1, "day"),
        "day before|day preceding": Part("shift", -1, -1, "day"),
        "soon after|shortly after|just after|immediately after|not long after|very soon after|a little after"
        "|soon following|shortly following": Part("soon-after"),
        "soon before|shortly before|just before|immediately before|not long before|a little before"
        "|shortly prior to|just prior to": Part("soon-before"),
        "on or soon after|on or shortly after|on or just after|in or soon after|in or shortly after"
        "|on or immediately after": Part("from-soon-after"),
        "on or shortly before|on or just before|on or soon before|in or shortly before": Part("to-soon-before"),
    }
)
_RANKS = {"last": -1, "final": -1, "closing": -1, "latter": -1, "opening": 1, "former": 1}
_DATES = frozenset((*MONTH_NUMBERS, *WEEKDAY_NUMBERS, *SEASON_WORDS))
"""What begins a date and never a part of one; most wordings are spared the search for one."""
_MIDDLE = ("middle", "°3")
BETWEEN_COUNTS = frozenset({"to", "or", "-", "–"})
_JOINERS = frozenset({"in", "on", "of", "during"})
_AFTER = phrases(
    {
        "after|following|from|later than|subsequent to": 1,
        "before|prior to|earlier than|preceding|previous to": -1,
    }
)
_TO_PARTS = frozenset({"to", "and", "or", "early", "mid", "late", "-", "–", "/"})


def part_at(c: Cursor) -> Part | None:
    """The part of a period that is named next, stepped over together with its "of"; None if there is none."""
    word = c.peek()
    if (len(word) == 4 and word.isdigit()) or word in _DATES:
        return None
    part = _middle_third(c) or _within(c) or _ranked(c) or _coded(c) or _counted_from(c) or _plain(c)
    if part is None:
        return None
    if part.kind in ("early", "mid", "late") and c.peek() == "-" and c.peek(1) not in _TO_PARTS:
        c.at += 1  # mid-2018
    c.take(_JOINERS)
    return part


def _plain(c: Cursor) -> Part | None:
    if c.peek() == "overnight" and c.peek(1) not in ("", "on", "of", "from"):
        c.at += 1
        return Part("night-of")
    if c.peek() in ("earlier", "later") and c.peek(1) in ("than", ""):
        return None
    return c.phrase(_PLAIN)


def _middle_third(c: Cursor) -> Part | None:
    return Part("third", 2) if c.accept(*_MIDDLE) else None


def rank(c: Cursor) -> int | None:
    """First, second, 3rd... as a number; last as -1."""
    word = c.peek()
    if word in _RANKS or word.startswith("°"):
        c.at += 1
        return _RANKS[word] if word in _RANKS else int(word[1:])
    return None


def _ranked(c: Cursor) -> Part | None:
    """ "first half of", "3rd quarter", "last Friday in", "first three months of", "last days of"."""
    start = c.at
    if (n := rank(c)) is not None and (part := _rank_of(c, n)) is not None:
        return part
    c.at = start
    return None


def _rank_of(c: Cursor, n: int) -> Part | None:
    if c.peek(1) in ("half", "quarter"):
        c.accept("-")  # the third-quarter
    word = c.peek()
    if word in ("half", "quarter") and not (word == "quarter" and c.tokens[c.at - 1] == "last" and c.peek(1) == ""):
        c.at += 1
        return Part(word, n)
    if word == "°3" and c.peek(1) == "of":
        c.at += 1
        return Part("third", n)
    if (word in COUNTABLE or word == "weekend") and c.peek(1) in ("of", "in"):
        c.at += 1
        if word == "weekend":
            return Part("nth-weekend", n)
        return Part("nth" if COUNTABLE[word] == word else "few", n, 0, COUNTABLE[word])
    if word in WEEKDAY_NUMBERS and c.peek(1) in ("of", "in"):
        c.at += 1
        return Part("weekday", n, WEEKDAY_NUMBERS[word])
    if n in (1, -1) and (counted := count(c)) is not None and c.peek() in COUNTABLE and c.peek(1) in ("of", "in"):
        unit = COUNTABLE[c.peek()]
        c.at += 1
        return Part("first" if n == 1 else "last", counted[0], counted[1], unit)
    return None


def _coded(c: Cursor) -> Part | None:
    """ "Q2", "2Q", "H1", "quarter 3"."""
    for words, numbers, kind in ((("q", "quarter"), 4, "quarter"), (("h", "half"), 2, "half")):
        for at, other in ((0, 1), (1, 0)):
            if c.peek(at) in words and c.peek(other).isdigit() and 1 <= int(c.peek(other)) <= numbers:
                n = int(c.peek(other))
                if at == 1 and c.peek(at) in ("quarter", "half"):
                    continue  # "2 quarters"
                c.at += 2
                c.take((",", "/"))
                return Part(kind, n)
    return None


def count(c: Cursor) -> tuple[int, int] | None:
    """A count, as the least and the most that it means: 3 is (3, 3), "two or three" is (2, 3)."""
    if c.peek().isdigit() and len(c.peek()) <= 3:
        n = int(c.peek())
        c.at += 1
        other = c.peek(1)
        if c.peek() in BETWEEN_COUNTS and other.isdigit() and len(other) <= 3 and c.peek(2) in COUNTABLE:
            c.at += 2
            return min(n, int(other)), max(n, int(other))
        return n, n
    article = c.accept("a")
    word = c.take(FEW)
    if word is not None:
        c.accept("of")
        return FEW[word]
    return (1, 1) if article else None


def _counted_from(c: Cursor) -> Part | None:
    """ "two days after", "a week before", "the month following": a shift of the date that follows."""
    start = c.at
    counted = count(c)
    unit, word = COUNTABLE.get(c.peek()), c.peek()
    if unit is not None:
        c.at += 1
        from_it = c.peek() == "from"
        sign = c.phrase(_AFTER)
        if sign is not None and not c.done and c.peek() not in ("now", "today"):
            if counted is None and word != unit:
                raise Refused(f"does not say how many {word}. Write how many, or only that it was before or after.")
            if from_it and c.peek() in WEEKDAY_NUMBERS and c.peek(1) == "":
                raise Refused("may be counted from the last such weekday or the next. Write the day itself.")
            if counted is None and word != "day":
                return Part("adjoining", sign, sign, unit)
            least, most = counted or (1, 1)
            low, high = sorted((sign * least, sign * most))
            return Part("shift", low, high, unit)
    c.at = start
    return None


def _within(c: Cursor) -> Part | None:
    """ "within two weeks of", "within a month after"."""
    start = c.at
    if c.accept("within") and (counted := count(c)) is not None and (unit := COUNTABLE.get(c.peek())) is not None:
        c.at += 1
        if c.accept("of"):
            return Part("within", -counted[1], counted[1], unit)
        if (sign := c.phrase(_AFTER)) is not None:
            return Part("within", *((0, counted[1]) if sign > 0 else (-counted[1], 0)), unit)
    c.at = start
    return None
