"""The other side of `crash_writer`: orders writers, kills them, and says what they had begun and been promised."""

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Outcome:
    """How far a writer came: what it began last, up to where it was promised, and whether it died."""

    begun: tuple[int, int] | None
    promised: int
    finished: bool


class Crashes:
    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._input, self._output = process.stdin, process.stdout.fileno()
        self._buffer = b""

    def run(self, order: dict[str, Any], appends: int | None = None, wait: float = 0.0) -> Outcome:
        """Let a writer work until it ends; or kill it `wait` seconds after it has begun so many appends.

        If its next message comes before the wait is over, it is killed then.
        """
        self._input.write(json.dumps(order).encode() + b"\n")
        self._input.flush()
        pid, asked, begun, promised, finished = 0, 0, None, 0, False
        for word, *numbers in self._messages():
            match word:
                case "P":
                    pid = int(numbers[0])
                case "B":
                    begun, asked = (int(numbers[0]), int(numbers[1])), asked + 1
                case "A":
                    promised = int(numbers[0]) + int(numbers[1])
                case "E":
                    finished = True
                case "X":
                    return Outcome(begun, promised, finished)
            if word == "B" and asked == appends:
                select.select([self._output], [], [], wait)
                os.kill(pid, signal.SIGKILL)
        raise AssertionError("the process that starts writers is gone")

    def _messages(self) -> Iterator[list[str]]:
        while True:
            while b"\n" in self._buffer:
                line, _, self._buffer = self._buffer.partition(b"\n")
                yield line.decode().split()
            more = os.read(self._output, 65536)
            if not more:
                return
            self._buffer += more


@contextmanager
def crashes() -> Iterator[Crashes]:
    """The process that starts writers, for as long as it is needed."""
    here = Path(__file__).parent
    path = os.pathsep.join([str(here), *filter(None, [os.environ.get("PYTHONPATH")])])
    with subprocess.Popen(
        [sys.executable, here / "crash_writer.py"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path},
    ) as process:
        yield Crashes(process)
        assert process.stdin is not None
        process.stdin.close()
