"""What somebody did before they were born, or after they had died; or a body before it was founded or dissolved.

After a death only what needs somebody alive counts: that a dead man was recalled, or his mission ended later, is how
offices write.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from regesta.projections.conflicts.rule import Finding, Rule, Side, Watch, any_of

ALIVE = (
    "sworn-in", "arrived", "accredited", "serving", "acting", "resigned", "declined", "said", "held", "wanted",
    "requested", "agreed", "refused",
)  # fmt: skip


class Outside(NamedTuple):
    """The beginning or end of a life, and an act outside it."""

    agent: str
    name: str
    type: str
    life: str
    root: str
    worded: str
    bound: str
    act: str
    what: str
    act_worded: str
    act_day: str
    kind: str
    subject: str


_ROWS = f"""
    SELECT l.agent, agents.name, l.type, l.fact, facts.root, l.worded,
        CASE l.type WHEN 'born' THEN l.earliest ELSE l.latest END, x.fact, x.what, x.worded,
        CASE l.type WHEN 'born' THEN x.latest ELSE x.earliest END, x.subject_kind, x.subject
    FROM timeline AS l CROSS JOIN timeline AS x ON (x.agent = l.agent OR (x.other = l.agent AND x.type = 'held'))
        JOIN agents ON agents.id = l.agent JOIN facts ON facts.id = l.fact
    WHERE {{within}} AND l.subject_kind = 'agent' AND l.type IN ('born', 'died') AND x.subject_kind <> 'agent'
        AND ((l.type = 'born' AND x.latest < l.earliest)
            OR (l.type = 'died' AND x.earliest > l.latest AND x.type IN ({any_of(ALIVE)})))
    ORDER BY l.agent, l.type, facts.root, x.earliest, x.fact"""  # noqa: S608


def find(agent: str, rows: Sequence[tuple[object, ...]]) -> Iterator[Finding]:
    """One finding for each fact that tells a birth or a death, against all that happened outside of it."""
    outside = (Outside._make(row) for row in rows)
    for (type, root), several in groupby(outside, attrgetter("type", "root")):
        acts = {one.act: one for one in several}
        first = next(iter(acts.values()))
        when = "before the birth" if type == "born" else "after the death"
        more = f", and {len(acts) - 1} more" if len(acts) > 1 else ""
        days = sorted({first.bound, *(one.act_day for one in acts.values())})
        yield Finding(
            key=(type, root),
            what=f"{first.what} ({first.act_worded}){more}: {when} ({first.worded})",
            subject=("agent", agent),
            sides=(
                Side(f"{first.name}: {type} {first.worded}", facts=(first.life,)),
                Side("; ".join(f"{one.what} ({one.act_worded})" for one in acts.values()), facts=tuple(acts)),
            ),
            concerns=tuple(dict.fromkeys((one.kind, one.subject) for one in acts.values())),
            earliest=days[0],
            latest=days[-1],
        )


RULE = Rule(
    id="life",
    means="Somebody did something before they were born, or after they had died.",
    example="A register has Ann die on 2 May 1901, and a newspaper has her present her credentials in June 1901.",
    rows=_ROWS,
    scope="l.agent",
    watches=(Watch("timeline", "agent"), Watch("timeline", "other"), Watch("agents", "id")),
    find=find,
)
