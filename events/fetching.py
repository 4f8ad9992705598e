"""Getting what stands at a web address: bounded in size, time and redirects, and never from the local network.

Each address on the way is resolved, every number that it stands for is judged, and the connection goes to the very
number that was judged: a name that answers otherwise a moment later gains nothing. Only http and https are spoken;
no cookie, password or referrer is sent, and no proxy is used. What comes is kept as it came, with its headers.
"""

import http.client
import io
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import cast
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from regesta.events.addresses import Resolve, is_open_internet, resolved
from regesta.events.errors import RegestaError

MAX_BYTES = 100_000_000
TIMEOUT = 30.0
MAX_REDIRECTS = 5

_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_COMPLETE = frozenset((200, 203))
_BUSY = frozenset((429, 503))
# What a browser leaves as it is in a path or query: RFC 3986's reserved and unreserved characters, and percent.
_AS_IS = "/?:@!$&'()*+,;=-._~%[]"


class FetchError(RegestaError):
    """An address that could not be captured; the sentence names it."""


class Busy(FetchError):
    """A server that asks to be asked later (429 and 503: RFC 6585, section 4, and RFC 9110, section 15.6.4)."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: the bytes, and the headers in their order; `via` are the addresses that led to `final_url`.

    `media_type` is the Content-Type as it was sent, with its parameters. `retrieved` is when the answer was complete.
    If `headers` name a Content-Encoding, `data` is packed so.
    """

    data: bytes
    media_type: str | None
    final_url: str
    headers: tuple[tuple[str, str], ...]
    retrieved: datetime
    via: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Bounds:
    """How far a fetch goes: bytes, seconds for the whole of it, and whether into the local network."""

    max_bytes: int
    until: float
    allow_local: bool
    resolve: Resolve


def _utc() -> datetime:
    return datetime.now(UTC)


def fetch(
    url: str,
    *,
    max_bytes: int = MAX_BYTES,
    timeout: float = TIMEOUT,
    max_redirects: int = MAX_REDIRECTS,
    allow_local: bool = False,
    resolve: Resolve = resolved,
    now: Callable[[], datetime] = _utc,
) -> Fetched:
    """Get `url`; raises FetchError, in a sentence, for whatever keeps it from being captured whole.

    `timeout` is in seconds and holds for everything together, redirects included, but for the patience that the
    system's resolver has with a name. `allow_local` lifts the refusal of
    addresses that are not of the open internet.
    """
    bounds = _Bounds(max_bytes, time.monotonic() + timeout, allow_local, resolve)
    via: list[str] = []
    while True:
        parts = _parsed(url)
        try:
            answer = _once(parts, bounds)
        except TimeoutError as trouble:
            raise FetchError(f"{url} did not answer in full within {timeout:g} seconds; try again later.") from trouble
        except ssl.SSLError as trouble:
            why = getattr(trouble, "verify_message", "") or (trouble.reason or "no TLS").lower().replace("_", " ")
            raise FetchError(f"{url} cannot be trusted: {why}. Save the page and give the file instead.") from trouble
        except (OSError, http.client.HTTPException) as trouble:
            raise FetchError(f"{url} could not be got: {_why(trouble)}.") from trouble
        if isinstance(answer, Fetched):
            return replace(answer, retrieved=now(), via=tuple(via))
        via.append(url)
        if len(via) > max_redirects:
            raise FetchError(
                f"{via[0]} was redirected more than {max_redirects} times, lastly to {answer}; give the last."
            )
        url = urljoin(url, answer)


def _parsed(url: str) -> SplitResult:
    """The parts of a web address that we are willing to ask for."""
    if any(character <= " " or character in "\\\x7f" for character in url):
        raise FetchError(f"{url!r} holds a space, a control character or a backslash: write them as %20 or the like.")
    try:
        parts = urlsplit(url)
        host, _ = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except (ValueError, UnicodeError) as trouble:
        raise FetchError(f"{url} is no web address: {trouble}.") from trouble
    if parts.scheme not in _PORTS:
        raise FetchError(f"{url} is not on the web: give an address that begins with http:// or https://.")
    if not host:
        raise FetchError(f"{url} names no host: give an address like https://example.org/page.")
    if "@" in parts.netloc:
        raise FetchError(f"{parts.scheme}://…@{host} holds a user name or password: give the address without it.")
    return parts


