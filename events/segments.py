"""The numbered files that a log is made of: their names, where they end, and the lines in them.

Everything here only reads. Lines are cut in bytes at line feeds alone (`str.splitlines` also cuts at U+2028 and
U+0085, which stand in texts), and in blocks, so that a file of any size with lines of any length takes little memory.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from regesta.events.entry import MAX_LINE
from regesta.events.store import LogError

SEGMENT_ENTRIES = 1024
"""A new segment is begun when the last one holds this many lines or more; a git merge can make one longer."""

MAX_SEGMENTS = 1_000_000
"""Six digits name a segment."""

_NAME = re.compile(r"([0-9]{6})\.log")
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place between two bytes of the log: `offset` bytes into the segment with the number `segment`."""

    segment: int
    offset: int


def segment_path(folder: Path, number: int) -> Path:
    """The file of a segment: `000003.log` for number 3."""
    return folder / f"{number:06}.log"


def segment_numbers(folder: Path) -> tuple[int, ...]:
    """The numbers of the segments that a folder holds, in order; a folder that is not there holds none."""
    try:
        with os.scandir(folder) as found:
            return tuple(sorted(int(name[1]) for entry in found if (name := _NAME.fullmatch(entry.name))))
    except FileNotFoundError:
        return ()


def last_segment(folder: Path, known: int | None = None) -> int | None:
    """The highest segment number, or None when there is no segment; raises LogError if one before it is missing.

    With `known`, a number that was the last one before, the folder is not listed again while that file is there.
    """
    if known is not None and segment_path(folder, known).exists():
        while segment_path(folder, known + 1).exists():
            known += 1
        return known
    numbers = segment_numbers(folder)
    for expected, number in enumerate(numbers):
        if number != expected:
            raise LogError(f"{folder.name}/{expected:06}.log {missing_segment(number)}")
    return numbers[-1] if numbers else None


def missing_segment(there: int) -> str:
    """What is said of a segment that is not there, though one with a higher number is."""
    return f"is missing, though {there:06}.log is there; get it back from git or a backup"


def whole_end(path: Path, size: int) -> int:
    """Where the last line that has its line feed ends, within the first `size` bytes of a file."""
    with path.open("rb", buffering=0) as file:
        step = 4096
        while size > 0:
            begin = max(0, size - step)
            file.seek(begin)
            found = file.read(size - begin).rfind(b"\n")
            if found >= 0:
                return begin + found + 1
            size, step = begin, _BLOCK
    return 0


def last_line(path: Path, end: int) -> bytes:
    """The line that ends at `end`, without its line feed; of a line past the limit, its first MAX_LINE + 1 bytes."""
    begin = whole_end(path, end - 1)
    with path.open("rb", buffering=0) as file:
        file.seek(begin)
        return file.read(min(end - 1 - begin, MAX_LINE + 1))


def count_lines(path: Path, end: int) -> int:
    """How many lines end within the first `end` bytes of a file."""
    count = 0
    with path.open("rb", buffering=0) as file:
        while end > 0 and (block := file.read(min(_BLOCK, end))):
            count += block.count(b"\n")
            end -= len(block)
    return count


def lines_within(path: Path, end: int, begin: int = 0) -> Iterator[bytes]:
    """The lines that stand whole between two offsets of a file, without their line feeds.

    Of a line longer than MAX_LINE only the first MAX_LINE + 1 bytes are given: enough to see that it is too long,
    without a gigabyte in memory.
    """
    rest = b""
    with path.open("rb", buffering=0) as file:
        file.seek(begin)
        left = end - begin
        while left > 0 and (block := file.read(min(_BLOCK, left))):
            left -= len(block)
            found = (rest + block).split(b"\n")
            rest = found.pop()[: MAX_LINE + 1]
            for line in found:
                yield line[: MAX_LINE + 1]
