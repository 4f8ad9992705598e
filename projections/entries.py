"""The log, entry by entry, as the fold wants it: parsed, placed, and as it was known."""

from collections.abc import Iterator
from datetime import UTC, datetime

from regesta.events.canonical import canonical
from regesta.events.entry import EntryError, commitment, parse_entry
from regesta.events.errors import InvalidInput
from regesta.events.facts import parse_fact
from regesta.events.merkle import leaf_hash
from regesta.events.store import Log, LogError
from regesta.projections.force import Logged

AsKnown = int | datetime | None
"""An earlier edition: the first so many entries, or those recorded at or before a moment; None is everything."""


class Reading:
    """Reads a log from a position on, and remembers how far it came."""

    def __init__(self, log: Log, start: int = 0, leaf: str = "", as_known: AsKnown = None) -> None:
        self._log = log
        self._as_known = as_known
        self.size = start
        """How many entries of the log were read, those read before included."""
        self.leaf = leaf
        """The leaf hash of the last of them, in hexadecimal."""

    def __iter__(self) -> Iterator[Logged]:
        """Each entry; raises LogError, naming file and line, when one cannot be read."""
        moment = _stamp(self._as_known) if isinstance(self._as_known, datetime) else None
        last = b""
        for position, line in enumerate(self._log.read(self.size), self.size):
            if isinstance(self._as_known, int) and position >= self._as_known:
                break
            entry = self._logged(position, line)
            self.size, last = position + 1, line
            if moment is None or entry.at <= moment:
                yield entry
        if last:
            self.leaf = leaf_hash(commitment(last)).hex()

    def _logged(self, position: int, line: bytes) -> Logged:
        try:
            entry = parse_entry(line)
            if entry.fact is None:
                return Logged(position, entry.id, entry.at, None, None, None, None)
            fact = parse_fact(entry.fact, "fact")
        except EntryError as error:
            raise LogError(f"{self._log.place(position)}: {error}") from error
        except InvalidInput as error:
            raise LogError(f"{self._log.place(position)}: is no fact that this regesta knows: {error}") from error
        return Logged(position, entry.id, entry.at, entry.by, entry.tool, fact, canonical(entry.fact).decode("utf-8"))


def _stamp(moment: datetime) -> str:
    """A moment as entries hold it, so that the two compare as text."""
    if moment.tzinfo is None:
        raise ValueError(f"the moment {moment.isoformat()} has no time zone")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
