"""Where a record comes from in the end, as its page names it."""

from pathlib import Path
from typing import Any

import pytest
from factories import a_citation, a_meeting, a_post, a_posting, a_source, a_statement, an_agent, an_origin
from recorded import a_dossier, add
from served_pages import Site

from regesta.events.facts import Fact

WORLD: tuple[Fact, ...] = (
    *(an_agent(one) for one in ("ann", "bob", "carl")),
    a_post("envoy"),
    a_source("letter", title="Letter"),
    a_source("tribune", title="She goes", publication="Tribune", derived_from="letter"),
    a_source("tass", title="She goes", publication="TASS", derived_from="tribune"),
    a_source("memoir", title="Memoir"),
)


def test_papers_that_print_one_letter_stand_under_it(tmp_path: Path) -> None:
    dossier = a_dossier(tmp_path / "papers")
    add(dossier, *WORLD, a_posting("x", source=["tribune", "tass", "letter"]), a_posting(of="x", source="tass"))
    page = Site(dossier).get("/postings/x")
    assert (
        "4 citations, all from one origin document “Letter” 4 citations Tribune, “She goes” Tribune → TASS, “She goes”"
        " 2 times"
    ) in page.words
    assert 'href="/papers/sources/letter"' in page.text


def quoting(source: str) -> Any:
    return [{"source": source, "how": "quotes"}]


QUOTING: tuple[Fact, ...] = (
    *(an_agent(one) for one in ("ann", "tribune")),
    a_post("envoy"),
    a_source("letter", title="Letter"),
    a_source("tribune", title="She goes", publication="Tribune", derived_from=quoting("letter")),
    a_source("gazette", title="She goes", publication="Gazette", derived_from=quoting("letter")),
    a_source("tass", title="She goes", publication="TASS", derived_from=quoting("tribune")),
    a_source("digest", title="In short", derived_from=[{"source": "tass", "how": "digests"}]),
    a_source("post", title="She goes", publication="Post", derived_from=[{"source": "letter"}]),
    a_source("copy", title="A copy", derived_from=[{"source": "letter", "how": "reprints"}]),
)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ([{"source": ["digest", "tass"]}], "document TASS, “She goes” , which quotes “Letter” 2 citations “In short” "),
        ([{"source": "digest", "via": ["tribune"]}], "document Tribune, “She goes” , which quotes “Letter” 1 citation"),
        (
            [{"source": "digest"}, {"source": "tribune"}],
            "document Tribune, “She goes” , which quotes “Letter” 2 citations",
        ),
        ([{"source": "digest"}, {"source": "gazette"}], "document “Letter” 2 citations"),
        ([{"source": "digest"}, {"source": "letter"}], "document “Letter” 2 citations"),
        ([{"source": "copy"}], "document “Letter” 1 citation “A copy”"),
        ([{"source": "post"}], "document Post, “She goes” , which rests on “Letter” 1 citation"),
    ],
)
def test_a_paper_that_quotes_a_letter_is_named_where_all_came_through_it(
    tmp_path: Path, told: list[dict[str, Any]], words: str
) -> None:
    dossier = a_dossier(tmp_path / "quoting")
    add(
        dossier,
        *QUOTING,
        *(
            a_posting("x" if first else None, **({} if first else {"of": "x"}), **one)
            for first, one in zip([True, False], told, strict=False)
        ),
    )
    page = Site(dossier).get("/postings/x").words
    assert "from one origin" in page and words in page


def test_independent_voices_papers_and_what_the_author_saw_stand_apart(tmp_path: Path) -> None:
    dossier = a_dossier(tmp_path / "voices")
    told = (
        a_statement("x", speaker="ann", source="tass", via=["bob", "carl"]),
        a_statement(of="x", source=["letter", "memoir"]),
        a_statement(of="x", observation=True),
    )
    add(dossier, *WORLD, *told)
    words = Site(dossier).get("/statements/x").words
    assert "3 citations and 1 observation, from 4 origins" in words
    assert "voice Bob 1 citation Carl → TASS, “She goes”" in words
    assert "seen the author's own observation" in words


def test_a_judgement_parts_what_stood_together(tmp_path: Path) -> None:
    dossier = a_dossier(tmp_path / "judged")
    add(dossier, *WORLD, a_posting("x", source=["tribune", "tass"]), an_origin("source/tass", "source/tribune"))
    words = Site(dossier).get("/postings/x").words
    assert "2 citations, from 2 origins document Tribune, “She goes” , which rests on “Letter” 1 citation" in words
    assert "document TASS, “She goes” 1 citation" in words


def test_a_meeting_names_the_origins_of_the_steps_with_this_counterpart(tmp_path: Path) -> None:
    dossier = a_dossier(tmp_path / "talks")
    add(
        dossier,
        *WORLD,
        a_meeting("talks", by=["ann"], **{"with": ["bob", "carl"]}, source="tribune"),
        a_meeting(of="talks", **{"with": ["carl"]}, step="refused", source="memoir"),
    )
    site = Site(dossier)
    told = "1 citation, from one origin document Tribune, “She goes” , which rests on “Letter” 1 citation"
    assert told in site.get("/meetings/talks~7Ebob").words
    assert "2 citations, from 2 origins" in site.get("/meetings/talks~7Ecarl").words


def test_a_paper_of_two_primaries_tells_the_other_that_it_may_come_from(tmp_path: Path) -> None:
    dossier = a_dossier(tmp_path / "review")
    review = a_source("review", title="Review", derived_from=["letter", "memoir"])
    add(dossier, *WORLD, review, a_posting("x", source=["memoir", "review"]))
    words = Site(dossier).get("/postings/x").words
    assert "2 citations, all from one origin document “Memoir” 2 citations “Review” or from “Letter”" in words


def test_the_page_of_a_record_tells_how_many_of_its_quotes_are_unverified(tmp_path: Path) -> None:
    dossier = a_dossier(tmp_path / "doubtful")
    cited = [a_citation("letter", quote="She goes")]
    add(
        dossier,
        *WORLD,
        a_posting("x", citations=cited),
        a_posting("y", source="letter"),
        a_statement("s", citations=cited),
        a_meeting("m", citations=cited),
    )
    site = Site(dossier)
    for path in ("/postings/x", "/statements/s", "/meetings/m~7Ebob"):
        assert "1 citation, from one origin 1 quote unverified" in site.get(path).words
    assert "quote unverified" not in site.get("/postings/y").words
