"""The page of one fact: what it says, how it stands, what it rests on, and what happened to it.

The pattern of every page: a route function, a view (a frozen dataclass made from a connection, without Datasette),
and a template that extends Datasette's `base.html`.
"""

import json
import sqlite3
from base64 import b64encode
from dataclasses import dataclass
from typing import Any

from regesta.events import entry
from regesta.events.amendment import Confirmation, Retraction
from regesta.events.claim import Claim
from regesta.events.facts import Fact
from regesta.events.merkle import leaf_hash
from regesta.events.statement import Statement
from regesta.projections.hidden import Hidden
from regesta.web import conflicts, evidence, lineage, sql, values
from regesta.web.evidence import Cited, Voice
from regesta.web.excerpt import TextOf
from regesta.web.lineage import Version, Withdrawal
from regesta.web.refs import NAMES, Ref, fact, subject
from regesta.web.restricted import Restricted, Withheld, restrictions, withheld
from regesta.web.summary import Item
from regesta.web.values import Field


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to the subject's record; `here` marks the fact whose page this is."""

    change: str
    motive: str | None
    why: str | None
    fact: Ref
    recorded_at: str
    recorded_by: str | None
    here: bool


@dataclass(frozen=True, slots=True)
class FactView:
    """Everything on a fact's page. `row` is its row of `facts`, `acts_on` the fact that it acts on, if it does."""

    row: dict[str, Any]
    of: str
    subject: Ref | None
    acts_on: Ref | None
    in_force: Ref | None
    restrictions: tuple[Restricted, ...]
    withheld: Withheld | None
    withdrawals: tuple[Withdrawal, ...]
    versions: tuple[Version, ...]
    version: Version | None
    fields: tuple[Field, ...]
    note: str | None
    observation: bool
    speaker: Ref | None
    voices: tuple[Voice, ...]
    citations: tuple[Cited, ...]
    conflicts: tuple[Item, ...]
    history: tuple[Event, ...]
    previous: Ref | None
    following: Ref | None
    raw: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """How the log seals an entry: the digest of what it discloses, and the hash of its leaf in the tree; in base64."""

    digest: str
    leaf: str


def sealed(line: bytes | None) -> Sealed | None:
    """The seals of a line of the log; None where the log is not at hand."""
    if line is None:
        return None
    digest, leaf = entry.sealed(line), leaf_hash(entry.commitment(line))
    return Sealed(b64encode(digest).decode(), b64encode(leaf).decode())


def is_there(connection: sqlite3.Connection, fact_id: str) -> bool:
    """Whether the log has an entry with this id."""
    return sql.value(connection, "SELECT 1 FROM facts WHERE id = ?", (fact_id,)) is not None


def view(
    connection: sqlite3.Connection, fact_id: str, text_of: TextOf, hidden: Hidden | None = None
) -> FactView | None:
    """The view of a fact; None if the log holds none with this id. `hidden` is what may not be shown today."""
    found = sql.records(connection, "SELECT * FROM facts WHERE id = ?", (fact_id,))
    if not found:
        return None
    row = found[0]
    said = lineage.parsed(row)
    shown = None if said is None else lineage.content(said)
    rows = _lineage(connection, row)
    restricted = restrictions(connection, fact_id)
    versions = lineage.versions(connection, rows)
    speaker = shown.speaker if isinstance(shown, Statement) else None
    return FactView(
        row=row,
        of=NAMES.get(row["subject_kind"], "subject"),
        subject=subject(connection, row["subject_kind"], row["subject"]),
        acts_on=_acts_on(connection, said),
        in_force=_in_force(connection, row, rows),
        restrictions=restricted,
        withheld=withheld(connection, hidden, fact_id, restricted),
        withdrawals=lineage.withdrawals(connection, rows or (row,)),
        versions=versions,
        version=next((version for version in versions if version.fact.id == fact_id), None),
        fields=() if shown is None else values.fields(connection, shown, fact_id),
        note=_note(said, shown),
        observation=isinstance(shown, Claim) and shown.observation,
        speaker=subject(connection, "agent", speaker),
        voices=tuple(evidence.voice(connection, hop) for hop in shown.via) if isinstance(shown, Claim) else (),
        citations=tuple(evidence.backing(connection, row, text_of)),
        conflicts=conflicts.of_fact(connection, fact_id),
        history=_history(connection, row),
        previous=_neighbour(connection, row, "<", "DESC"),
        following=_neighbour(connection, row, ">", "ASC"),
        raw=_raw(row),
    )


def _lineage(connection: sqlite3.Connection, row: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    """The versions of the fact that a row is a version of; none for a fact that acts on another."""
    if row["kind"] in ("retraction", "confirmation"):
        return ()
    return lineage.members(connection, row["root"] or row["id"])


def _in_force(connection: sqlite3.Connection, row: dict[str, Any], rows: tuple[dict[str, Any], ...]) -> Ref | None:
    """What is in force where this fact is not: a version of it, or the later judgement on the same pair."""
    if row["status"] == "in-force":
        return None
    standing = [other for other in rows if other["status"] == "in-force"]
    if row["status"] == "superseded" and row["kind"] == "restriction":
        later = "SELECT facts.* FROM restrictions JOIN facts ON facts.id = restrictions.fact WHERE restrictions.id = ?"
        standing = sql.records(connection, later, (row["subject"],))
    elif row["status"] == "superseded":
        pair = "SELECT facts.* FROM judgements JOIN facts ON facts.id = judgements.id WHERE json_array(a, b) IN (?, ?)"
        held = json.loads(row["json"])
        a, b = held.get("a"), held.get("b")
        dumped = [json.dumps(order, separators=(",", ":"), ensure_ascii=False) for order in ([a, b], [b, a])]
        standing = sql.records(connection, pair, dumped)
    return fact(standing[-1]["id"], standing[-1]["says"]) if standing else None


def _acts_on(connection: sqlite3.Connection, said: Fact | None) -> Ref | None:
    match said:
        case Retraction() | Confirmation():
            named = said.fact
        case _ if said is not None and said.kind == "correction":
            named = said.replaces
        case _:
            return None
    return fact(named, sql.value(connection, "SELECT says FROM facts WHERE id = ?", (named,)) or named)


def _note(said: Fact | None, shown: Fact | None) -> str | None:
    """The note to what is shown; that of a correction is told with its version."""
    return None if shown is None else shown.note


def _history(connection: sqlite3.Connection, row: dict[str, Any]) -> tuple[Event, ...]:
    found = sql.records(
        connection,
        "SELECT * FROM history WHERE subject_kind = ? AND subject = ? ORDER BY position, id",
        (row["subject_kind"], row["subject"]),
    )
    return tuple(
        Event(
            other["change"],
            other["motive"],
            other["why"],
            fact(other["fact"], other["says"]),
            other["recorded_at"],
            other["recorded_by"],
            other["fact"] == row["id"],
        )
        for other in found
    )


def _neighbour(connection: sqlite3.Connection, row: dict[str, Any], before_or_after: str, order: str) -> Ref | None:
    found = sql.rows(
        connection,
        "SELECT id, says FROM facts WHERE subject_kind = ? AND subject = ?"  # noqa: S608 - two words of ours
        f" AND position {before_or_after} ? ORDER BY position {order} LIMIT 1",
        (row["subject_kind"], row["subject"], row["position"]),
    )
    return fact(*found[0]) if found else None


def _raw(row: dict[str, Any]) -> str:
    """The fact's JSON, laid out for reading."""
    try:
        return json.dumps(json.loads(row["json"]), ensure_ascii=False, indent=2)
    except ValueError:
        return str(row["json"])
