"""The seed case with something done to it: a fact corrected, one retracted, one confirmed, and a judgement changed."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from factories import a_correction, a_judgement, a_retraction, an_agent
from recorded import MORNING, add, connected

from regesta.cli.seeding import FIRST, seed, sow
from regesta.events.amendment import Confirmation
from regesta.events.claim import Citation, Quote
from regesta.events.dossier import Dossier
from regesta.events.facts import parse_fact
from regesta.events.posting import Posting
from regesta.events.wording import read_end


@dataclass(frozen=True, slots=True)
class SeedCase:
    """The dossier, and the ids of facts that something was done to."""

    dossier: Dossier
    corrected: str
    correction: str
    retracted: str
    retraction: str
    confirmed: str
    confirmation: str
    superseded: str
    judgement: str


def grown(folder: Path) -> SeedCase:
    """The seed case, imported into a folder and gone on with."""
    dossier = sow(seed(FIRST), folder)
    add(dossier)
    with closing(connected(dossier)) as connection:
        corrected = _named(connection, "posting", "huntsman-moscow", 0)
        retracted = _named(connection, "statement", "us-sources-friendly", 0)
        confirmed = _named(connection, "meeting", "huntsman-list", 1)
        old = _json(connection, corrected)
    end = read_end("on 3 October 2019").model_dump(mode="json", exclude_defaults=True)
    new = parse_fact({**old, "end": end})
    assert isinstance(new, Posting)
    why = "The letter names no day; the agency names it."
    (correction,) = add(dossier, a_correction(corrected, new, note=why), at=MORNING + timedelta(hours=1))
    reason = "Two voices without a name on a friendship are no fact about it."
    (retraction,) = add(dossier, a_retraction(retracted, reason=reason), at=MORNING + timedelta(hours=2))
    seen = Citation(
        source="digest",
        locator="last paragraph but one",
        quote=Quote(exact="Some of them eventually agreed to meet", found="unverified"),
    )
    backing = Confirmation(kind="confirmation", fact=confirmed, citations=(seen,))
    (confirmation,) = add(dossier, backing, at=MORNING + timedelta(hours=3))
    superseded, judgement = _judged(dossier)
    return SeedCase(
        dossier, corrected, correction, retracted, retraction, confirmed, confirmation, superseded, judgement
    )


def _judged(dossier: Dossier) -> tuple[str, str]:
    """Two judgements on one pair, of which the later stands."""
    add(dossier, an_agent("hutsman", name="J. Hutsman", source="digest"))
    (same,) = add(dossier, a_judgement("jon-huntsman", "hutsman", "same", because="One letter is missing."))
    (different,) = add(
        dossier, a_judgement("jon-huntsman", "hutsman", "different", because="On second thoughts, another man.")
    )
    return same, different


def _named(connection: sqlite3.Connection, kind: str, subject: str, place: int) -> str:
    sql = "SELECT id FROM facts WHERE kind = ? AND subject = ? ORDER BY position"
    return str(connection.execute(sql, (kind, subject)).fetchall()[place][0])


def _json(connection: sqlite3.Connection, fact_id: str) -> dict[str, object]:
    import json

    found: dict[str, object] = json.loads(
        connection.execute("SELECT json FROM facts WHERE id = ?", (fact_id,)).fetchone()[0]
    )
    return found
