"""Reading a mapping: YAML in, a `Mapping` out, or every problem that it has."""

import re
from collections.abc import Iterator
from typing import Any, assert_never

from regesta.events.importing.header import Header, header
from regesta.events.importing.mapping import Column, Condition, FactTemplate, FileRule, Lookup, Mapping, Test
from regesta.events.importing.places import Place, Problems, shown
from regesta.events.importing.reading import ENCODINGS, Input, encoding_name, whole
from regesta.events.importing.templates import Template, parse
from regesta.events.importing.yaml_nodes import Node
from regesta.events.importing.yaml_nodes import parse as parse_yaml

TESTS = ("is", "is_not", "matches", "before")
KNOWN = ("line", "file", "filename")
"""What a template can name besides columns and the file's constants."""

_OWN = ("csv", "file", "blank", "columns", "same_as_above", "skip", "before", "rows")
_OF_HEADER = tuple(key for key in Header.names() if key not in ("import", "defaults"))


def read_mapping(source: Input) -> Mapping:
    """The mapping in a YAML file; raises InvalidInput with everything that is wrong with it."""
    problems = Problems()
    node = parse_yaml(whole(source), source.name, problems)
    if node is None or not isinstance(node.value, dict):
        problems.add(f"{source.name}:1", "holds no mapping;", 'see docs/import.md, "CSV".')
        node = Node({}, 1)
    made = _Reader(source.name, problems).mapping(node)
    problems.kept.sort(key=lambda problem: int(problem.place.rpartition(":")[2].partition(",")[0]))
    problems.refuse()
    return made


