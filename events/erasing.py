"""Erasing: what an entry said is destroyed for good, and its commitment stays.

The line keeps its 98 bytes and its tab, as a withheld one does, so that every leaf, proof and checkpoint holds; fact,
author, tool and salt are gone, and without the salt nothing can be guessed from the digest. Only under the log's lock.

What is to be erased is recorded first, an entry for each that goes, so that the log itself tells at any moment what is
still to be done.
"""

import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from regesta.events.durable import write_file
from regesta.events.entry import MAX_LINE, Entry, EntryError, commitment, fact_id, parse_entry, sealed
from regesta.events.errors import Problem
from regesta.events.segments import lines_within, segment_numbers, segment_path, whole_end
from regesta.events.store import Log, LogError

_ERASED = b'"level":"erased"'
_BLOCK = 1 << 18


@dataclass(frozen=True, slots=True)
class Cut:
    """What cutting came to."""

    entries: int
    """How many entries said anything still, and say nothing now."""
    segments: tuple[str, ...]
    """The files they stood in."""
    linked: tuple[str, ...]
    """Those of them that had another name somewhere (a hard link), under which the old bytes still are."""


def cut(folder: Path, ids: Collection[str]) -> Cut:
    """Destroy what the entries with these ids say.

    A segment is written anew beside the old one, and takes its name only when it is on the disk. A crash leaves each
    segment as it was or as it is to be, and the same call does what is left. Raises LogError, and touches nothing, if a
    segment is damaged or a link.
    """
    wanted = frozenset(ids)
    _sweep(folder)
    counts = {path: count for path in _segments(folder) if (count := _telling(path, wanted))}
    linked = tuple(path.name for path in counts if path.stat().st_nlink > 1)
    for path in counts:
        # The mode too: who may not read the log must not come to read it by this.
        write_file(path, _blocks(path, wanted), stat.S_IMODE(path.stat().st_mode))
    return Cut(sum(counts.values()), tuple(path.name for path in counts), linked)


def _sweep(folder: Path) -> None:
    """Remove what a writer left that was killed before it gave a file its name: it may hold what is to go."""
    for path in (*folder.glob("*.new"), *(folder / "torn").glob("*.new")):
        path.unlink(missing_ok=True)


def _segments(folder: Path) -> tuple[Path, ...]:
    """Every segment; each is looked at before any is touched."""
    paths = tuple(segment_path(folder, number) for number in segment_numbers(folder))
    for path in paths:
        place = f"{folder.name}/{path.name}"
        if path.is_symlink():
            raise LogError(
                f"{place} is a symbolic link, and nothing was erased: put the file itself in its place, and repeat"
            )
        size = path.stat().st_size
        if whole_end(path, size) != size or any(len(line) > MAX_LINE for line in lines_within(path, size)):
            raise LogError(f"{place} is damaged, and nothing was erased; run `regesta verify`, mend it, and repeat")
    return paths


def _telling(path: Path, ids: frozenset[str]) -> int:
    """How many lines of a segment tell one of the entries."""
    return sum(_kept(line, ids) != line for line in lines_within(path, path.stat().st_size))


def _blocks(path: Path, ids: frozenset[str]) -> Iterator[bytes]:
    """The bytes of a segment as it is to be, some lines at a time: a write for each line would take long."""
    some: list[bytes] = []
    size = 0
    for line in lines_within(path, path.stat().st_size):
        some.append(_kept(line, ids) + b"\n")
        size += len(some[-1])
        if size > _BLOCK:
            yield b"".join(some)
            some, size = [], 0
    yield b"".join(some)


def _kept(line: bytes, ids: frozenset[str]) -> bytes:
    """What stays of a line."""
    return commitment(line) + b"\t" if id_of(line) in ids else line


def id_of(line: bytes) -> str | None:
    """The id of the fact on a line, by its commitment alone; None if that is none.

    So an entry whose disclosure was damaged is erased like others: most of what it said may still be there.
    """
    try:
        return fact_id(sealed(commitment(line) + b"\t"))
    except EntryError:
        return None


def erases(line: bytes) -> bool:
    """Whether a line may record that something was erased."""
    return _ERASED in line


def erasures(log: Log) -> dict[str, Entry]:
    """The ids of all facts that a log says were erased, each with the first entry that says so.

    A retraction of such an entry changes nothing: it cannot bring anything back. Reads as far as the log can be read.
    """
    found: dict[str, Entry] = {}
    for _, line in _lines(log):
        if not erases(line):
            continue
        try:
            entry = parse_entry(line)
        except EntryError:
            continue
        said = entry.fact or {}
        if said.get("kind") == "restriction" and said.get("level") == "erased":
            found.setdefault(str(said.get("fact")), entry)
    return found


def undone(log: Log) -> Iterator[tuple[int, str]]:
    """Position and id of each entry that was erased, as the log says, and that it tells all the same."""
    erased = erasures(log)
    for position, line in _lines(log) if erased else ():
        if not line.endswith(b"\t") and (id := id_of(line)) in erased:
            yield position, str(id)


def told_again(log: Log) -> Iterator[Problem]:
    """What was erased and is there: erasing it broke off, or an older copy of the log was merged or put back."""
    for position, id in undone(log):
        what = f"fact {id} was erased, and what it said is there;"
        yield Problem(log.place(position), what, f"run `regesta erase {id}` to erase it here, too.")


def _lines(log: Log) -> Iterator[tuple[int, bytes]]:
    """Each line with its position, up to where the log cannot be read: that is told by its check."""
    lines = enumerate(log.read())
    while True:
        try:
            yield next(lines)
        except (StopIteration, LogError):
            return
