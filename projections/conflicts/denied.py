"""What was said, and a denial of just that: a denial that names the statement among what it is about.

That somebody said one thing of a posting and somebody denied another is no contradiction; which of two sayings on one
subject a denial means, no rule can tell. So it has to say: `about` the statement.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from regesta.projections.conflicts.rule import Finding, Rule, Side, Told, Watch


class Denied(NamedTuple):
    """A statement, and a denial of it."""

    statement: str
    label: str
    speaker: str
    said: str | None
    denial: str
    denial_label: str
    denier: str
    denied_earliest: str | None


_ROWS = """
    SELECT s.id, s.label, s.speaker, s.said_earliest, d.id, d.label, d.speaker, d.said_earliest
    FROM about AS a JOIN statements AS s ON s.id = a.subject JOIN statements AS d ON d.id = a.statement
    WHERE {within} AND +a.subject_kind = 'statement' AND d.id <> s.id AND +d.mode = 'denial'
        AND +s.mode IN ('direct', 'indirect', 'paraphrase')
    ORDER BY a.subject, d.id"""


def find(statement: str, rows: Sequence[tuple[object, ...]]) -> Iterator[Finding]:
    """One finding for each denial."""
    for one in (Denied._make(row) for row in rows):
        days = sorted(day for day in (one.said, one.denied_earliest) if day)
        yield Finding(
            key=(statement, one.denial),
            what=f"{one.label} — {one.denial_label}",
            subject=("statement", statement),
            sides=(
                Side(one.label, told=(Told("statement", statement),)),
                Side(one.denial_label, told=(Told("statement", one.denial),)),
            ),
            concerns=(("statement", one.denial), ("agent", one.speaker), ("agent", one.denier)),
            earliest=days[0] if days else None,
            latest=days[-1] if days else None,
        )


_DENIED_BY = "SELECT subject FROM about WHERE statement IN (SELECT value ->> 0 FROM json_each(?))"

RULE = Rule(
    id="denied",
    means="Something was said, and a denial names just that statement.",
    example="Ann is quoted as saying that she will leave; two days later her office denies that she said so.",
    rows=_ROWS,
    scope="a.subject",
    watches=(Watch("about", "subject"), Watch("statements", "id"), Watch("statements", "id", _DENIED_BY)),
    find=find,
)
