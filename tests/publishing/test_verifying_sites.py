"""A published site, checked over the network by somebody who has its key: a real server, on this machine."""

import shutil
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from factories import an_agent
from in_chromium import listening
from recorded import add
from site_case import KEY, SiteCase, Visitor, the_seed_site

from regesta.cli import cli
from regesta.events.keys import format_vkey

BELIEVED = ("--key", format_vkey(KEY.verifier))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> SiteCase:
    return the_seed_site(tmp_path_factory.mktemp("sites"))


@pytest.fixture(scope="module")
def site(published: SiteCase) -> Iterator[str]:
    """The address of the published seed case."""
    with listening(Visitor(published.folder).datasette.app()) as root:
        yield root


def verify(*words: str) -> Result:
    return CliRunner().invoke(cli, ["verify", *words])


def test_a_site_is_checked_with_nothing_but_its_address_and_key(published: SiteCase, site: str, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    shutil.copy(published.log / "checkpoint", kept)
    fact = _a_fact(published)
    result = verify(f"{site}/", *BELIEVED, "--checkpoint", str(kept), "--fact", fact, "--allow-local")
    assert result.exit_code == 0, result.output
    assert result.stderr.endswith("since then they have only added.\nAll is as it was published.\n")
    assert result.stdout.startswith(f"{fact}  position ")
    assert f"it was in it when {kept} was signed" in result.stdout


def test_a_checkpoint_that_was_kept_holds_for_what_is_served_later(published: SiteCase, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    shutil.copy(published.log / "checkpoint", kept)
    grown = replace(
        published, dossier=_copied(published, tmp_path), folder=tmp_path / "later", memory=tmp_path / "memory"
    )
    add(grown.dossier, an_agent("zoe"))
    grown.publish()
    with listening(Visitor(grown.folder).datasette.app()) as root:
        result = verify(root, *BELIEVED, "--checkpoint", str(kept), "--allow-local")
    assert result.exit_code == 0, result.output
    assert "since then they have only added" in result.stderr


def test_a_site_whose_log_was_changed_is_found_out(published: SiteCase, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    shutil.copytree(published.folder, folder)
    segment = folder / published.name / "log" / "000000.log"
    segment.write_bytes(segment.read_bytes().replace(b"Huntsman", b"Huntsmen", 1))
    with listening(Visitor(folder).datasette.app()) as root:
        result = verify(root, *BELIEVED, "--allow-local")
    assert result.exit_code == 1
    assert f"{published.name}/log/000000.log:" in result.stdout
    assert f"{published.name}/log/000000.log: is not the file that was published" in result.stdout


def test_one_s_own_network_is_read_when_that_was_asked_for_alone(site: str) -> None:
    result = verify(site, *BELIEVED)
    assert result.exit_code == 1
    assert "allow local ones with --allow-local" in result.output


def test_an_address_that_is_no_site_is_told_in_words_that_fit(site: str) -> None:
    result = verify(f"{site}/nosuch", "--allow-local")
    assert result.exit_code == 1
    assert (
        f"{site}/nosuch cannot be checked: published.json could not be read: {site}/nosuch/published.json answered"
        " 404 Not Found instead of what was asked for." in result.output
    )
    assert "capture" not in result.output


def test_an_address_where_nobody_answers_is_told_in_words_that_fit() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as bound:
        nobody = f"http://127.0.0.1:{bound.getsockname()[1]}/"
    result = verify(nobody, "--allow-local")
    assert result.exit_code == 1
    assert f"{nobody} cannot be checked: published.json could not be read: " in result.output
    assert "nobody answers at that address and port." in result.output


def test_a_site_that_answers_with_something_else_is_no_published_one(tmp_path: Path) -> None:
    async def app(scope: dict[str, object], receive: object, send: object) -> None:
        if scope["type"] == "lifespan":
            return
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]})  # type: ignore[operator]
        await send({"type": "http.response.body", "body": b"<p>Welcome</p>"})  # type: ignore[operator]

    with listening(app) as root:
        result = verify(root, "--allow-local")
    assert result.exit_code == 1
    assert f"{root} is nothing that `regesta publish` wrote: published.json is not what" in result.output


def _a_fact(case: SiteCase) -> str:
    with closing(sqlite3.connect(case.folder / f"{case.name}.db")) as connection:
        return str(connection.execute("SELECT id FROM facts ORDER BY position LIMIT 1").fetchone()[0])


def _copied(case: SiteCase, folder: Path) -> "object":
    from regesta.events.dossier import open_dossier

    there = folder / case.name
    shutil.copytree(case.dossier.path, there)
    return open_dossier(there)
