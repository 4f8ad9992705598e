"""What an interrupted append left behind, and how the next writer mends it. Only under the lock.

Nothing that was acknowledged is touched, and nothing is thrown away: bytes that cannot stay are copied into the
folder `torn` and are on the disk there before they leave the segment. Each step can itself be interrupted and begun
again.
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from regesta.events.canonical import sha256
from regesta.events.durable import cut, sync_file, sync_folder, write_file, write_whole
from regesta.events.entry import MAX_LINE, EntryError, parse_entry, sealed
from regesta.events.errors import Problem
from regesta.events.journal import PENDING, Pending, pending, pending_hashes, remove_journal
from regesta.events.segments import Mark, last_segment, lines_within, segment_path, whole_end

TORN = "torn"
_BLOCK = 1 << 20
_ASK_AGAIN = "It was never acknowledged: record it again if it is not there, then delete the file."


def recover(folder: Path, known: int | None = None) -> tuple[tuple[Problem, ...], Mark]:
    """Mend what an interrupted append left in a log folder; say what was found, and where the log now ends.

    `known` is the number of a segment that was the last one before, if the caller remembers it.
    """
    batch = pending(folder)
    found = () if batch is None else _settle(folder, batch)
    number = last_segment(folder, None if found else known)
    if number is None:
        return found, Mark(0, 0)
    tail, end = _mend_tail(folder, number)
    return found + tail, Mark(number, end)


def torn_files(folder: Path) -> tuple[Problem, ...]:
    """What was set aside earlier and still waits for a person to look at it."""
    torn = folder / TORN
    if not torn.is_dir():
        return ()
    return tuple(
        Problem(
            f"{folder.name}/{TORN}/{path.name}",
            f"holds {path.stat().st_size:,} bytes that an interrupted append left.",
            _ASK_AGAIN,
        )
        for path in sorted(torn.iterdir())
        if path.suffix == ".part"
    )


def _settle(folder: Path, batch: Pending) -> tuple[Problem, ...]:
    """Keep a batch that is there whole; set a part of one aside; leave alone what others have written into it."""
    place = f"{folder.name}/{segment_path(folder, batch.start.segment).name}"
    ends = _ends(folder, batch.start)
    match _state(folder, batch, ends):
        case "whole":
            for path, _, _ in ends:
                sync_file(path)
            sync_folder(folder)
            what = f"an append of {batch.count:,} entries was interrupted after the last was written; all are kept."
            problems: tuple[Problem, ...] = (Problem(place, what),)
        case "foreign":
            name = set_aside(folder, folder / PENDING, 0, PENDING)
            what = (
                f"an append of {batch.count:,} entries was interrupted, and other entries were merged in after it;"
                f" some of its entries may be there without the rest. Its journal is kept as {name}."
            )
            problems = (Problem(place, what, "Record it again: what is there already is recognized."),)
        case _:
            problems = _set_batch_aside(folder, batch, ends)
    remove_journal(folder)
    return problems


def _ends(folder: Path, start: Mark) -> tuple[tuple[Path, int, int], ...]:
    """Each segment that the batch may stand in, with the offsets where its part would begin and the file ends."""
    last = last_segment(folder)
    if last is None:
        return ()
    paths = [segment_path(folder, number) for number in range(start.segment, last + 1)]
    return tuple((path, start.offset if path == paths[0] else 0, path.stat().st_size) for path in paths)


def _state(folder: Path, batch: Pending, ends: tuple[tuple[Path, int, int], ...]) -> str:
    """Whether the batch is there whole, in part, or mixed with valid entries that are not of it ("foreign").

    An entry that is whole and not of the batch came from elsewhere, a merge or a restored backup: it may have been
    acknowledged there, so it must stay. A line that is neither is what a power cut left of one.
    """
    planned = tuple(pending_hashes(folder))
    hashes = frozenset(planned)
    matched = 0
    for line in _lines(ends):
        found = sha256(line)
        if matched < len(planned) and found == planned[matched]:
            matched += 1
        elif matched == len(planned):
            break
        elif found not in hashes and _is_sealed(line):
            return "foreign"
    return "whole" if matched == len(planned) else "part"


def _lines(ends: tuple[tuple[Path, int, int], ...]) -> Iterator[bytes]:
    for path, begin, end in ends:
        yield from lines_within(path, end, begin)


def _is_sealed(line: bytes) -> bool:
    try:
        sealed(line)
    except EntryError:
        return False
    return True


def _set_batch_aside(folder: Path, batch: Pending, ends: tuple[tuple[Path, int, int], ...]) -> tuple[Problem, ...]:
    """Take what is there of a batch out of the log, into `torn`."""
    problems = []
    for path, begin, end in ends:
        if end > begin:
            name = set_aside(folder, path, begin, f"{path.stem}-{begin}")
            what = (
                f"an append of {batch.count:,} entries was interrupted; {end - begin:,} bytes of it were set aside"
                f" as {name}."
            )
            problems.append(Problem(f"{folder.name}/{path.name}", what, _ASK_AGAIN))
    take_back(folder, tuple((path, begin) for path, begin, _ in ends))
    return tuple(problems)


def take_back(folder: Path, parts: tuple[tuple[Path, int], ...]) -> None:
    """Shorten segments to where a batch began in them, durably; those that it began itself go, the highest first.

    In this order no crash leaves a gap in the numbers.
    """
    for path, begin in reversed(parts):
        if begin == 0:
            path.unlink(missing_ok=True)
        elif path.stat().st_size > begin:
            cut(path, begin)
    sync_folder(folder)


def _mend_tail(folder: Path, number: int) -> tuple[tuple[Problem, ...], int]:
    """Give a whole entry its line feed, and set anything else that has none aside; and the size that is left."""
    path = segment_path(folder, number)
    size = path.stat().st_size
    end = whole_end(path, size)
    if end == size:
        return (), size
    place = f"{folder.name}/{path.name}"
    if size - end <= MAX_LINE and _is_disclosed(_tail(path, end)):
        # A whole entry: its digest says so. Either a crash took just its line feed, or an editor did, and then
        # it may have been acknowledged long ago.
        _end_line(path)
        return (Problem(place, "the last entry had no line feed; it is whole, and was given one."),), size + 1
    name = set_aside(folder, path, end, f"{path.stem}-{end}")
    cut(path, end)
    what = f"ended in {size - end:,} bytes of an interrupted append; they were set aside as {name}."
    return (Problem(place, what, _ASK_AGAIN),), end


def _tail(path: Path, end: int) -> bytes:
    with path.open("rb") as file:
        file.seek(end)
        return file.read()


def _is_disclosed(line: bytes) -> bool:
    """Whether a line is a whole entry; one cut off at its tab would pass for a withheld one, so that is not."""
    try:
        return not parse_entry(line).withheld
    except EntryError:
        return False


def _end_line(path: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND)
    try:
        write_whole(descriptor, b"\n")
    finally:
        os.close(descriptor)
    sync_file(path)


def set_aside(folder: Path, path: Path, begin: int, stem: str) -> str:
    """Copy a file's bytes from `begin` on into the folder `torn`, durably, and return the copy's name for messages.

    The name holds a hash of the bytes: two different remains never share one, and the same remains set aside twice
    after an interruption are one file.
    """
    hasher = hashlib.sha256()
    for block in _blocks(path, begin):
        hasher.update(block)
    name = f"{stem}-{hasher.hexdigest()[:16]}.part"
    torn = folder / TORN
    torn.mkdir(exist_ok=True)
    sync_folder(folder)
    write_file(torn / name, _blocks(path, begin))
    return f"{folder.name}/{TORN}/{name}"


def _blocks(path: Path, begin: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(begin)
        while block := file.read(_BLOCK):
            yield block
