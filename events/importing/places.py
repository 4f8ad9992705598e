"""Where each thing of an import was written down, and the problems found there."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from regesta.events.errors import InvalidInput, Problem

MOST_PROBLEMS = 1_000
"""How many problems are kept; of the others, the first of each kind, and all are counted."""

MOST_OF_A_KIND = 10
"""How many of a kind are kept past that."""

MOST_KINDS = 100
"""How many kinds are kept past that."""


class Place(NamedTuple):
    """The line on which a fact begins; for YAML the lines of its fields, for CSV the columns that they come from."""

    file: str
    line: int
    lines: Mapping[str, int] | None = None
    columns: Mapping[str, str] | None = None

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"

    def of(self, field: str) -> str:
        """Where a field stands; `field` is a path such as `end` or `citations.0.quote`."""
        line = self.line
        for path in _shortening(field):
            if self.lines is not None and path in self.lines:
                line = self.lines[path]
                break
        column = ""
        for path in _shortening(field):
            if self.columns is not None and path in self.columns:
                column = f', column "{self.columns[path]}"'
                break
        return f'{self.file}:{line}{column}, "{field}"' if field else f"{self.file}:{line}{column}"


def _shortening(path: str) -> list[str]:
    """The path and those above it: `a.0.b`, `a.0`, `a`."""
    parts = path.split(".")
    return [".".join(parts[:length]) for length in range(len(parts), 0, -1)]


class Draft(NamedTuple):
    """A fact as it was written: texts, lists and mappings under the names of the format; and where."""

    fields: dict[str, Any]
    place: Place
    defaults: Mapping[str, Any] = {}
    """Fields that it has unless it says otherwise, as far as its kind takes them."""


class Problems:
    """The problems of a run: the first thousand, those of other kinds that came later, and how many there were."""

    def __init__(self) -> None:
        self.kept: list[Problem] = []
        self.count = 0
        self.kinds: Counter[str] = Counter()
        """How many there were of each kind, in the order in which they were found first."""

    def add(self, place: str, what: str, remedy: str = "") -> None:
        """Note a problem."""
        self.extend((Problem(place, what, remedy),))

    def extend(self, found: "tuple[Problem, ...]") -> None:
        """Note several."""
        self.count += len(found)
        for one in found:
            kind = kind_of(one)
            self.kinds[kind] += 1
            late = self.kinds[kind] <= MOST_OF_A_KIND and len(self.kinds) <= MOST_KINDS
            if len(self.kept) < MOST_PROBLEMS or late:
                self.kept.append(one)

    def refuse(self) -> None:
        """Raise InvalidInput if there is any."""
        if self.kept:
            raise InvalidInput(tuple(self.kept))


_VARIES = re.compile(r"""\S+:\d+|"[^"]*"|'[^']*'|\d+""")


def kind_of(problem: Problem) -> str:
    """What problems have in common that differ in the line and the value alone: the column, the field, the sentence."""
    return re.sub(r"^.*?:\d+", "", problem.place) + ": " + _VARIES.sub("", problem.what)


def shown(value: object, most: int = 60) -> str:
    """A value as a message repeats it: in double quotes, what cannot be printed escaped, cut when long."""
    if isinstance(value, dict | list):
        return "a mapping" if isinstance(value, dict) else "a list"
    text = str(value)
    cut = text if len(text) <= most else text[: most - 1] + "…"
    return '"' + "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in cut) + '"'
