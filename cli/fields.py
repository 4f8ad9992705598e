"""The fields of a kind of fact as a person fills them in: on the command line, when asked, in a form.

They are read off the model, with its descriptions: a field is described once, there. What a value looks like follows
from the field's type (`Reads`); how it is read is in `regesta.cli.worded`.
"""

import types
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from regesta.events.claim import Citation, Claim, Evidenced, Hop, Refers, SubjectKind
from regesta.events.expectation import Expected
from regesta.events.posting import Posting
from regesta.events.source import Derivation, Source
from regesta.events.statement import About
from regesta.events.values import Value
from regesta.events.when import End, When


class Reads(Enum):
    """How the text of a field is read."""

    TEXT = "TEXT"
    NUMBER = "NUMBER"
    CHOICE = "CHOICE"
    DAY = "DATE"
    END = "END"
    AGENT = "AGENT"
    SUBJECT = "ID"
    DERIVATION = "SOURCE[=HOW]"
    HOP = "AGENT[=HOW]"
    ABOUT = "SUBJECT"
    ASSERTION = "ASSERTION"
    REPLACED = "AGENT|posting/ID"
    FLAG = "YES"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name in the fact's JSON, what it means, and how its text is read."""

    name: str
    description: str
    reads: Reads
    many: bool = False
    choices: tuple[str, ...] = ()
    kind: SubjectKind | None = None
    """What it refers to."""
    required: bool = False
    """Whether every fact of its kind has it."""
    given: str = "--{}"
    """How the command line gives it, for its option and for messages."""

    @property
    def option(self) -> str:
        """The option of the command line that gives it."""
        return self.given.format(self.name.replace("_", "-"))

    @property
    def shape(self) -> str:
        """What its value looks like, for help: AGENT, DATE, PHASE."""
        match self.reads:
            case Reads.REPLACED:
                return Reads.AGENT.value
            case Reads.SUBJECT if self.kind:
                return str(self.kind).upper()
            case Reads.CHOICE:
                return self.name.upper()
            case _:
                return str(self.reads.value)


ALIASES = {"posting": {"on": "start"}}
"""Other names under which a kind's fields can be given: a phase that happens on a day has it as its start."""

NOT_FILLED_IN = frozenset({"kind", "citations", "observation", "origin"})
"""What a person does not fill in as such: citations have options of their own, an origin comes with an import."""


def fields(model: type[Value]) -> tuple[Field, ...]:
    """The fields of a kind of fact that a person fills in: its own first, then those that every fact has."""
    own = [name for name in model.model_fields if name in model.__annotations__]
    shared = [name for name in ("of", "key", "via", "note") if name in model.model_fields]
    order = dict.fromkeys([*(name for name in own if name not in shared), *shared])
    return tuple(_field(model, name) for name in order if name not in NOT_FILLED_IN)


def _field(model: type[Value], attribute: str) -> Field:
    info = model.model_fields[attribute]
    name = info.alias or attribute
    annotation = _without_none(info.annotation)
    many = get_origin(annotation) is tuple
    inner = _without_none(get_args(annotation)[0]) if many else annotation
    marks = (*info.metadata, *_marks(info.annotation))
    kind = next((mark.kind for mark in marks if isinstance(mark, Refers)), None)
    reads, choices = _reads(inner, kind)
    return Field(name, info.description or "", reads, many, choices, kind, info.is_required())


def _reads(annotation: Any, kind: SubjectKind | None) -> tuple[Reads, tuple[str, ...]]:
    if kind is not None:
        return (Reads.AGENT if kind == "agent" else Reads.SUBJECT), ()
    by_type = {
        When: Reads.DAY,
        End: Reads.END,
        int: Reads.NUMBER,
        Hop: Reads.HOP,
        Derivation: Reads.DERIVATION,
        About: Reads.ABOUT,
        Expected: Reads.ASSERTION,
    }
    if get_origin(annotation) is Literal:
        return Reads.CHOICE, tuple(get_args(annotation))
    return by_type.get(annotation, Reads.TEXT), ()


def _without_none(annotation: Any) -> Any:
    """The annotation without `| None` and without what `Annotated` adds."""
    if get_origin(annotation) in (Union, types.UnionType):
        (annotation,) = (part for part in get_args(annotation) if part is not type(None))
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


def _marks(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) is Annotated:
        yield from get_args(annotation)[1:]
    for part in get_args(annotation):
        if get_origin(part) in (Annotated, tuple, Union, types.UnionType):
            yield from _marks(part)


def evidence_fields(model: type[Value]) -> tuple[Field, ...]:
    """The fields by which a kind of fact says what it rests on; a source's are its captures, for it rests on itself."""
    if model is Source:
        return (_CAPTURE, _CHARSET, _ALLOW_LOCAL)
    return (*_CITED, _OBSERVED) if issubclass(model, Evidenced) else _CITED


def fields_of_another(model: type[Value]) -> tuple[Field, ...]:
    """The fields by which a fact of this kind tells another along with it: they are in no fact as such."""
    return (_REPLACES,) if model is Posting else ()


_REPLACES = Field(
    "replaces",
    "whom the holder replaced on that day: an agent, or a posting as posting/ID. It is recorded that their time ended"
    " then",
    Reads.REPLACED,
)
_CAPTURE = Field(
    "capture", "keep these bytes of it, and the text in them: a file, or an address on the web", Reads.TEXT, many=True
)
_CHARSET = Field(
    "charset", "the encoding of what is captured, where it does not say so itself: windows-1251, koi8-r", Reads.TEXT
)
_ALLOW_LOCAL = Field(
    "allow_local",
    "fetch from this machine and the local network too, and follow redirects there: all that this machine can reach",
    Reads.FLAG,
)
_CITED = (
    Field("source", Citation.model_fields["source"].description or "", Reads.SUBJECT, many=True, kind="source"),
    Field("locator", Citation.model_fields["locator"].description or "", Reads.TEXT, many=True),
    Field("quote", "the words of the source, which are looked for in what was captured of it", Reads.TEXT, many=True),
    Field("unverified", "record a quote that is not found in a capture, and show it as unverified", Reads.FLAG),
)
_OBSERVED = Field("observed", Claim.model_fields["observation"].description or "", Reads.FLAG)
