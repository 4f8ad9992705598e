"""A machine of somebody else's, with a published folder and a Python, and nothing of this checkout.

Where the network may be used (REGESTA_NETWORK=required, as in CI) every package is fetched and held against its hash,
as a reader does it; elsewhere Regesta's own wheel is, and the packages that it needs are lent by the environment of
the tests.
"""

import fcntl
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from site_case import SiteCase

BY_NETWORK = os.environ.get("REGESTA_NETWORK") == "required"


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
    return Machine(place / "site", environment(home))


def environment(home: Path) -> dict[str, str]:
    """The variables of a shell that knows nothing of this checkout, with an empty home."""
    known = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "REGESTA", "VIRTUAL"))}
    bare = {**known, "HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    return bare if BY_NETWORK else {**bare, "PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1"}


def lend(machine: Machine, place: Path) -> None:
    """Without a network: the packages that are installed here, so that only Regesta itself is left to be installed.

    `place` is the environment that they are lent to.
    """
    if BY_NETWORK:
        return
    (packages,) = place.glob("lib/python3*/site-packages")
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


def blocks(readme: str) -> list[list[str]]:
    """The lines of each block of commands in a README."""
    return [block.splitlines() for block in re.findall(r"(?ms)^```sh\n(.*?)^```$", readme)]


def installed(place: Path, case: SiteCase) -> Machine:
    """A machine on which the first line of the folder's README was run: its environment is `../regesta-env`.

    Installing takes half a minute: once for all tests, though several processes run them.
    """
    done = place / "done"
    with place.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(place, ignore_errors=True)
            install(a_machine(place, case))
            done.touch()
    return Machine(place / "site", environment(place / "home"))


def install(machine: Machine) -> None:
    """Run the line of the README that installs the program, as it stands."""
    line = blocks((machine.site / "README.md").read_text("utf-8"))[0][0]
    python, _, rest = line.partition(" && ")
    machine.fine(python.replace("python3", shlex.quote(sys.executable)))
    pins = (machine.site / "requirements.txt").read_bytes()
    lend(machine, machine.site.parent / "regesta-env")
    machine.fine(rest)
    # What was lent is not the folder that was published any more.
    (machine.site / "requirements.txt").write_bytes(pins)
