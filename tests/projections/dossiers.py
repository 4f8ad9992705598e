"""Dossiers on disk, recorded into as the command line does: with what the database knows of the log."""

import os
from contextlib import closing
from pathlib import Path

from factories import MORNING

from regesta.events.dossier import Dossier, create
from regesta.events.facts import Fact
from regesta.events.recording import Act, Recorded, record
from regesta.projections.build import reader
from regesta.projections.known import Lookup


def a_dossier(folder: Path, *facts: Fact) -> Dossier:
    """A dossier of these facts."""
    dossier = create(folder / "dossier", title="A dossier")
    if facts:
        recorded_in(dossier, *facts)
    return dossier


def recorded_in(dossier: Dossier, *facts: Fact) -> tuple[Recorded, ...]:
    """Record facts in a dossier."""
    with closing(reader(dossier)) as connection:
        act = Act("Eve <eve@example.org>", "regesta 0.1.0", MORNING)
        return record(dossier.log, facts, Lookup(connection), act, os.urandom)
