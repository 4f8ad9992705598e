"""The stock pages with the plugin in them: tables, facets, search, rows and home."""

import asyncio
import json
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from factories import a_meeting, a_posting, a_retraction, a_source, a_statement, an_agent, an_expectation
from recorded import a_dossier, add, connected
from seed_case import SeedCase
from served_pages import Site

from regesta.projections.build import purge
from regesta.projections.registry import TABLES
from regesta.projections.schema import searched
from regesta.web.described import FACETS, HIDDEN, described

NAMES = [table.name for table in TABLES]


@pytest.fixture(scope="module")
def seed_site(seed_case: SeedCase) -> Site:
    return Site(seed_case.dossier)


@pytest.mark.parametrize("table", NAMES)
def test_every_table_has_a_page_with_the_facets_that_are_configured(seed_site: Site, table: str) -> None:
    assert seed_site.get(f"/{table}").status == 200
    found = json.loads(seed_site.get(f"/{table}.json?_extra=facet_results").text)
    results = found["facet_results"]
    assert results["timed_out"] == []
    assert list(results["results"]) == described()[table].get("facets", [])


@pytest.mark.parametrize("table", [name for name in FACETS if name != "judgements"])
def test_facets_count_every_row_once(seed_case: SeedCase, seed_site: Site, table: str) -> None:
    found = json.loads(seed_site.get(f"/{table}.json?_extra=facet_results,count&_facet_size=max").text)
    facets = found["facet_results"]["results"]
    with closing(connected(seed_case.dossier)) as connection:
        for name, facet in facets.items():
            (held,) = connection.execute(f'SELECT count("{name}") FROM "{table}"').fetchone()
            assert sum(value["count"] for value in facet["results"] if value["value"] is not None) == held, name


@pytest.mark.parametrize("table", [table.name for table in TABLES if searched(table)])
def test_searching_narrows_every_table_that_people_search(seed_site: Site, table: str) -> None:
    # Datasette shows every row, without a word, where it does not recognize the full-text table.
    found = json.loads(seed_site.get(f"/{table}.json?_search=zzzzzz&_extra=count").text)
    assert (found["count"], found["rows"]) == (0, [])


def test_a_search_finds_what_the_words_say(seed_site: Site) -> None:
    found = json.loads(seed_site.get("/statements.json?_search=trust&_shape=array").text)
    assert [row["id"] for row in found] == ["letter-honored"]


def test_tables_are_sorted_and_described_as_metadata_says(seed_site: Site) -> None:
    page = seed_site.get("/postings")
    assert "11 rows sorted by start_earliest descending" in page.words
    assert "Who held which post, from when to when." in page.words
    assert "the first day on which it may have started" in page.words


def test_link_tables_are_hidden(seed_site: Site) -> None:
    page = seed_site.get("").text
    for name in HIDDEN:
        assert f'<h3><a href="/{seed_site.name}/{name}">' not in page
    assert f'<h3><a href="/{seed_site.name}/postings">' in page
    assert "/_reached" not in page


def test_cells_show_names_where_the_tables_hold_ids(seed_site: Site) -> None:
    page = seed_site.get("/meetings").text
    assert f'<a href="/{seed_site.name}/agents/valery-gerasimov">Valery Gerasimov</a></td>' in page
    page = seed_site.get("/history").text
    assert f'<a href="/{seed_site.name}/postings/huntsman-moscow">Jon Huntsman, Ambassador to Russia' in page


def test_a_subject_that_was_judged_to_be_another_leads_to_the_other(tmp_path: Path) -> None:
    from factories import a_judgement

    dossier = a_dossier(tmp_path / "merged", an_agent("ann"), an_agent("anne"))
    add(dossier, a_judgement("ann", "anne"))
    page = Site(dossier).get("/facts").text
    assert '<a href="/merged/agents/ann">Ann</a>' in page
    assert 'href="/merged/agents/anne"' not in page


def test_a_worded_date_stands_over_the_days_that_it_may_mean(seed_site: Site) -> None:
    page = seed_site.get("/meetings").text
    assert '<span class="rg-when">in 2018</span> <small class="rg-days">some day of 2018</small>' in page


