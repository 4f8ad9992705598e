"""Recording many facts: each validated, all durable in one commit."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.made import recorded, rows
from benchmarks.result import Result, timed
from regesta.events.facts import parse_fact


def results(count: int, folder: Path) -> Iterator[Result]:
    """Parsed JSON objects to acknowledged entries; the floor hashes and writes the same bytes, durably."""
    parsed = tuple(rows(count))
    seconds, _ = timed(lambda: recorded(folder / "recording", tuple(map(parse_fact, parsed))))
    lines = [line for path in sorted((folder / "recording" / "log").glob("*.log")) for line in path.open("rb")]
    floor, _ = timed(lambda: _hash_and_write(lines))
    yield Result("record, validated and durable", seconds, floor, "hash and write", "at least 50,000 facts/s", count)


def _hash_and_write(lines: list[bytes]) -> None:
    with tempfile.TemporaryFile() as file:
        for line in lines:
            hashlib.sha256(line).digest()
            file.write(line)
        file.flush()
        os.fsync(file.fileno())
