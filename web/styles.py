"""The addresses of the plugin's style sheets, which change when the sheets do, so that browsers may keep them."""

import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

STYLE = "regesta.css"
FOLDED = "folded.css"
"""Folds away, on table pages, the columns that another one shows already."""


@cache
def _asset(name: str) -> str:
    """The file's path within the plugin's static folder, marked with what the file holds."""
    data = files("regesta.web").joinpath("static", name).read_bytes()
    return f"{name}?v={hashlib.sha256(data).hexdigest()[:12]}"


def _mounted() -> str:
    """The name under which Datasette mounts the static folder: that of the distribution, if it was installed as one."""
    # Not at the top: that module looks for plugins while it is imported, so that each would import the other half-made.
    from datasette.plugins import get_plugins  # type: ignore[import-untyped]

    path = str(files("regesta.web") / "static")
    return next((plugin["name"] for plugin in get_plugins() if plugin["static_path"] == path), "regesta")


def sheet(datasette: Any, name: str) -> str:
    """The address of a style sheet."""
    return str(datasette.urls.static_plugins(_mounted(), _asset(name)))
