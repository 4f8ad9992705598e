"""Our style sheets: found from every page, kept for ever under an address that changes with them."""

import re
from pathlib import Path

import pytest
from seed_case import SeedCase
from served_pages import Site

from regesta.web import styles


@pytest.fixture(scope="module")
def seed_site(seed_case: SeedCase) -> Site:
    return Site(seed_case.dossier)


def linked(page: str) -> list[str]:
    return re.findall(r'href="(/-/style/[^"]+)"', page)


def test_the_style_sheets_that_a_page_links_to_are_there(seed_site: Site) -> None:
    found = linked(seed_site.get("/postings").text)
    assert [address.partition("?")[0] for address in found] == ["/-/style/regesta.css", "/-/style/folded.css"]
    for address in found:
        answer = seed_site.get("/" + address)
        assert answer.status == 200
        assert answer.headers["content-type"].startswith("text/css")
        assert "immutable" in answer.headers["cache-control"]


def test_a_sheet_under_an_address_of_another_version_is_not_kept(seed_site: Site) -> None:
    answer = seed_site.get("//-/style/regesta.css?v=000000000000")
    assert answer.status == 200
    assert "immutable" not in answer.headers.get("cache-control", "")


@pytest.mark.parametrize("name", ["other.css", "~2E~2E~2Froutes~2Epy", "py.typed"])
def test_nothing_else_is_served_there(seed_site: Site, name: str) -> None:
    assert seed_site.get(f"//-/style/{name}").status == 404


def test_a_sheet_that_is_a_link_is_served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed_site: Site) -> None:
    """In an editable install every file is one; Datasette's own static folders refuse them."""
    (tmp_path / "elsewhere.css").write_text("body { color: teal }", "utf-8")
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "regesta.css").symlink_to(tmp_path / "elsewhere.css")
    monkeypatch.setattr(styles, "files", lambda package: tmp_path)
    styles._text.cache_clear()
    try:
        assert "teal" in seed_site.get("//-/style/regesta.css").text
    finally:
        styles._text.cache_clear()
