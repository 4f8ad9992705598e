"""What is cut from a log is gone from it, every other byte stays, and a writer may die at any moment of it."""

import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from crash_writer import POOL
from crashes import Crashes, crashes
from log_lines import a_line, lines
from test_full_disk import largest_file

from regesta.events.entry import commitment
from regesta.events.erasing import id_of
from regesta.events.files import FileLog
from regesta.events.integrity import check
from regesta.events.store import LogError

COUNT = 2100
GOING = (0, 5, 1023, 1024, 1500, 2047, 2048, 2099)
"""Positions in each of three segments, at their ends too."""


def ids(*positions: int) -> tuple[str, ...]:
    """The ids of the entries of the pool at these positions."""
    return tuple(str(id_of(POOL[position])) for position in positions)


def cut(line: bytes) -> bytes:
    """What stays of a line."""
    return commitment(line) + b"\t"


def after(*positions: int, count: int = COUNT) -> tuple[bytes, ...]:
    """The pool's first lines, with those at the positions cut."""
    return tuple(cut(line) if place in positions else line for place, line in enumerate(POOL[:count]))


def a_log(tmp_path: Path, count: int = COUNT) -> FileLog:
    log = FileLog(tmp_path / "log", tmp_path / "build")
    log.append(POOL[:count])
    return log


