"""A quote that was recorded unverified is told wherever what rests on it is told."""

import sqlite3
from pathlib import Path

import pytest
from cli_shell import Shell, a_dossier_with_a_source

FOUND = "his counterpart Anatoly Antonov was often refused"


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A dossier with a posting, a statement and a meeting, each with words that stand nowhere."""
    shell = a_dossier_with_a_source(tmp_path)
    told = '--new-agent --source digest --quote "Never said so" --unverified'
    shell.fine(f"add posting --key p --holder Ann --post us-ambassador-ru --phase serving --start 2017 {told}")
    shell.fine(f"add statement --key s --speaker Ann --text Yes --said 2018 --mode direct {told}")
    shell.fine(f"add meeting --key m --by Ann --with Bob --step wanted --on 2018 {told}")
    shell.fine(f'add post --key sound --title Sound --source digest --quote "{FOUND}"')
    shell.fine(f'confirm p --source digest --quote "{FOUND}"')
    shell.fine("status")
    return shell


@pytest.mark.parametrize(("subject", "weight"), [("p", "2 citations, 1 independent origin"), ("s", "1 "), ("m", "1 ")])
def test_a_record_says_how_much_of_what_it_rests_on_is_unverified(shell: Shell, subject: str, weight: str) -> None:
    (line,) = (line for line in shell.fine(f"show {subject}").out.splitlines() if "rests on" in line)
    assert weight in line and line.endswith("; 1 quote unverified")
    assert shell.fine(f"show {subject} --json").json["rows"][0]["unverified"] == 1


def test_the_timeline_marks_what_rests_on_it(shell: Shell) -> None:
    lines = shell.fine("timeline").out.splitlines()
    assert [line for line in lines if line.endswith(" [unverified]")] == [
        line for line in lines if "Published" not in line
    ]
    assert {row["unverified"] for row in shell.fine("timeline --json").json} == {0, 1}


def test_tables_count_them(shell: Shell, tmp_path: Path) -> None:
    shell.fine("build -o all.db")
    connection = sqlite3.connect(shell.folder / "all.db")
    for table in ("postings", "statements", "meetings"):
        assert connection.execute(f"SELECT unverified FROM {table}").fetchall() == [(1,)]


def test_a_confirmation_adds_its_own(shell: Shell) -> None:
    shell.fine('confirm m --source digest --quote "Nor that" --unverified')
    assert "2 citations, 1 independent origin; 2 quotes unverified" in shell.fine("show m").out
