"""What is said of words that the grammar has no place for."""

from difflib import get_close_matches
from itertools import pairwise

from regesta.events.wording.cursor import WORDS, Cursor
from regesta.events.wording.refusal import ELSEWHERE, EXAMPLES, Refused, shown
from regesta.events.wording.vocabulary import (
    CANON,
    COUNTABLE,
    DECADE_WORDS,
    FOREIGN_MONTHS,
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
    if any(token in _ELSEWHERE for token in row) or (row and row[-1] in _FROM_ELSEWHERE):
        return Refused(ELSEWHERE)
    if any(token in _OTHER_YEARS for token in row):
        return Refused("counts by a year that is not the calendar's, and begins elsewhere in every country. Write the"
                       " months or days that are meant.")  # fmt: skip
    strange = next((token for token in row if _strange(token)), "")
    stray = strange or c.peek()
    if not stray:
        return Refused(f"stops where a date should follow. Write, for example, {EXAMPLES}.")
    if stray in FOREIGN_MONTHS:
        month = FOREIGN_MONTHS[stray]
        return Refused(f"names its month in another language, and wordings are read in English. Write {month} for"
                       f" {shown(stray)}.")  # fmt: skip
    near = get_close_matches(stray, _NAMES, n=1, cutoff=0.75) if stray.isalpha() and len(stray) < 20 else []
    hint = f" (did you mean {near[0]}?)" if near and near[0] != stray else ""
    word = shown(stray.removeprefix("°"))
    named = f" {NAME_IT}" if strange and not hint and any(token in _COUNTED_FROM for token in row) else ""
    return Refused(
        f"cannot be read as a date: {word} is not understood there{hint}. Write, for example, {EXAMPLES}.{named}"
    )


NAME_IT = 'Or name what it is counted from in brackets, as in "two days after the letter [source/KEY]".'
_COUNTED_FROM = frozenset({"after", "before", "between", "following", "preceding", "prior", "within"})


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
_ELSEWHERE = frozenset({"same", "that", "those", "these", "such", "thereafter", "following", "previous", "preceding"})
_FROM_ELSEWHERE = frozenset({"later", "earlier", "before", "after", "previously"})
"""Last words that lead away from an event: three days later, the week before."""
