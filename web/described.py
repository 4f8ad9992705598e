"""The tables as metadata.yml describes them, made from the marks on the rows' columns.

`metadata.yml` holds the result between two cog marks; a test compares it with what is made here.
"""

from collections.abc import Iterator
from typing import Any

import yaml

from regesta.projections.column import Table, columns
from regesta.projections.registry import TABLES

HIDDEN = frozenset(
    {"about", "addressees", "aliases", "conflict_facts", "conflict_subjects", "date_origins", "derivations", "hops"}
)
"""Tables that only link others; they are hidden from lists, and there for queries."""

FACETS = {
    "agents": ("type", "outlet", "status"),
    "facts": ("kind", "status", "subject_kind", "recorded_by", "import_name"),
    "history": ("change", "motive", "subject_kind"),
    "meetings": ("state", "counterpart", "seeker", "year"),
    "postings": ("post", "holder", "phase", "effect", "year"),
    "posts": ("organization", "place"),
    "sources": ("publication", "year", "language", "status"),
    "statements": ("speaker", "mode", "medium", "year"),
    "timeline": ("type", "year", "agent", "subject_kind"),
}
"""The facets shown unasked, where a table marks more than five columns or not the best ones first.

Never a column of yes and no: Datasette would head its values 0 and 1."""

SIZES = {"timeline": 100}
"""Rows on a page, where the default of 50 is not right."""

MOST_FACETS = 5


def described() -> dict[str, dict[str, Any]]:
    """The `tables` section of a database in metadata.yml, by the name of the table."""
    return {table.name: dict(_entries(table)) for table in TABLES}


def _entries(table: Table) -> Iterator[tuple[str, Any]]:
    marks = columns(table.row)
    yield "title", table.name.capitalize()
    yield "description", f"{table.description}."
    yield "label_column", table.label
    if table.sort:
        yield ("sort_desc", table.sort[1:]) if table.sort.startswith("-") else ("sort", table.sort)
    yield "size", SIZES.get(table.name, 50)
    facets = FACETS.get(table.name) or tuple(mark.name for mark in marks if mark.column.facet)[:MOST_FACETS]
    if table.name in HIDDEN:
        yield "hidden", True
    elif facets:
        yield "facets", list(facets)
    yield "columns", {mark.name: mark.column.description for mark in marks}


def as_yaml() -> str:
    """The section as YAML, for cog."""
    return yaml.safe_dump({"tables": described()}, sort_keys=False, allow_unicode=True, width=110)
