"""A published instance can only be read: whatever writes, signs in or tells of the machine is refused, with headers."""

import pytest
from site_case import Visitor

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


def test_crawlers_are_kept_from_combinations_of_facets(visitor: Visitor) -> None:
    assert "Disallow: /*?\n" in visitor.ask("/robots.txt").text
