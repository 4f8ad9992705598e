"""A fact and what was done to it: its versions, what changed between them and why, and its withdrawals.

A lineage is a root fact and every correction of a member of it; `facts.root` names the root of each.
"""

import sqlite3
from dataclasses import dataclass
from typing import Any, assert_never

from regesta.events.amendment import Correction, Motive
from regesta.events.facts import Fact, dump_fact, parse_fact_json
from regesta.web import sql, values
from regesta.web.refs import Ref, fact
from regesta.web.values import Field, Shown

WORDED_BY_NAME = frozenset({"citations", "via", "note"})
"""Fields that a change names without setting the two sides out: the pages of both versions show them."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field in which a version differs from the one before; a side that says nothing is empty."""

    name: str
    before: tuple[Shown, ...]
    after: tuple[Shown, ...]

    @property
    def same_words(self) -> bool:
        """Whether both sides are worded alike, so that only what stands beside the words tells them apart."""
        return [shown.text for shown in self.before] == [shown.text for shown in self.after]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a fact. `number` counts from 1; `motive` and `why` are those of the correction that made it."""

    number: int
    fact: Ref
    status: str
    recorded_at: str
    recorded_by: str | None
    motive: str | None
    why: str | None
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A retraction: of which fact, when, by whom, and why."""

    fact: str
    by: Ref
    recorded_at: str
    recorded_by: str | None
    reason: str


def parsed(row: dict[str, Any]) -> Fact | None:
    """The fact of a row of `facts`; None when what it says is withheld."""
    stored = row["json"]
    return parse_fact_json(stored.encode()) if row["status"] != "withheld" and stored else None


def content(said: Fact) -> Fact:
    """What a fact says of the world: for a correction, the version that it brings."""
    return said.fact if isinstance(said, Correction) else said


def members(connection: sqlite3.Connection, root: str) -> tuple[dict[str, Any], ...]:
    """The rows of `facts` that are versions of a root, in the order of the log."""
    found = sql.records(connection, "SELECT * FROM facts WHERE id = ?1 OR root = ?1 ORDER BY position", (root,))
    return tuple(row for row in found if row["id"] == root or row["kind"] == "correction")


def versions(connection: sqlite3.Connection, rows: tuple[dict[str, Any], ...]) -> tuple[Version, ...]:
    """The versions that some rows hold, each with what it changed in the one it replaced."""
    contents = {row["id"]: said for row in rows if (said := parsed(row)) is not None}
    found = []
    for number, row in enumerate(rows, 1):
        said = contents.get(row["id"])
        correction = said if isinstance(said, Correction) else None
        former = contents.get(correction.replaces) if correction else None
        found.append(
            Version(
                number,
                fact(row["id"], row["says"]),
                row["status"],
                row["recorded_at"],
                row["recorded_by"],
                correction.motive if correction else None,
                correction.note if correction else None,
                changes(connection, content(former), content(said)) if former and said else (),
            )
        )
    return tuple(found)


def changes(connection: sqlite3.Connection, before: Fact, after: Fact) -> tuple[Change, ...]:
    """The fields in which two versions differ, in the order of the model."""
    old, new = dump_fact(before), dump_fact(after)
    sides = [{field.name: field for field in values.fields(connection, side)} for side in (before, after)]
    names = dict.fromkeys([*sides[0], *sides[1], *sorted(WORDED_BY_NAME)])
    return tuple(
        Change(name, _side(sides[0], name), _side(sides[1], name)) for name in names if old.get(name) != new.get(name)
    )


def _side(fields: dict[str, Field], name: str) -> tuple[Shown, ...]:
    return fields[name].values if name in fields else ()


def withdrawals(connection: sqlite3.Connection, rows: tuple[dict[str, Any], ...]) -> tuple[Withdrawal, ...]:
    """The retractions in force of any of these facts, in the order of the log."""
    ids = [row["id"] for row in rows]
    marks = ",".join("?" * len(ids))
    query = f"SELECT * FROM facts WHERE kind = 'retraction' AND status = 'in-force' AND root IN ({marks})"  # noqa: S608
    found = []
    for row in sql.records(connection, f"{query} ORDER BY position", ids):
        said = parsed(row)
        if said is not None and said.kind == "retraction":
            link = fact(row["id"], row["says"])
            found.append(Withdrawal(said.fact, link, row["recorded_at"], row["recorded_by"], said.reason))
    return tuple(found)


def person(author: str) -> str:
    """Who recorded, without the mail address that git names go with; the log keeps it, pages need not spread it."""
    return author.partition(" <")[0] if author.endswith(">") else author


def motive(name: Motive) -> str:
    """A correction's motive, as a page puts it."""
    match name:
        case "was-wrong":
            return "it was wrong"
        case "no-longer-true":
            return "it was so, and no longer is"
        case "clerical":
            return "a slip of the pen"
        case "source-corrected":
            return "the source corrected itself"
        case _:
            assert_never(name)
