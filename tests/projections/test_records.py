"""The rows of each kind of subject: what they are called, what they hold, and what their facts say."""

from sqlite3 import Connection
from typing import Any

import pytest
from databases import built
from factories import (
    a_capture,
    a_confirmation,
    a_correction,
    a_judgement,
    a_meeting,
    a_name,
    a_post,
    a_posting,
    a_retraction,
    a_source,
    a_statement,
    a_when,
    an_agent,
    an_end,
)
from memory_log import recorded

from regesta.events.facts import Fact
from regesta.events.when import End

AUTUMN = a_when("..2017-11", verbatim="by autumn of 2017")
OCTOBER = End(state="stated", when=a_when("2019-10", verbatim="in October", basis="derived"))

WORLD: tuple[Fact, ...] = (
    a_source("letter", title="Letter of resignation"),
    a_source("kommersant", title="Report", publication="Kommersant", published="2019-08-07", derived_from="letter"),
    a_source("digest", title="Digest", published="2019-08-09", derived_from="kommersant"),
    an_agent("jon-huntsman", name="Jon Huntsman"),
    an_agent("donald-trump", name="Donald Trump"),
    an_agent("valery-gerasimov", name="Valery Gerasimov"),
    an_agent("alexander-novak", name="Alexander Novak"),
    an_agent("kommersant", name="Kommersant", type="organization"),
    a_post("us-ambassador-ru", title="Ambassador to Russia", organization="United States", place="Russia", seats=1),
)


def database(*facts: Fact) -> Connection:
    """A database of the world and some facts more."""
    return built(recorded(*WORLD, *facts))


def row(connection: Connection, table: str, where: str = "1") -> dict[str, Any]:
    """The one row of a table that there is."""
    cursor = connection.execute(f"SELECT * FROM {table} WHERE {where}")
    (found,) = cursor.fetchall()
    return dict(zip((column[0] for column in cursor.description), found, strict=True))


def said(*facts: Fact) -> str:
    """What the last of these facts says, in a line."""
    found = database(*facts).execute("SELECT says FROM facts ORDER BY position DESC LIMIT 1").fetchone()
    return str(found[0])


def some(found: dict[str, Any], *names: str) -> tuple[Any, ...]:
    """Some columns of a row."""
    return tuple(found[name] for name in names)


HUNTSMAN: dict[str, Any] = {"holder": "jon-huntsman", "post": "us-ambassador-ru"}
MOSCOW = a_posting("moscow", **HUNTSMAN, start=AUTUMN, end=OCTOBER, source="digest")


def test_a_posting_is_called_by_holder_and_post() -> None:
    found = row(database(MOSCOW), "postings")
    assert found["label"] == "Jon Huntsman, Ambassador to Russia (United States)"
    assert some(found, "start", "start_earliest", "start_latest") == ("by autumn of 2017", None, "2017-11-30")
    assert some(found, "end", "end_state", "end_earliest") == ("in October", "stated", "2019-10-01")
    assert some(found, "effect", "phase", "year", "disputed") == ("took-effect", "serving", None, 0)
    assert some(found, "hops", "first_hand", "citations") == (2, 0, 1)


def test_the_phases_of_a_posting_take_holder_and_post_from_the_one_told_first() -> None:
    left = a_posting(of="moscow", phase="left", start="2019-10-03", title="Ambassador Extraordinary")
    found = row(database(MOSCOW, left), "phases", "phase = 'left'")
    assert found["label"] == "Jon Huntsman: left as Ambassador Extraordinary"
    assert some(found, "holder", "post", "posting") == ("jon-huntsman", "us-ambassador-ru", "moscow")


