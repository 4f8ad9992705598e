"""The columns of a mapping, evaluated for one row after another."""

import re
from collections.abc import Iterable, Iterator, Sequence

from regesta.events.importing.cells import Row, rows
from regesta.events.importing.mapping import Column, Condition, Lookup, Mapping, Test
from regesta.events.importing.places import Problems, shown
from regesta.events.importing.reading import Input, open_input
from regesta.events.importing.templates import Template, Values

Cells = dict[str, Values]
"""What each name stands for in a row."""


class _Bad(ValueError):
    """A cell that a column cannot read: what is wrong, and what would be accepted."""

    def __init__(self, what: str, remedy: str) -> None:
        self.what, self.remedy = what, remedy
        super().__init__(what)


class Columns:
    """The columns of one CSV file; `of` remembers the row above, so rows come in their order."""

    def __init__(self, mapping: Mapping, source: Input, headers: Row, constants: Cells, problems: Problems) -> None:
        self.mapping, self.problems, self.file = mapping, problems, source.name
        self.constants = constants
        self.width = len(headers.cells)
        self.indexes: dict[str, int] = {}
        self.titles: dict[str, str] = {}
        self._find(headers)
        self.tables = {
            column.name: _table(source, column.look_up) for column in mapping.columns if column.look_up is not None
        }
        self.above: Cells = {}

    def of(self, row: Row) -> Cells | None:
        """What the columns stand for in a row; None if it is blank, is skipped, or has a problem."""
        if row.blank or not self._fits(row):
            return None
        found: Cells = {**self.constants, "line": (str(row.line),)}
        sound = True
        for column in self.mapping.columns:
            try:
                self._evaluate(column, row, found)
            except _Bad as bad:
                self._refuse(row, column, bad.what, bad.remedy)
                sound = False
            except ValueError as bad:
                self._refuse(row, column, f"the template {bad};", "change the mapping.")
                sound = False
            found.setdefault(column.name, ())
            for name in column.part_names:
                found.setdefault(name, ())
        if self.mapping.skip and holds(self.mapping.skip, found):
            return None
        return found if sound else None

    def _find(self, headers: Row) -> None:
        """The index of each column that stands in the file, by the first of its headers that is there."""
        there: dict[str, int] = {}
        for number, header in enumerate(headers.cells):
            there.setdefault(_plain(header), number)
        for column in self.mapping.columns:
            self.titles[column.name] = column.name
            if not column.headers:
                continue
            indexes = (self._index(header, there) for header in column.headers)
            index = next((index for index in indexes if index is not None), None)
            if index is None and column.optional:
                continue
            if index is None:
                wanted = " or ".join(shown(header) for header in column.headers)
                listed = ", ".join(shown(header) for header in headers.cells if header)
                remedy = f"its columns are {listed}." if self.mapping.header_line else f"it has {self.width} columns."
                remedy += _delimited(headers.cells)
                self.problems.add(f"{self.file}:{headers.line}", f"has no column {wanted};", remedy)
            else:
                if not any(header.startswith("#") for header in column.headers):
                    self._refuse_ambiguous(headers, index)
                self.indexes[column.name] = index
                self.titles[column.name] = headers.cells[index] if self.mapping.header_line else f"#{index + 1}"

    def _refuse_ambiguous(self, headers: Row, index: int) -> None:
        """Which of two columns of one name is meant cannot be guessed; a column's number tells."""
        name = headers.cells[index]
        same = [str(number) for number, header in enumerate(headers.cells, 1) if _plain(header) == _plain(name)]
        if len(same) > 1:
            what = f"has the header {shown(name)} in columns {' and '.join(same)};"
            remedy = f'name the one that is meant by its number, such as "#{same[0]}".'
            self.problems.add(f"{self.file}:{headers.line}", what, remedy)

    def _index(self, header: str, there: dict[str, int]) -> int | None:
        if numbered := re.fullmatch(r"#([1-9][0-9]{0,3})", header):
            index = int(numbered[1]) - 1
            return index if index < self.width else None
        return there.get(_plain(header)) if self.mapping.header_line else None

    def _fits(self, row: Row) -> bool:
        extra = [cell for cell in row.cells[self.width :] if cell]
        if extra:
            self.problems.add(
                f"{self.file}:{row.line}",
                f"has {len(row.cells)} cells under {self.width} headers, the first without one {shown(extra[0])};",
                "put a cell that holds the delimiter in quotation marks.",
            )
        elif len(row.cells) < self.width:
            self.problems.add(
                f"{self.file}:{row.line}",
                f"has {len(row.cells)} cell{'s' * (len(row.cells) != 1)} under {self.width} headers;",
                "give every row a cell, blank or not, for each header.",
            )
        return not extra and len(row.cells) >= self.width

    def _evaluate(self, column: Column, row: Row, found: Cells) -> None:
        values = self._taken(column, row, found)
        values = tuple(value for value in values if value not in column.blank and value not in self.mapping.blank)
        if not applies(column.when, column.unless, found):
            values = ()
        if column.name in self.mapping.same_as_above:
            values = self.above[column.name] = values or self.above.get(column.name, ())
        if column.split is not None:
            parts = (part for value in values for part in column.split.split(value))
            values = tuple(part.strip() for part in parts if part and part.strip())
        if column.parts:
            _part(column, values, found)
        values = tuple(made for value in values for made in self._translated(column, value, found))
        if not values and column.default is not None:
            values = column.default.fill(found)
        found[column.name] = values

    def _taken(self, column: Column, row: Row, found: Cells) -> Values:
        if column.text is not None:
            return column.text.fill(found)
        index = self.indexes.get(column.name)
        return (row.cells[index],) if index is not None and row.cells[index] else ()

    def _translated(self, column: Column, value: str, found: Cells) -> Values:
        """A value after replace, map and look_up, whichever the column has."""
        done = False
        for pattern, template in column.replace:
            if match := pattern.fullmatch(value):
                groups = {str(number): _value(text) for number, text in enumerate(match.groups(), 1)}
                named = {name: _value(text) for name, text in match.groupdict().items()}
                (value,), done = template.fill({**found, **groups, **named}) or ("",), True
                break
        for there in (column.map, self.tables.get(column.name)):
            if there is not None and value:
                if value not in there:
                    return self._otherwise(column, value, found)
                value, done = there[value], True
        if column.replace and not done and column.otherwise is not None:
            return self._otherwise(column, value, found)
        return (value,) if value else ()

    def _otherwise(self, column: Column, value: str, found: Cells) -> Values:
        if column.otherwise is not None:
            return column.otherwise.fill({**found, column.name: (value,)})
        if column.look_up is not None:
            where = f"is not found in {column.look_up.file}, column {shown(column.look_up.key)};"
            raise _Bad(f"{shown(value)} {where}", "add it there, or give otherwise in the mapping.")
        listed = ", ".join(shown(key) for key in list(column.map or ())[:8])
        raise _Bad(f"{shown(value)} is not in its map;", f"the map has {listed}.")

    def _refuse(self, row: Row, column: Column, what: str, remedy: str) -> None:
        self.problems.add(f'{self.file}:{row.line}, column "{self.titles[column.name]}"', what, remedy)


