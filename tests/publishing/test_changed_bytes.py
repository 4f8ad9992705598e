"""Every single byte that is changed in a published log is found: all of a small one, thousands of a large one."""

import random
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import pytest
from made_log import InMemory, a_log, check
from thorough import times

from regesta.events.publishing import checking
from regesta.events.publishing.manifest import PublishedDossier
from regesta.events.segments import SEGMENT_ENTRIES
from regesta.events.tiles import format_tile_path

LARGE = 2600
"""Entries of the large log: three segments, ten full tiles, and partial ones."""

TILE = 256

Log = tuple[InMemory, PublishedDossier]
Change = tuple[str, int, int]
"""A byte of a file: the path, where, and the bits that are changed in it."""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Log:
    place, listed = a_log(tmp_path_factory.mktemp("large"), LARGE, 1000, 2048)
    assert check(place, listed).problems == ()
    return place, listed


@pytest.fixture(autouse=True)
def remembering(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a line alone decides is asked once of each line, and not at each of thousands of checks."""
    for name in ("parse_entry", "leaf_hash"):
        monkeypatch.setattr(checking, name, lru_cache(maxsize=4 * LARGE)(getattr(checking, name)))


def places(log: Log, *changes: Change) -> set[str]:
    """The places that are named as wrong once these bytes are changed."""
    place, listed = log
    whole = dict(place.files)
    for path, at, bits in changes:
        data = place.files[path]
        place.files[path] = data[:at] + bytes([data[at] ^ bits]) + data[at + 1 :]
    found = {problem.place for problem in check(place, listed).problems}
    place.files.update(whole)
    return found


def of_lines(path: str) -> bool:
    """Whether a file of a log holds its lines."""
    return path.endswith(".log")


def test_every_single_byte_of_a_small_log_that_is_changed_is_found(tmp_path: Path) -> None:
    log = a_log(tmp_path, 5, 2)
    assert places(log) == set()
    assert sum(map(len, log[0].files.values())) > 2000
    for path, data in dict(log[0].files).items():
        for at in range(len(data)):
            for bits in (0x01, 0x20, 0x80):
                assert places(log, (path, at, bits)), (path, at, bits)
    assert places(log) == set()


def test_every_file_of_a_log_is_read(large: Log) -> None:
    """A file that is never read could be changed unnoticed."""
    place, listed = large
    seen = Recorded(place)
    assert check(seen, listed).problems == ()
    assert seen.read_all == set(place.files)


class Recorded(InMemory):
    """Notes which files were read."""

    def __init__(self, place: InMemory) -> None:
        super().__init__(place.files)
        self.read_all: set[str] = set()

    def read(self, path: str) -> bytes:
        self.read_all.add(path)
        return super().read(path)


def test_a_change_in_any_file_beside_the_lines_is_found_and_the_file_is_named(large: Log) -> None:
    """One in each of them at once: with the lines as they are, each file stands and falls by itself."""
    chance = random.Random(20261124)
    beside = sorted(path for path in large[0].files if not of_lines(path))
    assert len(beside) > 25
    for _ in range(times(1000) // len(beside) + 1):
        changes = [(path, chance.randrange(len(large[0].files[path])), 1 << chance.randrange(8)) for path in beside]
        missed = set(beside) - places(large, *changes)
        assert not missed, [change for change in changes if change[0] in missed]


def test_a_change_in_any_line_is_found_and_the_line_or_its_tile_is_named(large: Log) -> None:
    """One in the lines of each tile at once: a tile is made from its own lines, and no problem hides another's."""
    chance = random.Random(20261125)
    spans = [
        (path, begin, end, first // TILE)
        for path in sorted(filter(of_lines, large[0].files))
        for first, begin, end in _tiled(path, large[0].files[path])
    ]
    assert len(spans) == -(-LARGE // TILE)
    for _ in range(times(1000) // len(spans) + 1):
        changes = [(path, *_within_a_line(large[0].files[path], begin, end, chance)) for path, begin, end, _ in spans]
        found = places(large, *changes)
        for change, (path, _, _, tile) in zip(changes, spans, strict=True):
            line = large[0].files[path].count(b"\n", 0, change[1]) + 1
            width = min(TILE, LARGE - tile * TILE)
            assert found & {f"{path}:{line}", f"made/log/{format_tile_path('entries', tile, width)}"}, change


def _tiled(path: str, data: bytes) -> list[tuple[int, int, int]]:
    """The lines of a segment as tiles take them: the position of the first, and from which byte to which they are."""
    first = int(Path(path).stem) * SEGMENT_ENTRIES
    ends = [0, *(at + 1 for at, byte in enumerate(data) if byte == ord("\n"))]
    cuts = [*range(0, len(ends) - 1, TILE), len(ends) - 1]
    return [(first + one, ends[one], ends[other]) for one, other in pairwise(cuts)]


def _within_a_line(data: bytes, begin: int, end: int, chance: random.Random) -> tuple[int, int]:
    """A byte of these, and bits to change in it, so that no line ends that did not, and none goes on that ended."""
    while True:
        at, bits = chance.randrange(begin, end), 1 << chance.randrange(8)
        if ord("\n") not in (data[at], data[at] ^ bits):
            return at, bits


def test_a_line_that_is_cut_in_two_or_joined_with_the_next_is_found(large: Log) -> None:
    chance = random.Random(20261126)
    for _ in range(times(15)):
        path = chance.choice(sorted(filter(of_lines, large[0].files)))
        data = large[0].files[path]
        ends = chance.choice([at for at, byte in enumerate(data) if byte == ord("\n")])
        splits = chance.choice([at for at, byte in enumerate(data) if byte ^ ord("\n") in (0x20, 0x40)])
        assert places(large, (path, ends, 1 << chance.randrange(8)))
        assert places(large, (path, splits, data[splits] ^ ord("\n")))
