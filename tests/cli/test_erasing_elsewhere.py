"""What was erased, in clones, in what is published, and in a database whose wiping broke off."""

import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from cli_shell import Shell, a_dossier
from leaks import found_in
from pytest import MonkeyPatch

from regesta.events.dossier import open_dossier
from regesta.projections import build as building
from regesta.projections import wiping
from regesta.projections.public import withheld_in

SECRET = "qz7geheim"
ERASE = '--yes --because "A court order."'


def leaking(folder: Path) -> list[str]:
    """The files in which the secret stands, in whatever form."""
    return [
        str(path.relative_to(folder))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".git" not in path.parts and found_in(path.read_bytes(), [SECRET])
    ]


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A signed dossier in which a statement tells a secret."""
    shell = a_dossier(tmp_path)
    shell.fine("key new --origin example.org/log")
    shell.fine("add source --key page --title Page --published 2018")
    shell.fine("add agent --key ann --name Ann --type person --source page")
    shell.fine(f'add statement --key saying --speaker ann --text "It is {SECRET}." --mode direct --source page')
    shell.fine("sign")
    shell.fine("status")
    assert leaking(shell.folder)
    return shell


def copied(shell: Shell, folder: Path) -> Shell:
    """A clone, with a database of its own."""
    clone = Shell(folder / "dossier")
    shutil.copytree(shell.folder, clone.folder)
    return clone


def state(shell: Shell) -> int:
    """How far the wiping of a dossier's database came."""
    with closing(sqlite3.connect(shell.folder / "build" / "dossier.db")) as connection:
        return wiping.state(connection)


