"""The pages of conflicts: all by rule, and one with both sides and their evidence."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from factories import a_citation, a_correction, a_post, a_posting, a_source, an_agent, an_explanation
from recorded import a_dossier, add, connected
from served_pages import Site

from regesta.events.dossier import Dossier
from regesta.projections.conflicts.rule import conflict_id

WHAT = "Ann and Bob both certainly held Envoy, which has one seat, from 2017-05-01 to 2017-06-01"


@dataclass(frozen=True, slots=True)
class Case:
    """A dossier with one conflict."""

    dossier: Dossier
    conflict: str
    facts: tuple[str, ...]


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    dossier = a_dossier(tmp_path / "case")
    quoted = (a_citation("gazette", quote="She left on 1 June."),)
    ids = add(
        dossier,
        a_source(),
        an_agent("ann"),
        an_agent("bob"),
        a_post(seats=1),
        a_posting("a", holder="ann", start="2014-03-01", end="2017-06-01", citations=quoted),
        a_posting("b", holder="bob", start="2017-05-01", end="2020", source="gazette"),
    )
    yield Case(dossier, conflict_id("seats", ("a", "b")), ids)


def saw(case: Case) -> tuple[str, ...]:
    """The facts that the conflict rests on."""
    with closing(connected(case.dossier)) as connection:
        return tuple(row[0] for row in connection.execute("SELECT fact FROM conflict_facts"))


def test_the_list_tells_each_rule_its_conflicts_and_how_many_are_open(case: Case) -> None:
    site = Site(case.dossier)
    page = site.get("/-/conflicts")
    assert page.status == 200
    assert "open 1" in page.words
    assert f"More people certainly held a post at once than it has seats. open {WHAT}" in page.words
    assert f"/-/conflict/{case.conflict}" in page.text
    assert "There is no conflict." in Site(a_dossier(case.dossier.path.parent / "none")).get("/-/conflicts").words


def test_both_sides_stand_with_their_evidence(case: Case) -> None:
    page = Site(case.dossier).get(f"/-/conflict/{case.conflict}").words
    assert WHAT in page
    assert "The days at issue: 1 May – 1 June 2017" in page
    assert "Ann certainly held it from 2014-03-01 to 2017-06-01 Ann: serving as Envoy, 2014-03-01 – 2017-06-01" in page
    assert "She left on 1 June." in page
    assert "arose Bob: serving as Envoy" in page


def test_an_explanation_and_what_became_of_it_are_told(case: Case) -> None:
    add(case.dossier, an_explanation(case.conflict, saw=saw(case), what=WHAT, rule="seats", note="She handed over."))
    site = Site(case.dossier)
    page = site.get(f"/-/conflict/{case.conflict}").words
    assert "conflict explained" in page
    assert "She handed over." in page
    add(case.dossier, a_posting(None, of="a", phase="left", start="2017-06-01", source="gazette"))
    assert "Open again." in Site(case.dossier).get(f"/-/conflict/{case.conflict}").words
    earlier = a_posting("a", holder="ann", start="2014-03-01", end="2017-05-01", source="gazette")
    left = a_posting(None, of="a", phase="left", start="2017-05-01", source="gazette")
    with closing(connected(case.dossier)) as connection:
        (second,) = connection.execute("SELECT id FROM phases WHERE phase = 'left'").fetchone()
    add(case.dossier, a_correction(case.facts[4], earlier), a_correction(second, left))
    resolved = Site(case.dossier).get(f"/-/conflict/{case.conflict}").words
    assert "Resolved. It ended by Corrected: Ann: serving as Envoy" in resolved


def test_pages_lead_from_a_fact_a_subject_and_home_to_the_conflict(case: Case) -> None:
    site = Site(case.dossier)
    assert "Disputed." in site.get(f"/-/fact/{case.facts[4]}").words
    for path in ("/posts/envoy", "/postings/a", "/agents/bob"):
        page = site.get(path)
        assert "Disputed: it cannot all be true" in page.words, path
        assert f"/-/conflict/{case.conflict}" in page.text
    assert "One conflict is open" in site.get("//").words


def test_a_conflict_that_is_not_there_is_a_page_that_says_why(case: Case) -> None:
    page = Site(case.dossier).get("/-/conflict/%3Cscript%3E")
    assert page.status == 404
    assert "There is no such conflict" in page.words
    assert "<script>" not in page.text.partition("<main")[2].partition("</main>")[0]
