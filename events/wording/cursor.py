"""A place in a row of tokens, and the phrases that may stand there."""

from collections.abc import Container, Mapping
from typing import TypeVar

from regesta.events.wording.tokens import plain, tokens

T = TypeVar("T")
WORDS: set[str] = set()
"""Every word of every phrase, so that a word that is in none can be named when a wording is refused."""

Phrases = dict[str, tuple[tuple[tuple[str, ...], T], ...]]
"""Phrases by their first token, the longest first, each with what it means."""


def phrases(meanings: Mapping[str, T]) -> "Phrases[T]":
    """The table of these phrases, each given in plain English and cut as wordings are.

    A key may hold several phrases, with a bar between them.
    """
    table: dict[str, list[tuple[tuple[str, ...], T]]] = {}
    for written, meaning in meanings.items():
        for phrase in written.split("|"):
            cut = tuple(tokens(plain(phrase)))
            WORDS.update(cut)
            table.setdefault(cut[0], []).append((cut, meaning))
    return {first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in table.items()}


class Cursor:
    """Where reading has got to; everything that does not match leaves it in place."""

    __slots__ = ("at", "tokens")

    def __init__(self, row: list[str]) -> None:
        self.tokens = row
        self.at = 0

    @property
    def done(self) -> bool:
        """Whether nothing is left."""
        return self.at >= len(self.tokens)

    def peek(self, ahead: int = 0) -> str:
        """The token so far ahead; the empty text past the ends."""
        place = self.at + ahead
        if place < 0:
            return ""
        try:
            return self.tokens[place]
        except IndexError:
            return ""

    def accept(self, *row: str) -> bool:
        """Step over these tokens if they come next."""
        if self.tokens[self.at : self.at + len(row)] == list(row):
            self.at += len(row)
            return True
        return False

    def take(self, words: Container[str]) -> str | None:
        """The next token, if it is one of these."""
        token = self.peek()
        if token and token in words:
            self.at += 1
            return token
        return None

    def phrase(self, table: "Phrases[T]") -> T | None:
        """What the longest phrase here means, stepped over; None if there is none."""
        for row, meaning in table.get(self.peek(), ()):
            if tuple(self.tokens[self.at : self.at + len(row)]) == row:
                self.at += len(row)
                return meaning
        return None
