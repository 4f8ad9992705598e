"""What a log is, wherever it is kept: one small interface, and the errors of every store.

A log is a sequence of lines (bytes without line feeds, each an entry); a line's position is its index, dense from 0.
Lines are only ever added, at the end. `tests/log/store_contract.py` is the suite that every store passes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from regesta.events.counted import in_entries
from regesta.events.entry import Entry, EntryError, parse_entry
from regesta.events.errors import RegestaError


class LogError(RegestaError):
    """The log cannot be read or written; nothing that was acknowledged is lost by it."""


def damaged(place: str, error: EntryError) -> LogError:
    """The error of a line that is not as it was written, with its place and what to do."""
    remedy = "Get the file back from git or a backup; `regesta verify` finds every line that is damaged."
    return LogError(f"{place}: {error}. {remedy}")


class Unavailable(LogError):
    """It is not known whether the lines were recorded: repeat the same call, what was recorded is recognized."""


class Conflict(RegestaError):
    """The log is not as long as the writer expected, and does not hold the writer's lines there already."""

    def __init__(self, expected: int, actual: int) -> None:
        self.expected = expected
        self.actual = actual
        if expected > actual:
            what = "fewer: this is another log, or an older copy of it"
        else:
            what = "other ones were recorded meanwhile"
        super().__init__(
            f"The log was expected to hold {in_entries(expected)}, and it holds {actual:,}: {what}. Nothing was"
            " recorded; look at what is there, then decide again."
        )


@dataclass(frozen=True, slots=True)
class Head:
    """Where the log ends at one moment."""

    size: int
    """How many entries it holds, which is the position of the next one."""


class Log(Protocol):
    """An append-only sequence of lines."""

    def append(self, lines: Sequence[bytes], expected_size: int | None = None) -> int:
        """Record lines, all or none and in their order; return the position of the first once all are durable.

        With `expected_size`, record them only at that position. If the log has grown past it and holds exactly these
        lines there, this is a repeated call: it is recognized and the position returned. Otherwise raises Conflict,
        as it does when the log is shorter. Raises LogError when a line is no entry or cannot be stored (then nothing
        was recorded), and Unavailable when the outcome is not known.
        """
        ...

    def read(self, start: int = 0) -> Iterator[bytes]:
        """The lines from a position up to the end as it is when reading begins; nothing past the end."""
        ...

    def head(self) -> Head:
        """Where the log ends now; costs little however long the log is."""
        ...

    def place(self, position: int) -> str:
        """Where a reader would look for the line at a position, for messages: `log/000003.log:17`."""
        ...


def entries(log: Log, start: int = 0) -> Iterator[tuple[int, Entry]]:
    """Each position from `start` with its entry; raises LogError with the place of a line that is none."""
    for position, line in enumerate(log.read(start), start):
        try:
            yield position, parse_entry(line)
        except EntryError as error:
            raise LogError(f"{log.place(position)}: {error}") from error
