"""What an interrupted append leaves: read past it, mended by the next writer, nothing thrown away."""

import errno
import os
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from log_lines import a_line, lines, withheld

from regesta.events import journal
from regesta.events.errors import Problem
from regesta.events.files import FileLog
from regesta.events.integrity import check
from regesta.events.journal import write_journal
from regesta.events.segments import Mark, segment_numbers
from regesta.events.store import Conflict, LogError

ASK_AGAIN = "It was never acknowledged: record it again if it is not there, then delete the file."


@pytest.fixture(autouse=True)
def no_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here no power is cut, and a thousand logs need no disk's confirmation."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


def joined(given: tuple[bytes, ...]) -> bytes:
    return b"".join(line + b"\n" for line in given)


def a_log(folder: Path, *segments: bytes) -> FileLog:
    """A log in a folder with these bytes as its segments."""
    (folder / "log").mkdir(parents=True)
    for number, data in enumerate(segments):
        (folder / "log" / f"{number:06}.log").write_bytes(data)
    return FileLog(folder / "log")


def torn(log: FileLog) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (log.folder / "torn").glob("*")}


def test_a_last_line_cut_at_any_byte_is_set_aside_and_told(tmp_path: Path) -> None:
    whole, last = joined(lines(2)), a_line(2)
    for cut in range(1, len(last)):
        log = a_log(tmp_path / str(cut), whole + last[:cut])
        assert tuple(log.read()) == lines(2)
        assert log.head().size == 2
        assert [problem.place for problem in log.problems()] == ["log/000000.log"]
        assert log.append([a_line(3)]) == 2
        assert tuple(log.read()) == (*lines(2), a_line(3))
        name = f"000000-{len(whole)}-{sha256(last[:cut]).hexdigest()[:16]}.part"
        assert torn(log) == {name: last[:cut]}
        what = f"ended in {cut} bytes of an interrupted append; they were set aside as log/torn/{name}."
        assert log.recovered == (Problem("log/000000.log", what, ASK_AGAIN),)
        shutil.rmtree(tmp_path / str(cut))


def test_what_was_set_aside_is_told_until_someone_deletes_it(tmp_path: Path) -> None:
    log = a_log(tmp_path, joined(lines(2)) + b'{"at"')
    log.append([a_line(2)])
    left = [
        Problem(f"log/torn/{name}", "holds 5 bytes that an interrupted append left.", ASK_AGAIN) for name in torn(log)
    ]
    assert len(left) == 1
    assert log.problems() == check(log).problems == tuple(left)
    shutil.rmtree(tmp_path / "log" / "torn")
    assert log.problems() == ()


def test_a_whole_entry_without_its_line_feed_is_given_it(tmp_path: Path) -> None:
    """An editor that strips the last line feed must not unsay an entry that was acknowledged long ago."""
    log = a_log(tmp_path, joined(lines(3))[:-1])
    assert tuple(log.read()) == lines(2)
    assert log.append([a_line(3)]) == 3
    assert tuple(log.read()) == lines(4)
    assert torn(log) == {}
    told = "log/000000.log: the last entry had no line feed; it is whole, and was given one."
    assert [str(problem) for problem in log.recovered] == [told]


def test_a_line_cut_at_its_tab_does_not_pass_for_a_withheld_entry(tmp_path: Path) -> None:
    log = a_log(tmp_path, joined(lines(2)) + withheld(a_line(2)))
    log.append([a_line(3)])
    assert tuple(log.read()) == (*lines(2), a_line(3))
    assert list(torn(log).values()) == [withheld(a_line(2))]


@pytest.mark.parametrize("tail", [b"\x00" * 5000, b"x" * 3_000_000, b"\xff", b"\r"], ids=["nuls", "3-MB", "ff", "cr"])
def test_whatever_stands_after_the_last_line_feed_is_set_aside(tmp_path: Path, tail: bytes) -> None:
    log = a_log(tmp_path, joined(lines(2)) + tail)
    log.append([a_line(2)])
    assert tuple(log.read()) == lines(3)
    assert list(torn(log).values()) == [tail]


def test_a_log_that_is_nothing_but_a_torn_line_opens(tmp_path: Path) -> None:
    log = a_log(tmp_path, a_line(0)[:20])
    assert list(log.read()) == []
    assert log.append([a_line(1)]) == 0
    assert list(log.read()) == [a_line(1)]


