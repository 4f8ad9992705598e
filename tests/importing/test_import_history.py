"""The appointments of British ministers in seven successive versions: after each sync the record is that version.

The versions hold what a sync has to get right: rows that are added and rows that vanish and come back, ends that are
set and reopened, starts, posts and people that are corrected, two rows that differ in nothing but their ids, and one
end that lies before its start.
"""

import csv
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from real_data import MAPPINGS, data

from regesta.cli.import_run import Order, Told, run
from regesta.events.dossier import Dossier, create
from regesta.projections.build import build, refresh

Row = tuple[str, str, str, str, str]
"""Id, holder, post, start and end, as the file has them; a blank end is an appointment that still holds."""


def stated(version: Path) -> set[Row]:
    """The rows of a version; what it writes for an end that is not there is blank."""
    with version.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    ends = {"NULL": "", "9999-12-31": ""}
    return {
        (row["id"], row["person_id"], row["post_id"], row["start_date"], ends.get(row["end_date"], row["end_date"]))
        for row in rows
    }


def recorded(database: Path) -> set[Row]:
    """The rows of the table of postings."""
    with closing(sqlite3.connect(database)) as connection:
        found = connection.execute(
            "SELECT id, holder, post, start, CASE end_state WHEN 'holds' THEN '' ELSE end END FROM postings"
        ).fetchall()
    return set(found)


def synced(dossier: Dossier, version: Path, note: str) -> Told:
    """A version imported over the one before."""
    return run(
        Order(
            dossier,
            (str(version),),
            "A desk",
            mapping=str(MAPPINGS / "ifg-appointments.yml"),
            sync=True,
            motive="source-corrected",
            note=note,
            retract_missing=True,
        )
    )


@pytest.fixture(scope="module")
def versions() -> list[Path]:
    return sorted(data("postings/ifg-history").glob("*.csv"))


def test_after_each_version_the_record_equals_it_and_every_earlier_edition_stays(
    tmp_path: Path, versions: list[Path]
) -> None:
    assert len(versions) == 7
    dossier = create(tmp_path / "ministers", title="Ministers")
    sizes = []
    for version in versions:
        synced(dossier, version, f"As in {version.name}")
        sizes.append(refresh(dossier).size)
        assert recorded(dossier.database) == stated(version), version.name
    for version, size in zip(versions, sizes, strict=True):
        edition = tmp_path / "edition.db"
        build(dossier.log, edition, as_known=size)
        assert recorded(edition) == stated(version), version.name
    again = synced(dossier, versions[-1], "Nothing")
    assert not again.recorded
    assert refresh(dossier).size == sizes[-1]
