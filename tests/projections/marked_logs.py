"""Logs in which every entry bears a mark of its own in each of its texts, and every subject one in its key.

A mark is in no dictionary, begins unlike any other (a full-text index stores only in what a term differs from the one
before), and has letters that are not ASCII, so that every way to escape them shows.
"""

import re
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from generated_logs import logs
from hypothesis import strategies as st
from memory_log import MemoryLog

from regesta.events.entry import parse_entry
from regesta.events.facts import dump_fact, parse_fact

Draw = Callable[[st.SearchStrategy[Any]], Any]

TEXTS = frozenset(
    [
        "name",
        "title",
        "publication",
        "authors",
        "locator",
        "exact",
        "prefix",
        "suffix",
        "note",
        "text",
        "place",
        "in",
        "reason",
        "topic",
        "because",
        "description",
        "outlet",
        "organization",
        "original",
        "mode",
        "verbatim",
        "what",
    ]
)
"""The fields in which a mark goes; those of `mode` only where it is text."""

KEYS = frozenset(
    [
        "ann",
        "anne",
        "bob",
        "carl",
        "envoy",
        "consul",
        "gazette",
        "digest",
        "letter",
        "tenure",
        "stint",
        "saying",
        "word",
        "talks",
        "visit",
        "a-file",
        "hunch",
        "rule",
        "of-ann",
        "of-anne",
        "of-bob",
        "of-carl",
    ]
)
"""The keys that the generated logs use."""


def mark(number: int) -> str:
    """The mark of an entry."""
    return f"{sha256(str(number).encode()).hexdigest()[:9]}жщ{number:03}q"


def key(plain: str) -> str:
    """The key that stands for one of the generated logs' keys."""
    return f"{sha256(plain.encode()).hexdigest()[:12]}-{plain}"


def marked(log: MemoryLog) -> MemoryLog:
    """The log with a mark in every text of every entry, and keys that are found wherever they stand."""
    found = MemoryLog()
    ids: dict[str, str] = {}
    for line in log.lines:
        entry = parse_entry(line)
        if entry.fact is None or entry.id in ids:
            continue
        position = len(found.lines)
        said = marked_fact(dump_fact(parse_fact(entry.fact)), "", mark(position), ids, key)
        ids[entry.id] = found.record(parse_fact(said), by=f"Author {mark(position)}")
    return found


def marked_fact(value: Any, field: str, token: str, ids: dict[str, str], key: Callable[[str], str]) -> Any:
    """A fact with a mark in every text, other keys, and the ids of the facts that were marked before it."""
    match value:
        case dict():
            made = {name: marked_fact(part, name, token, ids, key) for name, part in value.items()}
            if "key" in made and made.keys() == {"key", "name"}:  # an origin: its key is any text, its name is a key
                made["key"] = f"{value['key']} {token}"
            if "phase" in made or "via" in made:
                made["note"] = f"note {token}"
            if made.keys() <= {"text", "about"}:  # an assertion: no words, but ids
                made["text"] = re.sub(
                    '"([a-z]+)"', lambda id: f'"{marked_fact(id[1], "", token, ids, key)}"', value["text"]
                )
            return made
        case list():
            return [marked_fact(part, field, token, ids, key) for part in value]
        case str() if value in KEYS and field != "publication":  # the name of a paper may be anybody's
            return key(value)
        case str() if value in ids:
            return ids[value]
        case str() if field in TEXTS and value not in ("direct", "denial"):
            return f"{value} {token}"
        case _:
            return value


@st.composite
def marked_logs(draw: Draw) -> MemoryLog:
    """A generated log, marked."""
    return marked(
        draw(logs(explained=True).filter(lambda log: not all(parse_entry(line).withheld for line in log.lines)))
    )
