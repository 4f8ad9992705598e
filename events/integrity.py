"""Whether a log in files is sound: what `regesta verify` reads, every byte of it, in one pass and little memory.

A line vouches for its own disclosure, by the digest. Nothing in a line vouches for the commitment itself: that a
time, or a withheld entry's digest, is what it was, only a tree head that was kept elsewhere can tell; give those as
`known`.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from regesta.events.counted import in_entries
from regesta.events.entry import EntryError, commitment, parse_entry
from regesta.events.errors import Problem
from regesta.events.files import FileLog
from regesta.events.journal import readable_end
from regesta.events.merkle import add_leaf, leaf_hash, root_of_peaks
from regesta.events.segments import (
    SEGMENT_ENTRIES,
    lines_within,
    missing_segment,
    segment_numbers,
    segment_path,
    whole_end,
)

MOST = 1000
"""After so many problems only their number is told."""

_FROM_GIT = "Get the segment back from git or a backup."


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found."""

    size: int
    """How many lines the log has."""
    root: bytes
    """The root of the Merkle tree over them, as they stand (32 bytes)."""
    problems: tuple[Problem, ...]
    """What is wrong, each with file and line; empty when the log is sound."""


def check(
    log: FileLog, known: Iterable[tuple[int, bytes]] = (), progress: Callable[[int], None] | None = None
) -> Checked:
    """Read every line of a log and tell what is wrong with it, its size and its root.

    `known` are sizes and roots that the log had at earlier times; it must still have them. `progress` is called with
    the number of lines read, now and then. Raises LogError when a file cannot be read at all.
    """
    run = _Run(log.folder, dict(known))
    run.folder_problems()
    for path, end, closed in _extents(log.folder):
        run.segment(path, end, closed)
        if progress is not None:
            progress(run.size)
    run.duplicates()
    run.missing_heads()
    problems = (*run.problems, *log.problems())
    if len(problems) > MOST:
        more = Problem(f"{log.folder.name}/", f"has {len(problems) - MOST:,} problems more.")
        problems = (*problems[:MOST], more)
    return Checked(run.size, root_of_peaks(run.peaks), problems)


def _extents(folder: Path) -> Iterator[tuple[Path, int, bool]]:
    """Each segment with the offset up to which its lines count, and whether a later one follows."""
    numbers = segment_numbers(folder)
    if not numbers:
        return
    end = None if _gaps(numbers) else readable_end(folder)
    for number in numbers:
        path = segment_path(folder, number)
        if end is not None and number > end.segment:
            return
        if end is not None and number == end.segment:
            yield path, end.offset, False
        else:
            yield path, path.stat().st_size, number != numbers[-1]


def _gaps(numbers: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
    """Each number that is missing, as the first of a gap, with the one that follows the gap."""
    return tuple((one + 1, other) for one, other in pairwise((-1, *numbers)) if other != one + 1)


class _Run:
    """One pass over a log: what was read so far, and what was wrong with it."""

    def __init__(self, folder: Path, known: dict[int, bytes]) -> None:
        self.problems: list[Problem] = []
        self.size = 0
        self.peaks: list[bytes] = []
        self._folder = folder
        self._known = known
        # The first eight bytes of each digest, by the first one: 8 MB a million, where a set takes ten times that.
        self._seen = tuple(array("Q") for _ in range(256))
        self._meet_head()

    def folder_problems(self) -> None:
        """Segments that are missing, and files that only look like segments."""
        name = self._folder.name
        for missing, there in _gaps(segment_numbers(self._folder)):
            self._add(f"{name}/{missing:06}.log", f"{missing_segment(there)}.")
        segments = {segment_path(self._folder, number) for number in segment_numbers(self._folder)}
        for path in sorted(self._folder.glob("*.log")):
            if path not in segments:
                self._add(f"{name}/{path.name}", "is not named as a segment is, and is not read.", "Move it elsewhere.")

    def segment(self, path: Path, end: int, closed: bool) -> None:
        """Read one segment up to an offset."""
        place = f"{self._folder.name}/{path.name}"
        whole = whole_end(path, end)
        count = 0
        for count, line in enumerate(lines_within(path, whole), 1):
            self._line(line, f"{place}:{count}")
        if whole != end:
            self._add(f"{place}:{count + 1}", "has no line feed at its end.", _FROM_GIT)
        if closed and count < SEGMENT_ENTRIES:
            what = f"holds {count:,} lines though a later segment follows, and would hold {SEGMENT_ENTRIES:,} or more."
            self._add(place, what, _FROM_GIT)

    def _line(self, line: bytes, place: str) -> None:
        try:
            digest = parse_entry(line).digest
        except EntryError as error:
            self._add(place, f"{error}.", "The copy in git or a backup tells what stood there.")
        else:
            self._seen[digest[0]].append(int.from_bytes(digest[:8]))
        add_leaf(self.peaks, self.size, leaf_hash(commitment(line)))
        self.size += 1
        self._meet_head()

    def _meet_head(self) -> None:
        expected = self._known.pop(self.size, None)
        if expected is not None and expected != root_of_peaks(self.peaks):
            what = f"the first {self.size:,} entries are no longer those of the head that was kept: the root differs."
            self._add(f"{self._folder.name}/", what, "An entry among them was changed, moved, added or taken out.")

    def missing_heads(self) -> None:
        """Heads that the log was longer for."""
        for size in sorted(self._known):
            what = f"holds {in_entries(self.size)}, and once held {size:,}: an older copy, or entries were taken out."
            self._add(f"{self._folder.name}/", what, "Get the log back from git or a backup.")

    def duplicates(self) -> None:
        """Entries that stand twice, each with the place of the first one."""
        twice = {number for numbers in self._seen if len(set(numbers)) < len(numbers) for number in _repeated(numbers)}
        if not twice:
            return
        first: dict[bytes, str] = {}
        for path, end, _ in _extents(self._folder):
            for count, line in enumerate(lines_within(path, end), 1):
                try:
                    entry = parse_entry(line)
                except EntryError:
                    continue
                if int.from_bytes(entry.digest[:8]) not in twice:
                    continue
                place = f"{self._folder.name}/{path.name}:{count}"
                if entry.digest in first:
                    what = f"repeats entry {entry.id} of {first[entry.digest]}, as a merge done twice can do."
                    self._add(place, what, "Take the later of the two lines out.")
                first.setdefault(entry.digest, place)

    def _add(self, place: str, what: str, remedy: str = "") -> None:
        self.problems.append(Problem(place, what, remedy))


def _repeated(numbers: Iterable[int]) -> Iterator[int]:
    """The numbers that stand twice or more in a row of them."""
    seen: set[int] = set()
    for number in numbers:
        if number in seen:
            yield number
        seen.add(number)
