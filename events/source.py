"""Sources and captures: that a document exists, and what bytes of it were seen, and when."""

from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from regesta.events.claim import Claim, SourceId
from regesta.events.values import Line, Sha256, Slug, Value
from regesta.events.when import When


class Derivation(Value):
    """That a source rests on another."""

    source: Annotated[SourceId, Field(description="the source it rests on")]
    how: Annotated[
        Literal["quotes", "translates", "digests", "reprints", "abstracts"] | None,
        Field(description="how it rests on it"),
    ] = None


class Source(Claim):
    """A document exists: an article, a letter, a register. It is its own evidence, so it cites none."""

    kind: Literal["source"]
    key: Annotated[Slug | None, Field(description="the source's id; if blank, the fact's own id")] = None
    of: Annotated[SourceId | None, Field(description="the source that this adds to")] = None
    title: Annotated[Line | None, Field(description="the title of the document")] = None
    publication: Annotated[Line | None, Field(description="the paper, site, series or archive it stands in")] = None
    authors: Annotated[tuple[Line, ...], Field(description="who wrote it, as it names them")] = ()
    published: Annotated[When | None, Field(description="when it was published or, if unpublished, written")] = None
    url: Annotated[Line | None, Field(pattern=r"^https?://", description="its address on the web")] = None
    language: Annotated[
        str | None, Field(pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", description="its language (BCP 47)")
    ] = None
    licence: Annotated[Line | None, Field(description="the licence under which its text may be passed on")] = None
    derived_from: Annotated[
        tuple[Derivation, ...], Field(description="the sources it quotes, translates or digests")
    ] = ()

    @model_validator(mode="after")
    def _can_be_told_apart(self) -> Self:
        if self.of is None and self.title is None and self.publication is None and self.url is None:
            raise ValueError("a new source needs a title, a publication or an address by which to find it again")
        return self


class Capture(Claim):
    """These bytes of a source were seen then; they lie in the dossier under their hash."""

    kind: Literal["capture"]
    source: Annotated[SourceId, Field(description="the source that was captured")]
    sha256: Annotated[Sha256, Field(description="the SHA-256 of the bytes")]
    media_type: Annotated[Line, Field(description="what kind of bytes they are (RFC 6838)")]
    size: Annotated[int, Field(ge=0, description="how many bytes")]
    retrieved: Annotated[AwareDatetime, Field(description="when we saw them (UTC)")]
    url: Annotated[Line | None, Field(pattern=r"^https?://", description="the address they came from")] = None
    headers: Annotated[Sha256 | None, Field(description="the SHA-256 of the headers that came with them")] = None
    text: Annotated[Sha256 | None, Field(description="the SHA-256 of the text extracted from them")] = None
    extractor: Annotated[Line | None, Field(description="what extracted the text")] = None
