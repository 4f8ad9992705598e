"""The pages of conflicts: all of them by rule, and one with both sides side by side.

See `regesta.web.fact` for the pattern of a page.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from regesta.events.claim import Claim
from regesta.projections.conflicts.rules import BY_ID
from regesta.projections.reading import conflicts as reading
from regesta.web import days, evidence, lineage, sql
from regesta.web.evidence import Cited
from regesta.web.excerpt import TextOf
from regesta.web.refs import NAMES, Ref, fact, subject
from regesta.web.summary import LIMIT, SHOWN, Item, Section, Summary

MOST = 200
"""How many conflicts of one rule the page lists; the table has them all."""


@dataclass(frozen=True, slots=True)
class OfRule:
    """The conflicts of one rule: what it finds, and each with its state, those that nobody explained first."""

    rule: str
    means: str
    conflicts: tuple[Item, ...]
    more: int


@dataclass(frozen=True, slots=True)
class ListView:
    """All conflicts. `counts` has the number of each state that there is."""

    counts: tuple[tuple[str, int], ...]
    rules: tuple[OfRule, ...]


@dataclass(frozen=True, slots=True)
class Testimony:
    """One fact on which a side rests, with its evidence in place."""

    fact: Ref
    status: str
    note: str | None
    observation: bool
    citations: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One side; `number` 0 is what both are read against, None what was seen of a conflict that has ended."""

    number: int | None
    holds: str
    facts: tuple[Testimony, ...]


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened to the conflict."""

    change: str
    fact: Ref
    recorded_at: str
    recorded_by: str | None


@dataclass(frozen=True, slots=True)
class ConflictView:
    """Everything on the page of a conflict."""

    row: dict[str, Any]
    means: str
    of: str
    subject: Ref | None
    days: str
    sides: tuple[Side, ...]
    explanations: tuple[tuple[Ref, str, str, str | None], ...]
    ended_by: Ref | None
    history: tuple[Happened, ...]


def listing(connection: sqlite3.Connection) -> ListView:
    """The view of all conflicts."""
    found = sql.rows(connection, "SELECT state, count(*) FROM conflicts GROUP BY state")
    counts = sorted(found, key=lambda one: reading.STATES.index(one[0]))
    rows = reading.conflicts(connection)
    return ListView(tuple((str(state), int(count)) for state, count in counts), tuple(_by_rule(rows)))


def _by_rule(rows: Iterable[Any]) -> Iterator[OfRule]:
    """The rules in their own order, behind them those that are not known to this version."""
    order = {rule: number for number, rule in enumerate(BY_ID)}
    ordered = sorted(rows, key=lambda row: (order.get(row["rule"], len(order)), str(row["rule"])))
    for rule, several in groupby(ordered, lambda row: row["rule"]):
        items = [Item(to(row["id"], row["what"]), mark=row["state"]) for row in several]
        yield OfRule(rule, means(rule), tuple(items[:MOST]), max(len(items) - MOST, 0))


def means(rule: str) -> str:
    """What a rule finds, in a sentence; blank for one that is not known to this version."""
    return BY_ID[rule].means if rule in BY_ID else ""


def to(conflict_id: str, what: str) -> Ref:
    """The page of a conflict."""
    return Ref(what, "conflicts", conflict_id)


def view(connection: sqlite3.Connection, conflict_id: str, text_of: TextOf) -> ConflictView | None:
    """The view of one conflict; None if there is none with this id."""
    found = reading.conflict(connection, conflict_id)
    if found is None:
        return None
    row: dict[str, Any] = dict(found.row)
    ended = sql.value(connection, "SELECT says FROM facts WHERE id = ?", (row["ended_by"],))
    return ConflictView(
        row=row,
        means=means(row["rule"]),
        of=NAMES.get(row["subject_kind"], "subject"),
        subject=subject(connection, row["subject_kind"], row["subject"]),
        days=days.bounds(row["earliest"], row["latest"]),
        sides=tuple(_sides(connection, found, text_of)),
        explanations=tuple(
            (
                fact(str(one["fact"]), "the fact that says so"),
                str(one["note"]),
                str(one["recorded_at"]),
                _text(one["recorded_by"]),
            )
            for one in found.explanations
        ),
        ended_by=fact(row["ended_by"], ended) if ended else None,
        history=tuple(
            Happened(
                str(one["change"]),
                fact(str(one["fact"]), str(one["says"])),
                str(one["recorded_at"]),
                _text(one["recorded_by"]),
            )
            for one in found.history
        ),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _sides(connection: sqlite3.Connection, found: reading.Conflict, text_of: TextOf) -> Iterator[Side]:
    told = [one for one in found.facts if one["kind"] != "confirmation"]
    for number, several in groupby(told, lambda one: one["side"]):
        facts = tuple(several)
        yield Side(
            None if number is None else int(str(number)),
            str(facts[0]["holds"] or ""),
            tuple(_testimony(connection, str(one["fact"]), text_of) for one in facts),
        )


def _testimony(connection: sqlite3.Connection, fact_id: str, text_of: TextOf) -> Testimony:
    (row,) = sql.records(connection, "SELECT * FROM facts WHERE id = ?", (fact_id,))
    said = lineage.parsed(row)
    shown = None if said is None else lineage.content(said)
    claim = shown if isinstance(shown, Claim) else None
    return Testimony(
        fact(fact_id, row["says"]),
        row["status"],
        claim.note if claim else None,
        claim is not None and claim.observation and not claim.citations,
        tuple(evidence.backing(connection, row, text_of)),
    )


def disputed(connection: sqlite3.Connection, kind: str, subject_id: str) -> tuple[Section, ...]:
    """The conflicts that concern a subject, as a section of its summary; nothing if there are none."""
    found = sql.rows(
        connection,
        "SELECT c.id, c.what, c.state FROM conflict_subjects AS s JOIN conflicts AS c ON c.id = s.conflict"
        " WHERE s.subject_kind = ? AND s.subject = ? ORDER BY c.state NOT IN ('open', 'reopened'), c.id LIMIT ?",
        (kind, subject_id, LIMIT),
    )
    items = tuple(Item(to(conflict, what), mark=state) for conflict, what, state in found[:SHOWN])
    more = Ref("All conflicts", "conflicts", "", None) if len(found) > SHOWN else None
    return (Section("Disputed: it cannot all be true", items, more),) if items else ()


def of_fact(connection: sqlite3.Connection, fact_id: str) -> tuple[Item, ...]:
    """The conflicts that rest on a fact."""
    found = sql.rows(
        connection,
        "SELECT DISTINCT c.id, c.what, c.state FROM conflict_facts AS f JOIN conflicts AS c ON c.id = f.conflict"
        " WHERE f.fact = ? ORDER BY c.id LIMIT ?",
        (fact_id, SHOWN),
    )
    return tuple(Item(to(conflict, what), mark=state) for conflict, what, state in found)


def summary(connection: sqlite3.Connection, row: dict[str, Any]) -> Summary:
    """The summary above a row of `conflicts`: the way to its page."""
    page = Item(to(row["id"], "Both sides, with their evidence"), mark=row["state"])
    return Summary(row["what"], means(row["rule"]), (Section("The conflict", (page,)),))


SUBJECTS = {"agents": "agent", "posts": "post", "postings": "posting", "statements": "statement", "sources": "source"}
"""The kind of subject that a row of a table is."""


def with_disputes(connection: sqlite3.Connection, table: str, row: dict[str, Any], made: Summary) -> Summary:
    """A summary, with the conflicts that concern its subject before all else."""
    kind, id = ("meeting", row["meeting"]) if table == "meetings" else (SUBJECTS.get(table), row["id"])
    if kind is None:
        return made
    return replace(made, sections=(*disputed(connection, kind, id), *made.sections))
