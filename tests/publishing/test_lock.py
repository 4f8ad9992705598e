"""A published instance can only be read, and only what is public: whatever else is asked is refused, with headers."""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from site_case import DAY, SiteCase, Visitor, the_seed_site

from regesta.web.publishing.site import Wish


@pytest.fixture(scope="module")
def seed_site(tmp_path_factory: pytest.TempPathFactory) -> SiteCase:
    return the_seed_site(tmp_path_factory.mktemp("locked"))


@pytest.fixture(scope="module")
def visitor(seed_site: SiteCase) -> Visitor:
    return Visitor(seed_site.folder)


@pytest.fixture(scope="module")
def open_to_sql(seed_site: SiteCase, tmp_path_factory: pytest.TempPathFactory) -> Visitor:
    """The same, published for readers who may send SQL."""
    case = replace(seed_site, folder=tmp_path_factory.mktemp("sql") / "site")
    case.publish(Wish(DAY, allow_sql=True))
    return Visitor(case.folder)


WRITES = (
    "/-/create-token",
    "/-/auth-token?token=x",
    "/-/logout",
    "/-/messages",
    "/-/permissions",
    "/huntsman-2019/-/create",
    "/huntsman-2019/-/execute-write",
    "/huntsman-2019/-/execute-write/analyze",
    "/huntsman-2019/-/queries/store",
    "/huntsman-2019/-/queries/analyze",
    "/huntsman-2019/-/upload",
    "/huntsman-2019/posts/-/insert",
    "/huntsman-2019/posts/-/upsert",
    "/huntsman-2019/posts/-/alter",
    "/huntsman-2019/posts/-/drop",
    "/huntsman-2019/posts/-/set-column-type",
    "/huntsman-2019/posts/us-ambassador-ru/-/update",
    "/huntsman-2019/posts/us-ambassador-ru/-/delete",
    "/huntsman-2019/query/-/edit",
    "/huntsman-2019/query/-/update",
    "/huntsman-2019/query/-/delete",
    "/huntsman-2019/query",
    "/huntsman-2019",
    "/",
)


@pytest.mark.parametrize("path", WRITES)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
def test_no_method_that_writes_is_taken(visitor: Visitor, path: str, method: str) -> None:
    answer = visitor.ask(path, method)
    assert answer.status == 405
    assert answer.headers["allow"] == "GET, HEAD"


CLOSED = (
    "/-/",
    "/-",
    "/-.json",
    "/-/databases",
    "/-/databases.json",
    "/-/config",
    "/-/config.json",
    "/-/versions.json",
    "/-/plugins.json",
    "/-/plugins.json?all=1",
    "/-/settings.json",
    "/-/threads.json",
    "/-/tasks.json",
    "/-/actor.json",
    "/-/actions.json",
    "/-/allow-debug",
    "/-/allowed.json",
    "/-/rules.json",
    "/-/check.json",
    "/-/patterns",
    "/-/api",
    "/-/schema",
    "/-/schema.json",
    "/-/queries.json",
    "/-/queries.json?owner_id=root",
    "/-/logs",
    "/-/permissions",
    "/-/messages",
    "/-/auth-token",
    "/-/create-token",
    "/-/logout",
    "/-/debug/autocomplete",
    "/-/nosuch",
    "/%2D/databases.json",
    "/-%2Fdatabases.json",
    "/huntsman-2019/-/schema",
    "/huntsman-2019/-/schema.json",
    "/huntsman-2019/-/queries.json",
    "/huntsman-2019/-/execute-write",
    "/huntsman-2019/-/create",
    "/huntsman-2019/-/foreign-key-targets",
    "/huntsman-2019/-/query?sql=select+1",
    "/huntsman-2019/-/query.json?sql=select+1",
    "/huntsman-2019/-/query/parameters?sql=select+1",
    "/huntsman-2019/posts/-/schema",
    "/huntsman-2019/posts/-/insert",
    "/huntsman-2019/posts/-/autocomplete?q=a",
    "/huntsman-2019/posts/-/fragment?_row=us-ambassador-ru",
    "/huntsman-2019/posts/us-ambassador-ru/-/update",
)


@pytest.mark.parametrize("path", CLOSED)
def test_what_tells_of_the_machine_or_is_for_writers_is_not_there(visitor: Visitor, path: str) -> None:
    assert visitor.ask(path).status in (400, 404)


@pytest.mark.parametrize(
    "path", ["/_memory", "/_internal", "/_internal/catalog_databases", "/huntsman-2019/sqlite_master"]
)
def test_no_database_but_the_published_one_is_there(visitor: Visitor, path: str) -> None:
    assert visitor.ask(path).status == 404


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


