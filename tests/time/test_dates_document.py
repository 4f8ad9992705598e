"""docs/dates.md says what the reader does: its tables are made from the code, its score is measured."""

import doctest
import re
from pathlib import Path

import pytest
from cogapp import Cog

from benchmarks.wording_gold import COMMIT, REPOSITORY, Score, compared, data_file, entries, report, score
from regesta.events import wording
from regesta.events.wording import WordingError, read_when, table
from regesta.events.wording.table import TABLE_VERSION

DOCUMENT = Path(__file__).parents[2] / "docs" / "dates.md"
TEXT = DOCUMENT.read_text("utf-8")

needs_data = pytest.mark.skipif(data_file() is None, reason="REGESTA_DATA does not name the folder of public data")


@pytest.fixture(scope="module")
def found() -> Score:
    path = data_file()
    assert path is not None
    return score(entries(path))


def test_the_tables_of_the_document_are_those_of_the_code() -> None:
    assert Cog().main(["cog", "-P", "--check", str(DOCUMENT)]) == 0


@needs_data
def test_the_score_in_the_document_is_the_one_measured(found: Score) -> None:
    quoted = [line.removeprefix(">").removeprefix(" ") for line in TEXT.splitlines() if line.startswith(">")]
    assert quoted == list(report(found))


@needs_data
def test_the_score_keeps_what_was_promised(found: Score) -> None:
    assert found.entries == 1488
    assert found.equal / found.entries >= 0.98
    assert found.wrong == 0


@needs_data
def test_every_miss_has_its_reason(found: Score) -> None:
    assert [miss.entry.wording for miss in found.misses if miss.reason == "not explained"] == []


@needs_data
def test_a_wrong_machine_date_would_be_a_miss() -> None:
    path = data_file()
    assert path is not None
    entry = next(entry for entry in entries(path) if entry.wording == "July 27, 1789")
    assert compared(entry) is None
    assert compared(type(entry)(entry.wording, "1789-07-28", "1789-07-28")) is not None


def test_the_document_names_the_source_of_its_gold() -> None:
    flat = " ".join(TEXT.split())
    assert REPOSITORY in flat
    assert COMMIT in flat
    assert "CC0" in flat


def test_a_new_table_gets_a_new_version() -> None:
    # Whoever changes a number changes this digest; then TABLE_VERSION goes up too, for it is what records refer to.
    import hashlib

    numbers = [
        {key: dict(value) if hasattr(value, "items") else value for key, value in getattr(table, name).items()}
        for name in ("SEASONS", "CIRCA", "SOON", "COUNTED", "FEW", "FIRST_FEW", "STEPS", "WINDOWS")
    ]
    digest = hashlib.sha256(repr(numbers).encode()).hexdigest()[:16]
    assert (TABLE_VERSION, digest) == (1, "89e0c2a76c448475")


REFUSED = ["03/04/2019", "Jan-14", "31 April 2019", "29 February 2019", "2011/12", "since 2011-12", "late winter 2010"]


@pytest.mark.parametrize("wording", REFUSED)
def test_what_the_document_says_is_refused_is_refused(wording: str) -> None:
    assert wording.split()[-1] in TEXT or wording.lower() in TEXT.lower()
    with pytest.raises(WordingError):
        read_when(wording)


@pytest.mark.parametrize(
    ("wording", "earliest", "latest"),
    [
        ("1939-41", "1939-07-01", "1939-12-31"),
        ("in 1939-41", "1939-01-01", "1941-12-31"),
        ("1939–41", "1939-01-01", "1941-12-31"),
        ("1939–1941", "1939-01-01", "1941-12-31"),
        ("2011-12", "2011-12-01", "2011-12-31"),
        ("2011–12", "2011-01-01", "2012-12-31"),
        ("before noon on 3 May 2019", "None", "2019-05-03"),
    ],
)
def test_the_traps_are_as_the_document_tells(wording: str, earliest: str, latest: str) -> None:
    when = read_when(wording)
    assert (str(when.earliest), str(when.latest)) == (earliest, latest)


def test_the_years_ahead_are_as_the_document_tells() -> None:
    flat = " ".join(TEXT.split())
    assert f"unless it lies at most {table.EXPECTED} years ahead" in flat
    assert f"One from {table.EXPECTED + 1} to {table.DOUBTED} years ahead" in flat


def test_every_section_that_the_reader_refers_to_is_there() -> None:
    headings = re.findall(r"^## (.+)$", TEXT, re.MULTILINE)
    assert {"The table of bounds", "What is refused, and why", "The score"} <= set(headings)


def test_the_examples_of_the_package_are_true() -> None:
    failed, attempted = doctest.testmod(wording)
    assert (failed, attempted) == (0, 5)
