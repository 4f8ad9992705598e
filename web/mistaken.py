"""What a reader is told whose address leads nowhere: a page like the others, where Datasette's own comes without style.

Datasette renders its pages of errors without the style sheets and the menu of its plugins.
"""

from typing import Any

from datasette.utils.asgi import Base400, Response  # type: ignore[import-untyped]
from datasette.views.base import DatasetteError  # type: ignore[import-untyped]

from regesta.web import headers

UNKNOWN = "This address asks for a column that there is not, or for a search that cannot be read."

TITLES = {400: "This address cannot be answered", 403: "This is not shown", 404: "There is no such page"}


async def answer(datasette: Any, request: Any, exception: Exception) -> Any:
    """The answer to a mistaken address; None where Datasette's own will do, or no reader erred."""
    from regesta.web.guarded import is_unknown

    if is_unknown(exception):
        if request.path.endswith(".json"):
            return Response.json({"ok": False, "error": UNKNOWN, "status": 400, "title": None}, status=400)
        if request.path.endswith(".csv"):
            return Response.text(UNKNOWN + "\n", status=400)
        return await _page(datasette, request, 400, UNKNOWN)
    if request.path.partition("?")[0].endswith((".json", ".csv")):
        return None
    if isinstance(exception, Base400):
        return await _page(datasette, request, exception.status, str(exception.args[0]) if exception.args else "")
    if isinstance(exception, DatasetteError) and exception.status < 500 and not exception.message_is_html:
        return await _page(datasette, request, exception.status, str(exception.message))
    return None


async def _page(datasette: Any, request: Any, status: int, sentence: str) -> Any:
    title = TITLES.get(status, "This cannot be answered")
    told = "" if sentence == str(status) else sentence
    page = await datasette.render_template("regesta_error.html", {"title": title, "told": told}, request=request)
    frame = await datasette.render_template("base.html", {}, request=request)
    return Response.html(page, status=status, headers={"content-security-policy": headers.policy_for(frame)})
