"""Whether the record bears an expectation out: the answer is that of a reader who tries every way it may have been."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain, combinations
from sqlite3 import Connection
from typing import Any

import pytest
from databases import advanced, filled
from factories import (
    a_correction,
    a_judgement,
    a_meeting,
    a_post,
    a_posting,
    a_retraction,
    a_source,
    a_statement,
    an_agent,
    an_expectation,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from memory_log import MemoryLog, recorded

from regesta.events.assertion import format_assertion
from regesta.events.assertion_text import parse_assertion
from regesta.projections import expected
from regesta.projections.expecting import Verdict, verdict
from regesta.projections.occupancy import Tenancy, days_of_change, exactly, occupants
from regesta.projections.tenure import Bounds

AGENTS = ("ann", "bob", "carl")
DATES = tuple(date(2018, 1, 1) + timedelta(days=number) for number in range(8))
DAYS = tuple(day.isoformat() for day in DATES)

# ---- every way it may have been -------------------------------------------------------------------------------------


@st.composite
def tenancies(draw: Any) -> Tenancy:
    """A posting whose bounds lie within a few days, each of them open at times."""
    start, end = (sorted(draw(st.tuples(*[st.sampled_from(DATES)] * 2))) for _ in range(2))
    if draw(st.booleans()):
        start[1] = start[0]
    if draw(st.booleans()):
        end[0] = end[1]
    open_side = st.sampled_from((False, False, False, True))
    bounds = [None if draw(open_side) else day for day in (*start, *end)]
    effect = draw(st.sampled_from(("took-effect", "took-effect", "took-effect", "not-in-effect", "not-known")))
    return Tenancy(draw(st.sampled_from(AGENTS)), effect, Bounds(*bounds[:2]), Bounds(*bounds[2:]))


def ways(certain: frozenset[str], possible: frozenset[str]) -> Iterator[frozenset[str]]:
    """All who are certain, with any of those who are possible."""
    some = chain.from_iterable(combinations(sorted(possible), count) for count in range(len(possible) + 1))
    return (certain | frozenset(one) for one in some)


@settings(max_examples=500)
@given(
    st.lists(tenancies(), max_size=4),
    st.sampled_from((None, 1, 2)),
    st.sampled_from(DATES),
    st.frozensets(st.sampled_from(AGENTS)),
)
def test_exactly_these_holders_is_what_trying_every_way_gives(
    several: list[Tenancy], seats: int | None, day: date, agents: frozenset[str]
) -> None:
    there = occupants(several, day)
    handing = there.handing_over(agents)
    room = max(seats or 0, len(there.certain - handing))
    answers = [
        way - handing == agents
        for way in ways(there.certain, there.possible)
        if seats is None or len(way - handing) <= room
    ]
    expected = "holds" if all(answers) else "undecided" if any(answers) else "broken"
    assert exactly(agents, there, seats) == expected


@settings(max_examples=300)
@given(st.lists(tenancies(), max_size=4), st.tuples(*[st.sampled_from(DATES)] * 2))
def test_between_two_days_of_change_the_holders_are_the_same(several: list[Tenancy], span: tuple[date, date]) -> None:
    first, last = sorted(span)
    changes = list(days_of_change(several, first, last))
    assert changes[0] == first
    for day in (day for day in DATES if first <= day <= last):
        nearest = max(change for change in changes if change <= day)
        assert occupants(several, day) == occupants(several, nearest)


def _days(earliest: str | None, latest: str | None) -> list[str]:
    """Every day within bounds; an open side goes a day past the days that are asked about."""
    around = ("2017-12-31", *DAYS, "2018-01-09")
    return [day for day in around if (earliest or "") <= day <= (latest or "9999")]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS)), max_size=4),
    st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS)),
    st.sampled_from(("=", "!=", "<", "<=", ">", ">=")),
    st.integers(0, 4),
)
def test_a_count_of_days_that_are_bounds_is_what_trying_every_day_gives(
    said: list[tuple[str, str]], asked: tuple[str, str], sign: str, number: int
) -> None:
    log = recorded(an_agent("ann"))
    for index, bounds in enumerate(said):
        log.record(a_statement(f"word-{index}", said="..".join(sorted(bounds))))
    first, last = sorted(asked)
    within = [[first <= day <= last for day in _days(*sorted(bounds))] for bounds in said]
    counts = range(sum(map(all, within)), sum(map(any, within)) + 1)
    python = {"=": "=="}.get(sign, sign)
    answers = [eval(f"{count} {python} {number}") for count in counts]
    expected = "holds" if all(answers) else "undecided" if any(answers) else "broken"
    assert said_of(filled(log), f"count(statements, during = {first}/{last}) {sign} {number}").state == expected


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(*[st.sampled_from(DAYS)] * 4), max_size=3), st.tuples(*[st.sampled_from(DAYS)] * 2))
def test_a_count_of_postings_is_what_trying_every_span_gives(
    spans: list[tuple[str, str, str, str]], asked: tuple[str, str]
) -> None:
    log = recorded(an_agent("ann"), a_post("envoy"))
    bounds = [(*sorted(span[:2]), *sorted(span[2:])) for span in spans]
    bounds = [span for span in bounds if span[0] <= span[3]]
    for index, (a, b, c, d) in enumerate(bounds):
        log.record(a_posting(f"stint-{index}", start=f"{a}..{b}", end=f"{c}..{d}"))
    first, last = sorted(asked)
    least = most = 0
    for a, b, c, d in bounds:
        tried = [start <= last and end >= first for start in _days(a, b) for end in _days(c, d)]
        least, most = least + all(tried), most + any(tried)
    found = said_of(filled(log), f"count(postings, during = {first}/{last}) = {least}")
    assert found.state == ("holds" if least == most else "undecided")
    assert said_of(filled(log), f"count(postings, during = {first}/{last}) > {most}").state == "broken"


# ---- a record -------------------------------------------------------------------------------------------------------


def said_of(connection: Connection, text: str) -> Verdict:
    """What a database answers."""
    return verdict(parse_assertion(text), connection)


def a_world() -> MemoryLog:
    """Ann was envoy until Bob came on 1 June 2018; Carl, who was named for 2019, never came."""
    return recorded(
        a_source(),
        *(an_agent(one) for one in (*AGENTS, "anne")),
        a_post("envoy", seats=1),
        a_post("clerk"),
        a_posting("anns", holder="ann", start="2016-03", end="2018-06-01"),
        a_posting("bobs", holder="bob", start="2018-06-01", end="2019"),
        a_posting("carls", holder="carl", phase="nominated", start="2018-12-01"),
        a_posting("carl-declines", holder="carl", post="clerk", phase="declined", start="2018"),
        a_statement("vow", speaker="ann", text="I will — “surely” — stay.", said="2018-06", to=["bob"]),
        a_statement(None, of="vow", text="Surely I stay.", mode="direct"),
        a_statement("no", speaker="ann", text="that she will go", mode="denial", said="2018-06-03"),
        a_meeting("talks", by=("ann",), **{"with": ("bob", "carl")}, on="2018-01"),
        a_meeting(None, of="talks", step="agreed", on="2018-02", **{"with": ("bob",)}),
        a_meeting(None, of="talks", step="refused", **{"with": ("carl",)}, on="2018-03"),
        a_meeting(None, of="talks", step="held", **{"with": ("carl",)}, on="2018-03"),
    )


@pytest.fixture(scope="module")
def world() -> Connection:
    """The world's database."""
    return filled(a_world())


