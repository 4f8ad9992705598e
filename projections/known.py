"""What the database knows of the log, for recording: `regesta.events.recording.Known` over a connection."""

# ruff: noqa: S608 (every name in the SQL is that of one of our own tables or columns)

import sqlite3
from collections.abc import Sequence
from typing import Any, Literal

from regesta.events.claim import Origin, SubjectKind
from regesta.events.recording import Recorded
from regesta.projections.registry import PROJECTIONS

# A plus keeps SQLite from the index on a column whose values nearly every fact shares.
_IN_FORCE = "+status = 'in-force'"
_VERSION_IN_FORCE = f"{_IN_FORCE} AND +kind NOT IN ('retraction', 'confirmation')"

_ROWS = {projection.kind: projection.tables[0].name for projection in PROJECTIONS if projection.shows is not None}
"""The tables of subjects that others refer to: a row may be there for their sake alone, and says so."""


class Lookup:
    """Answers from a database that was refreshed; facts recorded since are not known to it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._size: int | None = None

    @property
    def size(self) -> int:
        """See `Known.size`."""
        if self._size is None:
            row = self._one("SELECT size FROM _reached")
            self._size = 0 if row is None else int(row[0])
        return self._size

    def by_content(self, digest: bytes) -> Recorded | None:
        """See `Known.by_content`; what a correction in force says now counts like a fact recorded so."""
        content = digest.hex()
        return self._recorded("equal", f"content = ? AND {_IN_FORCE}", (content,)) or self._recorded(
            "equal", f"id IN (SELECT fact FROM _contents WHERE content = ?) AND {_VERSION_IN_FORCE}", (content,)
        )

    def by_origin(self, origin: Origin) -> Recorded | None:
        """See `Known.by_origin`."""
        roots = "SELECT root FROM facts WHERE import_key = ? AND +import_name = ?"
        asked = (origin.key, origin.name)
        return self._recorded("same-key", f"root IN ({roots}) AND {_VERSION_IN_FORCE}", asked) or self._recorded(
            "superseded", f"root IN ({roots}) AND +status = 'superseded'", asked
        )

    def fact(self, fact_id: str) -> bool:
        """See `Known.fact`."""
        return self._one("SELECT 1 FROM facts WHERE id = ?", (fact_id,)) is not None

    def subject(self, kind: SubjectKind, subject_id: str) -> bool:
        """Whether a fact in force speaks of a subject of this kind under this id, or of one judged the same.

        A subject whose facts were all withdrawn does not exist: its key may be used again, and nothing may refer
        to it.
        """
        table = _ROWS.get(kind)
        if table is None:
            sql = f"SELECT 1 FROM facts WHERE subject = ? AND +subject_kind = ? AND {_VERSION_IN_FORCE} LIMIT 1"
            return self._one(sql, (subject_id, kind)) is not None
        where = "(SELECT agent FROM aliases WHERE id = ?)" if kind == "agent" else "?"
        return self._one(f"SELECT 1 FROM {table} WHERE id = {where} AND status = 'in-force'", (subject_id,)) is not None

    def _recorded(
        self, outcome: Literal["equal", "same-key", "superseded"], where: str, parameters: Sequence[object]
    ) -> Recorded | None:
        row = self._one(f"SELECT id, subject, position FROM facts WHERE {where} ORDER BY position LIMIT 1", parameters)
        return None if row is None else Recorded(row[0], row[1], row[2], outcome)

    def _one(self, sql: str, parameters: Sequence[object] = ()) -> Sequence[Any] | None:
        row: Sequence[Any] | None = self._connection.execute(sql, tuple(parameters)).fetchone()
        return row
