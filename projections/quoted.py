"""Which passages an entry quotes, so that what quotes the same words is found."""

from collections.abc import Iterator
from typing import NamedTuple

from regesta.events.canonical import canonical, sha256
from regesta.events.claim import Citation, Claim
from regesta.projections.force import Logged, told


class Passage(NamedTuple):
    """A passage that is quoted, and how far what is kept of the text around it goes."""

    place: str
    """The text, by its hash; of a quote that was not found in one, the citation itself, by its words."""
    start: int
    end: int
    """The quote, in characters of the text."""
    first: int
    last: int
    """The quote with the text that is kept on both sides of it."""


def passages_quoted(entry: Logged) -> Iterator[Passage]:
    """The passages that an entry quotes."""
    for claim in (entry.fact, told(entry)):
        if isinstance(claim, Claim):
            for citation in claim.citations:
                if citation.quote is not None:
                    yield _passage(citation)


def _passage(citation: Citation) -> Passage:
    quote = citation.quote
    assert quote is not None  # noqa: S101 - the caller looked
    if quote.text is None or quote.start is None or quote.end is None:
        words = " ".join(quote.exact.split()).casefold()
        return Passage(
            sha256(canonical({"source": citation.source, "locator": citation.locator, "words": words})).hex(),
            0,
            1,
            0,
            1,
        )
    return Passage(quote.text, quote.start, quote.end, quote.start - len(quote.prefix), quote.end + len(quote.suffix))
