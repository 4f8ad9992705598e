"""Serving from this machine, as a process: it answers, follows the log, and ends quietly."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from factories import a_restriction, an_agent
from recorded import MORNING, a_dossier, add, connected

from regesta.cli.seeding import seeds
from regesta.events.dossier import Dossier
from regesta.events.errors import RegestaError
from regesta.events.recording import Act, record
from regesta.projections.known import Lookup
from regesta.web.serving import Listening, Restricted, listen, refuse_restricted

PATIENCE = 60.0
"""Seconds that a process may take to start on a machine that is busy with other tests."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running `regesta serve`."""

    process: "subprocess.Popen[str]"
    url: str

    def get(self, path: str, host: str | None = None) -> tuple[int, str]:
        """Status and text of an answer."""
        where = urlsplit(self.url)
        with closing(http.client.HTTPConnection(where.hostname or "", where.port, timeout=PATIENCE)) as connection:
            connection.request("GET", path, headers={} if host is None else {"Host": host})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()

    def stop(self) -> tuple[int, str]:
        """Interrupt it as Ctrl-C does; its exit code and what it said."""
        self.process.send_signal(signal.SIGINT)
        _, said = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, said


@contextmanager
def running(*command: str, cwd: Path) -> Iterator[Server]:
    """A command that serves on a free port, once it has printed its address."""
    started = subprocess.Popen(
        [sys.executable, "-m", "regesta.cli", *command, "--port", "0"],
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert started.stdout is not None and started.stderr is not None
        url = started.stdout.readline().strip()
        assert url.startswith("http://"), started.stderr.read()
        yield Server(started, url)
    finally:
        started.kill()
        started.communicate()


@pytest.fixture
def dossier(tmp_path: Path) -> Dossier:
    return a_dossier(tmp_path / "live", an_agent("ann"))


def seconds_until_shown(server: Server, dossier: Dossier, key: str) -> float:
    """Record an agent in the log alone, as another process does, and wait for the page to show it."""
    with closing(connected(dossier)) as connection:
        record(dossier.log, [an_agent(key)], Lookup(connection), Act("Ann", "regesta 0", MORNING), os.urandom)
    started = time.monotonic()
    while time.monotonic() - started < PATIENCE:
        if server.get(f"/live/agents/{key}")[0] == 200:
            return time.monotonic() - started
    pytest.fail(f"{key} was not shown within {PATIENCE} seconds")


def test_new_entries_are_shown_within_a_second_and_an_interrupt_ends_it_quietly(dossier: Dossier) -> None:
    with running("serve", cwd=dossier.path) as server:
        # The best of three: what the machine does besides is not what is measured.
        assert min(seconds_until_shown(server, dossier, key) for key in ("bob", "carol", "dora")) < 1.0
        assert server.get("/", host="evil.example")[0] == 421
        code, said = server.stop()
    assert code == 0
    assert said == "A dossier is served; Ctrl-C ends it.\n"


def test_a_damaged_log_is_told_and_the_pages_stay(dossier: Dossier) -> None:
    with running("serve", cwd=dossier.path) as server:
        segment = dossier.path / "log" / "000000.log"
        whole = segment.read_bytes()
        segment.write_bytes(whole + b"no entry\n")
        started = time.monotonic()
        while "These pages lag behind the log." not in server.get("/")[1]:
            assert time.monotonic() - started < PATIENCE
        assert server.get("/live/agents/ann")[0] == 200
        segment.write_bytes(whole)
        while "These pages lag behind the log." in server.get("/")[1]:
            assert time.monotonic() - started < PATIENCE
        code, said = server.stop()
    assert code == 0
    assert "The pages show an earlier state of the dossier: log/000000.log:2" in said


def test_an_earlier_edition_shows_what_was_known_then_and_says_so(dossier: Dossier) -> None:
    add(dossier, an_agent("bob"))
    with running("serve", "--as-known", "1", cwd=dossier.path) as server:
        assert server.get("/live/agents/ann")[0] == 200
        assert server.get("/live/agents/bob")[0] == 404
        for path in ("/", "/live/agents/ann"):
            assert "The dossier as its first entry told it." in server.get(path)[1], path
        assert server.stop()[0] == 0


def test_a_seed_is_served_from_any_folder_and_nothing_is_left_behind(tmp_path: Path) -> None:
    installed = Path(str(files("regesta.seeds")._paths[0]))  # type: ignore[attr-defined]
    before = sorted((path, path.stat().st_mtime_ns) for path in installed.rglob("*"))
    with running("demo", cwd=tmp_path) as server:
        assert "An ambassador resigns" in server.get("/")[1]
        code, said = server.stop()
    assert code == 0
    assert before == sorted((path, path.stat().st_mtime_ns) for path in installed.rglob("*"))
    assert list(tmp_path.iterdir()) == []
    made = re.search(r"The dossier is in (\S+) until", said)
    assert made is not None and not Path(made[1]).exists()


def refused(*command: str) -> str:
    """What a command that cannot serve says; it exits with 1."""
    run = subprocess.run([sys.executable, "-m", "regesta.cli", *command], capture_output=True, text=True, check=False)
    assert run.returncode == 1
    return run.stderr


def test_an_unknown_seed_is_refused_with_those_that_there_are() -> None:
    names = ", ".join(seed.name for seed in seeds())
    assert refused("demo", "nosuch") == f"Error: There is no seed 'nosuch'; there are: {names}.\n"


def test_a_port_that_is_taken_is_one_clear_sentence(dossier: Dossier) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        assert refused("serve", "--dossier", str(dossier.path), "--port", str(port)) == (
            f"Error: Port {port} on 127.0.0.1 is taken by another program: stop that one, or choose another with"
            " --port.\n"
        )


def test_a_host_that_is_not_this_machine_is_one_clear_sentence() -> None:
    with pytest.raises(RegestaError, match=r"Port 8001 on 192\.0\.2\.1 is not on this machine: give --host an address"):
        listen("192.0.2.1", 8001)


@pytest.mark.parametrize(
    ("host", "url", "local"),
    [
        ("127.0.0.1", "http://127.0.0.1:8001/", True),
        ("localhost", "http://localhost:8001/", True),
        ("::1", "http://[::1]:8001/", True),
        ("0.0.0.0", "http://0.0.0.0:8001/", False),
        ("192.0.2.1", "http://192.0.2.1:8001/", False),
    ],
)
def test_only_a_loopback_address_is_local(host: str, url: str, local: bool) -> None:
    with closing(socket.socket()) as unbound:
        listening = Listening(unbound, host, 8001)
        assert (listening.url, listening.is_local) == (url, local)


def at(host: str) -> Listening:
    """What listens on a host, without listening."""
    with socket.socket() as unbound:
        return Listening(unbound, host, 8001)


def test_what_is_restricted_is_not_served_where_others_can_read_it(tmp_path: Path) -> None:
    dossier = a_dossier(tmp_path / "held", an_agent("ann"))
    refuse_restricted(dossier, at("0.0.0.0"))
    add(dossier, a_restriction(agent="ann"))
    refuse_restricted(dossier, at("127.0.0.1"))
    with pytest.raises(Restricted, match=r"nothing is served there. Serve what `regesta publish DIR` writes"):
        refuse_restricted(dossier, at("192.0.2.1"))
    add(dossier, a_restriction("embargoed", agent="ann", until="2001-01-01"))
    refuse_restricted(dossier, at("192.0.2.1"))


def test_a_restriction_that_is_recorded_ends_the_serving_to_others(tmp_path: Path) -> None:
    dossier = a_dossier(tmp_path / "held", an_agent("ann"))
    with running("serve", "--host", "0.0.0.0", cwd=dossier.path) as server:
        add(dossier, a_restriction(agent="ann"))
        _, said = server.process.communicate(timeout=PATIENCE)
    assert server.process.returncode == 1
    assert "Error: " in said and "holds facts that are restricted, and on 0.0.0.0 others could read them" in said
