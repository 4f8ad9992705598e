"""What tests in a browser share: an application on a port, the widths, and what axe-core finds on a page."""

import asyncio
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import uvicorn
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

WIDTHS = {"desk": (1280, 900), "phone": (390, 844)}

# Stock markup of Datasette 1.0a41 that axe faults and that hooks cannot change, by the rule and the element.
STOCK = (
    # The row of a filter is two selects and an input without labels; so is "Sort by".
    ("select-name", "form.filters select"),
    ("label", "form.filters input.filter-value"),
    # Tables and databases have no main landmark; what is stock there, at home and around a row stands outside of all.
    ("landmark-one-main", "html:has(body.table, body.db)"),
    ("region", "section.content > :not([class^=rg-]), section.content > :not([class^=rg-]) *"),
    # A table page begins with h1 and goes on with h3.
    ("heading-order", "h3.table-summary"),
)


@contextmanager
def listening(app: Any) -> Iterator[str]:
    """An application on a free port, in a thread of this process."""
    with socket.create_server(("127.0.0.1", 0)) as bound:
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="on"))
        thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[bound])), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
        server.should_exit = True
        thread.join()


def faults(page: "Page", ours: bool) -> list[str]:
    """What axe finds; unless all of the page is ours, without the stock markup."""
    # Datasette's search dialogue has a list named `matches`, where axe expects every element's own method.
    page.evaluate("document.querySelector('navigation-search')?.remove()")
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response
    left = []
    for violation in found["violations"]:
        stock = [] if ours else [element for rule, element in STOCK if rule == violation["id"]]
        for node in violation["nodes"]:
            (target,) = node["target"][-1:]
            where = json.dumps(target if isinstance(target, str) else target[-1])
            if not any(page.evaluate(f"document.querySelector({where})?.matches({json.dumps(one)})") for one in stock):
                left.append(f"{violation['id']}: {target}: {node.get('failureSummary', '')}")
    return left
