"""Proofs of inclusion and consistency: others' figures, every proof of small trees, and none that was damaged."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from known_tree import CONSISTENCY, HASHES, INCLUSION, ROOTS

from regesta.events.merkle import leaf_hash, root
from regesta.events.proofs import ProofError, consistency, consistent, includes, inclusion, inclusion_root

Path = tuple[bytes, ...]


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_inclusion_is_proved_as_others_prove_it(index: int, size: int) -> None:
    path = inclusion(iter(HASHES), index, size)
    assert path == INCLUSION[index, size]
    assert includes(HASHES[index], index, size, ROOTS[size], path)


@pytest.mark.parametrize(("first", "second"), CONSISTENCY)
def test_consistency_is_proved_as_others_prove_it(first: int, second: int) -> None:
    path = consistency(iter(HASHES), first, second)
    assert path == CONSISTENCY[first, second]
    assert consistent(first, second, ROOTS[first], ROOTS[second], path)


@given(some.integers(1, 300), some.data())
@settings(max_examples=150, deadline=None)
def test_every_proof_verifies_and_leads_nowhere_else(size: int, data: some.DataObject) -> None:
    leaves = [leaf_hash(str(number).encode()) for number in range(size)]
    index = data.draw(some.integers(0, size - 1))
    other = data.draw(some.integers(0, size - 1))
    path = inclusion(iter(leaves), index, size)
    assert includes(leaves[index], index, size, root(leaves), path)
    assert includes(leaves[index], other, size, root(leaves), path) == (other == index)
    first = index + 1
    way = consistency(iter(leaves), first, size)
    assert consistent(first, size, root(leaves[:first]), root(leaves), way)
    assert consistent(other + 1, size, root(leaves[:first]), root(leaves), way) == (other == index)


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_a_damaged_inclusion_proof_is_refused(index: int, size: int) -> None:
    path = INCLUSION[index, size]
    for damaged in _damaged(path, HASHES[index], ROOTS[size]):
        assert not includes(HASHES[index], index, size, ROOTS[size], damaged), damaged
    for wrong in (index - 1, index + 1, index ^ 2, size, -1):
        assert not includes(HASHES[index], wrong, size, ROOTS[size], path), wrong
    for wrong in (size * 2, size // 2, 0):
        assert not includes(HASHES[index], index, wrong, ROOTS[size], path), wrong
    for leaf in (b"", ROOTS[0], _flipped(HASHES[index], 0)):
        assert not includes(leaf, index, size, ROOTS[size], path), leaf
    for end in (b"", ROOTS[0], _flipped(ROOTS[size], 255)):
        assert not includes(HASHES[index], index, size, end, path), end


@pytest.mark.parametrize(("first", "second"), CONSISTENCY)
def test_a_damaged_consistency_proof_is_refused(first: int, second: int) -> None:
    path = CONSISTENCY[first, second]
    roots = ROOTS[first], ROOTS[second]
    for damaged in _damaged(path, *roots):
        assert not consistent(first, second, *roots, damaged), damaged
    for sizes in ((first - 1, second), (first + 1, second), (first, second * 2), (first, second // 2), (second + 1, 1)):
        assert not consistent(*sizes, *roots, path), sizes
    assert not consistent(first, second, _flipped(roots[0], 3), roots[1], path)
    assert not consistent(first, second, roots[0], _flipped(roots[1], 3), path)
    assert not consistent(first, second, b"", b"", path)


def test_what_is_empty_does_not_pass_for_a_hash() -> None:
    assert not includes(b"", 0, 1, b"", ())
    assert not consistent(1, 1, b"", b"", ())
    assert not consistent(0, 0, ROOTS[0], ROOTS[0], ())
    assert not consistent(0, 8, ROOTS[0], ROOTS[8], ())


def test_a_proof_is_not_made_of_what_is_not_there() -> None:
    for index, size in ((-1, 3), (3, 3), (0, 0)):
        with pytest.raises(ProofError, match="no entry at position"):
            inclusion(iter(HASHES), index, size)
    for first, second in ((0, 3), (4, 3)):
        with pytest.raises(ProofError, match="no consistency"):
            consistency(iter(HASHES), first, second)
    with pytest.raises(ProofError, match="fewer than 9 leaves"):
        inclusion(iter(HASHES), 0, 9)
    with pytest.raises(ProofError, match="no entry"):
        inclusion_root(HASHES[0], 8, 8, ())


def _damaged(path: Path, *roots: bytes) -> Iterator[Path]:
    """The path with hashes added, taken out, swapped or changed in one bit."""
    extra = (*roots, ROOTS[0], b"", bytes(32))
    for one in extra:
        yield (*path, one)
        yield (one, *path)
    for place in range(len(path)):
        yield path[:place] + path[place + 1 :]
        yield (*path[:place], b"", *path[place + 1 :])
        yield (*path[:place], path[place], *path[place:])
        for bit in (0, 4, 255):
            yield (*path[:place], _flipped(path[place], bit), *path[place + 1 :])
    if len(path) > 1:
        yield path[::-1]
        yield ()


def _flipped(hashed: bytes, bit: int) -> bytes:
    return hashed[: bit // 8] + bytes([hashed[bit // 8] ^ (1 << bit % 8)]) + hashed[bit // 8 + 1 :]