def holds(condition: Condition, found: Cells) -> bool:
    """Whether a condition holds in a row: all tests of one of its groups."""
    return any(all(_passes(test, found) for test in group) for group in condition)


def applies(when: Condition, unless: Condition, found: Cells) -> bool:
    """Whether what stands under these conditions is to be done in a row."""
    return (not when or holds(when, found)) and not (unless and holds(unless, found))


def _passes(test: Test, found: Cells) -> bool:
    values = found.get(test.column, ())
    match test.how:
        case "present":
            return any(values)
        case "blank":
            return not any(values)
        case "is":
            return any(value in test.texts for value in values)
        case "is_not":
            return not any(value in test.texts for value in values)
        case "matches":
            return test.pattern is not None and any(test.pattern.search(value) for value in values)
        case "before":
            others = test.template.fill(found) if test.template is not None else ()
            return bool(values and others) and values[0] < others[0]


def _part(column: Column, values: Values, found: Cells) -> None:
    """Put the parts of each value where templates find them; a part that a value lacks is blank."""
    parts: dict[str, list[str]] = {name: [] for name in column.part_names}
    for value in values:
        match = next((match for pattern in column.parts if (match := pattern.fullmatch(value))), None)
        if match is None:
            raise _Bad(f"{shown(value)} fits none of its parts;", "add a pattern for it to the mapping.")
        told = match.groupdict()
        for name, list_of in parts.items():
            list_of.append((told.get(name.partition(".")[2]) or "").strip())
    found.update({name: tuple(list_of) for name, list_of in parts.items()})


def _value(text: str | None) -> Values:
    return (text,) if text else ()


def _plain(header: str) -> str:
    return " ".join(header.split()).casefold()


def _table(source: Input, look_up: Lookup) -> dict[str, str]:
    """The table of a look_up; the first row of a key counts."""
    beside = open_input(str(source.folder / look_up.file))
    with beside.file:
        lines = rows(beside, "utf-8", ",")
        headers = next(lines, Row(1, []))
        names = [_plain(header) for header in headers.cells]
        for header in (look_up.key, look_up.value):
            if _plain(header) not in names:
                raise _missing(beside.name, header, headers)
        key, value = names.index(_plain(look_up.key)), names.index(_plain(look_up.value))
        found: dict[str, str] = {}
        for row in lines:
            if len(row.cells) > max(key, value):
                found.setdefault(row.cells[key], row.cells[value])
    return found


def _delimited(headers: Sequence[str]) -> str:
    """What to say when all headers stand in one cell: the file is cut at another character."""
    between = next((one for one in (";", "\t", "|", ",") if len(headers) == 1 and one in headers[0]), None)
    if between is None:
        return ""
    named = "tab" if between == "\t" else f'"{between}"'
    return f" If they are several, say csv: {{delimiter: {named}}} in the mapping."


def _missing(name: str, header: str, headers: Row) -> Exception:
    from regesta.events.errors import InvalidInput, Problem

    listed = ", ".join(shown(one) for one in headers.cells if one)
    return InvalidInput((Problem(f"{name}:1", f"has no column {shown(header)};", f"its columns are {listed}."),))


def filled(template: Template | None, found: Cells) -> Values:
    """What a template stands for; nothing if there is none."""
    return tuple(value for value in template.fill(found) if value) if template is not None else ()


def constants(mapping: Mapping, name: str) -> Cells:
    """What the file's name says: the parts that the first rule that matches finds in it, and what that rule sets."""
    stem = name.rsplit("/", 1)[-1]
    found: Cells = {"file": (stem.rsplit(".", 1)[0] or stem,), "filename": (stem,)}
    for rule in mapping.file_rules:
        if match := rule.pattern.search(stem):
            found |= {key: _value(text) for key, text in match.groupdict().items()}
            found |= {key: _value(text) for key, text in rule.constants.items()}
            break
    return found


def each(found: Cells, column: Column | None) -> Iterable[Cells]:
    """The row once for each value of a column, which then has that value alone; parts go with it."""
    return (found,) if column is None else _each(found, column)


def _each(found: Cells, column: Column) -> Iterator[Cells]:
    for index, value in enumerate(found[column.name]):
        parts = {name: found[name][index : index + 1] for name in column.part_names}
        yield {**found, column.name: (value,), **parts}
