"""Dates that are counted from each other and cannot all be true.

They were found where the dates were settled (`regesta.projections.relative`): a smallest set of facts, of which any one
could be wrong, and without any one of which the others can be true.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from regesta.projections.conflicts.rule import Finding, Rule, Side, Watch

_ROWS = """
    SELECT o.contradiction, f.id, f.root, f.says, f.subject_kind, f.subject
    FROM (SELECT DISTINCT contradiction FROM date_origins WHERE {within} AND contradiction IS NOT NULL) AS o
    JOIN json_each(o.contradiction) AS one JOIN facts AS f ON f.id = one.value JOIN facts AS root ON root.id = f.root
    ORDER BY o.contradiction, root.position"""


class Dated(NamedTuple):
    """One fact of a contradiction."""

    contradiction: str
    fact: str
    root: str
    says: str
    kind: str
    subject: str

    @property
    def holds(self) -> str:
        """What it says."""
        return self.says.removeprefix("Corrected: ")


def find(contradiction: str, rows: Sequence[tuple[object, ...]]) -> Iterator[Finding]:
    """The one finding of a contradiction."""
    told = [Dated._make(row) for row in rows]
    said = "; ".join(one.holds for one in told)
    what = f"The dates of {len(told)} facts cannot all be true: {said}"
    yield Finding(
        key=tuple(one.root for one in told),
        what=what if len(told) > 1 else f"A date cannot be true in itself: {said}",
        subject=(told[0].kind, told[0].subject),
        sides=tuple(Side(one.holds, facts=(one.fact,)) for one in told),
    )


RULE = Rule(
    id="relative-dates",
    means="Dates that are counted from each other cannot all be true.",
    example=(
        'The letter is of 6 August, the talks were on 10 August, and they were "two days after the letter". Each of the'
        " two facts may be wrong; nothing follows from the one for the other until one of them is corrected."
    ),
    rows=_ROWS,
    scope="contradiction",
    watches=(Watch("date_origins", "contradiction"),),
    find=find,
)
