"""`regesta publish`: what is typed wrong is told in a sentence, and what is disclosed too early is told, too."""

from pathlib import Path

import pytest
from cli_shell import Shell, a_dossier_with_a_source


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return a_dossier_with_a_source(tmp_path)


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--title", "two\nlines", "--title: holds a line break or a tab; write it on one line."),
        ("--title", "  ", "--title: has 0 characters; give 1 to 2,000, or leave it out."),
        ("--licence", "x" * 2_001, "--licence: has 2,001 characters; give 1 to 2,000, or leave it out."),
        ("--licence", "CC\u202e0", "--licence: holds the direction override U+202E at character 3; remove it."),
        ("--on", "tomorrow", "--on 'tomorrow' is no day: write it as 2026-11-24."),
        ("--base-url", "example.org", "--base-url: 'example.org' is no address of a site"),
    ],
)
def test_what_is_typed_wrong_is_told_and_nothing_is_written(
    shell: Shell, option: str, value: str, sentence: str
) -> None:
    ran = shell("publish ../site", option, value)
    assert (ran.code, ran.err.startswith(f"Error: {sentence}")) == (2, True), ran.err
    assert not (shell.folder.parent / "site").exists()


def test_a_title_stands_in_the_readme_to_the_letter(shell: Shell) -> None:
    shell.fine("publish ../site --title", "What @ON@ and @KEY@ mean")
    assert (shell.folder.parent / "site/README.md").read_text("utf-8").startswith("# What @ON@ and @KEY@ mean\n")


def test_who_publishes_by_a_day_to_come_hears_that_embargoes_until_then_are_lifted(shell: Shell) -> None:
    told = shell.fine("publish ../site --on 2130-01-01").err
    assert "2130-01-01 has not come yet: what is under embargo until then is disclosed in ../site already.\n" in told
    assert "has not come yet" not in shell.fine("publish ../other").err
