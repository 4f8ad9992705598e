"""Templates: text with `{names}` in it, which stand for the cells of a row.

`{name}` is a column's cell, `{name.part}` a part of it, `{name|slug}` the cell as a key, `{name|line}` the cell on one
line, `{name?}` a cell that may be blank; `{{` and `}}` are braces. A template of which a cell is blank is blank, unless
the cell is marked with `?`: so a field whose column is blank is left out, and no key is made of half its parts. A
template that names a column of several values gives as many.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, cast

_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_WORD = "[A-Za-z_][A-Za-z0-9_]*"
_NAME = re.compile(rf"(?P<name>{_WORD}|[0-9]+)(?:\.(?P<part>{_WORD}))?(?P<may>\?)?(?:\|(?P<form>slug|line))?")

LONGEST_SLUG = 100
"""Longer keys are cut, and end in eight characters that tell them apart."""

Values = tuple[str, ...]
"""What a column holds in a row: no value, one, or several."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One `{name}` of a template."""

    name: str
    """The column with its part: `person`, `person.name`."""
    optional: bool
    form: Literal["slug", "line"] | None
    """What is made of the cell."""


@dataclass(frozen=True, slots=True)
class Template:
    """A parsed template: texts and slots in turn."""

    pieces: tuple[str | Slot, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that it names, each once."""
        return tuple(dict.fromkeys(piece.name for piece in self.pieces if isinstance(piece, Slot)))

    def fill(self, row: Mapping[str, Values]) -> Values:
        """What it stands for in a row; raises ValueError, which says why, when two columns of several values meet."""
        if len(self.pieces) == 1:
            return _only(self.pieces[0], row)
        several = [piece.name for piece in self.pieces if isinstance(piece, Slot) and len(row.get(piece.name, ())) > 1]
        if len(set(several)) > 1:
            raise ValueError(f"names two columns of several values, {several[0]!r} and {several[1]!r}")
        count = len(row[several[0]]) if several else 1
        made = (self._one(row, index) for index in range(count))
        return tuple(text for text in made if text and not text.isspace())

    def _one(self, row: Mapping[str, Values], index: int) -> str:
        texts = []
        for piece in self.pieces:
            if isinstance(piece, str):
                texts.append(piece)
                continue
            values = row.get(piece.name, ())
            value = values[index if len(values) > 1 else 0] if values else ""
            if not value and not piece.optional:
                return ""
            texts.append(_formed(piece, value) if value else value)
        return "".join(texts)


def parse(text: str) -> Template:
    """The template that a text is; raises ValueError, which says what is wrong with it."""
    return Template(tuple(_merged(_pieces(text))))


def slug(text: str) -> str:
    """A text as a key: small letters a to z and digits, joined by hyphens; the same text gives the same key.

    Letters of other scripts are written in Latin ones. A text without any letter or digit has no key: ValueError.
    """
    from anyascii import anyascii

    found = re.sub(r"[^a-z0-9]+", "-", anyascii(text).lower().replace("'", "")).strip("-")
    if not found:
        raise ValueError(f"{text!r} has no letter or digit to make a key of")
    if len(found) <= LONGEST_SLUG:
        return found
    return found[: LONGEST_SLUG - 9].strip("-") + "-" + hashlib.sha256(text.encode()).hexdigest()[:8]


def _only(piece: str | Slot, row: Mapping[str, Values]) -> Values:
    if isinstance(piece, str):
        return (piece,)
    values = row.get(piece.name, ())
    return values if piece.form is None else tuple(_formed(piece, value) for value in values if value)


def _formed(slot: Slot, value: str) -> str:
    match slot.form:
        case "slug":
            return slug(value)
        case "line":
            return " ".join(value.split())
        case _:
            return value


def _pieces(text: str) -> Iterator[str | Slot]:
    end = 0
    for found in _PIECE.finditer(text):
        if found.start() > end:
            yield text[end : found.start()]
        end = found.end()
        match found[0]:
            case "{{" | "}}":
                yield found[0][0]
            case "{" | "}":
                raise ValueError(f"has a single {found[0]!r}; write it twice to mean it")
            case _:
                yield _slot(found[1])
    if end < len(text):
        yield text[end:]


def _slot(inside: str) -> Slot:
    found = _NAME.fullmatch(inside.strip())
    if found is None:
        raise ValueError(
            f"{{{inside}}} is not read; write {{column}}, {{column.part}}, {{column|slug}}, {{column|line}} or"
            " {column?}"
        )
    name = f"{found['name']}.{found['part']}" if found["part"] else found["name"]
    return Slot(name, found["may"] is not None, cast(Literal["slug", "line"] | None, found["form"]))


def _merged(pieces: Iterator[str | Slot]) -> Iterator[str | Slot]:
    text = ""
    for piece in pieces:
        if isinstance(piece, str):
            text += piece
            continue
        if text:
            yield text
            text = ""
        yield piece
    if text:
        yield text