@pytest.mark.parametrize(
    ("text", "state", "found"),
    [
        ("holder(envoy, 2017) = ann", "holds", "throughout 2017: certainly Ann"),
        ("holder(envoy, 2016-03-15) = ann", "undecided", "on 2016-03-15: possibly Ann"),
        ("holder(envoy, 2016-02) = none", "holds", "throughout 2016-02: nobody"),
        ("holder(envoy, 2016-03) = none", "broken", "on 2016-03-31: certainly Ann"),
        ("holder(envoy, 2016-03-01/2016-03-30) = none", "undecided", "on 2016-03-01: possibly Ann"),
        ("holder(envoy, 2016-04) = none", "broken", "on 2016-04-01: certainly Ann"),
        ("holder(envoy, 2016) = ann", "broken", "on 2016-01-01: nobody"),
        # The day of a handover belongs to both, and either is the holder.
        ("holder(envoy, 2018-06-01) = ann", "holds", "on 2018-06-01: certainly Ann; Bob"),
        ("holder(envoy, 2018-06-01) = bob", "holds", "on 2018-06-01: certainly Ann; Bob"),
        ("holders(envoy, 2018-06-01) = {ann, bob}", "holds", "on 2018-06-01: certainly Ann; Bob"),
        ("holder(envoy, 2018-06-02) = ann", "broken", "on 2018-06-02: certainly Bob"),
        ("holder(envoy, 2018-06) = bob", "holds", "throughout 2018-06: certainly Ann; Bob"),
        # One seat: where somebody certainly held it, nobody else did, though their bounds would allow it.
        ("holder(envoy, 2018-12-31) = bob", "holds", "certainly Bob, possibly Carl (the post has 1 seat)"),
        ("holder(envoy, 2018-12-31) = carl", "broken", "certainly Bob, possibly Carl"),
        ("certain holders(envoy, 2018-12-31) = {bob}", "holds", "certainly Bob, possibly Carl"),
        ("possible holders(envoy, 2018-12-31) = {carl}", "holds", "certainly Bob, possibly Carl"),
        ("possible holders(envoy, 2018-12-31) = {bob, carl}", "broken", "certainly Bob, possibly Carl"),
        ("holder(envoy, 2019-06-01) = bob", "undecided", "on 2019-06-01: possibly Bob; Carl"),
        ("holder(clerk, 2018) = none", "holds", "throughout 2018: nobody"),
        ("count(postings, post = envoy) = 3", "holds", "3: Ann, Envoy; Bob, Envoy; Carl, Envoy"),
        ("count(postings, holder = carl, effect = took-effect) = 0", "holds", "0"),
        ("count(postings, post = envoy, during = 2018) = 2", "undecided", "at least 2, at most 3"),
        ("count(postings, post = envoy, during = 2018) > 3", "broken", "at least 2, at most 3"),
        ("none(postings, disputed = yes)", "holds", "0"),
        ("count(agents, type = person) = 4", "holds", "4: Ann; Anne; Bob; Carl"),
        ("count(posts, organization = France) = 0", "holds", "0"),
        ("count(statements, to = bob, during = 2018-06) = 1", "holds", "1: Ann: “I will — “surely” — stay.”"),
        ("count(meetings, by = ann, with = bob, state = agreed) = 1", "holds", "1: Ann with Bob"),
        ("state(talks, bob) = agreed", "holds", "Ann with Bob: wanted (2018-01) → agreed (2018-02)"),
        ("state(talks, bob) = held", "broken", "Ann with Bob: wanted (2018-01) → agreed (2018-02)"),
        ("state(talks, carl) = held", "undecided", "these exclude each other"),
        ("state(talks, carl) = disputed", "holds", "these exclude each other"),
        ("state(talks, carl) = agreed", "broken", "these exclude each other"),
        ("state(talks, anne) = agreed", "broken", "no step of this meeting with this counterpart is in force"),
        ("said(ann, \"will - 'surely' - stay\")", "holds", "(vow)"),
        ('said(ann, "SURELY I")', "holds", "(vow)"),
        ('said(ann, "stay", during = 2018-06)', "holds", "(vow)"),
        ('said(ann, "stay", during = 2018-06-05)', "undecided", "(vow)"),
        ('said(ann, "stay", during = 2019)', "broken", "there is no statement that may be meant"),
        ('said(ann, "she will go")', "broken", "not in the one statement that may be meant"),
        ('said(ann, "she will go", mode = denial)', "holds", "(no)"),
        ('said(bob, "stay")', "broken", "there is no statement"),
        ("exists(posting, anns)", "holds", "Ann, Envoy"),
        ("exists(meeting, talks)", "holds", "Ann with Bob"),
        ("exists(post, clerk)", "holds", "Clerk"),
        ("exists(post, king)", "broken", "no fact in force tells of the post king"),
    ],
)
def test_an_assertion_is_answered_with_what_was_found(world: Connection, text: str, state: str, found: str) -> None:
    answer = said_of(world, text)
    assert answer.state == state, answer.found
    assert found in answer.found


