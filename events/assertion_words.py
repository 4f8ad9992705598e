"""The words of an assertion's text: names and words, texts between quotation marks, signs; each with its place."""

import re
from dataclasses import dataclass


class NotAnAssertion(ValueError):
    """Text that is no assertion; `at` is the character at which reading broke off."""

    def __init__(self, text: str, at: int, stands: str, accepted: str, hint: str = ".") -> None:
        self.text, self.at = text, at
        super().__init__(f"at character {at + 1} {stands}; expected is {accepted}{hint}")

    @property
    def pointed(self) -> str:
        """The line that holds the place, and under it a caret."""
        start = self.text.rfind("\n", 0, self.at) + 1
        line = self.text[start:].partition("\n")[0]
        return f"{line}\n{' ' * (self.at - start)}^"


@dataclass(frozen=True, slots=True)
class Token:
    """A word, with the character at which it begins."""

    kind: str
    """`word`, `text`, `sign`, or `end`."""
    value: str
    at: int


_TOKEN = re.compile(
    r'\s*(?:(?P<text>"(?:[^"\\]|\\.)*")|(?P<word>[^\W_][\w./-]*)|(?P<sign><=|>=|!=|[(){},=<>])|(?P<bad>\S))', re.DOTALL
)
_TYPOGRAPHIC = "“”„«»‘’'"


def tokens(text: str) -> list[Token]:
    """The words of a text, and an `end` behind them; raises NotAnAssertion at what is none."""
    found: list[Token] = []
    end = 0
    while match := _TOKEN.match(text, end):
        end, kind = match.end(), match.lastgroup or ""
        at, value = match.start(kind), match[kind]
        if kind == "bad":
            raise NotAnAssertion(text, at, *_bad(value))
        found.append(Token(kind, re.sub(r"\\(.)", r"\1", value[1:-1]) if kind == "text" else value, at))
    return [*found, Token("end", "", len(text.rstrip()))]


def _bad(character: str) -> tuple[str, str]:
    if character == '"':
        return "a quotation mark opens and none closes", 'a text between two of them (one within it is \\")'
    if character in _TYPOGRAPHIC:
        return f"stands {character}", 'the straight quotation mark "'
    return f"stands {character!r}", "a word, or a text between straight double quotation marks"
