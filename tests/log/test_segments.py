"""The folder of a log: segments of any length, and counts that are remembered but never believed blindly."""

import json
import os
from pathlib import Path

import pytest
from log_lines import a_line, lines

from regesta.events import counts, segments
from regesta.events.entry import MAX_LINE
from regesta.events.files import FileLog
from regesta.events.store import LogError, entries


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.log"))


def test_a_new_segment_begins_after_1024_entries(tmp_path: Path) -> None:
    log = FileLog(tmp_path / "log")
    log.append(lines(1023))
    log.append([a_line(1023)])
    assert names(log.folder) == ["000000.log"]
    log.append([a_line(1024)])
    assert names(log.folder) == ["000000.log", "000001.log"]
    log.append(lines(3000, 1025))
    assert [path.read_bytes().count(b"\n") for path in sorted(log.folder.glob("*.log"))] == [1024, 1024, 1024, 953]


def test_a_segment_that_a_merge_made_longer_is_read_and_counted(tmp_path: Path) -> None:
    log = FileLog(tmp_path / "log", tmp_path / "build")
    log.append(lines(1100))
    first, second = log.folder / "000000.log", log.folder / "000001.log"
    first.write_bytes(first.read_bytes() + b"".join(line + b"\n" for line in lines(500, 5000)))
    expected = (*lines(1024), *lines(500, 5000), *lines(76, 1024))
    for handle in (log, FileLog(log.folder, tmp_path / "build"), FileLog(log.folder)):
        assert tuple(handle.read()) == expected
        assert next(handle.read(1530)) == expected[1530]
        assert handle.place(1523) == "log/000000.log:1524"
        assert handle.place(1524) == "log/000001.log:1"
    assert FileLog(log.folder, tmp_path / "build").head().size == 1600
    assert FileLog(log.folder).append([a_line(1)]) == 1600
    assert second.read_bytes().endswith(a_line(1) + b"\n")


def test_a_merge_while_a_handle_is_open_is_noticed(tmp_path: Path) -> None:
    """git puts a new file in the place of the old one."""
    log = FileLog(tmp_path / "log")
    log.append(lines(1100))
    assert log.head().size == 1100
    merged = log.folder / "merged"
    merged.write_bytes((log.folder / "000000.log").read_bytes() + a_line(7777) + b"\n")
    merged.replace(log.folder / "000000.log")
    assert log.head().size == 1101
    assert log.append([a_line(1)]) == 1101


def test_place_and_position_are_inverses(tmp_path: Path) -> None:
    log = FileLog(tmp_path / "log")
    log.append(lines(2100))
    for position in (0, 1, 1023, 1024, 2047, 2048, 2099):
        segment, line = log.locate(position)
        assert log.position(segment, line) == position
        data = (log.folder / f"{segment:06}.log").read_bytes().split(b"\n")
        assert data[line - 1] == a_line(position)


def test_the_count_of_closed_segments_is_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = FileLog(tmp_path / "log", tmp_path / "build")
    log.append(lines(3000))
    assert FileLog(log.folder, tmp_path / "build").head().size == 3000
    counted = []

    def count(path: Path, end: int) -> int:
        counted.append(path.name)
        return segments.count_lines(path, end)

    monkeypatch.setattr(counts, "count_lines", count)
    again = FileLog(log.folder, tmp_path / "build")
    assert again.head().size == 3000
    assert next(again.read(2999)) == a_line(2999)
    assert counted == ["000002.log"]
    counted.clear()
    assert FileLog(log.folder).head().size == 3000
    assert counted == ["000002.log", "000000.log", "000001.log"]


def test_remembered_counts_are_not_believed_when_the_segment_changed(tmp_path: Path) -> None:
    log = FileLog(tmp_path / "log", tmp_path / "build")
    log.append(lines(1100))
    log.head()
    first = log.folder / "000000.log"
    data = first.read_bytes()
    stat = first.stat()
    # Same size, one line less: only the time of change tells.
    first.write_bytes(data.replace(b"\n", b" ", 1))
    os.utime(first, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1))
    assert FileLog(log.folder, tmp_path / "build").head().size == 1099


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"000000.log":7}',
        '{"000000.log":[1,2]}',
        '{"000000.log":["a","b","c"]}',
        "\ud800",
        "[" * 9999,
    ],
)
def test_a_damaged_memory_of_counts_is_no_matter(tmp_path: Path, text: str) -> None:
    log = FileLog(tmp_path / "log", tmp_path / "build")
    log.append(lines(1100))
    log.head()
    file = tmp_path / "build" / "log-lines.json"
    assert json.loads(file.read_text())
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    again = FileLog(log.folder, tmp_path / "build")
    assert again.head().size == 1100
    assert json.loads(file.read_text())


