"""Dates that are worded by other dates: which words give which limits, and what is refused."""

from datetime import date

import pytest

from regesta.events.wording import WordingError, read_end, read_start, read_when
from regesta.events.wording.leaning import reach

LETTER = "source/letter published"

READ = [
    ("two days after the letter [source/letter]", [(LETTER, 2, 2)]),
    ("the day after the letter [source/letter]", [(LETTER, 1, 1)]),
    ("the day before his letter [source/letter]", [(LETTER, -1, -1)]),
    ("on the eve of the summit [meeting/summit]", [("meeting/summit held", -1, -1)]),
    ("on the day of the letter [source/letter]", [(LETTER, 0, 0)]),
    ("the same day as the letter [source/letter]", [(LETTER, 0, 0)]),
    ("before the summit [meeting/summit]", [("meeting/summit held", None, -1)]),
    ("before [source/letter]", [(LETTER, None, -1)]),
    ("after the talks in May [meeting/talks]", [("meeting/talks held", 1, None)]),
    ("no later than the vote [meeting/vote agreed]", [("meeting/vote agreed", None, 0)]),
    ("not until the vote [meeting/vote]", [("meeting/vote held", 0, None)]),
    ("on or after the letter [source/letter]", [(LETTER, 0, None)]),
    ("within two weeks of the letter [source/letter]", [(LETTER, -14, 14)]),
    ("within ten days after the letter [source/letter]", [(LETTER, 0, 10)]),
    ("three weeks after the letter [source/letter]", [(LETTER, 18, 24)]),
    ("two or three days after the letter [source/letter]", [(LETTER, 2, 3)]),
    ("a month before the letter [source/letter]", [(LETTER, -46, -13)]),
    ("a year after she took office [posting/tenure]", [("posting/tenure start", 181, 550)]),
    ("at least two months after his swearing-in [posting/tenure sworn-in]", [("posting/tenure sworn-in", 59, None)]),
    ("more than two days after the letter [source/letter]", [(LETTER, 3, None)]),
    ("less than a week before the letter [source/letter]", [(LETTER, -6, 0)]),
    ("up to a week after the letter [source/letter]", [(LETTER, 0, 7)]),
    ("the week before the summit [meeting/summit]", [("meeting/summit held", -13, -1)]),
    ("shortly after the letter [source/letter]", [(LETTER, 1, 30)]),
    ("an hour after the statement [statement/no]", [("statement/no said", 0, 1)]),
    ("after he was born [agent/ann born]", [("agent/ann born", 1, None)]),
    ("between the letter [source/letter] and the summit [meeting/summit]",
     [(LETTER, 0, None), ("meeting/summit held", None, 0)]),
    ("after the letter [source/letter] and before the summit [meeting/summit]",
     [(LETTER, 1, None), ("meeting/summit held", None, -1)]),
]  # fmt: skip


@pytest.mark.parametrize(("wording", "relations"), READ, ids=[wording for wording, _ in READ])
def test_words_give_limits_in_days(wording: str, relations: list[tuple[str, int | None, int | None]]) -> None:
    when = read_when(wording)
    found = [(f"{one.to.kind}/{one.to.id} {one.to.date}", one.least, one.most) for one in when.relative]
    assert found == relations
    assert (when.earliest, when.latest, when.basis) == (None, None, "stated")


def test_what_stands_in_brackets_is_no_part_of_the_wording() -> None:
    assert read_when("  two days after the letter [source/letter] ").verbatim == "two days after the letter"
    assert read_when("between A [source/a], and B [source/b]").verbatim == "between A, and B"


@pytest.mark.parametrize(
    ("wording", "earliest", "latest"),
    [
        ("on 8 August 2019, two days after the letter [source/letter]", "2019-08-08", "2019-08-08"),
        ("in August 2019 after the letter [source/letter]", "2019-08-01", "2019-08-31"),
        ("after the letter [source/letter] and before 10 August 2019", None, "2019-08-09"),
        ("two days after the letter [source/letter], in August 2019", "2019-08-01", "2019-08-31"),
        ("between the letter [source/letter] and 10 August 2019", None, "2019-08-10"),
        ("between 3 August 2019 and the summit [meeting/summit]", "2019-08-03", None),
    ],
)
def test_a_date_beside_it_bounds_it_too(wording: str, earliest: str | None, latest: str | None) -> None:
    when = read_when(wording)
    assert [day.isoformat() if day else None for day in (when.earliest, when.latest)] == [earliest, latest]
    assert len(when.relative) == 1


