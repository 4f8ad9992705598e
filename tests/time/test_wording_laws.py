"""Laws of the reader of dates, over wordings that are put together from the pieces of the grammar."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regesta.events.when import When
from regesta.events.wording import WordingError, read_end, read_start, read_when, to_edtf
from regesta.events.wording.days import MONTHS, WEEKDAYS, add_months, easter
from regesta.events.wording.vocabulary import CANON

SAID = date(2019, 8, 7)

days = st.dates(date(1500, 1, 1), date(2200, 12, 31))
years = st.integers(1500, 2200)
months = st.sampled_from(MONTHS)
seasons = st.sampled_from(["spring", "summer", "autumn", "fall"])
hemispheres = st.sampled_from(["north", "south"])

english_days = st.one_of(
    days.map(lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year}"),
    days.map(lambda d: f"{MONTHS[d.month - 1]} {d.day}, {d.year}"),
    days.map(lambda d: f"{WEEKDAYS[d.weekday()]}, {d.day} {MONTHS[d.month - 1][:3]}. {d.year}"),
    days.map(lambda d: d.isoformat()),
)
cores = st.one_of(
    english_days,
    st.builds(lambda m, y: f"{m} {y}", months, years),
    st.builds(lambda s, y: f"the {s} of {y}", seasons, years),
    st.builds(lambda q, y: f"Q{q} {y}", st.integers(1, 4), years),
    years.map(str),
    years.map(lambda y: f"{y // 10}0s"),
    st.integers(15, 21).map(lambda n: f"{n}th century" if n < 21 else "21st century"),
    st.builds(lambda y: f"winter {y}-{(y + 1) % 100:02d}", st.integers(1901, 1980)),
)
parts = st.sampled_from(
    ["early", "mid-", "late", "beginning of", "end of", "middle of", "first half of", "second half of", ""]
)
certainty = st.sampled_from(["circa", "about", "probably", "perhaps", "around", "possibly", ""])
limits = st.sampled_from(
    ["before", "by", "after", "since", "from", "until", "no earlier than", "not after", "soon after", "on or after", ""]
)
pieces = st.builds(lambda c, p, d: f"{c} {p} {d}".strip(), certainty, parts, cores)
clauses = st.one_of(
    st.builds(lambda limit, piece: f"{limit} {piece}".strip(), limits, pieces),
    st.builds(lambda one, sign, two: f"{one} {sign} {two}", pieces, st.sampled_from(["to", "or", "–", "and"]), pieces),
    st.builds(lambda one, two: f"between {one} and {two}", pieces, pieces),
)
words = st.sampled_from(
    sorted(
        {*CANON, *MONTHS, *WEEKDAYS, "before", "after", "by", "of", "in", "last", "next", "this", "ago", "early", "mid"}
        | {"end", "between", "to", "from", "since", "week", "year", "month", "day", "days", "weeks", "the", "2018", "3"}
        | {
            "-",
            "–",
            "/",
            ",",
            "?",
            "~",
            "'87",
            "1990s",
            "18th",
            "31",
            "30",
            "29",
            "0",
            "31–30 June",
            "29 Feb",
            "12.03.2019",
            "2019-08",
            "Q2",
            "soon",
            "within",
        }
    )
)
salads = st.lists(words, min_size=1, max_size=9).map(" ".join)
edtf_like = st.text("0123456789X-/.~?%[]{},YESTZ:+", min_size=1, max_size=24)


def tried(wording: str, published: date | None = SAID) -> When | None:
    try:
        return read_when(wording, published=published)
    except WordingError:
        return None


@given(st.one_of(clauses, salads, edtf_like, st.text(max_size=60)))
@settings(max_examples=400)
def test_any_text_is_read_or_refused_and_what_is_read_is_in_order(wording: str) -> None:
    for read in (read_when, read_start, read_end):
        try:
            found = read(wording, published=SAID)
        except WordingError as refused:
            assert refused.wording == wording
            assert str(refused).isprintable()
            continue
        when = found if isinstance(found, When) else found.when
        if when is None:
            continue
        assert when.earliest is not None or when.latest is not None
        assert when.earliest is None or when.latest is None or when.earliest <= when.latest
        assert When.model_validate(when.model_dump()) == when


@given(st.one_of(clauses, salads, edtf_like), hemispheres)
@settings(max_examples=300)
def test_the_edtf_that_is_given_reads_as_the_wording_did(wording: str, hemisphere: str) -> None:
    where = "south" if hemisphere == "south" else "north"
    try:
        when = read_when(wording, published=SAID, hemisphere=where)  # type: ignore[arg-type]
    except WordingError:
        return
    edtf = to_edtf(when)
    if edtf is None:
        return
    again = read_when(edtf, hemisphere=where)  # type: ignore[arg-type]
    assert (again.earliest, again.latest, again.approximate) == (when.earliest, when.latest, when.approximate)


@given(clauses)
@settings(max_examples=300)
def test_a_wording_of_the_grammar_is_kept_as_it_is_and_read_alike_in_any_case_and_spacing(wording: str) -> None:
    when, other = tried(wording), tried("  " + wording.upper().replace(" ", "\u00a0 ") + ".")
    if when is None:
        assert other is None
        return
    assert when.verbatim == wording
    assert other is not None
    assert (when.earliest, when.latest, when.basis, when.approximate) == (
        other.earliest,
        other.latest,
        other.basis,
        other.approximate,
    )


@given(st.dates())
def test_an_iso_day_is_itself(day: date) -> None:
    when = read_when(day.isoformat())
    assert (when.earliest, when.latest, when.basis, when.approximate) == (day, day, "stated", False)
    assert when == When(verbatim=day.isoformat(), earliest=day, latest=day, table="1-north")
    assert to_edtf(when) == day.isoformat()


@given(days)
def test_every_way_to_write_a_day_reads_as_that_day(day: date) -> None:
    month, weekday = MONTHS[day.month - 1], WEEKDAYS[day.weekday()]
    for wording in (
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"the {day.day}th of {month} {day.year}",
        f"{weekday}, {month[:3]}. {day.day}, {day.year}",
        f"{day.year} {month} {day.day}",
        f"{day:%G-W%V-%u}",
        f"{day:%Y%m%d}",
        f"{day:%Y-%j}",
        f"{day.isoformat()}T23:59:59+01:00",
        f"{day.year}/{day.month}/{day.day}",
    ):
        assert tried(wording, None) is not None, wording
        when = read_when(wording)
        assert (when.earliest, when.latest, when.basis) == (day, day, "stated"), wording


@given(cores)
def test_limits_leave_what_they_say(core: str) -> None:
    when = read_when(core)
    assert when.earliest is not None
    assert when.latest is not None
    one = timedelta(days=1)
    expected = {
        "before": (None, when.earliest - one),
        "by": (None, when.latest),
        "not after": (None, when.latest),
        "after": (when.latest + one, None),
        "since": (when.earliest, None),
        "no earlier than": (when.earliest, None),
    }
    for limit, bounds in expected.items():
        limited = read_when(f"{limit} {core}")
        assert (limited.earliest, limited.latest) == bounds


@given(cores)
def test_circa_holds_what_it_qualifies_and_is_marked(core: str) -> None:
    when, circa = read_when(core), read_when(f"circa {core}")
    assert when.earliest is not None
    assert when.latest is not None
    assert circa.earliest is not None
    assert circa.latest is not None
    assert circa.earliest < when.earliest
    assert circa.latest > when.latest
    assert circa.approximate
    probably = read_when(f"probably {core}")
    assert (probably.earliest, probably.latest, probably.approximate) == (when.earliest, when.latest, True)


@given(cores, parts)
def test_a_part_lies_within_its_whole(core: str, part: str) -> None:
    whole, found = tried(core, None), tried(f"{part} {core}".strip(), None)
    if found is None:
        return  # a day has no second half
    assert whole is not None
    assert whole.earliest is not None
    assert whole.latest is not None
    assert found.earliest is not None
    assert found.latest is not None
    assert whole.earliest <= found.earliest <= found.latest <= whole.latest


@given(pieces, pieces)
def test_alternatives_hold_both_in_either_order(one: str, other: str) -> None:
    first, second = tried(one, None), tried(other, None)
    either, reverse = tried(f"{one} or {other}", None), tried(f"{other} or {one}", None)
    if either is None or reverse is None or "circa" in (*one.split(), *other.split()) or "about" in one + other:
        return
    if first is None or second is None or "around" in one + other:
        return
    assert (either.earliest, either.latest) == (reverse.earliest, reverse.latest)
    assert str(either.earliest) == min(str(first.earliest), str(second.earliest))
    assert str(either.latest) == max(str(first.latest), str(second.latest))


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(1, 400))
def test_days_ago_and_days_before_are_exact(day: date, count: int) -> None:
    ago, before = read_when(f"{count} days ago", published=day), read_when(f"{count} days before {day}")
    assert ago.earliest == ago.latest == before.earliest == before.latest == day - timedelta(days=count)
    assert (ago.basis, before.basis) == ("derived", "stated")


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), months)
def test_a_bare_month_is_never_more_than_half_a_year_away(published: date, month: str) -> None:
    when = read_when(f"in {month}", published=published)
    assert when.earliest is not None
    assert when.latest is not None
    assert when.earliest <= add_months(published, 6)
    assert when.latest >= add_months(published, -6) - timedelta(days=1)


@pytest.mark.parametrize(
    "day",
    ["1583-04-10", "1818-03-22", "1913-03-23", "1943-04-25", "2000-04-23", "2008-03-23", "2018-04-01", "2038-04-25"],
)
def test_easter_is_where_the_church_has_it(day: str) -> None:
    assert easter(int(day[:4])) == date.fromisoformat(day)
