"""Captures that a file of facts brings: what is doubtful is told, and the text that was quoted is what is kept."""

import itertools
from pathlib import Path

import pytest
from cli_shell import Shell, a_dossier

from regesta.events import extraction
from regesta.events.extraction import Extracted

WORDS = "Посол отказал во встрече"
GUESSED = "russian.txt: It does not tell its encoding, and was read as windows-1252"


def with_a_capture(tmp_path: Path, capture: str = "russian.txt") -> Shell:
    """A dossier beside a file in Cyrillic letters that does not tell its encoding, and a document that names it."""
    shell = a_dossier(tmp_path)
    (shell.folder / "russian.txt").write_bytes(f"{WORDS}.".encode("cp1251"))
    (shell.folder / "case.yml").write_text(
        f"facts:\n  - {{kind: source, key: digest, title: A digest, capture: {capture}}}\n", "utf-8"
    )
    return shell


def test_a_guessed_encoding_is_told_when_a_file_brings_it_and_not_again(tmp_path: Path) -> None:
    shell = with_a_capture(tmp_path)
    assert GUESSED in shell.fine("import case.yml --dry-run").err
    assert GUESSED in shell.fine("import case.yml").err
    assert GUESSED not in shell.fine("import case.yml").err


def test_a_file_names_the_encoding_in_the_media_type(tmp_path: Path) -> None:
    shell = with_a_capture(tmp_path, '{file: russian.txt, media_type: "text/plain; charset=windows-1251"}')
    assert "encoding" not in shell.fine("import case.yml").err
    assert shell.fine("quote digest --json", WORDS).json["found"] == "exact"


def test_the_text_that_was_looked_at_is_the_one_that_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A PDF that is stopped by the bound on its time gives another text each time.
    times = itertools.count()
    monkeypatch.setattr(extraction, "extract", lambda *_: Extracted(f"Read {next(times)} times before.", "test"))
    shell = with_a_capture(tmp_path)
    shell.fine("import case.yml")
    assert shell.fine("quote digest --json", "Read 0 times before.").json["found"] == "exact"
    shell.fine("verify")