def test_a_posting_that_took_no_effect_has_no_days() -> None:
    nominated = a_posting("never", **HUNTSMAN, phase="nominated", start="2017-07")
    found = row(database(nominated, a_posting(of="never", phase="rejected", start="2017-09")), "postings")
    assert some(found, "effect", "phase", "start", "start_earliest", "end_latest") == (
        "not-in-effect",
        "rejected",
        None,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        ([MOSCOW], "Jon Huntsman: serving as Ambassador to Russia, by autumn of 2017 – in October"),
        ([a_posting(None, **HUNTSMAN)], "Jon Huntsman: serving as Ambassador to Russia"),
        ([a_posting(None, **HUNTSMAN, start="2017")], "Jon Huntsman: serving as Ambassador to Russia, 2017"),
        ([a_posting(None, **HUNTSMAN, end="2019")], "Jon Huntsman: serving as Ambassador to Russia, … – 2019"),
        (
            [a_posting(None, **HUNTSMAN, start="2017", end="still")],
            "Jon Huntsman: serving as Ambassador to Russia, 2017 – still",
        ),
        (
            [a_posting(None, **HUNTSMAN, start="2017", end="ended")],
            "Jon Huntsman: serving as Ambassador to Russia, 2017 – ended, day not known",
        ),
        (
            [MOSCOW, a_posting(of="moscow", phase="resigned", start="2019-08-05")],
            "Jon Huntsman: resigned as Ambassador to Russia, 2019-08-05",
        ),
        ([a_source("x", title="Notes", publication="Axios")], "Source: Axios, “Notes”"),
        ([a_capture("digest", size=12345)], "Capture of “Digest”, 2019-08-09: text/plain, 12,345 bytes"),
        ([an_agent("x", name="Ann", description="a diplomat")], "Ann, person: a diplomat"),
        (
            [an_agent("x", name="a Russian source", type="anonymous", outlet="Kommersant")],
            "a Russian source, anonymous, to Kommersant",
        ),
        (
            [a_name("jon-huntsman", "Jon Hutsman", form="misspelling")],
            "Jon Huntsman, named as a misspelling: Jon Hutsman",
        ),
        ([a_name("jon-huntsman", "Jon Huntsman Jr.")], "Jon Huntsman, named also: Jon Huntsman Jr."),
        (
            [an_agent("jh", name="J. Huntsman"), a_judgement("jon-huntsman", "jh")],
            "Jon Huntsman (jon-huntsman and jh): judged the same, because one signature",
        ),
        (
            [an_agent("jh", name="J. Huntsman"), a_judgement("jon-huntsman", "jh", "different")],
            "Jon Huntsman and J. Huntsman: judged different, because one signature",
        ),
        ([a_post("x", title="Consul", place="Perm", seats=2)], "Post: Consul, Perm, 2 seats"),
        (
            [a_statement("x", speaker="jon-huntsman", to=["donald-trump"], text="I resign.", said="2019-08-05")],
            "Jon Huntsman to Donald Trump: “I resign.” (2019-08-05)",
        ),
        ([a_statement("x", speaker="jon-huntsman", mode="denial")], "Jon Huntsman: denies: I will stay."),
        ([a_statement("x", speaker="jon-huntsman", mode="no-comment", text=None)], "Jon Huntsman: no comment"),
        (
            [a_meeting("x", by=["jon-huntsman"], **{"with": ["valery-gerasimov"]}, on="2018")],
            "Jon Huntsman wanted to meet Valery Gerasimov, 2018",
        ),
        (
            [
                a_meeting(
                    "x",
                    by=["jon-huntsman"],
                    **{"with": ["valery-gerasimov", "alexander-novak", "donald-trump"]},
                    step="requested",
                )
            ],
            "Jon Huntsman asked to meet Valery Gerasimov, Alexander Novak and Donald Trump",
        ),
        (
            [
                a_meeting("x", by=["jon-huntsman"], **{"with": ["valery-gerasimov", "alexander-novak"]}),
                a_meeting(of="x", step="agreed", **{"with": ["valery-gerasimov"]}),
            ],
            "Valery Gerasimov agreed to meet Jon Huntsman",
        ),
    ],
)
def test_every_fact_says_something_in_a_line(facts: list[Fact], line: str) -> None:
    assert said(*facts) == line


def test_acts_say_what_they_did_and_to_what() -> None:
    log = recorded(*WORLD)
    posting = log.record(MOSCOW)
    correction = log.record(a_correction(posting, a_posting(None, **HUNTSMAN, start="2017")))
    log.record(a_confirmation(posting, "kommersant"))
    retraction = log.record(a_retraction(correction))
    log.record(a_retraction(retraction))
    lines = [line for (line,) in built(log).execute("SELECT says FROM facts ORDER BY position").fetchall()]
    serving = "Jon Huntsman: serving as Ambassador to Russia"
    assert lines[-5:] == [
        f"{serving}, by autumn of 2017 – in October",
        f"Corrected: {serving}, 2017",
        f"Confirmed: {serving}, by autumn of 2017 – in October",
        f"Retracted: Corrected: {serving}, 2017",
        f"Restored: Corrected: {serving}, 2017",
    ]


def test_the_history_of_a_record_tells_what_happened_to_it_and_why() -> None:
    log = recorded(*WORLD)
    posting = log.record(MOSCOW)
    log.record(a_posting(of="moscow", phase="left"))
    correction = log.record(a_correction(posting, a_posting(None, **HUNTSMAN, start="2017"), "source-corrected"))
    log.record(a_confirmation(posting, "kommersant", note="seen again"))
    retraction = log.record(a_retraction(correction))
    log.record(a_retraction(retraction, reason="it was right"))
    history = built(log).execute(
        "SELECT change, motive, why FROM history WHERE subject_kind = 'posting' AND subject = 'moscow'"
        " ORDER BY position"
    )
    assert history.fetchall() == [
        ("opened", None, None),
        ("added", None, None),
        ("corrected", "source-corrected", "misread"),
        ("confirmed", None, "seen again"),
        ("retracted", None, "a mistake"),
        ("restored", None, "it was right"),
    ]