def test_the_four_ends_of_a_posting_read_differently(tmp_path: Path) -> None:
    from factories import a_post

    dossier = a_dossier(tmp_path / "ends", an_agent("ann"), a_post())
    ends = {"stated": "2020-05", "ended": "ended ..2020", "holds": "still 2020", "open": None}
    add(dossier, *(a_posting(key, start="2019", **({"end": end} if end else {})) for key, end in ends.items()))
    words = Site(dossier).get("/postings").words
    for end in ("2020-05", "over, day not told", "still held when last told", "not told"):
        assert end in words


def test_yes_and_no_stand_for_one_and_nought(seed_site: Site) -> None:
    assert '<td class="col-captured type-int">yes</td>' in seed_site.get("/sources").text


def test_every_column_can_be_unfolded_and_folded_again(seed_site: Site) -> None:
    folded = seed_site.get("/postings?_sort=label")
    assert "folded.css" in folded.text
    assert f'href="/{seed_site.name}/postings?_sort=label&amp;_all=1">Show every column' in folded.text
    whole = seed_site.get("/postings?_sort=label&_all=1")
    assert "folded.css" not in whole.text
    assert f'href="/{seed_site.name}/postings?_sort=label">Show the columns that matter most' in whole.text


def test_columns_that_are_asked_for_are_not_folded_away(seed_site: Site) -> None:
    assert "folded.css" not in seed_site.get("/postings?_col=year").text


@pytest.mark.parametrize(("asked", "shown"), [("Gerasimov", "Gerasimov"), ('"x" <b>', "&#34;x&#34; &lt;b&gt;")])
def test_what_was_searched_for_stays_in_its_box(seed_site: Site, asked: str, shown: str) -> None:
    page = seed_site.get(f"/facts?{urlencode({'_search': asked})}").text
    assert f'name="_search" value="{shown}"' in page


@pytest.mark.parametrize("nothing", ["", "  ", '"', '""', "\0"])
def test_a_search_for_nothing_finds_everything(seed_site: Site, nothing: str) -> None:
    page = seed_site.get(f"/facts?{urlencode({'_search': nothing, 'kind': 'agent'})}")
    assert page.status == 200
    assert 'name="_search" value=""' in page.text
    title = page.text.partition("<title>")[2].partition("</title>")[0]
    assert title in seed_site.get("/facts?kind=agent").text
    assert " 0 rows" not in title


def test_home_tells_what_the_dossier_is_and_what_it_holds(seed_case: SeedCase, seed_site: Site) -> None:
    page = seed_site.get("//")
    assert "<h1>An ambassador resigns</h1>" in page.text
    for words in (
        "11 postings Who held which post",
        "11 statements Who said what",
        "11 sources The documents that it all rests on",
        "1 correction, 1 retraction and 1 confirmation so far",
    ):
        assert words in page.words
    assert f'href="/{seed_site.name}/-/fact/{seed_case.confirmation}"' in page.text


def test_what_is_expected_does_not_crowd_out_what_was_recorded_last(tmp_path: Path) -> None:
    page = Site(a_dossier(tmp_path / "d", an_agent("ann"), an_expectation())).get("//")
    assert "Expected: " not in page.words
    assert "2 facts Everything ever recorded" in page.words


def test_the_menu_of_every_page_holds_the_ways_in(seed_case: SeedCase, seed_site: Site) -> None:
    for path in ("//", "/postings", f"/-/fact/{seed_case.corrected}"):
        assert f'<li><a href="/{seed_site.name}/meetings">Meetings</a></li>' in seed_site.get(path).text, path


def test_home_of_an_empty_dossier_says_what_to_do(tmp_path: Path) -> None:
    page = Site(a_dossier(tmp_path / "empty")).get("//").words
    assert "Nothing is recorded here yet. What you record with regesta add" in page


