"""What the log as a whole tells: how long it is, and the root of its Merkle tree."""

from regesta.events.entry import EntryError, commitment, sealed
from regesta.events.merkle import add_leaf, leaf_hash, root_of_peaks
from regesta.events.store import Log, damaged


def rooted(log: Log) -> tuple[int, bytes]:
    """How many entries the log holds, and the root of the tree over them (32 bytes); reads all of it.

    Raises LogError where a line does not match its digest: the root alone would not tell that what it says was changed.
    """
    peaks: list[bytes] = []
    size = 0
    for line in log.read():
        try:
            sealed(line)
        except EntryError as error:
            raise damaged(log.place(size), error) from error
        add_leaf(peaks, size, leaf_hash(commitment(line)))
        size += 1
    return size, root_of_peaks(peaks)
