"""What wordings are read as: every row of read.tsv, and the refusals of refused.tsv to the letter."""

import csv
from datetime import date
from pathlib import Path
from typing import Literal, cast

import pytest

from regesta.events.when import When
from regesta.events.wording import WordingError, read_when, to_edtf

HERE = Path(__file__).parent
Order = Literal["dmy", "mdy", "ymd"]


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def read(row: dict[str, str]) -> When:
    return read_when(
        row["wording"],
        published=date.fromisoformat(row["published"]) if row["published"] else None,
        hemisphere="south" if row["hemisphere"] == "south" else "north",
        order=cast(Order, row["order"]) if row["order"] else None,
    )


def named(row: dict[str, str]) -> str:
    return " ".join(filter(None, (row["wording"], row["published"], row["hemisphere"], row["order"])))


@pytest.mark.parametrize("row", rows("read.tsv"), ids=named)
def test_a_wording_is_read_as_before(row: dict[str, str]) -> None:
    when = read(row)
    assert {
        "earliest": when.earliest.isoformat() if when.earliest else "",
        "latest": when.latest.isoformat() if when.latest else "",
        "basis": when.basis,
        "approximate": "approximate" if when.approximate else "",
        "edtf": to_edtf(when) or "",
    } == {key: row[key] for key in ("earliest", "latest", "basis", "approximate", "edtf")}


@pytest.mark.parametrize("row", rows("refused.tsv"), ids=named)
def test_a_refusal_says_why_to_the_letter(row: dict[str, str]) -> None:
    with pytest.raises(WordingError) as refused:
        read(row)
    assert str(refused.value) == row["message"]
    assert refused.value.wording == row["wording"]


def test_the_rows_are_many_and_none_is_there_twice() -> None:
    for name, least in (("read.tsv", 600), ("refused.tsv", 80)):
        names = [named(row) for row in rows(name)]
        assert len(names) == len(set(names)) >= least


@pytest.mark.parametrize(
    ("published", "month"),
    [("2019-08-07", "2019-10"), ("2020-01-15", "2019-10"), ("2019-10-31", "2019-10"), ("2020-06-01", "2020-10")],
)
def test_a_bare_month_is_the_nearest_to_the_publication(published: str, month: str) -> None:
    when = read_when("in October", published=date.fromisoformat(published))
    assert (str(when.earliest), when.basis) == (f"{month}-01", "derived")


def test_of_two_months_as_near_the_earlier_is_meant() -> None:
    # 2019-11-15 is 168 days after May 2019 (31 May) and 168 before May 2020 (1 May).
    when = read_when("May", published=date(2019, 11, 15))
    assert (date(2019, 11, 15) - date(2019, 5, 31)).days == (date(2020, 5, 1) - date(2019, 11, 15)).days == 168
    assert when.earliest == date(2019, 5, 1)


def test_a_publication_within_bounds_completes_what_all_its_days_agree_on() -> None:
    august = read_when("August 2019")
    assert read_when("in October", published=august).earliest == date(2019, 10, 1)
    assert (read_when("yesterday", published=august).earliest, read_when("yesterday", published=august).latest) == (
        date(2019, 7, 31),
        date(2019, 8, 30),
    )
    with pytest.raises(WordingError, match=r"published between 2019-01-01 and 2019-12-31"):
        read_when("in October", published=read_when("2019"))
    with pytest.raises(WordingError, match="names no year"):
        read_when("in October", published=read_when("after 2018"))


def test_the_table_and_its_hemisphere_stay_with_what_was_read() -> None:
    assert read_when("2019-08-06").table == "1-north"
    assert read_when("2019-08-06", hemisphere="south").table == "1-south"
    assert read_when("autumn of 2017", hemisphere="south").table == "1-south"


def test_the_verbatim_is_what_was_written_without_the_blanks_around_it() -> None:
    assert read_when("  Autumn  of 2017 ").verbatim == "Autumn  of 2017"


@pytest.mark.parametrize(
    ("wording", "why"),
    [
        ("", '"" is blank. '),
        (" \u00a0 ", "is blank. "),
        ("3 May\n2019", "holds a line break or a tab. "),
        ("3\tMay 2019", "holds a line break or a tab. "),
        ("3 May 2019\x00", "holds the control character U+0000 at character 11; remove it."),
        ("\ud800 2019", r"holds '\ud800', which no date is written with. "),
        ("\u202e2019", "holds the direction override U+202E at character 1; remove it."),
        ("x" * 201, "is 201 characters long, and a date has 200 at most. "),
        ("x" * 3_000_000, "is 3,000,000 characters long, and a date has 200 at most. "),
        ("3 May 2019 ☃", "holds '☃', which no date is written with. "),
        ("٣ May 2019", "holds '٣', and dates are read with the figures 0 to 9. "),
        ("2019-08-0６", "holds '６', and dates are read with the figures 0 to 9. "),
    ],
    ids=lambda text: ascii(text[:20]),
)
def test_what_no_date_holds_is_refused_in_one_printable_line(wording: str, why: str) -> None:
    with pytest.raises(WordingError) as refused:
        read_when(wording)
    message = str(refused.value)
    assert why in message
    assert message.isprintable()
    assert len(message) < 400
    assert refused.value.wording is wording


@pytest.mark.parametrize(
    "wording",
    [
        "(" * 199 + "1",
        "early " * 33,
        "the " * 50,
        "circa " * 33,
        "before " * 28,
        "3-" * 99,
        "3 May, " * 28,
        "1 2 3 4 5 6 7 8 9 " * 11,
        "at 1:" * 40,
        "10:10 " * 33,
        "[" + "1X" * 98 + "]",
        "[" + "XXX1-02-29," * 18 + "]",
        "-" * 200,
        "X" * 200,
        "2019" * 50,
        "Y1E" + "9" * 190,
        "Y" + "9" * 199,
        "a.b." * 50,
        "1/" * 100,
        "2019-01-01/" * 18,
        "between between " * 12,
        "first of first of " * 11,
        "two days after " * 13,
        "' " * 100,
    ],
    ids=lambda text: text[:16],
)
def test_a_hostile_wording_costs_no_more_than_a_refusal(wording: str) -> None:
    with pytest.raises(WordingError):
        read_when(wording)


def test_parts_may_be_nested_as_deep_as_a_wording_is_long() -> None:
    when = read_when("two days after " * 12 + "3 May 2019")
    assert when.earliest == when.latest == date(2019, 5, 27)
