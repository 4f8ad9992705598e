"""Which facts are in force: what was corrected, withdrawn, restored and confirmed.

Entries fall into *lineages*: a root, the corrections of it, and what acts on any of these. Whatever an entry acts on
stands in its own lineage, so each lineage is settled by itself, by these rules:

- An entry is withdrawn if a retraction that is not itself withdrawn names it. A retraction comes later than what it
  names, so that the question always has an answer; retracting a retraction restores.
- The version in force is the last one that is not withdrawn, provided that the root is not: retracting a correction
  puts the version before it back, and retracting the root withdraws the fact with all its corrections.
- A correction keeps the place of what it corrects: wherever order counts, a version stands at its root's position.
- A confirmation that names any version backs the version in force, with its own citations.
- An act that names no entry recorded before it has no effect and is a lineage of its own; so is a correction that
  names a retraction or a confirmation, since those are not versions of anything (retract them instead).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from regesta.events.amendment import Confirmation, Correction, Retraction
from regesta.events.facts import Fact, Plain

IN_FORCE, CORRECTED, RETRACTED, SUPERSEDED, WITHHELD = "in-force", "corrected", "retracted", "superseded", "withheld"


@dataclass(frozen=True, slots=True)
class Logged:
    """An entry as the fold sees it: what the log says, and where it stands."""

    position: int
    id: str
    at: str
    by: str | None
    tool: str | None
    fact: Fact | None
    """None when the entry is withheld."""
    json: str | None
    """The fact as the log holds it."""


@dataclass(frozen=True, slots=True)
class Lineage:
    """A root, its corrections and what acts on them, settled."""

    entries: tuple[Logged, ...]
    """In order of position, the root first."""
    status: Mapping[str, str]
    """Of each entry, by its id."""
    replaced_by: Mapping[str, str]
    """The version that replaced a corrected one."""
    force: Logged | None
    """The entry that carries the version in force; None if there is none, or it is withheld."""
    confirmations: tuple[Logged, ...]
    """Those in force that name a version."""

    @property
    def root(self) -> Logged:
        """The first entry, by whose id and position the lineage is known."""
        return self.entries[0]


def named(fact: Fact | None) -> str | None:
    """The id of the fact that an act names; None for facts that act on no other."""
    match fact:
        case Correction():
            return fact.replaces
        case Retraction() | Confirmation():
            return fact.fact
        case _:
            return None


def is_version(fact: Fact | None) -> bool:
    """Whether an entry tells something of the world, rather than of another entry; a withheld one may."""
    return not isinstance(fact, Retraction | Confirmation)


def told(entry: Logged) -> Plain | None:
    """What an entry tells of the world: its fact, or the new fact of a correction."""
    match entry.fact:
        case None | Retraction() | Confirmation():
            return None
        case Correction():
            return entry.fact.fact
        case _:
            return entry.fact


def settle(entries: Iterable[Logged]) -> Lineage:
    """Settle a lineage, whose entries may come in any order."""
    ordered = tuple(sorted(entries, key=lambda entry: entry.position))
    root = ordered[0]
    if len(ordered) == 1:  # most are, and it is the same answer
        alone = root if root.fact is not None and is_version(root.fact) else None
        return Lineage(ordered, {root.id: WITHHELD if root.fact is None else IN_FORCE}, {}, alone, ())
    withdrawn = _withdrawn(ordered)
    versions = [entry for entry in ordered if is_version(entry.fact)]
    standing = [] if root.id in withdrawn else [entry for entry in versions if entry.id not in withdrawn]
    last = standing[-1] if standing else None
    ids = {entry.id for entry in versions}
    return Lineage(
        entries=ordered,
        status={entry.id: _status(entry, withdrawn, root, last) for entry in ordered},
        replaced_by={old.id: new.id for old, new in pairwise(standing)},
        force=last if last is not None and last.fact is not None else None,
        confirmations=tuple(
            entry
            for entry in ordered
            if isinstance(entry.fact, Confirmation) and entry.id not in withdrawn and entry.fact.fact in ids
        ),
    )


def _withdrawn(ordered: Sequence[Logged]) -> set[str]:
    """The ids that a retraction in force names; the last entries first, since nothing later can withdraw them."""
    withdrawn: set[str] = set()
    for entry in reversed(ordered):
        if isinstance(entry.fact, Retraction) and entry.id not in withdrawn:
            withdrawn.add(entry.fact.fact)
    return withdrawn


def _status(entry: Logged, withdrawn: set[str], root: Logged, last: Logged | None) -> str:
    if entry.fact is None:
        return WITHHELD
    if entry.id in withdrawn or (root.id in withdrawn and is_version(entry.fact)):
        return RETRACTED
    if is_version(entry.fact) and entry is not last:
        return CORRECTED
    return IN_FORCE
