"""Strands: what each lineage of a log names, opens and says, as far as that decides who may see it.

A lineage (`force.py`) is shown whole or not at all, for a correction tells what it corrects. A strand is what has to be
remembered of one: neither its words nor its dates, so that a log of any size can be thought about at once.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from regesta.events.agent import Identity
from regesta.events.claim import Claim
from regesta.events.expectation import Expectation
from regesta.events.explanation import Explanation
from regesta.events.facts import facts_named, references
from regesta.events.restriction import Restriction
from regesta.projections.force import Lineage, Logged, named, settle, told
from regesta.projections.gathering import NOBODY, Filing, filing

Subject = tuple[str, str]
"""A subject: its kind, and an id under which it was recorded."""


@dataclass(slots=True)
class Strand:
    """One lineage, as far as it matters here."""

    root: str
    entries: list[Logged] = field(default_factory=list)
    """Its entries, without the facts that neither restrict, judge nor act on others."""
    positions: list[int] = field(default_factory=list)
    """Where they stand; an entry that stands twice (two merged copies of a log) has two."""
    about: set[Subject] = field(default_factory=set)
    """The subjects that its versions speak of."""
    opens: set[Subject] = field(default_factory=set)
    """Those of them that it opens: whoever sees it knows their ids."""
    names: set[Subject] = field(default_factory=set)
    """Every subject that any of its entries names, those that it speaks of included."""
    facts: set[str] = field(default_factory=set)
    """Every fact that any of its entries names."""
    imports: set[str] = field(default_factory=set)
    """The imports that its entries came with."""
    undisclosed: bool = False
    """Whether an entry of it is not disclosed in the log itself."""
    restricts: bool = False
    """Whether it restricts something."""
    judges: bool = False
    """Whether it judges who is who."""
    surveys: bool = False
    """Whether it speaks of the whole record: an expectation, which may count, or an explanation that names no facts."""

    def settled(self) -> Lineage:
        """The lineage, settled; only the facts that were kept can be asked of it."""
        return settle(self.entries)

    def take(self, entry: Logged, filed: Filing) -> None:
        """Add an entry."""
        fact, plain = entry.fact, told(entry)
        self.positions.append(entry.position)
        kept = plain is None or isinstance(plain, Restriction | Identity)
        self.entries.append(replace(entry, json=None, fact=fact if kept else None))
        if fact is None:
            self.undisclosed = True
            return
        self.restricts |= isinstance(plain, Restriction)
        self.judges |= isinstance(plain, Identity)
        self.surveys |= isinstance(plain, Expectation) or (isinstance(plain, Explanation) and not plain.saw)
        self.names |= {(one.kind, one.id) for one in references(fact)}
        self.facts |= {id for _, id in facts_named(fact)}
        self.imports |= {one.origin.name for one in (fact, plain) if isinstance(one, Claim) and one.origin is not None}
        if plain is not None and filed.kind != NOBODY:
            subject = (filed.kind, filed.subject)
            self.about.add(subject)
            if getattr(plain, "of", plain) is None and filed.subject in (getattr(plain, "key", None), self.root):
                self.opens.add(subject)


@dataclass(frozen=True, slots=True)
class Strands:
    """Every strand of a log, in order of its first entry."""

    all: tuple[Strand, ...]
    of: Mapping[str, Strand]
    """The strand of each entry, by the entry's id."""

    def restrictions(self) -> Iterator[tuple[int, Restriction]]:
        """The restrictions in force, each with its place, in order of place."""
        found = []
        for strand in self.all:
            if strand.restricts:
                lineage = strand.settled()
                plain = None if lineage.force is None else told(lineage.force)
                if isinstance(plain, Restriction):
                    found.append((lineage.root.position, plain))
        return iter(sorted(found, key=lambda one: one[0]))


def strands(entries: Iterable[Logged]) -> Strands:
    """The strands of a log, whose entries come in order of position."""
    filed: dict[str, Filing] = {}
    of: dict[str, Strand] = {}
    every: dict[str, Strand] = {}
    for entry in entries:
        if entry.id in of:
            of[entry.id].positions.append(entry.position)
            continue
        where = filing(entry, filed.get(named(entry.fact) or ""))
        strand = every.setdefault(where.root, Strand(where.root))
        strand.take(entry, where)
        filed[entry.id], of[entry.id] = where, strand
    return Strands(tuple(every.values()), of)
