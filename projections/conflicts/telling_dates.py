"""Dates that sources give for one event: those that exclude each other, and the sides that they fall into."""

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from regesta.projections.conflicts.rule import Finding, Side, Watch, any_of

ONCE = (
    "born", "died", "said", "published", "held", "announced", "nominated", "confirmed", "appointed", "sworn-in",
    "arrived", "accredited", "serving", "acting", "resigned", "recalled", "expelled", "left", "declined", "withdrawn",
    "rejected", "ended",
)  # fmt: skip
"""What happens once to a subject: a life begins once, a statement is made once, a phase of a posting begins once.
Most steps of a meeting do not: one may ask again."""

ROWS = f"""
    SELECT t.subject, t.subject_kind, t.type, coalesce(phases.phase, ''), coalesce(t.agent, ''), coalesce(t.other, ''),
        t.what, t.worded, t.earliest, t.latest, t.fact,
        (SELECT json_group_array(DISTINCT source) FROM citations WHERE citations.fact = t.fact)
    FROM timeline AS t LEFT JOIN phases ON phases.id = t.fact
    WHERE {{within}} AND +t.type IN ({any_of(ONCE)}) AND EXISTS (
        SELECT 1 FROM timeline AS o WHERE o.subject = t.subject AND +o.subject_kind = t.subject_kind
        AND +o.type = t.type AND o.fact <> t.fact AND (+o.earliest > t.latest OR t.earliest > +o.latest))
    ORDER BY t.subject, t.subject_kind, t.type, phases.phase, t.agent, t.other, t.fact"""  # noqa: S608

WATCHES = (Watch("timeline", "subject"), Watch("phases", "posting"), Watch("citations", "subject"))


class Dated(NamedTuple):
    """The date of one event, as one fact tells it."""

    subject: str
    kind: str
    type: str
    phase: str
    agent: str
    other: str
    what: str
    worded: str
    earliest: str | None
    latest: str | None
    fact: str
    cited: str

    @property
    def sources(self) -> frozenset[str]:
        """The sources that tell it; none if the author saw it."""
        return frozenset(json.loads(self.cited))


def events(rows: Sequence[tuple[object, ...]]) -> Iterator[tuple[Dated, ...]]:
    """The dates of each event; of a meeting that was held, those with each counterpart."""
    dates = (Dated._make(row) for row in rows)
    for _, several in groupby(dates, lambda one: (one.kind, one.type, one.phase, one.agent, one.other)):
        yield tuple(several)


def apart(dates: Sequence[Dated]) -> tuple[tuple[Dated, ...], ...]:
    """The dates in as few groups as can be, so that all of one group may be the same day; in order of time."""
    groups: list[list[Dated]] = []
    until = ""
    for one in sorted(dates, key=lambda one: (one.latest or "9999-12-31", one.fact)):
        if not groups or (one.earliest or "") > until:
            groups.append([])
            until = one.latest or "9999-12-31"
        groups[-1].append(one)
    return tuple(map(tuple, groups))


def finding(key: tuple[str, ...], groups: Sequence[Sequence[Dated]], tail: str = "") -> Finding:
    """That one event is told with days that exclude each other."""
    dates = [one for group in groups for one in group]
    first = dates[0]
    worded = " or ".join(dict.fromkeys(group[0].worded for group in groups))
    days = sorted(day for one in dates for day in (one.earliest, one.latest) if day)
    return Finding(
        key=key,
        what=f"{first.what}: {worded}{tail}",
        subject=(first.kind, first.subject),
        sides=tuple(_side(group) for group in groups),
        concerns=tuple(dict.fromkeys(("agent", who) for one in dates for who in (one.agent, one.other) if who)),
        earliest=days[0] if days else None,
        latest=days[-1] if days else None,
    )


def _side(group: Sequence[Dated]) -> Side:
    return Side("; ".join(dict.fromkeys(one.worded for one in group)), facts=tuple(one.fact for one in group))


def key(dates: Sequence[Dated]) -> tuple[str, ...]:
    """What is at issue: when this event was."""
    first = dates[0]
    return (f"{first.kind}/{first.subject}", f"{first.type}/{first.phase}")
