"""A published instance in a real browser: the locked pages run, fit a phone, and lead nowhere that is closed."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from in_chromium import WIDTHS, faults, listening
from site_case import SiteCase, Visitor, the_seed_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAGES = {
    "home": ("/", 200),
    "the database": ("/{name}", 200),
    "postings": ("/{name}/postings", 200),
    "facets, one of them chosen": ("/{name}/posts?_facet=place&place=Russia", 200),
    "a person": ("/{name}/agents/jon-huntsman", 200),
    "a fact": ("/{name}/-/fact/{confirmed}", 200),
    "no fact": ("/{name}/-/fact/nosuchfact", 404),
    "no page": ("/{name}/nosuch", 404),
    "a wrong address": ("/{name}/facts?_sort=nosuch", 400),
}

OURS = ("a fact", "no fact", "no page", "a wrong address")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SiteCase:
    return the_seed_site(tmp_path_factory.mktemp("browsed"))


@pytest.fixture(scope="module")
def root(site: SiteCase) -> Iterator[str]:
    with listening(Visitor(site.folder).datasette.app()) as address:
        yield address


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("called", PAGES)
def test_a_page_of_a_published_site_runs_fits_and_can_be_read(
    chromium: "Browser", site: SiteCase, root: str, called: str, width: str
) -> None:
    assert site.seed is not None
    path, status = PAGES[called]
    wide, high = WIDTHS[width]
    context = chromium.new_context(viewport={"width": wide, "height": high})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    answer = page.goto(root + path.format(name=site.name, confirmed=site.seed.confirmed), wait_until="load")
    assert answer is not None and answer.status == status
    assert page.evaluate("document.documentElement.scrollWidth") <= wide
    assert [error for error in errors if f"status of {status}" not in error] == []
    links = page.eval_on_selector_all("a[href]", "all => all.filter(a => a.offsetParent).map(a => a.href)")
    closed = {link for link in links if "/-/" in link and page.request.get(link).status != 200}
    assert closed == set(), "a link that can be seen leads to what is closed"
    assert faults(page, called in OURS) == []
    context.close()


def test_a_capture_is_saved_and_never_shown(chromium: "Browser", site: SiteCase, root: str, tmp_path: Path) -> None:
    capture = next((site.folder / site.name).glob("captures/*/*"))
    context = chromium.new_context(accept_downloads=True)
    page = context.new_page()
    page.goto(root)
    with page.expect_download() as saving:
        page.evaluate("path => { location.href = path }", "/" + capture.relative_to(site.folder).as_posix())
    saving.value.save_as(tmp_path / "saved")
    assert (tmp_path / "saved").read_bytes() == capture.read_bytes()
    assert page.url == f"{root}/"
    context.close()
