"""Matching names: exactly, and nearly."""

import sqlite3
from time import process_time

import pytest
from databases import built
from factories import a_judgement, a_name, a_post, a_retraction, a_source, an_agent
from memory_log import recorded

from regesta.projections.naming import Names, anonymous, match

PEOPLE = {
    "jon-huntsman": "Jon Huntsman",
    "valentina-matviyenko": "Valentina Matviyenko",
    "valery-gerasimov": "Valery Gerasimov",
    "anatoly-antonov": "Anatoly Antonov",
    "xi-jinping": "Xi Jinping",
    "li-wei": "Li Wei",
    "zoe-mueller": "Zoë Müller",
    "john-dalton": "John Dalton",
    "adams": "John Quincy Adams",
    "campbell": "G. W. Campbell",
    "un": "UN",
}


@pytest.fixture(scope="module")
def people() -> sqlite3.Connection:
    voice = an_agent("voice", name="a Russian source", type="anonymous", outlet="Kommersant", day="2019-08")
    names = (a_name("jon-huntsman", "Jon Huntsman Jr."), a_name("valery-gerasimov", "Валерий Герасимов"))
    return built(recorded(*(an_agent(key, name=name) for key, name in PEOPLE.items()), *names, voice))


@pytest.mark.parametrize(
    ("name", "exact"),
    [
        ("Jon Huntsman", ["jon-huntsman"]),
        ("  jon   HUNTSMAN ", ["jon-huntsman"]),
        ("Jon Huntsman Jr.", ["jon-huntsman"]),
        ("валерий герасимов", ["valery-gerasimov"]),
        ("Zoe\u0308 Mu\u0308ller", ["zoe-mueller"]),
        ("Zoe Muller", []),
        ("Huntsman", []),
        ("a Russian source", []),
        ("", []),
    ],
)
def test_a_name_is_exact_whatever_its_case_blanks_and_normal_form(
    people: sqlite3.Connection, name: str, exact: list[str]
) -> None:
    assert [one.id for one in match(people, name).exact] == exact


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("Hutsman", "jon-huntsman"),
        ("Jon Hutsman", "jon-huntsman"),
        ("Huntsman, Jon", "jon-huntsman"),
        ("Ambassador Jon Huntsman", "jon-huntsman"),
        ("Matvienko", "valentina-matviyenko"),
        ("Герасимов", "valery-gerasimov"),
        ("Валерия Герасимова", "valery-gerasimov"),
        ("Antonova", "anatoly-antonov"),
        ("Zoe Muller", "zoe-mueller"),
        ("Xi", "xi-jinping"),
        ("Li", "li-wei"),
        ("J. Q. Adams", "adams"),
        ("Adams, J.Q.", "adams"),
        ("George Washington Campbell", "campbell"),
    ],
)
def test_a_near_miss_is_suggested(people: sqlite3.Connection, name: str, nearest: str) -> None:
    found = match(people, name)
    assert found.exact == ()
    assert found.near[0].id == nearest
    assert found.near[0].label == PEOPLE[nearest]


@pytest.mark.parametrize(
    "name", ["Jon Smith", "Jo", "Wu", "United", "Michael McFaul", "a Russian sauce", "", "—", "J. Q. Smith", "J. H."]
)
def test_what_is_not_near_is_not_suggested(people: sqlite3.Connection, name: str) -> None:
    assert match(people, name).near == ()


def test_two_of_one_name_are_both_exact() -> None:
    log = recorded(an_agent("ann-1", name="Ann"), an_agent("ann-2", name="Ann"))
    assert [one.id for one in match(built(log), "ann").exact] == ["ann-1", "ann-2"]


def test_the_names_of_two_that_are_the_same_mean_one() -> None:
    log = recorded(an_agent("ann"), an_agent("anne"), a_judgement("ann", "anne"))
    found = match(built(log), "Anne")
    assert [(one.id, one.label, one.name) for one in found.exact] == [("ann", "Ann", "Anne")]


def test_who_was_withdrawn_is_not_matched() -> None:
    log = recorded(an_agent("bob"))
    log.record(a_name("ann", "Ann"))
    log.record(a_retraction(log.record(an_agent("carl"))))
    connection = built(log)
    assert match(connection, "Ann").exact == match(connection, "Carl").exact == ()


def test_posts_and_sources_are_matched_by_label_and_title() -> None:
    log = recorded(a_post("x", title="Envoy", place="Perm"), a_source("y", title="Gazette", published="2019"))
    connection = built(log)
    assert [one.id for one in match(connection, "envoy, perm", "post").exact] == ["x"]
    assert [one.id for one in match(connection, "Envoy", "post").exact] == ["x"]
    assert [one.id for one in match(connection, "gazete", "source").near] == ["y"]


@pytest.mark.parametrize(
    ("description", "outlet", "day", "found"),
    [
        ("A Russian source", "kommersant", "2019-08", 1),
        ("a Russian source", "Axios", "2019-08", 0),
        ("a Russian source", "Kommersant", "2019-09", 0),
        ("a Russian source", "Kommersant", None, 0),
        ("a Russian sauce", "Kommersant", "2019-08", 0),
    ],
)
def test_an_anonymous_voice_is_the_same_only_if_description_outlet_and_day_are(
    people: sqlite3.Connection, description: str, outlet: str, day: str | None, found: int
) -> None:
    assert len(anonymous(people, description, outlet, day)) == found


def test_fifty_thousand_names_are_matched_quickly() -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE agents (id, name, status, type)")
    connection.execute("CREATE TABLE names (agent, name)")
    rows = [(f"p{number}", f"{_word(number % 977)} {_word(number)}") for number in range(50_000)]
    connection.executemany("INSERT INTO agents VALUES (?, ?, 'in-force', 'person')", rows)
    connection.executemany("INSERT INTO names VALUES (?, ?)", rows)
    names = Names(connection)
    names.near("Somebody Else")  # prepares once
    started = process_time()
    for number in range(0, 50_000, 5_000):
        assert names.near(rows[number][1] + "x")[0].id == rows[number][0]
    assert process_time() - started < 5  # 0.2 s on a quiet machine


def _word(number: int) -> str:
    """A word of letters, another for every number."""
    letters = "bdfglmnprt"
    return "".join(letters[int(digit)] + "aeiou"[int(digit) % 5] for digit in str(number + 1000)).title()
