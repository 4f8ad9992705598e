"""The fact's page: what it says, how it stands, what it rests on, what happened to it."""

from contextlib import closing
from pathlib import Path

import pytest
from factories import (
    a_capture,
    a_citation,
    a_confirmation,
    a_correction,
    a_judgement,
    a_meeting,
    a_name,
    a_post,
    a_posting,
    a_restriction,
    a_retraction,
    a_source,
    a_statement,
    an_agent,
    an_expectation,
    an_explanation,
    an_origin,
)
from recorded import a_dossier, add, connected
from seed_case import SeedCase
from served_pages import Site

from regesta.events.facts import KINDS, Fact
from regesta.web import fact


@pytest.fixture(scope="module")
def seed_site(seed_case: SeedCase) -> Site:
    return Site(seed_case.dossier)


def test_there_is_a_page_for_every_kind_of_fact(tmp_path: Path) -> None:
    first: tuple[Fact, ...] = (
        a_source(),
        a_capture(),
        an_agent("ann"),
        an_agent("anne"),
        an_agent("bob"),
        a_name("ann", "Anna"),
        a_judgement("ann", "anne"),
        a_post(),
        a_posting(source="gazette"),
        a_statement(source="gazette"),
        a_meeting(source="gazette"),
        an_expectation(expects='holder("envoy", 2020) = "ann"'),
        an_explanation("0123456789abcdef"),
        an_origin("source/gazette", "agent/ann"),
    )
    dossier = a_dossier(tmp_path / "kinds")
    ids = add(dossier, *first)
    posting = a_posting(start="2020", source="gazette")
    ids += add(dossier, a_correction(ids[8], posting), a_retraction(ids[9]), a_confirmation(ids[10]))
    ids += add(dossier, a_restriction(fact=ids[9]), a_restriction("withheld", code="safety", agent="ann"))
    ids += add(dossier, a_restriction("embargoed", source="gazette", until="2027-01-01"))
    site = Site(dossier)
    shown = {site.get(f"/-/fact/{one}").status for one in ids}
    with closing(connected(dossier)) as connection:
        kinds = {kind for (kind,) in connection.execute("SELECT kind FROM facts")}
    assert kinds == set(KINDS)
    assert shown == {200}
    expected = site.get(f"/-/fact/{ids[11]}").words
    assert 'expects what is expected, as an assertion holder("envoy", 2020) = "ann" Envoy Ann' in expected
    judged = site.get(f"/-/fact/{ids[13]}").words
    assert "the one origin: a source or an agent “The Gazette”" in judged
    assert "each knows of itself what it tells independent" in judged


def test_a_restricted_fact_says_so_on_the_page_of_each_version_and_a_released_one_does_not(tmp_path: Path) -> None:
    dossier = a_dossier(tmp_path / "held", an_agent("ann"), a_post())
    (told,) = add(dossier, a_posting())
    (newer,) = add(dossier, a_correction(told, a_posting(start="2020")))
    add(dossier, a_restriction("withheld", code="source-protection", fact=told, note="She asked."))
    for one in (told, newer):
        words = Site(dossier).get(f"/-/fact/{one}").words
        assert "Restricted. It is not published: source protection." in words and "She asked." in words
    (later,) = add(dossier, a_restriction("embargoed", until="2130-01-01", fact=told))
    assert "It is not published before 2130-01-01." in Site(dossier).get(f"/-/fact/{newer}").words
    add(dossier, a_restriction("public", fact=told))
    assert "Restricted." not in Site(dossier).get(f"/-/fact/{newer}").words
    assert "A later restriction of the same is in force: Fact" in Site(dossier).get(f"/-/fact/{later}").words


def test_a_fact_shows_its_fields_with_names_dates_and_meanings(seed_case: SeedCase, seed_site: Site) -> None:
    page = seed_site.get(f"/-/fact/{seed_case.corrected}").words
    assert "holder who holds, or was to hold, the post Jon Huntsman" in page
    assert "post the post Ambassador to Russia (United States)" in page
    assert "by autumn of 2017 on or before 30 November 2017" in page
    assert "in October some day of October 2019; completed from the day of the source" in page
    assert "jon-huntsman" not in page.partition("The fact as the log holds it")[0]


