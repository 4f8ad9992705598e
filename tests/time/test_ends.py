"""How a span ends and starts: stated, ended, holds, not stated; and what until and since say there."""

from datetime import date

import pytest

from regesta.events.when import NOT_STATED, When
from regesta.events.wording import WordingError, read_end, read_start, read_when

SAID = date(2019, 8, 7)


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_nothing_is_an_end_that_is_not_stated(nothing: str | None) -> None:
    assert read_end(nothing, published=SAID) == NOT_STATED


@pytest.mark.parametrize(
    "wording",
    ["present", "to the present", "Still in office", "incumbent", "to date", "still", "still holds", "ongoing", ".."],
)
def test_what_still_holds_is_known_up_to_the_publication(wording: str) -> None:
    end = read_end(wording, published=SAID)
    assert end.state == "holds"
    assert end.when == When(
        verbatim=wording, earliest=SAID, latest=SAID, basis="from-publication-date", table="1-north"
    )
    assert (read_end(wording).state, read_end(wording).when) == ("holds", None)


@pytest.mark.parametrize("wording", ["ended", "former", "Formerly", "previously", "ex", "ex-", "unknown day"])
def test_what_ended_on_an_unknown_day_ended_by_the_publication(wording: str) -> None:
    end = read_end(wording, published=SAID)
    assert end.state == "ended"
    assert end.when == When(
        verbatim=wording, earliest=None, latest=SAID, basis="from-publication-date", table="1-north"
    )
    assert (read_end(wording).state, read_end(wording).when) == ("ended", None)


def test_a_publication_within_bounds_bounds_the_end() -> None:
    august = read_when("August 2019")
    holds, ended = read_end("still", published=august).when, read_end("former", published=august).when
    assert holds is not None
    assert ended is not None
    assert (holds.earliest, holds.latest) == (date(2019, 8, 1), date(2019, 8, 31))
    assert (ended.earliest, ended.latest) == (None, date(2019, 8, 31))


def test_the_seed_case_ends_in_the_october_that_was_planned() -> None:
    end = read_end("in October", published=SAID)
    assert end.state == "stated"
    assert end.when is not None
    assert (end.when.earliest, end.when.latest) == (date(2019, 10, 1), date(2019, 10, 31))
    assert end.when.basis == "derived"


def test_the_hemisphere_and_the_order_reach_an_end() -> None:
    south, numeric = read_end("autumn of 2017", hemisphere="south").when, read_end("3/4/2019", order="mdy").when
    assert south is not None
    assert numeric is not None
    assert (south.earliest, south.table) == (date(2017, 3, 1), "1-south")
    assert numeric.earliest == date(2019, 3, 4)


@pytest.mark.parametrize("wording", ["until 2019", "to 2019", "up to 2019", "till 2019", "through 2019", "2019"])
def test_an_end_until_a_year_lies_in_that_year(wording: str) -> None:
    when = read_end(wording).when
    assert when is not None
    assert (when.earliest, when.latest, when.verbatim) == (date(2019, 1, 1), date(2019, 12, 31), wording)


def test_an_end_by_a_year_may_lie_before_it() -> None:
    when = read_end("by 2019").when
    assert when is not None
    assert (when.earliest, when.latest) == (None, date(2019, 12, 31))


@pytest.mark.parametrize("wording", ["since 2011", "from 2011", "starting in 2011", "beginning 2011", "in 2011"])
def test_a_start_since_a_year_lies_in_that_year(wording: str) -> None:
    when = read_start(wording)
    assert (when.earliest, when.latest, when.verbatim) == (date(2011, 1, 1), date(2011, 12, 31), wording)


def test_a_start_since_a_month_lies_in_the_last_one() -> None:
    # By days alone, March 2020 would be nearer.
    assert read_start("since March", published=date(2019, 12, 1)).earliest == date(2019, 3, 1)


def test_a_start_after_a_year_and_a_date_since_it_stay_open() -> None:
    assert read_start("after 2011").latest is None
    assert read_when("since 2011").latest is None


@pytest.mark.parametrize("wording", ["unknown", "n.d.", "?"])
def test_an_end_that_does_not_say_whether_there_was_one_is_refused(wording: str) -> None:
    with pytest.raises(WordingError, match=r'does not say whether it ended\. Write "ended"'):
        read_end(wording)


def test_an_end_that_cannot_be_read_is_refused_as_a_date_is() -> None:
    with pytest.raises(WordingError, match=r"April has 30 days"):
        read_end("31 April 2018")


@pytest.mark.parametrize("wording", ["since at least 2017", "at least since 2017", "from at least 2017"])
def test_a_start_since_at_least_a_year_lies_in_it_or_before(wording: str) -> None:
    start = read_start(wording)
    assert (start.earliest, start.latest) == (None, date(2017, 12, 31))


@pytest.mark.parametrize("wording", ["until at least 2019", "at least until 2019", "to at least 2019"])
def test_an_end_until_at_least_a_year_lies_in_it_or_after(wording: str) -> None:
    when = read_end(wording).when
    assert when is not None
    assert (when.earliest, when.latest) == (date(2019, 1, 1), None)


def test_at_least_is_said_of_the_right_side_of_a_span() -> None:
    with pytest.raises(WordingError, match="as the end of a span"):
        read_start("until at least 2019")
    with pytest.raises(WordingError, match="as the start of a span"):
        read_end("since at least 2017")
