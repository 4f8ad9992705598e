"""The journal of a batch: what makes many lines one, for readers and across a crash.

Before a batch of two lines or more is written, a file `pending` says durably where it begins and which lines it is
made of; it goes, durably, once all of them are on the disk. While it is there, readers stop where it says the
batch begins; after a crash the next writer learns from it what is half done. One line needs none: it has its line
feed or it is not there.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from regesta.events.canonical import canonical, sha256
from regesta.events.durable import sync_folder, write_file
from regesta.events.segments import Mark, last_segment, segment_path, whole_end
from regesta.events.store import LogError

PENDING = "pending"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Pending:
    """A batch that was begun."""

    start: Mark
    """Where its first byte stands or would stand."""
    count: int
    """How many lines it is made of."""


def write_journal(folder: Path, start: Mark, lines: Sequence[bytes]) -> None:
    """Say durably that `lines` are about to be written at `start`."""

    def chunks() -> Iterator[bytes]:
        header = {"count": len(lines), "offset": start.offset, "segment": start.segment, "v": _VERSION}
        yield canonical(header) + b"\n"
        for begin in range(0, len(lines), 1000):
            yield b"".join(sha256(line).hex().encode() + b"\n" for line in lines[begin : begin + 1000])

    write_file(folder / PENDING, chunks())


def remove_journal(folder: Path) -> None:
    """Say durably that no batch is half done."""
    (folder / PENDING).unlink(missing_ok=True)
    sync_folder(folder)


def pending(folder: Path) -> Pending | None:
    """The batch that a journal speaks of, without its lines; None when there is no journal."""
    path = folder / PENDING
    try:
        with path.open("rb") as file:
            first = file.readline(1000)
    except FileNotFoundError:
        return None
    try:
        header = json.loads(first)
        numbers = tuple(header[key] for key in ("segment", "offset", "count", "v"))
        if not all(type(number) is int and number >= 0 for number in numbers) or header["v"] != _VERSION:
            raise ValueError("not a header that we know")
    except (ValueError, KeyError, TypeError, RecursionError):
        raise LogError(
            f"{folder.name}/{PENDING} is the journal of an interrupted append, and cannot be read; keep a copy of it"
            " elsewhere, remove it, and run `regesta verify`"
        ) from None
    return Pending(Mark(numbers[0], numbers[1]), numbers[2])


def pending_hashes(folder: Path) -> Iterator[bytes]:
    """The SHA-256 of each line of the batch that a journal speaks of, in order."""
    with (folder / PENDING).open("rb") as file:
        file.readline(1000)
        for line in file:
            yield bytes.fromhex(line.decode("ascii"))


def readable_end(folder: Path, known: int | None = None) -> Mark:
    """Where readers stop: after the last whole line, and before a batch that is being written or was interrupted.

    A batch may begin or end at any moment between our looks at its journal and at the segments. So the size is looked
    at before and after: if nothing grew, the answer about the journal is true of just that size. Each append
    waits for a disk, so a second try is rare and a third one rarer.
    """
    while True:
        number, size = _last(folder, known)
        batch = pending(folder)
        if _last(folder, number) == (number, size):
            break
        known = number
    if number is None:
        return Mark(0, 0)
    end = Mark(number, whole_end(segment_path(folder, number), size))
    return end if batch is None else min(end, batch.start)


def _last(folder: Path, known: int | None) -> tuple[int | None, int]:
    for start in (known, None):
        number = last_segment(folder, start)
        if number is None:
            return None, 0
        try:
            return number, segment_path(folder, number).stat().st_size
        except FileNotFoundError:
            # An append that failed took its new segment back; without `known` the folder is looked at afresh.
            continue
    raise LogError(f"{folder.name}/ changes while it is read; see what else works on it, and read again")
