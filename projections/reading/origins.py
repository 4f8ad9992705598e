"""Where the evidence of a record comes from in the end: its origins by name, each with what goes back to it.

A paper that quotes a letter has more to tell than the letter, and so may one that rests on it in a way not told. So
where all that goes back to the letter came through one such paper, it is the paper that is named, with what it rests
on: only there is it certain that the evidence stood. The letter itself is named where papers that quote it, or one that
reprints it, meet in it. The number is the same.
"""

import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import takewhile

from regesta.projections.account import Account, Evidence, Version
from regesta.projections.directory import Directory, judged
from regesta.projections.origin_graph import Origin, path
from regesta.projections.origins import OBSERVED, accounting, origins, published_by
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
class Quoted:
    """What the document that an origin is named by quotes, or rests on in a way not told, and may have it from."""

    id: str
    label: str
    how: str | None
    """quotes; None if it is not told."""


@dataclass(frozen=True, slots=True)
class Named:
    """One origin of a record."""

    kind: str
    """source, agent or observation."""
    id: str
    label: str
    quotes: Quoted | None
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
    found: dict[Origin, list[_Piece]] = {one: [] for one in accounting(choice for _, _, choice in pieces)}
    for version, backing, choice in pieces:
        origin = next(one for one in found if one in choice)
        found[origin].append((version, backing, choice - {origin}))
    named = (_named(connection, names, one, some) for one, some in found.items())
    return tuple(sorted(named, key=lambda one: -len(one.backing)))


_Piece = tuple[Version, Evidence, frozenset[Origin]]
"""A fact, one piece of its evidence, and the other origins that this may come from."""


def _named(connection: sqlite3.Connection, names: Directory, origin: Origin, pieces: list[_Piece]) -> Named:
    chains = [_chain(names, backing, origin) for _, backing, _ in pieces]
    nearest, quoted = origin, None
    for step in zip(*chains, strict=False):
        how = _how(connection, step[0], nearest[1])
        if len(set(step)) > 1 or how not in (None, "quotes"):
            break
        told = "quotes" if how and (quoted is None or quoted.how) else None
        nearest, quoted = ("source", step[0]), Quoted(origin[1], _label(connection, origin), told)
    backing = (_backing(connection, names, *piece[:2], nearest, piece[2]) for piece in pieces)
    return Named(*nearest, _label(connection, nearest), quoted, tuple(backing))


def _chain(names: Directory, backing: Evidence, origin: Origin) -> tuple[str, ...]:
    """The sources after an origin through which evidence came for certain, up to the paper that is its first voice."""
    source = None if backing.citation is None else backing.citation.source
    if source is None or origin[0] != "source" or source == origin[1]:
        return ()
    chain = (*_between(names, source, origin), source)
    papers = published_by(backing.via[0].agent, source, names) if backing.via else ()
    last = next((place for place, one in enumerate(chain) if one in papers), len(chain) - 1)
    return tuple(takewhile(lambda one: origin[1] not in _without(names, source, one), chain[: last + 1]))


def _without(names: Directory, source: str, left_out: str) -> dict[str, tuple[str, ...]]:
    """All that a source rests on in the end by ways on which one source does not stand."""
    return path(source, lambda one: () if one == left_out else names.rests_on(one))


def _how(connection: sqlite3.Connection, source: str, other: str) -> str | None:
    """How a source rests on another: one that digests or reprints it has no more to tell. None if it is not told."""
    ((how,),) = connection.execute("SELECT how FROM derivations WHERE source = ? AND rests_on = ?", (source, other))
    return None if how is None else str(how)


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
    ends = (source, origin[1] if origin[0] == "source" else None)
    seen = {_label(connection, origin).casefold(), *(_short(connection, one).casefold() for one in ends if one)}
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
