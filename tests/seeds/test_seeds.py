"""The seeds: they import whole, hold what their READMEs promise, and every command that reads works on them."""

import os
import runpy
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from regesta.cli import cli
from regesta.cli.seeding import seed, sow
from regesta.events.assertion_text import parse_assertion
from regesta.events.dossier import Dossier
from regesta.projections.build import refresh
from regesta.projections.expecting import verdict
from regesta.projections.reading.origins import origins_of

SEEDS = Path(__file__).parents[2] / "seeds"
ARCHIVE = "postings/us-chiefs-of-mission_countries-A-M.tar.gz"


@pytest.fixture(scope="module", params=["huntsman-2019", "chiefs-of-mission"])
def sown(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    dossier = sow(seed(request.param), tmp_path_factory.mktemp("seeds") / request.param)
    refresh(dossier)
    return dossier


@pytest.fixture(scope="module")
def resignation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    dossier = sow(seed("huntsman-2019"), tmp_path_factory.mktemp("seeds") / "resignation")
    refresh(dossier)
    connection = sqlite3.connect(dossier.database)
    yield connection
    connection.close()


@pytest.mark.parametrize(
    ("command", "holds"),
    [
        ("status", "up to date"),
        ("verify", "All is as it was recorded."),
        ("log", "Post: "),
        ("timeline --until 2019", "serving as|appointed"),
        ("find ambassador", "posting|post |agent"),
        ("find Huntsman", "Jon"),
        ("show agent/jon-huntsman|show agent/huntsman-jon-m", "Huntsman"),
        ("who us-ambassador-cn --on 2010|who us-mission-china --on 2010", "certain "),
        ("show us-ambassador-cn|show us-mission-china", "China"),
    ],
)
def test_what_reads_a_dossier_reads_every_seed(sown: Dossier, command: str, holds: str) -> None:
    words = command.split("|")[0 if sown.path.name == "huntsman-2019" else -1]
    for option in ("", " --json"):
        ran = CliRunner().invoke(cli, [*(words + option).split(), "--dossier", str(sown.path)])
        assert ran.exit_code == 0, ran.output
        assert option or any(part in ran.output for part in holds.split("|")), ran.output


def test_what_a_seed_expects_of_itself_holds(sown: Dossier) -> None:
    connection = sqlite3.connect(sown.database)
    expected = connection.execute("SELECT id, expects FROM expectations").fetchall()
    answers = {id: verdict(parse_assertion(text), connection).state for id, text in expected}
    assert len(answers) >= 6 and set(answers.values()) == {"holds"}, answers
    connection.close()


def test_a_seed_is_recorded_once(sown: Dossier) -> None:
    files = map(str, seed(sown.path.name).files)
    ran = CliRunner().invoke(cli, ["import", *files, "--author", "Regesta", "--dossier", str(sown.path)])
    assert ran.exit_code == 0 and "Recorded 0 facts" in ran.output


def counted(connection: sqlite3.Connection, column: str, table: str) -> Counter[str]:
    return Counter(value for (value,) in connection.execute(f"SELECT {column} FROM {table}"))


def test_every_quote_of_the_resignation_was_found_to_the_letter(resignation: sqlite3.Connection) -> None:
    quotes = counted(resignation, "found", "citations WHERE quote IS NOT NULL")
    assert quotes.keys() == {"exact"} and quotes.total() > 30


def test_the_resignation_has_wanted_agreed_and_refused_meetings(resignation: sqlite3.Connection) -> None:
    found = dict(resignation.execute("SELECT counterpart, state FROM meetings"))
    assert {counterpart for counterpart, state in found.items() if state == "wanted"} == {
        "dmitry-medvedev",
        "alexander-bortnikov",
        "alexander-novak",
    }
    assert found["valentina-matviyenko"] == found["valery-gerasimov"] == "agreed"
    assert found["us-officials"] == "refused"


def test_the_resignation_has_the_kinds_of_end_that_differ(resignation: sqlite3.Connection) -> None:
    ends = dict(resignation.execute("SELECT id, end_state FROM postings"))
    assert (ends["huntsman-moscow"], ends["mcfaul-moscow"], ends["antonov-washington"]) == ("stated", "ended", "holds")
    bounds = "SELECT start_latest, end_earliest, end_latest FROM postings WHERE id = 'huntsman-moscow'"
    assert resignation.execute(bounds).fetchone() == ("2017-11-30", "2019-10-03", "2019-10-03")


@pytest.mark.parametrize("statement", ["letter-channels", "letter-resigns", "letter-no-reset"])
def test_what_every_paper_prints_of_the_letter_is_one_origin(resignation: sqlite3.Connection, statement: str) -> None:
    origins = "SELECT independent_origins FROM statements WHERE id = ?"
    assert resignation.execute(origins, (statement,)).fetchone() == (1,)
    (letter,) = origins_of(resignation, "statement", statement)
    assert (letter.kind, letter.id) == ("source", "letter")


def test_the_resignation_has_a_chain_of_papers_voices_and_a_misspelling(resignation: sqlite3.Connection) -> None:
    far = resignation.execute("SELECT max(primary_distance) FROM sources").fetchone()[0]
    voices = resignation.execute("SELECT count(*) FROM agents WHERE type = 'anonymous'").fetchone()[0]
    spelled = counted(resignation, "name", "names WHERE form = 'misspelling' AND agent = 'jon-huntsman'")
    assert far >= 3 and voices == 2 and spelled.keys() == {"Jon Hutsman", "Hutsman"}


def test_the_chiefs_of_mission_are_what_the_script_makes_of_the_upstream_files() -> None:
    archive = Path(os.environ.get("REGESTA_DATA") or SEEDS.parents[1] / "shared" / "data") / ARCHIVE
    if not archive.exists():
        pytest.skip("the upstream archive is not there; REGESTA_DATA names its folder")
    script = runpy.run_path(str(SEEDS / "chiefs-of-mission" / "from_pocom.py"))
    made = "".join(line + "\n" for line in script["lines"](script["facts"](script["read"](archive))))
    assert made == (SEEDS / "chiefs-of-mission" / "facts.jsonl").read_text(encoding="utf-8")


def test_what_upstream_got_wrong_is_flagged_and_kept() -> None:
    text = (SEEDS / "chiefs-of-mission" / "facts.jsonl").read_text(encoding="utf-8")
    assert '"key": "bz-1983-barn-01-2"' in text
    assert "Flag: upstream has started (1854-12-01) before appointed (1856-06-25)." in text


def test_the_resignation_has_a_date_that_follows_from_two_others(resignation: sqlite3.Connection) -> None:
    (found,) = resignation.execute("SELECT worded, earliest, latest, state, counted_from FROM derived_dates")
    assert found == (
        "eventually",
        "2018-01-01",
        "2019-08-09",
        "derived",
        "on or after statement/video-whom-to-meet (said); on or before source/digest (published)",
    )
    origins = "SELECT kind, bound FROM date_origins JOIN facts ON facts.id = origin ORDER BY position"
    assert resignation.execute(origins).fetchall() == [("source", "latest"), ("statement", "earliest")]
