"""Days in words."""

import pytest

from regesta.web import days


@pytest.mark.parametrize(
    ("earliest", "latest", "words"),
    [
        ("2019-10-03", "2019-10-03", "3 October 2019"),
        ("2019-10-07", "2019-10-09", "7–9 October 2019"),
        ("2019-10-01", "2019-10-31", "some day of October 2019"),
        ("2020-02-01", "2020-02-29", "some day of February 2020"),
        ("2019-02-01", "2019-02-27", "1–27 February 2019"),
        ("2018-01-01", "2018-12-31", "some day of 2018"),
        ("2017-09-01", "2017-11-30", "1 September – 30 November 2017"),
        ("2018-01-01", "2019-08-31", "1 January 2018 – 31 August 2019"),
        ("2019-08-09", None, "on or after 9 August 2019"),
        (None, "2017-11-30", "on or before 30 November 2017"),
        (None, None, ""),
        ("0987-01-01", "0987-01-01", "1 January 987"),
    ],
)
def test_bounds_read_as_a_person_would_say_them(earliest: str | None, latest: str | None, words: str) -> None:
    assert days.bounds(earliest, latest) == words


@pytest.mark.parametrize(
    ("worded", "earliest", "latest", "words"),
    [
        ("2019-10-03", "2019-10-03", "2019-10-03", ""),
        ("2018", "2018-01-01", "2018-12-31", ""),
        ("2019-02", "2019-02-01", "2019-02-28", ""),
        ("in 2018", "2018-01-01", "2018-12-31", "some day of 2018"),
        ("2018", "2018-01-01", "2018-06-30", "1 January – 30 June 2018"),
        ("3 October 2019", "2019-10-03", "2019-10-03", ""),
        ("on Tuesday", "2019-08-06", "2019-08-06", "6 August 2019"),
        ("soonish", "2019-08-06", "2019-08-06", "6 August 2019"),
    ],
)
def test_nothing_stands_beside_a_wording_that_says_it_already(
    worded: str, earliest: str, latest: str, words: str
) -> None:
    assert days.beside(worded, earliest, latest) == words


def test_a_moment_is_told_to_the_minute_and_in_its_zone() -> None:
    assert days.moment("2026-11-23T19:55:57.123456Z") == "23 November 2026, 19:55 UTC"


def test_what_is_no_day_is_shown_as_it_is() -> None:
    assert days.day("long ago") == "long ago"
    assert days.bounds("long ago", "2019-08-06") == "long ago to 2019-08-06"
