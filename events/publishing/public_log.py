"""Writing a public log: the lines, the tiles, the newest checkpoint, the earlier ones, and the public keys.

| file in `<name>/log/` | what |
|---|---|
| `000000.log`, … | the lines, 1,024 a file; an entry that is withheld ends with its tab |
| `tile/…` | C2SP `tlog-tiles` over the entries that the checkpoint was signed over, or over all if it never was |
| `checkpoint` | the newest signed head (C2SP `tlog-checkpoint`); not there if the log was never signed |
| `checkpoints/…` | every head that was kept, as in the dossier |
| `keys` | the public keys |
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path

from regesta.events.entry import commitment
from regesta.events.errors import RegestaError
from regesta.events.files import FileLog
from regesta.events.heads import FOLDER, KEYS, Found, Head, head_name
from regesta.events.keys import format_vkeys
from regesta.events.merkle import add_leaf, leaf_hash, root_of_peaks
from regesta.events.segments import SEGMENT_ENTRIES, segment_path
from regesta.events.tiles import write_tiles

CHECKPOINT = "checkpoint"


class Rewritten(RegestaError):
    """What would be published is not the continuation of what was published before."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a public log came to."""

    entries: int
    root: bytes
    withheld: int
    head: Head | None
    """The newest checkpoint; None if the log was never signed."""

    @property
    def signed(self) -> int:
        """How many entries the checkpoint was signed over; 0 without one."""
        return self.head.checkpoint.size if self.head else 0


@dataclass(frozen=True, slots=True)
class Since:
    """What changed in a public log since it was published before."""

    added: int
    """Entries that are new."""
    shown: int
    """Entries that were withheld and are now disclosed."""
    withdrawn: int
    """Entries that were disclosed and are now withheld: whoever has an older copy still reads them."""


def write_public_log(folder: Path, lines: Iterable[bytes], found: Found) -> Written:
    """Write a public log into a new folder: lines, tiles, and those of the heads that were found that it covers."""
    folder.mkdir(parents=True)
    peaks: list[bytes] = []
    size = withheld = 0
    rest = iter(lines)
    for number in range(1_000_000):
        some = list(islice(rest, SEGMENT_ENTRIES))
        if not some:
            break
        segment_path(folder, number).write_bytes(b"".join(line + b"\n" for line in some))
        for line in some:
            add_leaf(peaks, size, leaf_hash(commitment(line)))
            size += 1
            withheld += line.endswith(b"\t")
    head = _write_heads(folder, [head for head in found.heads if head.checkpoint.size <= size])
    if found.keys:
        (folder / KEYS).write_text(format_vkeys(found.keys), "utf-8")
    signed = head.checkpoint.size if head else 0
    write_tiles(folder, islice((commitment(line) for line in FileLog(folder).read()), signed or size))
    return Written(size, root_of_peaks(peaks), withheld, head)


def since(before: FileLog, now: FileLog) -> Since:
    """What changed since a public log was published before. Raises Rewritten where it is not the same log.

    What was committed to never changes: the entries that were published, in their order. What they disclose may: an
    entry that was withheld can be released, and one that must not be shown any longer is withheld from now on.
    """
    added = shown = withdrawn = 0
    for position, (old, new) in enumerate(zip_longest(before.read(), now.read())):
        if old is None:
            added += 1
            continue
        if new is None or commitment(old) != commitment(new):
            where = "is missing" if new is None else "is another one"
            raise Rewritten(
                f"The entry at position {position:,} was published and {where} now, and nothing was written: what was"
                " published once is never changed. Publish the dossier that stands there, or choose another folder."
            )
        if old != new:
            shown, withdrawn = shown + old.endswith(b"\t"), withdrawn + new.endswith(b"\t")
    return Since(added, shown, withdrawn)


def _write_heads(folder: Path, heads: list[Head]) -> Head | None:
    """Write the heads, each under its name and the newest as `checkpoint` too; return that one."""
    newest = max(heads, key=lambda head: head.checkpoint.size, default=None)
    if newest is None:
        return None
    (folder / FOLDER).mkdir()
    for head in heads:
        (folder / FOLDER / f"{head_name(head.checkpoint)}.checkpoint").write_bytes(head.data)
    (folder / CHECKPOINT).write_bytes(newest.data)
    return newest
