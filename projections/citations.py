"""Citations and hops: where each fact in force is said, and through whom it was heard."""

from dataclasses import dataclass
from typing import Annotated

from regesta.events.claim import Citation, Hop, Quote
from regesta.projections.column import Column, Table, meaning


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


CITATIONS = Table("citations", "Where each fact is said, with the words", CitationRow, label="quote")
HOPS = Table("hops", "The voices through which facts were heard", HopRow, label="id")
