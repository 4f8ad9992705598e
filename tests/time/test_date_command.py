"""`regesta date`: one wording for a reader or a program, and a stream of them."""

import io
import json

import pytest
from click.testing import CliRunner, Result

from regesta.cli.date import LONGEST_LINE, date
from regesta.events.wording import WordingError, read_when

KEYS = ["verbatim", "earliest", "latest", "basis", "edtf"]


def run(*arguments: str, lines: str | bytes | None = None) -> Result:
    return CliRunner().invoke(date, arguments, input=lines, catch_exceptions=False)


def test_json_has_exactly_the_keys_that_are_documented() -> None:
    result = run("in October", "--published", "2019-08-07", "--json")
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert list(answer) == KEYS
    assert answer == {
        "verbatim": "in October",
        "earliest": "2019-10-01",
        "latest": "2019-10-31",
        "basis": "derived",
        "edtf": "2019-10",
    }


def test_an_open_side_and_a_missing_edtf_are_null() -> None:
    assert json.loads(run("by October 2019", "--json").stdout)["earliest"] is None
    assert json.loads(run("after 2018", "--json").stdout)["latest"] is None


def test_json_of_what_cannot_be_read_is_the_verbatim_and_the_error() -> None:
    result = run("the 32nd of March", "--json")
    assert result.exit_code == 1
    with pytest.raises(WordingError) as refused:
        read_when("the 32nd of March")
    assert json.loads(result.stdout) == {"verbatim": "the 32nd of March", "error": str(refused.value)}


def test_a_reader_gets_the_bounds_in_words() -> None:
    result = run("circa", "2018")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "circa 2018",
        "  from         2017-01-01",
        "  to           2019-12-31",
        "  basis        stated in the wording",
        "  approximate  yes: the bounds are those of the table of dates, 1-north",
        "  EDTF         2018~",
    ]


def test_what_cannot_be_read_is_a_sentence_on_standard_error() -> None:
    result = run("31 April 2018")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        'Error: "31 April 2018" names a day that does not exist: April has 30 days. Write a day that it has, such as 30'
        " April.\n"
    )


def test_the_hemisphere_and_the_order_are_taken() -> None:
    assert json.loads(run("autumn of 2017", "--hemisphere", "south", "--json").stdout)["earliest"] == "2017-03-01"
    assert json.loads(run("03/04/2019", "--order", "dmy", "--json").stdout)["earliest"] == "2019-04-03"
    assert json.loads(run("03/04/2019", "--order", "mdy", "--json").stdout)["earliest"] == "2019-03-04"


def test_the_publication_may_be_any_wording_with_two_bounds() -> None:
    assert json.loads(run("in October", "--published", "August 2019", "--json").stdout)["earliest"] == "2019-10-01"


@pytest.mark.parametrize(
    ("published", "why"),
    [("soon", "is too vague"), ("after 2018", "is open on one side"), ("2019-02-30", "February has 29 days at most")],
)
def test_a_publication_that_says_nothing_is_wrong_usage(published: str, why: str) -> None:
    result = run("in October", "--published", published)
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: --published: ")
    assert why in result.stderr


def test_a_stream_answers_a_line_with_an_object_and_stops_at_none() -> None:
    lines = "in October\n\nfoo\r\nby 2019\n 2019 \nlast line 2019"
    result = run("-", "--json", "--published", "2019-08-07", lines=lines)
    assert result.exit_code == 1
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer["verbatim"] for answer in answers] == [
        "in October",
        "",
        "foo",
        "by 2019",
        " 2019 ",
        "last line 2019",
    ]
    assert [list(answer) for answer in answers] == [
        KEYS,
        *[["verbatim", "error"]] * 2,
        KEYS,
        KEYS,
        ["verbatim", "error"],
    ]
    assert "is blank" in answers[1]["error"]


def test_a_stream_without_fault_exits_with_0_and_an_empty_one_too() -> None:
    assert run("-", lines="2019\ncirca 1870\n").exit_code == 0
    assert (run("-", lines="").exit_code, run("-", lines="").stdout) == (0, "")


def test_a_stream_for_readers_has_five_columns() -> None:
    result = run("-", lines="circa 1870\nafter 2018\nfoo\tbar\n")
    rows = [line.split("\t") for line in result.stdout.splitlines()]
    assert rows[0] == ["circa 1870", "1869-01-01", "1871-12-31", "stated, approximate", "1870~"]
    assert rows[1] == ["after 2018", "2019-01-01", "", "stated", "2019/.."]
    assert rows[2][:4] == ["foo bar", "", "", "error"]
    assert [len(row) for row in rows] == [5, 5, 5]


def test_a_stream_of_bytes_that_are_no_text_is_answered_line_by_line() -> None:
    huge = b"x" * (3 * LONGEST_LINE) + b"\n"
    result = run("-", "--json", lines=b"\xef\xbb\xbf2019\n\xff\xfe\n" + huge + b"\x1b[31m2019\n2020\n")
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 1
    assert [answer.get("earliest") for answer in answers] == ["2019-01-01", None, None, None, "2020-01-01"]
    assert answers[1]["error"] == "The line is not UTF-8. Save the file as UTF-8."
    assert answers[2]["error"].startswith("The line is longer than 8,192 bytes")
    assert len(answers[2]["verbatim"]) == LONGEST_LINE
    assert "control character U+001B" in answers[3]["error"]
    assert "\x1b" not in result.stdout


def test_a_stream_is_answered_as_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    out = io.StringIO()

    class Slow(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: object) -> int:
            seen.append(out.getvalue())
            line = (b"2018\n", b"2019\n", b"")[len(seen) - 1]
            memoryview(buffer)[: len(line)] = line  # type: ignore[arg-type]
            return len(line)

    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(Slow())))
    monkeypatch.setattr("sys.stdout", out)
    date.main(["-"], standalone_mode=False)
    assert [text.count("\n") for text in seen] == [0, 1, 2]


def test_the_help_has_an_example() -> None:
    result = run("--help")
    assert "Example:" in result.stdout
    assert 'regesta date "in October" --published 2019-08-07' in result.stdout
