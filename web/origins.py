"""The origins of a record as a page shows them: each by name, with the citations that go back to it."""

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass

from regesta.events.counted import counted
from regesta.projections.reading.origins import Backing, Named, origins_of
from regesta.web.refs import TABLES, Ref
from regesta.web.summary import SHOWN

_ORIGINS = 6
"""How many origins are shown by name."""


@dataclass(frozen=True, slots=True)
class Behind:
    """A source that goes back to an origin; `way` is through whom, nearest to the origin first."""

    source: Ref
    way: str
    number: str
    others: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One origin."""

    origin: Ref
    quotes: Ref | None
    how: str
    """What it does with what is quoted, in words."""
    kind: str
    number: str
    behind: tuple[Behind, ...]
    more: str


@dataclass(frozen=True, slots=True)
class Origins:
    """All origins of a record, under a title that says at a glance how many they are."""

    title: str
    doubt: str
    """How many of the quotes were not found in what was captured; blank if none."""
    shown: tuple[Shown, ...]
    more: str


def origins(
    connection: sqlite3.Connection, kind: str, id: str, unverified: int, facts: Collection[str] | None = None
) -> Origins | None:
    """The origins of a record, of whose quotes so many are unverified; None if it rests on nothing.

    `facts` as for `origins_of`.
    """
    found = origins_of(connection, kind, id, facts)
    if not found:
        return None
    evidence = [backing.source for one in found for backing in one.backing]
    seen = evidence.count(None)
    told = [counted(len(evidence) - seen, "citation")] if len(evidence) > seen else []
    told += [counted(seen, "observation")] if seen else []
    return Origins(
        title=f"{' and '.join(told)}, {_from(len(found), len(evidence))}",
        doubt=f"{counted(unverified, 'quote')} unverified" if unverified else "",
        shown=tuple(map(_shown, found[:_ORIGINS])),
        more=f"and {counted(len(found) - _ORIGINS, 'further origin')}" if len(found) > _ORIGINS else "",
    )


def _shown(named: Named) -> Shown:
    grouped: dict[tuple[str | None, tuple[str, ...]], list[Backing]] = {}
    for one in named.backing:
        grouped.setdefault((one.source, one.way), []).append(one)
    # What stands for itself is named above already, as is what the author saw.
    groups = [several for (source, _), several in grouped.items() if source not in (None, named.id)]
    behind = tuple(_behind(several) for several in groups[:SHOWN])
    return Shown(
        origin=Ref(named.label, TABLES.get(named.kind), named.id),
        quotes=Ref(named.quotes.label, "sources", named.quotes.id) if named.quotes else None,
        how=(named.quotes and named.quotes.how) or "rests on",
        kind={"source": "document", "agent": "voice", "observation": "seen"}[named.kind],
        number="" if named.kind == "observation" else counted(len(named.backing), "citation"),
        behind=behind,
        more=f"and {len(groups) - SHOWN:,} more" if len(groups) > SHOWN else "",
    )


def _behind(several: list[Backing]) -> Behind:
    first = several[0]
    return Behind(
        source=Ref(first.source_label or "", "sources", first.source or ""),
        way=" → ".join(first.way),
        number=f"{len(several)} times" if len(several) > 1 else "",
        others=f"or from {', '.join(first.others)}" if first.others else "",
    )


def _from(origins: int, evidence: int) -> str:
    if origins == 1:
        return "all from one origin" if evidence > 1 else "from one origin"
    return f"from {origins:,} origins"