class _Reader:
    """Reads the parts of a mapping, and collects what is wrong with them."""

    def __init__(self, name: str, problems: Problems) -> None:
        self.name, self.problems = name, problems
        self.known: set[str] = set(KNOWN)

    # ---- the parts -------------------------------------------------------------------------------------------------

    def mapping(self, node: Node) -> Mapping:
        """The whole."""
        top = self._keys(node, (*_OWN, *Header.names()), "a mapping's")
        read_as = self._keys(top.get("csv"), ("encoding", "delimiter", "header"), "csv's")
        rules = tuple(self._file_rule(part) for part in self._list(top.get("file")))
        for rule in rules:
            self.known |= {*rule.pattern.groupindex, *rule.constants}
        blank = frozenset(self._texts(top.get("blank")))
        columns = tuple(self._columns(top.get("columns")))
        name = self._template(top["import"]) if "import" in top else None
        fields = top.get("defaults", Node({}, node.line))
        return Mapping(
            place=f"{self.name}:{node.line}",
            header=header(
                {key: (top[key].plain(), top[key].line) for key in _OF_HEADER if key in top}, self.name, self.problems
            ),
            name=name,
            defaults=self._fact(fields),
            encoding=self._encoding(read_as.get("encoding")),
            delimiter=self._delimiter(read_as.get("delimiter")),
            header_line=self._number(read_as.get("header")),
            blank=blank,
            file_rules=rules,
            columns=columns,
            same_as_above=frozenset(self._column_names(top.get("same_as_above"))),
            skip=self._condition(top.get("skip")),
            before=tuple(self._fact(part) for part in self._list(top.get("before"))),
            rows=self._rows(top.get("rows"), node),
        )

    def _rows(self, node: Node | None, top: Node) -> tuple[FactTemplate, ...]:
        made = tuple(self._fact(part) for part in self._list(node))
        if not made:
            self._refuse(node or top, "tells no facts for the rows;", "list them under rows.")
        return made

    def _file_rule(self, node: Node) -> FileRule:
        found = self._keys(node, ("matches", "set"), "a file rule's")
        constants = {key: self._text(part) for key, part in self._items(found.get("set"))}
        return FileRule(self._pattern(found.get("matches"), node), constants)

    def _columns(self, node: Node | None) -> Iterator[Column]:
        for name, part in self._items(node):
            if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
                self._refuse(part, f"{shown(name)} is no name for a column;", "write letters, digits and _.")
            elif name in KNOWN:
                self._refuse(part, f"the column {name!r} has the name of something else;", "choose another.")
            column = self._column(name, part)
            self.known |= {name, *column.part_names}
            yield column

    def _column(self, name: str, node: Node) -> Column:
        place = f"{self.name}:{node.line}"
        if not isinstance(node.value, dict):
            return Column(name, place, headers=tuple(self._texts(node)))
        steps = tuple(
            key for key in Column.__dataclass_fields__ if key not in ("name", "place", "headers", "part_names")
        )
        found = self._keys(node, ("column", "split_at", *steps), "a column's")
        if ("column" in found) == ("text" in found):
            self._refuse(node, f"the column {name!r} needs either column (a header) or text (a template);", "give one.")
        parts = tuple(self._pattern(part, part) for part in self._list(found.get("parts")))
        replace = []
        for pattern, part in self._items(found.get("replace")):
            compiled = self._pattern(Node(pattern, part.line), part)
            replace.append((compiled, self._template(part, groups=compiled)))
        return Column(
            name,
            place,
            headers=tuple(self._texts(found.get("column"))),
            optional=self._flag(found.get("optional")),
            text=self._template(found["text"]) if "text" in found else None,
            blank=frozenset(self._texts(found.get("blank"))),
            when=self._condition(found.get("when")),
            unless=self._condition(found.get("unless")),
            split=self._split(found),
            parts=parts,
            part_names=tuple(dict.fromkeys(f"{name}.{part}" for pattern in parts for part in pattern.groupindex)),
            replace=tuple(replace),
            map={key: self._text(part) for key, part in self._items(found["map"])} if "map" in found else None,
            look_up=self._look_up(found.get("look_up")),
            otherwise=self._template(found["otherwise"], also=name) if "otherwise" in found else None,
            default=self._template(found["default"], also=name) if "default" in found else None,
        )

    def _split(self, found: dict[str, Node]) -> re.Pattern[str] | None:
        if "split_at" in found:
            return self._pattern(found["split_at"], found["split_at"])
        return re.compile(re.escape(self._text(found["split"]))) if "split" in found else None

    def _look_up(self, node: Node | None) -> Lookup | None:
        if node is None:
            return None
        found = self._keys(node, ("file", "key", "value"), "look_up's")
        texts = [self._text(found.get(key, Node(None, node.line))) for key in ("file", "key", "value")]
        if any(part in ("..", "") for part in re.split(r"[/\\]", texts[0])):
            self._refuse(node, f"the file {shown(texts[0])} is not beside the CSV file;", "put it there.")
        return Lookup(*texts)

    def _fact(self, node: Node) -> FactTemplate:
        place = Place(self.name, node.line, node.lines())
        if not isinstance(node.value, dict):
            self._refuse(node, f"{shown(node.plain())} is no fact;", "write fields and their values.")
            return FactTemplate({}, place)
        found = dict(node.value)
        conditions = {key: self._condition(found.pop(key)) for key in ("when", "unless") if key in found}
        for_each = self._text(found.pop("for_each")) if "for_each" in found else None
        if for_each is not None and for_each not in self.known:
            self._refuse(node, f"there is no column {for_each!r};", self._columns_there())
        fields = {key: self._value(part) for key, part in found.items()}
        names = {key: tuple(_names(value)) for key, value in fields.items()}
        return FactTemplate(fields, place, conditions.get("when", ()), conditions.get("unless", ()), for_each, names)

    def _value(self, node: Node) -> Any:
        match node.value:
            case None:
                return None
            case str():
                return self._template(node)
            case list():
                return tuple(self._value(part) for part in node.value)
            case dict():
                return {key: self._value(part) for key, part in node.value.items()}
            case _:
                assert_never(node.value)

    def _condition(self, node: Node | None) -> Condition:
        groups = (tuple(self._test(name, part) for name, part in self._items(group)) for group in self._list(node))
        return tuple(group for group in groups if group)

    def _test(self, name: str, node: Node) -> Test:
        if name not in self.known:
            self._refuse(node, f"there is no column {name!r};", self._columns_there())
        match node.value:
            case "present":
                return Test(name, "present")
            case "blank":
                return Test(name, "blank")
            case dict() if len(node.value) == 1 and next(iter(node.value)) in TESTS:
                ((how, part),) = node.value.items()
            case _:
                self._refuse(
                    node,
                    f"the test of {name!r} is not read;",
                    "write present, blank, or one of {is: TEXT},"
                    " {is_not: TEXT}, {matches: REGEX} and {before: TEMPLATE}.",
                )
                return Test(name, "present")
        match how:
            case "is" | "is_not":
                return Test(name, how, tuple(self._texts(part)))
            case "matches":
                return Test(name, "matches", pattern=self._pattern(part, part))
            case _:
                return Test(name, "before", template=self._template(part))

    # ---- the values ------------------------------------------------------------------------------------------------

    def _keys(self, node: Node | None, allowed: tuple[str, ...], whose: str) -> dict[str, Node]:
        """A mapping's parts, those that are not blank; keys that are not allowed become problems."""
        found: dict[str, Node] = {}
        for key, part in self._items(node):
            if key not in allowed:
                self._refuse(part, f"{shown(key)} is none of {whose} keys;", f"those are {', '.join(allowed)}.")
            elif part.value is not None:
                found[key] = part
        return found

    def _items(self, node: Node | None) -> list[tuple[str, Node]]:
        if node is None or node.value is None:
            return []
        if not isinstance(node.value, dict):
            self._refuse(node, f"{shown(node.plain())} stands where a mapping is needed;", "write key: value.")
            return []
        return list(node.value.items())

    def _list(self, node: Node | None) -> list[Node]:
        if node is None or node.value is None:
            return []
        return node.value if isinstance(node.value, list) else [node]

    def _texts(self, node: Node | None) -> list[str]:
        return [self._text(part) for part in self._list(node)]

    def _text(self, node: Node) -> str:
        if not isinstance(node.value, str):
            self._refuse(node, f"{shown(node.plain() or '')} stands where a text is needed;", "write a text.")
            return ""
        return node.value

    def _column_names(self, node: Node | None) -> Iterator[str]:
        for part in self._list(node):
            name = self._text(part)
            if name not in self.known:
                self._refuse(part, f"there is no column {name!r};", self._columns_there())
            yield name

    def _pattern(self, node: Node | None, near: Node) -> re.Pattern[str]:
        text = self._text(node or Node(None, near.line))
        try:
            return re.compile(text)
        except (re.error, OverflowError, RecursionError) as error:
            self._refuse(near, f"{shown(text)} is no regular expression: {error};", "see docs.python.org/library/re.")
            return re.compile("")

    def _template(self, node: Node, *, groups: re.Pattern[str] | None = None, also: str = "") -> Template:
        text = self._text(node)
        try:
            made = parse(text)
        except ValueError as error:
            self._refuse(node, f"{shown(text)} {error};", 'see docs/import.md, "Templates".')
            return Template(())
        inside = {*map(str, range(1, groups.groups + 1)), *groups.groupindex} if groups else set()
        for name in made.names:
            if name not in self.known and name not in inside and name != also:
                self._refuse(node, f"there is no column {name!r};", self._columns_there())
        return made

    def _encoding(self, node: Node | None) -> str:
        given = self._text(node) if node else "utf-8"
        name = encoding_name(given)
        if node and name is None:
            self._refuse(node, f"{shown(given)} is no encoding that is read;", f"give {', '.join(sorted(ENCODINGS))}.")
        return name or "utf-8"

    def _delimiter(self, node: Node | None) -> str:
        given = {"tab": "\t", "\\t": "\t"}.get(self._text(node), self._text(node)) if node else ","
        if node and (len(given) != 1 or given in '"\r\n '):
            self._refuse(node, f"{shown(given)} is no delimiter;", "give one character, or tab.")
            return ","
        return given

    def _flag(self, node: Node | None) -> bool:
        given = self._text(node) if node else "false"
        if given not in ("true", "false"):
            self._refuse(node or Node(None, 1), f"{shown(given)} is neither true nor false;", "write one of them.")
        return given == "true"

    def _number(self, node: Node | None) -> int:
        given = self._text(node) if node else "1"
        if node and not (given.isascii() and given.isdigit() and len(given) < 5):
            self._refuse(node, f"{shown(given)} is no line;", "give the number of the line with the headers, or 0.")
            return 1
        return int(given)

    def _columns_there(self) -> str:
        return f"there are {', '.join(sorted(self.known))}."

    def _refuse(self, node: Node, what: str, remedy: str) -> None:
        self.problems.add(f"{self.name}:{node.line}", what, remedy)


def _names(value: Any) -> Iterator[str]:
    """The columns that a field's templates name."""
    match value:
        case Template():
            yield from value.names
        case tuple():
            for part in value:
                yield from _names(part)
        case dict():
            for part in value.values():
                yield from _names(part)
        case _:
            return
