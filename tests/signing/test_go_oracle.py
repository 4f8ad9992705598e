"""Go's `sumdb/note` and `sumdb/tlog`, written by others, accept what we write, and refuse it when it is damaged."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from published import KEY, publish

from regesta.events.checkpoints import Checkpoint, format_checkpoint, format_note, sign_checkpoint
from regesta.events.keys import format_signing_key, format_vkey

DEBIAN = Path("/usr/share/gocode")
"""Where Debian's golang-golang-x-mod-dev puts its source, so that building needs no network."""

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def verifier(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs our Go program; skipped where Go is missing, but in CI it never is."""
    if shutil.which("go") is None or not (DEBIAN / "src/golang.org/x/mod/sumdb/tlog").is_dir():
        message = "Go's verifier cannot be built: apt-get install golang-go golang-golang-x-mod-dev"
        pytest.fail(message) if os.environ.get("CI") == "true" else pytest.skip(message)
    program = tmp_path_factory.mktemp("go") / "verify"
    source = Path(__file__).parent / "go" / "verify.go"
    settings = {"GO111MODULE": "off", "GOPATH": str(DEBIAN), "GOFLAGS": "", "CGO_ENABLED": "0"}
    command = ["go", "build", "-o", str(program), str(source)]
    subprocess.run(command, env={**os.environ, **settings}, check=True, cwd=program.parent)
    vkey = format_vkey(KEY.verifier)

    def run(what: str, *args: object) -> "subprocess.CompletedProcess[str]":
        key = () if what == "sign" else (vkey,)
        return subprocess.run([program, what, *key, *map(str, args)], capture_output=True, text=True, check=False)

    return run


@pytest.mark.parametrize(
    ("size", "earlier"),
    [(1, ()), (7, (1, 2, 6, 7)), (256, (1, 255, 256)), (257, (256,)), (700, (1, 3, 256, 511, 512, 699))],
)
def test_go_verifies_every_entry_and_that_nothing_was_rewritten(
    verifier: Run, tmp_path: Path, size: int, earlier: tuple[int, ...]
) -> None:
    log = publish(tmp_path, size, earlier)
    ran = verifier("log", log.folder, *log.earlier)
    assert (ran.stdout, ran.stderr) == (f"{size} entries, {len(earlier)} earlier checkpoints\n", "")


def test_go_verifies_proofs(verifier: Run, tmp_path: Path) -> None:
    log = publish(tmp_path, 300, (), (0, 1, 255, 256, 299))
    told = [verifier("proof", path).stdout for path in log.proofs]
    assert told == [f"{position} of 300\n" for position in (0, 1, 255, 256, 299)]


def test_go_refuses_what_was_changed(verifier: Run, tmp_path: Path) -> None:
    log = publish(tmp_path, 260, (200,), (5,))
    for path in sorted(one for one in tmp_path.rglob("*") if one.is_file()):
        data = path.read_bytes()
        # In a note's text, in an entry and in a tile alike, the byte after the middle of the first hundred counts.
        place = min(len(data) // 2, 50)
        path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        what = ("proof", path) if path.suffix == ".tlog-proof" else ("log", log.folder, *log.earlier)
        ran = verifier(*what)
        assert ran.returncode == 1, path
        assert ran.stderr, path
        path.write_bytes(data)
    assert verifier("log", log.folder, *log.earlier).returncode == 0


def test_go_signs_the_same_bytes_with_our_key(verifier: Run, tmp_path: Path) -> None:
    head = Checkpoint(KEY.name, 12, bytes(range(32)))
    (tmp_path / "key").write_text(format_signing_key(KEY) + "\n")
    (tmp_path / "text").write_text(format_checkpoint(head))
    ran = verifier("sign", tmp_path / "key", tmp_path / "text")
    assert ran.stdout.encode() == format_note(sign_checkpoint(head, KEY))
