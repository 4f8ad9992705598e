"""What a reader is told whose address leads nowhere: a page like the others, where Datasette's own comes without style.

Datasette renders its pages of errors without the style sheets and the menu of its plugins.
"""

from json import JSONDecodeError
from typing import Any

from datasette.utils.asgi import Base400, Response  # type: ignore[import-untyped]
from datasette.views.base import DatasetteError  # type: ignore[import-untyped]

from regesta.web import headers

UNKNOWN = "This address asks for a column that there is not, or for a search that cannot be read."

TITLES = {400: "This address cannot be answered", 403: "This is not shown", 404: "There is no such page"}


async def answer(datasette: Any, request: Any, exception: Exception) -> Any:
    """The answer to a mistaken address; None where Datasette's own will do, or no reader erred."""
    if _is_unread(request, exception):
        if request.path.endswith(".json"):
            return Response.json({"ok": False, "error": UNKNOWN, "status": 400, "title": None}, status=400)
        if request.path.endswith(".csv"):
            return Response.text(UNKNOWN + "\n", status=400)
        return await _page(datasette, request, 400, UNKNOWN)
    if isinstance(exception, AssertionError) and str(exception).startswith("Invalid format: "):
        return await _page(datasette, request, 404, "")  # Datasette knows pages by the ending of their address
    if request.path.partition("?")[0].endswith((".json", ".csv")):
        return None
    if isinstance(exception, Base400):
        return await _page(datasette, request, exception.status, str(exception.args[0]) if exception.args else "")
    if isinstance(exception, DatasetteError) and exception.status < 500 and not exception.message_is_html:
        return await _page(datasette, request, exception.status, str(exception.message))
    return None


def _is_unread(request: Any, exception: Exception) -> bool:
    """Whether an address asks for what the database does not know, or cannot be read as a question at all.

    SQLite's words for that are about a query that the reader never saw, but for those who write their own.
    """
    from regesta.web.guarded import is_unknown

    if isinstance(exception, DatasetteError):
        return exception.title == "Invalid SQL" and "/-/query" not in request.path
    asked_for_a_list = isinstance(exception, JSONDecodeError) and any(name.endswith("__in") for name in request.args)
    return is_unknown(exception) or asked_for_a_list


async def _page(datasette: Any, request: Any, status: int, sentence: str) -> Any:
    title = TITLES.get(status, "This cannot be answered")
    told = "" if sentence == str(status) else sentence
    page = await datasette.render_template("regesta_error.html", {"title": title, "told": told}, request=request)
    frame = await datasette.render_template("base.html", {}, request=request)
    return Response.html(page, status=status, headers={"content-security-policy": headers.policy_for(frame)})
