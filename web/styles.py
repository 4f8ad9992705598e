"""Our style sheets: their addresses, which change when the sheets do, and what is served there.

Not Datasette's own folder of static files: it refuses files that are links, as every file of an editable install is.
"""

import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

from datasette.utils.asgi import NotFound, Response  # type: ignore[import-untyped]

STYLE = "regesta.css"
FOLDED = "folded.css"
"""Folds away, on table pages, the columns that another one shows already."""
PUBLISHED = "published.css"
"""Hides, on a published instance, links of the stock pages to what is closed there."""

FOR_EVER = {"cache-control": "public, max-age=31536000, immutable"}
"""RFC 8246: another sheet has another address."""


def sheet(datasette: Any, name: str) -> str:
    """The address of a style sheet."""
    # Not made plain text of: by its own kind of text Datasette knows that the site's path is in it already.
    address: str = datasette.urls.path(f"/-/style/{name}?v={_version(name)}")
    return address


async def style_sheet(request: Any) -> Any:
    """`/-/style/<name>`: a style sheet."""
    name = request.url_vars["name"]
    if name not in (STYLE, FOLDED, PUBLISHED):
        raise NotFound(f"There is no style sheet {name}.")
    lasting = request.args.get("v") == _version(name)
    return Response(_text(name), headers=FOR_EVER if lasting else {}, content_type="text/css; charset=utf-8")


@cache
def _text(name: str) -> str:
    return files("regesta.web").joinpath("static", name).read_text("utf-8")


@cache
def _version(name: str) -> str:
    return hashlib.sha256(_text(name).encode()).hexdigest()[:12]
