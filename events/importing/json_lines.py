"""JSON Lines: an object a line; numbers stay the text they were written as."""

import json
from collections.abc import Iterator
from typing import Any

from regesta.events.importing.places import Problems
from regesta.events.importing.reading import Input, lines, undecodable

MAX_DEPTH = 20
"""How deep objects and lists may nest in a fact."""


class _Twice(ValueError):
    """A key stands twice in an object."""


def objects(source: Input, problems: Problems) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each object with its line; blank lines are passed over, lines that hold none become problems."""
    for number, line in lines(source):
        place = f"{source.name}:{number}"
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError as error:
            problem = undecodable(source.name, number, error.start + 1, line[error.start], "utf-8")
            problems.extend((problem,))
            continue
        if not text or text.isspace():
            continue
        try:
            value = _DECODER.decode(text)
        except json.JSONDecodeError as error:
            what = f"is not JSON: {error.msg.lower()} at column {error.colno};"
            problems.add(place, what, "write one JSON object on the line.")
        except _Twice as error:
            problems.add(place, str(error), "keep one of the two.")
        except RecursionError:
            problems.add(place, f"nests deeper than {MAX_DEPTH} levels;", "a fact needs three or four.")
        else:
            if not isinstance(value, dict):
                problems.add(place, "is JSON, but no object;", 'write {"kind": …} on the line.')
            elif text.count("{") + text.count("[") > MAX_DEPTH and depth(value) > MAX_DEPTH:
                problems.add(place, f"nests deeper than {MAX_DEPTH} levels;", "a fact needs three or four.")
            else:
                yield number, value


def depth(value: object) -> int:
    """How deep a value nests: 0 for a text, 1 for a list of texts."""
    level, current = 0, [value]
    while current := [part for part in current if isinstance(part, dict | list)]:
        level += 1
        current = [inner for part in current for inner in (part.values() if isinstance(part, dict) else part)]
    return level


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise _Twice(f'the key "{twice}" stands twice;')
    return found


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_int=str, parse_float=str, parse_constant=str)
