"""Proofs about the log's Merkle tree: that an entry is in it, and that a later tree begins with an earlier one.

Generating follows RFC 6962, sections 2.1.1 and 2.1.2 (equally RFC 9162, 2.1.3.1 and 2.1.4.1), verifying RFC 9162,
sections 2.1.3.2 and 2.1.4.2. The two are written from different texts, so that each can catch the other. A tree is
given as its leaf hashes in their order, read once: memory grows with the logarithm of its size.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from regesta.events.errors import RegestaError
from regesta.events.merkle import add_leaf, node_hash, root_of_peaks

Span = tuple[int, int]
"""The leaves from the first number up to, and without, the second."""


class ProofError(RegestaError):
    """A proof that cannot be made, or does not prove what it says."""


def inclusion(leaf_hashes: Iterable[bytes], index: int, size: int) -> tuple[bytes, ...]:
    """The proof that the leaf at `index` is in the tree of the first `size` leaves, from its sibling up.

    Raises ProofError when there is no such leaf, or when there are fewer leaves than that.
    """
    if not 0 <= index < size:
        raise ProofError(f"there is no entry at position {index:,} among the first {size:,}")
    return _roots(leaf_hashes, tuple(_inclusion_spans(index, 0, size)))


def consistency(leaf_hashes: Iterable[bytes], first: int, second: int) -> tuple[bytes, ...]:
    """The proof that the tree of the first `second` leaves begins with that of the first `first` ones.

    Empty if both are one. Raises ProofError when `first` is 0 (which proves nothing) or past `second`, or when there
    are fewer leaves than that.
    """
    if not 1 <= first <= second:
        raise ProofError(f"no consistency can be proved from size {first:,} to size {second:,}")
    return _roots(leaf_hashes, tuple(_consistency_spans(first, 0, second, True)))


def inclusion_root(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root that a tree of `size` leaves must have for a path to prove that the leaf hash stands at `index`.

    Raises ProofError when the path has not the length that it must have, or a hash has not 32 bytes.
    """
    if not 0 <= index < size:
        raise ProofError(f"there is no entry at position {index:,} in a log of {size:,}")
    if not _are_hashes(leaf, *path):
        raise ProofError("a hash has not 32 bytes")
    node, last, found = index, size - 1, leaf
    for hashed in path:
        if last == 0:
            raise ProofError("the path is longer than the tree is high")
        if node & 1 or node == last:
            found = node_hash(hashed, found)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            found = node_hash(found, hashed)
        node, last = node >> 1, last >> 1
    if last:
        raise ProofError("the path ends below the root")
    return found


def includes(leaf: bytes, index: int, size: int, root: bytes, path: Sequence[bytes]) -> bool:
    """Whether a path proves that the leaf hash stands at `index` in the tree of `size` leaves with this root."""
    try:
        return inclusion_root(leaf, index, size, path) == root
    except ProofError:
        return False


def consistent(first: int, second: int, first_root: bytes, second_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether a path proves that the tree of `second` leaves begins with the tree of `first` leaves.

    Never from a tree without leaves: every tree begins with that one, and its root tells nothing.
    """
    if not 1 <= first <= second or not _are_hashes(first_root, second_root, *path):
        return False
    if first == second:
        return first_root == second_root and not path
    if not path:
        return False
    # A perfect tree is itself a node of the larger one, and its root is left out of the path.
    nodes = (first_root, *path) if first & (first - 1) == 0 else tuple(path)
    node, last = first - 1, second - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = nodes[0]
    for hashed in nodes[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            old, new = node_hash(hashed, old), node_hash(hashed, new)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, hashed)
        node, last = node >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


def _are_hashes(*found: bytes) -> bool:
    # Nothing must pass by being as empty as what it is compared with.
    return all(len(one) == 32 for one in found)


def _split(begin: int, end: int) -> int:
    """Where the left subtree of the leaves from `begin` to `end` (two or more) ends."""
    return begin + (1 << ((end - begin - 1).bit_length() - 1))


def _inclusion_spans(index: int, begin: int, end: int) -> Iterator[Span]:
    """PATH of RFC 6962, section 2.1.1: the spans whose roots are the path, from the leaf up."""
    if end - begin == 1:
        return
    middle = _split(begin, end)
    if index < middle:
        yield from _inclusion_spans(index, begin, middle)
        yield middle, end
    else:
        yield from _inclusion_spans(index, middle, end)
        yield begin, middle


def _consistency_spans(first: int, begin: int, end: int, known: bool) -> Iterator[Span]:
    """SUBPROOF of RFC 6962, section 2.1.2; `known` while the span's root is that of the first tree."""
    if first == end:
        if not known:
            yield begin, end
        return
    middle = _split(begin, end)
    if first <= middle:
        yield from _consistency_spans(first, begin, middle, known)
        yield middle, end
    else:
        yield from _consistency_spans(first, middle, end, False)
        yield begin, middle


def _roots(leaf_hashes: Iterable[bytes], spans: tuple[Span, ...]) -> tuple[bytes, ...]:
    """The root over each span of leaves, in the order of the spans, which do not overlap; reads the leaves once."""
    leaves, at = iter(leaf_hashes), 0
    roots: dict[Span, bytes] = {}
    for begin, end in sorted(spans):
        peaks: list[bytes] = []
        count = 0
        for leaf in islice(leaves, begin - at, end - at):
            add_leaf(peaks, count, leaf)
            count += 1
        if count < end - begin:
            raise ProofError(f"there are fewer than {end:,} leaves")
        roots[begin, end] = root_of_peaks(peaks)
        at = end
    return tuple(roots[span] for span in spans)
