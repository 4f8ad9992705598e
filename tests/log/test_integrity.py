"""Verification of the log's own bytes: whatever was changed is named, with file and line."""

from pathlib import Path

import pytest
from log_lines import a_line, lines, withheld

from regesta.events.entry import commitment, parse_entry
from regesta.events.files import FileLog
from regesta.events.integrity import MOST, check
from regesta.events.merkle import EMPTY_ROOT, leaf_hash, root


def root_of(given: tuple[bytes, ...]) -> bytes:
    return root(leaf_hash(commitment(line)) for line in given)


@pytest.fixture
def log(tmp_path: Path) -> FileLog:
    return FileLog(tmp_path / "log", tmp_path / "build")


def told(log: FileLog, known: tuple[tuple[int, bytes], ...] = ()) -> list[str]:
    return [str(problem) for problem in check(log, known).problems]


def test_an_empty_log_is_sound(log: FileLog) -> None:
    found = check(log)
    assert (found.size, found.root, found.problems) == (0, EMPTY_ROOT, ())
    log.append([])
    assert check(log) == found


def test_a_sound_log_has_its_size_and_root_and_no_problems(log: FileLog) -> None:
    given = (*lines(1500), withheld(a_line(1500)), *lines(600, 1501))
    log.append(given)
    seen: list[int] = []
    found = check(log, [(size, root_of(given[:size])) for size in (0, 1, 1024, 2101)], seen.append)
    assert (found.size, found.root, found.problems) == (2101, root_of(given), ())
    assert seen == [1024, 2048, 2101]


@pytest.mark.parametrize("change", [0x01, 0x20, 0x80, 0xFF])
def test_a_changed_byte_anywhere_is_found_and_its_line_named(log: FileLog, change: int) -> None:
    """All but the time, which no line vouches for: that only a head tells that was kept elsewhere."""
    given = (a_line(0), withheld(a_line(1)), a_line(2))
    log.append(given)
    path = log.folder / "000000.log"
    data = path.read_bytes()
    head = ((3, root_of(given)),)
    begins = [0, len(given[0]) + 1, len(given[0]) + 1 + 100]
    for place in range(len(data)):
        path.write_bytes(data[:place] + bytes([data[place] ^ change]) + data[place + 1 :])
        line = max(number for number, begin in enumerate(begins) if begin <= place)
        column = place - begins[line]
        of_the_commitment = 7 <= column < 34 or (line == 1 and 46 <= column < 90)
        found = told(log)
        if not of_the_commitment:
            assert found, place
        if found and place != len(data) - 1:
            assert found[0].startswith(f"log/000000.log:{line + 1}: "), place
        assert told(log, head), place
    path.write_bytes(data)
    assert told(log, head) == []


def test_a_line_taken_out_put_in_or_moved_is_told_by_a_kept_head(log: FileLog) -> None:
    given = lines(5)
    log.append(given)
    path = log.folder / "000000.log"
    head = ((5, root_of(given)),)
    differs = (
        "log/: the first 5 entries are no longer those of the head that was kept: the root differs. An entry among them"
        " was changed, moved, added or taken out."
    )
    for order in ((0, 1, 3, 2, 4), (0, 1, 2, 3, 3, 4), (1, 2, 3, 4, 0)):
        path.write_bytes(b"".join(given[number] + b"\n" for number in order))
        assert differs in told(log, head)
    path.write_bytes(b"".join(line + b"\n" for line in given[:4]))
    assert told(log, head) == [
        "log/: holds 4 entries, and once held 5: an older copy, or entries were taken out. Get the log back from git or"
        " a backup."
    ]
    path.write_bytes(b"".join(line + b"\n" for line in (*given, a_line(9))))
    assert told(log, head) == []


def test_an_entry_that_stands_twice_is_named_with_the_first_one(log: FileLog) -> None:
    given = (*lines(1030), a_line(7), a_line(1024), withheld(a_line(8)))
    log.append(given)
    repeats = "repeats entry {} of {}, as a merge done twice can do. Take the later of the two lines out."
    ids = [parse_entry(line).id for line in (a_line(7), a_line(1024), a_line(8))]
    assert told(log) == [
        "log/000001.log:7: " + repeats.format(ids[0], "log/000000.log:8"),
        "log/000001.log:8: " + repeats.format(ids[1], "log/000001.log:1"),
        "log/000001.log:9: " + repeats.format(ids[2], "log/000000.log:9"),
    ]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (b"", "is blank; every line is an entry."),
        (a_line(9) + b"\r", "ends in a carriage return; an editor or git rewrote the line ends."),
        (b"<<<<<<< HEAD", "is a mark that git left in a conflict; take out the marks, keep every other line,"),
        (a_line(9).replace(b'"v":1', b'"v":9'), "is written in version 9 of the log's format, and this regesta reads"),
        (b"x" * 2_000_000, "is longer than 1,048,576 bytes."),
    ],
)  # fmt: skip
def test_a_line_that_is_no_entry_is_named_and_the_others_still_checked(log: FileLog, line: bytes, what: str) -> None:
    log.append(lines(2))
    path = log.folder / "000000.log"
    changed = a_line(3).replace(b'"number":3', b'"number":4')
    path.write_bytes(path.read_bytes() + line + b"\n" + a_line(2) + b"\n" + changed + b"\n")
    found = told(log)
    assert len(found) == 2
    assert found[0].startswith(f"log/000000.log:3: {what}")
    assert found[1].startswith("log/000000.log:5: the disclosure does not match its digest")
    assert check(log).size == 5


def test_segments_that_miss_a_number_a_line_or_a_line_feed_are_named(log: FileLog) -> None:
    log.append(lines(5000))
    (log.folder / "000001.log").unlink()
    first, third = log.folder / "000000.log", log.folder / "000003.log"
    first.write_bytes(first.read_bytes().partition(b"\n")[2])
    third.write_bytes(third.read_bytes()[:-1])
    (log.folder / "000002 (copy).log").write_bytes(b"")
    back = " Get the segment back from git or a backup."
    short = " lines though a later segment follows, and would hold 1,024 or more."
    assert told(log) == [
        "log/000001.log: is missing, though 000002.log is there; get it back from git or a backup.",
        "log/000002 (copy).log: is not named as a segment is, and is not read. Move it elsewhere.",
        f"log/000000.log: holds 1,023{short}{back}",
        f"log/000003.log:1024: has no line feed at its end.{back}",
        f"log/000003.log: holds 1,023{short}{back}",
    ]


def test_what_an_interrupted_append_left_is_told(log: FileLog) -> None:
    log.append(lines(2))
    with (log.folder / "000000.log").open("ab") as file:
        file.write(b"torn")
    assert told(log) == [
        "log/000000.log: ends in 4 bytes without a line feed, left by an interrupted append. The next append sets them"
        " aside or completes them; until then they are not read."
    ]
    assert check(log).size == 2


def test_after_a_thousand_problems_only_their_number_is_told(log: FileLog) -> None:
    log.append(lines(1500))
    for path in log.folder.glob("*.log"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    found = check(log).problems
    assert len(found) == MOST + 1
    assert str(found[-1]) == "log/: has 500 problems more."


def test_verifying_takes_little_memory(log: FileLog) -> None:
    import tracemalloc

    log.append(lines(4000))
    tracemalloc.start()
    check(log)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    size = sum(path.stat().st_size for path in log.folder.glob("*.log"))
    assert size > 800_000
    assert peak < 2_500_000 + 10 * 4000
