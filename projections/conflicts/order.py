"""A posting that ended before it began, or was held still after it had ended, by what different facts tell.

A single fact that does so is refused when it is recorded. Somebody may act first and be appointed when that is over,
so the end of acting is compared with the beginning of acting alone.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from regesta.projections.conflicts.rule import Finding, Rule, Side, Watch


class Turned(NamedTuple):
    """A fact by which a posting was over, and one by which it was held or taken up after that."""

    posting: str
    label: str
    holder: str
    end: str
    end_phase: str
    end_worded: str
    end_latest: str
    late: str
    late_phase: str
    late_worded: str
    late_earliest: str
    still: int


_ROWS = """
    WITH ends AS (
        SELECT posting, id, phase, "end" AS worded, end_latest AS latest FROM phases
        WHERE phase IN ('serving', 'acting') AND end_state IN ('stated', 'ended') AND end_latest IS NOT NULL
        UNION ALL SELECT posting, id, phase, start, start_latest FROM phases
        WHERE phase IN ('left', 'died') AND start_latest IS NOT NULL)
    SELECT e.posting, p.label, p.holder, e.id, e.phase, e.worded, e.latest, s.id, s.phase,
        CASE WHEN s.start_earliest > e.latest THEN s.start ELSE coalesce(s."end", s.start, '') END,
        CASE WHEN s.start_earliest > e.latest THEN s.start_earliest ELSE s.end_earliest END,
        NOT (s.start_earliest IS NOT NULL AND s.start_earliest > e.latest)
    FROM ends AS e JOIN phases AS s ON s.posting = e.posting AND s.id <> e.id JOIN postings AS p ON p.id = e.posting
    WHERE {within}
        AND (s.start_earliest > e.latest OR (s.end_state = 'holds' AND s.end_earliest > e.latest))
        AND CASE e.phase WHEN 'acting' THEN s.phase = 'acting'
            ELSE s.phase IN ('serving', 'appointed', 'sworn-in', 'arrived', 'accredited')
                OR (e.phase <> 'serving' AND s.phase = 'acting') END
    ORDER BY e.posting, e.id, s.id"""


def find(posting: str, rows: Sequence[tuple[object, ...]]) -> Iterator[Finding]:
    """One finding for the posting: all facts by which it was over, against all by which it began or held after that."""
    turned = [Turned._make(row) for row in rows]
    first = turned[0]
    over = {one.end: f"over by {one.end_latest} ({one.end_phase}: {one.end_worded or 'ended'})" for one in turned}
    late = {one.late: f"{'held still' if one.still else one.late_phase} {one.late_worded}".strip() for one in turned}
    yield Finding(
        key=(posting,),
        what=f"{first.label}: it was {first.end_phase and over[first.end]}, and {late[first.late]}",
        subject=("posting", posting),
        sides=(
            Side("; ".join(dict.fromkeys(over.values())), facts=tuple(over)),
            Side("; ".join(dict.fromkeys(late.values())), facts=tuple(late)),
        ),
        concerns=(("agent", first.holder),),
        earliest=min(one.end_latest for one in turned),
        latest=max(one.late_earliest for one in turned),
    )


RULE = Rule(
    id="order",
    means="A posting ended before it began, or was still held after it had ended, by what different facts tell.",
    example="One source has Ann leave her post on 1 June 2017, another has her present her credentials in July 2017.",
    rows=_ROWS,
    scope="e.posting",
    watches=(Watch("phases", "posting"), Watch("postings", "id")),
    find=find,
)
