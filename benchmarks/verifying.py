"""Verifying a log: every digest and the root of the tree, and how much memory that takes."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from benchmarks.made import facts, recorded
from benchmarks.result import Result, timed
from regesta.events.integrity import check


def results(count: int, folder: Path) -> Iterator[Result]:
    """A whole log; the floor is SHA-256 over the same bytes, line by line."""
    dossier, _ = recorded(folder / "verifying", facts(count))
    paths = sorted((dossier.path / "log").glob("*.log"))
    seconds, checked = timed(lambda: check(dossier.log))
    if checked.problems or checked.size != count:
        raise AssertionError(f"the log is not sound: {checked}")
    floor, _ = timed(lambda: [hashlib.sha256(line).digest() for path in paths for line in path.open("rb")])
    yield Result("verify", seconds, floor, "SHA-256 of the same lines", "at most 2 ×", count)
