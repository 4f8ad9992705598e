"""A capture is kept from readers while what quotes it is withheld. Who erases that fact is told that this ends."""

from pathlib import Path

import pytest
from cli_shell import Shell, a_dossier
from leaks import found_in

SECRET = "qz7geheim"
ERASE = '--yes --because "A court order."'
TOLD = "What was captured of these sources stays, and its words with it."


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A dossier with two pages that may be passed on; facts that are shown cite both, a withheld one quotes one."""
    shell = a_dossier(tmp_path)
    for name, words in (("page", f"It is {SECRET} who is mayor."), ("other", "The town has a sheriff.")):
        path = shell.folder.parent / f"{name}.txt"
        path.write_text(words)
        shell.fine(f"add source --key {name} --title {name} --published 2018 --licence CC0-1.0 --capture {path}")
    shell.fine("add post --key mayor --title Mayor --source page")
    for name, source in (("ann", "page"), ("bob", "page"), ("cid", "other")):
        shell.fine(f"add agent --key {name} --name {name} --type person --observed")
        shell.fine(f"add posting --holder {name} --post mayor --phase serving --start 2001 --source {source}")
    shell.fine(
        "add posting --key term --holder ann --post mayor --phase serving --start 2018 --source page"
        f' --quote "It is {SECRET} who is mayor."'
    )
    shell.fine("restrict term --internal")
    return shell


def published(shell: Shell) -> list[str]:
    """The files that readers get in which the secret stands."""
    folder = shell.folder.parent / "site"
    shell.fine(f"publish {folder}")
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if found_in(path.read_bytes(), [SECRET])]


def capture_of(shell: Shell, source: str) -> str:
    """The id of the fact that tells of the capture of a source."""
    rows = shell.fine("log --json").json
    return next(row["fact"] for row in rows if row["kind"] == "capture" and source in row["says"])


@pytest.mark.parametrize("what", ["{capture}", "--source page"])
def test_who_erases_a_fact_is_told_that_what_it_quoted_is_published_then_and_how_to_keep_it_back(
    shell: Shell, what: str
) -> None:
    assert published(shell) == []
    capture = capture_of(shell, "page")
    remedy = f"regesta restrict {what.format(capture=capture)} --internal"
    for how in (ERASE + " --dry-run", ERASE):
        ran = shell.fine(f"erase term {how}")
        assert TOLD in ran.err
        assert f"\n  page: `regesta restrict {capture} --internal`" in ran.err
        assert f"`{remedy}`" in ran.err
        assert "other" not in ran.err.partition(TOLD)[2].partition("\n")[2].partition("entries")[0]
    shell.fine(remedy.removeprefix("regesta "))
    assert published(shell) == []


def test_without_the_remedy_it_is_published(shell: Shell) -> None:
    told = shell.fine(f"erase term {ERASE} --json").json
    assert told["captured"] == [{"source": "page", "capture": capture_of(shell, "page")}]
    assert published(shell)


def test_nothing_is_said_of_what_is_kept_back_already(shell: Shell) -> None:
    shell.fine(f"restrict {capture_of(shell, 'page')} --internal")
    ran = shell.fine(f"erase term {ERASE}")
    assert TOLD not in ran.err
    assert published(shell) == []


def test_nothing_is_said_of_a_capture_that_goes_with_the_source(shell: Shell) -> None:
    rows = shell.fine("log --json").json
    source = next(row["fact"] for row in rows if row["kind"] == "source" and row["subject"] == "page")
    ran = shell.fine(f"erase {source} --subjects --captures {ERASE}")
    assert "erased" in ran.out
    assert "\n  page: " not in ran.err


def test_what_a_correction_quoted_is_told_too(shell: Shell) -> None:
    shell.fine(
        'correct term --set start=2017 --motive was-wrong --note later --source other --quote "The town has a sheriff."'
    )
    ran = shell.fine(f"erase term {ERASE} --dry-run --json")
    assert "\n  other: " in ran.err


def test_what_it_cited_without_a_quote_is_told_too(shell: Shell) -> None:
    rows = shell.fine("log --json").json
    posting = next(row["fact"] for row in rows if row["kind"] == "posting" and row["says"].startswith("cid"))
    assert "\n  other: " in shell.fine(f"erase {posting} {ERASE} --dry-run").err


def test_what_holds_the_same_words_and_stays_is_named(shell: Shell) -> None:
    quote = f'--quote "{SECRET} who is mayor"'
    again = shell.fine(f"add statement --speaker bob --text He. --mode indirect --source page {quote} --json").json[
        "fact"
    ]
    ran = shell.fine(f"erase term {ERASE} --dry-run")
    assert f"These stay, and hold words that it quotes; where these have to go, erase them too:\n  {again}  " in ran.err
    shell.fine(f"erase term {ERASE}")
    shell.fine(f"restrict {capture_of(shell, 'page')} --internal")
    assert published(shell) == []
