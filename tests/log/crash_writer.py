"""A process that starts writers to be killed: `python crash_writer.py`, then one JSON object a line on its input.

It forks a writer for each (a fork takes a millisecond, an interpreter a hundred). The writer says on its output, in
short lines written at once: `P pid` when it exists, `B start count` before an append, `A start count` when the append
was acknowledged, `E` at its own end; and this process says `X` when the writer is dead.

{"folder": ..., "seed": n}                         append batches of random sizes for ever
{"folder": ..., "sizes": [1, 3], "fault": n}       append batches of these sizes, and die at the n-th step
{"folder": ..., "erase": [...], "fault": n}        erase entries by their ids, and die at the n-th step
"""

import json
import os
import random
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from log_lines import lines

from regesta.events.files import FileLog

POOL = lines(6000)
SIZES = (1, 1, 1, 1, 2, 3, 5, 40, 700)
STEPS = ("open", "write", "fsync", "replace", "unlink", "truncate", "mkdir", "close")


def say(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def sizes(order: dict[str, Any]) -> Iterator[int]:
    if "sizes" in order:
        yield from order["sizes"]
        return
    chance = random.Random(order["seed"])
    while True:
        yield chance.choice(SIZES)


def die_at(step: int) -> None:
    """From now on, be killed at the `step`-th call that changes a file; of a write, half is done."""
    left = step

    def dying(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **options: Any) -> Any:
            nonlocal left
            if name == "write" and arguments[0] == 1:
                return call(*arguments)
            left -= 1
            if left == 0:
                if name == "write":
                    call(arguments[0], arguments[1][: len(arguments[1]) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*arguments, **options)

        return wrapped

    for name in STEPS:
        setattr(os, name, dying(name, getattr(os, name)))


def write(order: dict[str, Any]) -> None:
    log = FileLog(Path(order["folder"]) / "log", Path(order["folder"]) / "build")
    if "fault" in order:
        die_at(order["fault"])
    # What an interrupted batch left may come to count only now, and then the head is another.
    log.recover()
    if "erase" in order:
        log.erase(order["erase"])
        return
    for size in sizes(order):
        start = log.head().size
        say("B", start, size)
        say("A", log.append(POOL[start : start + size]), size)


def main() -> None:
    for order in map(json.loads, sys.stdin):
        child = os.fork()
        if child == 0:
            say("P", os.getpid())
            write(order)
            say("E")
            os._exit(0)
        os.waitpid(child, 0)
        say("X")


if __name__ == "__main__":
    main()
