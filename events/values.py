"""The small values that facts are made of: frozen models, slugs, ids and clean text.

Everything here is a door: text from files, pages and terminals passes these types or is refused.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints


class Value(BaseModel):
    """A frozen value that refuses what it does not know."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, validate_by_alias=True, validate_by_name=True
    )


def clean(text: str) -> str:
    """The text in Unicode normal form C; refuses what cannot be stored or would hide on a page.

    Refused: control characters but tab and line feed (C0, C1, U+007F), and the bidirectional overrides U+202A-202E
    and U+2066-2069, which make a name read otherwise than it is stored. Lone surrogates never come this far: pydantic
    refuses them.
    """
    if text.isprintable():  # none of what is refused is; nearly every text ends here
        return text if text.isascii() else unicodedata.normalize("NFC", text)
    for place, character in enumerate(text):
        code = ord(character)
        if unicodedata.category(character) == "Cc" and character not in "\t\n":
            raise ValueError(f"holds the control character U+{code:04X} at character {place + 1}; remove it")
        if 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069:
            raise ValueError(f"holds the direction override U+{code:04X} at character {place + 1}; remove it")
    return unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    """The text if it stands on one line; names and titles do."""
    if "\n" in text or "\t" in text:
        raise ValueError("holds a line break or a tab; write it on one line")
    return text


Text = Annotated[str, AfterValidator(clean), Field(min_length=1, max_length=20_000)]
"""Free text of one character or more; longer texts are captures, kept by their hash."""

Line = Annotated[str, AfterValidator(clean), AfterValidator(one_line), Field(min_length=1, max_length=2_000)]
"""Text on one line: a name, a title, an address."""

SLUG = r"[a-z0-9](?:[a-z0-9._-]{0,126}[a-z0-9])?"


_SLUG = re.compile(SLUG)


def slug(text: str) -> str:
    """The text if it is a key: 1 to 128 small letters and digits, with `.`, `_` and `-` between them."""
    if not _SLUG.fullmatch(text):
        raise ValueError(
            f"{text[:80]!r} is not a key; write small letters a to z and digits, with '-', '_' or '.' between them"
        )
    return text


def fact_id(text: str) -> str:
    """The text if it is a whole fact id: 16 characters of Crockford's base32, lower case (80 bits of a digest)."""
    if not re.fullmatch(r"[0-9abcdefghjkmnpqrstvwxyz]{16}", text):
        raise ValueError(f"{text[:80]!r} is not a fact's id; copy its 16 characters from `regesta log`")
    return text


Slug = Annotated[str, AfterValidator(slug)]
"""A key, unique among the subjects of its kind."""


@dataclass(frozen=True, slots=True)
class NamesFact:
    """Marks a field that holds the id of a recorded fact; `regesta.events.facts.facts_named` goes by it."""


FactId = Annotated[str, AfterValidator(fact_id), NamesFact()]
"""The id of one recorded fact."""

SubjectId = Slug
"""A subject's id: the key its author gave, or the id of its first fact."""

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""A SHA-256 in lower-case hexadecimal."""