def test_home_of_a_dossier_of_which_all_is_withheld_says_so_and_not_what_to_record(tmp_path: Path) -> None:
    dossier = a_dossier(tmp_path / "d", an_agent("ann"), an_agent("bob"))
    segment = dossier.path / "log" / "000000.log"
    lines = segment.read_bytes().splitlines()
    segment.write_bytes(b"".join(line.partition(b"\t")[0] + b"\t\n" for line in lines))
    purge(dossier)
    page = Site(dossier).get("//").words
    assert "Nothing is shown here: all 2 entries are withheld." in page
    assert "Nothing is recorded here yet" not in page


def test_a_person_has_career_meetings_sayings_and_spellings_on_one_page(seed_site: Site) -> None:
    page = seed_site.get("/agents/jon-huntsman").words
    for words in (
        "Posts held Ambassador to Russia (United States)",
        "agreed with Valery Gerasimov eventually 1 January 2018 – 9 August 2019",
        "“sustained dialogue” August 2019",
        "misspelling Jon Hutsman",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (
            "posts/us-ambassador-ru",
            "Who held it Jon Huntsman by autumn of 2017; 2017 – on 3 October 2019; on October 3",
        ),
        ("postings/huntsman-moscow", "Certainly held from 30 November 2017 to 3 October 2019; possibly from"),
        ("meetings/huntsman-list~7Evalery-gerasimov", "The others who were asked wanted Alexander Bortnikov"),
        ("statements/letter-channels", "Jon Huntsman, to Donald Trump, in resignation letter, August 2019"),
        ("sources/digest", "What it rests on digests Kommersant"),
    ],
)
def test_every_subject_has_a_summary_over_its_row(seed_site: Site, row: str, words: str) -> None:
    page = seed_site.get(f"/{row}")
    assert page.status == 200
    assert words in page.words


def test_the_window_of_a_row_is_named_after_what_it_shows(seed_site: Site) -> None:
    assert (
        "<title>Jon Huntsman, Ambassador to Russia (United States) · postings</title>"
        in seed_site.get("/postings/huntsman-moscow").text
    )
    assert "<title>Jon Huntsman · agents</title>" in seed_site.get("/agents/jon-huntsman").text


def test_the_row_of_a_fact_leads_to_its_page(seed_case: SeedCase, seed_site: Site) -> None:
    page = seed_site.get(f"/facts/{seed_case.corrected}").text
    assert f'<a href="/{seed_site.name}/-/fact/{seed_case.corrected}">This fact’s page' in page


def test_a_subject_whose_facts_were_withdrawn_says_so(tmp_path: Path) -> None:
    dossier = a_dossier(tmp_path / "gone", an_agent("bob"))
    (ann,) = add(dossier, an_agent("ann"))
    add(dossier, a_meeting())
    add(dossier, a_retraction(ann))
    assert "Retracted. Every fact that told of it was withdrawn" in Site(dossier).get("/agents/ann").words


def test_another_database_beside_a_dossier_is_left_alone(tmp_path: Path) -> None:
    import sqlite3

    from datasette.app import Datasette  # type: ignore[import-untyped]

    from regesta.web.instance import enable

    file = tmp_path / "other.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE agents (id TEXT PRIMARY KEY, name TEXT)")
        connection.execute("INSERT INTO agents VALUES ('x', 'Somebody')")
        connection.commit()
    enable()
    datasette = Datasette([str(file)])

    async def asked(path: str) -> Any:
        return await datasette.client.get(path)

    for path, status in (("/", 200), ("/other/agents", 200), ("/other/agents/x", 200), ("/other/-/fact/x", 404)):
        answer = asyncio.run(asked(path))
        assert answer.status_code == status, path
        assert "rg-" not in answer.text.partition("<body")[2], path


def test_what_is_said_of_a_statement_reaches_its_page(tmp_path: Path) -> None:
    from regesta.events.statement import About

    dossier = a_dossier(tmp_path / "about", a_source(), an_agent("ann"), an_agent("bob"))
    add(dossier, a_statement(about=(About(kind="agent", id="bob"),)))
    assert "What it speaks of agent Bob" in Site(dossier).get("/statements/ann-speaks").words
    assert "What was said of it" in Site(dossier).get("/agents/bob").words
    assert "What was said of it" not in Site(dossier).get("/agents/ann").words
