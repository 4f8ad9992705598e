"""No address of a published instance leads out of it: not to other files, not to another host."""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from site_case import DAY, SiteCase, Visitor

from regesta.web.publishing.site import Wish

OUTSIDE = (
    "/huntsman-2019/log/../../README.md",
    "/huntsman-2019/log/%2e%2e/%2e%2e/README.md",
    "/huntsman-2019/log/..%2f..%2fREADME.md",
    "/huntsman-2019/log/..%5c..%5cREADME.md",
    "/huntsman-2019/captures/../../../huntsman-2019/private/signing-key",
    "/huntsman-2019/captures/%2e%2e/log/000000.log",
    "/huntsman-2019/captures/",
    "/huntsman-2019/captures/00/" + "0" * 64,
    "/huntsman-2019/log/",
    "/huntsman-2019/log/.lock",
    "/huntsman-2019/log//etc/passwd",
    "/huntsman-2019/log/%00",
    "/nosuch/log/checkpoint",
    "/-/static/../../metadata.yml",
    "/-/static/%2e%2e/%2e%2e/app.py",
    "/-/static-plugins/regesta/regesta.css",
    "/README.md",
    "/Dockerfile",
    "/datasette.yaml",
    "/inspect-data.json",
    "/requirements.txt",
    "/deploy/nginx.conf",
    "/regesta-0.1.0-py3-none-any.whl",
)


@pytest.mark.parametrize("path", OUTSIDE)
def test_no_path_leads_out_of_what_is_published(visitor: Visitor, path: str) -> None:
    status, headers = raw(visitor, path)
    assert status in (400, 404) or headers["location"] == path.rstrip("/")


def raw(visitor: Visitor, path: str, *headers: tuple[bytes, bytes], method: str = "GET") -> tuple[int, dict[str, str]]:
    """Status and headers of an answer to a path that no client has made tidy."""
    import asyncio
    from typing import Any

    sent: list[Any] = []
    where, _, query = path.partition("?")

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": where,
        "raw_path": where.encode("latin-1"),
        "query_string": query.encode("latin-1"),
        "headers": [(b"host", b"localhost"), *headers],
        "client": ("192.0.2.1", 1),
        "server": ("localhost", 80),
    }
    asyncio.run(visitor.datasette.app()(scope, receive, send))
    start = next(message for message in sent if message["type"] == "http.response.start")
    return start["status"], {name.decode().lower(): value.decode() for name, value in start["headers"]}


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/",
        "//evil.example/%2f..",
        "/\\evil.example/",
        "/\\/evil.example/",
        "/%5cevil.example/",
        "/%2f%2fevil.example/",
        "/%0d%0aset-cookie:x=1/",
    ],
)
def test_no_address_redirects_to_another_host(visitor: Visitor, path: str) -> None:
    status, headers = raw(visitor, path)
    assert status in (400, 404)
    assert "location" not in headers


def test_a_redirect_stays_on_the_site(visitor: Visitor) -> None:
    status, headers = raw(visitor, "/huntsman-2019/posts/")
    assert (status, headers["location"]) == (302, "/huntsman-2019/posts")


@pytest.fixture(scope="module")
def elsewhere(seed_site: SiteCase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """The same, published under a path of a host that speaks https."""
    case = replace(seed_site, folder=tmp_path_factory.mktemp("elsewhere") / "site")
    case.publish(Wish(DAY, base_url="https://example.org/archive/"))
    yield Visitor(case.folder)


def test_under_a_path_the_site_is_there_and_nowhere_else(elsewhere: Visitor) -> None:
    for path in ("/archive/", "/archive/huntsman-2019/posts", "/archive/huntsman-2019/log/checkpoint", "/robots.txt"):
        assert raw(elsewhere, path)[0] == 200, path
    for path in ("/", "/huntsman-2019", "/archive/-/databases.json", "/-/databases.json", "/archivehuntsman-2019"):
        assert raw(elsewhere, path)[0] == 404, path


def test_what_a_request_says_of_the_host_is_not_believed(elsewhere: Visitor) -> None:
    answer = elsewhere.ask(
        "/huntsman-2019/facts.json?_size=1",
        headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"},
    )
    assert "evil.example" not in answer.text
    following = json.loads(answer.text)["next_url"]
    assert following.startswith("https://example.org/archive/")
    path, _, query = following.removeprefix("https://example.org").partition("?")
    assert raw(elsewhere, f"{path}?{query}")[0] == 200


def test_every_link_of_a_page_under_a_path_is_answered(elsewhere: Visitor) -> None:
    page = elsewhere.ask("/huntsman-2019/posts?_facet=place").text
    links = set(re.findall(r'(?:href|src|action)="(?:https://example\.org)?(/[^"#]*)"', page))
    assert len(links) > 50
    for link in sorted(links):
        assert link.startswith("/archive/"), link
        assert raw(elsewhere, html.unescape(link))[0] == 200 or "/-/schema" in link, link
