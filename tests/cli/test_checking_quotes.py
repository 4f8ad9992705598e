"""`check` tells the quotes that were recorded unverified, and fails for those that are new."""

from pathlib import Path

import pytest
from cli_shell import Shell, a_dossier_with_a_source

WORDS = "the counterpart was refused often"
FOUND = "his counterpart Anatoly Antonov was often refused"


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A dossier with a post that is cited for with words that stand nowhere."""
    shell = a_dossier_with_a_source(tmp_path)
    shell.fine(f'add post --key envoy --title Envoy --source digest --quote "{WORDS}" --unverified')
    return shell


def test_an_unverified_quote_is_told_and_fails_a_check(shell: Shell) -> None:
    (row,) = shell("check --json").json["quotes"]
    assert (row["state"], row["source"], row["quote"], row["citation"]) == ("new", "digest", WORDS, f"{row['id']}~0")
    failed = shell("check")
    assert failed.code == 1
    assert failed.out == f"quote  {row['id']}  new  “{WORDS}” was not found in what was captured of digest\n"
    assert failed.err == "To look at: 1 quote.\n"
    assert shell(f"show {row['id']}").out.startswith(f"post {row['id']}")


def test_one_that_an_edition_was_named_with_is_told_and_passes(shell: Shell) -> None:
    shell.fine("tag first")
    passed = shell("check")
    assert (passed.code, passed.out.split()[2]) == (0, "known")
    assert passed.err == "Nothing is amiss. Known since the last edition that was named: 1 quote.\n"
    shell.fine('add post --key consul --title Consul --source digest --quote "Nor this" --unverified')
    failed = shell("check")
    assert failed.code == 1
    assert [line.split()[2] for line in failed.out.splitlines()] == ["known", "new"]
    assert failed.err == "To look at: 1 quote. Known since the last edition that was named: 1 quote.\n"
    assert [row["state"] for row in shell("check --json").json["quotes"]] == ["known", "new"]


def test_quotes_that_were_found_are_not_told(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    shell.fine(f'add post --key envoy --title Envoy --source digest --quote "{FOUND}"')
    assert shell.fine("check --json").json["quotes"] == []


def test_a_retracted_fact_leaves_nothing_to_tell(shell: Shell) -> None:
    (row,) = shell("check --json").json["quotes"]
    shell.fine(f"retract {row['id']} --because Misread.")
    assert shell.fine("check").out == ""


def test_a_confirmation_with_the_words_as_they_stand_settles_it(shell: Shell) -> None:
    (row,) = shell("check --json").json["quotes"]
    shell.fine(f'confirm {row["id"]} --source digest --quote "{FOUND}"')
    assert len(shell("check --json").json["quotes"]) == 1  # these are other words
    (shell.folder / "later.txt").write_text(f"Corrected: {WORDS.replace(' ', '  ')}.")
    shell.fine("add source --of digest --capture later.txt")
    shell.fine(f'confirm {row["id"]} --source digest --quote "{WORDS}"')
    assert shell.fine("check --json").json["quotes"] == []


def test_an_unverified_quote_of_a_confirmation_is_told_with_the_confirmation(shell: Shell) -> None:
    (row,) = shell("check --json").json["quotes"]
    added = shell.fine(f'confirm {row["id"]} --source digest --quote "Nor this" --unverified --json').json
    told = shell("check --json").json["quotes"]
    assert [one["id"] for one in told] == [row["id"], added["fact"]]


def test_a_quote_that_one_commit_cites_for_several_facts_is_told_once(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    shell.fine("add post --key envoy --title Envoy --observed")
    line = f'--post envoy --phase serving --source digest --quote "{WORDS}" --unverified --new-agent --json'
    added = shell.fine(f'add posting --key anns --holder "Ann Bell" {line}').json
    (row,) = shell("check --json").json["quotes"]
    assert row["id"] == added["fact"]
    assert shell("check").err == "To look at: 1 quote.\n"
    later = shell.fine(f'add posting --key bobs --holder "Bob Cole" {line}').json  # said again: another look
    assert [one["id"] for one in shell("check --json").json["quotes"]] == [added["fact"], later["fact"]]


def test_such_a_quote_is_settled_by_the_fact_that_it_is_told_with_and_stands_while_any_does(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    shell.fine("add post --key envoy --title Envoy --observed")
    line = f'--post envoy --phase serving --source digest --quote "{WORDS}" --unverified --new-agent --json'
    added = shell.fine(f'add posting --key anns --holder "Ann Bell" {line}').json
    retraction = shell.fine(f"retract {added['fact']} --because Misread. --json").json
    assert len(shell("check --json").json["quotes"]) == 1  # the agent rests on it still
    shell.fine(f"retract {retraction['fact']} --because Mistaken.")
    (shell.folder / "later.txt").write_text(f"Corrected: {WORDS}.")
    shell.fine("add source --of digest --capture later.txt")
    shell.fine(f'confirm {added["fact"]} --source digest --quote "{WORDS}"')
    assert shell.fine("check --json").json["quotes"] == []
