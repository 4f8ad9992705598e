"""Citations and hops: where each fact in force is said, and through whom it was heard."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, NamedTuple

from regesta.events.claim import Citation, Hop, Quote
from regesta.projections.account import Names, Version
from regesta.projections.column import Column, Table, meaning
from regesta.projections.force import Logged
from regesta.projections.origins import independent, voices


@dataclass(frozen=True, slots=True)
class CitationRow:
    """One row for each citation of a fact in force, its confirmations' included."""

    id: Annotated[str, Column("the fact that carries it, and its place there")]
    fact: Annotated[str, Column("the fact that is cited for, in its version in force", refers="facts")]
    confirmed_by: Annotated[str | None, Column("the confirmation that added it", refers="facts")]
    subject_kind: Annotated[str | None, Column("what kind of subject the fact is about", facet=True)]
    subject: Annotated[str | None, Column("the subject's id", index=True)]
    source: Annotated[str, Column(meaning(Citation, "source"), refers="sources", facet=True)]
    locator: Annotated[str | None, Column(meaning(Citation, "locator"))]
    quote: Annotated[str | None, Column(meaning(Quote, "exact"), search=True)]
    quote_prefix: Annotated[str | None, Column(meaning(Quote, "prefix"))]
    quote_suffix: Annotated[str | None, Column(meaning(Quote, "suffix"))]
    quote_start: Annotated[int | None, Column(meaning(Quote, "start"))]
    quote_end: Annotated[int | None, Column(meaning(Quote, "end"))]
    text_sha256: Annotated[str | None, Column(meaning(Quote, "text"), index=True)]
    found: Annotated[str | None, Column(meaning(Quote, "found"), facet=True)]


@dataclass(frozen=True, slots=True)
class HopRow:
    """One row for each voice through which a fact in force was heard."""

    id: Annotated[str, Column("the fact and the place in its chain")]
    fact: Annotated[str, Column("the fact", refers="facts")]
    place: Annotated[int, Column("its place in the chain; 1 is nearest to the event")]
    agent: Annotated[str, Column(meaning(Hop, "agent"), refers="agents", facet=True)]
    mode: Annotated[str | None, Column(meaning(Hop, "mode"), facet=True)]


CITATIONS = Table("citations", "Where each fact is said, with the words", CitationRow, label="quote", owner="fact")
HOPS = Table("hops", "The voices through which facts were heard", HopRow, label="id", owner="fact")


def citations(version: Version, filed: tuple[str, str]) -> Iterator[CitationRow]:
    """A row for each citation of a version in force, and for each that a confirmation adds."""
    for number, backing in enumerate(version.evidence):
        citation = backing.citation
        if citation is None:
            continue
        quote = citation.quote
        yield CitationRow(
            f"{version.id}~{number}",
            version.id,
            backing.confirmed_by,
            *filed,
            citation.source,
            citation.locator,
            *((None,) * 7 if quote is None else _quoted(quote)),
        )


def _quoted(quote: Quote) -> tuple[str, str, str, int | None, int | None, str | None, str]:
    return quote.exact, quote.prefix, quote.suffix, quote.start, quote.end, quote.text, quote.found


def hops(version: Version, names: Names) -> Iterator[HopRow]:
    """A row for each voice through which a version in force was heard, and each that a confirmation adds."""
    chains = ((version.id, version.fact.via), *((entry.id, _via(entry)) for entry in version.confirmations))
    for fact, chain in chains:
        for place, hop in enumerate(chain, 1):
            yield HopRow(f"{fact}~{place}", fact, place, names.seen("agent", hop.agent)["id"], hop.mode)


def _via(entry: Logged) -> tuple[Hop, ...]:
    return entry.fact.via if entry.fact is not None else ()


INDEPENDENT_ORIGINS = (
    "how many voices and papers that know it of themselves account for all that it rests on: papers that rest on one"
    " primary source count once, and so does a voice however many papers heard it"
)

UNVERIFIED = "how many of its citations quote words that were not found in what was captured of the source"


class Weight(NamedTuple):
    """What a record rests on."""

    hops: int | None
    """The fewest voices and papers between the event and the author; None if no way leads there."""
    citations: int
    independent_origins: int
    """The least number of voices and papers, each of its own knowledge, that account for all of it."""
    unverified: int
    """How many citations quote words that were not found in a captured text."""

    @property
    def first_hand(self) -> bool:
        """Whether some evidence has nobody between."""
        return self.hops == 0


def weigh(versions: Iterable[Version], names: Names) -> Weight:
    """What versions in force rest on together.

    A citation is as many hops away as its fact names voices (`via`), plus the distance of its source from a primary
    one (`derived_from`): a paper that heard it from a witness is one hop, a digest of that paper two. A voice that only
    published a source on that path is not counted again. What the author saw has only the voices. The record has the
    fewest of all.
    """
    versions = tuple(versions)
    away: list[int] = []
    count = 0
    for version in versions:
        for backing in version.evidence:
            source = None if backing.citation is None else backing.citation.source
            count += source is not None
            distance = 0 if source is None else names.distance(source)
            if distance is not None:
                away.append(voices(backing, names) + distance)
    unverified_quotes = sum(map(unverified, versions))
    return Weight(min(away, default=None), count, independent(versions, names), unverified_quotes)


def unverified(version: Version) -> int:
    """How many of a version's citations, its confirmations' included, have an unverified quote."""
    quotes = (backing.citation.quote for backing in version.evidence if backing.citation is not None)
    return sum(quote is not None and quote.found == "unverified" for quote in quotes)
