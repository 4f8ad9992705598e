"""Assertions: what a person expects of the record, as values and as text.

The language is small and closed; docs/expectations.md has its grammar. `format_assertion` and
`regesta.events.assertion_text.parse_assertion` are inverses. A subject is named by its id; in text that a person
typed it may be a name, until `resolved` puts the id in its place.
"""

import calendar
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any, Literal, TypeAlias, assert_never, get_args

from regesta.events.agent import Agent
from regesta.events.claim import SubjectKind
from regesta.events.meeting import STEPS
from regesta.events.posting import PHASES
from regesta.events.statement import Statement
from regesta.events.values import Value

Which = Literal["all", "certain", "possible"]
Sign = Literal["=", "!=", "<", "<=", ">", ">="]
SIGNS: tuple[Sign, ...] = get_args(Sign)


@dataclass(frozen=True, slots=True)
class Named:
    """A subject that an assertion names. `at` is the character of the text at which it stands, and is not compared."""

    kind: SubjectKind
    id: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Days:
    """A day, a month, a year, or a stretch: every day from the first to the last."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Condition:
    """What a row must be to be counted: its field, and the value."""

    field: str
    value: Named | Days | str


@dataclass(frozen=True, slots=True)
class Selection:
    """The rows of a table that meet all conditions."""

    table: str
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Holder:
    """The one holder of a post on each of some days; None: nobody held it."""

    post: Named
    days: Days
    agent: Named | None


@dataclass(frozen=True, slots=True)
class Holders:
    """All holders of a post on each of some days, or those that are certain, or those that are only possible."""

    which: Which
    post: Named
    days: Days
    agents: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows there are."""

    of: Selection
    sign: Sign
    number: int


@dataclass(frozen=True, slots=True)
class NoneOf:
    """That there is no such row."""

    of: Selection


@dataclass(frozen=True, slots=True)
class State:
    """How far a meeting came with a counterpart."""

    meeting: Named
    counterpart: Named
    state: str


@dataclass(frozen=True, slots=True)
class Said:
    """That somebody said these words, in a statement that meets all conditions."""

    speaker: Named
    words: str
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Exists:
    """That a fact in force tells of a subject."""

    thing: Named


Assertion: TypeAlias = Holder | Holders | Count | NoneOf | State | Said | Exists

KINDS: tuple[SubjectKind, ...] = ("source", "agent", "post", "posting", "statement", "meeting")
"""The kinds of subject whose existence can be expected."""

STATES: tuple[str, ...] = (*STEPS, "disputed")
"""The states to which a meeting can come."""

Reading: TypeAlias = Literal["days", "text"] | SubjectKind | tuple[str, ...]
"""How a condition's value is read: days, any text, the id of a subject of a kind, or one of a list of words."""


def _choices(model: type[Value], field: str) -> tuple[str, ...]:
    """The words that a fact's field takes."""
    annotation: Any = model.model_fields[field].annotation
    while not all(isinstance(word, str) for word in get_args(annotation)):
        annotation = get_args(annotation)[0]
    return get_args(annotation)


FIELDS: dict[str, dict[str, Reading]] = {
    "postings": {
        "holder": "agent",
        "post": "post",
        "phase": PHASES,
        "effect": ("took-effect", "not-in-effect", "not-known"),
        "disputed": ("yes", "no"),
        "during": "days",
    },
    "statements": {
        "speaker": "agent",
        "to": "agent",
        "mode": _choices(Statement, "mode"),
        "during": "days",
    },
    "meetings": {"by": "agent", "with": "agent", "state": STATES, "during": "days"},
    "agents": {"type": _choices(Agent, "type")},
    "posts": {"organization": "text", "place": "text"},
    "sources": {"publication": "text", "language": "text"},
}
"""What can be counted, and by which conditions."""

SAYING = {name: FIELDS["statements"][name] for name in ("to", "mode", "during")}
"""The conditions that `said` takes."""


# ---- as text --------------------------------------------------------------------------------------------------------


def format_assertion(assertion: Assertion) -> str:
    """The one way to write an assertion: `holder("us-ambassador-ru", 2018-06-01) = "jon-huntsman"`."""
    match assertion:
        case Holder(post, days, agent):
            return f"holder({_name(post)}, {format_days(days)}) = {_name(agent) if agent else 'none'}"
        case Holders(which, post, days, agents):
            word = "" if which == "all" else f"{which} "
            listed = ", ".join(map(_name, agents))
            return f"{word}holders({_name(post)}, {format_days(days)}) = {{{listed}}}"
        case Count(of, sign, number):
            return f"count({_selection(of)}) {sign} {number}"
        case NoneOf(of):
            return f"none({_selection(of)})"
        case State(meeting, counterpart, state):
            return f"state({_name(meeting)}, {_name(counterpart)}) = {quoted(state)}"
        case Said(speaker, words, conditions):
            return f"said({', '.join((_name(speaker), quoted(words), *map(_condition, conditions)))})"
        case Exists(thing):
            return f"exists({thing.kind}, {_name(thing)})"
        case _:
            assert_never(assertion)


def quoted(text: str) -> str:
    """A text between quotation marks; those in it, and backslashes, after a backslash."""
    inside = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{inside}"'


def format_days(days: Days) -> str:
    """`2018-06-01`, `2018-06`, `2018`, or `2018-06-01/2018-06-15` (ISO 8601, and EDTF level 0)."""
    first, last = days.first, days.last
    if first == last:
        return first.isoformat()
    if (first.day, last.day) == (1, calendar.monthrange(last.year, last.month)[1]):
        if (first.year, first.month) == (last.year, last.month):
            return first.isoformat()[:7]
        if (first.year, first.month, last.month) == (last.year, 1, 12):
            return first.isoformat()[:4]
    return f"{first.isoformat()}/{last.isoformat()}"


def _name(named: Named) -> str:
    return quoted(named.id)


def _selection(selection: Selection) -> str:
    return ", ".join((selection.table, *map(_condition, selection.conditions)))


def _condition(condition: Condition) -> str:
    match condition.value:
        case Named():
            value = _name(condition.value)
        case Days():
            value = format_days(condition.value)
        case _:
            value = quoted(condition.value)
    return f"{condition.field} = {value}"


# ---- what it names --------------------------------------------------------------------------------------------------


def named_in(assertion: Assertion) -> Iterator[Named]:
    """Every subject that an assertion names, in order."""
    for part in _parts(assertion):
        if isinstance(part, Named):
            yield part


def resolved(assertion: Assertion, to_id: Callable[[Named], str]) -> Assertion:
    """The assertion with what `to_id` gives for each subject that it names."""
    changed: Assertion = _resolved(assertion, to_id)
    return changed


def _parts(value: Any) -> Iterator[Any]:
    yield value
    for part in _inside(value):
        yield from _parts(part)


def _inside(value: Any) -> tuple[Any, ...]:
    if isinstance(value, tuple):
        return value
    if isinstance(value, Named | Days) or not hasattr(value, "__dataclass_fields__"):
        return ()
    return tuple(getattr(value, one.name) for one in fields(value))


def _resolved(value: Any, to_id: Callable[[Named], str]) -> Any:
    if isinstance(value, Named):
        return replace(value, id=to_id(value))
    if isinstance(value, tuple):
        return tuple(_resolved(part, to_id) for part in value)
    if isinstance(value, Days) or not hasattr(value, "__dataclass_fields__"):
        return value
    return replace(value, **{one.name: _resolved(getattr(value, one.name), to_id) for one in fields(value)})
