"""What tests in several rooms share: how laws are tried, the Chromium, and the seed case, changed a little."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

# A law is a law on a busy machine too: how long an example takes is no part of it.
settings.register_profile("regesta", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("regesta")

# What tests share stands in the room it is about; a test of another room may need it all the same.
ROOMS = ("project", "projections", "publishing", "signing", "web")
sys.path += [str(Path(__file__).parent / room) for room in ROOMS]

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from seed_case import SeedCase

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


# Not for the session: while it runs, Playwright keeps an event loop in this thread, and no other can be started.
@pytest.fixture(scope="module")
def chromium() -> "Iterator[Browser]":
    """A running Chromium; without one the test is skipped, or fails where a browser is required."""
    from browser import browser_is_required, find_chromium

    found = find_chromium()
    if found is None:
        message = "there is no Chromium: install one, or name it with REGESTA_CHROMIUM"
        pytest.fail(message) if browser_is_required() else pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def seed_case(tmp_path_factory: pytest.TempPathFactory) -> "SeedCase":
    """The seed case, with a fact corrected, one retracted, one confirmed, and a judgement changed."""
    from seed_case import grown

    return grown(tmp_path_factory.mktemp("seed") / "huntsman-2019")
