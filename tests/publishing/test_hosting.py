"""The published folder alone, as a stranger has it: the lines of its README and the steps of its Dockerfile, run.

Nothing of this checkout is used but a Python: an environment of its own, an empty home. Where the network may be used
(REGESTA_NETWORK=required, as in CI) every package is fetched and held against its hash, as a reader does it; elsewhere
Regesta's own wheel is, and the packages that it needs are lent by the environment of the tests.
"""

import json
import os
import re
import shlex
import shutil
import signal
import sqlite3
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from site_case import KEY, SiteCase, the_seed_site

from regesta.events.keys import format_vkey

BY_NETWORK = os.environ.get("REGESTA_NETWORK") == "required"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> SiteCase:
    return the_seed_site(tmp_path_factory.mktemp("hosted"))


@dataclass(frozen=True, slots=True)
class Machine:
    """A folder with a published folder in it, and an environment that knows nothing of this checkout."""

    site: Path
    env: dict[str, str]

    def run(self, line: str, **more: str) -> "subprocess.CompletedProcess[str]":
        """A line of a shell, in the published folder."""
        return subprocess.run(
            ["sh", "-c", line], cwd=self.site, env={**self.env, **more}, capture_output=True, text=True
        )

    def fine(self, line: str, **more: str) -> str:
        """What a line prints that has to go well."""
        done = self.run(line, **more)
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
        return done.stdout + done.stderr


def a_machine(place: Path, case: SiteCase) -> Machine:
    """A machine with the published folder."""
    home = place / "home"
    home.mkdir(parents=True)
    shutil.copytree(case.folder, place / "site")
    known = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "REGESTA", "VIRTUAL"))}
    bare = {**known, "HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    return Machine(place / "site", bare if BY_NETWORK else {**bare, "PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1"})


def lend(machine: Machine, environment: Path) -> None:
    """Without a network: the packages that are installed here, so that only Regesta itself is left to be installed."""
    if BY_NETWORK:
        return
    (packages,) = environment.glob("lib/python3*/site-packages")
    # A folder named in a .pth file is searched, but its own .pth files, the editable install's, are not read.
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    wanted = machine.site / "requirements.txt"
    wheel = re.search(r"(?m)^\./regesta-\S+ \\\n +--hash=sha256:[0-9a-f]{64}\n", wanted.read_text("utf-8"))
    assert wheel is not None
    wanted.write_text(wheel[0], "utf-8")


@contextmanager
def running(machine: Machine, command: list[str], **more: str) -> Iterator[str]:
    """A server that a command starts, and the address that it prints."""
    env = {**machine.env, "PYTHONUNBUFFERED": "1", **more}
    server = subprocess.Popen(
        command, cwd=machine.site, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None and server.stderr is not None
        address = server.stdout.readline().strip()
        assert address.startswith("http://"), server.stderr.read()
        yield address
    finally:
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=30)


def status(address: str) -> int:
    try:
        with urlopen(address) as answer:  # an address of this machine, that a test has just started
            return int(answer.status)
    except HTTPError as error:
        return error.code


def is_locked_and_whole(address: str, fact: str, name: str) -> None:
    """The pages that a reader wants are there, and what the lock closes is not."""
    root = address.rstrip("/")
    for path in ("/", f"/{name}/postings", f"/{name}/-/fact/{fact}", f"/{name}/log/checkpoint", "/-/style/regesta.css"):
        assert status(root + path) == 200, path
    for path in ("/-/databases.json", "/-/config.json", "/-/plugins.json", f"/{name}/-/query?sql=select+1"):
        assert status(root + path) == 404, path


def a_fact(case: SiteCase) -> str:
    with closing(sqlite3.connect(case.folder / f"{case.name}.db")) as connection:
        return str(connection.execute("SELECT id FROM facts ORDER BY position LIMIT 1").fetchone()[0])


def blocks(readme: str) -> list[list[str]]:
    """The lines of each block of commands in a README."""
    return [block.splitlines() for block in re.findall(r"(?ms)^```sh\n(.*?)^```$", readme)]


def test_the_lines_of_the_readme_serve_and_verify_the_folder(case: SiteCase, tmp_path: Path) -> None:
    machine = a_machine(tmp_path, case)
    (install, serve), verify = blocks((machine.site / "README.md").read_text("utf-8"))
    python, _, rest = install.partition(" && ")
    machine.fine(python.replace("python3", shlex.quote(sys.executable)))
    lend(machine, machine.site.parent / "regesta-env")
    machine.fine(rest)
    # What was lent is not the folder that was published any more.
    shutil.copy(case.folder / "requirements.txt", machine.site)
    fact, kept = a_fact(case), tmp_path / "kept"
    shutil.copy(case.log / "checkpoint", kept)
    program, *words = shlex.split(serve)
    with running(machine, [str(machine.site / program), *words, "--port", "0"]) as address:
        is_locked_and_whole(address, fact, case.name)
    for line, told in zip(
        verify, (f"{fact}  position 0 of {case.name}", "since then they have only added"), strict=True
    ):
        assert format_vkey(KEY.verifier) in line
        said = machine.fine(line.replace("KEPT", shlex.quote(str(kept))).replace("FACT", fact))
        assert told in said
        assert "All is as it was published." in said
        assert "NOT compared" not in said
    is_plain_datasette_locked(machine, case, fact)


def is_plain_datasette_locked(machine: Machine, case: SiteCase, fact: str) -> None:
    """`datasette FOLDER`, with Regesta beside it, serves the same pages behind the same lock."""
    datasette = f"{shlex.quote(str(machine.site.parent / 'regesta-env' / 'bin' / 'python'))} -m datasette ."
    said = machine.run(f"{datasette} --get /-/config.json")
    assert "There is no such page here." in said.stdout, said.stderr
    said = machine.run(f"{datasette} --get '/{case.name}/-/query.json?sql=select+1'")
    assert "There is no such page here." in said.stdout
    assert f"/{case.name}/facts" in machine.fine(f"{datasette} --get /{case.name}/-/fact/{fact}")


@dataclass(slots=True)
class Container:
    """What a Dockerfile has come to, in a folder that stands for the root of a container's file system."""

    root: Path
    env: dict[str, str] = field(default_factory=dict)
    at: str = "/"
    user: str = "root"
    command: list[str] = field(default_factory=list)

    def path(self, where: str) -> Path:
        """A path in the container."""
        return self.root / (where if where.startswith("/") else f"{self.at}/{where}").lstrip("/")


def instructions(dockerfile: str) -> list[tuple[str, str]]:
    """Each instruction of a Dockerfile with what follows it."""
    lines = "\n".join(line for line in dockerfile.splitlines() if line.strip() and not line.startswith("#"))
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in lines.replace("\\\n", " ").split("\n"))]


