"""Documents: which format a file is in, and its drafts, with the head that goes for all of them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from regesta.events.importing.header import Header, header
from regesta.events.importing.json_lines import objects
from regesta.events.importing.mapping import Mapping
from regesta.events.importing.places import Draft, Place, Problems, shown
from regesta.events.importing.reading import Input, whole
from regesta.events.importing.yaml_nodes import Node, parse
from regesta.events.values import SLUG


@dataclass(frozen=True, slots=True)
class Document:
    """One file of an import; its drafts are read as they are asked for, once."""

    name: str
    """The import's name."""
    header: Header
    drafts: Iterable[Draft]
    folder: Path
    """The folder that its captures lie in."""
    place: Place
    """Where it begins."""


def document(source: Input, mapping: Mapping | None, problems: Problems) -> Document | None:
    """The document in a file, by the ending of its name; None, and a problem, if it is in none of the formats."""
    ending = Path(source.name).suffix.lower()
    if mapping is not None and ending in (".json", ".jsonl", ".ndjson"):
        what = "is JSON, and a mapping says what the columns of a table mean;"
        problems.add(source.name, what, "write the list that is meant as CSV, a line for each, or give its facts.")
        return None
    if mapping is not None:
        return _csv(source, mapping, problems)
    match ending:
        case ".yml" | ".yaml" | ".json":  # a JSON document is a YAML document
            return _yaml(source, problems)
        case ".jsonl" | ".ndjson":
            return _jsonl(source, problems)
        case ".csv" | ".tsv" | ".txt":
            problems.add(source.name, "is a table, and nothing says what its columns mean;", "give --mapping FILE.")
        case "" if source.name == "standard input":
            return _jsonl(source, problems)
        case _:
            problems.add(source.name, "is in no format that is known by its ending;", "name it .yml, .jsonl or .csv.")
    return None


def _yaml(source: Input, problems: Problems) -> Document | None:
    text = whole(source)
    root = parse(_paired(text) if source.name.lower().endswith(".json") else text, source.name, problems)
    if root is None or not isinstance(root.value, dict):
        problems.add(f"{source.name}:1", "holds no document;", "write import: NAME and facts: with a list under it.")
        return None
    top = dict(root.value)
    facts = top.pop("facts", Node([], root.line))
    head = header({key: (node.plain(), node.line) for key, node in top.items()}, source.name, problems)
    if facts.value is not None and not isinstance(facts.value, list):
        problems.add(f'{source.name}:{facts.line}, "facts"', "is no list;", "begin each fact with a hyphen.")
        return None
    nodes = facts.value or []
    return Document(
        _name(head, source), head, _yaml_drafts(source, nodes, head.defaults, problems), source.folder, _top(source)
    )


_ESCAPE = re.compile(r"\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|.)", re.DOTALL)


def _paired(text: str) -> str:
    """JSON with characters that it escapes as two surrogates (RFC 8259, section 7) written out: YAML knows none."""

    def written(found: re.Match[str]) -> str:
        high, low = found.groups()
        return bytes.fromhex(high + low).decode("utf-16-be") if high else found[0]

    return _ESCAPE.sub(written, text)


def _yaml_drafts(source: Input, nodes: list[Node], defaults: dict[str, Any], problems: Problems) -> Iterator[Draft]:
    for node in nodes:
        if isinstance(node.value, dict):
            yield Draft(node.plain(), Place(source.name, node.line, node.lines()), defaults)
        else:
            problems.add(f"{source.name}:{node.line}", f"{shown(node.plain() or '')} is no fact;", "write its fields.")


def _jsonl(source: Input, problems: Problems) -> Document | None:
    lines = objects(source, problems)
    first = next(lines, None)
    head = Header.model_validate({})
    if first is not None and "kind" not in first[1]:
        number, found = first
        head = header({key: (value, number) for key, value in found.items()}, source.name, problems)
        first = None
    given = chain(() if first is None else (first,), lines)
    drafts = (Draft(fields, Place(source.name, number), head.defaults) for number, fields in given)
    return Document(_name(head, source), head, drafts, source.folder, _top(source))


def _csv(source: Input, mapping: Mapping, problems: Problems) -> Document:
    from regesta.events.importing.columns import constants, filled
    from regesta.events.importing.mapped import mapped

    try:
        told = filled(mapping.name, constants(mapping, source.name))
    except ValueError as error:
        problems.add(mapping.place, f"the template of its name {error};", "change it.")
        told = ()
    name = told[0] if told else _stem(source)
    if not re.fullmatch(SLUG, name):
        problems.add(mapping.place, f"{shown(name)} is no name for an import;", 'write small letters, digits and "-".')
    return Document(name, mapping.header, mapped(source, mapping, problems), source.folder, _top(source))


def _top(source: Input) -> Place:
    return Place(source.name, 1)


def _name(head: Header, source: Input) -> str:
    return head.name or _stem(source)


def _stem(source: Input) -> str:
    """A name for an import that gives none: that of its file."""
    from regesta.events.importing.templates import slug

    try:
        return slug(Path(source.name).stem)
    except ValueError:
        return "import"
