"""Appending one entry, or a hundred, durable before it is acknowledged: `python -m benchmarks.append`."""

import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from benchmarks.result import Result, median
from regesta.events.entry import format_entry
from regesta.events.files import FileLog

TIMES = 200
AT = datetime(2026, 11, 23, tzinfo=UTC)


def results(count: int, folder: Path) -> Iterator[Result]:
    """The median append to a log of `count` entries; the floor writes the same bytes to an open file and syncs it."""
    log = FileLog(folder / "log", folder / "build")
    log.append(_lines(0, count))
    for size, goal in ((1, "small"), (100, "small")):
        batches = [_lines(count + turn * size, size) for turn in range(TIMES + 1)]
        data = b"".join(line + b"\n" for line in batches[0])
        log.append(batches.pop())  # begins a segment, or finds the one that is open
        with (folder / f"floor-{size}").open("ab", buffering=0) as file:
            floor = median(partial(_write, file.fileno(), data), TIMES)
        seconds = median(partial(_append_next, log, batches), TIMES)
        yield Result(f"append {size} to a log of {count:,}", seconds, floor, "write and fsync", goal, size)


def _lines(start: int, count: int) -> tuple[bytes, ...]:
    fact = {"kind": "note", "text": "x" * 400}
    return tuple(
        format_entry({**fact, "n": n}, at=AT, by="B", tool="b", salt=n.to_bytes(16, "big"))
        for n in range(start, start + count)
    )


def _append_next(log: FileLog, batches: list[tuple[bytes, ...]]) -> None:
    log.append(batches.pop())


def _write(descriptor: int, data: bytes) -> None:
    os.write(descriptor, data)
    os.fsync(descriptor)


if __name__ == "__main__":
    for entries in (1_000, 100_000):
        with tempfile.TemporaryDirectory() as there:
            for result in results(entries, Path(there)):
                print(result, flush=True)
