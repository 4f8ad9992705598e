"""Who records: --author, REGESTA_AUTHOR, git's name, or a sentence that says how to tell."""

import subprocess
from pathlib import Path

import pytest
from cli_shell import Shell, a_dossier


def recorded_by(shell: Shell) -> str:
    who: str = shell.fine("log -n 1 --json").json[0]["recorded_by"]
    return who


@pytest.fixture
def git(tmp_path: Path) -> str:
    """Settings of git that name somebody."""
    path = tmp_path / "gitconfig"
    path.write_text("[user]\n\tname = Ann Lee\n\temail = ann@example.org\n")
    return str(path)


def test_the_option_goes_before_the_environment_and_both_before_git(tmp_path: Path, git: str) -> None:
    shell = a_dossier(tmp_path)
    shell("add post --title A --author Option", GIT_CONFIG_GLOBAL=git)
    assert recorded_by(shell) == "Option"
    shell("add post --title B", GIT_CONFIG_GLOBAL=git, REGESTA_AUTHOR="Environment")
    assert recorded_by(shell) == "Environment"
    shell("add post --title C", GIT_CONFIG_GLOBAL=git, REGESTA_AUTHOR=None)
    assert recorded_by(shell) == "Ann Lee <ann@example.org>"


def test_the_repository_of_the_dossier_goes_before_the_users_git(tmp_path: Path, git: str) -> None:
    shell = a_dossier(tmp_path)
    for words in (["init", "-q"], ["config", "user.name", "Desk of the paper"]):
        subprocess.run(["git", *words], cwd=shell.folder, check=True)
    shell("add post --title A", GIT_CONFIG_GLOBAL=git, REGESTA_AUTHOR=None)
    assert recorded_by(shell) == "Desk of the paper <ann@example.org>"


def test_where_nobody_is_named_and_nobody_can_be_asked_nothing_is_recorded(tmp_path: Path) -> None:
    shell = a_dossier(tmp_path)
    for author in (None, "", "  "):
        ran = shell("add post --title A", REGESTA_AUTHOR=author)
        assert (ran.code, ran.out, shell.log) == (1, "", b"")
        assert ran.err.startswith("Error: Nobody is named who records: give --author NAME")


def test_a_name_that_could_hide_is_refused(tmp_path: Path) -> None:
    shell = a_dossier(tmp_path)
    for name in ("Ann\x1b[2J", "Ann\nLee", "A\udcedn"):
        ran = shell("add post --title A --author", name)
        assert (ran.code, shell.log) == (2, b"")
        assert ran.err.startswith("Error: --author: holds ")
