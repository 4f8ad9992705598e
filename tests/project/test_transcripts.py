"""What the documents show of a session at the command line is what happens."""

from pathlib import Path

import pytest
from transcript import Session, differences, rewritten, steps
from tree import documents, name

WITH_TRANSCRIPTS = [path for path in documents() if list(steps(path.read_text("utf-8")))]


@pytest.mark.parametrize("path", WITH_TRANSCRIPTS, ids=name)
def test_a_transcript_in_the_documents_is_what_happens(path: Path, tmp_path: Path) -> None:
    assert differences(path.read_text("utf-8"), tmp_path) == []


def test_the_readme_has_a_tutorial() -> None:
    assert "README.md" in map(name, WITH_TRANSCRIPTS)


def block(*lines: str) -> str:
    return "\n".join(["text", "```console", *lines, "```", "more text", ""])


@pytest.mark.parametrize(
    "lines",
    [
        ("$ echo one", "two"),
        ("$ echo one",),
        ("$ true", "one"),
        ("$ printf 'one\\ntwo\\n'", "one"),
        ("$ false",),
        ("$ true", "Error: no"),
        ("$ echo Error: yes", "Error: yes"),
        ("$ echo 1aaaaaaaaaaaaaaa", "2bbbbbbbbbbbbbb"),
        ("$ echo 2026-11-23", "2001-01-01"),
        ("$ echo 1aaaaaaaaaaaaaaa", "2bbbbbbbbbbbbbbb", "$ echo 3ccccccccccccccc", "2bbbbbbbbbbbbbbb"),
    ],
)
def test_a_transcript_that_shows_something_else_is_found(lines: tuple[str, ...], tmp_path: Path) -> None:
    assert differences(block(*lines), tmp_path)


@pytest.mark.parametrize(
    "lines",
    [
        ("$ echo one", "one"),
        ("$ true",),
        ("$ echo from one to two", "from … to two"),
        ("$ printf 'one\\ntwo\\nthree\\n'", "one", "…"),
        ("$ cd /", "$ pwd", "/"),
        ("$ export NAME=value", "$ echo $NAME", "value"),
        ("$ echo Error: no; false", "Error: no"),
        ("$ echo \\", "  one", "one"),
        ("$ echo on 2026-11-23 22:52", "on 2001-01-01 00:00"),
        ("$ echo at 2026-11-23T22:52:01.974003Z", "at 2001-01-01T00:00:00Z"),
        ("$ echo " + "1a" * 32, "2b" * 32),
        ("$ cat <<'END'", "one", "END", "one"),
        ("$ echo 1aaaaaaaaaaaaaaa", "2bbbbbbbbbbbbbbb", "$ test 2bbbbbbbbbbbbbbb = 1aaaaaaaaaaaaaaa"),
    ],
)
def test_a_transcript_that_holds_is_accepted(lines: tuple[str, ...], tmp_path: Path) -> None:
    assert differences(block(*lines), tmp_path) == []


def test_rewriting_puts_in_what_is_printed_now_and_leaves_what_still_holds(tmp_path: Path) -> None:
    before = block("$ echo one", "two", "three", "$ echo any", "…")
    assert rewritten(before, tmp_path) == block("$ echo one", "one", "$ echo any", "…")


def test_rewriting_leaves_a_line_whole_that_holds_a_separator_of_unicode(tmp_path: Path) -> None:
    document = "one\u2028line\u0085only\n" + block("$ echo one", "one")
    assert rewritten(document, tmp_path) == document


def test_a_command_reads_nothing_from_the_terminal(tmp_path: Path) -> None:
    assert Session(tmp_path).run("cat") == (0, ())
