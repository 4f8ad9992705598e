"""What every answer carries: a policy for scripts, and who may frame or reach it."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from seed_case import SeedCase
from served_pages import Site

from regesta.web.headers import only_hosts, policy_for


@pytest.fixture(scope="module")
def seed_site(seed_case: SeedCase) -> Site:
    return Site(seed_case.dossier)


@pytest.mark.parametrize("path", ["//", "", "/postings", "/postings.json", "/nosuchtable", "//-/static/app.css"])
def test_every_answer_carries_the_headers(seed_site: Site, path: str) -> None:
    headers = seed_site.get(path).headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_a_page_of_ours_runs_no_inline_script_but_those_of_the_empty_frame(
    seed_case: SeedCase, seed_site: Site
) -> None:
    policy = seed_site.get(f"/-/fact/{seed_case.corrected}").headers["content-security-policy"]
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "unsafe-inline" not in scripts
    assert scripts.count("sha256-") == 2


def test_a_script_in_a_page_is_not_allowed_by_being_there() -> None:
    assert policy_for("<script>one</script>").count("sha256-") == 1
    assert "sha256-" not in policy_for('<script src="/x.js"></script>')


def test_pages_are_asked_for_again_so_that_new_entries_show(seed_case: SeedCase, seed_site: Site) -> None:
    for path in ("/postings", f"/-/fact/{seed_case.corrected}"):
        assert seed_site.get(path).headers["cache-control"] == "no-cache"


def test_nothing_can_be_written_and_no_address_of_a_file_is_told(seed_site: Site) -> None:
    for path in ("//-/create-token", f"//{seed_site.name}.db"):
        assert seed_site.get(path).status in (403, 404)

    async def inserted() -> Any:
        return await seed_site.datasette.client.post(f"/{seed_site.name}/posts/-/insert", json={"row": {"id": "x"}})

    assert asyncio.run(inserted()).status_code == 403


def test_sql_of_their_own_is_for_the_owner_of_the_machine(seed_case: SeedCase, seed_site: Site) -> None:
    asked = "/-/query.json?sql=select+1"
    assert seed_site.get(asked).status == 200
    assert Site(seed_case.dossier, allow_sql=False).get(asked).status == 403
    assert seed_site.get("/-/query.json?sql=delete+from+facts").status in (400, 403)


def answered(host: bytes | None) -> int:
    """The status of an answer to a request that names a host, where only localhost and [::1] may be named."""
    sent: list[Mapping[str, Any]] = []

    async def app(scope: Mapping[str, Any], receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200})

    async def send(message: Mapping[str, Any]) -> None:
        sent.append(message)

    headers = [] if host is None else [(b"host", host)]
    scope = {"type": "http", "headers": headers}

    async def asked() -> None:
        await only_hosts(app, frozenset({"localhost", "[::1]"}))(scope, None, send)

    asyncio.run(asked())
    status: int = sent[0]["status"]
    return status


@pytest.mark.parametrize("host", [b"localhost", b"localhost:8001", b"LOCALHOST:80", b"[::1]:8001", b"[::1]"])
def test_a_local_dossier_answers_to_its_own_names(host: bytes) -> None:
    assert answered(host) == 200


@pytest.mark.parametrize("host", [b"evil.example", b"localhost.evil.example:8001", b"", None, b"[::1].evil.example"])
def test_a_local_dossier_answers_to_no_other_name(host: bytes | None) -> None:
    assert answered(host) == 421
