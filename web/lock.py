"""The lock on a published instance: what may be asked at all, said as a list, before Datasette hears of it.

Datasette's own pages below `/-/` tell of the machine (paths, versions, plugins, settings) or would write if somebody
were signed in. A list of what is closed would be out of date with its next version, so this is one of what is open:
pages, tables, rows, our own routes, and the few addresses that Datasette's pages themselves ask for.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

from regesta.web.headers import App, Scope, Send

LONGEST = 4096
"""The longest path, and the longest query, in bytes; the addresses of our own pages are far shorter."""

STATIC = r"/-/static/[A-Za-z0-9._-]+"

OPEN = (STATIC, r"/-/jump(\.json)?")
"""What Datasette's own pages ask for: scripts and styles, and the box that jumps to a table."""

SQL = (r"/[^/]+/-/query(\.[a-z]+)?", r"/[^/]+/-/query/parameters")
"""Where readers send SQL of their own, if they may."""

CLOSED = (b"_through", b"_trace", b"_context", b"_where", b"_timelimit")
"""What no address here may ask for: joins and conditions in SQL, and what is meant for developers."""

FACETS = 12
"""How many facets an address may ask for: each is a query of its own, and may take a second."""

# Where the database lies on the machine, and where the program lies in memory; in SQL there is no other way to say so.
_UNTOLD = re.compile(rb"pragma_database_list|fts3_tokenizer", re.IGNORECASE)

_PATH = re.compile(rb"(?:[A-Za-z0-9._~/!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})*")
_REFUSED = re.compile(rb"[\x00-\x1f\x7f\\]|//|/\.\.?(?:/|$)")
# Nobody is anybody in particular here: who asks is forgotten before it could matter.
_FORGOTTEN = frozenset((b"cookie", b"authorization", b"x-http-method-override", b"x-forwarded-host", b"forwarded"))

_SENTENCES = {
    400: "That is no address that is served here.",
    404: "There is no such page here.",
    405: "This site can only be read.",
    414: "That address is too long.",
    500: "This page could not be made. If it stays so, tell whoever publishes it.",
}


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a site is served.

    `base_url` is its path with slashes around; `ttl` how many seconds a page may be kept. `host` is the name that it is
    published under: what a request says of it is not believed then, so that no cache can be made to hold links to
    another one.
    """

    base_url: str = "/"
    allow_sql: bool = False
    host: str | None = None
    ttl: int = 300


def locked(app: App, own: Iterable[str], terms: Terms) -> App:
    """The application behind the lock; `own` are the patterns of this plugin's routes."""
    opened = tuple(re.compile(pattern) for pattern in (*OPEN, *(SQL if terms.allow_sql else ()), *own))

    async def answer(scope: Scope, receive: Any, send: Send) -> None:
        if scope["type"] == "lifespan":
            await app(scope, receive, send)
            return
        scope = _once(scope, terms.base_url)
        refused = _refused(scope, terms.base_url, opened)
        if refused:
            await _refuse(send, refused)
            return
        await app(_anonymous(scope, terms.host), receive, _settled(send, terms.ttl))

    return answer


def _once(scope: Scope, base_url: str) -> Scope:
    """The request with the site's path once in its own: some links of Datasette 1.0a41 have it twice."""
    twice = base_url.encode() + base_url[1:].encode()
    raw = _raw(scope)
    if base_url == "/" or not raw.startswith(twice):
        return scope
    raw = raw[len(base_url) - 1 :]
    return {**scope, "raw_path": raw, "path": unquote_to_bytes(raw).decode("utf-8", "replace")}


def _raw(scope: Scope) -> bytes:
    """The path of a request as it was sent; blank for what is no request."""
    found: bytes = scope.get("raw_path") or str(scope.get("path", "")).encode()
    return found.partition(b"?")[0]


def _refused(scope: Scope, base_url: str, opened: tuple["re.Pattern[str]", ...]) -> int:
    """The status with which a request is refused; 0 if it is not."""
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return 405
    raw = _raw(scope)
    if len(raw) > LONGEST or len(scope.get("query_string") or b"") > LONGEST:
        return 414
    asked = [unquote_to_bytes(part.partition(b"=")[0]) for part in (scope.get("query_string") or b"").split(b"&")]
    if _UNTOLD.search(unquote_to_bytes(scope.get("query_string") or b"")):
        return 400
    if not set(asked).isdisjoint(CLOSED) or sum(name.startswith(b"_facet") for name in asked) > FACETS:
        return 400
    if not _PATH.fullmatch(raw) or _REFUSED.search(unquote_to_bytes(raw)) or _REFUSED.search(raw):
        return 400
    path = raw.decode("ascii")
    if base_url != "/":
        if path != "/robots.txt" and not path.startswith(base_url):
            return 404
        path = "/" + path.removeprefix(base_url) if path.startswith(base_url) else path
    if "-" in unquote_to_bytes(path).decode("latin-1").split("/") and not any(one.fullmatch(path) for one in opened):
        return 404
    return 0


def _anonymous(scope: Scope, host: str | None) -> Scope:
    """The request without what says who asks, and under the site's own name."""
    headers = [(name, value) for name, value in scope["headers"] if name.lower() not in _FORGOTTEN]
    if host is not None:
        headers = [(name, value) for name, value in headers if name.lower() != b"host"]
        headers.append((b"host", host.encode("ascii")))
    return {**scope, "headers": headers, "actor": None}


def _settled(send: Send, ttl: int) -> Send:
    """Answers that may be kept by any cache, and never more than a sentence where something went wrong inside."""
    broken = False

    async def sending(message: Mapping[str, Any]) -> None:
        nonlocal broken
        if message["type"] == "http.response.start":
            if message["status"] >= 500:
                broken = True
                await _refuse(send, 500)
                return
            # Datasette varies every answer by who asks; here that is nobody, and caches need not care.
            kept = [(name, value) for name, value in message["headers"] if name.lower() not in (b"vary", b"set-cookie")]
            if message["status"] == 200 and all(name.lower() != b"cache-control" for name, _ in kept):
                kept.append((b"cache-control", f"max-age={ttl}".encode()))
            message = {**message, "headers": kept}
        if not broken:
            await send(message)

    return sending


async def _refuse(send: Send, status: int) -> None:
    body = f"{_SENTENCES[status]}\n".encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-cache"),
    ]
    if status == 405:
        headers.append((b"allow", b"GET, HEAD"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
