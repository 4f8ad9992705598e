"""Two origins that were judged independent, and one: by a judgement on the two, or by several that lead from one to
the other. They count as one (`regesta.projections.origin_graph`), until a person takes back what is wrong.
"""

from collections.abc import Iterator, Mapping, Sequence

from regesta.projections.conflicts.rule import Finding, Rule, Side, Watch
from regesta.projections.independence import parsed

_ROWS = """
    WITH RECURSIVE asked (a, b, id) AS (
        SELECT a, b, id FROM origin_judgements AS t WHERE {within} AND verdict = 'independent'
    ), edges (one, other, fact) AS (
        SELECT a, b, id FROM origin_judgements WHERE verdict = 'same'
        UNION ALL SELECT b, a, id FROM origin_judgements WHERE verdict = 'same'
        UNION ALL SELECT 'agent/' || a, 'agent/' || b, id FROM judgements WHERE verdict = 'same'
        UNION ALL SELECT 'agent/' || b, 'agent/' || a, id FROM judgements WHERE verdict = 'same'
    ), linked (scope, node) AS (
        SELECT a, a FROM asked
        UNION SELECT scope, other FROM linked JOIN edges ON one = node
    )
    SELECT scope, 'same', one, other, fact FROM linked JOIN edges ON one = node
    UNION ALL SELECT a, 'independent', a, b, id FROM asked JOIN linked ON scope = a AND node = b
    ORDER BY 1, 2, 3, 4, 5"""


def find(scope: str, rows: Sequence[tuple[object, ...]]) -> Iterator[Finding]:
    """One finding for each pair of origins that were judged independent and to which judgements of "same" lead."""
    same: dict[str, dict[str, str]] = {}
    independent: dict[str, list[str]] = {}
    for _, verdict, one, other, fact in rows:
        if verdict == "same":
            same.setdefault(str(one), {}).setdefault(str(other), str(fact))
        else:
            independent.setdefault(str(other), []).append(str(fact))
    for other, facts in independent.items():
        pair = parsed(scope), parsed(other)
        names = " and ".join(id for _, id in pair)
        yield Finding(
            key=(scope, other),
            what=f"{names} were judged independent, and one origin",
            subject=pair[0],
            sides=(
                Side(f"{names} are independent", facts=tuple(facts)),
                Side(f"{names} are one origin", facts=_way(scope, other, same)),
            ),
            concerns=(pair[1],),
        )


def _way(start: str, end: str, same: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    """The judgements that lead from one origin to another, by the shortest way."""
    ways: dict[str, tuple[str, ...]] = {start: ()}
    open_ends = [start]
    for one in open_ends:
        for other, fact in sorted(same[one].items()):
            if other not in ways:
                ways[other] = (*ways[one], fact)
                open_ends.append(other)
    return ways[end]


_ALL = "SELECT DISTINCT a FROM origin_judgements WHERE verdict = 'independent' AND json_array_length(?) > 0"

RULE = Rule(
    id="origins",
    means="Two origins were judged independent, and one.",
    example=(
        "Two papers were judged independent; later their unnamed informants are judged to be one with a third, which"
        " makes all of them one origin."
    ),
    rows=_ROWS,
    scope="t.a",
    watches=(
        Watch("origin_judgements", "a"),
        Watch("origin_judgements", "a", _ALL),
        Watch("judgements", "a", _ALL),
    ),
    find=find,
)
