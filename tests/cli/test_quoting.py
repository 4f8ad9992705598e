"""quote: whether words stand in what was captured of a source, and else which words do."""

import subprocess
import sys
from pathlib import Path

import pytest
from cli_shell import Shell, a_dossier, a_dossier_with_a_source

EXACT = "his counterpart Anatoly Antonov was often refused"
BROKEN = "the people whom he hoped to meet"
"""The source has a line break in it."""


def captured(shell: Shell, text: str) -> None:
    """Another capture of the digest, newer than the one before."""
    (shell.folder / "later.txt").write_text(text, encoding="utf-8")
    shell.fine("add source --of digest --capture later.txt")


def test_words_that_stand_there_are_found_letter_for_letter(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    ran = shell.fine("quote digest", EXACT)
    assert ran.out.startswith("Found, letter for letter, in what was captured of digest (Kommersant")
    assert f"diplomatic source said, {EXACT}. …" in ran.out


def test_json_tells_where_they_stand(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    ran = shell.fine("quote digest --json", EXACT).json
    assert {name: ran[name] for name in ("source", "quote", "found", "near")} == {
        "source": "digest",
        "quote": EXACT,
        "found": "exact",
        "near": [],
    }
    (place,) = ran["places"]
    text = (shell.folder / "abstract.txt").read_text()
    assert text[place["start"] : place["end"]] == place["exact"] == EXACT
    assert (place["how"], place["occurrences"]) == ("exact", 1)
    assert place["prefix"].endswith("diplomatic source said, ") and place["suffix"].startswith(".")
    assert len(place["text"]) == 64


def test_other_spacing_is_told_with_how_it_stands_there(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    ran = shell.fine("quote digest", BROKEN)
    assert "with other white space, dashes or quotation marks" in ran.out
    assert ran.out.endswith("\n  the people whom he\n  hoped to meet\n")
    told = shell.fine("quote digest --json", BROKEN).json
    assert (told["found"], told["places"][0]["exact"]) == ("spacing", "the people whom he\nhoped to meet")


def test_what_is_found_can_be_cited_and_what_is_not_cannot(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    for words in (EXACT, BROKEN, "Antonov was often denied", "After some  time Gerasimov agreed"):
        asked = shell("quote digest --json", words)
        cited = shell("add post --title Mayor --source digest --json --quote", words)
        assert asked.code == cited.code
        if asked.code == 0:
            (citation,) = shell.fine(f"show {cited.json['fact']} --json").json["citations"]
            assert citation["found"] == asked.json["found"]
            assert citation["quote"] == asked.json["places"][0]["exact"]


def test_words_that_do_not_stand_there_are_answered_with_the_nearest_and_exit_1(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    ran = shell("quote digest", "his counterpart Antonov was often rejected")
    assert ran.code == 1
    assert ran.out.startswith("Not found in what was captured of digest")
    assert "Anatoly Antonov was often refused" in ran.out


def test_a_passage_that_is_shown_can_be_copied(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    ran = shell("quote digest --json", "his counterpart Antonov was often rejected")
    assert (ran.code, ran.json["found"], ran.json["places"]) == (1, None, [])
    near = ran.json["near"]
    assert 1 <= len(near) <= 3
    assert [one["score"] for one in near] == sorted((one["score"] for one in near), reverse=True)
    for one in near:
        assert shell.fine("quote digest --json", one["exact"]).json["found"] == "exact"


LEFT_OUT = "means to leave in October […] the people whom he hoped to meet ... often refused"
PARTS = ["means to leave in October", "the people whom he\nhoped to meet", "often refused"]


def test_where_words_are_left_out_the_parts_are_told_which_can_be_cited(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    ran = shell("quote digest", LEFT_OUT)
    assert ran.code == 1
    assert "An ellipsis does not stand for words left out. Its parts stand there" in ran.out
    told = shell("quote digest --json", LEFT_OUT)
    assert (told.code, [one["exact"] for one in told.json["parts"]]) == (1, PARTS)
    refused = shell("add post --title Mayor --source digest --quote", LEFT_OUT)
    listed = " and ".join(f'"{part}"' for part in PARTS)
    assert (refused.code, f"Its parts stand there: {listed}. Give each as a --quote of its own." in refused.err) == (
        1,
        True,
    )
    quotes = [word for part in PARTS for word in ("--quote", part)]
    shell.fine("add post --title Mayor --source digest", *quotes)


def test_of_parts_of_which_one_does_not_stand_there_each_has_its_nearest_passage(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    refused = shell("add post --title Mayor --source digest --quote", "means to leave in Oktober … was often refused")
    assert 'The nearest passages are: "means to leave in' in refused.err
    assert 'and "was often refused". Copy the words' in refused.err


def test_what_nothing_comes_near_is_told_so(tmp_path: Path) -> None:
    ran = a_dossier_with_a_source(tmp_path)("quote digest", "zzzzzz qqqqqq xxxxxx")
    assert ran.code == 1
    assert ran.out.endswith("No passage comes near.\n")


def test_every_capture_is_looked_through_and_the_newest_comes_first(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    captured(shell, f"Corrected. {EXACT}. Again: {EXACT}.")
    ran = shell.fine("quote digest --json", EXACT).json
    assert [place["occurrences"] for place in ran["places"]] == [2, 1]
    assert "It stands there 2 times" in shell.fine("quote digest", EXACT).out
    # What only the older one says is found there.
    assert len(shell.fine("quote digest --json", "After some time Gerasimov agreed").json["places"]) == 1


def test_a_passage_that_two_captures_hold_is_shown_once(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    captured(shell, (shell.folder / "abstract.txt").read_text() + "One more line.\n")
    near = shell("quote digest --json", "his counterpart Antonov was often rejected").json["near"]
    assert len({one["exact"] for one in near}) == len(near)


def test_a_quote_is_read_from_standard_input(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    assert shell("quote digest - --json", typed=f"{EXACT}\n").json["found"] == "exact"


def test_standard_input_that_is_no_text_is_a_sentence(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "regesta.cli", "--dossier", str(shell.folder), "quote", "digest", "-"],
        input=b"caf\xe9",
        capture_output=True,
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"Error: TEXT: holds the lone surrogate")


@pytest.mark.parametrize(("words", "why"), [("", "is blank"), (" \n ", "is blank"), ("a\u202eb", "U+202E")])
def test_words_that_say_nothing_or_hide_something_are_wrong_usage(tmp_path: Path, words: str, why: str) -> None:
    ran = a_dossier_with_a_source(tmp_path)("quote digest", words)
    assert (ran.code, ran.out) == (2, "")
    assert "TEXT: " in ran.err and why in ran.err


def test_a_source_that_is_not_known_or_holds_no_text_is_a_sentence(tmp_path: Path) -> None:
    shell = a_dossier(tmp_path)
    shell.fine("add source --key letter --title Letter")
    ran = shell("quote letter", EXACT)
    assert (ran.code, ran.out) == (1, "")
    assert "regesta add source --of letter --capture FILE" in ran.err
    assert "there is no source 'nowhere'" in shell("quote nowhere", EXACT).err


def test_nothing_is_recorded(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    before = shell.log
    shell("quote digest", EXACT)
    shell("quote digest", "words that are not there")
    assert shell.log == before
