"""A log in memory, written as tersely as the facts: `recorded(an_agent(), a_post(), a_posting())`."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from factories import MORNING

from regesta.events.entry import format_entry, parse_entry
from regesta.events.facts import Fact, dump_fact
from regesta.events.store import Conflict, Head


class MemoryLog:
    """A log of lines in memory; see `regesta.events.store.Log`."""

    def __init__(self, lines: Iterable[bytes] = ()) -> None:
        self.lines = list(lines)

    def append(self, lines: Sequence[bytes], expected_size: int | None = None) -> int:
        """See `Log.append`."""
        if expected_size is not None and expected_size != len(self.lines):
            raise Conflict(expected_size, len(self.lines))
        self.lines += lines
        return len(self.lines) - len(lines)

    def read(self, start: int = 0) -> Iterator[bytes]:
        """See `Log.read`."""
        return iter(self.lines[start:])

    def head(self) -> Head:
        """See `Log.head`."""
        return Head(len(self.lines))

    def place(self, position: int) -> str:
        """See `Log.place`."""
        return f"log/000000.log:{position + 1}"

    def record(self, fact: Fact, by: str = "Eve <eve@example.org>") -> str:
        """Record a fact, a second after the one before it, and return its id."""
        number = len(self.lines)
        line = format_entry(
            dump_fact(fact),
            at=MORNING + timedelta(seconds=number),
            by=by,
            tool="regesta 0.1.0",
            salt=number.to_bytes(16, "big"),
        )
        self.append([line])
        return parse_entry(line).id

    def withhold(self, position: int) -> None:
        """Take the disclosure from an entry."""
        self.lines[position] = self.lines[position].partition(b"\t")[0] + b"\t"


def recorded(*facts: Fact) -> MemoryLog:
    """A log of these facts."""
    log = MemoryLog()
    for fact in facts:
        log.record(fact)
    return log
