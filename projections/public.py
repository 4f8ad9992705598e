"""The public log: the log with the disclosure of every withheld entry cut.

Leaves, positions and root are those of the log itself, so that every checkpoint and proof holds. Whatever is built
from it by the ordinary fold can hold nothing of what is withheld.
"""

import sqlite3
from array import array
from collections.abc import Container, Iterator
from contextlib import closing
from datetime import date

from regesta.events.entry import commitment
from regesta.events.store import Log
from regesta.projections.entries import Reading
from regesta.projections.hidden import Hidden, Reasons
from regesta.projections.strands import Strands, make_tables
from regesta.projections.withholding import hidden

_RESTRICTS = b'"kind":"restriction"'


def may_withhold(log: Log) -> bool:
    """Whether a log restricts anything, ever, or discloses less than was recorded; told without parsing it."""
    return any(line.endswith(b"\t") or _RESTRICTS in line for line in log.read())


def withheld_in(log: Log, on: date) -> Hidden:
    """The position of each entry of a log that may not be shown on a day, with the reason; see `Hidden`.

    The whole log is read, into a file that is gone afterwards: what is published rests on the log alone.
    """
    if not may_withhold(log):
        return Hidden(Reasons(0), array("q"))  # nothing is restricted, and so nothing depends on what is
    with closing(sqlite3.connect("", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA cache_size = -32768")
        connection.execute("PRAGMA temp_store = FILE")
        connection.execute("BEGIN")
        make_tables(connection)
        strands = Strands(connection)
        strands.take_in(Reading(log))
        return hidden(strands, on)


def public_lines(log: Log, hidden: Container[int]) -> Iterator[bytes]:
    """Each line of the public log, in order; `hidden` is what `withheld_in` tells of the day."""
    for position, line in enumerate(log.read()):
        yield commitment(line) + b"\t" if position in hidden else line