def test_the_words_of_a_quote_stand_marked_in_the_captured_text(seed_case: SeedCase, seed_site: Site) -> None:
    page = seed_site.get(f"/-/fact/{seed_case.corrected}")
    assert "<mark>according to the letter he intends to step down in October</mark>" in page.text
    assert "has written to President Donald Trump that he resigns; " in page.text
    assert "Found letter for letter in the captured text, and looked up again for this page." in page.words


def test_an_unverified_quote_says_so(seed_case: SeedCase, seed_site: Site) -> None:
    page = seed_site.get(f"/-/fact/{seed_case.confirmed}").words
    assert "last paragraph but one added by" in page
    assert "UNVERIFIED: not found in a captured text" in page


def test_a_quote_that_the_capture_no_longer_holds_is_not_passed_off_as_found(seed_case: SeedCase) -> None:
    def altered(sha256: str) -> str:
        return "Quite another text."

    with closing(connected(seed_case.dossier)) as connection:
        view = fact.view(connection, seed_case.corrected, altered)
    assert view is not None and view.citations[0].quote is not None
    assert view.citations[0].quote.standing == "lost"


def test_without_the_capture_a_quote_stands_between_its_stored_neighbours(seed_case: SeedCase) -> None:
    with closing(connected(seed_case.dossier)) as connection:
        view = fact.view(connection, seed_case.corrected, lambda sha256: None)
    assert view is not None and view.citations[0].quote is not None
    quote = view.citations[0].quote
    assert (quote.standing, quote.held) == ("exact", False)
    assert quote.before.endswith("he resigns; ")


def test_the_papers_are_told_from_the_primary_to_the_one_that_is_cited(seed_case: SeedCase) -> None:
    with closing(connected(seed_case.dossier)) as connection:
        view = fact.view(connection, seed_case.corrected, lambda sha256: None)
    assert view is not None
    (chain,) = view.citations[0].chains
    assert [(paper.source.id, paper.passed_on) for paper in chain] == [
        ("letter", "quoted by"),
        ("kommersant-report", "digested by"),
        ("digest", "abstracted by"),
        ("digest-abstract", ""),
    ]


def test_sources_that_rest_on_each_other_make_no_endless_chain(tmp_path: Path) -> None:
    # The one adds that it rests on the other only once that is there.
    dossier = a_dossier(tmp_path / "round", a_source("one"), a_source("two", derived_from=("one",)))
    add(dossier, a_source(None, of="one", derived_from=("two",)))
    (stated,) = add(dossier, an_agent("ann", source="two"))
    with closing(connected(dossier)) as connection:
        view = fact.view(connection, stated, lambda sha256: None)
    assert view is not None
    assert [[paper.source.id for paper in chain] for chain in view.citations[0].chains] == [["one", "two"]]


def test_the_voices_are_told_in_their_order(seed_site: Site, seed_case: SeedCase) -> None:
    with closing(connected(seed_case.dossier)) as connection:
        (told,) = connection.execute(
            "SELECT fact FROM hops WHERE agent = 'salt-lake-tribune' AND fact IN (SELECT id FROM facts WHERE kind ="
            " 'statement')"
        ).fetchone()
    page = seed_site.get(f"/-/fact/{told}").words
    assert (
        "How it was heard Jon Huntsman who said it The Salt Lake Tribune who passed it on TASS who passed it on" in page
    )


def test_a_corrected_fact_says_so_and_leads_to_what_is_in_force(seed_case: SeedCase, seed_site: Site) -> None:
    page = seed_site.get(f"/-/fact/{seed_case.corrected}")
    assert "Corrected. The record no longer says this. In force:" in page.words
    assert f'href="/{seed_site.name}/-/fact/{seed_case.correction}"' in page.text
    assert "Because it was wrong: The letter names no day; the agency names it." in page.words


def test_a_correction_shows_field_by_field_what_it_changed(seed_case: SeedCase) -> None:
    with closing(connected(seed_case.dossier)) as connection:
        view = fact.view(connection, seed_case.correction, lambda sha256: None)
    assert view is not None and view.in_force is None
    (change,) = view.versions[1].changes
    assert change.name == "end"
    assert [shown.text for shown in change.before] == ["in October"]
    assert [shown.text for shown in change.after] == ["on 3 October 2019"]
    assert view.acts_on is not None and view.acts_on.id == seed_case.corrected


def test_a_retracted_fact_says_so_with_the_reason(seed_case: SeedCase, seed_site: Site) -> None:
    page = seed_site.get(f"/-/fact/{seed_case.retracted}").words
    assert "Retracted. The record no longer says this." in page
    assert "Two voices without a name on a friendship are no fact about it." in page