def test_an_agent_is_followed_to_who_it_was_judged_to_be() -> None:
    log = a_world()
    before = filled(log)
    log.record(a_judgement("anne", "ann", "same"))
    after = filled(log)
    for text in ("holder(envoy, 2017) = anne", "state(talks, bob) = agreed", 'said(anne, "surely")'):
        state = "holds" if "talks" in text else "broken"
        assert (said_of(before, text).state, said_of(after, text).state) == (state, "holds")


def test_what_is_withdrawn_does_not_exist() -> None:
    log = a_world()
    opened = filled(log).execute("SELECT id FROM facts WHERE subject = 'clerk' AND kind = 'post'").fetchone()[0]
    log.record(a_retraction(opened))
    assert said_of(filled(log), "exists(post, clerk)").state == "broken"


# ---- as rows --------------------------------------------------------------------------------------------------------

HUNCHES = (
    'holder("envoy", 2017) = "anne"',
    'certain holders("envoy", 2018-06-02) = {"bob"}',
    'count(statements, to = "bob") >= 2',
    'none(meetings, state = "held")',
    'state("talks", "bob") = "refused"',
    'said("anne", "surely")',
    'said("ann", "I go")',
    'exists(agent, "dora")',
    'count(posts, place = "Perm") = 1',
)