def test_a_torn_line_in_a_new_segment_is_set_aside(tmp_path: Path) -> None:
    log = a_log(tmp_path, joined(lines(1024)), a_line(1024)[:20])
    assert log.head().size == 1024
    assert log.append([a_line(1024)]) == 1024
    assert log.place(1024) == "log/000001.log:1"
    assert tuple(log.read()) == lines(1025)


def test_a_last_segment_that_is_empty_is_written_to(tmp_path: Path) -> None:
    log = a_log(tmp_path, joined(lines(1024)), b"")
    assert log.head().size == 1024
    assert check(log).problems == ()
    assert log.append(lines(2, 1024)) == 1024
    assert (tmp_path / "log" / "000001.log").read_bytes() == joined(lines(2, 1024))


def interrupted(folder: Path, before: int, batch: tuple[bytes, ...], written: int) -> FileLog:
    """A log of `before` entries whose next append, a batch, was interrupted after so many bytes."""
    log = a_log(folder, *(joined(lines(min(1024, before - start), start)) for start in range(0, before, 1024)))
    number, filled = divmod(before, 1024)
    start = Mark(number, len(joined(lines(filled, number * 1024))))
    write_journal(log.folder, start, batch)
    data, room = joined(batch)[:written], len(joined(batch[: 1024 - filled]))
    for segment, part in ((number, data[:room]), (number + 1, data[room:])):
        if part:
            with (log.folder / f"{segment:06}.log").open("ab") as file:
                file.write(part)
    return log


def test_a_batch_cut_at_any_byte_is_absent_or_whole(tmp_path: Path) -> None:
    batch = lines(2, 2)
    for cut in range(len(joined(batch)) + 1):
        log = interrupted(tmp_path / str(cut), 2, batch, cut)
        assert tuple(log.read()) == lines(2)
        assert log.head().size == 2
        assert log.problems()[0].place == "log/pending"
        whole = cut == len(joined(batch))
        log.recover()
        assert tuple(log.read()) == (lines(4) if whole else lines(2))
        assert b"".join(torn(log).values()) == (b"" if whole else joined(batch)[:cut])
        assert not (log.folder / "pending").exists()
        assert len(log.recovered) == (1 if cut else 0)
        assert log.append([a_line(9)]) == (4 if whole else 2)
        shutil.rmtree(tmp_path / str(cut))


@pytest.mark.parametrize("written", [1, 400, 3000, 3500])
def test_a_batch_over_two_segments_is_taken_out_of_both(tmp_path: Path, written: int) -> None:
    batch = lines(20, 1015)
    log = interrupted(tmp_path, 1015, batch, written)
    assert log.head().size == 1015
    assert tuple(log.read()) == lines(1015)
    assert log.append(batch, expected_size=1015) == 1015
    assert tuple(log.read()) == lines(1035)
    # Sorted by name they stand in the order of their segments.
    assert b"".join(data for _, data in sorted(torn(log).items())) == joined(batch)[:written]


def test_a_batch_that_was_there_whole_is_kept_and_its_repetition_recognized(tmp_path: Path) -> None:
    batch = lines(20, 1015)
    log = interrupted(tmp_path, 1015, batch, len(joined(batch)))
    assert log.append(batch, expected_size=1015) == 1015
    assert tuple(log.read()) == lines(1035)
    told = "log/000000.log: an append of 20 entries was interrupted after the last was written; all are kept."
    assert [str(problem) for problem in log.recovered] == [told]


def test_bytes_that_a_power_cut_mangled_within_a_batch_are_set_aside(tmp_path: Path) -> None:
    batch = lines(3, 2)
    log = interrupted(tmp_path, 2, batch, len(joined(batch)))
    path = log.folder / "000000.log"
    data = bytearray(path.read_bytes())
    data[-300:-200] = bytes(100)
    path.write_bytes(data)
    assert log.append([a_line(9)]) == 2
    assert tuple(log.read()) == (*lines(2), a_line(9))
    assert list(torn(log).values()) == [bytes(data[len(joined(lines(2))) :])]


