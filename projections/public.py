"""The public log: the log with the disclosure of every withheld entry cut.

Leaves, positions and root are those of the log itself, so that every checkpoint and proof holds. Whatever is built
from it by the ordinary fold can hold nothing of what is withheld.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from regesta.events.entry import commitment
from regesta.events.store import Log
from regesta.projections.entries import Reading
from regesta.projections.withholding import withheld

_RESTRICTS = b'"kind":"restriction"'


def withheld_in(log: Log, on: date) -> Mapping[int, str]:
    """The position of each entry of a log that may not be shown on a day, with the reason; see `withheld`."""
    if not any(line.endswith(b"\t") or _RESTRICTS in line for line in log.read()):
        return {}  # nothing is restricted, and so nothing depends on what is
    return withheld(Reading(log), on)


def public_lines(log: Log, hidden: Mapping[int, str]) -> Iterator[bytes]:
    """Each line of the public log, in order; `hidden` is what `withheld_in` tells of the day."""
    for position, line in enumerate(log.read()):
        yield commitment(line) + b"\t" if position in hidden else line
