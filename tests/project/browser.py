"""The Chromium that the browser tests use: which one, and what to say when there is none.

Run as a program it prints the browser's path, or exits 1; `.ci/setup` asks it whether one has to be installed.
"""

import os
import shutil
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",)


def find_chromium() -> str | None:
    """The path of a Chromium: `REGESTA_CHROMIUM`, else one that the system has, else the one Playwright installed."""
    named = os.environ.get("REGESTA_CHROMIUM")
    if named:
        return named
    system = next(filter(None, map(shutil.which, NAMES)), None)
    return system or next((place for place in PLACES if Path(place).exists()), None) or _of_playwright()


def browser_is_required() -> bool:
    """Whether a missing browser is a failure rather than a reason to skip (`REGESTA_BROWSER=required`, as in CI)."""
    return os.environ.get("REGESTA_BROWSER") == "required"


def _of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


if __name__ == "__main__":
    found = find_chromium()
    print(found or "no Chromium found", file=sys.stdout if found else sys.stderr)
    sys.exit(found is None)