@pytest.mark.parametrize("where", ["before", "after"])
def test_entries_of_others_that_were_merged_in_beside_a_broken_batch_stay(tmp_path: Path, where: str) -> None:
    """They may have been acknowledged where they come from."""
    mine, theirs = joined(lines(1, 2)), joined(lines(2, 50))
    log = interrupted(tmp_path, 2, lines(5, 2), 0)
    path = log.folder / "000000.log"
    path.write_bytes(path.read_bytes() + (theirs + mine if where == "before" else mine + theirs))
    log.recover()
    assert set(log.read()) == {*lines(3), *lines(2, 50)}
    assert "other entries were merged in after it" in str(log.recovered[0])
    assert [name for name in torn(log) if name.startswith("pending-")]
    assert not (log.folder / "pending").exists()
    with pytest.raises(Conflict):
        log.append(lines(5, 2), expected_size=2)


def test_the_last_batch_that_is_whole_stays_though_others_follow_it(tmp_path: Path) -> None:
    batch = lines(3, 2)
    log = interrupted(tmp_path, 2, batch, len(joined(batch)))
    with (log.folder / "000000.log").open("ab") as file:
        file.write(joined(lines(2, 50)))
    log.recover()
    assert tuple(log.read()) == (*lines(5), *lines(2, 50))


def test_a_journal_that_cannot_be_read_stops_everyone_in_a_sentence(tmp_path: Path) -> None:
    log = a_log(tmp_path, joined(lines(2)))
    (log.folder / "pending").write_bytes(b'{"count":2}\n')
    sentence = "log/pending is the journal of an interrupted append, and cannot be read; keep a copy of it elsewhere"
    for call in (log.head, log.recover, lambda: list(log.read()), lambda: log.append([a_line(2)])):
        with pytest.raises(LogError, match=sentence):
            call()


def test_a_line_that_is_no_entry_is_never_written_after(tmp_path: Path) -> None:
    """Whoever resolves a conflict by taking one side whole would lose what was written below the mark."""
    log = a_log(tmp_path, joined(lines(2)) + b">>>>>>> theirs\n")
    with pytest.raises(LogError, match=r"^log/000000.log:3: is a mark that git left in a conflict"):
        log.append([a_line(2)])
    assert (log.folder / "000000.log").read_bytes() == joined(lines(2)) + b">>>>>>> theirs\n"


def test_mending_twice_finds_nothing_the_second_time(tmp_path: Path) -> None:
    log = interrupted(tmp_path, 2, lines(3, 2), 100)
    assert len(log.recover()) == 1
    assert log.recover() == ()
    assert len(log.recovered) == 1


def test_a_reader_who_looks_while_a_batch_ends_sees_none_of_it_or_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The size is looked at while the batch is half written, the journal when it is gone: the size is stale then."""
    batch = lines(4, 2)
    log = interrupted(tmp_path, 2, batch, len(joined(batch[:2])))

    def ended(folder: Path) -> None:
        path = folder / "000000.log"
        if path.stat().st_size < len(joined(lines(6))):
            path.write_bytes(joined(lines(6)))
            (folder / "pending").unlink()

    monkeypatch.setattr(journal, "pending", ended)
    assert tuple(log.read()) == lines(6)


def test_taking_a_batch_back_leaves_no_gap_in_the_numbers_wherever_it_stops(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for stop in range(1, 4):
        log = a_log(tmp_path / str(stop), *(joined(lines(1024, 1024 * number)) for number in range(4)))
        write_journal(log.folder, Mark(1, 0), lines(9000, 1024))
        real, left = os.unlink, stop

        def unlink(path: Path, real: Callable[[Path], None] = real) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                raise OSError(errno.EIO, "Input/output error")
            real(path)

        with monkeypatch.context() as patch:
            patch.setattr(os, "unlink", unlink)
            with pytest.raises(LogError):
                log.recover()
        numbers = segment_numbers(log.folder)
        assert numbers == tuple(range(len(numbers)))
        log.recover()
        assert tuple(log.read()) == lines(1024)


def test_a_repeated_call_is_acknowledged_only_when_the_disk_has_the_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The call that wrote them may have died before it waited for the disk."""
    log = a_log(tmp_path, joined(lines(1024)), joined(lines(10, 1024)))
    synced = set()
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.add(os.fstat(descriptor).st_ino))
    assert log.append(lines(8, 1020), expected_size=1020) == 1020
    assert synced == {path.stat().st_ino for path in (log.folder, *log.folder.glob("*.log"))}
