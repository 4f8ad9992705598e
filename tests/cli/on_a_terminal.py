"""A terminal of 80 columns on which `regesta` runs, with somebody who reads and types."""

import fcntl
import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager

from cli_shell import Shell

PATIENCE = 60.0
"""Seconds after which a command that says nothing is taken to hang."""


class Terminal:
    """A command that runs on a terminal of its own."""

    def __init__(self, master: int, process: subprocess.Popen[bytes]) -> None:
        self._master = master
        self.process = process
        self.seen = ""
        self._read = 0

    def expect(self, text: str) -> None:
        """Wait until the command has printed a text, after what was expected before."""
        until = time.monotonic() + PATIENCE
        while (place := self.seen.find(text, self._read)) < 0:
            if not self._more(until):
                raise AssertionError(f"{text!r} never came; what came: {self.seen[self._read :]!r}")
        self._read = place + len(text)

    def type(self, text: str) -> None:
        """Type a line."""
        os.write(self._master, text.encode() + b"\n")

    def leave(self) -> None:
        """Type control-D, which ends what is typed."""
        os.write(self._master, b"\x04")

    def interrupt(self) -> None:
        """Type control-C until the command ends: Python sees no signal that comes just before it waits for a line."""
        for _ in range(10):
            os.write(self._master, b"\x03")
            try:
                self.process.wait(PATIENCE / 10)
            except subprocess.TimeoutExpired:
                continue
            return

    def answer(self, question: str, text: str) -> None:
        """Wait for a question, and answer it."""
        self.expect(question)
        self.type(text)

    def end(self) -> int:
        """Wait until the command ends, and give its exit code."""
        until = time.monotonic() + PATIENCE
        while self._more(until):
            pass
        return self.process.wait(PATIENCE)

    def _more(self, until: float) -> bool:
        ready, _, _ = select.select([self._master], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            return False
        try:
            data = os.read(self._master, 65_536)
        except OSError:  # Linux: nobody holds the other end any more
            return False
        self.seen += data.decode("utf-8", "replace").replace("\r\n", "\n")
        return bool(data)


def _on_the_terminal() -> None:
    """Control-C is for whoever the terminal belongs to, and heeded though the tests may run where it is ignored."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def terminal(shell: Shell, *words: str, **environment: str) -> Iterator[Terminal]:
    """Runs `regesta` on a terminal of 80 columns."""
    master, slave = pty.openpty()
    settings = {
        **{name: value for name, value in os.environ.items() if name in ("PATH", "PYTHONPATH", "VIRTUAL_ENV")},
        "HOME": str(shell.folder.parent),
        "XDG_CONFIG_HOME": str(shell.folder.parent / "config"),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "REGESTA_AUTHOR": shell.author,
        "COLUMNS": "80",
        "TERM": "xterm",
        "LC_ALL": "C.UTF-8",
        **environment,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "regesta.cli", *words],
        cwd=shell.folder, env={name: value for name, value in settings.items() if value},
        stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
        preexec_fn=_on_the_terminal,
    )  # fmt: skip
    os.close(slave)
    try:
        yield Terminal(master, process)
    finally:
        process.kill()
        process.wait()
        os.close(master)
