"""Sources, what they rest on, and what was captured of them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, assert_never

from regesta.events.source import Capture, Derivation, Source
from regesta.projections.account import (
    STANDING,
    Account,
    Dated,
    Names,
    Projection,
    Version,
    first,
    notes,
    of_kind,
    stands,
)
from regesta.projections.column import Column, Table, meaning
from regesta.projections.stated import days


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row for each source that has a fact in force, or that another row refers to."""

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
    primary_distance: Annotated[
        int | None,
        Column("how many sources it is away from a primary one; 0 rests on no other; blank if it rests on itself"),
    ]
    primaries: Annotated[
        str | None,
        Column(
            "the sources that it rests on in the end, as far as it was not judged independent of them; blank if on no"
            " other; of several that count as one, one stands for all"
        ),
    ]
    captured: Annotated[bool, Column("whether its bytes are kept in the dossier", facet=True)]
    status: Annotated[str, Column(STANDING, facet=True)]
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
DERIVATIONS = Table("derivations", "Which source rests on which", DerivationRow, label="id", owner="source")
CAPTURES = Table("captures", "What was seen of each source, and when", CaptureRow, label="sha256", sort="-retrieved")


def fold(account: Account, names: Names) -> Iterator[SourceRow | CaptureRow]:
    """The rows of one source; where no fact is in force, what was told keeps its name for those who refer to it."""
    told, standing = stands(account, Source)
    published = days(first(fact.published for fact in told))
    away = names.distance(account.id)
    captures = [version for version in account.facts if isinstance(version.fact, Capture)]
    yield SourceRow(
        id=account.id,
        label=_known_as(account),
        title=first(fact.title for fact in told),
        publication=first(fact.publication for fact in told),
        authors="; ".join(dict.fromkeys(author for fact in told for author in fact.authors)) or None,
        published=published.worded,
        published_earliest=published.earliest,
        published_latest=published.latest,
        year=published.year,
        url=first(fact.url for fact in told),
        language=first(fact.language for fact in told),
        licence=first(fact.licence for fact in told),
        primary_distance=away,
        primaries=_primaries(account.id, away, names),
        captured=bool(captures),
        status=standing,
        note=notes(told),
    )
    for version in captures:
        if isinstance(version.fact, Capture):
            yield _capture(version.id, version.fact)


def _primaries(source: str, away: int | None, names: Names) -> str | None:
    ends = names.ends(("source", source))
    return None if away == 0 and ends == {("source", source)} else "; ".join(sorted(id for _, id in ends))


def _capture(id: str, fact: Capture) -> CaptureRow:
    return CaptureRow(
        id=id,
        source=fact.source,
        media_type=fact.media_type,
        size=fact.size,
        retrieved=fact.retrieved.isoformat().replace("+00:00", "Z"),
        url=fact.url,
        sha256=fact.sha256,
        text_sha256=fact.text,
        extractor=fact.extractor,
    )


def derivations(account: Account) -> Iterator[DerivationRow]:
    """A row for each source that one rests on; what is told first of a pair stands."""
    found: dict[str, DerivationRow] = {}
    for fact in of_kind(account.facts, Source):
        for derivation in fact.derived_from:
            on = derivation.source
            found.setdefault(on, DerivationRow(f"{account.id}~{on}", account.id, on, derivation.how))
    yield from found.values()


def distance(source: str, rests_on: Callable[[str], Iterable[str]]) -> int | None:
    """How many steps a source is away from one that rests on no other, by the shortest way.

    None if every way goes round in a circle: then no source is known that the others rest on.
    """
    seen, layer, steps = {source}, [source], 0
    while layer:
        following: list[str] = []
        for one in layer:
            below = tuple(rests_on(one))
            if not below:
                return steps
            following += (other for other in below if other not in seen)
            seen.update(below)
        layer, steps = following, steps + 1
    return None


def _label(told: Iterable[Source]) -> str:
    """Kommersant, “Report on the resignation”, 7 August 2019"""
    facts = tuple(told)
    title = first(fact.title for fact in facts)
    published = first(fact.published for fact in facts)
    parts = (
        first(fact.publication for fact in facts),
        f"“{title}”" if title else None,
        published.verbatim if published else None,
    )
    return ", ".join(part for part in parts if part) or first(fact.url for fact in facts) or ""


@lru_cache(maxsize=1)
def _known_as(account: Account) -> str:
    """The label, from facts in force if there are any."""
    return _label(of_kind(account.facts, Source) or of_kind(account.ever, Source)) or account.id


def says(fact: Source | Capture, account: Account, names: Names) -> str:
    """Source: Kommersant, “Report on the resignation”, 7 August 2019"""
    label = _known_as(account)
    match fact:
        case Capture():
            return f"Capture of {label}: {fact.media_type}, {fact.size:,} bytes"
        case Source():
            return f"Source: {_label([fact]) or label}"
        case _:
            assert_never(fact)


def dates(version: Version, account: Account, names: Names) -> Iterator[Dated]:
    """When a source was published."""
    fact = version.fact
    if isinstance(fact, Source) and fact.published is not None:
        yield Dated("published", "published", f"Published: {_known_as(account)}", fact.published)


PROJECTION = Projection(
    "source",
    (Source, Capture),
    (SOURCES, CAPTURES, DERIVATIONS),
    fold,
    says,
    dates,
    ("publication", "primary_distance", "primaries"),
    (DERIVATIONS, derivations),
)
