"""The Merkle tree over the log: RFC 6962, section 2.1, with SHA-256.

A tree of n leaves is kept as its peaks: the roots of the perfect subtrees that n is the sum of (one for each 1 bit of
n, largest first). Peaks are all that is needed to add a leaf or to give the root, so memory grows with log n.
"""

import hashlib
from collections.abc import Iterable

EMPTY_ROOT = hashlib.sha256(b"").digest()
"""The root of a tree without leaves."""


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of a leaf's bytes: SHA-256(0x00 ‖ leaf), so that no leaf can pass for a node."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node above two hashes: SHA-256(0x01 ‖ left ‖ right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaf_hashes: Iterable[bytes]) -> bytes:
    """The root (32 bytes) over leaf hashes in their order, in one pass with O(log n) memory."""
    peaks: list[bytes] = []
    for index, leaf in enumerate(leaf_hashes):
        add_leaf(peaks, index, leaf)
    return root_of_peaks(peaks)


def add_leaf(peaks: list[bytes], size: int, leaf: bytes) -> None:
    """Add a leaf hash to the peaks of a tree of `size` leaves, in place."""
    while size & 1:
        leaf = node_hash(peaks.pop(), leaf)
        size >>= 1
    peaks.append(leaf)


def root_of_peaks(peaks: Iterable[bytes]) -> bytes:
    """The root of the tree with these peaks, largest first; of none, the hash of nothing."""
    below: bytes | None = None
    for peak in reversed(tuple(peaks)):
        below = peak if below is None else node_hash(peak, below)
    return EMPTY_ROOT if below is None else below
