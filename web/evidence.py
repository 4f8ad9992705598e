"""Evidence as pages show it: citations with their quotes in place, the voices, and the papers that rest on papers."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from regesta.events.amendment import Confirmation
from regesta.events.claim import Citation, Hop
from regesta.web import lineage, sql
from regesta.web.excerpt import Excerpt, TextOf, excerpt
from regesta.web.refs import Ref, fact, subject

DEPTH = 12
"""How many papers deep a chain is followed; what goes on beyond it, or in a circle, is cut."""

BRANCHES = 6
"""How many chains of papers are shown for one citation."""

PASSED_ON = {
    "quotes": "quoted by",
    "translates": "translated by",
    "digests": "digested by",
    "reprints": "reprinted by",
    "abstracts": "abstracted by",
    None: "used by",
}


@dataclass(frozen=True, slots=True)
class Paper:
    """One source of a chain; `passed_on` is how the next one took it over, blank for the last."""

    source: Ref
    passed_on: str = ""


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation: the source, the place in it, the quote, and the papers between the event and the source.

    `confirmation` is the fact that added it, None for the fact's own citations.
    """

    source: Ref
    locator: str | None
    quote: Excerpt | None
    chains: tuple[tuple[Paper, ...], ...]
    confirmation: Ref | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice through which a fact was heard."""

    agent: Ref
    mode: str


def cited(
    connection: sqlite3.Connection, citation: Citation, text_of: TextOf, confirmation: Ref | None = None
) -> Cited:
    """A citation as a page shows it."""
    return Cited(
        _named(connection, "source", citation.source),
        citation.locator,
        excerpt(citation.quote, text_of) if citation.quote is not None else None,
        chains(connection, citation.source),
        confirmation,
    )


def backing(connection: sqlite3.Connection, row: dict[str, Any], text_of: TextOf) -> Iterator[Cited]:
    """The citations of a fact, given its row of `facts`: its own, its correction's, and those of its confirmations."""
    said = lineage.parsed(row)
    if said is None:
        return
    shown = lineage.content(said)
    for claim in (shown, said) if shown is not said else (said,):
        for citation in claim.citations:
            yield cited(connection, citation, text_of)
    if row["kind"] in ("retraction", "confirmation"):
        return
    query = "SELECT * FROM facts WHERE kind = 'confirmation' AND status = 'in-force' AND root = ? ORDER BY position"
    for other in sql.records(connection, query, (row["root"] or row["id"],)):
        confirming = lineage.parsed(other)
        if isinstance(confirming, Confirmation):
            for citation in confirming.citations:
                yield cited(connection, citation, text_of, fact(other["id"], other["says"]))


def voice(connection: sqlite3.Connection, hop: Hop) -> Voice:
    """A hop as a page shows it."""
    return Voice(_named(connection, "agent", hop.agent), hop.mode or "")


def chains(connection: sqlite3.Connection, source: str) -> tuple[tuple[Paper, ...], ...]:
    """Each way from a primary source down to this one, the primary first; none when it rests on no other."""
    found = []
    for way in _ways(connection, source, frozenset({source})):
        found.append(tuple(Paper(_named(connection, "source", paper), passed_on) for paper, passed_on in way))
        if len(found) == BRANCHES:
            break
    return () if found and len(found[0]) == 1 else tuple(found)


def _ways(connection: sqlite3.Connection, source: str, seen: frozenset[str]) -> Iterator[list[tuple[str, str]]]:
    """Lists of (source, how the next took it over), from a primary to `source`."""
    query = "SELECT rests_on, how FROM derivations WHERE source = ? ORDER BY id"
    below = [(paper, how) for paper, how in sql.rows(connection, query, (source,)) if paper not in seen]
    if not below or len(seen) > DEPTH:
        yield [(source, "")]
        return
    for paper, how in below:
        for way in _ways(connection, paper, seen | {paper}):
            yield [*way[:-1], (way[-1][0], PASSED_ON.get(how, "used by")), (source, "")]


def _named(connection: sqlite3.Connection, kind: str, subject_id: str) -> Ref:
    return subject(connection, kind, subject_id) or Ref(subject_id, None, subject_id)
