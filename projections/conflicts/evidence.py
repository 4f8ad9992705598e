"""What a conflict rests on: the facts in force behind each side, and the confirmations that back them."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from regesta.projections.conflicts.rule import Finding, Told

_COLUMNS = "f.id, f.root, f.position, f.subject_kind, f.subject"
_LISTED = "(SELECT value FROM json_each(?))"
_VERSION = "+f.status = 'in-force' AND +f.kind NOT IN ('retraction', 'confirmation')"

_OF_SUBJECT = f"SELECT {_COLUMNS} FROM facts AS f WHERE f.subject = ? AND +f.subject_kind = ? AND {_VERSION}"  # noqa: S608
_TELLING = " AND coalesce(json_extract(f.json, '$.fact'), f.json) ->> ? IS NOT NULL"
_BY_ID = f"SELECT {_COLUMNS} FROM facts AS f WHERE f.id IN {_LISTED}"  # noqa: S608
_CONFIRMING = (
    f"SELECT {_COLUMNS} FROM facts AS f JOIN facts AS v ON v.id = f.json ->> 'fact'"  # noqa: S608
    f" WHERE f.root IN {_LISTED} AND +f.kind = 'confirmation' AND +f.status = 'in-force'"
    " AND +v.kind NOT IN ('retraction', 'confirmation')"
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact on which a conflict rests."""

    id: str
    root: str
    position: int
    kind: str | None
    subject: str | None


class Evidence:
    """The facts of a database, as conflicts rest on them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._told: dict[Told, tuple[Fact, ...]] = {}

    def sides(self, finding: Finding) -> Iterator[tuple[int, str | None, tuple[Fact, ...]]]:
        """(number, what it says, facts) of each side, in their order; 0 is what both are read against."""
        if finding.given:
            yield 0, None, self._backed((), finding.given)
        for number, side in enumerate(finding.sides, 1):
            yield number, side.holds, self._backed(side.facts, side.told)

    def seen(self, ids: Iterable[str]) -> tuple[Fact, ...]:
        """Facts by their ids, whatever became of them."""
        return tuple(self._facts(_BY_ID, json.dumps(sorted(ids))))

    def _backed(self, ids: Iterable[str], told: Iterable[Told]) -> tuple[Fact, ...]:
        """Facts, those that are to be looked up, and what confirms them; in order of position."""
        facts = {*self.seen(ids), *(fact for one in told for fact in self._telling(one))}
        confirming = self._facts(_CONFIRMING, json.dumps(sorted({fact.root for fact in facts})))
        return tuple(sorted({*facts, *confirming}, key=lambda fact: fact.position))

    def _telling(self, told: Told) -> tuple[Fact, ...]:
        if told not in self._told:
            sql, parameters = _OF_SUBJECT, [told.id, told.kind]
            if told.field is not None:
                sql, parameters = sql + _TELLING, [*parameters, told.field]
            self._told[told] = tuple(self._facts(sql, *parameters))
        return self._told[told]

    def _facts(self, sql: str, *parameters: str) -> Iterator[Fact]:
        return (Fact(*row) for row in self._connection.execute(sql, parameters))