def copied(site: Path, container: Container, words: list[str]) -> None:
    """COPY: what `.dockerignore` does not leave out, to a folder (Dockerfile reference, "COPY")."""
    ignored = [line.removeprefix("**/") for line in (site / ".dockerignore").read_text("utf-8").split()]
    *sources, target = words
    there = container.path(target)
    there.mkdir(parents=True, exist_ok=True)
    for source in sources:
        found = list(site.iterdir()) if source == "." else list(site.glob(source))
        assert found, f"COPY {source} finds nothing"
        for path in found:
            if any(fnmatch(path.name, pattern) for pattern in ignored):
                continue
            if path.is_dir():
                shutil.copytree(path, there / path.name, ignore=shutil.ignore_patterns(*ignored))
            else:
                shutil.copy(path, there)


def test_the_steps_of_the_dockerfile_come_to_a_server(case: SiteCase, tmp_path: Path) -> None:
    machine = a_machine(tmp_path, case)
    environment = tmp_path / "environment"
    venv.create(environment, with_pip=BY_NETWORK, symlinks=True)
    lend(machine, environment)
    if not BY_NETWORK:  # pip is among what is lent
        (environment / "bin" / "pip").write_text(f'#!/bin/sh\nexec "{environment}/bin/python" -m pip "$@"\n', "utf-8")
        (environment / "bin" / "pip").chmod(0o755)
    container = Container(tmp_path / "root")
    env = {**machine.env, "PATH": f"{environment / 'bin'}:{machine.env['PATH']}"}
    for word, rest in instructions((machine.site / "Dockerfile").read_text("utf-8")):
        match word:
            case "FROM":
                assert re.fullmatch(r"python:3\.\d+-slim-[a-z]+", rest)
            case "ENV":
                container.env |= dict(part.split("=", 1) for part in shlex.split(rest))
            case "WORKDIR":
                container.at = rest
                container.path("").mkdir(parents=True)
            case "COPY":
                copied(machine.site, container, shlex.split(rest))
            case "RUN":
                done = subprocess.run(
                    ["sh", "-c", rest],
                    cwd=container.path(""),
                    env={**env, **container.env},
                    capture_output=True,
                    text=True,
                )
                assert done.returncode == 0, done.stdout + done.stderr
            case "USER":
                container.user = rest
            case "EXPOSE":
                assert rest == container.env["PORT"]
            case "CMD":
                container.command = json.loads(rest)
            case _:
                pytest.fail(f"the test does not know {word}")
    assert re.fullmatch(r"[1-9][0-9]{3,}:[1-9][0-9]{3,}", container.user)
    assert not list(container.path("").rglob(".*"))
    # No other machine is let in while a test runs, and any port will do.
    assert "--host 0.0.0.0" in container.command[-1]
    last = container.command[-1].replace("/site", shlex.quote(str(container.path("/site"))))
    command = [*container.command[:-1], last.replace("0.0.0.0", "127.0.0.1")]
    with running(Machine(container.path(""), env), command, **{**container.env, "PORT": "0"}) as address:
        is_locked_and_whole(address, a_fact(case), case.name)
