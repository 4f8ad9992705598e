"""Getting pages: bounded, and never from where we stand. The server is our own, on this machine."""

import select
import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regesta.events import fetching
from regesta.events.addresses import is_open_internet, resolved
from regesta.events.fetching import Fetched, FetchError, fetch

NOON = datetime(2019, 8, 7, 12, 0, tzinfo=UTC)
Answer = bytes | Callable[[socket.socket], None]


class Site(socketserver.ThreadingTCPServer):
    """A server that answers each path with the bytes that it was given, and keeps what it was asked."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Visit)
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.server_address[1]}{path}"


class Visit(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        site = self.server
        assert isinstance(site, Site)
        request = b""
        while b"\r\n\r\n" not in request and request[:1] in b"G" and (piece := self.request.recv(65_536)):
            request += piece
        if not request.startswith(b"GET "):
            self.request.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            return
        site.asked.append(request.decode("latin-1"))
        answer = site.answers.get(request.split(b" ")[1].decode("latin-1"), b"HTTP/1.1 404 Not Found\r\n\r\n")
        if isinstance(answer, bytes):
            self.request.sendall(answer)
        else:
            answer(self.request)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def an_answer(body: bytes = b"hello", *headers: str, status: str = "200 OK") -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


def a_redirect(target: str, status: str = "302 Found") -> bytes:
    return an_answer(b"", f"Location: {target}", status=status)


def get(url: str, **options: Any) -> Fetched:
    return fetch(url, **{"allow_local": True, "timeout": 20.0, "now": lambda: NOON, **options})


def nobody(host: str, port: int) -> tuple[str, ...]:
    raise AssertionError(f"{host} was looked up")


def test_what_came_is_kept_with_its_headers_in_their_order(site: Site) -> None:
    body = bytes(range(256)) * 999
    site.answers["/page?q=1"] = an_answer(body, "Content-Type: Text/HTML; charset=koi8-r", "X-A: 1", "x-a: 2")
    assert get(site.url("/page?q=1")) == Fetched(
        data=body,
        media_type="Text/HTML; charset=koi8-r",
        final_url=site.url("/page?q=1"),
        headers=(
            ("Content-Length", str(len(body))),
            ("Content-Type", "Text/HTML; charset=koi8-r"),
            ("X-A", "1"),
            ("x-a", "2"),
        ),
        retrieved=NOON,
    )


def test_nothing_of_ours_is_sent(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://user:secret@127.0.0.1:9/")
    site.answers["/"] = an_answer(b"x", "Set-Cookie: a=b")
    get(site.url())
    get(site.url())
    sent = {line.partition(":")[0].lower() for line in site.asked[1].split("\r\n")[1:] if line}
    assert sent == {"host", "user-agent", "accept", "accept-encoding", "connection"}
    assert "Accept-Encoding: identity" in site.asked[1]


def test_a_body_in_pieces_is_put_together(site: Site) -> None:
    site.answers["/"] = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"
    assert get(site.url()).data == b"abcde"


def test_a_body_without_a_length_ends_where_the_connection_ends(site: Site) -> None:
    site.answers["/"] = b"HTTP/1.0 200 OK\r\n\r\nall of it"
    assert get(site.url()).data == b"all of it"


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Same", "308 Gone"])
def test_redirects_are_followed_and_told(site: Site, status: str) -> None:
    site.answers |= {"/a": a_redirect("/b?x=1", status), "/b?x=1": a_redirect("c", status), "/c": an_answer(b"end")}
    found = get(site.url("/a"))
    assert (found.data, found.final_url) == (b"end", site.url("/c"))
    assert found.via == (site.url("/a"), site.url("/b?x=1"))


def test_redirects_are_counted(site: Site) -> None:
    site.answers |= {f"/{n}": a_redirect(f"/{n + 1}") for n in range(9)} | {"/3": an_answer(b"end")}
    assert get(site.url("/0"), max_redirects=3).data == b"end"
    with pytest.raises(FetchError, match="redirected more than 2 times, lastly to /3"):
        get(site.url("/0"), max_redirects=2)


def test_a_redirect_in_a_circle_ends(site: Site) -> None:
    site.answers["/"] = a_redirect("/")
    with pytest.raises(FetchError, match="more than 5 times"):
        get(site.url())


def test_a_sloppy_redirect_is_understood(site: Site) -> None:
    site.answers |= {"/": a_redirect(" /a b/é".encode().decode("latin-1")), "/a%20b/%C3%A9": an_answer(b"end")}
    assert get(site.url()).data == b"end"


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd",
        "ftp://example.org/",
        "gopher://127.0.0.1:6379/_x",
        "http://user:pw@example.org/",
        "http://",
    ],
)
def test_a_redirect_is_held_to_the_same_rules(site: Site, target: str) -> None:
    site.answers["/"] = a_redirect(target)
    with pytest.raises(FetchError):
        get(site.url())


def test_each_hop_is_judged_by_its_own_address(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    # This machine stands for the open internet here.
    monkeypatch.setattr(fetching, "is_open_internet", lambda address: address == "127.0.0.1")
    site.answers |= {"/": a_redirect("/next"), "/next": a_redirect("http://inside.example/")}

    def resolve(host: str, port: int) -> tuple[str, ...]:
        return {"127.0.0.1": ("127.0.0.1",)}.get(host, ("10.0.0.7",))

    with pytest.raises(FetchError, match=r"http://inside\.example/ leads to 10\.0\.0\.7, which is not on the open"):
        fetch(site.url(), resolve=resolve)
    assert len(site.asked) == 2


def test_the_connection_goes_to_the_address_that_was_judged(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.answers["/"] = an_answer(b"end")
    lookups: list[str] = []
    real = socket.getaddrinfo

    def only_numbers(host: str, *rest: Any, **more: Any) -> Any:
        lookups.append(host)
        return real(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", only_numbers)
    url = site.url("/", "rebinding.example")
    assert get(url, resolve=lambda host, port: ("127.0.0.1",)).data == b"end"
    # The name was resolved once, by us; what was connected to is the number.
    assert set(lookups) == {"127.0.0.1"}
    assert f"Host: rebinding.example:{site.server_address[1]}" in site.asked[0]


def test_one_local_address_among_public_ones_is_enough_to_refuse() -> None:
    with pytest.raises(FetchError, match=r"leads to 192\.168\.0\.1"):
        fetch("http://example.org/", resolve=lambda host, port: ("93.184.215.14", "192.168.0.1"))


def test_the_next_address_is_tried_where_the_first_does_not_answer(site: Site) -> None:
    site.answers["/"] = an_answer(b"end")
    assert get(site.url("/", "two.example"), resolve=lambda host, port: ("127.0.0.2", "127.0.0.1")).data == b"end"


CLOSED = """
127.0.0.1 127.9.9.9 0.0.0.0 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 198.18.0.1 192.0.2.1
224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 ::1 :: fe80::1 fe80::1%eth0 fc00::1 fd12::1 fec0::1 ff02::1
2001:db8::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::127.0.0.1 2002:7f00:1:: 2002:a00:1:: 64:ff9b::7f00:1
64:ff9b::a9fe:a9fe 168.63.129.16 192.88.99.1 64:ff9b:1::1 2001:0:7f00:1:: 100::1 5f00::1 localhost rubbish
"""
OPEN = "93.184.215.14 8.8.8.8 2606:2800:21f:cb07:6820:80da:af6b:8b2c 64:ff9b::808:808"
OURSELVES = "127.0.0.1 2130706433 0x7f.1 017700000001 127.1 localhost [::1] 0"


@pytest.mark.parametrize("address", CLOSED.split())
def test_addresses_that_are_not_of_the_open_internet(address: str) -> None:
    assert not is_open_internet(address)
    with pytest.raises(FetchError, match="not on the open internet"):
        fetch("http://example.org/", resolve=lambda host, port: (address,))


@pytest.mark.parametrize("address", OPEN.split())
def test_addresses_that_are(address: str) -> None:
    assert is_open_internet(address)


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_not_made_better_by_wrapping_it(address: Any) -> None:
    if not is_open_internet(str(address)):
        number = int(address)
        for wrapped in (f"::ffff:{address}", f"64:ff9b::{address}", f"2002:{number >> 16:x}:{number & 0xFFFF:x}::"):
            assert not is_open_internet(wrapped)


@pytest.mark.parametrize("host", OURSELVES.split())
def test_whatever_way_this_machine_is_written_it_is_refused(host: str) -> None:
    with pytest.raises(FetchError, match=r"not on the open internet|could not be got"):
        fetch(f"http://{host}:9/")


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("file:///etc/passwd", "begins with http:// or https://"),
        ("ftp://example.org/", "begins with http:// or https://"),
        ("example.org/page", "begins with http:// or https://"),
        ("", "begins with http:// or https://"),
        ("http://", "names no host"),
        ("http:///path", "names no host"),
        ("http://user@example.org/", "holds a user name or password"),
        ("https://user:secret@example.org/", "holds a user name or password"),
        ("http://@example.org/", "holds a user name or password"),
        ("http://example.org:port/", "is no web address"),
        ("http://example.org:99999/", "is no web address"),
        ("http://[::1/", "is no web address"),
        (f"http://{'a' * 64}.org/", "is no web address"),
        ("http://example.org/a b", "holds a space"),
        ("http://example.org/\r\nHost: x", "holds a space"),
        ("http://example.org\\@evil.example/", "backslash"),
        ("http://exa\tmple.org/", "control character"),
    ],
)
def test_an_address_that_we_are_not_willing_to_ask_for(url: str, why: str) -> None:
    with pytest.raises(FetchError, match=why) as refusal:
        fetch(url, resolve=nobody)
    assert "secret" not in str(refusal.value)


@given(st.text(max_size=40))
def test_any_text_is_an_address_or_is_refused(rest: str) -> None:
    def none(host: str, port: int) -> tuple[str, ...]:
        raise OSError("no network in tests")

    with pytest.raises(FetchError):
        fetch("http://" + rest, resolve=none)


def test_letters_of_every_script_are_asked_for_in_their_encoded_form(site: Site) -> None:
    site.answers["/%D0%BF?q=%C3%A9&r=%41"] = an_answer(b"end")
    asked: list[str] = []

    def resolve(host: str, port: int) -> tuple[str, ...]:
        asked.append(host)
        return ("127.0.0.1",)

    assert get(site.url("/п?q=é&r=%41", "bücher.example"), resolve=resolve).data == b"end"
    assert asked == ["xn--bcher-kva.example"]


NO_PAGES = ("204 No Content", "206 Partial Content", "304 Not Modified", "403 Forbidden", "500 Oh")


@pytest.mark.parametrize("status", NO_PAGES)
def test_what_is_no_page_is_no_capture(site: Site, status: str) -> None:
    site.answers["/"] = an_answer(b"", status=status)
    with pytest.raises(FetchError, match=f"answered {status}.* instead of what was asked for"):
        get(site.url())


def test_a_page_above_the_bound_is_refused_before_and_while_it_comes(site: Site) -> None:
    endless = b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 200_000
    site.answers |= {"/told": an_answer(b"x" * 1001), "/untold": endless, "/fits": an_answer(b"x" * 1000)}
    with pytest.raises(FetchError, match="has 1,001 bytes, more than the 1,000"):
        get(site.url("/told"), max_bytes=1000)
    with pytest.raises(FetchError, match="has more than the 1,000 bytes"):
        get(site.url("/untold"), max_bytes=1000)
    assert get(site.url("/fits"), max_bytes=1000).data == b"x" * 1000


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nhalf",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n",
    ],
)
def test_what_breaks_off_is_no_capture(site: Site, answer: bytes) -> None:
    site.answers["/"] = answer
    with pytest.raises(FetchError, match="broke off"):
        get(site.url())


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"rubbish\r\n\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
)
def test_what_is_not_http_gives_a_sentence(site: Site, answer: bytes) -> None:
    site.answers["/"] = answer
    with pytest.raises(FetchError, match=r"could not be got: .*\."):
        get(site.url())


def silent(client: socket.socket) -> None:
    client.recv(1)  # until they hang up


def dripping(client: socket.socket) -> None:
    """Send a byte whenever a tick passes, until they hang up."""
    client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while not select.select([client], [], [], 0.01)[0]:
        client.sendall(b"x")


def dripping_headers(client: socket.socket) -> None:
    client.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    while not select.select([client], [], [], 0.01)[0]:
        client.sendall(b"y")


@pytest.mark.parametrize("answer", [silent, dripping, dripping_headers])
def test_the_time_is_bounded_however_the_server_plays_for_it(site: Site, answer: Answer) -> None:
    site.answers["/"] = answer
    with pytest.raises(FetchError, match=r"did not answer in full within 0\.3 seconds"):
        get(site.url(), timeout=0.3)


def test_a_server_that_is_not_there_gives_a_sentence() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        with pytest.raises(FetchError, match="nobody answers at that address and port"):
            get(f"http://127.0.0.1:{port}/")


def test_a_name_that_is_not_known_gives_a_sentence() -> None:
    def unknown(host: str, port: int) -> tuple[str, ...]:
        raise socket.gaierror(-2, "Name or service not known")

    with pytest.raises(FetchError, match="the name of its host is not known"):
        get("http://nowhere.example/", resolve=unknown)
    with pytest.raises(FetchError, match="stands for no address"):
        get("http://nowhere.example/", resolve=lambda host, port: ())


def test_a_connection_that_cannot_be_trusted_is_not_used(site: Site) -> None:
    with pytest.raises(FetchError, match="cannot be trusted"):
        get(site.url().replace("http:", "https:"))


def test_the_certificate_has_to_be_for_the_name_that_was_asked_for(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.answers["/"] = an_answer(b"end")
    checked: list[str] = []

    class Plain:
        def wrap_socket(self, sock: socket.socket, server_hostname: str) -> socket.socket:
            checked.append(server_hostname)
            return sock

    monkeypatch.setattr(ssl, "create_default_context", Plain)
    url = site.url("/", "example.org").replace("http:", "https:")
    assert get(url, resolve=lambda host, port: ("127.0.0.1",)).data == b"end"
    assert checked == ["example.org"]


def test_the_usual_trust_is_asked_for() -> None:
    context = ssl.create_default_context()
    assert context.check_hostname and context.verify_mode == ssl.CERT_REQUIRED


def test_the_system_is_asked_for_every_address_of_a_name() -> None:
    assert resolved("127.0.0.1", 80) == ("127.0.0.1",)
    assert resolved("::1", 80) == ("::1",)
