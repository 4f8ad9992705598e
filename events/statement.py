"""Statements: who said what, to whom, in what, reported by whom."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from regesta.events.claim import AgentId, StatementId, Subject, SubjectKind
from regesta.events.values import Line, SubjectId, Text, Value
from regesta.events.when import When


class About(Value):
    """A subject that a statement speaks of."""

    kind: Annotated[SubjectKind, Field(description="what it is: a posting, a meeting, an agent, …")]
    id: Annotated[SubjectId, Field(description="its id")]


class Statement(Subject):
    """Somebody said something, and a source reports it."""

    kind: Literal["statement"]
    of: Annotated[StatementId | None, Field(description="the statement that this is a further report of")] = None
    speaker: Annotated[AgentId | None, Field(description="who said it")] = None
    text: Annotated[Text | None, Field(description="the words, or the gist where the mode is not direct")] = None
    mode: Annotated[
        Literal["direct", "indirect", "paraphrase", "denial", "no-comment"],
        Field(
            description="direct: the speaker's words; indirect: reported speech; paraphrase: the gist; denial;"
            " no-comment"
        ),
    ]
    to: Annotated[tuple[AgentId, ...], Field(description="to whom it was said")] = ()
    said: Annotated[When | None, Field(description="when it was said")] = None
    place: Annotated[Line | None, Field(description="where it was said")] = None
    within: Annotated[
        Line | None, Field(alias="in", description="in what it was said: a letter, an interview, a video")
    ] = None
    about: Annotated[tuple[About, ...], Field(description="the postings, meetings and others it speaks of")] = ()
    language: Annotated[
        str | None,
        Field(pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", description="the text's language (BCP 47)"),
    ] = None
    original: Annotated[Text | None, Field(description="the words in their own language, where text translates")] = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.of is None and self.speaker is None:
            raise ValueError("a new statement needs a speaker")
        if self.of is None and self.text is None and self.mode != "no-comment":
            raise ValueError("a new statement needs its words or gist, unless its mode is no-comment")
        return self
