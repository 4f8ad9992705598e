"""Facts that are told once: agents and posts that every row of a table names, sources that several files share."""

from collections.abc import Callable
from typing import Any

from regesta.events.importing.forms import FLAT
from regesta.events.importing.pending import Pending
from regesta.events.importing.places import Problems, shown

ONCE = ("file", "dossier")
"""When such a fact is left out: its key was told before in the run; or that, or the dossier has it."""

_MOST_TOLD = 5
"""How many keys of which something else is told are named."""

Name = tuple[str, str]
"""A kind and a key."""


def told_once(
    pending: list[Pending], there: Callable[[Pending, str], bool], problems: Problems
) -> tuple[list[Pending], list[str]]:
    """Those that remain, and remarks on those that are left out and say something else than the one that stands.

    `there` tells whether the dossier has what a draft opens. A draft that is always told goes before one told once.
    """
    if not any("once" in draft.fields for draft in pending):
        return pending, []
    taken = {(draft.kind, str(draft.fields.get("key"))) for draft in pending if "once" not in draft.fields}
    first: dict[Name, Pending] = {}
    kept: list[Pending] = []
    others: dict[Name, Pending] = {}
    for draft in pending:
        once, key = draft.fields.get("once"), draft.fields.get("key")
        if once is None:
            kept.append(draft)
            continue
        if once not in ONCE or not isinstance(key, str):
            what = "needs a key;" if once in ONCE else f"{shown(once)} is not read;"
            problems.add(draft.place.of("once"), what, "give once: file, or once: dossier, and a key.")
            continue
        name = (draft.kind, key)
        if name in first:
            if _told(first[name]) != _told(draft):
                others.setdefault(name, draft)
            continue
        first[name] = draft
        if name not in taken and not (once == "dossier" and there(draft, key)):
            kept.append(draft)
    return kept, _remarks(first, others)


def _remarks(first: dict[Name, Pending], others: dict[Name, Pending]) -> list[str]:
    remarks = []
    for name, other in list(others.items())[:_MOST_TOLD]:
        was, now = _told(first[name]), _told(other)
        fields = (key for key in {**now, **was} if now.get(key) != was.get(key))
        said = ", ".join(f"{key} {shown(now.get(key, ''))}, not {shown(was.get(key, ''))}" for key in fields)
        remarks.append(
            f"{other.place}: the {name[0]} {name[1]!r} is told once, and differs here: {said}. What"
            f" {first[name].place} says stands."
        )
    if len(others) > _MOST_TOLD:
        remarks.append(f"… and so of {len(others) - _MOST_TOLD} more keys.")
    return remarks


def _told(draft: Pending) -> dict[str, Any]:
    """What a draft says, whatever it cites."""
    return {name: value for name, value in draft.fields.items() if name not in ("citations", "once", *FLAT)}
