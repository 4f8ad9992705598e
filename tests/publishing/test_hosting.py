"""The published folder alone, as a stranger has it: the lines of its README and the steps of its Dockerfile, run.

Nothing of this checkout is used but a Python (`machine.py`).
"""

import json
import re
import shlex
import shutil
import sqlite3
import subprocess
import venv
from contextlib import closing
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from machine import BY_NETWORK, Machine, a_machine, blocks, lend, running
from site_case import KEY, SiteCase

from regesta.events.keys import format_vkey


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


def a_fact(site: Path, name: str) -> str:
    with closing(sqlite3.connect(site / f"{name}.db")) as connection:
        return str(connection.execute("SELECT id FROM facts ORDER BY position LIMIT 1").fetchone()[0])


def test_the_lines_of_the_readme_serve_and_verify_the_folder(machine: Machine, seed_site: SiteCase) -> None:
    name = seed_site.name
    (_, serve), (keep,), (verify,), (sums,) = blocks((machine.site / "README.md").read_text("utf-8"))
    fact = a_fact(machine.site, name)
    program, *words = shlex.split(serve)
    with running(machine, [str(machine.site / program), *words, "--port", "0"]) as address:
        is_locked_and_whole(address, fact, name)
    assert machine.fine(keep) == ""
    assert format_vkey(KEY.verifier) in verify
    said = machine.fine(verify)
    assert f"{fact}  position 0 of {name}; it was in it when ../{name}.checkpoint was signed" in said
    assert "since then they have only added" in said
    assert "All is as it was published." in said
    assert "NOT compared" not in said
    assert machine.fine(sums) == ""
    is_plain_datasette_locked(machine, name, fact)


def is_plain_datasette_locked(machine: Machine, name: str, fact: str) -> None:
    """`datasette FOLDER`, with Regesta beside it, serves the same pages behind the same lock."""
    datasette = f"{shlex.quote(str(machine.site.parent / 'regesta-env' / 'bin' / 'python'))} -m datasette ."
    said = machine.run(f"{datasette} --get /-/config.json")
    assert "There is no such page here." in said.stdout, said.stderr
    said = machine.run(f"{datasette} --get '/{name}/-/query.json?sql=select+1'")
    assert "There is no such page here." in said.stdout
    assert f"/{name}/facts" in machine.fine(f"{datasette} --get /{name}/-/fact/{fact}")


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


def test_the_steps_of_the_dockerfile_come_to_a_server(seed_site: SiteCase, tmp_path: Path) -> None:
    machine = a_machine(tmp_path, seed_site)
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
        is_locked_and_whole(address, a_fact(container.path("/site"), seed_site.name), seed_site.name)


def test_the_example_for_nginx_gives_each_zone_a_name_of_its_own(seed_site: SiteCase) -> None:
    """nginx does not start where two zones of shared memory have one name, whatever they are for."""
    config = (seed_site.folder / "deploy/nginx.conf").read_text("utf-8")
    zones = re.findall(r"zone=([a-z]+):", config)
    assert len(zones) == len(set(zones)) == 2
    assert set(re.findall(r"(?:limit_req zone=|proxy_cache )([a-z]+)[ ;]", config)) == set(zones)
