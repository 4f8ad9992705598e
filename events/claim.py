"""What every fact carries besides its own fields: evidence, hops, a note, and the import it came from.

References to other subjects are typed by what they refer to (`AgentId`, `PostId`, …): the type is how
`regesta.events.facts.references` finds them, the command line completes them and an import resolves them.
"""

from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from regesta.events.values import Line, Sha256, Slug, SubjectId, Text, Value

SubjectKind = Literal["source", "agent", "post", "posting", "statement", "meeting", "expectation"]


@dataclass(frozen=True, slots=True)
class Refers:
    """Marks a field that holds the id of a subject of this kind."""

    kind: SubjectKind


SourceId = Annotated[SubjectId, Refers("source")]
AgentId = Annotated[SubjectId, Refers("agent")]
PostId = Annotated[SubjectId, Refers("post")]
PostingId = Annotated[SubjectId, Refers("posting")]
StatementId = Annotated[SubjectId, Refers("statement")]
MeetingId = Annotated[SubjectId, Refers("meeting")]
ExpectationId = Annotated[SubjectId, Refers("expectation")]


# The blank between a quote and its neighbours is part of them: unlike other texts, they are kept to the letter.
Context = Annotated[str, StringConstraints(strip_whitespace=False)]


class Quote(Value):
    """Words of a source, and where they stand in the text that was extracted from its capture.

    W3C Web Annotation Data Model, 4.2.4 (text quote selector) and 4.2.5 (text position selector); offsets count
    Unicode code points, `end` is exclusive.
    """

    exact: Annotated[Text, Field(description="the quoted words, as they stand in the captured text")]
    prefix: Annotated[Context, Field(max_length=64, description="the text just before the quote")] = ""
    suffix: Annotated[Context, Field(max_length=64, description="the text just after the quote")] = ""
    start: Annotated[int | None, Field(ge=0, description="where the quote starts in the captured text")] = None
    end: Annotated[int | None, Field(ge=0, description="where the quote ends in the captured text")] = None
    text: Annotated[Sha256 | None, Field(description="the SHA-256 of the captured text it was found in")] = None
    found: Annotated[
        Literal["exact", "spacing", "unverified"],
        Field(
            description="exact: found letter for letter; spacing: found with other white space, dashes or quotation"
            " marks; unverified: not looked up, or not found, and recorded all the same"
        ),
    ]

    @model_validator(mode="after")
    def _placed_if_found(self) -> Self:
        placed = self.start is not None and self.end is not None and self.text is not None
        if placed == (self.found == "unverified"):
            raise ValueError("a quote that was found has its place (start, end, text); an unverified one has none")
        return self


class Citation(Value):
    """Where a fact is said: a source, the place in it, and its words."""

    source: Annotated[SourceId, Field(description="the source that says so")]
    locator: Annotated[Line | None, Field(description="where in the source: page, paragraph, minute")] = None
    quote: Annotated[Quote | None, Field(description="the words of the source")] = None


class Hop(Value):
    """One link of the chain through which a fact was heard, nearest to the event first."""

    agent: Annotated[AgentId, Field(description="the voice it was heard through")]
    mode: Annotated[Line | None, Field(description="how: told, wrote, broadcast, quoted")] = None


class Origin(Value):
    """The import that a fact came from; the pair names the fact for later versions of the same file."""

    name: Annotated[Slug, Field(description="the name of the import")]
    key: Annotated[Line, Field(description="the fact's key within the import")]


class Claim(Value):
    """What every fact carries."""

    citations: Annotated[tuple[Citation, ...], Field(description="where it is said")] = ()
    observation: Annotated[bool, Field(description="the author's own observation, which cites no source")] = False
    via: Annotated[
        tuple[Hop, ...], Field(description="the voices it was heard through, nearest to the event first")
    ] = ()
    note: Annotated[Text | None, Field(description="a note to the fact")] = None
    origin: Annotated[Origin | None, Field(description="the import that the fact came from")] = None


class Evidenced(Claim):
    """A claim that must say what it rests on: a citation, or that the author saw it."""

    @model_validator(mode="after")
    def _rests_on_something(self) -> Self:
        if not self.citations and not self.observation:
            raise ValueError("cites no source; name one, or say that it is your own observation")
        return self


class Subject(Evidenced):
    """A claim about a subject: it opens one, under `key` or its own id, or adds to the one named by `of`.

    Each kind narrows `of` to its own kind of subject.
    """

    key: Annotated[Slug | None, Field(description="the subject's id; if blank, the fact's own id")] = None

    @model_validator(mode="after")
    def _opens_or_adds(self) -> Self:
        if self.key is not None and getattr(self, "of", None) is not None:
            raise ValueError("a fact opens a subject under a key, or adds to one with `of`; not both")
        return self
