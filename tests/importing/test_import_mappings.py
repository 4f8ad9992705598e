"""The mappings in docs/mappings, on the real data that they are for."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from in_memory import Dossier
from real_data import MAPPINGS, data


def imported(mapping: str, files: list[Path], dossier: Dossier | None = None) -> list[Any]:
    """The facts that files tell through a mapping; there must be no problem."""
    desk = dossier or Dossier()
    desk.folder = files[0].parent
    ran = desk.run(*((path.name, path.read_bytes()) for path in files), mapping=(MAPPINGS / mapping).read_text("utf-8"))
    assert ran.problems == ()
    return [planned.fact for planned in ran.plan.facts]


def counted(facts: list[Any]) -> dict[str, int]:
    """How many facts of each kind."""
    return dict(Counter(fact.kind for fact in facts))


def test_the_ministers_with_their_names_posts_and_organizations() -> None:
    folder, dossier = data("postings/ifg-ministers_2025-01-14"), Dossier()
    people = imported("ifg-people.yml", [folder / "person.csv"], dossier)
    posts = imported("ifg-posts.yml", [folder / "post.csv"], dossier)
    appointments = imported("ifg-appointments.yml", [folder / "appointment.csv"], dossier)
    assert counted(people) == {"source": 1, "agent": 1109, "name": 1293}
    assert counted(posts) == {"post": 885}
    assert counted(appointments) == {"posting": 3536}
    assert {post.organization for post in posts} >= {"Cabinet Office", "HM Treasury"}
    assert Counter(one.end.state for one in appointments) == {"stated": 3395, "holds": 141}


def test_an_end_before_its_start_is_kept_as_a_fact_of_its_own() -> None:
    version = data("postings/ifg-history") / "2024-08-18_997aa54_appointment.csv"
    facts = [fact for fact in imported("ifg-appointments.yml", [version]) if fact.kind == "posting"]
    early = [fact for fact in facts if fact.phase == "left"]
    assert [(fact.of, fact.start.verbatim) for fact in early] == [
        ("de59b86d-b553-436e-88e4-eca7579d3de2", "2020-04-16")
    ]
    assert len(facts) == 3513 + 1


def test_the_meetings_of_british_ministers() -> None:
    folder = data("meetings/uk-cabinet-office-ministers")
    files = sorted(folder.glob("*.csv"))
    facts = imported("uk-cabinet-office-meetings.yml", files)
    meetings = [fact for fact in facts if fact.kind == "meeting"]
    people = {fact.key: fact.name for fact in facts if fact.kind == "agent" and fact.type == "person"}
    assert counted(facts) == {"source": 39, "capture": 39, "agent": 1139, "meeting": 1515}
    assert {"francis-maude", "david-cameron", "lord-strathclyde", "mark-francois"} <= people.keys()
    assert not [name for name in people.values() if "," in name or "Rt Hon" in name or name.endswith(" MP")]

    read = {(fact.on.verbatim, fact.on.earliest, fact.on.latest) for fact in meetings}
    assert ("Apr/Jun", date(2012, 4, 1), date(2012, 6, 30)) in read
    assert ("Jan/Feb/Mar", date(2012, 1, 1), date(2012, 3, 31)) in read
    assert ("Oct-11", date(2011, 10, 1), date(2011, 10, 31)) in read
    assert ("July", date(2011, 7, 1), date(2011, 7, 31)) in read
    assert ("July", date(2012, 7, 1), date(2012, 7, 31)) in read
    assert ("January 2012,", date(2012, 1, 1), date(2012, 1, 31)) in read
    assert {on.year for _, on, _ in read} == {2010, 2011, 2012}

    roundtable = [fact for fact in meetings if fact.of == "co-meetings-oct-dec-2010-45"]
    assert len(roundtable) == 18
    assert not [fact for fact in meetings if "nil return" in fact.on.verbatim]
    assert "spice-a-timebanking-scheme-in-wales" in {key for fact in meetings for key in fact.counterparts}


def test_the_meetings_of_the_european_commission() -> None:
    facts = imported("ec-meetings.yml", [data("meetings/ec-commission-meetings_2014-2016.csv")])
    meetings = [fact for fact in facts if fact.kind == "meeting"]
    assert counted(facts) == {"source": 1, "agent": 3644, "meeting": 10416}
    assert {fact.step for fact in meetings} == {"held"}
    names = {fact.name for fact in facts if fact.kind == "agent"}
    assert "EUROSIF A.I.S.B.L (EUROPEAN SUSTAINABLE INVESTMENT FORUM)" in names
    assert "European Federation of Food, Agriculture and Tourism Trade Unions" in names
    assert max(len(fact.counterparts) for fact in meetings) > 20


@pytest.mark.parametrize(("country", "postings"), [("us", 1504), ("united-kingdom", 2300)])
def test_cabinets_by_wikidata(country: str, postings: int) -> None:
    facts = imported("wikidata-cabinet.yml", [data(f"postings/wikidata-cabinet_{country}_2022.csv")])
    assert counted(facts)["posting"] == postings
    years = [fact for fact in facts if fact.kind == "posting" and fact.start.verbatim == "2011"]
    assert all(fact.start.latest == date(2011, 12, 31) for fact in years)


def test_who_left_the_cabinets_of_the_united_states() -> None:
    facts = imported("538-cabinet-turnover.yml", [data("postings/538_cabinet-turnover.csv")])
    postings = {fact.key: fact for fact in facts if fact.kind == "posting"}
    assert counted(facts) == {"source": 1, "agent": 332, "post": 30, "posting": 379}
    lance = postings["538-carter-omb-director-bert-lance-1-21-77"]
    assert (lance.start.verbatim, lance.start.earliest) == ("1/21/77", date(1977, 1, 21))
    gates = postings["538-obama-secretary-of-defense-bob-gates-bush-admin"]
    assert (gates.start.earliest, gates.start.latest) == (date(2001, 1, 20), date(2009, 1, 20))
    harris = postings["538-biden-vice-president-kamala-harris-1-20-21"]
    assert (harris.end.state, harris.end.when.verbatim) == ("holds", "Still in office")
    assert harris.end.when.earliest == date(2023, 2, 10)
    keyworth = postings["538-reagan-ostp-director-george-a-keyworth-ii-aug-1981"]
    assert keyworth.start.latest == date(1981, 8, 31)