def _once(parts: SplitResult, bounds: _Bounds) -> "Fetched | str":
    """One request: what was got, or the address that it was redirected to."""
    with _connected(parts, bounds) as wire:
        connection = http.client.HTTPConnection(_host(parts), _port(parts))
        # http.client would resolve the name a second time; it is given the connection to the judged address instead.
        connection.sock = cast(socket.socket, wire)
        connection.default_port = _PORTS[parts.scheme]
        path = quote(parts.path or "/", safe=_AS_IS) + (f"?{quote(parts.query, safe=_AS_IS)}" if parts.query else "")
        connection.request(
            "GET",
            path,
            headers={
                "User-Agent": "regesta",
                "Accept": "*/*",
                "Accept-Encoding": "identity",
                "Connection": "close",
            },
        )
        response = connection.getresponse()
        if response.status in _REDIRECTS and (target := response.getheader("Location")):
            # Headers are bytes, handed out as one character each; a sloppy Location holds blanks and raw UTF-8.
            return quote(target.strip().encode("latin-1"), safe=_AS_IS + "#")
        if response.status not in _COMPLETE:
            reason = f"{response.status} {response.reason}".strip()
            refused = Busy if response.status in _BUSY else FetchError
            raise refused(f"{parts.geturl()} answered {reason} instead of what was asked for.")
        data = _body(response, parts.geturl(), bounds.max_bytes)
        headers = tuple(response.getheaders())
        return Fetched(data, response.getheader("Content-Type"), parts.geturl(), headers, datetime.min)


def _body(response: http.client.HTTPResponse, url: str, limit: int) -> bytes:
    """The body, whole, or FetchError."""
    pieces, size = [], 0
    if response.length is not None and response.length > limit:
        raise FetchError(f"{url} has {response.length:,} bytes, more than the {limit:,} that are taken.")
    while piece := response.read(min(65_536, limit + 1 - size)):
        pieces.append(piece)
        size += len(piece)
        if size > limit:
            raise FetchError(f"{url} has more than the {limit:,} bytes that are taken.")
    if response.length:
        raise FetchError(f"{url} broke off {response.length:,} bytes before its end; try again later.")
    return b"".join(pieces)


class _Wire:
    """A connection of which every single wait counts towards one deadline: a server that drips cannot outlast it."""

    def __init__(self, sock: socket.socket, until: float) -> None:
        self._sock = sock
        self._until = until

    def __enter__(self) -> "_Wire":
        return self

    def __exit__(self, *_: object) -> None:
        self._sock.close()

    def sendall(self, data: bytes) -> None:
        """Send all of it."""
        self._sock.settimeout(_left(self._until))
        self._sock.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        """What http.client reads the answer from."""
        return io.BufferedReader(_Incoming(self._sock, self._until), 65_536)

    def close(self) -> None:
        """Not yet: http.client lets go of the connection before it has read the answer."""


class _Incoming(io.RawIOBase):
    """The bytes that come in."""

    def __init__(self, sock: socket.socket, until: float) -> None:
        super().__init__()
        self._sock = sock
        self._until = until

    def readable(self) -> bool:
        """They can be read."""
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """At least one byte, or none at the end."""
        self._sock.settimeout(_left(self._until))
        return self._sock.recv_into(buffer)


def _left(until: float) -> float:
    """The seconds that are left; TimeoutError if there are none."""
    if (left := until - time.monotonic()) <= 0:
        raise TimeoutError("the time is up")
    return left


def _host(parts: SplitResult) -> str:
    return (parts.hostname or "").encode("idna").decode("ascii")


def _port(parts: SplitResult) -> int:
    return parts.port if parts.port is not None else _PORTS[parts.scheme]


def _connected(parts: SplitResult, bounds: _Bounds) -> _Wire:
    """A connection to the first address of a host that answers, after all of them were judged."""
    host, port = _host(parts), _port(parts)
    addresses = bounds.resolve(host, port)
    if not bounds.allow_local:
        for address in addresses:
            if not is_open_internet(address):
                raise FetchError(
                    f"{parts.geturl()} leads to {address}, which is not on the open internet: give a public address,"
                    " or allow local ones with --allow-local."
                )
    trouble = OSError("the name stands for no address")
    for address in addresses:
        try:
            sock = socket.create_connection((address, port), _left(bounds.until))
        except OSError as failed:
            trouble = failed
            continue
        try:
            if parts.scheme == "https":
                sock.settimeout(_left(bounds.until))
                sock = ssl.create_default_context().wrap_socket(sock, server_hostname=host)
        except BaseException:
            sock.close()
            raise
        return _Wire(sock, bounds.until)
    raise trouble


def _why(trouble: Exception) -> str:
    match trouble:
        case socket.gaierror():
            return "the name of its host is not known, or there is no network"
        case ConnectionRefusedError():
            return "nobody answers at that address and port"
        case http.client.IncompleteRead():
            return "the answer broke off before its end"
        case http.client.HTTPException():
            return f"the answer is not HTTP ({type(trouble).__name__})"
        case OSError():
            return trouble.strerror or str(trouble) or type(trouble).__name__
        case _:
            return str(trouble)
