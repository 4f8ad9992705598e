"""What every store of the log must do. A store's tests inherit `StoreContract` and give it a way to open the store."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

import pytest
from log_lines import a_line, lines, withheld

from regesta.events.entry import MAX_LINE, parse_entry
from regesta.events.store import Conflict, Head, Log, LogError, entries

Opener = Callable[[], Log]


class StoreContract:
    """`opener` is a fixture of the inheriting class: each call of it opens the same store anew."""

    @pytest.fixture
    def log(self, opener: Opener) -> Log:
        return opener()

    def test_an_empty_log_holds_nothing(self, log: Log) -> None:
        assert log.head() == Head(0)
        assert list(log.read()) == []
        assert list(log.read(7)) == []

    def test_the_position_of_the_first_line_comes_back(self, log: Log) -> None:
        assert log.append([a_line(0)]) == 0
        assert log.append(lines(3, 1)) == 1
        assert log.append([a_line(4)]) == 4
        assert log.head() == Head(5)
        assert list(log.read()) == list(lines(5))

    @pytest.mark.parametrize(
        "text",
        ["\x00", "\x7f\x85\u2028\u2029\ufeff", "é 𝄞 \ufffe", "\r\n\t", "x" * 60_000, "\\" * 999],
        ids=["nul", "line-separators", "wide", "blanks", "60-kB", "backslashes"],
    )
    def test_bytes_come_back_as_they_were_given(self, log: Log, opener: Opener, text: str) -> None:
        given = [a_line(0), a_line(1, text), a_line(2)]
        log.append(given)
        assert list(opener().read()) == given
        fact = parse_entry(next(log.read(1))).fact
        assert fact is not None
        assert fact["text"] == text

    def test_a_withheld_entry_is_an_entry(self, log: Log) -> None:
        given = [a_line(0), withheld(a_line(1)), a_line(2)]
        log.append(given)
        assert list(log.read()) == given
        assert [entry.withheld for _, entry in entries(log)] == [False, True, False]

    def test_a_batch_keeps_its_order_over_thousands(self, log: Log) -> None:
        given = lines(2500)
        assert log.append(given) == 0
        assert tuple(log.read()) == given
        assert log.head() == Head(2500)

    @pytest.mark.parametrize(
        "wrong", [b"", b"\n", b"{}", b"{}\t{}", a_line(9) + b"\n", a_line(9) + b"x", a_line(9)[:-1]]
    )
    def test_of_a_batch_with_a_line_that_is_no_entry_nothing_is_recorded(self, log: Log, wrong: bytes) -> None:
        log.append([a_line(0)])
        with pytest.raises(LogError, match="Line 2 of 3 is no entry, and nothing was recorded"):
            log.append([a_line(1), wrong, a_line(2)])
        assert list(log.read()) == [a_line(0)]

    def test_the_longest_line_is_taken_and_a_longer_one_refused(self, log: Log) -> None:
        longest = a_line(0, "x" * (MAX_LINE - len(a_line(0))))
        assert len(longest) == MAX_LINE
        log.append([longest])
        with pytest.raises(LogError, match="longer than"):
            log.append([longest + b" "])
        assert list(log.read()) == [longest]

    def test_nothing_may_be_appended(self, log: Log) -> None:
        log.append(lines(2))
        assert log.append([]) == 2
        assert log.append([], expected_size=2) == 2
        assert log.head() == Head(2)

    def test_an_expectation_that_holds_is_accepted(self, log: Log) -> None:
        assert log.append(lines(2), expected_size=0) == 0
        assert log.append(lines(2, 2), expected_size=2) == 2

    def test_a_stale_expectation_is_refused(self, log: Log) -> None:
        log.append(lines(3))
        with pytest.raises(Conflict) as refused:
            log.append([a_line(9)], expected_size=1)
        assert (refused.value.expected, refused.value.actual) == (1, 3)
        assert tuple(log.read()) == lines(3)

    def test_an_expectation_ahead_of_the_log_is_refused(self, log: Log) -> None:
        """A position from another log, or from a log that was set back to an older copy, is noticed."""
        log.append(lines(3))
        for expected in (4, 1_000_000):
            with pytest.raises(Conflict) as refused:
                log.append([a_line(9)], expected_size=expected)
            assert (refused.value.expected, refused.value.actual) == (expected, 3)
        assert tuple(log.read()) == lines(3)

    def test_a_repeated_call_is_recognized_also_later_and_after_reopening(self, log: Log, opener: Opener) -> None:
        log.append([a_line(0)])
        assert log.append(lines(3, 1), expected_size=1) == 1
        assert log.append(lines(3, 1), expected_size=1) == 1
        log.append(lines(2000, 4))
        assert log.append(lines(3, 1), expected_size=1) == 1
        assert opener().append(lines(3, 1), expected_size=1) == 1
        assert opener().append(lines(2000, 4), expected_size=4) == 4
        assert log.head() == Head(2004)

    def test_of_a_repeated_call_the_lines_must_all_be_there(self, log: Log) -> None:
        log.append(lines(3))
        with pytest.raises(Conflict):
            log.append(lines(4), expected_size=0)
        assert log.head() == Head(3)

    def test_the_same_place_with_other_bytes_is_refused(self, log: Log) -> None:
        log.append(lines(3))
        with pytest.raises(Conflict):
            log.append([a_line(1, "other")], expected_size=1)
        with pytest.raises(Conflict):
            log.append([withheld(a_line(1))], expected_size=1)

    def test_for_each_place_one_writer_wins(self, opener: Opener) -> None:
        first, second = opener(), opener()
        assert first.append([a_line(0, "first")], expected_size=0) == 0
        with pytest.raises(Conflict):
            second.append([a_line(0, "second")], expected_size=0)
        assert second.append([a_line(1, "second")], expected_size=1) == 1
        with pytest.raises(Conflict):
            first.append([a_line(1, "first")], expected_size=1)
        assert list(first.read()) == [a_line(0, "first"), a_line(1, "second")]

    def test_threads_that_write_at_once_leave_no_gap(self, opener: Opener) -> None:
        log = opener()

        def write(writer: int) -> list[tuple[int, tuple[bytes, ...]]]:
            mine = log if writer % 2 else opener()
            done = []
            for turn in range(8):
                batch = lines(1 + turn % 3, 1000 * writer + 10 * turn)
                done.append((mine.append(batch), batch))
            return done

        with ThreadPoolExecutor(4) as pool:
            done = [one for each in pool.map(write, range(1, 5)) for one in each]
        found = list(log.read())
        assert len(found) == sum(len(batch) for _, batch in done) == log.head().size
        for position, batch in done:
            assert tuple(found[position : position + len(batch)]) == batch

    def test_your_own_writes_are_read_by_every_handle(self, opener: Opener) -> None:
        one, other = opener(), opener()
        for number in range(5):
            (one if number % 2 else other).append([a_line(number)])
            assert one.head() == other.head() == Head(number + 1)
            assert list(one.read(number)) == list(other.read(number)) == [a_line(number)]

    def test_reading_begins_at_any_position(self, log: Log, opener: Opener) -> None:
        given = lines(2100)
        log.append(given)
        for start in (0, 1, 1023, 1024, 1025, 2047, 2048, 2049, 2099):
            assert next(log.read(start)) == given[start]
        assert tuple(opener().read(1500)) == given[1500:]
        assert list(log.read(2100)) == []
        assert list(log.read(9999)) == []

    def test_a_negative_position_is_a_mistake_of_the_caller(self, log: Log) -> None:
        with pytest.raises(ValueError, match="0 or more"):
            log.read(-1)
        log.append([a_line(0)])
        with pytest.raises(ValueError, match="0 or more"):
            log.append([a_line(1)], expected_size=-1)

    def test_a_reading_that_has_begun_is_not_disturbed_by_an_append(self, log: Log) -> None:
        log.append(lines(3))
        reading = log.read()
        assert next(reading) == a_line(0)
        log.append(lines(2000, 3))
        assert list(reading) == [a_line(1), a_line(2)]

    def test_one_who_reads_on_from_where_he_stopped_skips_nothing(self, log: Log, opener: Opener) -> None:
        reader, seen = opener(), list[bytes]()
        for turn in range(40):
            log.append(lines(1 + turn % 4, len(seen)))
            seen.extend(islice(reader.read(len(seen)), 1 + turn % 4))
        assert seen == list(log.read())

    def test_what_was_given_may_change_afterwards(self, log: Log) -> None:
        given = list(lines(2))
        log.append(given)
        given[0] = b"changed"
        assert tuple(log.read()) == lines(2)

    def test_a_log_is_copied_into_another_store_and_again_without_doubling(self, log: Log) -> None:
        from store_in_memory import MemoryLog

        source = MemoryLog()
        source.append(lines(1500))
        for _ in range(2):
            for start in range(0, 1500, 400):
                batch = tuple(islice(source.read(start), 400))
                assert log.append(batch, expected_size=start) == start
        assert tuple(log.read()) == lines(1500)

    def test_each_entry_has_a_place_to_look_for_it(self, log: Log) -> None:
        log.append(lines(1100))
        assert len({log.place(position) for position in range(1100)}) == 1100
