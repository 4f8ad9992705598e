"""What lies beside a published log is compared with it: a changed row, word, capture or count is found.

In each test the list of sums is made anew, as whoever changed something would do.
"""

import json
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from site_case import DAY, SiteCase, the_seed_site

from regesta.cli import cli
from regesta.events.publishing.sums import SUMS, folder_sums, format_sums
from regesta.web.publishing.site import Wish


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> SiteCase:
    return the_seed_site(tmp_path_factory.mktemp("compared"))


@pytest.fixture
def site(published: SiteCase, tmp_path: Path) -> Iterator[SiteCase]:
    """A copy of the published folder, to be changed."""
    case = replace(published, folder=tmp_path / "site")
    shutil.copytree(published.folder, case.folder)
    yield case


def sealed(case: SiteCase) -> None:
    """The sums of what is there now."""
    (case.folder / SUMS).write_bytes(format_sums(folder_sums(case.folder)))


def verified(case: SiteCase, *more: str) -> Result:
    sealed(case)
    return CliRunner().invoke(cli, ["verify", str(case.folder), *more])


def changed(case: SiteCase, *statements: str) -> Result:
    """What is found after SQL was run on the database."""
    with closing(sqlite3.connect(case.folder / f"{case.name}.db", isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)
    return verified(case)


def test_a_folder_as_it_was_published_is_compared_and_sound(site: SiteCase) -> None:
    result = verified(site)
    assert result.exit_code == 0
    assert re.search(r"^3 captures hashed, [1-9][0-9]+ quotes looked up\.$", result.stderr, re.MULTILINE)
    assert "NOT compared" not in result.stderr


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE postings SET end_latest = '1999-12-31' WHERE rowid = 1", "in postings, row 1 ("),
        ("DELETE FROM steps WHERE rowid = (SELECT max(rowid) FROM steps)", "in steps, there are fewer than "),
        ("DELETE FROM _mentions", "in _mentions, there are fewer than "),
        ("UPDATE _reached SET schema = 'another'", "in _reached, row 1 (1) is another one"),
        ("INSERT INTO _contents VALUES ('x', 'y')", "in _contents, there are more than "),
        ("CREATE TABLE more (x)", "does not have the tables that the log's database has"),
        ("CREATE VIEW more AS SELECT * FROM facts", "does not have the tables that the log's database has"),
        ("CREATE TRIGGER more AFTER INSERT ON facts BEGIN SELECT 1; END", "does not have the tables"),
        ("INSERT INTO posts_fts (rowid, label) VALUES (1, 'slander')", "finds other words in posts_fts"),
        ("INSERT INTO posts_fts (posts_fts) VALUES ('delete-all')", "finds other words in posts_fts"),
        ("INSERT INTO posts_fts (posts_fts, rank) VALUES ('rank', 'bm25(9.0)')", "in posts_fts_config, row 1 "),
    ],
)
def test_a_database_that_does_not_follow_from_the_log_is_found(site: SiteCase, statement: str, told: str) -> None:
    try:
        result = changed(site, statement)
    except sqlite3.Error:
        pytest.fail(f"{statement} cannot be tried")
    assert result.exit_code == 1, result.output
    assert f"{site.name}.db: " in result.stdout
    assert told in result.stdout


def test_an_index_that_hides_a_row_is_found(site: SiteCase) -> None:
    """Every row is there, and a query that uses the index does not find it: a writable schema can do that."""
    (index, table), *_ = [
        (name, table)
        for name, table in _of(site, "SELECT name, tbl_name FROM sqlite_schema WHERE type = 'index' AND sql <> ''")
        if table == "postings"
    ]
    text = _of(site, f"SELECT sql FROM sqlite_schema WHERE name = '{index}'")[0][0]
    partial = f"{text} WHERE rowid <> 1".replace("'", "''")
    whole = text.replace("'", "''")
    result = changed(
        site,
        f'DROP INDEX "{index}"',
        f"{text} WHERE rowid <> 1",
        "PRAGMA writable_schema = ON",
        f"UPDATE sqlite_schema SET sql = '{whole}' WHERE sql = '{partial}'",
    )
    assert result.exit_code == 1
    assert f"holds a table {table} whose indexes do not fit its rows" in result.stdout


