"""One event, and dates of it from different sources that exclude each other."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from regesta.projections.conflicts.rule import Finding, Rule
from regesta.projections.conflicts.telling_dates import ROWS, WATCHES, Dated, apart, events, finding, key


def find(subject: str, rows: Sequence[tuple[object, ...]]) -> Iterator[Finding]:
    """One finding for each event of which two sources, neither of them the same, give days that exclude each other."""
    found: dict[tuple[str, ...], dict[str, Dated]] = {}
    for dates in events(rows):
        if _of_different_sources(apart(dates)):
            found.setdefault(key(dates), {}).update((one.fact, one) for one in dates)
    for at_issue, told in found.items():
        yield finding(at_issue, apart(tuple(told.values())))


def _of_different_sources(groups: Sequence[Sequence[Dated]]) -> bool:
    return any(
        not (one.sources & other.sources)
        for group, other_group in combinations(groups, 2)
        for one in group
        for other in other_group
    )


RULE = Rule(
    id="dates",
    means="Sources date one event (a phase of a posting, a birth, a saying, a meeting held) on days that exclude each"
    " other.",
    example=(
        "A register has Ann sworn in on 3 March 2014, a newspaper on 5 March 2014. Had the paper written “in March”,"
        " both could be true."
    ),
    rows=ROWS,
    scope="t.subject",
    watches=WATCHES,
    find=find,
)
