"""Unveiling: what would come to be shown by an erasure, because what gave it away is no longer known.

A name that is known only through a withheld fact is withheld with it. Once that fact is erased, nothing tells any
longer that it named anybody. So the log is looked at as it is, as it would be if the fact were restricted, and as it
will be: what only the last of these would show needs a restriction of its own.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from regesta.events.entry import commitment, format_entry
from regesta.events.erasing import id_of
from regesta.events.facts import Fact, dump_fact
from regesta.events.restriction import Restriction
from regesta.events.store import Head, Log
from regesta.projections.entries import Reading
from regesta.projections.erasure import roots
from regesta.projections.public import withheld_in


def unveiled(log: Log, ids: Sequence[str], records: Sequence[Fact], on: date) -> tuple[str, ...]:
    """The facts, by their first versions, that an erasure would show on a day though they may not be shown.

    `ids` are the entries that go, `records` the facts that will say so.
    """
    size = log.head().size
    restricted = tuple(Restriction(kind="restriction", fact=id, level="internal") for id in ids)
    before = withheld_in(log, on).keys() | withheld_in(_Altered(log, size, (), restricted), on).keys()
    after = withheld_in(_Altered(log, size, ids, records), on)
    shown = {position for position in before if position < size and position not in after}
    return tuple(dict.fromkeys(root for position, root in roots(Reading(log)) if position in shown))


@dataclass(frozen=True, slots=True)
class _Altered:
    """A log as it would be: some entries cut, and others added at the end."""

    log: Log
    size: int
    cut: Collection[str]
    more: Sequence[Fact]

    def append(self, lines: Sequence[bytes], expected_size: int | None = None) -> int:
        """Nothing is added to what is only imagined."""
        raise NotImplementedError

    def read(self, start: int = 0) -> Iterator[bytes]:
        """See `Log.read`."""
        ids = frozenset(self.cut)
        for position, line in enumerate(self.log.read(start), start):
            if position < self.size:
                yield commitment(line) + b"\t" if ids and id_of(line) in ids else line
        for number, fact in enumerate(self.more[max(0, start - self.size) :]):
            yield format_entry(dump_fact(fact), at=_THEN, by="-", tool="-", salt=number.to_bytes(16))

    def head(self) -> Head:
        """See `Log.head`."""
        return Head(self.size + len(self.more))

    def place(self, position: int) -> str:
        """See `Log.place`."""
        return self.log.place(position)


_THEN = datetime(2000, 1, 1, tzinfo=UTC)