def _of(case: SiteCase, query: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(case.folder / f"{case.name}.db")) as connection:
        return connection.execute(query).fetchall()


def test_the_same_rows_laid_out_by_another_sqlite_are_the_same(site: SiteCase) -> None:
    result = changed(
        site,
        "PRAGMA page_size = 8192",
        "INSERT INTO posts_fts (posts_fts) VALUES ('optimize')",
        "DROP TABLE sqlite_stat1"
        if _of(site, "SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'")
        else "ANALYZE",
        "VACUUM",
    )
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize("spoiled", [b"", b"no database at all" * 300])
def test_what_is_no_database_is_told_in_a_sentence(site: SiteCase, spoiled: bytes) -> None:
    (site.folder / f"{site.name}.db").write_bytes(spoiled)
    result = verified(site)
    assert result.exit_code == 1
    assert f"{site.name}.db: " in result.stdout
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_a_database_that_is_missing_or_a_link_is_told(site: SiteCase, tmp_path: Path) -> None:
    database = site.folder / f"{site.name}.db"
    database.rename(tmp_path / "elsewhere.db")
    assert f"{site.name}.db: is missing." in verified(site).stdout
    database.symlink_to(tmp_path / "elsewhere.db")
    assert f"{site.name}.db: is missing." in verified(site).stdout


def test_a_captured_text_that_was_changed_is_found_with_the_quotes_in_it(site: SiteCase) -> None:
    for path in sorted((site.folder / site.name).glob("captures/*/*")):
        path.write_bytes(path.read_bytes().replace(b"a", b"b"))
    result = verified(site)
    assert result.exit_code == 1
    assert "its quote cannot be looked for: " in result.stdout


def test_a_capture_that_was_taken_away_is_missed(site: SiteCase) -> None:
    next((site.folder / site.name).glob("captures/*/*")).unlink()
    result = verified(site)
    assert result.exit_code == 1
    assert f"{site.name}/captures: holds 2 captures, and published.json says 3." in result.stdout
    assert "more stand in captures that are not published." in result.stderr


def test_another_program_says_that_it_did_not_compare(site: SiteCase) -> None:
    """Another version makes other tables of the same log: that is no lie of the publisher's."""
    (wheel,) = site.folder.glob("*.whl")
    with zipfile.ZipFile(wheel, "a") as archive:
        archive.writestr("regesta/events/more.py", "")
    result = changed(site, "UPDATE postings SET end_latest = '1999-12-31'")
    assert result.exit_code == 0
    assert f"{site.name}.db was NOT compared with the log: this is not the Regesta that made it." in result.stderr
    assert '"database_compared": false' in verified(site, "--json").stdout
    wheel.write_bytes(b"no wheel")
    assert "NOT compared" in verified(site).stderr


def test_with_a_spoiled_log_nothing_is_compared_with_it(site: SiteCase) -> None:
    segment = site.log / "000000.log"
    segment.write_bytes(segment.read_bytes().replace(b"Huntsman", b"Huntsmen", 1))
    result = verified(site)
    assert result.exit_code == 1
    assert f"{site.name}.db" not in result.stdout


def test_json_tells_what_was_compared(site: SiteCase, tmp_path: Path) -> None:
    other = replace(site, folder=tmp_path / "sql")
    other.publish(Wish(DAY, allow_sql=True))
    result = verified(other, "--json")
    (told,) = json.loads(result.stdout)["dossiers"]
    assert (told["database_compared"], told["captures"]) == (True, 3)
    assert told["quotes"] > 30
