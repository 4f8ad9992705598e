"""Dates as sources word them: ISO 8601, EDTF and English, read to bounds; and EDTF for what was read.

    >>> from datetime import date
    >>> from regesta.events.wording import read_end, read_when, to_edtf
    >>> read_when("autumn of 2017").earliest
    datetime.date(2017, 9, 1)
    >>> when = read_end("in October", published=date(2019, 8, 7)).when
    >>> when.latest, when.basis, to_edtf(when)
    (datetime.date(2019, 10, 31), 'derived', '2019-10')

How wordings are read, and what is refused, is in docs/dates.md; its numbers are those of `table.py`.
"""

from regesta.events.wording.edtf_out import to_edtf
from regesta.events.wording.reading import LONGEST, read_end, read_start, read_when
from regesta.events.wording.refusal import WordingError
from regesta.events.wording.table import TABLE_VERSION, Hemisphere

__all__ = [
    "LONGEST",
    "TABLE_VERSION",
    "Hemisphere",
    "WordingError",
    "read_end",
    "read_start",
    "read_when",
    "to_edtf",
]
