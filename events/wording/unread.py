"""What is said of words that the grammar has no place for."""

from difflib import get_close_matches

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
    if row and all(token in VAGUE for token in row):
        return Refused(f"is too vague: it names no day, month, season or year. Write one, such as {EXAMPLES}.")
    if any(token in _ELSEWHERE for token in row):
        return Refused("is counted from another event, which is not named here. Write its date out, such as 6 August"
                       " 2019.")  # fmt: skip
    stray = next((token for token in row if _strange(token)), c.peek())
    if not stray:
        return Refused(f"stops where a date should follow. Write, for example, {EXAMPLES}.")
    near = get_close_matches(stray, _NAMES, n=1, cutoff=0.75) if stray.isalpha() and len(stray) < 20 else []
    hint = f" (did you mean {near[0]}?)" if near and near[0] != stray else ""
    word = shown(stray.removeprefix("°"))
    return Refused(f"cannot be read as a date: {word} is not understood there{hint}. Write, for example, {EXAMPLES}.")


def _strange(token: str) -> bool:
    return token.isalpha() and token not in _KNOWN and token not in WORDS


_KNOWN = (
    frozenset(CANON.values()) | frozenset(_NAMES) | frozenset(COUNTABLE) | frozenset(DECADE_WORDS) | frozenset(ROMAN)
)
_ELSEWHERE = frozenset({"same", "that", "those", "these", "such", "thereafter", "following"})
