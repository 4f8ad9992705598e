"""Expectations: what a person expects of the record. Whether it is so is settled after all rows (`expected.py`)."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

from regesta.events.expectation import Expectation, Expected
from regesta.projections.account import Account, Names, Projection, first, notes, of_kind
from regesta.projections.column import Column, Table, meaning


@dataclass(frozen=True, slots=True)
class ExpectationRow:
    """One row for each expectation that has a fact in force."""

    id: Annotated[str, Column("the expectation's id")]
    expects: Annotated[str, Column(meaning(Expected, "text"), search=True)]
    state: Annotated[
        str | None,
        Column("holds; broken; or undecided, where the bounds of the dates leave both open", facet=True),
    ]
    found: Annotated[str | None, Column("what the record says to it, in a sentence", search=True)]
    note: Annotated[str | None, Column(meaning(Expectation, "note"), search=True)]


EXPECTATIONS = Table(
    "expectations", "What the record is expected to say, and whether it does", ExpectationRow, label="expects"
)


def fold(account: Account, names: Names) -> Iterator[ExpectationRow]:
    """The row of one expectation, its state still blank; none if no fact in force says what is expected."""
    told = of_kind(account.facts, Expectation)
    expects = first(fact.expects for fact in told)
    if expects is not None:
        yield ExpectationRow(account.id, expects.text, None, None, notes(told))


def says(fact: Expectation, account: Account, names: Names) -> str:
    """Expected: holder("us-ambassador-ru", 2018-06-01) = "jon-huntsman\""""
    expects = fact.expects or _expects(account)
    return f"Expected: {expects.text}" if expects else "Expected: (what is withheld)"


@lru_cache(maxsize=1)
def _expects(account: Account) -> Expected | None:
    return first(fact.expects for fact in of_kind((*account.facts, *account.ever), Expectation))


PROJECTION = Projection("expectation", (Expectation,), (EXPECTATIONS,), fold, says)
