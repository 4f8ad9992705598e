"""A disk that is full, that fails, or that may not be written: a clear sentence, and nothing is lost."""

import errno
import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from log_lines import a_line, lines

from regesta.events.files import FileLog
from regesta.events.integrity import check
from regesta.events.store import LogError, Unavailable

FULL = r"^The disk is full \((No space left on device|File too large)\) and the {} not recorded in log/; nothing was lost\. Free some space, and repeat\.$"  # noqa: E501


@contextmanager
def mounted(folder: Path, *options: str) -> Iterator[bool]:
    """A file system mounted on a folder, or False where we may not mount."""
    folder.mkdir(exist_ok=True)
    done = subprocess.run(["mount", *options, str(folder)], capture_output=True).returncode == 0
    try:
        yield done
    finally:
        if done:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """No file may grow past a size (EFBIG): what a quota does, and needs no rights."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def fill(log: FileLog, count: int) -> tuple[bytes, ...]:
    """Append batches of `count` until the disk is full; return what was acknowledged."""
    done: tuple[bytes, ...] = ()
    with pytest.raises(LogError, match=FULL.format("entry was" if count == 1 else f"{count} entries were")):
        while True:
            batch = lines(count, len(done))
            log.append(batch)
            done += batch
    return done


@pytest.mark.parametrize("count", [1, 2, 9, 40])
def test_a_full_disk_loses_nothing_and_takes_more_when_there_is_room(tmp_path: Path, count: int) -> None:
    disk = tmp_path / "disk"
    with mounted(disk, "-t", "tmpfs", "-o", "size=256k", "tmpfs") as on_tmpfs:
        print("full disk: a tmpfs of 256 kB" if on_tmpfs else "full disk: may not mount, so a limit on file size")
        log = FileLog(disk / "log", disk / "build")
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(100_000))
        if on_tmpfs:
            done = fill(log, count)
        else:
            with largest_file(30_000):
                done = fill(log, count)
        assert len(done) > 50
        assert tuple(log.read()) == tuple(FileLog(log.folder).read()) == done
        assert log.head().size == len(done)
        assert check(log).problems == ()
        assert sorted(path.name for path in log.folder.iterdir()) == [".lock", "000000.log"]
        ballast.unlink()
        again = lines(count, len(done))
        assert log.append(again) == len(done)
        assert tuple(log.read()) == done + again


def test_a_disk_that_is_full_to_the_last_page_loses_nothing_wherever_it_runs_out(tmp_path: Path) -> None:
    """The space ends in the journal, within the first segment, within the second, or not at all."""
    outcomes = set()
    before, batch = lines(1000), lines(60, 1000)
    for room in range(12):
        disk = tmp_path / str(room)
        with mounted(disk, "-t", "tmpfs", "-o", "size=1m", "tmpfs") as on_tmpfs:
            if not on_tmpfs:
                pytest.skip("may not mount; the test above stands in with a limit on file size")
            log = FileLog(disk / "log")
            log.append(before)
            stat = os.statvfs(disk)
            (disk / "ballast").write_bytes(bytes((stat.f_bfree - room) * stat.f_bsize))
            try:
                log.append(batch)
            except LogError as error:
                outcomes.add("full")
                assert "The disk is full" in str(error)
                assert tuple(log.read()) == before
                assert not (log.folder / "pending").exists()
                (disk / "ballast").unlink()
                assert log.append(batch) == 1000
            else:
                outcomes.add("written")
            assert tuple(log.read()) == before + batch
            assert check(log).problems == ()
    assert outcomes == {"full", "written"}


def test_a_limit_on_file_size_loses_nothing(tmp_path: Path) -> None:
    log = FileLog(tmp_path / "log")
    with largest_file(20_000):
        done = fill(log, 7)
    assert tuple(log.read()) == done
    assert check(log).problems == ()
    assert log.append(lines(7, len(done))) == len(done)


def test_a_torn_tail_stays_where_it_is_while_there_is_no_room_to_set_it_aside(tmp_path: Path) -> None:
    log = FileLog(tmp_path / "log")
    log.append(lines(3))
    path = log.folder / "000000.log"
    data = path.read_bytes() + b"x" * 5000
    path.write_bytes(data)
    with largest_file(4000), pytest.raises(LogError, match=FULL.format("entry was")):
        log.append([a_line(3)])
    assert path.read_bytes() == data
    assert log.append([a_line(3)]) == 3
    assert [part.read_bytes() for part in (log.folder / "torn").iterdir()] == [b"x" * 5000]


Call = Callable[[], object]


def failing(monkeypatch: pytest.MonkeyPatch, name: str, turn: int, code: int) -> Callable[[], bool]:
    """Make the `turn`-th call of a function of `os` fail; returns whether it has come to that."""
    real, left = getattr(os, name), turn

    def call(*arguments: object) -> object:
        nonlocal left
        left -= 1
        if left == 0:
            raise OSError(code, os.strerror(code))
        return real(*arguments)

    monkeypatch.setattr(os, name, call)
    return lambda: left <= 0


@pytest.mark.parametrize("count", [1, 3, 1500])
def test_when_the_disk_does_not_confirm_the_outcome_is_not_known_and_repeating_is_safe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    for turn in range(1, 50):
        folder = tmp_path / str(turn) / "log"
        folder.parent.mkdir()
        FileLog(folder).append(lines(1000))
        log, batch = FileLog(folder), lines(count, 1000)
        with monkeypatch.context() as patch:
            reached = failing(patch, "fsync", turn, errno.EIO)
            try:
                log.append(batch, expected_size=1000)
            except Unavailable as error:
                assert "The disk did not confirm the write to log/ (Input/output error)" in str(error)
                assert tuple(FileLog(folder).read()) in (lines(1000), lines(1000) + batch)
        if not reached():
            break
        assert log.append(batch, expected_size=1000) == 1000
        assert tuple(FileLog(folder).read()) == lines(1000) + batch
        assert check(log).problems == ()
    assert turn == {1: 3, 3: 6, 1500: 8}[count]


@pytest.mark.parametrize("count", [1, 3])
def test_any_other_error_in_writing_is_a_sentence_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    log = FileLog(tmp_path / "log")
    log.append(lines(5))
    for turn in range(1, 10):
        with monkeypatch.context() as patch:
            reached = failing(patch, "write", turn, errno.EIO)
            try:
                log.append(lines(count, 5))
            except LogError as error:
                what = "the entry was" if count == 1 else "the 3 entries were"
                assert (
                    str(error)
                    == f"Writing to log/ failed (Input/output error) and {what} not recorded; nothing was lost."
                )
                assert tuple(log.read()) == lines(5)
        if not reached():
            break
    assert turn == {1: 2, 3: 4}[count]
    assert tuple(log.read()) == lines(5 + count)


def test_where_taking_back_fails_too_the_next_append_does_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = FileLog(tmp_path / "log")
    log.append(lines(5))
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(errno.EIO, "Input/output error")))
        patch.setattr(os, "truncate", lambda *_: (_ for _ in ()).throw(OSError(errno.EIO, "Input/output error")))
        with pytest.raises(Unavailable):
            log.append([a_line(5)], expected_size=5)
    assert log.append([a_line(5)], expected_size=5) == 5
    assert tuple(log.read()) == lines(6)


def test_a_segment_that_was_replaced_under_the_writer_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """git merges into a new file: what was written went to one that has no name any more."""
    log = FileLog(tmp_path / "log")
    log.append(lines(5))
    path, real = log.folder / "000000.log", os.fsync

    def replaced(descriptor: int) -> None:
        real(descriptor)
        other = path.with_name("other")
        other.write_bytes(b"".join(line + b"\n" for line in lines(5)))
        other.replace(path)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", replaced)
        with pytest.raises(Unavailable, match=r"^log/000000.log was replaced while it was written"):
            log.append([a_line(5)], expected_size=5)
    assert log.append([a_line(5)], expected_size=5) == 5
    assert tuple(log.read()) == lines(6)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """A folder on a read-only file system where we may mount, or else without the right to write."""
    with mounted(folder, "--bind", str(folder)) as bound:
        if bound:
            subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)], check=True)
            yield
        else:
            assert os.geteuid() != 0, "root writes where it has no right to, and may not mount here"
            paths = (folder, *folder.rglob("*"))
            modes = {path: path.stat().st_mode for path in paths}
            try:
                for path in reversed(paths):
                    path.chmod(modes[path] & ~0o222)
                yield
            finally:
                for path in paths:
                    path.chmod(modes[path])


@pytest.mark.parametrize("tail", [b"", b"torn"])
def test_a_log_on_a_read_only_disk_is_read_and_not_written(tmp_path: Path, tail: bytes) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    FileLog(disk / "log").append(lines(1100))
    with (disk / "log" / "000001.log").open("ab") as file:
        file.write(tail)
    with read_only(disk):
        log = FileLog(disk / "log", disk / "build")
        assert tuple(log.read()) == lines(1100)
        assert log.head().size == 1100
        assert next(log.read(1050)) == a_line(1050)
        assert check(log).size == 1100
        sentence = (
            r"^log/ cannot be written \((Read-only file system|Permission denied)\) and the entry was not recorded;"
            r" reading works\. Make the folder writable, or work in a copy\.$"
        )
        with pytest.raises(LogError, match=sentence):
            log.append([a_line(1100)])
    assert FileLog(disk / "log").append([a_line(1100)]) == 1100


def test_a_log_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    with read_only(disk):
        log = FileLog(disk / "log")
        assert log.head().size == 0
        with pytest.raises(LogError, match="log/ cannot be written"):
            log.append([a_line(0)])
