"""YAML as a tree of texts with their lines: no types, no tags, no aliases, nothing that is run or expanded.

A plain scalar stays the text it was written as, so that `2019-10-03`, `no` and `007` mean what they look like; only
an empty one, `~` and `null` are blank. Each thing that is refused is a problem with its line.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from regesta.events.errors import InvalidInput, Problem
from regesta.events.importing.places import Problems, shown

MAX_DEPTH = 20
"""How deep mappings and lists may nest."""


class Node(NamedTuple):
    """A text, a blank (None), a list of nodes or a mapping to nodes; and the line it begins on, from 1."""

    value: "str | list[Node] | dict[str, Node] | None"
    line: int

    def plain(self) -> Any:
        """The value without the lines."""
        match self.value:
            case dict():
                return {key: node.plain() for key, node in self.value.items()}
            case list():
                return [node.plain() for node in self.value]
            case _:
                return self.value

    def lines(self) -> dict[str, int]:
        """The line of everything below, by its path: `end`, `with.0`, `citations.0.quote`."""
        return dict(self._lines(""))

    def _lines(self, path: str) -> Iterator[tuple[str, int]]:
        parts: Iterable[tuple[object, Node]] = ()
        if isinstance(self.value, dict):
            parts = self.value.items()
        elif isinstance(self.value, list):
            parts = enumerate(self.value)
        for key, node in parts:
            yield f"{path}{key}", node.line
            yield from node._lines(f"{path}{key}.")


def parse(text: str, name: str, problems: Problems) -> Node | None:
    """The one document in a text; None if it is empty. What is not YAML raises InvalidInput, the rest is collected."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    builder = _Builder(name, problems)
    try:
        for event in yaml.parse(text, Loader=loader):
            builder.take(event)
    except yaml.reader.ReaderError as error:
        raise _unreadable(name, text, error.position, error.character) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = " ".join(filter(None, (error.context, error.problem)))
        raise _invalid(f"{name}:{mark.line + 1 if mark else 1}", f"is not YAML: {what};", _remedy(what)) from None
    return builder.root


class _Open(NamedTuple):
    """A list or mapping that is not closed yet."""

    node: Node
    keys: list[str | None]
    """The key that waits for its value, if one does; None for one that was refused."""


class _Builder:
    """Events in, a tree out, without recursion."""

    def __init__(self, name: str, problems: Problems) -> None:
        self.name, self.problems = name, problems
        self.root: Node | None = None
        self.open: list[_Open] = []
        self.documents = 0

    def take(self, event: Any) -> None:
        """One event of the parser."""
        line = event.start_mark.line + 1
        match type(event).__name__:
            case "DocumentStartEvent":
                self.documents += 1
                if self.documents > 1:
                    raise _invalid(f"{self.name}:{line}", "begins a second document;", "write one document a file.")
            case "ScalarEvent":
                self._tagged(event, line)
                blank = event.implicit[0] and event.value in ("", "~", "null") and not event.style
                self._put(Node(None if blank else event.value, line))
            case "MappingStartEvent":
                self._down(event, Node({}, line))
            case "SequenceStartEvent":
                self._down(event, Node([], line))
            case "MappingEndEvent" | "SequenceEndEvent":
                self._put(self.open.pop().node)
            case "AliasEvent":
                raise _invalid(
                    f"{self.name}:{line}", f"holds the alias *{event.anchor};", "write out what it stands for."
                )
            case _:
                pass

    def _down(self, event: Any, node: Node) -> None:
        self._tagged(event, node.line)
        if len(self.open) >= MAX_DEPTH:
            place = f"{self.name}:{node.line}"
            raise _invalid(place, f"nests deeper than {MAX_DEPTH} levels;", "a fact needs three or four.")
        parent = self.open[-1] if self.open else None
        if parent is not None and isinstance(parent.node.value, dict) and not parent.keys:
            raise _invalid(f"{self.name}:{node.line}", "has a list or mapping for a key;", "write a word as the key.")
        self.open.append(_Open(node, []))

    def _put(self, node: Node) -> None:
        """Put a finished node where it belongs."""
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        if isinstance(parent.node.value, list):
            parent.node.value.append(node)
        elif isinstance(parent.node.value, dict):
            if parent.keys:
                key = parent.keys.pop()
                if key is not None:
                    parent.node.value[key] = node
            else:
                parent.keys.append(self._key(parent.node.value, node))

    def _key(self, mapping: dict[str, Node], node: Node) -> str | None:
        if not isinstance(node.value, str):
            self._refuse(node.line, "has a blank for a key;", "write a word as the key.")
            return None
        if node.value in mapping:
            first = mapping[node.value].line
            self._refuse(node.line, f"the key {shown(node.value)} stands twice, first in line {first};", "keep one.")
            return None
        return node.value

    def _tagged(self, event: Any, line: int) -> None:
        if event.anchor is not None:
            # Aliases can make a small file expand without end, and no fact needs them.
            raise _invalid(
                f"{self.name}:{line}",
                f"holds the anchor &{event.anchor};",
                "anchors and aliases are not read: write each value out.",
            )
        if event.tag is not None and event.tag != "!":
            self._refuse(line, f"holds the tag {shown(event.tag)};", "tags are not read: remove it.")

    def _refuse(self, line: int, what: str, remedy: str) -> None:
        self.problems.add(f"{self.name}:{line}", what, remedy)


def _unreadable(name: str, text: str, position: int, character: int | str) -> InvalidInput:
    """What is said of a character that YAML does not allow; libyaml counts bytes, so the text is asked."""
    code = character if isinstance(character, int) else ord(character)
    found = text.find(chr(code))
    place = f"{name}:{text.count(chr(10), 0, found if found >= 0 else position) + 1}"
    return _invalid(place, f"holds the character U+{code:04X}, which YAML does not allow;", "remove it.")


def _remedy(what: str) -> str:
    if "cannot start any token" in what:
        return "indent with blanks, not tabs; put a text that begins with @, ` or % in quotation marks."
    if "escape code" in what:
        return "write the character itself, in UTF-8."
    if "mapping values are not allowed" in what:
        return 'put a text that holds ": " in quotation marks.'
    return "see docs/import.md for the format."


def _invalid(place: str, what: str, remedy: str) -> InvalidInput:
    return InvalidInput((Problem(place, what, remedy),))