WRONG = (
    "?_facet=nosuchcolumn",
    "?_facet_date=nosuchcolumn",
    "?_facet_array=nosuchcolumn",
    "?_facet_array=id",
    "?_sort=nosuchcolumn",
    "?_col=nosuchcolumn",
    "?_search_nosuchcolumn=x",
    "?_fts_table=nosuch&_search=x",
    "?_size=abc",
    "?_where=1",
    "?_where=1;attach+'x'+as+y",
    "?_through=x",
    '?_through={"table":"facts","column":"id","value":"x"}',
    "?%5Fthrough=x",
    "?_trace=1",
    "?_context=1",
    "?" + "x" * 5000 + "=1",
)


@pytest.mark.parametrize("suffix", ["", ".json"])
@pytest.mark.parametrize("query", WRONG)
def test_what_cannot_be_answered_is_a_sentence_and_no_traceback(visitor: Visitor, query: str, suffix: str) -> None:
    answer = visitor.ask(f"/huntsman-2019/facts{suffix}{query}")
    assert answer.status in (400, 403, 414)
    for leak in ("Traceback", "sqlite3.", "File &#34;", "site-packages", "/tmp/"):
        assert leak not in answer.text


def test_what_breaks_inside_is_told_in_a_sentence(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret of the machine")

    monkeypatch.setattr("regesta.web.home.view", broken)
    answer = visitor.ask("/")
    assert answer.status == 500
    assert answer.text == "This page could not be made. If it stays so, tell whoever publishes it.\n"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


SQL = (
    "attach database '/tmp/regesta-attached.db' as x",
    "detach database main",
    "pragma journal_mode=wal",
    "pragma writable_schema=1",
    "pragma database_list",
    "vacuum into '/tmp/regesta-vacuum.db'",
    "insert into facts (id) values ('x')",
    "delete from facts",
    "drop table facts",
    "create table x (y)",
    "select load_extension('x')",
    "select load_extension('x', 'y')",
    "with x as (select 1) delete from facts",
    "select :_actor_id",
    "select :_cookie_x",
    "select :_header_host",
    "select readfile('/etc/passwd')",
    "select writefile('/tmp/x', 'y')",
    "select 1; select 2",
    "explain delete from facts",
)


@pytest.mark.parametrize("sql", SQL)
def test_sql_that_readers_may_send_reads_and_nothing_else(open_to_sql: Visitor, sql: str) -> None:
    answer = open_to_sql.ask("/huntsman-2019/-/query.json", params={"sql": sql})
    if answer.status == 200:
        assert sql.startswith(("select :_", "explain", "pragma database_list"))
        assert "/tmp/" not in answer.text and str(Path.cwd()) not in answer.text
    else:
        assert answer.status in (400, 403, 404)
        assert "Traceback" not in answer.text
    assert not Path("/tmp/regesta-attached.db").exists()
    assert not Path("/tmp/regesta-vacuum.db").exists()
    assert json.loads(open_to_sql.ask("/huntsman-2019/facts.json?_size=0&_extra=count").text)["count"] > 70


def test_readers_who_may_send_sql_can_read_with_it(open_to_sql: Visitor) -> None:
    answer = open_to_sql.ask("/huntsman-2019/-/query.json?sql=select+count(*)+as+n+from+posts&_shape=array")
    assert json.loads(answer.text)[0]["n"] > 5


EVERY = (
    "/",
    "/huntsman-2019",
    "/huntsman-2019/posts",
    "/huntsman-2019/posts.json",
    "/huntsman-2019/posts.csv",
    "/huntsman-2019/posts/us-ambassador-ru",
    "/huntsman-2019.db",
    "/huntsman-2019/log/checkpoint",
    "/huntsman-2019/log/000000.log",
    "/published.json",
    "/SHA256SUMS",
    "/robots.txt",
    "/favicon.ico",
    "/-/static/app.css",
    "/-/static/nosuch.css",
    "/-/style/regesta.css",
    "/-/databases.json",
    "/huntsman-2019/-/fact/nosuch",
    "/nosuch",
    "/huntsman-2019/facts?_sort=nosuch",
)


@pytest.mark.parametrize("path", EVERY)
def test_every_answer_carries_the_headers(visitor: Visitor, path: str) -> None:
    for headers in (visitor.ask(path).headers, visitor.ask(path, headers={"Cookie": "ds_actor=x"}).headers):
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-frame-options"] == "DENY"
        assert "set-cookie" not in headers
        assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize(
    "path", ["/", "/huntsman-2019", "/huntsman-2019/posts", "/huntsman-2019/posts.json", "/robots.txt"]
)
def test_pages_may_be_kept_by_any_cache_whoever_asks(visitor: Visitor, path: str) -> None:
    headers = visitor.ask(path, headers={"Cookie": "ds_actor=x; a=b", "Authorization": "Bearer dstok_x"}).headers
    assert headers["cache-control"] == "max-age=300"
    assert "vary" not in headers


def test_nobody_is_ever_signed_in(visitor: Visitor) -> None:
    cookie = visitor.datasette.client.actor_cookie({"id": "root"})
    token = visitor.datasette.sign({"a": "root", "token": "dstok", "t": 0}, namespace="token")
    for path in ("/-/permissions", "/-/actor.json", "/-/queries.json", "/huntsman-2019/-/create"):
        headers = {"Cookie": f"ds_actor={cookie}", "Authorization": f"Bearer dstok_{token}"}
        assert visitor.ask(path, headers=headers).status == 404
    assert "Log out" not in visitor.ask("/", headers={"Cookie": f"ds_actor={cookie}"}).text


HOSTILE_NAMES = (
    "/huntsman-2019/posts%0A",
    "/huntsman-2019/posts~0A",
    "/huntsman-2019/%5Bposts%5D",
    "/huntsman-2019/posts~5D",
    "/huntsman-2019/posts]/x",
    "/huntsman-2019/posts'--",
    "/huntsman-2019/<script>alert(1)<~2Fscript>",
    "/<script>alert(1)<~2Fscript>",
)


@pytest.mark.parametrize("path", HOSTILE_NAMES)
def test_names_that_were_made_to_hurt_name_nothing(visitor: Visitor, path: str) -> None:
    answer = visitor.ask(path)
    assert answer.status in (400, 404) or answer.headers["location"].startswith(("/huntsman-2019/~", "/~"))
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize(
    "column", ["id__arraycontains", "id']--__arraycontains", "]__arraycontains", "nosuch'__arraynotcontains"]
)
def test_the_name_of_a_column_injects_nothing(visitor: Visitor, column: str) -> None:
    whole = json.loads(visitor.ask("/huntsman-2019/posts.json?_shape=array").text)
    answer = visitor.ask("/huntsman-2019/posts.json", params={column: "x') or 1=1 --", "_shape": "array"})
    assert answer.status in (200, 400)
    if answer.status == 200:
        assert json.loads(answer.text) in (whole, [])


@pytest.mark.parametrize("query", ["?_trace=1", "?_search=<script>alert(1)</script>", "?x=<script>alert(1)</script>"])
def test_what_stands_in_an_address_never_runs(visitor: Visitor, query: str) -> None:
    assert "<script>alert" not in visitor.ask(f"/huntsman-2019/posts{query}").text


def test_the_log_is_served_as_it_lies_there(visitor: Visitor, seed_site: SiteCase) -> None:
    for path in sorted(seed_site.log.rglob("*")):
        if path.is_file():
            answer = visitor.ask("/" + path.relative_to(seed_site.folder).as_posix())
            assert answer.body == path.read_bytes()
            assert "sandbox" in answer.headers["content-security-policy"]
            assert answer.headers["content-type"] in ("text/plain; charset=utf-8", "application/octet-stream")


def test_a_captured_page_is_a_file_to_save_and_no_page(visitor: Visitor, seed_site: SiteCase) -> None:
    captures = sorted((seed_site.folder / seed_site.name).glob("captures/*/*"))
    assert captures
    for path in captures:
        answer = visitor.ask("/" + path.relative_to(seed_site.folder).as_posix())
        assert answer.body == path.read_bytes()
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["content-disposition"] == "attachment"
        assert "sandbox" in answer.headers["content-security-policy"]


def test_a_file_that_was_put_beside_the_published_ones_is_not_served(visitor: Visitor, seed_site: SiteCase) -> None:
    with added(seed_site.log / "more.log", b"not published"):
        assert visitor.ask("/huntsman-2019/log/more.log").status == 404


def added(path: Path, data: bytes) -> "Added":
    return Added(path, data)


class Added:
    """A file that is there for a while."""

    def __init__(self, path: Path, data: bytes) -> None:
        self.path, self.data = path, data

    def __enter__(self) -> None:
        self.path.write_bytes(self.data)

    def __exit__(self, *_: object) -> None:
        self.path.unlink()


def test_crawlers_are_kept_from_combinations_of_facets(visitor: Visitor) -> None:
    assert "Disallow: /*?\n" in visitor.ask("/robots.txt").text


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
