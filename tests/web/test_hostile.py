"""Whatever is stored is untrusted: it is shown as text, and never becomes markup, script or a link that runs."""

import re
from pathlib import Path

import pytest
from factories import a_meeting, a_name, a_post, a_posting, a_source, a_statement, an_agent
from recorded import a_dossier, add
from served_pages import Site

from regesta.events.claim import Citation, Hop, Quote
from regesta.web.refs import outside

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'`{{7*7}}{% raw %}${7*7}&lt;"


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, tuple[str, ...]]:
    """A dossier in which every text is hostile, and the ids of its facts."""
    citation = Citation(source="s", locator=EVIL, quote=Quote(exact=EVIL, prefix=EVIL[:60], found="unverified"))
    told = {"citations": (citation,), "note": EVIL}
    folder = tmp_path_factory.mktemp("evil") / "evil"
    dossier = a_dossier(folder, a_source("s", title=EVIL, publication=EVIL), title=EVIL, description=EVIL)
    ids = add(dossier, an_agent("ann", name=EVIL, description=EVIL, **told), an_agent("bob", name=EVIL, **told))
    ids += add(
        dossier,
        a_name("ann", EVIL, **told),
        a_post("envoy", title=EVIL, organization=EVIL, place=EVIL, **told),
        a_posting("p", title=EVIL, reason=EVIL, start="2018", **told),
        a_statement("q", text=EVIL, original=EVIL, place=EVIL, to=("bob",), via=(Hop(agent="bob", mode=EVIL),), **told),
        a_meeting("m", reason=EVIL, topic=EVIL, place=EVIL, **told),
        by=f"{EVIL} <evil@example.org>",
    )
    return Site(dossier), ids


ROWS = ("agents/ann", "posts/envoy", "postings/p", "statements/q", "meetings/m~7Ebob", "sources/s")
TABLES = ("agents", "names", "posts", "postings", "statements", "meetings", "sources", "facts", "history", "timeline")


def runs(page: str) -> list[str]:
    """The pieces of a page that would run if they came from the data."""
    return re.findall(r"<script>alert|<img[^>]*onerror", page)


def test_no_page_of_a_fact_lets_its_texts_run(evil: tuple[Site, tuple[str, ...]]) -> None:
    site, ids = evil
    for one in ids:
        page = site.get(f"/-/fact/{one}")
        assert page.status == 200
        assert runs(page.text) == []
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text


@pytest.mark.parametrize("path", ["//", "", *(f"/{table}" for table in TABLES), *(f"/{row}" for row in ROWS)])
def test_no_stock_page_lets_them_run(evil: tuple[Site, tuple[str, ...]], path: str) -> None:
    page = evil[0].get(path)
    assert page.status == 200
    assert runs(page.text) == []
    assert "{{7*7}}" in page.text or "7*7" not in page.text  # no template was evaluated


def test_an_unknown_fact_is_named_as_text(evil: tuple[Site, tuple[str, ...]]) -> None:
    page = evil[0].get("/-/fact/<script>alert(1)<~2Fscript>")
    assert page.status == 404
    assert runs(page.text) == []


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "//evil.example",
        "java\tscript:x",
    ],
)
def test_only_web_addresses_are_linked(address: str) -> None:
    assert outside(address) is None


def test_a_web_address_cannot_leave_its_attribute(tmp_path: Path) -> None:
    address = 'https://example.org/"onmouseover="alert(1)'
    dossier = a_dossier(tmp_path / "address", a_source("s", url=address))
    for path in ("/sources", "/sources/s"):
        page = Site(dossier).get(path).text
        assert '"onmouseover="' not in page
        assert "https://example.org/&#34;onmouseover=&#34;alert(1)" in page
