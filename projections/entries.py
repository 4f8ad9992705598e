"""The log, entry by entry, as the fold wants it: parsed, placed, and as it was known."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime

from pydantic import ValidationError

from regesta.events.entry import EntryError, commitment, fact_id, parse_entry, sealed
from regesta.events.facts import parse_fact_json, problems
from regesta.events.merkle import leaf_hash
from regesta.events.store import Log, LogError, damaged
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
        self.shown = start
        """How many of them were recorded by then: all, unless the edition is that of a moment."""
        self.leaf = leaf
        """The leaf hash of the last of them, in hexadecimal."""

    def __iter__(self) -> Iterator[Logged]:
        """Each entry; raises LogError, naming file and line, when one cannot be read."""
        moment = stamp(self._as_known) if isinstance(self._as_known, datetime) else None
        last = b""
        for position, line in enumerate(self._log.read(self.size), self.size):
            if isinstance(self._as_known, int) and position >= self._as_known:
                break
            entry = self._logged(position, line)
            self.size, last = position + 1, line
            if moment is None or entry.at <= moment:
                self.shown += 1
                yield entry
        if last:
            self.leaf = leaf_hash(commitment(last)).hex()

    def _logged(self, position: int, line: bytes) -> Logged:
        try:
            return logged(position, line)
        except EntryError as error:
            raise damaged(self._log.place(position), error) from error
        except ValidationError as error:
            told = "; ".join(map(str, problems(error, "fact")))
            raise LogError(
                f"{self._log.place(position)}: holds no fact that this regesta knows ({told}). If a newer one recorded"
                " it, install a newer regesta, or run `regesta verify` to see whether the line was damaged."
            ) from error


def logged(position: int, line: bytes) -> Logged:
    """The entry on a line whose digest is right; raises EntryError, or pydantic's ValidationError for its fact.

    The fact is read from the line as it stands. That the line is written canonically is not asked again, as it is by
    `parse_entry`, which takes five times as long: `regesta verify` asks it, of every line.
    """
    id, at = fact_id(sealed(line)), line[7:34].decode("ascii")
    disclosure = line.partition(b"\t")[2].decode("utf-8", "replace")
    if not disclosure:
        return Logged(position, id, at, None, None, None, None)
    found = _DISCLOSURE.fullmatch(disclosure)
    if found is None:
        parse_entry(line)  # says what is wrong with it
        raise EntryError("the disclosure is not written as it must be")
    by, fact, tool = found.groups()
    return Logged(position, id, at, _text(by), _text(tool), parse_fact_json(fact.encode()), fact)


_STRING = r'"(?:[^"\\]|\\.)*"'
# Within a string no quotation mark stands unescaped, so that the last `,"salt":"` that fits is the entry's own.
_DISCLOSURE = re.compile(
    rf'\{{"by":({_STRING}),"fact":(\{{.*\}}),"salt":"[A-Za-z0-9+/]{{21}}[AQgw]==","tool":({_STRING})\}}', re.DOTALL
)


def _text(written: str) -> str:
    """The text of a JSON string."""
    text: str = json.loads(written) if "\\" in written else written[1:-1]
    return text


def stamp(moment: datetime) -> str:
    """A moment as entries hold it, so that the two compare as text."""
    if moment.tzinfo is None:
        raise ValueError(f"the moment {moment.isoformat()} has no time zone")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