def test_counts_that_cannot_be_remembered_are_done_without(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("a file where the folder would be")
    log = FileLog(tmp_path / "log", tmp_path / "build")
    log.append(lines(1100))
    assert log.head().size == 1100
    assert next(log.read(1099)) == a_line(1099)


def test_lines_are_cut_at_line_feeds_alone(tmp_path: Path) -> None:
    log = FileLog(tmp_path / "log")
    given = [a_line(0, "\u2028\u2029\x85\x0b\x0c\x1c\x1d\x1e"), a_line(1)]
    log.append(given)
    assert list(log.read()) == given


@pytest.mark.parametrize("size", [2**20 - 1, 2**20, 2**20 + 1, 2**21 - 3, 2**21, 2**22 + 7])
def test_lines_that_lie_across_the_blocks_of_reading_are_whole(tmp_path: Path, size: int) -> None:
    log = FileLog(tmp_path / "log")
    given: list[bytes] = []
    total = 0
    while total < size:
        given.append(a_line(len(given), "x" * min(300_000, size - total)))
        total += len(given[-1]) + 1
    given += [a_line(1), a_line(2)]
    log.append(given)
    assert list(log.read()) == given
    assert FileLog(log.folder).head().size == len(given)


def test_a_line_past_the_limit_is_named_and_takes_little_memory(tmp_path: Path) -> None:
    import tracemalloc

    log = FileLog(tmp_path / "log")
    log.append(lines(3))
    with (log.folder / "000000.log").open("ab") as file:
        for _ in range(100):
            file.write(b"x" * MAX_LINE)
        file.write(b"\n" + a_line(3) + b"\n")
    tracemalloc.start()
    with pytest.raises(LogError, match=r"^log/000000.log:4: is longer than 1,048,576 bytes; no entry is$"):
        list(log.read())
    assert log.head().size == 5
    assert list(log.read(4)) == [a_line(3)]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20 * MAX_LINE


def test_a_missing_segment_is_named(tmp_path: Path) -> None:
    log = FileLog(tmp_path / "log")
    log.append(lines(4000))
    (log.folder / "000001.log").unlink()
    sentence = r"^log/000001.log is missing, though 000002.log is there; get it back from git or a backup"
    for call in (FileLog(log.folder).head, lambda: list(log.read()), lambda: FileLog(log.folder).append([a_line(1)])):
        with pytest.raises(LogError, match=sentence if call.__name__ != "<lambda>" else "000001.log"):
            call()


def test_a_closed_segment_without_its_last_line_feed_is_damage(tmp_path: Path) -> None:
    log = FileLog(tmp_path / "log")
    log.append(lines(1100))
    first = log.folder / "000000.log"
    first.write_bytes(first.read_bytes()[:-1])
    with pytest.raises(LogError, match=r"^log/000000.log: the last line has no line feed though a later segment"):
        list(FileLog(log.folder).read())


def test_a_line_that_is_no_entry_is_named_with_its_place(tmp_path: Path) -> None:
    log = FileLog(tmp_path / "log")
    log.append(lines(1100))
    last = log.folder / "000001.log"
    last.write_bytes(last.read_bytes().replace(b'"number":1030', b'"number":1031'))
    sentence = r"^log/000001.log:7: the disclosure does not match its digest"
    with pytest.raises(LogError, match=sentence):
        list(entries(log))
    assert [position for position, _ in entries(log, 1031)] == list(range(1031, 1100))


def test_a_log_whose_folder_is_a_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("no folder")
    log = FileLog(tmp_path / "log")
    with pytest.raises(LogError, match="log cannot be read: Not a directory"):
        log.head()
    with pytest.raises(LogError, match=r"Writing to log/ failed \(Not a directory\) and the entry was not recorded"):
        log.append([a_line(0)])
