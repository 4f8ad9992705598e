"""The Go program of every published folder, over Go's packages for the checksum database, built once."""

import os
import shutil
import subprocess
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from regesta.events.keys import VerifierKey, format_vkey

DEBIAN = Path("/usr/share/gocode")
"""Where Debian's golang-golang-x-mod-dev puts its source, so that building needs no network."""

_BUILT = TemporaryDirectory(prefix="regesta-go-")


def go(what: str, key: VerifierKey | None, *args: object) -> "subprocess.CompletedProcess[str]":
    """Run the program; the test is skipped where Go is missing, but in CI it never is."""
    vkey = () if key is None else (format_vkey(key),)
    return subprocess.run([_program(), what, *vkey, *map(str, args)], capture_output=True, text=True, check=False)


def need_go() -> None:
    """Skip the test where Go or its packages are missing; in CI they never are."""
    if shutil.which("go") is None or not (DEBIAN / "src/golang.org/x/mod/sumdb/tlog").is_dir():
        message = "Go's verifier cannot be built: apt-get install golang-go golang-golang-x-mod-dev"
        pytest.fail(message) if os.environ.get("CI") == "true" else pytest.skip(message)


@cache
def _program() -> Path:
    need_go()
    program = Path(_BUILT.name) / "verify"
    source = files("regesta.web.publishing") / "site" / "verify.go"
    settings = {"GO111MODULE": "off", "GOPATH": str(DEBIAN), "GOFLAGS": "", "CGO_ENABLED": "0"}
    command = ["go", "build", "-o", str(program), str(source)]
    subprocess.run(command, env={**os.environ, **settings}, check=True, cwd=program.parent)
    return program
