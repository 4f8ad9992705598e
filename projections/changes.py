"""What changed between two editions: for each fact with its versions, what stood before, what stands now, by which
entries.

Entries are compared lineage by lineage (`force.py`), since whatever an entry acts on stands in its own lineage. Every
entry that only the later edition holds is in exactly one change, those too that undid each other. The earlier edition
must be part of the later one, and hold what its entries act on; the first N entries of a log always do.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from regesta.events.agent import Identity
from regesta.events.facts import Plain, dump_fact
from regesta.events.independence import Independence
from regesta.projections.force import RETRACTED, Lineage, Logged, settle, told

What = Literal[
    "added", "judged", "corrected", "retracted", "restored", "confirmed", "unconfirmed", "withheld", "unchanged"
]
"""What became of a fact, taken together:

added: it was not there (judged, if it is a judgement on two agents); corrected: a new version replaces the one before;
retracted: no version stands any more; restored: what was withdrawn or replaced before stands again; confirmed: it has
a confirmation more; unconfirmed: it has lost one; withheld: nothing is told of it; unchanged: the entries undid each
other, or had no effect.
"""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one fact between two editions."""

    what: What
    before: Logged | None
    """The entry that carried the version in force; None if there was none."""
    after: Logged | None
    """The entry that carries it now."""
    entries: tuple[Logged, ...]
    """Those that only the later edition holds, in order of position; never none."""


def changes(lineages: Iterable[Iterable[Logged]], held: Callable[[Logged], bool]) -> Iterator[Change]:
    """The changes in lineages, in their order; `held` tells whether the earlier edition holds an entry.

    Each lineage is given whole, as far as the later edition goes.
    """
    for lineage in lineages:
        entries = tuple(lineage)
        between = tuple(sorted((one for one in entries if not held(one)), key=lambda one: one.position))
        if not between:
            continue
        earlier = tuple(one for one in entries if held(one))
        old, new = settle(earlier) if earlier else None, settle(entries)
        yield Change(_what(old, new, between), old.force if old else None, new.force, between)


def values(before: Plain, after: Plain) -> Mapping[str, tuple[Any, Any]]:
    """The fields in which two versions differ, by their names in JSON: the value before and after, None for none.

    Which import brought a version is no part of what it says.
    """
    old, new = dump_fact(before), dump_fact(after)
    names = dict.fromkeys((*old, *new))
    return {
        name: (old.get(name), new.get(name)) for name in names if name != "origin" and old.get(name) != new.get(name)
    }


def _what(old: Lineage | None, new: Lineage, between: tuple[Logged, ...]) -> What:
    before, after = old.force if old else None, new.force
    if after is None:
        if before is not None:
            return "retracted"
        return "withheld" if any(one.fact is None for one in between) else "unchanged"
    if before is None:
        return _appeared(old, after)
    if before.id != after.id:
        return "corrected" if after in between else "restored"
    return _backed(old, new)


def _appeared(old: Lineage | None, after: Logged) -> What:
    if old is None:
        return "judged" if isinstance(told(after), Identity | Independence) else "added"
    # A lineage that held nothing in force was withdrawn, or else its root is withheld, and a correction tells more.
    return "restored" if old.status[old.root.id] == RETRACTED else "corrected"


def _backed(old: Lineage | None, new: Lineage) -> What:
    had = {one.id for one in old.confirmations} if old else set()
    has = {one.id for one in new.confirmations}
    if has - had:
        return "confirmed"
    return "unconfirmed" if had - has else "unchanged"
