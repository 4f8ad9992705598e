"""A fact's fields as a page shows them: each with its meaning, and its values as text, dates and references.

Works from the models alone, so that a new kind of fact is shown without a line here.
"""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, assert_never, get_args, get_origin

from regesta.events.claim import SubjectKind
from regesta.events.expectation import Expected
from regesta.events.facts import Fact, references
from regesta.events.posting import LASTING
from regesta.events.source import Derivation
from regesta.events.statement import About
from regesta.events.values import Value
from regesta.events.when import End, When
from regesta.projections.reading import derived
from regesta.projections.reading.rows import Row, text
from regesta.web import days, refs
from regesta.web.refs import Ref, outside, subject

ELSEWHERE = frozenset({"kind", "key", "of", "citations", "observation", "via", "note", "origin"})
"""Fields that a page shows in parts of their own."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One value: its text, and what belongs beside it. At most one of `ref` and `url` is set."""

    text: str
    detail: str = ""
    ref: Ref | None = None
    url: str | None = None
    dated: bool = False
    origins: tuple[Ref, ...] = ()
    """The facts that a date follows from."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a fact: its name in files and on the command line, what it means, and its values."""

    name: str
    meaning: str
    values: tuple[Shown, ...]


def fields(connection: sqlite3.Connection, fact: Fact, fact_id: str | None = None) -> tuple[Field, ...]:
    """The fields of a fact that say something, in the order of its model; with its id, dates with what follows."""
    known = {str(row["field"]): row for row in derived.of_fact(connection, fact_id)} if fact_id else {}
    kinds = {(named.field.partition(".")[0], named.id): named.kind for named in references(fact)}
    return tuple(
        Field(name, meaning, shown)
        for name, meaning, value in _said(fact)
        if (
            shown := (follows(value, known[name]),)
            if isinstance(value, When | End) and name in known
            else tuple(_shown(connection, name, value, kinds))
        )
    )


def _said(fact: Fact) -> Iterator[tuple[str, str, object]]:
    """Name in JSON, meaning and value of each field that the page shows among a fact's values."""
    for attribute, field in type(fact).model_fields.items():
        value = getattr(fact, attribute)
        if attribute in ELSEWHERE or value is None or value == ():
            continue
        if isinstance(value, End) and getattr(fact, "phase", None) not in LASTING:
            continue  # a phase that happens on a day has no end to be silent about
        yield field.alias or attribute, _meaning(field.description or "", _choices(field.annotation), value), value


def _choices(annotation: object) -> frozenset[object]:
    """The words that a field may have, where they are listed."""
    if get_origin(annotation) is Literal:
        return frozenset(get_args(annotation))
    return frozenset[object]().union(*map(_choices, get_args(annotation)))


def _meaning(description: str, choices: frozenset[object], value: object) -> str:
    """A field's meaning; where that lists what each word means, the part on the word that is there."""
    parts = [part.strip() for part in description.split(";")]
    if value not in choices or not all(re.search(rf"\b{choice}\b", description) for choice in choices):
        return description
    return next((part.removeprefix(f"{value}: ") for part in parts if part.startswith(f"{value}: ")), "")


def _shown(
    connection: sqlite3.Connection, name: str, value: object, kinds: dict[tuple[str, str], SubjectKind]
) -> Iterator[Shown]:
    match value:
        case tuple():
            for part in value:
                yield from _shown(connection, name, part, kinds)
        case When():
            yield when(value)
        case End():
            yield end(value)
        case About():
            yield _named(connection, value.kind, value.id)
        case Expected():
            yield Shown(value.text)
            yield from _shown(connection, name, value.about, kinds)
        case Derivation():
            found = _named(connection, "source", value.source)
            yield Shown(found.text, f"which it {value.how}" if value.how else "", found.ref)
        case bool():
            yield Shown("yes" if value else "no")
        case datetime():
            yield Shown(days.moment(value.isoformat()))
        case str() if (name, value) in kinds:
            yield _named(connection, kinds[name, value], value)
        case str():
            yield Shown(value, url=outside(value))
        case int():
            yield Shown(f"{value:,}")
        case Value():
            yield Shown(value.model_dump_json(by_alias=True, exclude_defaults=True))
        case _:
            yield Shown(str(value))


def _named(connection: sqlite3.Connection, kind: str, subject_id: str) -> Shown:
    ref = subject(connection, kind, subject_id)
    return Shown(subject_id if ref is None else ref.label, ref=ref)


def when(value: When) -> Shown:
    """A date as it was worded, with the days that it may mean and how they are known."""
    allowed = days.beside(value.verbatim, _iso(value.earliest), _iso(value.latest))
    return Shown(value.verbatim, "; ".join(part for part in (allowed, _known(value)) if part), dated=True)


def follows(value: When | End, known: Row) -> Shown:
    """A date that is counted from others, or that others narrow: the days that it may mean all told, and from what."""
    told = end(value) if isinstance(value, End) else when(value)
    allowed = days.bounds(text(known, "earliest"), text(known, "latest"))
    origins = tuple(refs.fact(one["fact"], one["says"]) for one in known["origins"])  # type: ignore[attr-defined]
    match known["state"]:
        case "derived":
            parts = (allowed, "follows from")
        case "contradicted":
            parts = (allowed, "cannot be true with" if origins else "cannot be true")
        case _:
            parts = (told.detail, f"{known['counted_from']}, from which nothing more follows")
    detail = "; ".join(part for part in parts if part)
    return Shown(told.text, detail, dated=True, origins=origins)


def end(value: End) -> Shown:
    """One of the four ends of a span; each reads differently."""
    bounds = "" if value.when is None else days.bounds(_iso(value.when.earliest), _iso(value.when.latest))
    match value.state:
        case "stated":
            return Shown("") if value.when is None else when(value.when)  # the model refuses one without a date
        case "ended":
            return Shown("over, on a day that is not told", bounds, dated=True)
        case "holds":
            known = f"known to hold {bounds}" if bounds else ""
            return Shown("still held when the source said so", known, dated=True)
        case "not-stated":
            return Shown("not stated", dated=True)
        case _:
            assert_never(value.state)


def _known(value: When) -> str:
    match value.basis:
        case "stated":
            basis = ""
        case "from-publication-date":
            basis = "capped by the day of the source"
        case "derived":
            basis = "completed from the day of the source, or from another fact"
        case _:
            assert_never(value.basis)
    return ", ".join(part for part in ("approximate" if value.approximate else "", basis) if part)


def _iso(day: object) -> str | None:
    return None if day is None else str(day)
