"""The smallest store: a log in memory, for the contract and for tests that need no disk."""

from collections.abc import Iterator, Sequence
from threading import Lock

from regesta.events.entry import EntryError, sealed
from regesta.events.store import Conflict, Head, LogError


class MemoryLog:
    def __init__(self) -> None:
        self._lines: tuple[bytes, ...] = ()
        self._lock = Lock()

    def append(self, lines: Sequence[bytes], expected_size: int | None = None) -> int:
        lines = tuple(lines)
        for number, line in enumerate(lines, 1):
            try:
                sealed(line)
                if b"\n" in line:
                    raise EntryError("holds a line feed")
            except EntryError as error:
                what = f"Line {number} of {len(lines)} is no entry, and nothing was recorded: {error}"
                raise LogError(what) from error
        with self._lock:
            size = len(self._lines)
            if expected_size is not None and expected_size < 0:
                raise ValueError("a size is 0 or more")
            if expected_size is not None and expected_size != size:
                if expected_size > size or self._lines[expected_size : expected_size + len(lines)] != lines:
                    raise Conflict(expected_size, size)
                return expected_size
            self._lines += lines
            return size

    def read(self, start: int = 0) -> Iterator[bytes]:
        if start < 0:
            raise ValueError("a position is 0 or more")
        return iter(self._lines[start:])

    def head(self) -> Head:
        return Head(len(self._lines))

    def place(self, position: int) -> str:
        return f"entry {position}"
