"""Reading assertions: a recursive descent, one function for each rule of the grammar in docs/expectations.md.

The grammar is closed. What it cannot read is refused, with the place and what would be accepted there.
"""

import calendar
import re
from collections.abc import Mapping, Sequence
from datetime import date
from difflib import get_close_matches

from regesta.events.assertion import (
    FIELDS,
    KINDS,
    SAYING,
    SIGNS,
    STATES,
    Assertion,
    Condition,
    Count,
    Days,
    Exists,
    Holder,
    Holders,
    Named,
    NoneOf,
    Reading,
    Said,
    Selection,
    Sign,
    State,
    Which,
)
from regesta.events.assertion_words import NotAnAssertion, Token, tokens
from regesta.events.claim import SubjectKind

FUNCTIONS = ("holder", "holders", "certain holders", "possible holders", "count", "none", "state", "said", "exists")


def parse_assertion(text: str) -> Assertion:
    """The assertion that a text writes; raises NotAnAssertion. Names in it stay as they were typed."""
    return _Parser(text).whole()


class _Parser:
    """One reading."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tokens(text)
        self._next = 0

    # ---- the rules ---------------------------------------------------------------------------------------------

    def whole(self) -> Assertion:
        """assertion = holder | holders | count | none | state | said | exists ;"""
        read = self._assertion()
        if self._token.kind != "end":
            raise self._refused("nothing more (one expectation is one assertion)")
        return read

    def _assertion(self) -> Assertion:
        token = self._token
        match token.value if token.kind == "word" else "":
            case "holder":
                return self._holder()
            case "holders":
                return self._holders("all")
            case "certain" | "possible":
                self._next += 1
                if self._token.value != "holders":
                    raise self._refused("holders(POST, DAYS)")
                return self._holders("certain" if token.value == "certain" else "possible")
            case "count":
                return self._count()
            case "none":
                self._open()
                of = self._selection()
                self._sign(")")
                return NoneOf(of)
            case "state":
                return self._state()
            case "said":
                return self._said()
            case "exists":
                return self._exists()
            case _:
                raise self._refused(_listed(FUNCTIONS), near=FUNCTIONS)

    def _holder(self) -> Holder:
        post, days = self._post_and_days()
        self._sign("=")
        if self._token == Token("word", "none", self._token.at):
            self._next += 1
            return Holder(post, days, None)
        return Holder(post, days, self._named("agent", "the holder's name or id, or none"))

    def _holders(self, which: Which) -> Holders:
        post, days = self._post_and_days()
        self._sign("=")
        self._sign("{")
        agents: list[Named] = []
        while not self._is("}"):
            if agents:
                self._sign(",", '"," or "}"')
            agents.append(self._named("agent", "a holder's name or id"))
        self._sign("}")
        return Holders(which, post, days, tuple(agents))

    def _post_and_days(self) -> tuple[Named, Days]:
        self._open()
        post = self._named("post", "the post's id or title")
        self._sign(",")
        days = self._days()
        self._sign(")")
        return post, days

    def _count(self) -> Count:
        self._open()
        of = self._selection()
        self._sign(")")
        return Count(of, self._comparison(), self._number())

    def _state(self) -> State:
        self._open()
        meeting = self._named("meeting", "the meeting's id")
        self._sign(",")
        counterpart = self._named("agent", "the counterpart's name or id")
        self._sign(")")
        self._sign("=")
        return State(meeting, counterpart, self._choice(STATES))

    def _said(self) -> Said:
        self._open()
        speaker = self._named("agent", "the speaker's name or id")
        self._sign(",")
        words = self._quoted('the words, such as "maintain channels for dialogue"')
        conditions = self._conditions(SAYING)
        self._sign(")", '"," and a condition, or ")"')
        return Said(speaker, words, conditions)

    def _exists(self) -> Exists:
        self._open()
        kind = self._kind()
        self._sign(",")
        thing = self._named(kind, f"the id of the {kind}")
        self._sign(")")
        return Exists(thing)

    def _selection(self) -> Selection:
        table = self._choice(tuple(FIELDS))
        return Selection(table, self._conditions(FIELDS[table]))

    def _conditions(self, fields: Mapping[str, Reading]) -> tuple[Condition, ...]:
        found: list[Condition] = []
        while self._is(","):
            self._next += 1
            at = self._token.at
            field = self._choice(tuple(fields))
            if any(one.field == field for one in found):
                raise NotAnAssertion(self._text, at, f"stands {field!r} again", "another condition")
            self._sign("=")
            found.append(Condition(field, self._value(fields[field])))
        return tuple(found)

    def _value(self, reading: Reading) -> Named | Days | str:
        match reading:
            case "days":
                return self._days()
            case "text":
                return self._word("a text between quotation marks")
            case tuple():
                return self._choice(reading)
            case _:
                return self._named(reading, f"the name or id of the {reading}")

    # ---- the words ---------------------------------------------------------------------------------------------

    @property
    def _token(self) -> Token:
        return self._tokens[self._next]

    def _is(self, sign: str) -> bool:
        return self._token.kind == "sign" and self._token.value == sign

    def _open(self) -> None:
        self._next += 1
        self._sign("(")

    def _sign(self, sign: str, accepted: str = "") -> None:
        if not self._is(sign):
            raise self._refused(accepted or f'"{sign}"')
        self._next += 1

    def _comparison(self) -> Sign:
        for sign in SIGNS:
            if self._is(sign):
                self._next += 1
                return sign
        raise self._refused(_listed(SIGNS))

    def _number(self) -> int:
        token = self._taken("word", "a whole number, such as 3")
        if not re.fullmatch("[0-9]{1,9}", token.value):
            raise self._refused("a whole number, such as 3", token)
        return int(token.value)

    def _named(self, kind: SubjectKind, accepted: str) -> Named:
        at = self._token.at
        return Named(kind, self._word(f"{accepted}, between quotation marks"), at)

    def _word(self, accepted: str) -> str:
        token = self._token
        if token.kind not in ("word", "text") or not token.value.strip():
            raise self._refused(accepted)
        self._next += 1
        return token.value.strip()

    def _quoted(self, accepted: str) -> str:
        token = self._taken("text", accepted)
        if not token.value.strip():
            raise self._refused(accepted, token)
        return token.value

    def _choice(self, words: Sequence[str]) -> str:
        token = self._token
        if token.kind not in ("word", "text") or token.value not in words:
            raise self._refused(_listed(words), near=words)
        self._next += 1
        return token.value

    def _kind(self) -> SubjectKind:
        word = self._choice(KINDS)
        return next(kind for kind in KINDS if kind == word)

    def _days(self) -> Days:
        accepted = "a day, month or year, such as 2018-06-01, 2018-06 or 2018, or two of them as 2018-06/2018-08"
        token = self._taken("word", accepted)
        parts = [_days(part) for part in token.value.split("/")]
        if len(parts) > 2 or None in parts:
            raise self._refused(accepted, token)
        first, last = parts[0], parts[-1]
        assert first is not None and last is not None  # noqa: S101 - looked at above
        if last.last < first.first:
            raise self._refused("the earlier day first", token)
        return Days(first.first, last.last)

    def _taken(self, kind: str, accepted: str) -> Token:
        token = self._token
        if token.kind != kind:
            raise self._refused(accepted)
        self._next += 1
        return token

    def _refused(self, accepted: str, token: Token | None = None, near: Sequence[str] = ()) -> NotAnAssertion:
        token = token or self._token
        shown = token.value if len(token.value) <= 40 else token.value[:39] + "…"
        what = "the text ends" if token.kind == "end" else f"stands {shown!r}"
        meant = get_close_matches(token.value, near, n=1)
        hint = f"; did you mean {meant[0]}?" if meant else "."
        return NotAnAssertion(self._text, token.at, what, accepted, hint)


_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def _days(text: str) -> Days | None:
    """The days of an ISO day, month or year; None if it is none, or there is no such day."""
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    year, month, day = match.groups()
    start = f"{year}-{month or '01'}-{day or '01'}"
    try:
        last = day or calendar.monthrange(int(year), int(month or 12))[1]
        return Days(date.fromisoformat(start), date.fromisoformat(f"{year}-{month or '12'}-{last}"))
    except (ValueError, calendar.IllegalMonthError):
        return None


def _listed(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else words[0]
