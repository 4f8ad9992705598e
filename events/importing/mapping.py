"""The mapping language: how the rows of a CSV file become facts. `docs/import.md` tells it with examples.

A mapping is read once, checked whole (`mapping_reader`), and then only run (`columns`, `mapped`).
"""

import re
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from regesta.events.importing.header import Header
from regesta.events.importing.places import Place
from regesta.events.importing.templates import Template


class Test(NamedTuple):
    """A question to one column: present, blank, is one of texts, is none of them, matches, stands before."""

    column: str
    how: Literal["present", "blank", "is", "is_not", "matches", "before"]
    texts: tuple[str, ...] = ()
    pattern: re.Pattern[str] | None = None
    template: Template | None = None


Condition = tuple[tuple[Test, ...], ...]
"""Holds when all tests of any of its groups do; an empty one is none at all."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """A table beside the CSV file: the value of the row whose key is the cell."""

    file: str
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Column:
    """How a column of the mapping comes by its value; the steps are done in the order of the fields."""

    name: str
    place: str
    headers: tuple[str, ...] = ()
    optional: bool = False
    """Whether a file may lack it."""
    text: Template | None = None
    blank: frozenset[str] = frozenset()
    when: Condition = ()
    unless: Condition = ()
    split: re.Pattern[str] | None = None
    parts: tuple[re.Pattern[str], ...] = ()
    replace: tuple[tuple[re.Pattern[str], Template], ...] = ()
    map: dict[str, str] | None = None
    look_up: Lookup | None = None
    otherwise: Template | None = None
    default: Template | None = None
    part_names: tuple[str, ...] = ()
    """The names of its parts, as templates write them: `person.name`."""


@dataclass(frozen=True, slots=True)
class FactTemplate:
    """A fact with templates for values: `fields` holds templates, tuples of them, and mappings to them."""

    fields: dict[str, Any]
    place: Place
    when: Condition = ()
    unless: Condition = ()
    for_each: str | None = None
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The columns that each field is made of."""


@dataclass(frozen=True, slots=True)
class FileRule:
    """Constants for the files whose name matches."""

    pattern: re.Pattern[str]
    constants: dict[str, str]


@dataclass(frozen=True, slots=True)
class Mapping:
    """A whole mapping."""

    place: str
    header: Header
    name: Template | None
    defaults: FactTemplate
    encoding: str
    delimiter: str
    header_line: int
    blank: frozenset[str]
    file_rules: tuple[FileRule, ...]
    columns: tuple[Column, ...]
    same_as_above: frozenset[str]
    skip: Condition
    before: tuple[FactTemplate, ...]
    rows: tuple[FactTemplate, ...]

    def column(self, name: str | None) -> Column | None:
        """The column of a name, if there is one."""
        return next((column for column in self.columns if column.name == name), None) if name is not None else None
