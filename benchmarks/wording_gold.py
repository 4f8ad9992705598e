"""Score the reader of dates against the Administrative Timeline of the US Department of State.

Each of the timeline's dated entries carries an English wording and a machine date: `when` for a day, `notBefore` and
`notAfter` for a month, a season or a year, `from` and `to` for a range. The wording is read, and its bounds compared.

    python -m benchmarks.wording_gold [FILE]

The data is the Office of the Historian's, CC0, from its repository HistoryAtState/administrative-timeline at the commit
below. Without FILE it is looked for under the folder that REGESTA_DATA names.
"""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from regesta.events.wording import WordingError, read_when

REPOSITORY = "HistoryAtState/administrative-timeline"
COMMIT = "30aee8ca8be3f74b5170ee1fd000771b2738cbbe"
FILE = "timelines/us-state-dept_administrative-timeline.xml"

_DATE = "{http://www.tei-c.org/ns/1.0}date"
_SPACES = " \t\r\n"

REASONS = {
    "August 1909": "The wording names a month; the machine date begins on its 6th, after the passage of an act that the"
    " entry speaks of, it seems. Our bounds hold theirs.",
    "June 2022": "The wording names a month; the machine date is eight days of it, those of the examination that the"
    " entry speaks of, it seems. Our bounds hold theirs.",
}
"""Why each wording that is read otherwise is read so."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A wording, and the first and the last day that its editors gave it, as ISO days."""

    wording: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Miss:
    """An entry whose wording is read otherwise: what was read, or why nothing was."""

    entry: Entry
    read: str
    approximate: bool = False
    wider: bool = False

    @property
    def reason(self) -> str:
        """Why, as far as it is known."""
        return REASONS.get(self.entry.wording, "not explained")


@dataclass(frozen=True, slots=True)
class Score:
    """How many entries there are, how many are read with equal bounds, and those that are not."""

    entries: int
    equal: int
    misses: tuple[Miss, ...]

    @property
    def wrong(self) -> int:
        """Entries whose bounds leave out a day of the editors', without being marked approximate."""
        return sum(not miss.wider and not miss.approximate for miss in self.misses)


def data_file() -> Path | None:
    """The timeline under the folder that REGESTA_DATA names, else beside the repository; None if it is in neither."""
    beside = Path(__file__).resolve().parents[1].parent / "shared" / "data"
    path = Path(os.environ.get("REGESTA_DATA") or beside) / FILE
    return path if path.is_file() else None


def entries(path: Path) -> Iterator[Entry]:
    """The dated entries of the timeline, in order."""
    for date in ElementTree.parse(path).iter(_DATE):
        wording = " ".join("".join(date.itertext()).strip(_SPACES).split())
        day = date.get("when")
        first, last = day or date.get("notBefore") or date.get("from"), day or date.get("notAfter") or date.get("to")
        if first is None or last is None:
            raise ValueError(f"{wording!r} has no machine date")
        yield Entry(wording, first, last)


def score(gold: Iterator[Entry]) -> Score:
    """The score of the reader against the gold."""
    total, misses = 0, []
    for entry in gold:
        total += 1
        if (miss := compared(entry)) is not None:
            misses.append(miss)
    return Score(total, total - len(misses), tuple(misses))


def compared(entry: Entry) -> Miss | None:
    """None if the wording is read with the editors' bounds, else what it was read as."""
    try:
        when = read_when(entry.wording)
    except WordingError as refused:
        return Miss(entry, f"refused: {refused}", wider=True)
    first, last = str(when.earliest), str(when.latest)
    if (first, last) == (entry.first, entry.last):
        return None
    return Miss(entry, f"{first} to {last}", when.approximate, first <= entry.first and last >= entry.last)


def report(found: Score) -> Iterator[str]:
    """The score in lines of Markdown, as docs/dates.md has it."""
    yield f"{found.equal:,} of {found.entries:,} equal ({found.equal / found.entries:.2%}), {found.wrong} wrong."
    for miss in found.misses:
        yield ""
        yield f'- "{miss.entry.wording}": {miss.entry.first} to {miss.entry.last}, read as {miss.read}.'
        yield f"  {miss.reason}"


def main() -> int:
    """Print the score; 1 if the data is not there."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else data_file()
    if path is None:
        print(f"Name the file, or the folder that holds {FILE} in REGESTA_DATA; it is from {REPOSITORY}.")
        return 1
    for line in report(score(entries(path))):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
