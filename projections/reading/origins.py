"""Where the evidence of a record comes from in the end: its origins by name, each with what goes back to it."""

import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from regesta.projections.account import Account, Evidence, Version
from regesta.projections.directory import Directory, judged
from regesta.projections.origin_graph import Origin
from regesta.projections.origins import OBSERVED, accounting, origins
from regesta.projections.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Backing:
    """One piece of evidence that goes back to an origin."""

    fact: str
    """The fact that carries it, in its version in force; or the confirmation that added it."""
    source: str | None
    """The id of the source that is cited; None for the author's own observation."""
    source_label: str | None
    quote: str | None
    way: tuple[str, ...]
    """The voices and papers between the origin and the source that is cited, by name, each once."""
    others: tuple[str, ...]
    """The labels of other origins that it may come from as well."""


@dataclass(frozen=True, slots=True)
class Named:
    """One origin of a record."""

    kind: str
    """source, agent or observation."""
    id: str
    label: str
    backing: tuple[Backing, ...]


def origins_of(
    connection: sqlite3.Connection, kind: str, id: str, facts: Collection[str] | None = None
) -> tuple[Named, ...]:
    """The origins that account for a record, as few as there can be, in order of how much goes back to each.

    `facts` are the ids of those on which it rests, where it does not rest on all that tell of the subject.
    """
    account: Account = Shelf(connection).account(kind, id)
    names = _names(connection)
    some = [version for version in account.facts if facts is None or version.id in facts]
    pieces = [(version, backing, origins(backing, names)) for version in some for backing in version.evidence]
    found: dict[Origin, list[Backing]] = {one: [] for one in accounting(choice for _, _, choice in pieces)}
    for version, backing, choice in pieces:
        origin = next(one for one in found if one in choice)
        found[origin].append(_backing(connection, names, version, backing, origin, choice - {origin}))
    named = (Named(*one, _label(connection, one), tuple(backing)) for one, backing in found.items())
    return tuple(sorted(named, key=lambda one: -len(one.backing)))


def _backing(
    connection: sqlite3.Connection,
    names: Directory,
    version: Version,
    backing: Evidence,
    origin: Origin,
    others: Collection[Origin],
) -> Backing:
    citation = backing.citation
    source = None if citation is None else citation.source
    return Backing(
        fact=backing.confirmed_by or version.id,
        source=source,
        source_label=None if source is None else _label(connection, ("source", source)),
        quote=None if citation is None or citation.quote is None else citation.quote.exact,
        way=tuple(_way(connection, names, backing, origin)),
        others=tuple(_label(connection, one) for one in sorted(others)),
    )


def _way(connection: sqlite3.Connection, names: Directory, backing: Evidence, origin: Origin) -> Iterator[str]:
    """The voices nearest to the event first, then the papers; a paper and the voice that published it are one."""
    source = None if backing.citation is None else backing.citation.source
    seen = {
        _label(connection, origin).casefold(),
        *(() if source is None else (_short(connection, source).casefold(),)),
    }
    voices = [str(names.seen("agent", hop.agent)["name"]) for hop in backing.via]
    papers = [_short(connection, one) for one in _between(names, source, origin)]
    # Where the papers are followed down to the origin, they stand in order: the voices among them are the same chain.
    for name in (*papers, *voices) if papers else voices:
        if name.casefold() not in seen:
            seen.add(name.casefold())
            yield name


def _between(names: Directory, source: str | None, origin: Origin) -> tuple[str, ...]:
    """The sources on the shortest way from an origin to a source that rests on it, without these two."""
    if source is None or origin[0] != "source":
        return ()
    ways: dict[str, tuple[str, ...]] = {source: ()}
    open_ends = [source]
    for one in open_ends:
        for below in names.rests_on(one):
            if below not in ways:
                ways[below] = (one, *ways[one])
                open_ends.append(below)
    return ways.get(origin[1], ())[:-1]


_LABELS = {
    "source": "SELECT label FROM sources WHERE id = ?",
    "agent": "SELECT name FROM agents WHERE id = (SELECT agent FROM aliases WHERE id = ?)",
}


def _label(connection: sqlite3.Connection, origin: Origin) -> str:
    if origin == OBSERVED:
        return "the author's own observation"
    kind, id = origin
    row = connection.execute(_LABELS[kind], (id,)).fetchone()
    return id if row is None else str(row[0])


def _short(connection: sqlite3.Connection, source: str) -> str:
    """A source by its publication or else its title."""
    row = connection.execute("SELECT coalesce(publication, title, label) FROM sources WHERE id = ?", (source,))
    found = row.fetchone()
    return source if found is None else str(found[0])


def count_as_one(connection: sqlite3.Connection, a: Origin, b: Origin) -> bool:
    """Whether what comes from the one and from the other counts once."""
    names = _names(connection)
    return not names.ends(a).isdisjoint(names.ends(b))


def judged_the_opposite(connection: sqlite3.Connection, a: Origin, b: Origin, verdict: str) -> str | None:
    """A fact that judges two origins in the other way; None if none does."""
    other = "same" if verdict == "independent" else "independent"
    if b not in judged(connection, a, other):
        return None
    pair = sorted("/".join(one) for one in (a, b))
    row = connection.execute(
        "SELECT id FROM origin_judgements WHERE a = ? AND b = ? AND verdict = ? ORDER BY id", (*pair, other)
    ).fetchone()
    return str(row[0])


def _names(connection: sqlite3.Connection) -> Directory:
    return Directory(connection, _nothing)


def _nothing(kind: str, id: str) -> None:
    """Every subject that is named has a row by now."""
