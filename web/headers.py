"""What every answer carries besides its body: which scripts may run, and what others may do with the page.

Datasette's stock pages have inline scripts, so they are allowed inline scripts. Our own pages have none but those of
Datasette's `base.html`, which are allowed one by one, by their hash.
"""

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

Scope = Mapping[str, Any]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Any, Send], Awaitable[None]]

POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

STOCK = POLICY.format(scripts="'self' 'unsafe-inline'")
"""The policy of stock pages."""

ALWAYS = (
    (b"content-security-policy", STOCK.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
"""Headers that are added where a page did not set its own."""

_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def policy_for(frame: str) -> str:
    """The policy of a page of ours, where `frame` is Datasette's `base.html` with nothing in it.

    Hashes are taken from the empty frame and never from a page with data in it: what slips into a page must not
    be allowed by being there.
    """
    found = sorted(
        {
            f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
            for script in _INLINE.findall(frame)
        }
    )
    return POLICY.format(scripts=" ".join(["'self'", *found]))


def with_headers(app: App) -> App:
    """The application with the headers that every answer carries."""

    async def answer(scope: Scope, receive: Any, send: Send) -> None:
        async def sending(message: Mapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                given = list(message.get("headers", []))
                there = {name.lower() for name, _ in given}
                given += [[name, value] for name, value in ALWAYS if name not in there]
                message = {**message, "headers": given}
            await send(message)

        await app(scope, receive, sending)

    return answer


def only_hosts(app: App, hosts: frozenset[str]) -> App:
    """The application for requests that name one of these hosts; others are refused.

    Without it a page on the web could point a name of its own at this machine (DNS rebinding) and read a dossier.
    """

    async def answer(scope: Scope, receive: Any, send: Send) -> None:
        if scope["type"] == "http" and _host(scope) not in hosts:
            body = b"This dossier is served to this machine alone, under the address that `regesta serve` printed.\n"
            headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
            await send({"type": "http.response.start", "status": 421, "headers": headers})
            await send({"type": "http.response.body", "body": body})
            return
        await app(scope, receive, send)

    return answer


def _host(scope: Scope) -> str:
    """The host that a request names, without its port; blank if it names none."""
    for name, value in scope["headers"]:
        if name == b"host":
            found = re.fullmatch(r"(\[[^\[\]]*\]|[^:\[\]]*)(:[0-9]+)?", value.decode("latin-1").lower())
            return found[1] if found else ""
    return ""
