"""tag and build: editions have names, numbers and dates, and can be built again."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from cli_shell import Shell, a_dossier, a_dossier_with_a_source, a_posting


def counted(path: Path) -> int:
    """How many facts a database holds."""
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT count(*) FROM facts").fetchone()[0])


def test_a_tag_names_the_edition_of_the_moment(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    ran = shell.fine("tag first-draft --json").json
    a_posting(shell)
    assert (ran["name"], ran["size"], ran["by"]) == ("first-draft", 3, "Desk")
    assert shell.fine("tag --json").json == [ran]
    assert shell.fine("tag").out.startswith("first-draft  3  ")
    kept = json.loads((shell.folder / "editions" / "first-draft.json").read_text())
    assert (kept["size"], kept["root"]) == (3, ran["root"])


def test_a_tag_stays_where_it_is(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    shell.fine("tag draft")
    a_posting(shell)
    ran = shell("tag draft")
    assert ran.code == 1
    assert "'draft' names the edition of 3 entries already" in ran.err
    assert [edition["size"] for edition in shell.fine("tag --json").json] == [3]


def test_a_log_with_a_changed_byte_gets_no_tag(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    path = next(shell.folder.glob("log/*.log"))
    path.write_bytes(path.read_bytes().replace(b'"by":"Desk"', b'"by":"desk"', 1))
    ran = shell("tag draft")
    assert ran.code == 1
    assert "log/000000.log:1: the disclosure does not match its digest" in ran.err
    assert "Get the file back from git or a backup" in ran.err
    assert shell.fine("tag --json").json == []


@pytest.mark.parametrize("name", ["12", "2026-11-23", "Draft", "../draft", "a b", "", "-"])
def test_a_name_that_could_be_a_number_a_day_or_a_path_is_refused(tmp_path: Path, name: str) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    ran = shell("tag --", name)
    assert ran.code == 1
    assert "is no name for an edition" in ran.err
    assert not (shell.folder / "editions").exists()


def test_a_build_brings_the_dossiers_database_up_to_date(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    ran = shell.fine("build --json").json
    assert ran == {"database": str(shell.folder / "build" / "dossier.db"), "entries": 3}
    assert counted(Path(ran["database"])) == 3


@pytest.mark.parametrize(
    ("edition", "entries"), [("2", 2), ("0", 0), ("draft", 3), ("2200-01-01", 5), ("2000-01-01", 0)]
)
def test_an_edition_is_a_number_a_name_or_a_day(tmp_path: Path, edition: str, entries: int) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    shell.fine("tag draft")
    a_posting(shell)
    shell.fine(f"build --as-known {edition} -o edition.db")
    assert counted(shell.folder / "edition.db") == entries


def test_a_day_is_an_edition_as_it_ended(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    a_posting(shell)
    today = shell.fine("log -n 1 --json").json[0]["recorded_at"][:10]
    shell.fine(f"build --as-known {today} -o edition.db")
    assert counted(shell.folder / "edition.db") == 5


def test_a_moment_counts_what_was_recorded_at_it(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    a_posting(shell)
    second = shell.fine("log --json").json[1]["recorded_at"]
    shell.fine(f"build --as-known {second} -o edition.db")
    assert counted(shell.folder / "edition.db") == 2


def test_an_edition_is_built_beside_the_dossiers_database(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    assert shell.fine("build --as-known 2").out == str(shell.folder / "build" / "dossier-2.db") + "\n"


@pytest.mark.parametrize(
    ("edition", "why"),
    [("4", "the log holds 3 entries, and not 4"), ("nowhere", "is no edition"), ("2026-13-01", "is no edition")],
)
def test_an_edition_that_is_not_there_is_refused(tmp_path: Path, edition: str, why: str) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    ran = shell(f"build --as-known {edition} -o edition.db")
    assert (ran.code, ran.out) == (1, "")
    assert why in ran.err
    assert not (shell.folder / "edition.db").exists()


def test_a_build_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    ran = shell("build -o nowhere/edition.db")
    assert ran.code == 1
    assert "nowhere/edition.db cannot be written" in ran.err and len(ran.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("output", "why"),
    [
        ("nowhere/edition.db", "there is no folder nowhere. Make it, or name another."),
        ("regesta.toml/edition.db", "regesta.toml is no folder. Name another."),
    ],
)
def test_a_place_where_no_file_can_be_is_told_as_what_it_is(tmp_path: Path, output: str, why: str) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    shell.fine("build")
    ran = shell("build -o", output)
    assert (ran.code, ran.err) == (1, f"Error: {output} cannot be written: {why}\n")


def test_a_build_into_no_file_is_wrong_usage(tmp_path: Path) -> None:
    assert a_dossier(tmp_path)("build -o ''").err == "Error: --output: names no file.\n"


def test_a_damaged_edition_is_named_with_its_file(tmp_path: Path) -> None:
    shell = a_dossier(tmp_path)
    shell.fine("tag draft")
    for text in ("", "{}", '{"size": "3", "root": "", "at": "", "by": ""}', "[1]"):
        (shell.folder / "editions" / "draft.json").write_text(text)
        ran = shell("tag")
        assert (ran.code, ran.out) == (1, "")
        assert "draft.json is no edition" in ran.err


def test_the_editions_of_a_clone_are_those_of_the_dossier(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    shell.fine("tag draft")
    ignored = (shell.folder / ".gitignore").read_text().splitlines()
    assert not any("editions" in line for line in ignored)
    assert Shell(shell.folder, "Other").fine("tag").out.startswith("draft")
