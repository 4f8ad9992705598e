"""Dossiers for tests: facts recorded for good, in a folder, with their database."""

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from regesta.events.dossier import Dossier, create
from regesta.events.facts import Fact
from regesta.events.recording import Act, Recorded, record
from regesta.projections.build import refresh
from regesta.projections.known import Lookup

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def a_dossier(folder: Path, *facts: Fact, title: str = "A dossier", description: str | None = None) -> Dossier:
    """A dossier in a new folder, with these facts recorded and its database built."""
    dossier = create(folder, title=title, description=description)
    add(dossier, *facts)
    return dossier


def add(
    dossier: Dossier, *facts: Fact, by: str = "Ann Author <ann@example.org>", at: datetime = MORNING
) -> tuple[str, ...]:
    """Record facts in a dossier and bring its database up to them; their ids."""
    refresh(dossier)
    with closing(connected(dossier)) as connection:
        act = Act(by, "regesta 0", at)
        done: tuple[Recorded, ...] = record(dossier.log, facts, Lookup(connection), act, os.urandom) if facts else ()
    refresh(dossier)
    return tuple(one.fact for one in done)


def connected(dossier: Dossier) -> sqlite3.Connection:
    """A connection to a dossier's database, to read from."""
    return sqlite3.connect(f"{dossier.database.as_uri()}?mode=ro", uri=True)
