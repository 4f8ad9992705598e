"""What readers search for: kept in its box, and passed over where it has no word in it."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from regesta.web.headers import App, Scope


def searched(request: Any) -> str:
    """What was searched for, as it was typed."""
    return request.args.get("_search") or ""


def without_empty_search(app: App) -> App:
    """The application, to which a search for nothing, for blanks or for quotation marks is no search.

    SQLite's full-text search has no such query, and Datasette 1.0a41 answers "fts5: syntax error".
    """

    async def answer(scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and b"_search=" in scope.get("query_string", b""):
            scope = {**scope, "query_string": _with_words(scope["query_string"])}
        await app(scope, receive, send)

    return answer


def _with_words(query: bytes) -> bytes:
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if name != "_search" or value.replace('"', "").strip("\0 \t\r\n")]
    return query if len(kept) == len(pairs) else urlencode(kept).encode()