def test_a_judgement_is_in_the_history_of_both_agents_and_of_one_when_they_are_the_same() -> None:
    agents = (an_agent("ann"), an_agent("bob"))
    query = "SELECT subject FROM history WHERE change = 'judged' ORDER BY subject"
    different = built(recorded(*agents, a_judgement("ann", "bob", "different"))).execute(query).fetchall()
    same = built(recorded(*agents, a_judgement("ann", "bob", "same"))).execute(query).fetchall()
    assert (different, same) == ([("ann",), ("bob",)], [("ann",)])


def test_a_correction_may_move_a_fact_to_another_record() -> None:
    log = recorded(*WORLD, MOSCOW, a_posting("beijing", **HUNTSMAN, start="2009"))
    left = log.record(a_posting(of="beijing", phase="left", start="2019"))
    log.record(a_correction(left, a_posting(of="moscow", phase="left", start="2019")))
    database = built(log)
    phases = database.execute("SELECT posting FROM phases WHERE phase = 'left'").fetchall()
    corrected = database.execute("SELECT subject FROM history WHERE change = 'corrected' ORDER BY subject").fetchall()
    assert (phases, corrected) == ([("moscow",)], [("beijing",), ("moscow",)])


def test_what_is_told_first_stands_and_later_facts_fill_gaps() -> None:
    more = an_agent(None, of="jon-huntsman", name="J. Huntsman", description="an envoy", born="1960-03-26")
    found = row(database(more), "agents", "id = 'jon-huntsman'")
    assert some(found, "name", "other_names", "description", "born") == (
        "Jon Huntsman",
        "J. Huntsman",
        "an envoy",
        "1960-03-26",
    )


def test_an_anonymous_voice_has_a_description_and_no_name() -> None:
    voice = an_agent("voice", name="a Russian diplomatic source", type="anonymous", outlet="Kommersant", day="2019-08")
    connection = database(voice)
    found = row(connection, "agents", "id = 'voice'")
    assert some(found, "name", "outlet", "day") == ("a Russian diplomatic source", "Kommersant", "2019-08")
    assert connection.execute("SELECT count(*) FROM names WHERE agent = 'voice'").fetchone() == (0,)


def test_a_statement_tells_to_whom_in_what_and_through_whom() -> None:
    letter = a_statement(
        "letter",
        speaker="jon-huntsman",
        to=["donald-trump"],
        within="resignation letter",
        said="2019-08",
        about=[{"kind": "posting", "id": "moscow"}],
        via=["valery-gerasimov", "kommersant"],
        source="digest",
    )
    connection = database(MOSCOW, letter, a_statement(of="letter", source="letter", mode="indirect"))
    found = row(connection, "statements")
    assert found["label"] == "Jon Huntsman: “I will stay.”"
    assert some(found, "addressees", "medium", "mode", "year") == ("Donald Trump", "resignation letter", "direct", 2019)
    assert some(found, "heard_via", "hops", "first_hand", "citations") == ("Valery Gerasimov → Kommersant", 0, 1, 2)
    assert connection.execute("SELECT agent FROM addressees").fetchall() == [("donald-trump",)]
    assert connection.execute("SELECT subject_kind, subject FROM about").fetchall() == [("posting", "moscow")]


def test_a_meeting_has_a_row_for_each_counterpart_with_its_own_state() -> None:
    both: dict[str, Any] = {"with": ["valery-gerasimov", "alexander-novak"]}
    connection = database(
        a_meeting("list", by=["jon-huntsman", "donald-trump"], **both, on="2018", topic="trade"),
        a_meeting(of="list", step="agreed", on="2019", **{"with": ["valery-gerasimov"]}, reason="at last"),
    )
    found = row(connection, "meetings", "counterpart = 'valery-gerasimov'")
    assert found["label"] == "Jon Huntsman with Valery Gerasimov"
    assert some(found, "id", "seeker", "joined_by") == ("list~valery-gerasimov", "jon-huntsman", "Donald Trump")
    assert some(found, "state", "state_on", "year", "reason", "topic") == ("agreed", "2019", 2019, "at last", "trade")
    assert found["steps"] == "wanted (2018) → agreed (2019)"
    assert row(connection, "meetings", "counterpart = 'alexander-novak'")["state"] == "wanted"
    steps = connection.execute("SELECT label FROM steps ORDER BY id").fetchall()
    assert sorted(steps) == [
        ("Jon Huntsman wanted to meet Alexander Novak",),
        ("Jon Huntsman wanted to meet Valery Gerasimov",),
        ("Valery Gerasimov agreed to meet Jon Huntsman",),
    ]