def test_a_clone_that_gets_the_record_before_the_cut_lines_is_wiped_when_these_arrive(
    shell: Shell, tmp_path: Path, monkeypatch: MonkeyPatch
) -> None:
    clone = copied(shell, tmp_path / "clone")
    with monkeypatch.context() as patched:
        patched.setattr("regesta.events.files.cut", lambda folder, ids: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            shell(f"erase saying {ERASE}")
    shutil.copytree(shell.folder / "log", clone.folder / "log", dirs_exist_ok=True)
    clone.fine("log")
    assert "build/dossier.db" in leaking(clone.folder), "its log tells it still"
    fact = clone("verify --json").json["problems"][0]["what"].split()[1]
    shell.fine(f"erase {fact} {ERASE}")
    shutil.copytree(shell.folder / "log", clone.folder / "log", dirs_exist_ok=True)
    clone.fine("log")
    assert leaking(clone.folder) == leaking(shell.folder) == []
    assert clone("verify").code == 0


def test_wiping_that_broke_off_is_gone_on_with_by_any_command(shell: Shell, monkeypatch: MonkeyPatch) -> None:
    def dies(connection: sqlite3.Connection) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(building, "wipe", dies)
        shell(f"erase saying {ERASE}")
    assert state(shell) == wiping.TO_REBUILD
    shell.fine("status")
    assert state(shell) == wiping.CLEAN
    assert leaking(shell.folder) == []


def test_wiping_that_broke_off_in_a_clone_is_gone_on_with_too(
    shell: Shell, tmp_path: Path, monkeypatch: MonkeyPatch
) -> None:
    clone = copied(shell, tmp_path / "clone")
    shell.fine(f"erase saying {ERASE}")
    shutil.copytree(shell.folder / "log", clone.folder / "log", dirs_exist_ok=True)
    with monkeypatch.context() as patched:
        patched.setattr(building, "wipe", lambda connection: None)
        clone.fine("log")
    assert state(clone) == wiping.TO_REBUILD
    clone.fine("log")
    assert state(clone) == wiping.CLEAN
    assert leaking(clone.folder) == []


def test_free_pages_that_held_it_long_before_are_gone(shell: Shell) -> None:
    connection = sqlite3.connect(shell.folder / "build" / "dossier.db", isolation_level=None)
    connection.execute("PRAGMA secure_delete = OFF")  # some SQLites have it on
    connection.execute("CREATE TABLE left_over (words TEXT)")
    connection.executemany("INSERT INTO left_over VALUES (?)", [(f"{SECRET} " * 400,)] * 2000)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.execute("DROP TABLE left_over")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    assert (shell.folder / "build" / "dossier.db").read_bytes().count(SECRET.encode()) > 1000
    shell.fine(f"erase saying {ERASE}")
    assert leaking(shell.folder) == []


def test_what_is_published_again_holds_no_byte_of_it_and_verifies(shell: Shell, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shell.fine(f"publish {site}")
    kept = next((site / "dossier" / "log").glob("checkpoint")).read_bytes()
    (tmp_path / "kept").write_bytes(kept)
    assert leaking(site)
    shell.fine(f"erase saying {ERASE}")
    shell.fine(f"publish {site}")
    assert leaking(site) == []
    key = shell.fine("key show").out.split()[0]
    ran = shell.fine(f"verify {site} --key {key} --checkpoint {tmp_path / 'kept'}")
    assert "problem" not in ran.out


def test_an_older_copy_of_the_log_is_told_and_erased_again(shell: Shell, tmp_path: Path) -> None:
    older = shell.log
    shell.fine(f"erase saying {ERASE}")
    path = shell.folder / "log" / "000000.log"
    record = path.read_bytes().splitlines(keepends=True)[older.count(b"\n") :]
    path.write_bytes(older + b"".join(record))
    ran = shell("verify")
    assert (ran.code, ran.out.count("was erased, and what it said is there;")) == (1, 1)
    fact = ran.out.partition("fact ")[2].split()[0]
    shell.fine(f"erase {fact} {ERASE}")
    assert leaking(shell.folder) == []
    shell.fine("verify")


def test_git_merging_a_cut_line_with_a_clone_that_went_on_loses_no_record_and_is_told(
    shell: Shell, tmp_path: Path
) -> None:
    def git(folder: Path, *words: str) -> str:
        who = ("-c", "user.name=Desk", "-c", "user.email=desk@example.org")
        return subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True, text=True).stdout

    git(shell.folder, "init", "-q", "-b", "main")
    git(shell.folder, "add", "log", ".gitattributes", "regesta.toml", "checkpoints")
    git(shell.folder, "commit", "-qm", "before")
    clone = Shell(tmp_path / "clone")
    git(tmp_path, "clone", "-q", str(shell.folder), str(clone.folder))
    clone.fine("add source --key other --title Other --published 2019")
    git(clone.folder, "commit", "-qam", "more")
    ran = shell.fine(f"erase saying {ERASE}")
    assert "Git's history has the old lines still: `git log --oneline -- log/000000.log` lists the commits." in ran.err
    assert git(shell.folder, "log", "--oneline", "--", "log/000000.log").count("\n") == 1
    git(shell.folder, "commit", "-qam", "erased")
    git(clone.folder, "pull", "-q", "--no-rebase", "--no-edit", "origin", "main")
    ran = clone("verify")
    assert ran.code == 1
    assert "was erased, and what it said is there;" in ran.out
    fact = ran.out.partition("fact ")[2].split()[0]
    clone.fine(f"erase {fact} {ERASE}")
    assert leaking(clone.folder) == []
    assert clone.log.count(b'"level":"erased"') == 1
    assert b"Other" in clone.log
    ran = clone("verify")
    assert f"repeats entry {fact}" in ran.out


def test_whom_only_an_erased_and_withheld_fact_named_is_kept_from_readers(tmp_path: Path) -> None:
    shell = a_dossier(tmp_path)
    shell.fine("add source --key letter --title Letter --published 2018")
    shell.fine("add post --key mayor --title Mayor --observed")
    shell.fine('add posting --key roe --holder "Jane Roe" --post mayor --phase serving --start 2018 --source letter')
    shell.fine("restrict roe --withhold privacy")
    ran = shell.fine(f"erase roe {ERASE} --json")
    log = open_dossier(shell.folder).log
    hidden = withheld_in(log, date(2030, 1, 1))
    shown = [line for place, line in enumerate(log.read()) if place not in hidden]
    assert not [line for line in shown if b"Roe" in line]
    assert len(ran.json["internal"]) == 3
    shell.fine("release jane-roe")


def test_an_earlier_edition_shows_nothing_of_it_either(shell: Shell) -> None:
    size = shell.fine("status --json").json["entries"]
    shell.fine("tag before")
    shell.fine(f"erase saying {ERASE}")
    for known in ("before", str(size)):
        shell.fine(f"build --as-known {known} -o {shell.folder.parent / 'edition.db'}")
        assert found_in((shell.folder.parent / "edition.db").read_bytes(), [SECRET]) == set()
    assert leaking(shell.folder) == []
    shell.fine("verify")