def states(connection: Connection) -> dict[str, str]:
    """The states of the expectations, by what is expected."""
    return dict(connection.execute("SELECT expects, state FROM expectations").fetchall())


@pytest.mark.parametrize(
    ("told", "changed"),
    [
        ((a_judgement("anne", "ann", "same"),), {0, 5}),
        ((a_posting(None, of="bobs", phase="left", start="2018-06-01"),), {1}),
        ((a_posting("carl-too", holder="carl", start="2018-05", end="2018-07"),), {1}),
        ((a_statement("more", speaker="carl", to=["bob"]),), {2}),
        ((a_meeting(None, of="talks", step="held", on="2019", **{"with": ("bob",)}),), {3}),
        ((a_meeting(None, of="talks", step="refused", on="2019", **{"with": ("bob",)}),), {4}),
        ((a_statement(None, of="vow", text="Or else I go."),), {6}),
        ((an_agent("dora"),), {7}),
        ((a_post(None, of="clerk", place="Perm"),), {8}),
    ],
)
def test_a_refresh_answers_anew_what_rests_on_what_changed(told: tuple[Any, ...], changed: set[int]) -> None:
    log = a_world()
    for text in HUNCHES:
        log.record(an_expectation(None, text))
    connection = filled(log)
    before, size = states(connection), len(log.lines)
    for fact in told:
        log.record(fact)
    advanced(connection, log, size)
    after = states(connection)
    assert {HUNCHES.index(text) for text in before if before[text] != after[text]} == changed
    assert after == states(filled(log))


def test_a_refresh_looks_at_no_other_expectation(monkeypatch: pytest.MonkeyPatch) -> None:
    log = a_world()
    for text in HUNCHES:
        log.record(an_expectation(None, text))
    connection, size = filled(log), len(log.lines)
    log.record(a_statement("more", speaker="carl", to=["bob"]))
    asked: list[str] = []
    monkeypatch.setattr(
        expected,
        "verdict",
        lambda assertion, rows: asked.append(format_assertion(assertion)) or verdict(assertion, rows),
    )
    advanced(connection, log, size)
    assert asked == ['count(statements, to = "bob") >= 2']


def test_an_expectation_that_is_withdrawn_is_gone_with_all_that_was_kept_of_it() -> None:
    log = a_world()
    hunch = log.record(an_expectation("hunch", HUNCHES[0]))
    connection, size = filled(log), len(log.lines)
    log.record(a_retraction(hunch))
    advanced(connection, log, size)
    assert connection.execute("SELECT count(*) FROM expectations").fetchone() == (0,)
    assert connection.execute("SELECT count(*) FROM _watched").fetchone() == (0,)


def test_a_correction_of_what_is_expected_is_answered_anew() -> None:
    log = a_world()
    hunch = log.record(an_expectation("hunch", 'holder("envoy", 2017) = "bob"'))
    connection, size = filled(log), len(log.lines)
    assert list(states(connection).values()) == ["broken"]
    log.record(a_correction(hunch, an_expectation("hunch", 'holder("envoy", 2017) = "ann"')))
    advanced(connection, log, size)
    assert states(connection) == {'holder("envoy", 2017) = "ann"': "holds"} == states(filled(log))
