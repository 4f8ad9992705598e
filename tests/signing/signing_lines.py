"""Small entries for the tests of signed heads: each number gives one line, always the same."""

from datetime import UTC, datetime, timedelta

from regesta.events.entry import commitment, format_entry

BEGIN = datetime(2026, 11, 23, 19, 55, 57, tzinfo=UTC)


def a_line(number: int, text: str = "") -> bytes:
    """The line of entry `number`; `text` makes it another."""
    fact = {"kind": "note", "number": number, "text": text}
    return format_entry(fact, at=BEGIN + timedelta(seconds=number), by="A", tool="t 1", salt=number.to_bytes(16, "big"))


def lines(count: int, start: int = 0) -> tuple[bytes, ...]:
    """The lines of `count` entries."""
    return tuple(a_line(number) for number in range(start, start + count))


def withheld(line: bytes) -> bytes:
    """The line as it is published when its disclosure is withheld."""
    return commitment(line) + b"\t"
