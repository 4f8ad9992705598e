"""What stands in the slots of the stock pages: above the home page, a table, a row; and the names in cells."""

from typing import Any

from markupsafe import Markup

from regesta.web import cells, home, sql
from regesta.web.refs import Ref, subject
from regesta.web.routes import shown
from regesta.web.rows import SUMMARIES


async def named(datasette: Any, database: str, asked: cells.Asked) -> Markup:
    """A cell that names a subject, by the subject's name."""
    found = await datasette.get_database(database).execute_fn(
        lambda connection: subject(connection, asked.kind, asked.id)
    )
    return cells.linked(str(datasette.urls.database(database)), found or Ref(asked.id, None, asked.id))


async def home_top(datasette: Any, request: Any) -> Markup:
    """The top of the home page, for each dossier that is served."""
    parts = []
    for name, database in datasette.databases.items():
        if await database.execute_fn(sql.is_dossier):
            view = await database.execute_fn(home.view)
            parts.append(await shown(datasette, request, "regesta_home.html", name, view=view))
    return Markup("").join(parts)


async def row_top(datasette: Any, request: Any, database: str, table: str, row: Any) -> Markup | None:
    """The summary above a row, where the table has one."""
    db = datasette.get_database(database)
    if not await db.execute_fn(sql.is_dossier):
        return None
    if table == "facts":
        return await shown(datasette, request, "regesta_to_fact.html", database, fact=row["id"])
    make = SUMMARIES.get(table)
    if make is None:
        return None
    values = {column: row[column] for column in row.keys()}  # noqa: SIM118 - a row of SQLite's is no mapping
    summary = await db.execute_fn(lambda connection: make(connection, values))
    return await shown(
        datasette, request, "regesta_summary.html", database, summary=summary, status=values.get("status")
    )


async def table_top(datasette: Any, request: Any, database: str, table: str) -> Markup | None:
    """The way to fold the columns of a table, or to unfold them."""
    if not cells.is_ours(table) or not await datasette.get_database(database).execute_fn(sql.is_dossier):
        return None
    return await shown(datasette, request, "regesta_table_top.html", database, **unfolding(request))


def unfolding(request: Any) -> dict[str, Any]:
    """Where the switch between a few columns and all of them leads, keeping the rest of the address."""
    from datasette.utils import path_with_added_args, path_with_removed_args  # type: ignore[import-untyped]

    if "_all" in request.args:
        return {"unfolded": True, "switch": path_with_removed_args(request, {"_all"})}
    return {"unfolded": False, "switch": path_with_added_args(request, {"_all": "1"})}
