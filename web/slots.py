"""What stands in the slots of the stock pages: above the home page, a table, a row; and the names in cells."""

import inspect
from typing import Any

from markupsafe import Markup

from regesta.web import cells, conflicts, home
from regesta.web.holding import is_dossier, known_dossier
from regesta.web.refs import Ref, subject
from regesta.web.routes import shown
from regesta.web.rows import SUMMARIES


def cell(datasette: Any, database: str, table: str, column: str, value: object, row: Any) -> Any:
    """A cell of a table of ours, or an awaitable of one; None leaves it to Datasette."""
    if (known := known_dossier(datasette.get_database(database))) is not True:
        return None if known is False else _cell_of_unknown(datasette, database, table, column, value, row)
    found = cells.cell(str(datasette.urls.database(database)), table, column, value, row)
    return _named(datasette, database, found) if isinstance(found, cells.Asked) else found


async def _cell_of_unknown(datasette: Any, database: str, *args: Any) -> Any:
    """The first cell of a database: whether it is a dossier is asked once, the other cells know it."""
    await is_dossier(datasette.get_database(database))
    found = cell(datasette, database, *args)
    return await found if inspect.isawaitable(found) else found


async def _named(datasette: Any, database: str, asked: cells.Asked) -> Markup:
    """A cell that names a subject, by the subject's name."""
    found = await datasette.get_database(database).execute_fn(
        lambda connection: subject(connection, asked.kind, asked.id)
    )
    return cells.linked(str(datasette.urls.database(database)), found or Ref(asked.id, None, asked.id))


async def home_top(datasette: Any, request: Any) -> Markup:
    """The top of the home page, for each dossier that is served."""
    parts = []
    for name, database in datasette.databases.items():
        if await is_dossier(database):
            view = await database.execute_fn(home.view)
            parts.append(await shown(datasette, request, "regesta_home.html", name, view=view))
    return Markup("").join(parts)


async def menu(datasette: Any) -> list[dict[str, str]]:
    """Links to what the home page leads to, for each dossier that is served."""
    return [
        {"href": str(datasette.urls.table(name, way[0])), "label": way[0].capitalize()}
        for name, database in datasette.databases.items()
        if await is_dossier(database)
        for way in home.WAYS
    ]


async def row_top(datasette: Any, request: Any, database: str, table: str, row: Any) -> Markup | None:
    """The summary above a row, where the table has one."""
    db = datasette.get_database(database)
    if not await is_dossier(db):
        return None
    if table == "facts":
        return await shown(datasette, request, "regesta_to_fact.html", database, fact=row["id"])
    make = SUMMARIES.get(table)
    if make is None:
        return None
    values = {column: row[column] for column in row.keys()}  # noqa: SIM118 - a row of SQLite's is no mapping
    summary = await db.execute_fn(
        lambda connection: conflicts.with_disputes(connection, table, values, make(connection, values))
    )
    return await shown(
        datasette, request, "regesta_summary.html", database, summary=summary, status=values.get("status")
    )


async def table_top(datasette: Any, request: Any, database: str, table: str) -> Markup | None:
    """The way to fold the columns of a table, or to unfold them."""
    if not cells.is_ours(table) or not await is_dossier(datasette.get_database(database)):
        return None
    return await shown(datasette, request, "regesta_table_top.html", database, **unfolding(request))


def unfolding(request: Any) -> dict[str, Any]:
    """Where the switch between a few columns and all of them leads, keeping the rest of the address."""
    from datasette.utils import path_with_added_args, path_with_removed_args  # type: ignore[import-untyped]

    if "_all" in request.args:
        return {"unfolded": True, "switch": path_with_removed_args(request, {"_all"})}
    return {"unfolded": False, "switch": path_with_added_args(request, {"_all": "1"})}
