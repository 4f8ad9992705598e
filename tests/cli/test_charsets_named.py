"""`add source --capture … --charset`: what does not tell its encoding can be read right."""

from pathlib import Path

from cli_shell import a_dossier_with_a_source

WORDS = "Посол отказал во встрече"


def test_a_guessed_encoding_is_told_and_can_be_named_afterwards(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    (shell.folder / "russian.txt").write_bytes(f"{WORDS}.".encode("cp1251"))
    told = shell.fine("add source --of digest --capture russian.txt").err
    assert "read as windows-1252: if letters are wrong, capture it again with --charset." in told
    assert shell("quote digest", WORDS).code == 1
    shell.fine("add source --of digest --capture russian.txt --charset windows-1251")
    assert shell.fine("quote digest --json", WORDS).json["found"] == "exact"
    size = len(shell.log)
    assert "Already recorded" in shell.fine("add source --of digest --capture russian.txt --charset windows-1251").err
    assert "Already recorded" in shell.fine("add source --of digest --capture russian.txt").err
    assert len(shell.log) == size


def test_utf_16_without_a_mark_is_read_where_it_is_named(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    (shell.folder / "page.html").write_bytes(f"<html><body><p>{WORDS}".encode("utf-16-be"))
    shell.fine("add source --of digest --capture page.html --charset utf-16be")
    assert shell.fine("quote digest --json", WORDS).json["places"][0]["start"] == 0


def test_an_encoding_that_is_none_is_wrong_usage(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    (shell.folder / "russian.txt").write_bytes(WORDS.encode("cp1251"))
    before = shell.log
    for words in ("--capture russian.txt --charset rot13", "--charset koi8-r --title x"):
        ran = shell(f"add source --of digest {words}")
        assert (ran.code, ran.out) == (2, "")
        assert "--charset: " in ran.err
    assert shell.log == before
