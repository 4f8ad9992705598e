"""What each field of a fact looks like in a document, read off the models: a new kind of fact needs nothing here."""

import types
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from regesta.events.claim import Citation, Claim, Evidenced, Quote, Refers, SubjectKind
from regesta.events.expectation import Expected
from regesta.events.facts import KINDS, models
from regesta.events.statement import About
from regesta.events.values import Value
from regesta.events.when import End, When


class Reads(Enum):
    """How a value is read."""

    PLAIN = "a text"
    WHEN = "a date"
    END = "an end"
    REFERENCE = "a key or a name"
    ABOUT = "KIND/KEY"
    CITATION = "a citation"
    QUOTE = "words"
    VALUE = "fields and their values"
    FACT = "a fact"
    ASSERTION = "an assertion"


@dataclass(frozen=True, slots=True)
class Form:
    """How one field is written."""

    name: str
    reads: Reads
    many: bool = False
    kind: SubjectKind | None = None
    """What it refers to."""
    model: type[Value] | None = None
    """The model of a VALUE."""


FLAT = ("source", "locator", "quote", "unverified")
"""The fields of one citation, which may stand in the fact itself."""

PLACEHOLDERS = {"observed": "observation"}
"""Other names of fields, which read better in a document."""

EVENTS = {"posting": {"on": "start"}}
"""Other names of fields of one kind."""


@cache
def forms(model: type[Value]) -> dict[str, Form]:
    """The form of each field of a model, under its name in JSON."""
    return {
        (info.alias or name): _form(info.alias or name, info.annotation, tuple(info.metadata))
        for name, info in model.model_fields.items()
        if name not in ("kind", "origin")
    }


@cache
def takes_citations(kind: str) -> bool:
    """Whether the flat fields of a citation may stand in a fact of this kind: not in one that has a `source` itself."""
    model = KINDS[kind]
    return issubclass(model, Claim) and "source" not in model.model_fields


@cache
def needs_evidence(kind: str) -> bool:
    """Whether a fact of this kind rests on a citation, or an observation, and so takes the default ones."""
    return issubclass(KINDS[kind], Evidenced)


_OURS = ("barred",)
"""Fields that a command alone fills in."""


@cache
def accepted(kind: str) -> tuple[str, ...]:
    """The names of the fields that a fact of this kind may have in a document."""
    if kind == "capture":
        return ("kind", "key", "source", "file", "retrieved", "url", "media_type", "note")
    model = KINDS[kind]
    first = tuple(name for name in ("key", "of") if name in model.model_fields or name == "key")
    own = tuple(name for name in forms(model) if name not in Claim.model_fields and name not in (*first, *_OURS))
    captured = ("capture",) if kind == "source" else ("replaces",) if kind == "posting" else ()
    cited = (*FLAT, "citations", *PLACEHOLDERS) if takes_citations(kind) else ()
    return ("kind", *first, "once", *own, *EVENTS.get(kind, ()), *captured, *cited, "via", "note")


@cache
def discriminator(kind: str) -> str | None:
    """The field by which facts of one subject are told apart: a posting's phase, a meeting's step."""
    for name, info in KINDS[kind].model_fields.items():
        if name != "kind" and info.is_required() and get_origin(info.annotation) is Literal:
            return info.alias or name
    return None


def only_required(model: type[Value]) -> str | None:
    """The field that a bare text stands for: the only one that a value must have."""
    required = [info.alias or name for name, info in model.model_fields.items() if info.is_required()]
    return required[0] if len(required) == 1 else None


_BY_TYPE: dict[Any, Reads] = {
    When: Reads.WHEN,
    End: Reads.END,
    About: Reads.ABOUT,
    Expected: Reads.ASSERTION,
    Citation: Reads.CITATION,
    Quote: Reads.QUOTE,
}


def _form(name: str, annotation: Any, metadata: tuple[Any, ...]) -> Form:
    marks = [mark for mark in (*metadata, *_marks(annotation)) if isinstance(mark, Refers)]
    inner = _without_none(annotation)
    many = get_origin(inner) is tuple
    if many:
        inner = _without_none(get_args(inner)[0])
    if marks:
        return Form(name, Reads.REFERENCE, many, marks[0].kind)
    if inner in _BY_TYPE:
        return Form(name, _BY_TYPE[inner], many)
    if isinstance(inner, type) and issubclass(inner, Value):
        return Form(name, Reads.VALUE, many, model=inner)
    if get_origin(inner) in (Union, types.UnionType) and models(annotation):
        return Form(name, Reads.FACT, many)
    return Form(name, Reads.PLAIN, many)


def _marks(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) is Annotated:
        yield from get_args(annotation)[1:]
    if get_origin(annotation) in (Annotated, tuple, Union, types.UnionType):
        for part in get_args(annotation):
            yield from _marks(part)


def _without_none(annotation: Any) -> Any:
    """The annotation without `| None` and without what `Annotated` adds."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]
        elif get_origin(annotation) in (Union, types.UnionType):
            parts = [part for part in get_args(annotation) if part is not type(None)]
            if len(parts) != 1:
                return annotation
            (annotation,) = parts
        else:
            return annotation
