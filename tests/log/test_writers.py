"""Several processes at once: writers stand in line; a reader that follows skips nothing and sees no half batch."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest
from log_lines import lines

from regesta.events.durable import LockHeld, locked
from regesta.events.files import LOCK, FileLog
from regesta.events.integrity import check
from regesta.events.store import LogError

HERE = Path(__file__).parent
BATCHES = 60


def start(folder: Path, writer: int, *how: str) -> "subprocess.Popen[str]":
    path = os.pathsep.join([str(HERE), *filter(None, [os.environ.get("PYTHONPATH")])])
    command = [sys.executable, str(HERE / "steady_writer.py"), str(folder), str(writer), str(BATCHES), *how]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": path})


@pytest.mark.parametrize("how", [(), ("expecting",)], ids=["appending", "expecting"])
def test_writers_at_once_are_put_in_line_and_a_reader_who_follows_skips_nothing(
    tmp_path: Path, how: tuple[str, ...]
) -> None:
    folder = tmp_path / "log"
    FileLog(folder).append(lines(900))
    processes = [start(folder, writer, *how) for writer in (1, 2, 3)]
    reader = FileLog(folder, tmp_path / "build")
    seen = list(reader.read())
    looks = {len(seen)}
    while any(process.poll() is None for process in processes):
        seen.extend(reader.read(len(seen)))
        looks.add(len(seen))
        looks.add(reader.head().size)
    seen.extend(reader.read(len(seen)))
    outputs = [process.communicate()[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0]

    ends = {900}
    for writer, output in zip((1, 2, 3), outputs, strict=True):
        done = 0
        for position, count in (map(int, line.split()) for line in output.splitlines()):
            assert tuple(seen[position : position + count]) == lines(count, writer * 100_000 + done)
            done += count
            ends.add(position + count)
    assert len(ends) == 1 + 3 * BATCHES
    assert max(ends) == len(seen) == FileLog(folder).head().size
    assert looks <= ends, "a reader saw a part of a batch"
    assert check(FileLog(folder)).problems == ()
    assert seen == list(FileLog(folder).read())


def test_a_writer_waits_for_the_lock_only_so_long(tmp_path: Path) -> None:
    log = FileLog(tmp_path / "log", wait=0.05)
    log.append(lines(1))
    with (log.folder / LOCK).open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        sentence = (
            r"^Another process has been writing to log/ for more than 0.05 seconds; the 2 entries were not recorded"
        )
        with pytest.raises(LogError, match=sentence):
            log.append(lines(2, 1))
        assert tuple(log.read()) == lines(1), "readers wait for nobody"
    assert log.append(lines(2, 1)) == 1


def test_a_lock_on_a_file_that_was_swept_away_meanwhile_is_no_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`git clean -x` may come between the opening and the locking: the next writer would lock another file."""
    path, real, turns = tmp_path / LOCK, fcntl.flock, 0

    def swept(descriptor: int, how: int) -> None:
        nonlocal turns
        turns += 1
        if turns == 1:
            path.unlink()
        real(descriptor, how)

    monkeypatch.setattr(fcntl, "flock", swept)
    with locked(path, 1.0):
        assert turns == 2
        with pytest.raises(LockHeld), locked(path, 0.0):
            pass
