"""PyPI's `aics-tlog`, written by others, accepts what we write; skipped where it is not installed (Python 3.12 on)."""

from pathlib import Path

import pytest
from published import KEY, publish

from regesta.events.keys import format_vkey
from regesta.events.merkle import leaf_hash
from regesta.events.proofs import consistency, inclusion
from regesta.events.tiles import read_entries, tiles

aics = pytest.importorskip("aics_tlog", reason="aics-tlog is not installed")


@pytest.mark.parametrize("size", [1, 7, 256, 257, 700])
def test_another_library_verifies_checkpoint_tiles_and_proofs(tmp_path: Path, size: int) -> None:
    log = publish(tmp_path, size)
    note = aics.parse_note((tmp_path / "checkpoint").read_text("utf-8"))
    assert aics.verify_checkpoint(note, aics.parse_vkey(format_vkey(KEY.verifier))).ok
    head = aics.parse_checkpoint(note.text)
    reader = aics.FileSystemTileReader(tmp_path)
    assert (head.origin, head.size) == (KEY.name, size)
    assert aics.tree_root_from_tiles(reader, size) == head.root
    leaves = list(read_entries(log.folder, size))
    assert aics.TileWriter(leaves).materialise() == dict(tiles(leaves))
    hashes = [leaf_hash(leaf) for leaf in leaves]
    for position in {0, size // 2, size - 1}:
        ours = inclusion(hashes, position, size)
        assert list(ours) == list(aics.inclusion_proof_from_tiles(reader, position, size))
        assert aics.verify_leaf_inclusion(leaves[position], position, size, list(ours), head.root)
        assert aics.read_entry(reader, position, size) == leaves[position]
    tree = aics.MerkleTree(leaves)
    for first in {1, size // 2 or 1, size}:
        way = list(consistency(hashes, first, size))
        assert way == list(tree.consistency_proof(first, size))
        assert aics.verify_consistency(first, size, tree.root(first), head.root, way)


def test_another_library_refuses_what_was_changed(tmp_path: Path) -> None:
    publish(tmp_path, 7)
    text = (tmp_path / "checkpoint").read_text("utf-8")
    key = aics.parse_vkey(format_vkey(KEY.verifier))
    assert not aics.verify_checkpoint(aics.parse_note(text.replace("\n7\n", "\n8\n")), key).ok