@pytest.mark.parametrize("named", ["fact/abcd1234", "Fact / abcd", "correction/abcd", "conflict/4633", "capture/x"])
def test_a_fact_in_brackets_is_refused_and_what_to_write_instead_is_told(named: str) -> None:
    with pytest.raises(WordingError, match=r"stays when facts are corrected.*\[source/KEY\]"):
        read_when(f"two days after the letter [{named}]")


def test_a_month_beside_it_is_completed_from_the_publication() -> None:
    when = read_when("in October, after the letter [source/letter]", published=date(2019, 8, 7))
    assert (when.earliest, when.latest, when.basis) == (date(2019, 10, 1), date(2019, 10, 31), "derived")


def test_counts_that_are_trusted_only_so_far_are_approximate() -> None:
    assert read_when("three weeks after the letter [source/letter]").approximate
    assert read_when("shortly after the letter [source/letter]").approximate
    assert not read_when("two days after the letter [source/letter]").approximate


def test_since_as_a_start_and_until_as_an_end_are_on_the_day() -> None:
    start = read_start("since the vote [meeting/vote]").relative[0]
    when = read_end("until the vote [meeting/vote]").when
    assert (start.least, start.most) == (0, 0)
    assert when is not None
    assert (when.relative[0].least, when.relative[0].most) == (0, 0)
    assert (read_when("since the vote [meeting/vote]").relative[0].most) is None


def test_months_and_years_are_as_short_and_as_long_as_they_can_be() -> None:
    assert reach(1, "month") == (28, 31)
    assert reach(2, "month") == (59, 62)
    assert reach(1, "year") == (365, 366)
    assert reach(1, "century") == (36523, 36526)
    assert reach(-1, "month") == (-31, -28)


def test_the_ids_in_brackets_may_be_what_a_dossier_makes_of_them() -> None:
    asked: list[tuple[str, str]] = []

    def anchors(kind: str, text: str) -> str:
        asked.append((kind, text))
        return "the-letter"

    when = read_when("after the letter [source/The Letter of August]", anchors=anchors)
    assert asked == [("source", "The Letter of August")]
    assert when.relative[0].to.id == "the-letter"


REFUSED = [
    ("the letter [source/letter]", "does not say how it lies to source/letter"),
    ("before or after the letter [source/letter]", "does not say how it lies"),
    ("until after the letter [source/letter]", "does not say how it lies"),
    ("after the letter [source/The Letter]", "is not a key"),
    ("after the letter [source/]", "names no source in its brackets"),
    ("after the post [post/envoy]", "which has no date"),
    ("after his birth [agent/ann]", "Write [agent/KEY born] or [agent/KEY died]"),
    ("between the letter [source/letter]", "names one date only"),
    ("between the letter [source/letter] or the summit [meeting/summit]", "names one date only"),
    ("after the letter [source/letter] somehow", 'goes on with "somehow"'),
    ("in May 2019, after the letter [source/letter], in June 2019", "two dates of its own"),
    ("two days after the letter", 'as in "two days after the letter [source/KEY]"'),
    ("two days after the letter [letter]", 'as in "two days after the letter [source/KEY]"'),
]


@pytest.mark.parametrize(("wording", "why"), REFUSED, ids=[wording for wording, _ in REFUSED])
def test_what_cannot_be_read_is_refused_with_the_remedy(wording: str, why: str) -> None:
    with pytest.raises(WordingError) as refused:
        read_when(wording)
    assert why in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("wording", ["[1854]", "May [1854]", "after [May 1854]", "[1667,1668,1670..1672]"])
def test_brackets_around_a_date_are_read_over_as_before(wording: str) -> None:
    assert read_when(wording).relative == ()
