"""`regesta erase`: what a fact said is in no byte of the dossier, and all that was proved still is."""

import errno
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from cli_shell import Shell, a_dossier
from leaks import found_in
from pytest import MonkeyPatch

from regesta.events import erasing
from regesta.events.entry import parse_entry

SECRET = "qz7geheim"
ERASE = '--yes --because "A court order."'


def every_byte(shell: Shell) -> dict[str, bytes]:
    """Every file of the dossier."""
    files = [path for path in shell.folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(shell.folder)): path.read_bytes() for path in files}


def leaking(shell: Shell) -> list[str]:
    """The files in which the secret stands, in whatever form."""
    return [name for name, data in every_byte(shell).items() if found_in(data, [SECRET])]


def fact_of(shell: Shell, kind: str) -> str:
    """The id of the last fact of a kind."""
    return [str(row["fact"]) for row in shell.fine("log --json").json if row["kind"] == kind][-1]


def secret_agent(shell: Shell) -> str:
    """The id of the fact that opened the agent whose name is the secret."""
    return next(str(row["fact"]) for row in shell.fine("log --json").json if row["subject"] == SECRET)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A dossier in which an agent, her posting in two versions, and a capture tell a secret; and others tell none."""
    shell = a_dossier(tmp_path)
    shell.fine("key new --origin example.org/log")
    page = shell.folder.parent / "page.txt"
    page.write_text(f"It is {SECRET} who is mayor.")
    shell.fine(f"add source --key page --title Page --published 2018 --capture {page}")
    shell.fine("add post --key mayor --title Mayor --observed")
    shell.fine(f"add agent --key {SECRET} --name {SECRET} --type person --observed")
    shell.fine(
        f"add posting --key term --holder {SECRET} --post mayor --phase serving --start 2018 --source page"
        f' --quote "It is {SECRET} who is mayor."'
    )
    shell.fine(f'correct term --set "title={SECRET}" --motive clerical --note "{SECRET} again"')
    shell.fine(f'restrict term --internal --because "For {SECRET}"')
    shell.fine("sign")
    return shell


def test_no_byte_of_what_was_erased_stays_and_everything_still_verifies(shell: Shell) -> None:
    before = shell.log
    ran = shell.fine(f"erase {secret_agent(shell)} --subjects --captures {ERASE}")
    shell.fine(f"erase {fact_of(shell, 'capture')} --captures {ERASE}")
    assert leaking(shell) == []
    assert "4 entries say nothing any longer" in ran.err
    assert "All is as it was recorded." in shell.fine("verify").err
    old = [line.partition(b"\t")[0] for line in before.splitlines()]
    assert [line.partition(b"\t")[0] for line in shell.log.splitlines()][: len(old)] == old


def test_what_still_names_it_is_told(shell: Shell) -> None:
    ran = shell.fine(f"erase {secret_agent(shell)} {ERASE}")
    term = fact_of(shell, "posting")
    assert f"name what only this opened (--subjects erases them too):\n  {term}" in ran.err
    assert leaking(shell) != []


def test_that_it_was_erased_by_whom_and_why_is_recorded_once(shell: Shell) -> None:
    fact = secret_agent(shell)
    shell.fine(f"erase {fact} {ERASE}")
    told = [row for row in shell.fine("log --json").json if row["kind"] == "restriction" and fact in row["says"]]
    assert [(row["says"], row["note"], row["recorded_by"]) for row in told] == [
        (f"Fact {fact}: erased", "A court order.", "Desk")
    ]
    before = shell.log
    ran = shell(f"erase {fact} {ERASE}")
    assert (ran.code, "by Desk already; the log says nothing of it any longer." in ran.err) == (1, True)
    assert shell.log == before
    assert shell.fine("status --json").json["restricted"]["erased"] == 1


def test_all_versions_go_and_what_names_them(shell: Shell) -> None:
    told = shell.fine(f"erase term {ERASE} --json").json
    assert told["entries"] == len(told["erased"]) == 3
    assert sum(parse_entry(line).withheld for line in shell.log.splitlines()) == 3


def test_what_is_not_a_fact_that_can_be_erased_is_refused_in_a_sentence(shell: Shell) -> None:
    before = shell.log
    restriction, posting = fact_of(shell, "restriction"), fact_of(shell, "posting")
    for typed, code, sentence in (
        ("erase term --because x", 2, "Nobody can be asked whether to destroy this for good: give --yes"),
        ("erase nosuchfact --yes --because x", 1, "nosuchfact"),
        (f"erase {restriction} --yes --because x", 1, "is a restriction in force, and without it others would see"),
        (f"erase {posting} --yes", 2, "Missing option '--because'"),
        (f"erase {posting} --yes --because ''", 2, "--because"),
    ):
        ran = shell(typed)
        assert (ran.code, sentence in ran.err, ran.err.count("\n") <= 4) == (code, True, True), (typed, ran)
    assert shell.log == before


def test_a_restriction_that_is_no_longer_in_force_is_erased_and_the_record_of_an_erasure_is_not(shell: Shell) -> None:
    restriction = fact_of(shell, "restriction")
    shell.fine(f"retract {restriction} --because x")
    shell.fine(f"erase {restriction} {ERASE}")
    record = fact_of(shell, "restriction")
    ran = shell(f"erase {record} {ERASE}")
    assert (ran.code, "records that something was erased" in ran.err) == (1, True)


def test_nothing_is_said_of_what_was_erased_nor_is_the_record_of_it_taken_back(shell: Shell) -> None:
    posting = fact_of(shell, "posting")
    shell.fine(f"erase {posting} {ERASE}")
    record = next(row["fact"] for row in shell.fine("log --json").json if "erased" in row["says"])
    before = shell.log
    for act in ("retract {} --because x", "correct {} --set level=public --motive was-wrong --note x", "release {}"):
        for fact, sentence in ((posting, "the log does not tell what"), (record, "that has to stay on record")):
            ran = shell(act.format(fact))
            assert (ran.code, sentence in ran.err) == (1, True), ran
    assert shell.log == before


def test_no_correction_makes_an_erasure_of_a_restriction(shell: Shell) -> None:
    restriction = fact_of(shell, "restriction")
    ran = shell(f"correct {restriction} --set level=erased --motive was-wrong --note x")
    assert (ran.code, "recorded by `regesta erase` alone" in ran.err) == (2, True), ran


def test_a_dry_run_shows_what_would_be_lost_and_changes_nothing(shell: Shell) -> None:
    before = every_byte(shell)
    ran = shell.fine("erase term --because x --dry-run")
    assert fact_of(shell, "posting") in ran.err
    assert "Nothing was erased." in ran.err
    assert {name: data for name, data in every_byte(shell).items() if name.startswith("log")} == {
        name: data for name, data in before.items() if name.startswith("log")
    }


def test_a_capture_that_something_else_needs_stays(shell: Shell) -> None:
    shell.fine(f"erase term --captures {ERASE}")
    assert [name for name in every_byte(shell) if name.startswith("captures/")]
    assert "All is as it was recorded." in shell.fine("verify").err


def test_an_erasure_that_broke_off_is_told_and_completed_by_the_same_command(
    shell: Shell, monkeypatch: MonkeyPatch
) -> None:
    def broken(*given: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    fact, before = secret_agent(shell), shell.log
    with monkeypatch.context() as patched:
        patched.setattr(erasing, "write_file", broken)
        ran = shell(f"erase {fact} {ERASE}")
    told = "The disk is full (No space left on device) and not everything was erased in log/; nothing else was lost."
    assert (ran.code, told in ran.err) == (1, True)
    assert shell.log.startswith(before)
    ran = shell("verify")
    told = f"fact {fact} was erased, and what it said is there; run `regesta erase {fact}` to erase it here, too."
    assert (ran.code, told in ran.out) == (1, True)
    grown = shell.log
    ran = shell.fine(f"erase {fact} {ERASE}")
    assert "That it was erased was recorded on " in ran.err
    assert shell.log.count(b"\n") == grown.count(b"\n"), "it is not recorded again"
    assert shell("verify").code == 0


def test_another_clone_wipes_its_database_when_the_erasure_arrives(shell: Shell, tmp_path: Path) -> None:
    clone = Shell(tmp_path / "clone" / "dossier")
    shutil.copytree(shell.folder, clone.folder)
    clone.fine("status")
    shell.fine(f"erase {secret_agent(shell)} --subjects {ERASE}")
    shutil.copytree(shell.folder / "log", clone.folder / "log", dirs_exist_ok=True)
    clone.fine("log")
    assert (clone.folder / "build" / "dossier.db").exists()
    assert not [name for name in leaking(clone) if name.startswith("build/")]


def test_a_database_that_was_left_under_another_name_goes(shell: Shell) -> None:
    shell.fine("status")
    (shell.folder / "build" / "dossier.db").rename(shell.folder / "build" / "former.db")
    shell.fine(f"erase {secret_agent(shell)} --subjects {ERASE}")
    assert not [name for name in leaking(shell) if name.startswith("build/")]


def test_a_database_that_is_being_read_is_told_of(shell: Shell) -> None:
    shell.fine("status")
    (database,) = (shell.folder / "build").glob("*.db")
    with closing(sqlite3.connect(database, isolation_level=None)) as reading:
        reading.execute("BEGIN")
        reading.execute("SELECT * FROM facts").fetchone()
        ran = shell.fine(f"erase term {ERASE}")
    assert "Another program reads the database, whose -wal file still holds it" in ran.err
    shell.fine("status")
    assert b"again" not in b"".join(data for name, data in every_byte(shell).items() if name.startswith("build/"))
