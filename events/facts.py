"""The union of all kinds of fact, and what can be asked of any of them.

To add a kind: write its model in a file of its own and add one line to `Plain` (or to `Fact`, if it acts on other
facts). Everything here, and every door that reads facts, follows from the union.
"""

import types
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated, Any, NamedTuple, TypeAlias, Union, get_args, get_origin

from pydantic import Discriminator, TypeAdapter, ValidationError

from regesta.events.agent import Agent, Identity, Name
from regesta.events.amendment import Confirmation, Correction, Retraction
from regesta.events.canonical import canonical, sha256
from regesta.events.claim import Refers, SubjectKind
from regesta.events.errors import InvalidInput, Problem
from regesta.events.expectation import Expectation
from regesta.events.explanation import Explanation
from regesta.events.independence import Independence
from regesta.events.meeting import Meeting
from regesta.events.posting import Post, Posting
from regesta.events.relation import Anchor
from regesta.events.restriction import Restriction
from regesta.events.source import Capture, Source
from regesta.events.statement import About, Statement
from regesta.events.values import NamesFact, Value
from regesta.events.when import When

Plain: TypeAlias = Annotated[
    Source
    | Capture
    | Agent
    | Name
    | Identity
    | Independence
    | Post
    | Posting
    | Statement
    | Meeting
    | Expectation
    | Explanation
    | Restriction,
    Discriminator("kind"),
]
"""Every kind that speaks of the world, and so may stand in a correction."""

Fact: TypeAlias = Annotated[Plain | Correction | Retraction | Confirmation, Discriminator("kind")]
"""Every kind: those of `Plain`, and those that act on a fact already recorded."""

Correction.model_rebuild(_types_namespace={"Plain": Plain})


def models(union: object = Fact) -> dict[str, type[Value]]:
    """The model of each kind in a union such as `Fact` or `Plain`, by the kind's name, in the union's order."""
    found: dict[str, type[Value]] = {}
    for part in get_args(union):
        if isinstance(part, type) and issubclass(part, Value):
            (kind,) = get_args(part.model_fields["kind"].annotation)
            found[kind] = part
        elif get_origin(part) is not None:
            found |= models(part)
    return found


KINDS: dict[str, type[Value]] = models()
"""The model of each kind of fact."""


@cache
def _adapter() -> TypeAdapter[Fact]:
    return TypeAdapter(Fact)


def parse_fact(value: object, place: str = "fact") -> Fact:
    """The fact that a JSON object holds; raises `InvalidInput` with every problem, each under its place.

    `place` goes before the name of the field in each problem, as in `facts.yml:12, "start"`.
    """
    try:
        return _adapter().validate_python(value, strict=None)
    except ValidationError as refused:
        raise InvalidInput(problems(refused, place)) from None


def parse_fact_json(text: bytes) -> Fact:
    """The fact in a log's stored JSON; faster than `parse_fact`, for text that passed the door once."""
    return _adapter().validate_json(text)


def problems(refused: ValidationError, place: str) -> tuple[Problem, ...]:
    """What pydantic refused, as sentences of ours: the field, the value, what would be accepted."""
    found = []
    for error in refused.errors(include_url=False):
        path = _path(error["loc"])
        where = f'{place}, "{".".join(path)}"' if path else place
        found.append(Problem(where, *_sentence(error["type"], error["msg"], error["input"], error.get("ctx", {}))))
    return tuple(found)


def _path(loc: tuple[int | str, ...]) -> list[str]:
    """The way to a field, without the kinds that pydantic puts where a union is told apart.

    Those stand first, and behind `fact`; elsewhere `name`, `post` and `source` are fields.
    """
    return [
        str(part)
        for index, part in enumerate(loc)
        if not (part in KINDS and (index == 0 or (loc[index - 1] == "fact" and index == 2)))
    ]


def _sentence(kind: str, message: str, value: object, context: Mapping[str, Any]) -> tuple[str, str]:
    shown = repr(value) if len(repr(value)) <= 80 else repr(value)[:77] + "…"
    match kind:
        case "missing":
            return "is missing;", "give it a value."
        case "extra_forbidden":
            return (
                "is not a field of this kind;",
                "remove it, or see `regesta add KIND --help` for its fields.",
            )
        case "value_error":
            return f"{context.get('error', message)}.", ""
        case "literal_error":
            return f"{shown} is not one of its values;", f"give {context['expected']}."
        case "string_pattern_mismatch":
            return f"{shown} is not of its form;", f"give text that matches {context['pattern']}."
        case "string_unicode":
            return f"{shown} holds a lone surrogate, which no text can hold;", "save the text as UTF-8."
        case "too_short" | "string_too_short":
            return "is blank;", "give it a value, or leave it out."
        case "too_long" | "string_too_long":
            return f"is longer than {context['max_length']} characters;", "keep long texts as captures, and quote them."
        case "int_parsing" | "int_type" | "int_from_float":
            return f"{shown} is no whole number;", "write one, such as 1."
        case "greater_than_equal":
            return f"{shown} is too small;", f"give {context['ge']} or more."
        case "int_parsing_size":
            return f"{shown} is too large;", "give a number of fewer digits."
        case "less_than_equal":
            return f"{shown} is too large;", f"give {context['le']:,} at most."
        case "date_from_datetime_parsing" | "date_parsing" | "date_type" | "date_from_datetime_inexact":
            return f"{shown} is no day;", "write it as 2019-10-03."
        case "union_tag_invalid" | "union_tag_not_found":
            return "has no kind that is known;", f"give kind: one of {', '.join(KINDS)}."
        case _:
            return f"{shown}: {message[:1].lower()}{message[1:]}.", ""


