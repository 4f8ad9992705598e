"""Columns: what a row's field is called, means, refers to, and is used for.

A table is a frozen dataclass whose fields are `Annotated[type, Column(...)]`. The schema, the indexes, the full-text
search, Datasette's column descriptions and the documentation are all made from these marks. Where a column repeats
a field of a fact, its meaning is taken from there (`meaning(Posting, "phase")`), so that it is written once.
"""

import types
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from regesta.events.values import Value


@dataclass(frozen=True, slots=True)
class Column:
    """What a column means, and what it is for."""

    description: str
    refers: str | None = None  # the table it is a foreign key into
    facet: bool = False  # offered as a facet, and so indexed
    index: bool = False  # indexed for look-ups; foreign keys always are
    search: bool = False  # part of the table's full-text search


@dataclass(frozen=True, slots=True)
class Table:
    """What a table is for; the first field of its row, `id`, is the primary key."""

    name: str
    description: str
    row: type
    label: str = "label"  # the column by which a row is named where another refers to it
    sort: str | None = None  # the default order in Datasette; `-x` descends
    owner: str = "id"  # the column that says whose row it is: a fact's (if it refers to facts) or a subject's

    @property
    def of_a_fact(self) -> bool:
        """Whether a row belongs to a fact; otherwise it belongs to a subject."""
        return self.name == "facts" or any(
            field.name == self.owner and field.column.refers == "facts" for field in columns(self.row)
        )


def meaning(model: type[Value], field: str) -> str:
    """The description of a fact's field, as it is written there."""
    found = model.model_fields[field].description
    if found is None:
        raise TypeError(f"{model.__name__}.{field} has no description")
    return found


@dataclass(frozen=True, slots=True)
class Field:
    """A column as it stands in a row: its name, its SQLite type, whether it may be NULL, and its mark."""

    name: str
    type: str
    nullable: bool
    column: Column


_SQLITE = {str: "TEXT", int: "INTEGER", bool: "INTEGER", float: "REAL", bytes: "BLOB"}


@cache
def columns(row: type) -> tuple[Field, ...]:
    """The columns of a row class, in order. A bool is stored as 0 or 1, `T | None` may be NULL."""
    hints = get_type_hints(row, include_extras=True)
    return tuple(_field(field.name, hints[field.name]) for field in fields(row))


@cache
def places(row: type) -> Mapping[str, int]:
    """Where each column of a row class stands among its values."""
    return {field.name: place for place, field in enumerate(columns(row))}


def _field(name: str, annotation: Any) -> Field:
    inner, column = get_args(annotation)
    parts = get_args(inner) if get_origin(inner) in (Union, types.UnionType) else (inner,)
    (plain,) = (part for part in parts if part is not type(None))
    return Field(name, _SQLITE[plain], type(None) in parts, column)
