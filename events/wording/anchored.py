"""Dates that are worded by other dates: "two days after the letter [source/letter]".

    wording  = [date] { joiner clause } [ [joiner] date ]
    clause   = relation words anchor
             | "between" words anchor "and" words anchor | "between" words anchor "and" date
             | "between" date "and" words anchor
    anchor   = "[" KIND "/" ID [DATE] "]"

The words between a relation and its anchor are the source's, and are not read. What stands in brackets is no part of
the wording that is kept. Brackets around anything else (`[1854]`) are read over, as everywhere.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import get_args

from regesta.events.claim import SubjectKind
from regesta.events.relation import dates_of
from regesta.events.wording.cursor import Cursor
from regesta.events.wording.leaning import Lean, lean_at
from regesta.events.wording.qualified import FILLERS
from regesta.events.wording.refusal import Refused, shown
from regesta.events.wording.source import Role
from regesta.events.wording.tokens import plain, tokens

_ANCHOR = re.compile(rf"\s*\[\s*({'|'.join(get_args(SubjectKind))})\s*/\s*([^\[\]]*?)\s*\]", re.IGNORECASE)
_NOT_DATED = re.compile(r"\[\s*(fact|correction|capture|citation|conflict|name)\s*/[^\[\]]*\]", re.IGNORECASE)
_JOINER = re.compile(r"^(?:[\s,;]|\b(?:and|but|then)\b)+|[\s,;]+$", re.IGNORECASE)
_AND = re.compile(r"[\s,]*\band\b\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"between\b\s*", re.IGNORECASE)
_THE_ANCHOR = "anchor"

HOW = (
    'Write how the date lies to it, such as "before the letter [source/KEY]", "two days after …", "within a week of …"'
    ' or "between the letter [source/KEY] and the summit [meeting/KEY]"'
)


@dataclass(frozen=True, slots=True)
class Named:
    """What stands in brackets: a subject, and which of its dates."""

    kind: SubjectKind
    id: str
    date: str


@dataclass(slots=True)
class Anchored:
    """A wording taken apart: what is kept of it, the date that it tells itself (blank if none), and its relations."""

    words: str
    own: str = ""
    relations: list[tuple[Named, Lean]] = field(default_factory=list)


def anchored(text: str, role: Role, readable: Callable[[str], bool]) -> Anchored | None:
    """A wording with anchors in brackets, taken apart; None if it has none.

    `readable` tells whether a text is a date by itself. Raises Refused for what has no place in the grammar.
    """
    if other := _NOT_DATED.search(text):
        raise Refused(
            f"is counted from a {other[1].lower()}, and a date is counted from what stays when facts are corrected."
            " Write the posting, statement, meeting, source or agent whose date it is, as in [source/KEY]; `regesta"
            " show ID` names the subject of a fact."
        )
    found = list(_ANCHOR.finditer(text))
    if not found:
        return None
    ends = [0, *(match.end() for match in found)]
    pieces = [text[end : match.start()].strip() for end, match in zip(ends, found, strict=False)]
    names = [_named(match) for match in found]
    reader = _Reader(Anchored(" ".join(_ANCHOR.sub(" ", text).replace(" ,", ",").split())), role, readable)
    while pieces:
        used = reader.between(pieces, names) or reader.clause(pieces[0], names[0])
        del pieces[:used], names[:used]
    reader.rest(text[ends[-1] :])
    return reader.found


@dataclass(slots=True)
class _Reader:
    """What was found so far, and how to go on."""

    found: Anchored
    role: Role
    readable: Callable[[str], bool]
    open_between: bool = False
    """Whether an "and" and a date must follow."""

    def clause(self, piece: str, name: Named) -> int:
        """One anchor with the words before it; how many pieces that took."""
        words = piece if not self.found.relations else _JOINER.sub("", piece)
        row = plain(words).split()
        found = self._last_lean(row)
        if found is None:
            raise Refused(f"does not say how it lies to {name.kind}/{name.id}. {HOW}.")
        before, lean = found
        if before:
            self._own(before)
        self.found.relations.append((name, lean))
        return 1

    def _last_lean(self, row: list[str]) -> tuple[str, Lean] | None:
        """The last words that say how it lies, and the date that stands before them, if any.

        "On 8 August, two days after the letter": the last is "after", and the longest that ends there "two days after".
        """
        last: tuple[str, Lean, int] | None = None
        for at in range(len(row) - 1, -1, -1):
            before = _unfilled(" ".join(row[:at]))
            found = self._lean(" ".join(row[at:]))
            if found is not None and (last is None or found[1] == last[2]) and (not before or self.readable(before)):
                last = (before, *found)
        return None if last is None else last[:2]

    def between(self, pieces: list[str], names: list[Named]) -> int:
        """ "between A and B"; 0 if it is worded otherwise."""
        words = _JOINER.sub("", pieces[0])
        match = _BETWEEN.match(words)
        if match is None:
            return 0
        first = Lean(0, None), Lean(None, 0)
        for joint in _AND.finditer(words, match.end()):
            if self.readable(f"from {words[match.end() : joint.start()]}"):
                self._own(f"from {words[match.end() : joint.start()]}")
                self.found.relations.append((names[0], first[1]))
                return 1
        self.found.relations.append((names[0], first[0]))
        if len(pieces) == 1:
            self.open_between = True
            return 1
        if _AND.match(pieces[1]) is None:
            raise Refused(f"says between, and names one date only. {HOW}.")
        self.found.relations.append((names[1], first[1]))
        return 2

    def rest(self, tail: str) -> None:
        """What follows the last anchor: a date of its own, or nothing."""
        words = _JOINER.sub("", tail)
        if self.open_between:
            if _AND.match(tail) is None or not self.readable(f"by {words}"):
                raise Refused(f"says between, and names one date only. {HOW}.")
            words = f"by {words}"
        if not words:
            return
        if not self.readable(words):
            raise Refused(f"goes on with {shown(words)} behind the brackets, which is no date. {HOW}.")
        self._own(words)

    def _own(self, words: str) -> None:
        if self.found.own:
            raise Refused("tells two dates of its own. Write one, and the rest in a note.")
        self.found.own = words

    def _lean(self, words: str) -> tuple[Lean, int] | None:
        """The relation that some words begin with, and how many follow, which must not begin with one too."""
        try:
            c = Cursor([*tokens(words), _THE_ANCHOR])
            lean = lean_at(c, self.role)
            follow = len(c.tokens) - c.at
            if lean is None or c.done or c.peek() in ("or", "and", "to") or lean_at(c, self.role) is not None:
                return None
        except Refused:
            return None
        return lean, follow


def _unfilled(words: str) -> str:
    """The words before a relation; blank if they add nothing, as "on" does before "the day after"."""
    before = _JOINER.sub("", words)
    try:
        c = Cursor(tokens(before))
    except Refused:
        return before
    return "" if c.phrase(FILLERS) is not None and c.done else before


def _named(match: re.Match[str]) -> Named:
    kind: SubjectKind = match[1].lower()  # type: ignore[assignment]
    known = dates_of(kind)
    words = match[2].split()
    if not words:
        raise Refused(f"names no {kind} in its brackets. Write its key, as in [{kind}/KEY].")
    if not known:
        raise Refused(
            f"is counted from a {kind}, which has no date. Name the posting, the source or the meeting that has."
        )
    if len(words) > 1 and words[-1].lower() in known:
        return Named(kind, " ".join(words[:-1]), words[-1].lower())
    if kind == "agent":
        raise Refused(f"does not say which date of {shown(match[2])}. Write [agent/KEY born] or [agent/KEY died].")
    return Named(kind, " ".join(words), known[0])
