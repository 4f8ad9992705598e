"""Gathering: which lineage an entry belongs to, which subject it speaks of, and what makes up a subject's account."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from regesta.events.amendment import Correction
from regesta.projections.account import Account, Told, Version
from regesta.projections.force import Lineage, Logged, is_version, named, told
from regesta.projections.registry import projection_of

NOBODY = ""
"""The kind of subject of what speaks of none: withheld entries, and acts that name no fact recorded before them."""


@dataclass(frozen=True, slots=True)
class Filing:
    """Where an entry belongs; it never changes once the entry is recorded."""

    root: str
    place: int
    """The position of the root."""
    kind: str
    subject: str
    """The subject's id as recorded, whoever it was judged to be since."""
    version: bool
    """Whether it tells something of the world, rather than of another entry."""


def filing(entry: Logged, target: Filing | None) -> Filing:
    """Where an entry belongs, given where the one that it acts on does (None if it acts on none that is known).

    A correction that says neither `of` nor `key` speaks of the same subject as what it replaces.
    """
    fact = entry.fact
    if target is not None and isinstance(fact, Correction) and not target.version:
        target = None
    root, place = (target.root, target.place) if target is not None else (entry.id, entry.position)
    plain = told(entry)
    if plain is not None:
        projection = projection_of(plain)
        keyless = getattr(plain, "of", True) is None and getattr(plain, "key", True) is None
        same = target is not None and keyless and target.kind == projection.kind
        subject = target.subject if same and target is not None else projection.subject(plain, root)
        return Filing(root, place, projection.kind, subject or root, True)
    if target is not None:
        return Filing(root, place, target.kind, target.subject, False)
    return Filing(root, place, NOBODY, root, is_version(fact))


def filings(entries: Iterable[Logged]) -> Mapping[str, Filing]:
    """Where the entries of one lineage belong, by their ids; they come in order of position."""
    found: dict[str, Filing] = {}
    for entry in entries:
        found[entry.id] = filing(entry, found.get(named(entry.fact) or ""))
    return found


def gather(kind: str, id: str, members: Sequence[str], lineages: Iterable[Lineage]) -> Account:
    """The account of a subject, from every lineage of which a version spoke of it."""
    entries: list[Told] = []
    facts: list[Version] = []
    ever: list[Version] = []
    for lineage in lineages:
        for one, version in _told(kind, members, lineage):
            entries.append(one)
            if version is not None:
                ever.append(version)
                if version.entry is lineage.force:
                    facts.append(version)
    entries.sort(key=lambda one: one.entry.position)
    facts.sort(key=lambda version: version.place)
    ever.sort(key=lambda version: (version.place, version.entry.position))
    return Account(kind, id, tuple(members), tuple(entries), tuple(facts), tuple(ever))


def _told(kind: str, members: Sequence[str], lineage: Lineage) -> Iterator[tuple[Told, Version | None]]:
    """The entries of a lineage that speak of a subject, with the version that each carries."""
    if len(lineage.entries) == 1:  # most are, and what speaks of nothing else speaks of the subject
        (entry,) = lineage.entries
        plain = told(entry)
        yield Told(entry, lineage), None if plain is None else Version(plain, entry, entry.position)
        return
    where = filings(lineage.entries)
    before: dict[tuple[str, str], None] = {}
    for entry in lineage.entries:
        filed = where[entry.id]
        if filed.kind == kind and filed.subject in members:
            moved = tuple(other for other in before if other[0] != kind or other[1] not in members)
            plain = told(entry)
            backed = lineage.confirmations if entry is lineage.force else ()
            yield (
                Told(entry, lineage, moved),
                None if plain is None else Version(plain, entry, lineage.root.position, backed),
            )
        if filed.kind != NOBODY:
            before[filed.kind, filed.subject] = None
