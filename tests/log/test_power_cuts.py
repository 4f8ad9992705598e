"""A power cut forgets what was not synced: what was acknowledged before it is there after it, and batches are whole."""

import os
from pathlib import Path

import pytest
from log_lines import a_line, lines
from power_cut import Disk, forgetful

from regesta.events.files import FileLog
from regesta.events.journal import write_journal
from regesta.events.segments import Mark


def restored(folder: Path, top: Path, state: dict[str, bytes]) -> FileLog:
    """The log as a cut left it, in a folder of its own."""
    (folder / "log" / "torn").mkdir(parents=True)
    for name, data in state.items():
        (folder / "log" / Path(name).relative_to(top)).write_bytes(data)
    return FileLog(folder / "log")


@pytest.fixture
def no_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """The states are looked at by the thousand; no disk need confirm those."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


def survive(tmp_path: Path, disk: Disk, boundaries: set[int], whole: tuple[bytes, ...]) -> int:
    """Open the log in each state that a cut may have left; `disk.mark` is the size that was promised by then."""
    ends = set()
    for number, (promised, state) in enumerate(disk.states):
        log = restored(tmp_path / "cuts" / str(number), disk.top, state)
        found = tuple(log.read())
        assert found == whole[: len(found)], state
        assert promised <= len(found), "an acknowledged entry is lost"
        assert len(found) in boundaries, "a batch is there in part"
        log.recover()
        size = log.head().size
        assert size in boundaries
        assert size >= len(found)
        assert log.append([a_line(9999)]) == size
        assert tuple(log.read()) == (*whole[:size], a_line(9999))
        assert not (log.folder / "pending").exists()
        ends.add(size)
    return len(ends)


@pytest.mark.parametrize("before", [0, 3, 1022, 1024])
def test_at_any_moment_of_appending_a_cut_loses_nothing_that_was_acknowledged(
    tmp_path: Path, before: int, no_wait: None
) -> None:
    top = tmp_path / "log"
    FileLog(top).append(lines(before))
    boundaries, sizes = {before}, (1, 3, 1, 2, 1100)
    with forgetful(top) as disk:
        log = FileLog(top)
        for size in sizes:
            disk.mark = max(boundaries)
            assert log.append(lines(size, disk.mark)) == disk.mark
            boundaries.add(disk.mark + size)
        disk.mark = max(boundaries)
        disk.note()
    whole = lines(max(boundaries))
    assert len(disk.states) > 25
    assert survive(tmp_path, disk, boundaries, whole) == len(boundaries)


def scribble(path: Path, data: bytes) -> None:
    """Write as one who dies before he syncs."""
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
    os.write(descriptor, data)
    os.close(descriptor)


@pytest.mark.parametrize("written", ["nothing", "part", "all"])
def test_at_any_moment_of_mending_a_cut_loses_nothing(tmp_path: Path, written: str, no_wait: None) -> None:
    top = tmp_path / "log"
    FileLog(top).append(lines(1020))
    batch = lines(10, 1020)
    write_journal(top, Mark(0, (top / "000000.log").stat().st_size), batch)
    with forgetful(top) as disk:
        if written != "nothing":
            scribble(top / "000000.log", b"".join(line + b"\n" for line in batch[:4]))
            scribble(
                top / "000001.log", b"".join(line + b"\n" for line in batch[4:])[: -9 if written == "part" else None]
            )
        disk.states.clear()
        disk.mark = 1020
        FileLog(top).recover()
    assert len(disk.states) > 1
    survive(tmp_path, disk, {1020, 1030} if written == "all" else {1020}, lines(1030))


def test_at_any_moment_of_setting_a_torn_line_aside_it_is_kept_somewhere(tmp_path: Path, no_wait: None) -> None:
    top = tmp_path / "log"
    FileLog(top).append(lines(3))
    with (top / "000000.log").open("ab") as file:
        file.write(a_line(3)[:-9])
    with forgetful(top) as disk:
        disk.mark = 3
        FileLog(top).recover()
    assert len(disk.states) > 5
    for _, state in disk.states:
        assert any(a_line(3)[:-9] in data for data in state.values())
    survive(tmp_path, disk, {3}, lines(3))
