"""What looks across subjects: the second level of the fold, over the rows of the first.

A fold sees one subject. That two people held one seat, or what the record answers to a question, shows only when all
rows are there. A *finder* makes rows of its own from the rows of others: in a full build once, at the end; in a
refresh again for what the changed rows touch, and nothing else. Its rows are a function of the other rows, so that
the laws of the fold hold for them too: a refresh gives what a full build gives, row for row.
"""

import sqlite3
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

from regesta.projections.writing import Change

Mark = Hashable
"""What a finder notes of a changed row, to know later what it has to look at again."""

Days = tuple[str, str]
"""The first and the last of some days for which a mark matters, ISO days."""

ALWAYS: Days = ("", "~")
"""All days there are: what is told of no days matters on each."""


@dataclass(frozen=True, slots=True)
class Finder:
    """One thing that looks across subjects. Its tables stand in the registry's `FOUND`."""

    marks: Callable[[Change], Iterable[Mark]]
    """What to note of a row of any table that came, changed or went. Other rows may not be there yet: look nothing
    up."""
    find: Callable[[sqlite3.Connection, frozenset[Mark] | None], None]
    """Bring its rows up to date, given what was noted; None is everything, and its tables are empty then."""
    private: tuple[str, ...] = ()
    """CREATE statements of tables and indexes that it keeps for itself; their names begin with an underscore."""
