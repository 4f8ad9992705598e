"""The dates that are told of a subject, and by which names others count from them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin

from regesta.events.facts import Plain
from regesta.events.meeting import Meeting
from regesta.events.posting import LASTING, Posting
from regesta.events.values import Value
from regesta.events.when import End, When
from regesta.projections.account import Account
from regesta.projections.force import Logged, told
from regesta.projections.tenure import LEFT, TAKE_UP


@dataclass(frozen=True, slots=True)
class ToldDate:
    """One date of one fact in force."""

    fact: str
    field: str
    """The fact's field in JSON, `end` for the date of an end."""
    names: Mapping[str, int]
    """The names by which an anchor may mean it (`events.relation.dates_of`); of several dates of a name the one with
    the smallest number is meant, and of these the one that was told first."""
    when: When


def told_dates(account: Account) -> Iterator[ToldDate]:
    """The dates of a subject's facts in force, in order of place."""
    for version in account.facts:
        for name, when in dates(version.fact):
            yield ToldDate(version.id, name, _names(version.fact, name), when)


def counts_from(entry: Logged) -> set[tuple[str, str]]:
    """(kind, id) of the subjects from which an entry counts a date."""
    if entry.json is None or '"relative":' not in entry.json:  # nearly all, and this is the quick way to tell
        return set()
    plain = told(entry)
    whens = () if plain is None else (when for _, when in dates(plain))
    return {(relation.to.kind, relation.to.id) for when in whens for relation in when.relative}


def dates(fact: Plain) -> Iterator[tuple[str, When]]:
    """The dates of a fact, each under the name of its field in JSON."""
    for attribute, name in _fields(type(fact)):
        held = getattr(fact, attribute)
        when = held.when if isinstance(held, End) else held
        if when is not None:
            yield name, when


def with_dates(fact: Plain, known: Mapping[str, When]) -> Plain:
    """The fact with other dates in some of its fields."""
    update: dict[str, Any] = {}
    for attribute, name in _fields(type(fact)):
        if name in known:
            held = getattr(fact, attribute)
            update[attribute] = held.model_copy(update={"when": known[name]}) if isinstance(held, End) else known[name]
    return fact.model_copy(update=update)


@cache
def _fields(model: type[Value]) -> tuple[tuple[str, str], ...]:
    """Attribute and name in JSON of each field that holds a date or an end."""
    return tuple(
        (attribute, field.alias or attribute)
        for attribute, field in model.model_fields.items()
        if {When, End} & {field.annotation, *_parts(field.annotation)}
    )


def _parts(annotation: Any) -> tuple[Any, ...]:
    return get_args(annotation) if get_origin(annotation) in (Union, type(When | None)) else ()


def _names(fact: Plain, field: str) -> Mapping[str, int]:
    match fact:
        case Posting() if field == "start":
            start = {"start": 0} if fact.phase in LASTING else {"start": 1} if fact.phase in TAKE_UP else {}
            return {fact.phase: 0, **start, **({"end": 1} if fact.phase in LEFT else {})}
        case Posting():
            return {"end": 0} if fact.end.state in ("stated", "ended") else {}
        case Meeting():
            return {fact.step: 0}
        case _:
            return {field: 0}
