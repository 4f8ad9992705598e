"""What stands around every page: headers, the lock of a published site, and which mistakes are the reader's."""

import re
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

from regesta.web.headers import App, with_headers
from regesta.web.lock import Terms, locked

PLUGIN = "regesta"
"""The name under which Datasette's configuration knows this plugin."""

_UNKNOWN = re.compile(r"no such column: (.{1,200})|malformed (?:MATCH|JSON)|fts5: (.{1,200})", re.DOTALL)


def is_published(datasette: Any) -> bool:
    """Whether an instance serves what was published, and is locked."""
    return bool((datasette.plugin_config(PLUGIN) or {}).get("published"))


LONGEST_VALUE = 10_000_000
"""How many bytes a text or blob may have that a query on a published instance makes; no entry of a log has a hundredth.
The limit on time is no limit within one function of SQLite, which can make a gigabyte."""


def limit(connection: sqlite3.Connection, datasette: Any) -> None:
    """Limit what a query on a published instance may make (SQLite, "Run-Time Limits")."""
    if is_published(datasette):
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)


def wrapper(datasette: Any, own: Sequence[str]) -> Callable[[App], App]:
    """What Datasette puts around its application; `own` are the patterns of this plugin's routes."""

    def wrapped(app: App) -> App:
        told = datasette.plugin_config(PLUGIN) or {}
        if is_published(datasette):
            terms = Terms(
                datasette.setting("base_url"),
                datasette.setting("default_allow_sql"),
                told.get("host"),
                datasette.setting("default_cache_ttl"),
            )
            app = locked(app, own, terms)
        return with_headers(app)

    return wrapped


def is_unknown(exception: Exception) -> bool:
    """Whether an address asked for a column that there is not, or for a search that cannot be read."""
    return isinstance(exception, sqlite3.OperationalError) and _UNKNOWN.match(str(exception)) is not None