@pytest.mark.parametrize(
    ("given", "hops"),
    [
        ({"source": "letter"}, 0),
        ({"source": "kommersant"}, 1),
        ({"source": "digest"}, 2),
        ({"source": "digest", "via": ["valery-gerasimov"]}, 3),
        ({"source": "digest", "via": ["kommersant"]}, 2),
        ({"source": "digest", "via": ["valery-gerasimov", "kommersant"]}, 3),
        ({"source": ["digest", "letter"]}, 0),
        ({"observation": True}, 0),
        ({"observation": True, "via": ["kommersant"]}, 1),
    ],
)
def test_hops_are_the_voices_and_the_papers_between_by_the_shortest_way(given: dict[str, Any], hops: int) -> None:
    found = row(database(a_posting("x", **HUNTSMAN, **given)), "postings")
    assert some(found, "hops", "first_hand") == (hops, hops == 0)


def test_a_confirmation_brings_a_record_nearer_to_the_event() -> None:
    log = recorded(*WORLD)
    log.record(a_confirmation(log.record(MOSCOW), "letter"))
    connection = built(log)
    assert some(row(connection, "postings"), "hops", "citations") == (0, 2)
    confirmed = connection.execute("SELECT source, confirmed_by IS NOT NULL FROM citations ORDER BY id").fetchall()
    assert confirmed == [("digest", 0), ("letter", 1)]


def test_sources_that_rest_on_each_other_are_at_no_distance() -> None:
    circle = (a_source("a", derived_from="b"), a_source("b", derived_from="a"), a_source("c", derived_from="b"))
    connection = database(*circle, a_posting("x", **HUNTSMAN, source="c"))
    found = connection.execute("SELECT primary_distance FROM sources WHERE id IN ('a', 'b', 'c')").fetchall()
    assert found == [(None,)] * 3
    assert some(row(connection, "postings"), "hops", "first_hand") == (None, 0)


def test_the_timeline_has_every_date_in_force_in_order() -> None:
    connection = database(
        MOSCOW,
        an_agent("x", name="Ann", born="1960", died="2020"),
        a_statement("s", speaker="jon-huntsman", to=["donald-trump"], said="2019-08-05"),
        a_meeting("m", by=["jon-huntsman"], **{"with": ["valery-gerasimov"]}, step="agreed", on="2018"),
        a_posting("y", **HUNTSMAN, start="..", end=an_end("still 2019")),
    )
    found = connection.execute("SELECT sort, type, what, agent, other FROM timeline ORDER BY sort, id").fetchall()
    assert found == [
        ("1960-01-01", "born", "Ann: born", "x", None),
        ("2017-11-30", "serving", "Jon Huntsman: serving as Ambassador to Russia", "jon-huntsman", None),
        ("2018-01-01", "agreed", "Valery Gerasimov agreed to meet Jon Huntsman", "valery-gerasimov", "jon-huntsman"),
        ("2019-08-05", "said", "Jon Huntsman to Donald Trump: “I will stay.”", "jon-huntsman", "donald-trump"),
        ("2019-08-07", "published", "Published: Kommersant, “Report”, 2019-08-07", None, None),
        ("2019-08-09", "published", "Published: “Digest”, 2019-08-09", None, None),
        ("2019-10-01", "ended", "Jon Huntsman: no longer serving as Ambassador to Russia", "jon-huntsman", None),
        ("2020-01-01", "died", "Ann: died", "x", None),
    ]


def test_a_retracted_posting_is_not_published() -> None:
    log = recorded(*WORLD)
    log.record(a_retraction(log.record(MOSCOW)))
    connection = built(log)
    for table in ("postings", "phases", "citations"):
        assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


def test_a_posting_whose_holder_is_withheld_is_not_made_up() -> None:
    log = recorded(*WORLD, MOSCOW, a_posting(of="moscow", phase="left", start="2019"))
    log.withhold(len(WORLD))
    connection = built(log)
    assert connection.execute("SELECT count(*) FROM postings").fetchone() == (0,)
    assert connection.execute("SELECT says FROM facts ORDER BY position DESC LIMIT 2").fetchall() == [
        ("(somebody who is withheld): left as (a post that is withheld), 2019",),
        ("Withheld",),
    ]


def test_a_sentence_names_agents_that_were_judged_the_same_once() -> None:
    meeting = a_meeting("talks", by=("jon-huntsman",), **{"with": ("valery-gerasimov", "alexander-novak")})
    found = database(meeting, a_judgement("valery-gerasimov", "alexander-novak")).execute(
        "SELECT says FROM facts WHERE kind = 'meeting'"
    )
    assert found.fetchone()[0] == "Jon Huntsman wanted to meet Valery Gerasimov"
