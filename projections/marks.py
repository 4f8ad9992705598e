"""Marks: why a fact may not be shown today, for those who read a dossier at its desk."""

import sqlite3
from dataclasses import dataclass
from datetime import UTC, date, datetime
from threading import Lock

from regesta.events.dossier import Dossier
from regesta.projections.hidden import DEPENDS, RESTRICTS, UNDISCLOSED, Hidden
from regesta.projections.public import withheld_in

MOST = 100_000
"""Of a log with more entries it is not worked out for a page: that takes reading all of it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Why a fact may not be shown: the reason, and with which fact where that one alone is restricted."""

    why: str
    fact: str | None = None
    says: str | None = None

    def __str__(self) -> str:
        if self.why == DEPENDS:
            return "it names what the log no longer discloses"
        return f"{self.why}, with {self.fact} ({self.says})" if self.fact is not None else self.why


class Marks:
    """What may not be shown of a dossier; kept until its log grows or the day ends."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._lock = Lock()
        self._kept: tuple[int, date, Hidden] | None = None

    def today(self) -> Hidden | None:
        """What may not be shown today (UTC); None of a log that is too long to work it out for a page."""
        log, on = self._dossier.log, datetime.now(UTC).date()
        size = log.head().size
        if size > MOST:
            return None
        with self._lock:
            if self._kept is None or self._kept[:2] != (size, on):
                self._kept = (size, on, withheld_in(log, on))
            return self._kept[2]


def mark(connection: sqlite3.Connection, hidden: Hidden | None, fact: str) -> Mark | None:
    """Why a fact may not be shown; None if it may, or if it says so itself: a restriction, or an undisclosed entry."""
    found = connection.execute("SELECT position FROM facts WHERE id = ?", (fact,)).fetchone()
    why = None if hidden is None or found is None else hidden.get(int(found[0]))
    if hidden is None or why is None or why in (RESTRICTS, UNDISCLOSED):
        return None
    origin = hidden.origin(int(found[0]))
    if why != DEPENDS or origin is None:
        return Mark(why)
    id, says = connection.execute("SELECT id, says FROM facts WHERE position = ?", (origin,)).fetchone()
    return Mark(hidden[origin], str(id), str(says))
