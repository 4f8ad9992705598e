"""One source that dates an event twice, on days that exclude each other: was it corrected, or misread?"""

from collections.abc import Iterator, Sequence

from regesta.projections.conflicts.rule import Finding, Rule
from regesta.projections.conflicts.telling_dates import ROWS, WATCHES, Dated, apart, events, finding, key


def find(subject: str, rows: Sequence[tuple[object, ...]]) -> Iterator[Finding]:
    """One finding for each event and source that gives it days which exclude each other."""
    found: dict[tuple[str, ...], dict[str, Dated]] = {}
    for dates in events(rows):
        for source in sorted({source for one in dates for source in one.sources}):
            told = [one for one in dates if source in one.sources]
            if len(apart(told)) > 1:
                found.setdefault((*key(dates), f"source/{source}"), {}).update((one.fact, one) for one in told)
    for at_issue, by_fact in found.items():
        yield finding(at_issue, apart(tuple(by_fact.values())), ", by the same source")


RULE = Rule(
    id="restated",
    means="One source dates one event twice, on days that exclude each other: it was corrected, or misread.",
    example=(
        "From one article two facts were recorded: that Ann left on 3 October 2019, and that she left on 30 October"
        " 2019. If the article was corrected, the first is to be corrected too."
    ),
    rows=ROWS,
    scope="t.subject",
    watches=WATCHES,
    find=find,
)
