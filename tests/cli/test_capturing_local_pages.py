"""--allow-local: pages of one's own network are captured when that is asked for, and not otherwise."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cli_shell import a_dossier_with_a_source

from regesta.cli.adding import form_fields
from regesta.cli.interview import _matters


class Visit(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.end_headers()
        self.wfile.write(b"Seen on our own network.")

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: what is asked is no news."""


@pytest.fixture
def page() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Visit) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/page"
        server.shutdown()
        thread.join()


def test_a_local_page_is_refused_and_the_refusal_names_the_option(tmp_path: Path, page: str) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    before = shell.log
    ran = shell(f"add source --of digest --capture {page}")
    assert (ran.code, ran.out) == (1, "")
    assert "not on the open internet" in ran.err and "--allow-local" in ran.err
    assert shell.log == before


def test_a_local_page_is_captured_where_that_is_allowed(tmp_path: Path, page: str) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    ran = shell.fine(f"add source --of digest --capture {page} --allow-local --json").json
    said = shell.fine(f"show {ran['fact']} --json").json["fact"]["json"]
    assert (said["url"], said["size"]) == (page, 24)
    # The permission is no part of what is recorded.
    assert "allow" not in shell.log.decode()


def test_a_form_can_allow_it(tmp_path: Path, page: str) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    (shell.folder / "editor").write_text(
        f"#!/bin/sh\nprintf 'of: digest\\ncapture: {page}\\nallow_local: yes\\n' > \"$1\"\n"
    )
    (shell.folder / "editor").chmod(0o755)
    ran = shell("add source --edit --json", VISUAL=str(shell.folder / "editor"))
    assert ran.code == 0, ran.err
    assert ran.json["subject"] == "digest"


def test_the_help_says_what_it_opens(tmp_path: Path) -> None:
    told = " ".join(a_dossier_with_a_source(tmp_path).fine("add source --help").out.split())
    assert "--allow-local Fetch from this machine and the local network too" in told


@pytest.mark.parametrize(("address", "asked"), [("http://localhost/page", True), ("page.html", False)])
def test_it_is_asked_for_only_where_something_is_fetched(address: str, asked: bool) -> None:
    (field,) = (field for field in form_fields("source") if field.name == "allow_local")
    assert _matters(field, {"capture": (address,)}) is asked


@pytest.mark.parametrize("address", ["ftp://example.org/x", "file:///etc/passwd", "FTP://example.org/x"])
def test_an_address_that_is_not_of_the_web_is_taken_for_no_file(tmp_path: Path, address: str) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    before = shell.log
    ran = shell(f"add source --of digest --capture {address}")
    assert (ran.code, ran.out) == (1, "")
    assert "is not on the web: give an address that begins with http:// or https://." in ran.err
    assert shell.log == before


def test_a_scheme_in_capitals_is_that_of_the_web(tmp_path: Path, page: str) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    shell.fine(f"add source --of digest --capture {page.replace('http', 'HTTP')} --allow-local")
