"""Sources, what they rest on, and what was captured of them."""

from dataclasses import dataclass
from typing import Annotated

from regesta.events.source import Capture, Derivation, Source
from regesta.projections.column import Column, Table, meaning


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row for each source that has a fact in force."""

    id: Annotated[str, Column("the source's id")]
    label: Annotated[str, Column("the publication, the title and the day", search=True)]
    title: Annotated[str | None, Column(meaning(Source, "title"), search=True)]
    publication: Annotated[str | None, Column(meaning(Source, "publication"), facet=True, search=True)]
    authors: Annotated[str | None, Column(meaning(Source, "authors"), search=True)]
    published: Annotated[str | None, Column(meaning(Source, "published"))]
    published_earliest: Annotated[str | None, Column("the first day that it may mean", index=True)]
    published_latest: Annotated[str | None, Column("the last day that it may mean")]
    year: Annotated[int | None, Column("the year in which it may first have been published", facet=True)]
    url: Annotated[str | None, Column(meaning(Source, "url"))]
    language: Annotated[str | None, Column(meaning(Source, "language"), facet=True)]
    licence: Annotated[str | None, Column(meaning(Source, "licence"))]
    primary_distance: Annotated[int, Column("how many sources it is away from a primary one; 0 rests on no other")]
    captured: Annotated[bool, Column("whether its bytes are kept in the dossier", facet=True)]
    note: Annotated[str | None, Column(meaning(Source, "note"))]


@dataclass(frozen=True, slots=True)
class DerivationRow:
    """One row for each pair of sources of which one rests on the other."""

    id: Annotated[str, Column("the two sources")]
    source: Annotated[str, Column("the source", refers="sources")]
    rests_on: Annotated[str, Column(meaning(Derivation, "source"), refers="sources")]
    how: Annotated[str | None, Column(meaning(Derivation, "how"), facet=True)]


@dataclass(frozen=True, slots=True)
class CaptureRow:
    """One row for each capture in force."""

    id: Annotated[str, Column("the fact that says so", refers="facts")]
    source: Annotated[str, Column(meaning(Capture, "source"), refers="sources", facet=True)]
    media_type: Annotated[str, Column(meaning(Capture, "media_type"), facet=True)]
    size: Annotated[int, Column(meaning(Capture, "size"))]
    retrieved: Annotated[str, Column(meaning(Capture, "retrieved"))]
    url: Annotated[str | None, Column(meaning(Capture, "url"))]
    sha256: Annotated[str, Column(meaning(Capture, "sha256"))]
    text_sha256: Annotated[str | None, Column(meaning(Capture, "text"), index=True)]
    extractor: Annotated[str | None, Column(meaning(Capture, "extractor"))]


SOURCES = Table("sources", "The documents that the facts rest on", SourceRow, sort="-published_earliest")
DERIVATIONS = Table("derivations", "Which source rests on which", DerivationRow, label="id")
CAPTURES = Table("captures", "What was seen of each source, and when", CaptureRow, label="sha256", sort="-retrieved")
