"""The Datasette plugin: pages over the stock ones. Hooks are thin; each calls a plain function of a module of its own.

It touches few hooks and overrides no stock template, since Datasette 1.0 is still moving. A database that is no
dossier is left as it is.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import datasette as _datasette  # type: ignore[import-untyped]

from regesta.web import cells, guarded, mistaken, published_files, routes, searching, slots, styles

Hook = TypeVar("Hook", bound=Callable[..., Any])


def hookimpl(function: Hook) -> Hook:
    """Datasette's mark on a hook, typed."""
    marked: Hook = _datasette.hookimpl(function)
    return marked


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Our own pages."""
    return [
        (r"^/(?P<database>[^/]+)/-/fact/(?P<fact>[^/]+)$", routes.fact_page),
        (r"^/(?P<database>[^/]+)/-/conflicts$", routes.conflicts_page),
        (r"^/(?P<database>[^/]+)/-/conflict/(?P<conflict>[^/]+)$", routes.conflict_page),
        (r"^/(?P<database>[^/]+)/-/expectations$", routes.expectations_page),
        (r"^/(?P<database>[^/]+)/-/post/(?P<post>[^/]+)$", routes.post_page),
        (r"^/-/fact/(?P<fact>[^/]+)$", routes.fact_short),
        (r"^/-/style/(?P<name>[^/]+)$", styles.style_sheet),
        *((pattern, published_files.published_file) for pattern in published_files.ROUTES),
    ]


@hookimpl
def extra_css_urls(datasette: Any, view_name: str | None, request: Any) -> list[str]:
    """Our style sheet; on tables the one that folds columns away, unless columns were asked for."""
    folds = view_name == "table" and not ({"_col", "_nocol", "_all"} & set(request.args))
    wanted = {styles.STYLE: True, styles.FOLDED: folds, styles.PUBLISHED: guarded.is_published(datasette)}
    return [styles.sheet(datasette, name) for name, is_wanted in wanted.items() if is_wanted]


@hookimpl
def extra_template_vars(view_name: str | None, request: Any) -> dict[str, str]:
    """What was searched for stays in its box; Datasette 1.0a41 asks for it in its template, and does not give it."""
    return {"search": searching.searched(request)} if view_name == "table" and request is not None else {}


@hookimpl
def render_cell(row: Any, value: object, column: str, table: str | None, database: str, datasette: Any) -> Any:
    """Names, dates and marks in the stock tables."""
    if table is None or not cells.is_ours(table) or database not in datasette.databases:
        return None
    return slots.cell(datasette, database, table, column, value, row)


@hookimpl
def top_homepage(datasette: Any, request: Any) -> Any:
    """What the dossier is, above the list of databases."""
    return slots.home_top(datasette, request)


@hookimpl
def top_row(datasette: Any, request: Any, database: str, table: str, row: Any) -> Any:
    """A summary above the row of a subject, a way to its page above the row of a fact."""
    return slots.row_top(datasette, request, database, table, row)


@hookimpl
def top_table(datasette: Any, request: Any, database: str, table: str) -> Any:
    """A way to unfold the columns that are folded away."""
    return slots.table_top(datasette, request, database, table)


@hookimpl
def menu_links(datasette: Any) -> Any:
    """The ways in, from every page."""
    return slots.menu(datasette)


@hookimpl
def prepare_connection(conn: Any, datasette: Any) -> None:
    """Limits on what a query may make, where something published is served."""
    guarded.limit(conn, datasette)


@hookimpl
def asgi_wrapper(datasette: Any) -> Any:
    """Headers on every answer, the lock on a published instance, and no search for nothing."""
    locked = guarded.wrapper(datasette, [pattern for pattern, _ in register_routes()])
    return lambda app: locked(searching.without_empty_search(app))


@hookimpl
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Any:
    """What a reader's address asks for and the database does not know is the reader's mistake, not a failure."""
    return mistaken.answer(datasette, request, exception)
