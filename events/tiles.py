"""The log as C2SP `tlog-tiles`: files of 256 hashes or entries, that any static server can publish.

A tile at level l holds the roots of subtrees of 256^l leaves; an entry bundle holds the leaves themselves, each
after its length in two bytes, big-endian. A log whose size is no multiple of 256 ends in partial tiles, whose width
is part of their name. Here a leaf is its bytes: a line's commitment.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Literal

from regesta.events.errors import Problem, RegestaError
from regesta.events.merkle import add_leaf, leaf_hash, root, root_of_peaks

WIDTH = 256
"""How many hashes, or entries, a full tile holds."""

MAX_LEAF = 65_535
"""The longest leaf, in bytes: two bytes hold its length."""

Level = int | Literal["entries"]

_PATH = re.compile(
    r"tile/(entries|[0-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5]))?"
)


class TileError(RegestaError):
    """A tile that is not there, is not as it must be, or would be written over by another."""


def format_tile_path(level: Level, index: int, width: int = WIDTH) -> str:
    """The path of a tile below the log's address: `tile/0/x001/x234/067`, `tile/entries/000.p/17`."""
    groups = [f"{index % 1000:03}"]
    while index := index // 1000:
        groups.insert(0, f"x{index % 1000:03}")
    return f"tile/{level}/{'/'.join(groups)}" + (f".p/{width}" if width != WIDTH else "")


def parse_tile_path(path: str) -> tuple[Level, int, int]:
    """Level, index and width of the tile with a path: the strict inverse of `format_tile_path`. Raises TileError."""
    found = _PATH.fullmatch(path)
    if found is not None:
        level: Level = "entries" if found[1] == "entries" else int(found[1])
        index, width = int(re.sub("[x/]", "", found[2])), int(found[3] or WIDTH)
        if format_tile_path(level, index, width) == path:
            return level, index, width
    raise TileError(f"{path!r} is not the path of a tile")


def tiles(leaves: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of every tile and entry bundle of a log, each once it is full, the partial ones at the end.

    Reads the leaves once and keeps at most a tile of each level. Raises TileError on a leaf that is too long.
    """
    bundle: list[bytes] = []
    rows: list[list[bytes]] = []  # the hashes of each level that are in no full tile yet
    done: list[int] = []  # how many full tiles each level has
    for size, leaf in enumerate(leaves):
        if len(leaf) > MAX_LEAF:
            raise TileError(f"the leaf at position {size:,} has {len(leaf):,} bytes, and {MAX_LEAF:,} is the most")
        bundle.append(len(leaf).to_bytes(2) + leaf)
        hashed, level = leaf_hash(leaf), 0
        while True:
            if level == len(rows):
                rows.append([])
                done.append(0)
            rows[level].append(hashed)
            if len(rows[level]) < WIDTH:
                break
            if level == 0:
                yield format_tile_path("entries", done[0]), b"".join(bundle)
                bundle = []
            yield format_tile_path(level, done[level]), b"".join(rows[level])
            hashed = root(rows[level])
            rows[level] = []
            done[level] += 1
            level += 1
    if bundle:
        yield format_tile_path("entries", done[0], len(bundle)), b"".join(bundle)
    for level, row in enumerate(rows):
        if row:
            yield format_tile_path(level, done[level], len(row)), b"".join(row)


def write_tiles(folder: Path, leaves: Iterable[bytes]) -> None:
    """Write every tile and entry bundle of a log below a folder; those that are there already stay.

    Raises TileError when one is there with other bytes: what was published once never changes.
    """
    for name, data in tiles(leaves):
        path = folder / name
        try:
            there: bytes | None = path.read_bytes()
        except FileNotFoundError:
            there = None
        if there is None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        elif there != data:
            raise TileError(f"{path} is there already, with other bytes: this is not the log that was written there")


def read_entries(folder: Path, size: int) -> Iterator[bytes]:
    """The first `size` leaves from the entry bundles below a folder. Raises TileError when one is missing or wrong.

    A partial bundle may be gone once the full one is there; its entries are the first of that one.
    """
    for index in range(-(-size // WIDTH)):
        width = min(WIDTH, size - index * WIDTH)
        name, data = _read(folder, "entries", index, width)
        leaves, at = [], 0
        while at < len(data):
            end = at + 2 + int.from_bytes(data[at : at + 2])
            leaves.append(data[at + 2 : end])
            at = end
        whole = parse_tile_path(name)[2]
        if at != len(data) or len(leaves) != whole:
            raise TileError(f"{name} does not hold {whole} entries, each after its length")
        yield from islice(leaves, width)


def check_tiles(folder: Path, size: int, expected: bytes) -> Iterator[Problem]:
    """What is wrong with the tiles of a log of `size` entries with the root `expected`; every byte is looked at."""
    peaks: list[bytes] = []

    def counted() -> Iterator[bytes]:
        for position, leaf in enumerate(read_entries(folder, size)):
            add_leaf(peaks, position, leaf_hash(leaf))
            yield leaf

    remedy = "Get the published folder anew."
    try:
        for name, data in tiles(counted()):
            level, index, width = parse_tile_path(name)
            found, there = _read(folder, level, index, width)
            if there[: len(data)] != data or (found == name and there != data):
                yield Problem(found, "is not the tile that follows from the entries.", remedy)
    except TileError as error:
        yield Problem(str(folder), f"{error}.", remedy)
        return
    if root_of_peaks(peaks) != expected:
        yield Problem(str(folder), f"its {size:,} entries do not have the root that was signed.", remedy)


def _read(folder: Path, level: Level, index: int, width: int) -> tuple[str, bytes]:
    """Name and bytes of a tile, or of the full one in place of a partial one that is gone."""
    name = format_tile_path(level, index, width)
    for one in (name, format_tile_path(level, index)):
        try:
            return one, (folder / one).read_bytes()
        except FileNotFoundError:
            continue
        except OSError as error:
            raise TileError(f"{one} cannot be read: {error.strerror}") from error
    raise TileError(f"{name} is missing")
