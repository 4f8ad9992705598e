"""What may not be shown on a day: which entries, for which reason, and with which other one; a few bytes for each."""

from array import array
from collections.abc import Iterator, Mapping

DEPENDS, RESTRICTS, UNDISCLOSED = "depends", "restriction", "undisclosed"
"""Why an entry is withheld, where no restriction of its own says so (then it is the level, or the code)."""

_NONE = -1


class Reasons:
    """Why each strand of a log is withheld, if it is, and because of which other one."""

    def __init__(self, size: int) -> None:
        self._codes = bytearray(size)
        self._through = array("q", [_NONE]) * size
        self._texts = [""]

    def __contains__(self, strand: int) -> bool:
        return self._codes[strand] != 0

    def __iter__(self) -> Iterator[int]:
        """Each strand that is withheld, in order."""
        return (strand for strand, code in enumerate(self._codes) if code)

    def set(self, strand: int, why: str, through: int | None = None) -> None:
        """Withhold a strand; `through` is the one that it is withheld with."""
        if why not in self._texts:
            self._texts.append(why)
        self._codes[strand] = self._texts.index(why)
        self._through[strand] = _NONE if through is None else through

    def why(self, strand: int) -> str:
        """The reason; blank if it is not withheld."""
        return self._texts[self._codes[strand]]

    def through(self, strand: int) -> int | None:
        """The strand that a strand is withheld with; None if it is withheld for itself, or for no one other."""
        found = self._through[strand]
        return None if found == _NONE else found


class Hidden(Mapping[int, str]):
    """The position of each entry that may not be shown, with the reason, in order of position.

    The reason is the code of a restriction that says `withheld`, else its level (`internal`, `embargoed`, `erased`);
    `restriction` for restrictions themselves, `undisclosed` for what the log no longer discloses, and `depends` for
    what could not be shown without giving another one away.
    """

    def __init__(self, reasons: Reasons, strands: "array[int]") -> None:
        self._reasons = reasons
        self._strands = strands
        """The strand of each position; none where nothing is withheld."""

    def __getitem__(self, position: int) -> str:
        if 0 <= position < len(self._strands) and (why := self._reasons.why(self._strands[position])):
            return why
        raise KeyError(position)

    def __iter__(self) -> Iterator[int]:
        return (position for position, strand in enumerate(self._strands) if strand in self._reasons)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def origin(self, position: int) -> int | None:
        """Where what an entry is withheld with begins: the position of the fact that is restricted for itself.

        None if the entry is restricted for itself, may be shown, or is withheld because of what nothing opens.
        """
        if position not in self:
            return None
        strand = self._strands[position]
        while (further := self._reasons.through(strand)) is not None:
            strand = further
        return None if self._reasons.why(strand) == DEPENDS or strand == self._strands[position] else strand
