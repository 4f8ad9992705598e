"""A dossier that cannot be written: it can be read, and a fact is refused in one sentence."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cli_shell import Ran, Shell, a_dossier_with_a_source, a_posting

NOBODY = 65_534


@contextmanager
def without_privileges() -> Iterator[None]:
    """The superuser may write anything, and so becomes nobody for a while."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Shell]:
    """A dossier in a folder that everybody may read and nobody may write."""
    shell = a_dossier_with_a_source(tmp_path)
    a_posting(shell)
    with tempfile.TemporaryDirectory() as outside:
        Path(outside).chmod(0o755)
        folder = Path(outside) / "dossier"
        shutil.copytree(shell.folder, folder)
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
        yield Shell(folder)
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o755)


def run(shell: Shell, words: str, tmp_path: Path) -> Ran:
    """Run a command as somebody who may not write."""
    # Once with privileges and elsewhere, so that all modules are loaded: nobody may not be able to read them.
    assert Shell(tmp_path / "dossier")(words).code == 0
    with without_privileges():
        return shell(words)


def test_a_fact_for_a_dossier_that_cannot_be_written_is_refused(read_only: Shell, tmp_path: Path) -> None:
    before = read_only.log
    ran = run(read_only, "add post --title Mayor", tmp_path)
    assert (ran.code, ran.out, read_only.log) == (1, "", before)
    assert ran.err.startswith("Error: ") and "cannot be written" in ran.err
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize(
    "words", ["who us-ambassador-ru", "show huntsman-moscow", "log", "find huntsman", "timeline", "verify", "status"]
)
def test_a_dossier_that_cannot_be_written_can_be_read(read_only: Shell, tmp_path: Path, words: str) -> None:
    ran = run(read_only, words, tmp_path)
    assert (ran.code, "Error" in ran.err) == (0, False), ran.err


def test_a_name_that_cannot_be_kept_is_told_with_what_to_do(read_only: Shell, tmp_path: Path) -> None:
    told = run(read_only, "tag draft", tmp_path).err
    assert "cannot be written" in told and "Make the dossier's folder writable, or work in a copy." in told


@pytest.mark.parametrize("words", ["tag draft", "build"])
def test_what_has_to_write_says_that_it_cannot(read_only: Shell, tmp_path: Path, words: str) -> None:
    ran = run(read_only, words, tmp_path)
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (1, "", 1)
