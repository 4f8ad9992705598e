"""What is said of words that the grammar has no place for."""

from difflib import get_close_matches
from itertools import pairwise

from regesta.events.wording.cursor import WORDS, Cursor
from regesta.events.wording.refusal import EXAMPLES, Refused, shown
from regesta.events.wording.vocabulary import (
    CANON,
    COUNTABLE,
    DECADE_WORDS,
    MONTH_NUMBERS,
    ROMAN,
    SEASON_WORDS,
    VAGUE,
    WEEKDAY_NUMBERS,
)

_NAMES = (*MONTH_NUMBERS, *WEEKDAY_NUMBERS, *SEASON_WORDS)


def unread(c: Cursor, row: list[str]) -> Refused:
    """Why the tokens from here on are not read, with the word that is at fault, and a near miss if there is one."""
    if (row and all(token in VAGUE for token in row)) or any(token in _NO_NUMBER for token in row) or _uncounted(row):
        return Refused(f"is too vague: it names no day, month, season or year. Write one, such as {EXAMPLES}.")
    if any(token in _ELSEWHERE for token in row) or (row and row[-1] == "later"):
        return Refused("is counted from another event, which is not named here. Write its date out, such as 6 August"
                       " 2019.")  # fmt: skip
    if any(token in _OTHER_YEARS for token in row):
        return Refused("counts by a year that is not the calendar's, and begins elsewhere in every country. Write the"
                       " months or days that are meant.")  # fmt: skip
    stray = next((token for token in row if _strange(token)), c.peek())
    if not stray:
        return Refused(f"stops where a date should follow. Write, for example, {EXAMPLES}.")
    near = get_close_matches(stray, _NAMES, n=1, cutoff=0.75) if stray.isalpha() and len(stray) < 20 else []
    hint = f" (did you mean {near[0]}?)" if near and near[0] != stray else ""
    word = shown(stray.removeprefix("°"))
    return Refused(f"cannot be read as a date: {word} is not understood there{hint}. Write, for example, {EXAMPLES}.")


def _uncounted(row: list[str]) -> bool:
    """ "in the coming weeks": how many, nobody knows."""
    return any(word in ("coming", "past", "next", "last") and unit in _PLURALS for word, unit in pairwise(row))


_PLURALS = frozenset(unit for unit, word in COUNTABLE.items() if unit != word)


def _strange(token: str) -> bool:
    return token.isalpha() and token not in _KNOWN and token not in WORDS


_KNOWN = (
    frozenset(CANON.values()) | frozenset(_NAMES) | frozenset(COUNTABLE) | frozenset(DECADE_WORDS) | frozenset(ROMAN)
)
_NO_NUMBER = frozenset({"recent", "future", "many", "some", "various", "numerous", "long"})
_OTHER_YEARS = frozenset({"fy", "fiscal", "financial", "academic", "school", "tax", "budget"})
_ELSEWHERE = frozenset({"same", "that", "those", "these", "such", "thereafter", "following"})
