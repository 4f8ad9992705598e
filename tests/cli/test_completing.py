"""Shell completion: what the dossier knows is offered, quickly, and nothing ever fails."""

from contextlib import chdir
from pathlib import Path

import pytest
from cli_shell import Shell, a_dossier, a_dossier_with_a_source, a_posting
from click.shell_completion import ShellComplete

from regesta.cli import cli


def offered(folder: Path, line: str) -> list[str]:
    """What a shell would offer for the last word of a line."""
    *before, incomplete = line.split(" ")
    with chdir(folder):
        completer = ShellComplete(cli, {}, "regesta", "_REGESTA_COMPLETE")
        return [item.value for item in completer.get_completions(before, incomplete)]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("add posting --holder jo", ["jon-huntsman"]),
        ("add posting --post ", ["us-ambassador-ru"]),
        ("add posting --phase sw", ["sworn-in"]),
        ("add posting --source ", ["digest"]),
        ("add posting --of h", ["huntsman-moscow"]),
        ("add statement --via j", ["jon-huntsman"]),
        ("add source --derived-from d", ["digest"]),
        ("add statement --about huntsman", ["huntsman-moscow"]),
        ("who us", ["us-ambassador-ru"]),
        ("show jon", ["jon-huntsman"]),
        ("timeline --agent ", ["jon-huntsman"]),
        ("sta", ["status"]),
        ("add post", ["post", "posting"]),
    ],
)
def test_what_the_dossier_knows_is_offered(tmp_path: Path, line: str, found: list[str]) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    a_posting(shell)
    shell.fine("build")
    assert offered(shell.folder, line) == found


def test_facts_are_offered_by_their_ids(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    fact = a_posting(shell)
    shell.fine("build")
    assert offered(shell.folder, f"correct {fact[:5]}") == [fact]


def test_an_option_that_names_the_dossier_is_heeded(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    shell.fine("build")
    assert offered(tmp_path, f"--dossier {shell.folder} who us") == ["us-ambassador-ru"]


def test_completion_offers_nothing_rather_than_an_error(tmp_path: Path) -> None:
    assert offered(tmp_path, "who us") == []  # no dossier
    shell = a_dossier(tmp_path)
    assert offered(shell.folder, "who us") == []  # no database
    database = shell.folder / "build" / "dossier.db"
    database.parent.mkdir(exist_ok=True)
    database.write_bytes(b"this is no database, and long enough to be looked at" * 40)
    assert offered(shell.folder, "who us") == []
    assert offered(shell.folder, "who 'us%_\\") == []


def test_completion_writes_nothing(tmp_path: Path) -> None:
    shell: Shell = a_dossier(tmp_path)
    before = sorted(str(path) for path in shell.folder.rglob("*"))
    offered(shell.folder, "who us")
    assert sorted(str(path) for path in shell.folder.rglob("*")) == before
