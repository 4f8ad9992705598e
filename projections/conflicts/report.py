"""A fact that happened after the source that tells of it was published.

Of what may be told ahead (that somebody will arrive, be sworn in, leave) nothing is said: only what a source can but
tell as past. A day is allowed for, since it is tomorrow elsewhere while a paper is printed.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from regesta.projections.conflicts.rule import Finding, Rule, Side, Told, Watch, any_of
from regesta.projections.finder import ALWAYS

PAST = (
    "said", "wanted", "requested", "agreed", "refused", "unanswered", "held", "denied", "nominated", "confirmed",
    "expelled", "declined", "rejected", "died",
)  # fmt: skip


class Early(NamedTuple):
    """A fact, and a source that was published before it happened."""

    fact: str
    root: str
    what: str
    worded: str
    earliest: str
    kind: str
    subject: str
    agent: str | None
    source: str
    label: str
    published: str
    published_latest: str


_ROWS = f"""
    SELECT c.fact, facts.root, t.what, t.worded, t.earliest, t.subject_kind, t.subject, t.agent, c.source, s.label,
        s.published, s.published_latest
    FROM citations AS c JOIN sources AS s ON s.id = c.source JOIN timeline AS t ON t.fact = c.fact
        JOIN facts ON facts.id = c.fact
    WHERE {{within}} AND s.published_latest IS NOT NULL AND +t.earliest > s.published_latest
        AND julianday(+t.earliest) > julianday(s.published_latest) + 1 AND +t.type IN ({any_of(PAST)})
    ORDER BY c.fact, c.source, t.id"""  # noqa: S608

MANY = 100
"""How many citations of a source are looked through one by one, whenever it is dated anew."""

# Of what a register of a hundred thousand facts tells, only what lies between its old and its new day can have become
# too early, or be so no more. What tells little is looked through: all else that happened in a century may lie between;
# so is what had no day before. And what is found already names the source, and its day.
_OF_SOURCES = f"""
    WITH dated AS MATERIALIZED (
        SELECT value ->> 0 AS source, value ->> 1 AS first, value ->> 2 AS last, value ->> 2 = '~' OR {MANY} >
            (SELECT count(*) FROM (SELECT 1 FROM citations WHERE source = value ->> 0 LIMIT {MANY})) AS each
        FROM json_each(?))
    SELECT c.fact FROM dated CROSS JOIN citations AS c ON c.source = dated.source
        CROSS JOIN timeline AS t ON t.fact = c.fact
        WHERE each AND t.earliest > first AND +t.type IN ({any_of(PAST)})
    UNION SELECT c.fact FROM dated CROSS JOIN timeline AS t ON t.earliest > first AND t.earliest <= date(last, '+1 day')
        CROSS JOIN citations AS c ON c.fact = t.fact
        WHERE NOT each AND +t.type IN ({any_of(PAST)}) AND +c.source = dated.source
    UNION SELECT f.scope FROM dated CROSS JOIN _looked_up AS l ON l.subject_kind = 'source' AND l.subject = dated.source
        CROSS JOIN _found AS f ON f.conflict = l.conflict WHERE f.rule = 'report'"""  # noqa: S608


def find(fact: str, rows: Sequence[tuple[object, ...]]) -> Iterator[Finding]:
    """One finding for each source that tells of the fact and is older."""
    for source, several in groupby((Early._make(row) for row in rows), attrgetter("source")):
        one = next(several)
        yield Finding(
            key=(one.root, f"source/{source}"),
            what=f"{one.what} ({one.worded}), told in {one.label}: before it happened",
            subject=(one.kind, one.subject),
            sides=(
                Side(f"{one.what}: {one.worded}", facts=(fact,)),
                Side(
                    f"the source was published {one.published}",
                    told=(Told("source", source, "published"),),
                ),
            ),
            concerns=(("agent", one.agent),) if one.agent else (),
            earliest=one.published_latest,
            latest=one.earliest,
        )


RULE = Rule(
    id="report",
    means="Something that a source tells as past happened after the source was published.",
    example="A paper of 5 August 2019 is cited for what Ann said on 8 August 2019.",
    rows=_ROWS,
    scope="c.fact",
    watches=(
        Watch("citations", "fact"),
        Watch("timeline", "fact"),
        Watch(
            "sources",
            "id",
            _OF_SOURCES,
            reads=("label", "published", "published_latest"),
            days=("published_latest", "published_latest"),
            undated=ALWAYS[1],
        ),
    ),
    find=find,
)
