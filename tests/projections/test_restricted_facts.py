"""What is restricted on a day: a fact with its whole lineage, at the level that the last restriction says."""

from datetime import date

import pytest
from factories import a_confirmation, a_correction, a_meeting, a_posting, a_restriction, a_retraction
from plain_withholding import withheld
from withholding_case import TODAY, hidden, ids, restricted, world

from regesta.projections.entries import Reading


def test_where_nothing_is_restricted_everything_is_shown() -> None:
    assert hidden(world(a_posting("other", holder="nobody"))) == {}


@pytest.mark.parametrize(
    ("level", "given", "why"),
    [
        ("internal", {}, "internal"),
        ("withheld", {"code": "safety"}, "safety"),
        ("embargoed", {"until": "2026-12-01"}, "embargoed"),
        ("erased", {"note": "a court asked"}, "erased"),
        ("public", {}, None),
    ],
)
def test_a_restricted_fact_is_withheld_with_its_reason(level: str, given: dict[str, str], why: str | None) -> None:
    log = restricted(world(a_meeting("talks", by=("bob",), **{"with": ("bob-s-friend",)})), 3, level, **given)
    assert hidden(log).get(3) == why


def test_a_restriction_is_never_shown_whatever_it_says() -> None:
    log = restricted(world(), 3, "public")
    assert withheld(Reading(log), TODAY) == {4: "restriction"}


@pytest.mark.parametrize(
    ("until", "shown_from"),
    [("2026-11-24", date(2026, 11, 24)), ("2026-11", date(2026, 11, 30)), ("..2027-01-02", date(2027, 1, 2))],
)
def test_an_embargo_passes_without_an_act_when_its_last_possible_day_begins(until: str, shown_from: date) -> None:
    log = restricted(world(), 3, "embargoed", until=until)
    assert 3 in hidden(log, date.fromordinal(shown_from.toordinal() - 1))
    assert 3 not in hidden(log, shown_from)


def test_the_last_restriction_in_force_stands() -> None:
    log = restricted(restricted(world(), 3), 3, "public")
    assert hidden(log) == {}
    assert 3 in hidden(restricted(log, 3))


def test_a_restriction_that_is_withdrawn_no_longer_holds_and_the_one_before_does() -> None:
    log = restricted(restricted(world(), 3, "withheld", code="legal"), 3, "public")
    log.record(a_retraction(ids(log)[5]))
    assert hidden(log)[3] == "legal"
    log.record(a_retraction(ids(log)[4]))
    assert hidden(log) == {}


def test_a_restriction_that_is_corrected_is_what_the_correction_says() -> None:
    log = restricted(world(), 3)
    log.record(a_correction(ids(log)[4], a_restriction("public", fact=ids(log)[3])))
    assert hidden(log) == {}


@pytest.mark.parametrize("restricts", [3, 4, 5, 6])
def test_a_fact_takes_its_whole_lineage_with_it_whichever_member_is_named(restricts: int) -> None:
    log = world()
    log.record(a_correction(ids(log)[3], a_posting("bobs", holder="bob", post="consul", start="2018")))
    log.record(a_retraction(ids(log)[4]))
    log.record(a_confirmation(ids(log)[3]))
    restricted(log, restricts)
    assert {position for position, why in hidden(log).items() if why == "internal"} == {3, 4, 5, 6}


def test_a_fact_restricted_by_one_version_is_released_by_another() -> None:
    log = world()
    log.record(a_correction(ids(log)[3], a_posting("bobs", holder="bob", post="consul", start="2018")))
    assert hidden(restricted(restricted(log, 3), 4, "public")) == {}


def test_an_entry_that_stands_twice_is_withheld_twice() -> None:
    log = restricted(world(), 3)
    log.lines.append(log.lines[3])
    assert {position for position, why in hidden(log).items() if why == "internal"} == {3, 5}