def dump_fact(fact: Fact) -> dict[str, Any]:
    """The JSON object of a fact as the log stores it: no default is written, so a default never changes."""
    dumped: dict[str, Any] = fact.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return dumped


def content(fact: Fact) -> bytes:
    """The SHA-256 of what a fact says, whichever import brought it; equal content is the same fact."""
    return content_of(dump_fact(fact))


def content_of(dumped: Mapping[str, Any]) -> bytes:
    """The content of a fact that was dumped."""
    return sha256(canonical({name: value for name, value in dumped.items() if name != "origin"}))


class Reference(NamedTuple):
    """That a fact names a subject: in which field, of which kind, with which id."""

    field: str
    kind: SubjectKind
    id: str


@cache
def _referring(model: type[Value]) -> tuple[tuple[str, str, SubjectKind | None], ...]:
    """(attribute, name in JSON, kind referred to) of each field that refers; kind None: look inside its values."""
    found: list[tuple[str, str, SubjectKind | None]] = []
    for attribute, field in model.model_fields.items():
        name = field.alias or attribute
        marks = [mark for mark in field.metadata if isinstance(mark, Refers)] or list(_marks(field.annotation))
        if marks:
            found.append((attribute, name, marks[0].kind))
        elif any(_values(field.annotation)):
            found.append((attribute, name, None))
    return tuple(found)


def _marks(annotation: object) -> Iterator[Refers]:
    if get_origin(annotation) is Annotated:
        yield from (mark for mark in get_args(annotation) if isinstance(mark, Refers))
    elif get_origin(annotation) in (tuple, Union, types.UnionType):
        for part in get_args(annotation):
            yield from _marks(part)


def _values(annotation: object) -> Iterator[type[Value]]:
    if isinstance(annotation, type) and not get_args(annotation) and issubclass(annotation, Value):
        yield annotation
    for part in get_args(annotation):
        yield from _values(part)


def references(value: Value, path: str = "") -> Iterator[Reference]:
    """Every subject that a fact names, in order of its fields, those of its citations and hops included."""
    if isinstance(value, About | Anchor):
        yield Reference(path.rstrip("."), value.kind, value.id)
        return
    for attribute, name, kind in _referring(type(value)):
        held = getattr(value, attribute)
        for part in held if isinstance(held, tuple) else (held,):
            if part is None or (type(part) is When and not part.relative):  # most dates name nothing
                continue
            if kind is not None:
                yield Reference(path + name, kind, part)
            else:
                yield from references(part, f"{path}{name}.")


@cache
def _naming(model: type[Value]) -> tuple[tuple[str, str, bool], ...]:
    """(attribute, name in JSON, whether it holds a fact's id) of each field that does, or may within its values."""
    found: list[tuple[str, str, bool]] = []
    for attribute, field in model.model_fields.items():
        name, annotations = field.alias or attribute, (field.annotation, *field.metadata)
        if any(_names_a_fact(one) for one in annotations):
            found.append((attribute, name, True))
        elif any(map(_naming, _values(field.annotation))):
            found.append((attribute, name, False))
    return tuple(found)


def _names_a_fact(annotation: object) -> bool:
    return isinstance(annotation, NamesFact) or any(_names_a_fact(one) for one in _parts(annotation))


def _parts(annotation: object) -> tuple[object, ...]:
    return get_args(annotation) if get_origin(annotation) in (Annotated, tuple, Union, types.UnionType) else ()


def facts_named(value: Value, path: str = "") -> Iterator[tuple[str, str]]:
    """Every recorded fact that a fact names by its id, after the field that names it, in order of its fields."""
    for attribute, name, itself in _naming(type(value)):
        held = getattr(value, attribute)
        for part in held if isinstance(held, tuple) else (held,):
            if isinstance(part, Value):
                yield from facts_named(part, f"{path}{name}.")
            elif itself and part is not None:
                yield path + name, part


def subject_kind(fact: Fact) -> SubjectKind | None:
    """The kind of subject that a fact opens or adds to with `of`; None for the kinds that do neither."""
    if "of" in type(fact).model_fields:
        kind: SubjectKind = fact.kind  # type: ignore[assignment]
        return kind
    return None


def subject_id(fact: Fact, fact_id: str) -> str | None:
    """The id of the subject that a fact is about, where the fact itself tells: `of`, else `key`, else its own id.

    For a name that is its agent, for a capture its source, for an explanation its conflict. None for the kinds that
    speak of other facts or subjects: what they are about is a matter of the facts they name.
    """
    match fact:
        case Name():
            return fact.agent
        case Capture():
            return fact.source
        case Explanation():
            return fact.conflict
        case Identity() | Independence() | Restriction() | Correction() | Retraction() | Confirmation():
            return None
        case _:
            return fact.of or fact.key or fact_id