def test_the_lines_that_go_keep_their_commitments_and_no_other_byte_changes(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    root = check(log).root
    done = log.erase(ids(*GOING))
    assert (done.entries, done.segments, done.linked) == (8, ("000000.log", "000001.log", "000002.log"), ())
    assert tuple(log.read()) == tuple(FileLog(log.folder).read()) == after(*GOING)
    found = check(log)
    assert (found.root, found.problems) == (root, ())
    assert log.head().size == COUNT
    assert log.append([a_line(9000)]) == COUNT
    assert log.erase(ids(*GOING)).entries == 0, "it is done already"


def test_segments_that_tell_none_of_it_are_left_alone(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    before = {path.name: path.stat().st_ino for path in log.folder.glob("*.log")}
    log.erase(ids(1030))
    assert {path.name for path in log.folder.glob("*.log") if path.stat().st_ino != before[path.name]} == {"000001.log"}


def test_an_entry_that_stands_twice_goes_twice(tmp_path: Path) -> None:
    log = a_log(tmp_path, 3)
    log.append([POOL[1]])
    assert log.erase(ids(1)).entries == 2
    assert POOL[1] not in tuple(log.read())


def test_an_entry_whose_disclosure_was_damaged_goes_too(tmp_path: Path) -> None:
    log = a_log(tmp_path, 3)
    path = log.folder / "000000.log"
    path.write_bytes(path.read_bytes().replace(POOL[1], POOL[1][:-3] + b"?!}"))
    assert log.erase(ids(1)).entries == 1
    assert tuple(log.read()) == after(1, count=3)


@pytest.fixture(scope="module")
def writers() -> Iterator[Crashes]:
    with crashes() as process:
        yield process


def test_a_writer_killed_at_each_step_leaves_each_segment_as_it_was_or_as_it_is_to_be(
    writers: Crashes, tmp_path: Path
) -> None:
    whole, erased = POOL[:COUNT], after(*GOING)
    kills, partly = 0, 0
    for step in range(1, 100):
        folder = tmp_path / str(step)
        folder.mkdir()
        a_log(folder)
        outcome = writers.run({"folder": str(folder), "erase": ids(*GOING), "fault": step})
        log = FileLog(folder / "log", folder / "build")
        found = tuple(log.read())
        for begin in (0, 1024, 2048):
            part = slice(begin, begin + 1024)
            assert found[part] in (whole[part], erased[part]), "a segment is neither as it was nor as it is to be"
        assert check(log).problems == ()
        partly += found not in (whole, erased)
        # The same call does what is left, and nothing of it is in any file, whatever the writer had begun.
        assert log.erase(ids(*GOING)).entries == sum(a != b for a, b in zip(found, erased, strict=True))
        assert tuple(log.read()) == erased
        assert not list(log.folder.glob("*.new"))
        everything = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
        assert not [place for place in GOING if POOL[place].partition(b"\t")[2] in everything]
        if outcome.finished:
            break
        kills += 1
    assert kills > 10
    assert partly > 3


def test_what_a_killed_writer_left_beside_a_segment_goes_whichever_segment_is_cut_next(
    writers: Crashes, tmp_path: Path
) -> None:
    log = a_log(tmp_path)
    (log.folder / "000000.log.new").write_bytes(POOL[1500])
    log.erase(ids(1500))
    assert not (log.folder / "000000.log.new").exists()


def test_a_full_disk_leaves_the_log_whole_and_says_that_not_everything_was_erased(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    sentence = r"^The disk is full \(File too large\) and not everything was erased in log/; nothing else was lost\."
    with largest_file(1000), pytest.raises(LogError, match=sentence):
        log.erase(ids(*GOING))
    assert tuple(log.read()) == POOL[:COUNT]
    assert check(log).problems == ()
    log.erase(ids(*GOING))
    assert tuple(log.read()) == after(*GOING)


def test_mending_on_a_full_disk_says_what_was_not_mended(tmp_path: Path) -> None:
    log = a_log(tmp_path, 3)
    with (log.folder / "000000.log").open("ab") as file:
        file.write(b"x" * 5000)
    sentence = r"^The disk is full \(File too large\) and what an interrupted append left was not mended in log/;"
    with largest_file(4000), pytest.raises(LogError, match=sentence):
        log.recover()


@pytest.mark.parametrize("damage", ["a link", "no line feed", "a line too long"])
def test_nothing_is_erased_from_a_log_that_is_damaged(tmp_path: Path, damage: str) -> None:
    log = a_log(tmp_path)
    first = log.folder / "000001.log"
    match damage:
        case "a link":
            first.rename(tmp_path / "elsewhere.log")
            first.symlink_to(tmp_path / "elsewhere.log")
        case "no line feed":
            first.write_bytes(first.read_bytes()[:-1])
        case _:
            first.write_bytes(first.read_bytes() + b"x" * 1_048_577 + b"\n")
    before = {path.name: path.read_bytes() for path in log.folder.glob("*.log")}
    with pytest.raises(LogError, match="nothing was erased"):
        log.erase(ids(*GOING))
    assert {path.name: path.read_bytes() for path in log.folder.glob("*.log")} == before


def test_who_could_not_read_the_log_cannot_read_it_afterwards(tmp_path: Path) -> None:
    log = a_log(tmp_path, 3)
    path = log.folder / "000000.log"
    path.chmod(0o600)
    log.erase(ids(1))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_another_name_of_a_segment_is_told(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    os.link(log.folder / "000001.log", tmp_path / "kept.log")
    assert log.erase(ids(*GOING)).linked == ("000001.log",)


def test_writers_and_readers_meanwhile_lose_nothing_and_see_no_damage(tmp_path: Path) -> None:
    log = a_log(tmp_path)
    stop = threading.Event()
    seen: list[int] = []
    trouble: list[Exception] = []

    def read() -> None:
        try:
            while not stop.is_set():
                found = tuple(FileLog(log.folder).read())
                seen.append(len(found))
                assert all(line in (one, cut(one)) for line, one in zip(found, expected, strict=False))
        except Exception as error:
            trouble.append(error)

    expected = (*POOL[:COUNT], *lines(200, 9000))
    reader = threading.Thread(target=read)
    reader.start()
    writer = threading.Thread(target=lambda: [FileLog(log.folder).append([line]) for line in expected[COUNT:]])
    writer.start()
    for place in range(0, COUNT, 50):
        FileLog(log.folder).erase(ids(place))
    writer.join()
    stop.set()
    reader.join()
    assert trouble == []
    assert seen == sorted(seen)
    gone = range(0, COUNT, 50)
    assert tuple(log.read()) == (*after(*gone), *expected[COUNT:])
    assert check(log).problems == ()
