"""The pages in a real browser, at a desk's width and a phone's: no script fails, nothing runs over, all can be read.

axe-core looks for what a person who cannot see, or uses no mouse, would stumble over. Ours has to be without a
fault; the stock markup, which no hook can change, is excluded rule by rule in `in_chromium.py`, each with the reason.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from in_chromium import WIDTHS, faults, listening
from seed_case import SeedCase
from served_pages import Site

from regesta.projections.registry import TABLES
from regesta.web.described import HIDDEN

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGES = {
    "home": "/",
    "postings": "/{name}/postings",
    "statements": "/{name}/statements",
    "meetings": "/{name}/meetings",
    "facts": "/{name}/facts",
    "a person": "/{name}/agents/jon-huntsman",
    "a fact": "/{name}/-/fact/{confirmed}",
    "a corrected fact": "/{name}/-/fact/{corrected}",
    "expectations": "/{name}/-/expectations",
    "a succession": "/{name}/-/post/us-ambassador-ru",
    "no fact": "/{name}/-/fact/nosuchfact",
    "conflicts": "/{name}/-/conflicts",
}

OURS = ("a fact", "a corrected fact", "expectations", "a succession", "no fact", "conflicts")
"""Pages whose whole content is ours, where nothing is excluded."""


TABLE_WIDTHS = """() => {
    const table = document.querySelector(".table-wrapper");
    return table ? [table.clientWidth, table.scrollWidth] : [0, 0];
}"""
"""What is seen of a table, and the whole of it, in pixels; nothing where it has no rows."""


@dataclass(frozen=True, slots=True)
class Served:
    """A served seed case: its address, and the paths of the pages."""

    root: str
    paths: dict[str, str]


@pytest.fixture(scope="module")
def served(seed_case: SeedCase) -> Iterator[Served]:
    site = Site(seed_case.dossier)
    names = {"name": site.name, "confirmed": seed_case.confirmed, "corrected": seed_case.corrected}
    with listening(site.datasette.app()) as root:
        yield Served(root, {called: path.format(**names) for called, path in PAGES.items()})


@contextmanager
def visit(browser: "Browser", served: Served, called: str, width: str, scheme: str = "light") -> Iterator["Page"]:
    """A page, opened at a width; fails on an error of a script or of the console while it is open."""
    wide, high = WIDTHS[width]
    context = browser.new_context(viewport={"width": wide, "height": high}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    answer = page.goto(served.root + served.paths[called], wait_until="load")
    assert answer is not None and answer.status == (404 if called == "no fact" else 200)
    yield page
    context.close()
    assert [error for error in errors if "status of 404" not in error or called != "no fact"] == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("called", PAGES)
def test_a_page_fits_runs_and_can_be_read_by_everybody(
    chromium: "Browser", served: Served, called: str, width: str
) -> None:
    with visit(chromium, served, called, width) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[width][0]
        assert faults(page, called in OURS) == []


@pytest.mark.parametrize("called", PAGES)
def test_a_page_can_be_read_in_the_dark(chromium: "Browser", served: Served, called: str) -> None:
    with visit(chromium, served, called, "phone", "dark") as page:
        assert faults(page, called in OURS) == []


def test_at_a_desk_no_table_has_to_be_pushed_sideways(chromium: "Browser", served: Served) -> None:
    wide, high = WIDTHS["desk"]
    page = chromium.new_page(viewport={"width": wide, "height": high})
    folder = served.paths["postings"].rpartition("/")[0]
    over = {}
    for table in TABLES:
        if table.name not in HIDDEN:
            page.goto(f"{served.root}{folder}/{table.name}")
            shown, whole = page.evaluate(TABLE_WIDTHS)
            if whole > shown:
                over[table.name] = whole - shown
    page.close()
    assert over == {}


def test_an_attempt_to_run_a_script_is_stopped_by_the_policy(chromium: "Browser", served: Served) -> None:
    # A page of ours into which markup had slipped: the policy is the second wall, where escaping is the first.
    context = chromium.new_context()
    page = context.new_page()

    def slipped(route: Any) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("</h1>", "</h1><script>window.ran = 1</script>", 1))

    page.route("**/-/fact/*", slipped)
    page.goto(served.root + served.paths["a fact"])
    assert page.evaluate("window.datasetteVersion") is not None  # the frame's own script did run
    assert page.evaluate("window.ran") is None
    context.close()
