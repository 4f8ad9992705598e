"""The log as files: a folder of numbered segments, written under a lock and durable before it is acknowledged.

`docs/log-format.md` specifies the folder. Readers take no lock and need no right to write.
"""

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from regesta.events.counts import LineCounts
from regesta.events.durable import locked, sync, sync_file, sync_folder, write_whole
from regesta.events.entry import MAX_LINE, EntryError, sealed
from regesta.events.erasing import Cut, cut
from regesta.events.errors import Problem
from regesta.events.journal import PENDING, pending, readable_end, remove_journal, write_journal
from regesta.events.recovery import recover, take_back, torn_files
from regesta.events.segments import (
    MAX_SEGMENTS,
    SEGMENT_ENTRIES,
    Mark,
    last_line,
    lines_within,
    segment_path,
    whole_end,
)
from regesta.events.store import Conflict, Head, LogError, Unavailable
from regesta.events.undertaking import ERASING, MENDING, Work, appending, failing

LOCK = ".lock"


class FileLog:
    """A log kept in a folder of files.

    `folder` need not be there: it is then an empty log, and the first append makes it (git keeps no empty folder).
    `cache` is a folder for what may be thrown away at any time; without one, or where it cannot be written, the log
    works all the same. An append waits at most `wait` seconds for other writers. Handles may be shared by threads.
    """

    def __init__(self, folder: Path, cache: Path | None = None, *, wait: float = 60.0) -> None:
        self.folder = folder
        self.recovered: tuple[Problem, ...] = ()
        """What this handle found left behind by interrupted appends, and mended; for the caller to print."""
        self._wait = wait
        self._counts = LineCounts(folder, cache)
        self._known: int | None = None
        self._named: int | None = None  # the segment whose name this handle knows to be on the disk

    def append(self, lines: Sequence[bytes], expected_size: int | None = None) -> int:
        """Record lines durably, all or none, and return the position of the first; see `Log.append`."""
        lines = tuple(lines)
        _refuse_unsealed(lines)
        with self._writing(appending(len(lines))):
            end = self._mended()[1]
            size, filled = self._size(end)
            if expected_size is not None and expected_size != size:
                return self._recognize(lines, expected_size, size)
            self._refuse_damaged_end(end, filled)
            if lines:
                self._write(lines, end, filled)
            return size

    def read(self, start: int = 0) -> Iterator[bytes]:
        """The lines from a position to the end as it is when reading begins; see `Log.read`.

        Raises LogError, naming file and line, when a line is longer than MAX_LINE or a segment is cut short.
        """
        if start < 0:
            raise ValueError(f"a position is 0 or more, not {start}")
        return self._read(start)

    def head(self) -> Head:
        """How many entries the log holds; counts only what was not counted before."""
        with self._reading():
            size, _ = self._size(self._end())
            self._counts.save()
            return Head(size)

    def recover(self) -> tuple[Problem, ...]:
        """Mend what an interrupted append left behind, as the next append would; return what was found."""
        with self._writing(MENDING):
            return self._mended()[0]

    def erase(self, ids: Collection[str], first: Callable[[], None] | None = None) -> Cut:
        """Destroy what entries say, by their ids, durably; see `erasing.cut`.

        `first` is called before any is touched, while nobody else can write.
        """
        with self._writing(ERASING):
            self._mended()
            if first is not None:
                first()
            return cut(self.folder, ids)

    def problems(self) -> tuple[Problem, ...]:
        """What interrupted appends left in the folder, seen without touching it."""
        with self._reading():
            name = self.folder.name
            batch = pending(self.folder)
            if batch is not None:
                what = f"an append of {batch.count:,} entries is under way, or was interrupted."
                remedy = "The next append mends it; until then they are not read."
                return (Problem(f"{name}/{PENDING}", what, remedy), *torn_files(self.folder))
            end = self._end()
            path = segment_path(self.folder, end.segment)
            size = path.stat().st_size if path.exists() else 0
            # Looked at without the lock: a single line that is just being written looks the same.
            if size == end.offset:
                return torn_files(self.folder)
            what = f"ends in {size - end.offset:,} bytes without a line feed, left by an interrupted append."
            remedy = "The next append sets them aside or completes them; until then they are not read."
            return (Problem(f"{name}/{path.name}", what, remedy), *torn_files(self.folder))

    def locate(self, position: int) -> tuple[int, int]:
        """The segment and the line (from 1) at which the entry with a position stands, or would stand."""
        with self._reading():
            end = self._end()
            for number in range(end.segment):
                count = self._counts.closed(number)
                if position < count:
                    return number, position + 1
                position -= count
            return end.segment, position + 1

    def position(self, segment: int, line: int) -> int:
        """The position of a line (from 1) of a segment: the inverse of `locate`."""
        with self._reading():
            return self._counts.before(segment) + line - 1

    def place(self, position: int) -> str:
        """Where the entry with a position stands, for messages: `log/000003.log:17`."""
        segment, line = self.locate(position)
        return f"{self.folder.name}/{segment_path(self.folder, segment).name}:{line}"

    def _mended(self) -> tuple[tuple[Problem, ...], Mark]:
        found, end = recover(self.folder, self._known)
        self._known = end.segment if end.offset else None
        self.recovered += found
        return found, end

    def _end(self) -> Mark:
        end = readable_end(self.folder, self._known)
        self._known = end.segment if end.offset else None
        return end

    def _size(self, end: Mark) -> tuple[int, int]:
        """How many entries stand before `end`, and how many of them in its segment."""
        filled = self._counts.last(end.segment, end.offset)
        return self._counts.before(end.segment) + filled, filled

    def _read(self, start: int) -> Iterator[bytes]:
        with self._reading():
            end = self._end()
            for number in range(end.segment + 1):
                last = number == end.segment
                if start > 0:
                    count = self._counts.last(number, end.offset) if last else self._counts.closed(number)
                    if count <= start:
                        start -= count
                        continue
                yield from self._segment(number, end.offset if last else None, start)
                start = 0
            self._counts.save()

    def _segment(self, number: int, end: int | None, start: int) -> Iterator[bytes]:
        """The lines of a segment from its line `start` on, up to the offset `end`, or all if it is a closed one."""
        path = segment_path(self.folder, number)
        if end == 0:
            return
        if end is None:
            end = path.stat().st_size
            while (whole := whole_end(path, end)) != end != path.stat().st_size:
                end = path.stat().st_size  # what was erased from it meanwhile made it another file
            if whole != end:
                raise LogError(
                    f"{self.folder.name}/{path.name}: the last line has no line feed though a later segment follows;"
                    " run `regesta verify`"
                )
        for line, text in islice(enumerate(lines_within(path, end), 1), start, None):
            if len(text) > MAX_LINE:
                raise LogError(f"{self.folder.name}/{path.name}:{line}: is longer than {MAX_LINE:,} bytes; no entry is")
            yield text

    def _recognize(self, lines: tuple[bytes, ...], expected: int, size: int) -> int:
        """The position of lines that an earlier call recorded, or else a Conflict."""
        if expected < 0:
            raise ValueError(f"a size is 0 or more, not {expected}")
        if expected > size or tuple(islice(self._read(expected), len(lines))) != lines:
            raise Conflict(expected, size)
        if lines:
            # They are there, but the call that wrote them may have died before the disk had them.
            for number in range(self.locate(expected)[0], self.locate(expected + len(lines) - 1)[0] + 1):
                sync_file(segment_path(self.folder, number))
            sync_folder(self.folder)
        return expected

    def _refuse_damaged_end(self, end: Mark, filled: int) -> None:
        """Write nothing after a line that is no entry, such as the mark of a conflict that git left."""
        if end.offset == 0:
            return
        path = segment_path(self.folder, end.segment)
        try:
            sealed(last_line(path, end.offset))
        except EntryError as error:
            raise LogError(
                f"{self.folder.name}/{path.name}:{filled}: {error}. Nothing was recorded after it; run `regesta verify`"
                " and mend it first."
            ) from error

    def _write(self, lines: tuple[bytes, ...], end: Mark, filled: int) -> None:
        """Write lines behind `end`, and wait until the disk has them; on an error, take all of them back."""
        parts = tuple(_parts(lines, end, filled))
        if parts[-1][0].segment >= MAX_SEGMENTS:
            raise LogError(f"{self.folder.name}/ is full: a log has at most {MAX_SEGMENTS:,} segments")
        written: list[tuple[Path, int]] = []
        batch = len(lines) > 1
        try:
            if batch:
                write_journal(self.folder, parts[0][0], lines)
            for mark, some in parts:
                path = segment_path(self.folder, mark.segment)
                self._write_part(path, some, written)
            if parts[-1][0].segment != self._named:
                sync_folder(self.folder)
        except OSError:
            self._undo(tuple(written), batch)
            raise
        if batch:
            remove_journal(self.folder)
        mark, some = parts[-1]
        self._known = self._named = mark.segment
        length = mark.offset + sum(map(len, some)) + len(some)
        before = 0 if mark.offset == 0 else filled
        self._counts.wrote(mark.segment, length, before + len(some))

    def _write_part(self, path: Path, lines: tuple[bytes, ...], written: list[tuple[Path, int]]) -> None:
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
        try:
            written.append((path, os.fstat(descriptor).st_size))
            write_whole(descriptor, b"\n".join(lines) + b"\n")
            sync(descriptor)
            there = os.fstat(descriptor)
        finally:
            os.close(descriptor)
        # git and editors replace a file by another of the same name; then we wrote to one that has no name.
        if not path.exists() or not os.path.samestat(there, path.stat()):
            raise Unavailable(
                f"{self.folder.name}/{path.name} was replaced while it was written (by git, or an editor?): it is not"
                " known whether the entries are in it. Let the other program end, then repeat the same call."
            )

    def _undo(self, written: tuple[tuple[Path, int], ...], batch: bool) -> None:
        """Take back what a failed append has written; where that fails too, the next append does it."""
        try:
            take_back(self.folder, written)
            if batch:
                remove_journal(self.folder)
        except OSError:
            return

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            where = f"{self.folder.name}/{Path(error.filename).name}" if error.filename else f"{self.folder.name}/"
            raise LogError(f"{where} cannot be read: {error.strerror}") from error

    @contextmanager
    def _writing(self, work: Work) -> Iterator[None]:
        """Hold the lock, and turn what the operating system says meanwhile into a sentence for the user."""
        with failing(self.folder.name, work, self._wait):
            if not self.folder.exists():
                self.folder.mkdir(exist_ok=True)
                sync_folder(self.folder.parent)
            with locked(self.folder / LOCK, self._wait):
                yield


def _refuse_unsealed(lines: tuple[bytes, ...]) -> None:
    """A log never takes what it could not give back."""
    for number, line in enumerate(lines, 1):
        try:
            sealed(line)
        except EntryError as error:
            raise LogError(f"Line {number} of {len(lines)} is no entry, and nothing was recorded: {error}") from error
        if b"\n" in line:
            raise LogError(f"Line {number} of {len(lines)} is no entry, and nothing was recorded: holds a line feed")


def _parts(lines: tuple[bytes, ...], end: Mark, filled: int) -> Iterator[tuple[Mark, tuple[bytes, ...]]]:
    """The lines for each segment, with the place where they go."""
    done = 0
    while done < len(lines):
        if filled >= SEGMENT_ENTRIES:
            end, filled = Mark(end.segment + 1, 0), 0
        some = lines[done : done + SEGMENT_ENTRIES - filled]
        yield end, some
        done += len(some)
        filled += len(some)
