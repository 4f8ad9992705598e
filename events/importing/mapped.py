"""A CSV file and a mapping, in; drafts out."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from regesta.events.importing.cells import Row, rows
from regesta.events.importing.columns import Cells, Columns, applies, constants, each, filled
from regesta.events.importing.mapping import FactTemplate, Mapping
from regesta.events.importing.places import Draft, Place, Problems
from regesta.events.importing.reading import Input
from regesta.events.importing.remedies import in_a_table
from regesta.events.importing.templates import Template


def mapped(source: Input, mapping: Mapping, problems: Problems) -> Iterator[Draft]:
    """The drafts of a CSV file: those told once, then those of each row."""
    told = constants(mapping, source.name)
    for template in mapping.before:
        yield from _drafts(template, mapping, told, Place(source.name, 1, None, {}), problems)
    lines = rows(source, mapping.encoding, mapping.delimiter)
    begin = _headers(lines, mapping, source, problems)
    if begin is None:
        return
    first, headers = begin
    count = problems.count
    columns = Columns(mapping, source, headers, told, problems)
    if problems.count > count:
        return
    default_titles = _titles(mapping.defaults, columns)
    titles = [default_titles | _titles(template, columns) for template in mapping.rows]
    for row in chain(first, lines):
        cells = columns.of(row)
        if cells is None:
            continue
        for template, of_fields in zip(mapping.rows, titles, strict=True):
            yield from _drafts(template, mapping, cells, Place(source.name, row.line, None, of_fields), problems)


def _headers(
    lines: Iterator[Row], mapping: Mapping, source: Input, problems: Problems
) -> tuple[tuple[Row, ...], Row] | None:
    """The row with the headers, and the rows that were read and are not before it."""
    for row in lines:
        if not mapping.header_line:
            return (row,), row
        if row.line >= mapping.header_line:
            return (), row
    problems.add(f"{source.name}:1", f"has no line {mapping.header_line or 1};", "name a CSV file with its headers.")
    return None


def _drafts(
    template: FactTemplate, mapping: Mapping, cells: Cells, place: Place, problems: Problems
) -> Iterator[Draft]:
    """The facts that a template tells for a row: one, none, or one for each value of a column."""
    try:
        if not applies(template.when, template.unless, cells):
            return
        for one in each(cells, mapping.column(template.for_each)):
            draft = Draft(_fields(template, one), place, _fields(mapping.defaults, one))
            if "key" in template.fields and "key" not in draft.fields:
                problems.add(place.of("key"), *in_a_table(place, "is missing;", ""))
            else:
                yield draft
    except ValueError as error:
        problems.add(str(place), f"the template {error};", f"change {template.place}.")


def _fields(template: FactTemplate, cells: Cells) -> dict[str, Any]:
    return {key: made for key, value in template.fields.items() if (made := _made(value, cells)) is not _LEFT_OUT}


_LEFT_OUT = object()


def _made(value: Any, cells: Cells) -> Any:
    """What a value of a fact's template stands for; `_LEFT_OUT` if its cells are blank."""
    match value:
        case Template():
            texts = filled(value, cells)
            return _LEFT_OUT if not texts else texts[0] if len(texts) == 1 else list(texts)
        case tuple():
            made: list[Any] = []
            for part in value:
                one = _made(part, cells)
                made += one if isinstance(one, list) else [] if one is _LEFT_OUT else [one]
            return list(dict.fromkeys(made)) if all(isinstance(one, str) for one in made) else made
        case dict():
            fields = {key: one for key, part in value.items() if (one := _made(part, cells)) is not _LEFT_OUT}
            return fields or _LEFT_OUT
        case _:
            return value


def _titles(template: FactTemplate, columns: Columns) -> dict[str, str]:
    """The header under which the cells of each field stand, for the problems."""
    found = {}
    for field, names in template.names.items():
        stems = (name.partition(".")[0] for name in names)
        titles = dict.fromkeys(columns.titles[stem] for stem in stems if stem in columns.titles)
        if titles:
            found[field] = '", "'.join(titles)
    return found
