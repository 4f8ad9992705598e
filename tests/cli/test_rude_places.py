"""Terminals without UTF-8, odd folders, questions the wrong way round: a sentence or an answer, no traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


def ran(folder: Path, *words: str, encoding: str = "utf-8") -> subprocess.CompletedProcess[bytes]:
    told = {**os.environ, "REGESTA_AUTHOR": "Desk", "PYTHONIOENCODING": encoding}
    command = [sys.executable, "-m", "regesta.cli", *words]
    return subprocess.run(command, cwd=folder, env=told, capture_output=True, check=False)


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_a_name_that_the_terminal_cannot_show_is_escaped(tmp_path: Path, encoding: str) -> None:
    ran(tmp_path, "init", "d")
    folder = tmp_path / "d"
    ran(folder, "add", "agent", "--name", "محمد", "--type", "person", "--observed")
    shown = ran(folder, "log", encoding=encoding)
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert b"\\u0645\\u062d\\u0645\\u062f" in shown.stdout


def test_a_folder_with_a_line_break_in_its_name_becomes_a_dossier(tmp_path: Path) -> None:
    made = ran(tmp_path, "init", "two\nlines")
    assert made.returncode == 0
    assert b"'Two lines'" in made.stderr


def test_a_timeline_that_ends_before_it_begins_is_refused(tmp_path: Path) -> None:
    ran(tmp_path, "init", "d")
    refused = ran(tmp_path / "d", "timeline", "--from", "2020", "--until", "2019")
    assert refused.returncode == 2
    assert b"Error: --until (2019-12-31) lies before --from (2020-01-01)." in refused.stderr
