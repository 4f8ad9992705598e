"""A published site, checked over the network by somebody who has its key: a real server, on this machine."""

import re
import shutil
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from factories import an_agent
from in_chromium import listening
from recorded import add
from site_case import KEY, SiteCase, Visitor, the_seed_site

from regesta.cli import beside_the_log, cli
from regesta.events.fetching import Busy, Fetched, FetchError
from regesta.events.keys import SigningKey, format_vkey
from regesta.events.publishing.places import PATIENCE, Missing, Site
from regesta.events.publishing.sums import SUMS, folder_sums, format_sums

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
    quotes = r"3 captures hashed, [1-9][0-9]+ quotes looked up\.\n"
    rest = rf"The database {published.name}\.db and the pages were NOT looked at: .*\nAll is as it was published\.\n"
    assert re.search(rf"since then they have only added\.\n{quotes}{rest}\Z", result.stderr), result.stderr
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


def test_a_capture_that_is_not_what_was_captured_is_found_on_a_site(published: SiteCase, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    shutil.copytree(published.folder, folder)
    texts = [path for path in (folder / published.name / "captures").rglob("*") if path.is_file()]
    texts[0].chmod(0o600)
    texts[0].write_bytes(texts[0].read_bytes().replace(b"Huntsman", b"Huntsmen"))
    (folder / SUMS).write_bytes(format_sums(folder_sums(folder)))
    with listening(Visitor(folder).datasette.app()) as root:
        result = verify(root, *BELIEVED, "--allow-local")
    assert result.exit_code == 1
    assert f"the captured file {texts[0].name} was altered: its bytes have another hash." in result.stdout


def test_captures_that_a_site_hides_are_missed(published: SiteCase, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    shutil.copytree(published.folder, folder)
    next(path for path in (folder / published.name / "captures").rglob("*") if path.is_file()).unlink()
    (folder / SUMS).write_bytes(format_sums(folder_sums(folder)))
    with listening(Visitor(folder).datasette.app()) as root:
        result = verify(root, *BELIEVED, "--allow-local")
    assert result.exit_code == 1
    assert f"{published.name}/captures: holds 2 captures, and published.json says 3." in result.stdout
    assert re.search("[1-9][0-9]* more stand in captures that are not published", result.stderr)


@pytest.mark.parametrize("bound", ["MOST_FILES", "MOST_BYTES"])
def test_of_a_site_with_too_many_captures_it_is_told_how_many_were_not_looked_at(
    site: str, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    monkeypatch.setattr(beside_the_log, bound, 1)
    result = verify(site, *BELIEVED, "--allow-local")
    assert result.exit_code == 0
    assert "\n1 capture hashed, " in result.stderr
    assert "\n2 captured files and quotes were NOT looked at: they are too many" in result.stderr
    assert verify(site, *BELIEVED, "--allow-local", "--json").stdout.count('"unread": 2') == 1


def test_of_a_site_that_claims_too_much_nothing_is_kept_in_memory(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside_the_log, "ROOM", 0)
    result = verify(site, *BELIEVED, "--allow-local")
    assert result.exit_code == 0
    assert "\n0 captures hashed, 0 quotes looked up.\n" in result.stderr
    assert re.search(r"\n[1-9][0-9]+ captured files and quotes were NOT looked at", result.stderr)


def test_a_server_that_is_asked_too_often_is_asked_again_later() -> None:
    waits: list[float] = []
    answers = iter([Busy("answered 429"), Busy("answered 503"), b"{}"])

    def get(url: str, most: int) -> Fetched:
        answer = next(answers)
        if isinstance(answer, Busy):
            raise answer
        return Fetched(answer, None, url, (), datetime.now(UTC))

    assert Site("https://example.org/", get, waits.append).read(SUMS) == b"{}"
    assert waits == list(PATIENCE[:2])


def test_a_server_that_is_always_busy_is_given_up() -> None:
    waits: list[float] = []

    def get(url: str, most: int) -> Fetched:
        raise Busy("answered 429.")

    with pytest.raises(Missing, match=r"could not be read: answered 429$"):
        Site("https://example.org/", get, waits.append).read(SUMS)
    assert waits == list(PATIENCE)


def test_an_address_that_is_not_there_is_not_asked_again() -> None:
    def get(url: str, most: int) -> Fetched:
        raise FetchError("answered 404.")

    with pytest.raises(Missing):
        Site("https://example.org/", get, lambda seconds: pytest.fail("it waited")).read(SUMS)


@pytest.mark.parametrize("key", [SigningKey("example.org/other", bytes(32)), SigningKey(KEY.name, bytes(32))])
def test_a_log_that_another_key_signed_is_not_called_unsigned(published: SiteCase, key: SigningKey) -> None:
    result = verify(str(published.folder), "--key", format_vkey(key.verifier))
    assert result.exit_code == 1
    assert f"{published.name}/log/checkpoint: " in result.stdout
    assert f"No signature of {published.name} was verified: nobody can tell" in result.stderr


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
