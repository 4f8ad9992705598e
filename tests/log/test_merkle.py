"""The tree: RFC 6962's definition, written down naively, is what the streaming root must equal."""

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from regesta.events.merkle import leaf_hash, node_hash, root


def naive_root(leaves: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, word for word: MTH of a list of leaves."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + naive_root(leaves[:split]) + naive_root(leaves[split:])).digest()


@given(st.lists(st.binary(max_size=40), max_size=70))
def test_the_root_is_that_of_the_definition(leaves: list[bytes]) -> None:
    assert root(map(leaf_hash, leaves)) == naive_root(leaves)


def test_the_root_is_that_of_the_definition_at_every_size() -> None:
    leaves = [bytes([number]) for number in range(130)]
    for size in range(131):
        assert root(map(leaf_hash, leaves[:size])) == naive_root(leaves[:size])


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_no_leaf_passes_for_a_node() -> None:
    left, right = leaf_hash(b"l"), leaf_hash(b"r")
    assert leaf_hash(left + right) != node_hash(left, right)


def test_a_root_needs_memory_for_its_peaks_only() -> None:
    import tracemalloc

    tracemalloc.start()
    root(leaf_hash(number.to_bytes(4, "big")) for number in range(20_000))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000
