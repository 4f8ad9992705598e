"""A Datasette instance over a dossier's database: metadata, settings, and this plugin, however it was installed.

`metadata.yml` names its database `dossier`; whatever the database is called here, that section is about it.
"""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from datasette.app import Datasette  # type: ignore[import-untyped]
from datasette.plugins import pm  # type: ignore[import-untyped]

from regesta.web.holding import Holding, hold

PLACEHOLDER = "dossier"
"""What metadata.yml calls the database."""

SETTINGS: Mapping[str, Any] = {
    "allow_csv_stream": True,
    "allow_download": False,
    "allow_signed_tokens": False,
    "default_cache_ttl": 0,  # a page that is looked at again must show what was recorded meanwhile
    "default_page_size": 50,
    "facet_time_limit_ms": 1000,
    "force_https_urls": False,
    "max_csv_mb": 100,
    "sql_time_limit_ms": 2000,
    "suggest_facets": False,
    "template_debug": False,
    "trace_debug": False,
}
"""Settings of an instance on one's own machine."""


def enable() -> None:
    """Register this plugin, unless Datasette found its entry point: a checkout that is not installed has none."""
    from regesta import web

    if not pm.is_registered(web):
        pm.register(web, "regesta")


def metadata(database: str, holding: Holding) -> dict[str, Any]:
    """metadata.yml for a database of this name, under the dossier's own title, description and licence."""
    loaded: dict[str, Any] = yaml.safe_load(files("regesta.web").joinpath("metadata.yml").read_text("utf-8"))
    section = {**loaded["databases"][PLACEHOLDER], "title": holding.title}
    if holding.description:
        loaded["description"] = holding.description
    if holding.licence:
        loaded["license"] = holding.licence
    return {**loaded, "title": holding.title, "databases": {database: section}}


def instance(
    database: Path, holding: Holding, *, name: str | None = None, allow_sql: bool, immutable: bool = False
) -> Datasette:
    """Datasette over one database file, read-only, with this plugin.

    `name` is the database's name in addresses, the file's if it is not given. `allow_sql` lets readers send queries of
    their own: they cannot write, but one can take all memory, so it is for the owner of the machine alone. `immutable`
    is for a file that nobody writes while it is served.
    """
    enable()
    called = name or database.stem
    served = Datasette(
        [] if immutable else [str(database)],
        immutables=[str(database)] if immutable else [],
        metadata=metadata(called, holding),
        settings={**SETTINGS, "default_allow_sql": allow_sql},
    )
    hold(served, called, holding)
    return served
