"""The pages of expectations and of a post's succession."""

import re
from pathlib import Path

from factories import a_citation, a_correction, a_post, a_posting, a_source, an_agent, an_expectation
from recorded import a_dossier, add
from served_pages import Site


def test_a_broken_expectation_tells_when_it_last_held_and_what_ended_it(tmp_path: Path) -> None:
    dossier = a_dossier(tmp_path / "hopes")
    ids = add(
        dossier,
        an_agent("ann"),
        an_agent("bob"),
        a_post("envoy", seats=1),
        a_posting("stint", start="2017", end="2019"),
        an_expectation("hope", 'holder("envoy", 2018) = "ann"', note="As the yearbook has it."),
        an_expectation("fear", "count(agents) = 2"),
    )
    site = Site(dossier)
    assert "Holding: 2" in site.get("/-/expectations").words
    add(dossier, a_correction(ids[3], a_posting("stint", holder="bob", start="2017", end="2019")))
    page = Site(dossier).get("/-/expectations").words
    assert (
        'Broken: 1 broken holder("envoy", 2018) = "ann" Found: on 2018-01-01: certainly Bob. About Envoy · Ann' in page
    )
    assert "As the yearbook has it. It last held in the edition of 6 entries" in page
    assert "; then came Corrected: Bob: serving as Envoy, 2017 – 2019 ." in page
    assert "Expectations: 1 broken, 1 holding" in Site(dossier).get("//").words


def test_in_the_table_what_was_found_is_a_sentence_and_the_state_a_mark(tmp_path: Path) -> None:
    dossier = a_dossier(tmp_path / "told")
    add(dossier, an_agent("ann"), an_agent("bob"), an_expectation("fear", "count(agents) = 2"))
    page = Site(dossier).get("/expectations").text
    assert '<span class="rg-mark" data-is="holds">holds</span>' in page
    assert page.count('class="rg-mark"') == 1


def test_a_count_of_unverified_quotes_is_marked_and_none_is_not(tmp_path: Path) -> None:
    dossier = a_dossier(tmp_path / "doubtful")
    cited = [a_citation("letter", quote="She goes")]
    add(dossier, a_source("letter"), an_agent("ann"), an_agent("bob"), a_post("envoy"))
    add(dossier, a_posting("anns", citations=cited), a_posting("bobs", holder="bob"))
    page = Site(dossier).get("/postings").text
    assert page.count('<span class="rg-mark" data-is="unverified">1</span>') == page.count('data-is="unverified"') == 1


def test_nothing_expected_is_said_so(tmp_path: Path) -> None:
    assert "Nothing is expected of this record yet." in Site(a_dossier(tmp_path / "none")).get("/-/expectations").words


def test_a_post_shows_its_holders_in_order_with_what_lies_between(tmp_path: Path) -> None:
    dossier = a_dossier(tmp_path / "seat")
    add(
        dossier,
        *(an_agent(one) for one in ("ann", "bob", "carl", "dora")),
        a_post("envoy", seats=1),
        a_posting("bobs", holder="bob", start="2018-01..2018-03", end="2019-12-31"),
        a_posting("anns", holder="ann", start="2016-01-01", end="2016-12-31"),
        a_posting("carls", holder="carl", phase="acting", start="2019-02-01", end="2019-03-01"),
        a_posting("doras", holder="dora", phase="declined"),
        a_posting("doras-again", holder="dora", phase="nominated", start="2020"),
        a_posting(of="anns", phase="recalled", start="2016-06-01"),
        a_posting("anns-again", holder="ann", start="2021"),
        a_posting(of="anns-again", phase="recalled", start="2022"),
    )
    site = Site(dossier)
    page = site.get("/-/post/envoy")
    words = page.words
    assert (
        words.index("Ann 2016-01-01")
        < words.index("Vacant 1 January 2017 – 31 December 2017")
        < words.index("Bob 2018-01")
    )
    assert "Carl acting 2019-02-01" in words
    assert "Never took effect Dora declined" in words
    assert 'fill="url(#rg-hatch)"' in page.text and 'class="rg-bar"/></svg>' in page.text
    assert site.get("/-/post/king").status == 404
    assert f'href="/{site.name}/-/post/envoy"' in site.get("/posts/envoy").text
    # The lists of a post and of its holder say the same of a tenure: who was acting, and which days are certain.
    carls = "acting Carl 2019-02-01 – 2019-03-01 certainly 1 February 2019 – 1 March 2019"
    assert carls in site.get("/posts/envoy").words
    bobs = site.get("/agents/bob").words
    assert "2018-01..2018-03 – 2019-12-31 certainly 31 March 2018 – 31 December 2019" in bobs
    assert "Also named" not in bobs
    doras = site.get("/agents/dora").words
    assert "declined Envoy did not take effect" in doras and "nominated Envoy 2020 – end not told" in doras
    assert "Dora nominated 2020" in words
    assert (
        "Ann 2016-01-01" in words
        and "Ann recalled 2021" in words
        and "recalled Envoy 2021" in site.get("/agents/ann").words
    )
    assert (
        "Certainly held from 1 January 2016 to 31 December 2016, and on no other day."
        in site.get("/postings/anns").words
    )


def test_a_bar_reaches_faintly_to_the_edge_on_the_side_that_is_open(tmp_path: Path) -> None:
    dossier = a_dossier(tmp_path / "open")
    add(
        dossier,
        *(an_agent(one) for one in ("ann", "bob", "carl", "dora")),
        a_post("envoy", seats=1),
        a_posting("anns", holder="ann", end="2004-12-31"),
        a_posting("bobs", holder="bob", start="2000-01-01", end="2009-12-31"),
        a_posting("carls", holder="carl", start="2005-01-01"),
        a_posting("doras", holder="dora"),
    )
    page = Site(dossier).get("/-/post/envoy").text
    drawn = re.compile(r'<rect x="([^"]+)" y="2" width="([^"]+)" height="10" fill="url\(#rg-hatch\)" class="rg-far"/>')
    half = "50.01%"
    lines = {
        name: drawn.findall(line)
        for line in page.split("<li")[1:]
        for name in ("Ann", "Bob", "Carl", "Dora")
        if name in line
    }
    assert lines == {"Ann": [("0.00%", half)], "Bob": [], "Carl": [(half, "49.99%")], "Dora": []}


def test_a_name_cannot_break_out_of_the_page(tmp_path: Path) -> None:
    dossier = a_dossier(tmp_path / "bad")
    bad = '"><script>alert(1)</script>'
    add(dossier, an_agent("ann", name=bad), a_post("envoy"), a_posting(start="2017", end="2018"))
    add(dossier, an_expectation("hope", 'holder("envoy", 2016) = "ann"', note=bad))
    for path in ("/-/post/envoy", "/-/expectations"):
        assert "<script>alert" not in Site(dossier).get(path).text
