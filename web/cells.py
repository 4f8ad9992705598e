"""Cells of the stock table and row pages: names instead of ids, dates with their days, yes and no, marks.

`cell` is called for every cell of a page, so it asks the database nothing; where only a query can tell the name,
it gives back what to ask for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args, get_type_hints

from markupsafe import Markup

from regesta.projections.column import Table, columns
from regesta.projections.registry import TABLES
from regesta.web import days
from regesta.web.lineage import person
from regesta.web.refs import Ref, address, outside

MARKED = frozenset({"status", "state", "effect", "phase", "step", "change", "verdict", "found", "form", "kind"})
"""Columns of a few fixed words, shown as marks."""

SENTENCES = frozenset({("expectations", "found")})
"""Columns, with their table, that have the name of one of these and hold whole sentences."""

MOMENTS = frozenset({"recorded_at", "retrieved"})

LEADS = {"statements": "text", "meetings": "steps"}
"""The column that leads to a row's page, where the row's name is folded away because others say the same."""

END = {"ended": "over, day not told", "holds": "still held when last told", "not-stated": "not told"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A cell that names a subject, whose name has to be asked for."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a table without looking into it."""

    table: Table
    refers: Mapping[str, str]
    names: frozenset[str]
    booleans: frozenset[str]
    of_facts: str | None  # the column that names the fact which a row stands for


@cache
def _known(table: str) -> _Known | None:
    found = next((candidate for candidate in TABLES if candidate.name == table), None)
    if found is None:
        return None
    marks = columns(found.row)
    refers = {mark.name: mark.column.refers for mark in marks if mark.column.refers is not None}
    of_facts = next((name for name in ("id", "fact") if refers.get(name) == "facts" or found.name == "facts"), None)
    booleans = {name for name, hint in get_type_hints(found.row).items() if bool in (hint, *get_args(hint))}
    return _Known(found, refers, frozenset(mark.name for mark in marks), frozenset(booleans), of_facts)


def cell(root: str, table: str, column: str, value: object, row: Mapping[str, Any]) -> Markup | Asked | None:
    """How a cell is shown, or what has to be asked for it; None leaves it to Datasette.

    `value` is as Datasette hands it over: `{"value": …, "label": …}` where it found the name that a key refers to.
    """
    known = _known(table)
    if known is None or column not in known.names:
        return None
    if column in known.refers:
        return _reference(root, known, column, value)
    if column == "subject" and value is not None and row["subject_kind"]:
        return Asked(str(row["subject_kind"]), str(value))
    if column in (known.table.label, LEADS.get(table)) and value is not None:
        said = f"“{value}”" if column == "text" and row["mode"] == "direct" else str(value)
        return linked(root, _of_row(known, row, said), named=True)
    if column in MARKED and (table, column) not in SENTENCES:
        return None if value is None else _mark(value, value)
    if column == "unverified" and value:
        return _mark(column, value)
    if (dated := _dated(known, column, value, row)) is not None:
        return dated
    if value is None:
        return None
    if column in known.booleans:
        return Markup("yes") if value else Markup("no")
    if column == "recorded_by":
        return Markup("{}").format(person(str(value)))
    if column in MOMENTS:
        return Markup('<time datetime="{}">{}</time>').format(value, days.moment(str(value)))
    if column == "url":
        return _outside(value)
    return None


def _mark(standing: object, shown: object) -> Markup:
    return Markup('<span class="rg-mark" data-is="{}">{}</span>').format(standing, shown)


def is_ours(table: str) -> bool:
    """Whether a table of this name is one of the read model's."""
    return _known(table) is not None


def linked(root: str, ref: Ref, *, named: bool = False) -> Markup:
    """A reference as a link, or as plain text where there is no page to lead to."""
    where = address(root, ref)
    if where is None:
        return Markup("{}").format(ref.label)
    style = Markup(' class="rg-name"') if named else ""
    return Markup('<a href="{}"{}>{}</a>').format(where, style, ref.label or ref.id)


def _reference(root: str, known: _Known, column: str, value: object) -> Markup | Asked | None:
    if value is None:
        return None
    label, key = (value["label"], value["value"]) if isinstance(value, dict) else (value, value)
    if known.refers[column] == "aliases":
        return Asked("agent", str(key))
    return linked(root, Ref(str(label), known.refers[column], str(key)))


def _of_row(known: _Known, row: Mapping[str, Any], label: str) -> Ref:
    """What the name of a row leads to: the fact that it stands for, if it stands for one, or its own page."""
    if known.of_facts is None:
        return Ref(label, known.table.name, str(row["id"]))
    held = row[known.of_facts]
    return Ref(label, "facts", str(held["value"] if isinstance(held, dict) else held))


def _dated(known: _Known, column: str, value: object, row: Mapping[str, Any]) -> Markup | None:
    """A worded date with the days that it may mean under it; an end without a wording says which of the four it is."""
    stem = {"state_on": "state_", "worded": ""}.get(column, f"{column}_")
    if f"{stem}earliest" not in known.names or f"{stem}latest" not in known.names:
        return None
    worded = value
    if column == "end" and row["end_state"] != "stated":
        worded = END.get(row["end_state"], row["end_state"])
    if worded is None:
        return Markup('<span class="rg-days">not told</span>') if column == "start" else None
    allowed = days.beside(str(worded), row[f"{stem}earliest"], row[f"{stem}latest"])
    if not allowed:
        return Markup("{}").format(worded)
    return Markup('<span class="rg-when">{}</span> <small class="rg-days">{}</small>').format(worded, allowed)


def _outside(value: object) -> Markup | None:
    where = outside(value)
    if where is None:
        return Markup("{}").format(value)  # said here, so that Datasette's own rule for links never sees it
    return Markup('<a href="{}" rel="nofollow noopener noreferrer">{}</a>').format(where, where)
