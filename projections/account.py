"""An account: everything that was told of one subject, settled, ready to be folded into rows.

A fold is a function of an account and of what may be seen of other subjects (`Names`). It never looks anywhere else,
so that a subject's rows need to be made again only when a fact that speaks of it is recorded, or when something that
it names is called differently.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from regesta.events.amendment import Confirmation
from regesta.events.claim import Citation, Hop
from regesta.events.facts import Plain, subject_id
from regesta.events.values import Value
from regesta.events.when import When
from regesta.projections.column import Table
from regesta.projections.force import Lineage, Logged
from regesta.projections.origin_graph import Origin

F = TypeVar("F", bound=Value)
T = TypeVar("T")

Row = Any
"""A row of a table: a frozen dataclass of marked columns (`regesta.projections.column`)."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One way in which a version is backed: a citation, or the author's own observation (None)."""

    citation: Citation | None
    via: tuple[Hop, ...]
    confirmed_by: str | None
    """The confirmation that added it; None for the version's own."""


@dataclass(frozen=True, slots=True)
class DerivedDate:
    """A date that is counted from others, or that others narrow."""

    field: str
    stated: When
    """What its own words allow."""
    known: When
    """What is known all told."""
    earliest_from: tuple[str, ...]
    """The facts from which its first day follows, its own left out."""
    latest_from: tuple[str, ...]
    contradictions: tuple[tuple[str, ...], ...] = ()
    """Sets of facts that cannot all be true, its own among them, which is why nothing follows from a relation of it."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a fact, and where it stands."""

    fact: Plain
    """What it says; with the bounds that follow from other facts, where dates are counted from each other."""
    entry: Logged
    place: int
    """The position of its root, whose place a correction keeps."""
    confirmations: tuple[Logged, ...] = ()
    derived: tuple[DerivedDate, ...] = ()

    @property
    def id(self) -> str:
        """The id of the entry that carries it."""
        return self.entry.id

    @property
    def evidence(self) -> Iterator[Evidence]:
        """Everything that backs it: its own citations, then those of its confirmations."""
        yield from _evidence(self.fact, None)
        for entry in self.confirmations:
            if isinstance(entry.fact, Confirmation):
                yield from _evidence(entry.fact, entry.id)


def _evidence(claim: Any, confirmed_by: str | None) -> Iterator[Evidence]:
    for citation in claim.citations:
        yield Evidence(citation, claim.via, confirmed_by)
    if claim.observation and not claim.citations:
        yield Evidence(None, claim.via, confirmed_by)


@dataclass(frozen=True, slots=True)
class Told:
    """An entry that speaks of the subject, or acts on one that does."""

    entry: Logged
    lineage: Lineage
    moved: tuple[tuple[str, str], ...] = ()
    """(kind, id) of other subjects that versions before it spoke of: a correction moved the fact away from them."""


@dataclass(frozen=True, slots=True, eq=False)
class Account:
    """Everything that was told of one subject. An account equals only itself, so that what follows from it is kept."""

    kind: str
    id: str
    members: tuple[str, ...]
    """The ids under which it was recorded, its own first; several only for agents that were judged the same."""
    entries: tuple[Told, ...]
    """Every entry that speaks of it, in order of position."""
    facts: tuple[Version, ...]
    """The versions in force that speak of it, in order of place."""
    ever: tuple[Version, ...]
    """Every version that ever spoke of it and is not withheld, in order of place."""


class Names(Protocol):
    """What may be seen of other subjects."""

    def seen(self, kind: str, id: str) -> Mapping[str, Any]:
        """The columns that a subject shows to others (`Projection.shows`), and its `id` as it is now."""
        ...

    def distance(self, source: str) -> int | None:
        """How many sources a source is away from a primary one; None if it rests on itself in the end."""
        ...

    def ends(self, origin: Origin) -> frozenset[Origin]:
        """Where a voice or a source ends, with what was judged of it: itself, if it rests on nothing."""
        ...

    def independent_of(self, origin: Origin) -> frozenset[Origin]:
        """What a voice or a source was judged independent of."""
        ...

    def path(self, source: str) -> Iterable[str]:
        """A source, and all sources that it rests on in the end."""
        ...


