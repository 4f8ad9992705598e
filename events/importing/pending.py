"""Drafts on their way: with the defaults that their kinds take, and with the names that their documents use."""

from dataclasses import dataclass
from typing import Any

from regesta.events.facts import KINDS
from regesta.events.importing.forms import EVENTS, FLAT, PLACEHOLDERS, forms, needs_evidence, takes_citations
from regesta.events.importing.places import Draft, Place


@dataclass(slots=True)
class Pending:
    """A draft with its defaults, whose kind is known."""

    kind: str
    fields: dict[str, Any]
    place: Place
    document: int
    """Which of the run's documents it stands in."""


def merged(kind: str, draft: Draft) -> dict[str, Any]:
    """A draft's fields with the defaults that its kind takes and it does not say itself; blank ones are left out."""
    fields = dict(draft.fields)
    if not draft.defaults:
        return fields if None not in fields.values() else _told_fields(fields)
    cites = takes_citations(kind) and needs_evidence(kind)
    own = any(fields.get(name) is not None for name in ("citations", "observed", "observation"))
    for name, value in draft.defaults.items():
        if name in fields or value is None:
            continue
        if name in FLAT:
            takes = cites and not own
        elif name in PLACEHOLDERS or name in PLACEHOLDERS.values():
            takes = cites and not own and fields.get("source") is None
        else:
            takes = name in forms(KINDS[kind]) and name not in ("key", "of")
        if takes:
            fields[name] = value
    if fields.get("source") is None and "source" in {*draft.defaults, *draft.fields} and kind != "capture":
        # Without a source, what the defaults say of the place in it is about nothing.
        fields = {name: value for name, value in fields.items() if name not in FLAT or name in draft.fields}
    return _told_fields(fields)


def _told_fields(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def as_written(path: str, draft: Pending) -> str:
    """The name of a field in the document, for one in the model."""
    if "citations" not in draft.fields:
        path = path.removeprefix("citations.0.")
    if "observed" in draft.fields and path == "observation":
        path = "observed"
    for other, name in EVENTS.get(draft.kind, {}).items():
        if other in draft.fields and (path == name or path.startswith(f"{name}.")):
            path = other + path.removeprefix(name)
    return path.removesuffix(".exact")
