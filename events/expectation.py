"""Expectations: an assertion about the record that is to hold whenever it is read."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from regesta.events.assertion import Assertion, format_assertion, named_in
from regesta.events.assertion_text import parse_assertion
from regesta.events.assertion_words import NotAnAssertion
from regesta.events.claim import Claim, ExpectationId
from regesta.events.statement import About
from regesta.events.values import Slug, Text, Value


class Expected(Value):
    """An assertion, and the subjects that it names by their ids."""

    text: Annotated[Text, Field(description="the assertion, in the language of docs/expectations.md")]
    about: Annotated[tuple[About, ...], Field(description="the subjects that it names")] = ()

    @model_validator(mode="after")
    def _names_what_it_says(self) -> Self:
        try:
            named = about(parse_assertion(self.text))
        except NotAnAssertion as refused:
            raise ValueError(f"is no assertion: {str(refused).removesuffix('.')}") from refused
        if named != self.about:
            raise ValueError("names other subjects than the assertion does")
        return self

    @property
    def assertion(self) -> Assertion:
        """The assertion as a value."""
        return parse_assertion(self.text)


def expected(assertion: Assertion) -> Expected:
    """An assertion whose names are ids, as a fact holds it."""
    return Expected(text=format_assertion(assertion), about=about(assertion))


def about(assertion: Assertion) -> tuple[About, ...]:
    """The subjects that an assertion names, each once."""
    return tuple(dict.fromkeys(About(kind=one.kind, id=one.id) for one in named_in(assertion)))


class Expectation(Claim):
    """The record is expected to say so. It is the author's own, so it needs no citation."""

    kind: Literal["expectation"]
    key: Annotated[Slug | None, Field(description="the expectation's id; if blank, the fact's own id")] = None
    of: Annotated[ExpectationId | None, Field(description="the expectation that this adds a note or citation to")] = (
        None
    )
    expects: Annotated[Expected | None, Field(description="what is expected, as an assertion")] = None

    @model_validator(mode="after")
    def _opens_or_adds(self) -> Self:
        if self.key is not None and self.of is not None:
            raise ValueError("a fact opens a subject under a key, or adds to one with `of`; not both")
        if (self.expects is None) == (self.of is None):
            raise ValueError("a new expectation needs its assertion, and what adds to one has none")
        return self
