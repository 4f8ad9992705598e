"""A writer may be killed at any moment: no acknowledged entry is lost, and the log opens."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from crash_writer import POOL
from crashes import Crashes, Outcome, crashes
from log_lines import a_line

from regesta.events.files import FileLog
from regesta.events.integrity import check

ROUNDS = 200


@pytest.fixture(scope="module")
def writers() -> Iterator[Crashes]:
    with crashes() as process:
        yield process


def expect_whole(folder: Path, outcome: Outcome) -> int:
    """Read the log as the killed writer left it; return its size."""
    log = FileLog(folder / "log", folder / "build")
    found = tuple(log.read())
    assert found == POOL[: len(found)]
    assert log.head().size == len(found)
    assert len(found) >= outcome.promised
    if outcome.begun is not None:
        start, count = outcome.begun
        assert len(found) in (start, start + count), "a batch is there in part"
    return len(found)


def test_a_writer_killed_at_a_random_moment_two_hundred_times_loses_nothing_that_was_acknowledged(
    writers: Crashes, tmp_path: Path
) -> None:
    chance = random.Random(20261123)
    sizes: list[int] = []
    interrupted_batches = unanswered = 0
    folder = tmp_path / "0"
    for turn in range(ROUNDS):
        if turn == 0 or sizes[-1] > len(POOL) - 3000:
            folder = tmp_path / str(turn)
            folder.mkdir()
        order = {"folder": str(folder), "seed": chance.random()}
        outcome = writers.run(order, chance.randint(1, 5), chance.random() * 0.003)
        assert not outcome.finished
        sizes.append(expect_whole(folder, outcome))
        interrupted_batches += (folder / "log" / "pending").exists()
        unanswered += outcome.begun is not None and sum(outcome.begun) > outcome.promised
        if turn % 10 == 9:
            log = FileLog(folder / "log")
            log.recover()
            assert expect_whole(folder, outcome) == log.head().size
            torn = tuple(problem for problem in check(log).problems if "/torn/" not in problem.place)
            assert torn == ()
    # The kills must have come at all kinds of moments, or this test shows nothing.
    assert len(set(sizes)) > ROUNDS / 4
    assert unanswered > ROUNDS / 10
    assert interrupted_batches >= 3
    print(f"{ROUNDS} kills: {unanswered} within an append, {interrupted_batches} within a batch's journal")


@pytest.mark.parametrize("before", [0, 1, 1022, 1024])
@pytest.mark.parametrize("sizes", [(1,), (3,), (1100,)])
def test_a_writer_killed_at_each_step_in_turn_leaves_a_log_that_opens(
    writers: Crashes, tmp_path: Path, before: int, sizes: tuple[int, ...]
) -> None:
    kills = 0
    for step in range(1, 100):
        folder = tmp_path / str(step)
        folder.mkdir()
        if before:
            FileLog(folder / "log").append(POOL[:before])
        outcome = writers.run({"folder": str(folder), "sizes": sizes, "fault": step})
        size = expect_whole(folder, outcome)
        assert size >= before
        # The next writer mends what there is, and goes on from there.
        log = FileLog(folder / "log")
        log.recover()
        size = expect_whole(folder, outcome)
        assert log.append([a_line(size)]) == size
        assert not (folder / "log" / "pending").exists()
        assert tuple(log.read()) == POOL[: size + 1]
        if outcome.finished:
            assert size == before + sum(sizes)
            break
        kills += 1
    assert 5 < kills < 60, kills


@pytest.mark.parametrize("left", ["torn line", "half a batch", "whole batch"])
def test_a_writer_killed_at_each_step_of_mending_leaves_a_log_that_can_be_mended(
    writers: Crashes, tmp_path: Path, left: str
) -> None:
    kills = 0
    for step in range(1, 100):
        folder = tmp_path / str(step)
        log = interrupted(folder, left)
        size = log.head().size
        outcome = writers.run({"folder": str(folder), "sizes": (), "fault": step})
        assert expect_whole(folder, outcome) in (size, 1040)
        log.recover()
        assert log.head().size == (1040 if left == "whole batch" else size)
        assert not (folder / "log" / "pending").exists()
        if left != "whole batch":
            kept = b"".join(path.read_bytes() for path in sorted((folder / "log" / "torn").glob("*.part")))
            assert POOL[1030][:40] in kept
        if outcome.finished:
            break
        kills += 1
    assert 5 < kills < 60


def interrupted(folder: Path, left: str) -> FileLog:
    """A log of 1,020 or 1,030 entries and what an interrupted append left behind them."""
    from regesta.events.journal import write_journal
    from regesta.events.segments import Mark

    folder.mkdir()
    log = FileLog(folder / "log")
    begun = 1030 if left == "torn line" else 1020
    log.append(POOL[:begun])
    last = folder / "log" / f"{begun // 1025:06}.log"
    if left == "torn line":
        with last.open("ab") as file:
            file.write(POOL[1030][:50])
        return log
    write_journal(folder / "log", Mark(0, last.stat().st_size), POOL[1020:1040])
    with last.open("ab") as file:
        file.write(b"".join(line + b"\n" for line in POOL[1020:1024]))
    with (folder / "log" / "000001.log").open("ab") as file:
        file.write(b"".join(line + b"\n" for line in POOL[1024:1040])[: None if left == "whole batch" else -70])
    return log
