"""How many lines each segment has, remembered so that finding a position does not read the log.

What is remembered in the folder of disposable things may be thrown away at any time; it is believed only while the
segment's size and time of change are those that were counted. Verification never looks at it.
"""

import json
import os
from pathlib import Path

from regesta.events.segments import count_lines, segment_path

_FILE = "log-lines.json"
_Seen = tuple[int, int, int]


class LineCounts:
    """The line counts of a log folder's segments; `cache` is the folder to remember them in, if any."""

    def __init__(self, folder: Path, cache: Path | None) -> None:
        self._folder = folder
        self._file = None if cache is None else cache / _FILE
        self._closed: dict[str, _Seen] | None = None
        self._last: tuple[int, int, int, int] | None = None
        self._changed = False
        self._sum: tuple[int, int, int] | None = None

    def before(self, number: int) -> int:
        """How many lines the segments before a number have together.

        A thousand segments take milliseconds to look at one by one, so within one handle the sum is kept while the
        folder's time of change stays: git and whatever else replaces a segment changes the folder.
        """
        changed = self._folder.stat().st_mtime_ns if number else 0
        if self._sum is None or self._sum[:2] != (number, changed):
            self._sum = (number, changed, sum(map(self.closed, range(number))))
        return self._sum[2]

    def closed(self, number: int) -> int:
        """How many lines a segment has that is not the last one."""
        path = segment_path(self._folder, number)
        stat = path.stat()
        seen = self._remembered().get(path.name)
        if seen is not None and seen[:2] == (stat.st_size, stat.st_mtime_ns):
            return seen[2]
        lines = count_lines(path, stat.st_size)
        self._remembered()[path.name] = (stat.st_size, stat.st_mtime_ns, lines)
        self._changed = True
        return lines

    def last(self, number: int, end: int) -> int:
        """How many lines end within the first `end` bytes of the last segment."""
        if end == 0:
            return 0
        path = segment_path(self._folder, number)
        stat = path.stat()
        key = (number, end, stat.st_mtime_ns)
        if self._last is None or self._last[:3] != key:
            self._last = (*key, count_lines(path, end))
        return self._last[3]

    def wrote(self, number: int, end: int, lines: int) -> None:
        """Take note of the last segment's length after we have written to it under the lock."""
        self._last = (number, end, segment_path(self._folder, number).stat().st_mtime_ns, lines)

    def save(self) -> None:
        """Remember what was counted; where nothing can be written, do without."""
        if not self._changed or self._file is None:
            return
        self._changed = False
        new = self._file.with_name(f"{_FILE}.{os.getpid()}")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            new.write_text(json.dumps(self._remembered()), encoding="ascii")
            new.replace(self._file)
        except OSError:
            # A read-only dossier still reads; the next process counts again.
            return

    def _remembered(self) -> dict[str, _Seen]:
        if self._closed is None:
            self._closed = {} if self._file is None else _load(self._file)
        return self._closed


def _load(file: Path) -> dict[str, _Seen]:
    try:
        found = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {
        name: (seen[0], seen[1], seen[2])
        for name, seen in found.items()
        if isinstance(seen, list) and len(seen) == 3 and all(type(number) is int for number in seen)
    }
