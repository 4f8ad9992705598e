"""Tiles: their names, their bytes, and that a changed one is found."""

from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from regesta.events.merkle import leaf_hash, root
from regesta.events.tiles import (
    TileError,
    check_tiles,
    format_tile_path,
    parse_tile_path,
    read_entries,
    tiles,
    write_tiles,
)


def leaves(count: int) -> list[bytes]:
    return [b"entry %d" % number for number in range(count)]


# The examples of C2SP tlog-tiles, "Merkle Tree".
@pytest.mark.parametrize(
    ("path", "tile"),
    [
        ("tile/0/x001/x234/067", (0, 1234067, 256)),
        ("tile/entries/000", ("entries", 0, 256)),
        ("tile/63/999.p/1", (63, 999, 1)),
        ("tile/1/x001/000.p/255", (1, 1000, 255)),
    ],
)
def test_a_tile_has_one_name(path: str, tile: tuple[int, int, int]) -> None:
    assert format_tile_path(*tile) == path
    assert parse_tile_path(path) == tile


@given(some.integers(0, 63) | some.just("entries"), some.integers(0, 10**12), some.integers(1, 256))
def test_a_name_is_read_as_it_was_written(level: int, index: int, width: int) -> None:
    assert parse_tile_path(format_tile_path(level, index, width)) == (level, index, width)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile/0/0",
        "tile/00/000",
        "tile/64/000",
        "tile/0/x000/000",
        "tile/0/001/000",
        "tile/0/x001",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000/",
        "/tile/0/000",
        "tile/../000",
        "tile/data/000",
        "tile/0/00\u0661",
    ],
)
def test_what_names_no_tile_is_refused(path: str) -> None:
    with pytest.raises(TileError):
        parse_tile_path(path)


def test_a_log_of_70000_entries_has_the_tiles_that_the_specification_counts() -> None:
    names = [parse_tile_path(name) for name, _ in tiles(b"" for _ in range(70_000))]
    assert sum(1 for level, _, width in names if (level, width) == (0, 256)) == 273
    partial = {(level, width) for level, _, width in names if width < 256}
    assert partial == {("entries", 112), (0, 112), (1, 17), (2, 1)}
    assert sum(1 for level, _, width in names if (level, width) == (1, 256)) == 1


def test_a_log_of_256_entries_has_one_full_tile_and_one_hash_above() -> None:
    found = dict(tiles(leaves(256)))
    assert set(found) == {"tile/entries/000", "tile/0/000", "tile/1/000.p/1"}
    assert found["tile/0/000"] == b"".join(map(leaf_hash, leaves(256)))
    assert found["tile/1/000.p/1"] == root(map(leaf_hash, leaves(256)))
    assert found["tile/entries/000"][:9] == b"\x00\x07entry 0"


def test_an_empty_log_has_no_tiles(tmp_path: Path) -> None:
    assert list(tiles(())) == []
    assert list(check_tiles(tmp_path, 0, sha256(b"").digest())) == []


def test_a_leaf_too_long_for_a_bundle_is_refused() -> None:
    assert dict(tiles([b"x" * 65_535]))["tile/entries/000.p/1"][:2] == b"\xff\xff"
    with pytest.raises(TileError, match="position 1 has 65,536 bytes"):
        list(tiles([b"", b"x" * 65_536]))


@pytest.mark.parametrize("size", [1, 255, 256, 257, 700])
def test_what_was_written_is_read(tmp_path: Path, size: int) -> None:
    write_tiles(tmp_path, leaves(size))
    assert list(read_entries(tmp_path, size)) == leaves(size)
    assert list(check_tiles(tmp_path, size, root(map(leaf_hash, leaves(size))))) == []


def test_tiles_grow_with_the_log_and_earlier_ones_stay(tmp_path: Path) -> None:
    for size in (1, 200, 256, 300):
        write_tiles(tmp_path, leaves(size))
    for size in (1, 200, 256, 300):
        assert list(check_tiles(tmp_path, size, root(map(leaf_hash, leaves(size))))) == []


def test_a_partial_tile_may_be_gone_once_the_full_one_is_there(tmp_path: Path) -> None:
    write_tiles(tmp_path, leaves(256))
    assert list(read_entries(tmp_path, 100)) == leaves(100)
    assert list(check_tiles(tmp_path, 100, root(map(leaf_hash, leaves(100))))) == []


def test_another_log_is_not_written_over_one(tmp_path: Path) -> None:
    write_tiles(tmp_path, leaves(5))
    with pytest.raises(TileError, match="other bytes"):
        write_tiles(tmp_path, [b"other", *leaves(5)[1:]])


def test_every_changed_byte_of_a_tile_is_found(tmp_path: Path) -> None:
    size = 258
    write_tiles(tmp_path, leaves(size))
    expected = root(map(leaf_hash, leaves(size)))
    for path in sorted(one for one in tmp_path.rglob("*") if one.is_file()):
        data = path.read_bytes()
        step = 1 if len(data) < 200 else 97  # the large ones here and there
        for place in range(0, len(data), step):
            path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
            assert list(check_tiles(tmp_path, size, expected)), (path.name, place)
        for damaged in (data[:-1], data + b"\0", b""):
            path.write_bytes(damaged)
            assert list(check_tiles(tmp_path, size, expected)), path.name
        path.unlink()
        assert list(check_tiles(tmp_path, size, expected)), path.name
        path.write_bytes(data)
    assert list(check_tiles(tmp_path, size, expected)) == []