def test_a_retraction_that_was_retracted_is_not_shown_as_if_it_held(tmp_path: Path) -> None:
    dossier = a_dossier(tmp_path / "restored")
    (stated,) = add(dossier, an_agent("ann"))
    (withdrawal,) = add(dossier, a_retraction(stated, reason="in error"))
    add(dossier, a_retraction(withdrawal, reason="it was right after all"))
    page = Site(dossier).get(f"/-/fact/{stated}").words
    assert "Retracted." not in page
    assert "Withdrawn" not in page


def test_a_judgement_that_was_superseded_leads_to_the_one_that_stands(seed_case: SeedCase, seed_site: Site) -> None:
    page = seed_site.get(f"/-/fact/{seed_case.superseded}")
    assert "Superseded. A later judgement on the same pair is in force" in page.words
    assert f"/-/fact/{seed_case.judgement}" in page.text


def test_the_history_of_the_subject_marks_the_fact_that_is_shown(seed_case: SeedCase) -> None:
    with closing(connected(seed_case.dossier)) as connection:
        view = fact.view(connection, seed_case.correction, lambda sha256: None)
    assert view is not None
    assert [event.change for event in view.history] == ["opened", "added", "added", "corrected"]
    assert [event.here for event in view.history] == [False, False, False, True]
    assert view.previous is not None and view.following is None


def test_a_page_tells_where_the_log_holds_the_fact_and_how_it_is_sealed(seed_case: SeedCase, seed_site: Site) -> None:
    from base64 import b64encode

    from regesta.events.entry import parse_entry

    lines = list(seed_case.dossier.log.read())
    position, entry = next(
        (position, entry)
        for position, line in enumerate(lines)
        if (entry := parse_entry(line)).id == seed_case.corrected
    )
    page = seed_site.get(f"/-/fact/{seed_case.corrected}").words
    assert f"Position {position}" in page
    assert b64encode(entry.digest).decode() in page


def test_the_page_of_an_unknown_fact_says_so_in_plain_words(seed_site: Site) -> None:
    page = seed_site.get("/-/fact/nosuchfact")
    assert page.status == 404
    assert "There is no such fact The log of An ambassador resigns holds no fact with the id nosuchfact" in page.words


def test_a_short_address_leads_to_the_fact(seed_case: SeedCase, seed_site: Site) -> None:
    page = seed_site.get(f"//-/fact/{seed_case.corrected}")
    assert page.status == 302
    assert page.headers["location"] == f"/{seed_site.name}/-/fact/{seed_case.corrected}"


def test_mail_addresses_of_authors_stand_on_the_entry_alone(seed_case: SeedCase, seed_site: Site) -> None:
    page = seed_site.get(f"/-/fact/{seed_case.correction}").words
    assert page.count("ann@example.org") == 1
    assert "by Ann Author" in page


def test_a_citation_without_words_says_so(tmp_path: Path) -> None:
    dossier = a_dossier(tmp_path / "bare", a_source())
    (stated,) = add(dossier, an_agent("ann", citations=(a_citation("gazette", locator="p. 4"),)))
    page = Site(dossier).get(f"/-/fact/{stated}").words
    assert "“The Gazette” , p. 4" in page
    assert "No words are quoted." in page


def test_a_fact_that_is_withheld_with_another_says_with_which_and_why(tmp_path: Path) -> None:
    dossier = a_dossier(tmp_path / "withheld")
    agent, talks, other = add(dossier, an_agent("ann"), a_statement("talks", speaker="ann"), an_agent("bob"))
    add(dossier, a_restriction("withheld", code="source-protection", fact=talks))
    site = Site(dossier)
    page = site.get(f"/-/fact/{agent}")
    assert "Withheld. It would give away what is not published today:" in page.words
    assert f'/{talks}"' in page.text.partition("Withheld.")[2].partition("</div>")[0]
    assert "(source protection)" in page.words
    assert "Withheld." not in site.get(f"/-/fact/{talks}").words
    assert "Withheld." not in site.get(f"/-/fact/{other}").words
    add(dossier, a_restriction(agent="bob"))
    assert (
        "It is not published today: internal, as all that is of its source"
        in Site(dossier).get(f"/-/fact/{other}").words
    )