@dataclass(frozen=True, slots=True)
class Dated:
    """Something that happened on a stated day, for the timeline."""

    which: str
    """Which of the fact's dates it is; with the fact's id, it is unique."""
    type: str
    what: str
    when: When
    agent: str | None = None
    other: str | None = None


def _no_dates(version: Version, account: Account, names: Names) -> Iterator[Dated]:
    return iter(())


def _itself(account: Account, names: Names) -> tuple[tuple[str, str], ...]:
    return ((account.kind, account.id),)


@dataclass(frozen=True, slots=True)
class Projection:
    """How one kind of subject becomes rows. One such value, in a file of its own, is all that a kind needs."""

    kind: str
    """The kind of subject."""
    facts: tuple[type[Value], ...]
    """The kinds of fact that speak of it."""
    tables: tuple[Table, ...]
    """The tables that its rows go into; where others refer to the subject, the first holds its row."""
    fold: Callable[[Account, Names], Iterator[Row]]
    """The rows of one subject."""
    says: Callable[[Any, Account, Names], str]
    """What one of its facts says, in a line; it is asked of the kinds in `facts` alone."""
    dates: Callable[[Version, Account, Names], Iterator[Dated]] = _no_dates
    """The dates of a fact in force."""
    shows: tuple[str, ...] | None = None
    """The columns of its first table that rows of other subjects repeat; None if no other subject refers to it."""
    grounds: tuple[Table, Callable[[Account], Iterator[Row]]] | None = None
    """The one of its tables that says how subjects hang together, and its rows: they are made before any other."""
    subject: Callable[[Plain, str], str | None] = subject_id
    """The id of the subject that a fact speaks of, given the fact's own id."""
    filed: Callable[[Account, Names], tuple[tuple[str, str], ...]] = _itself
    """(kind, id) of the subjects under which its facts are filed in the ledger, the main one first."""
    does: str = ""
    """What each fact does to the record (`judged`), where it neither opens a subject nor adds to one."""
    last_stands: bool = False
    """Whether of several facts in force only the last stands, and the others are superseded."""

    @property
    def folded(self) -> tuple[Table, ...]:
        """The tables that `fold` makes rows of."""
        return tuple(table for table in self.tables if self.grounds is None or table is not self.grounds[0])


def of_kind(versions: Iterable[Version], model: type[F]) -> tuple[F, ...]:
    """The facts of one kind, in order."""
    return tuple(version.fact for version in versions if isinstance(version.fact, model))


def first(values: Iterable[T | None]) -> T | None:
    """The first that is told. What is told first stands; later facts fill gaps, and corrections change."""
    return next((value for value in values if value is not None), None)


STANDING = (
    "in-force; retracted (every fact that told of it was withdrawn, and the row stays because others refer to it);"
    " not-told (others refer to it, and no fact that can be read tells of it)"
)
"""The meaning of the column `status` of the tables that others refer to."""


def stands(account: Account, model: type[F]) -> tuple[tuple[F, ...], str]:
    """The facts in force of the kind that opens a subject, and the standing that they give it.

    A subject that others refer to keeps a row when its own facts are withdrawn, so that what refers to it holds.
    The row then has its name, and nothing else of what was withdrawn.
    """
    told = of_kind(account.facts, model)
    if told:
        return told, "in-force"
    return told, "retracted" if of_kind(account.ever, model) else "not-told"


def notes(told: Iterable[Any]) -> str | None:
    """The notes of several facts, each once, in paragraphs."""
    return "\n\n".join(dict.fromkeys(fact.note for fact in told if fact.note)) or None
