"""Stated time in rows: ISO days (text, so that it sorts), and the year to facet by."""

from typing import NamedTuple

from regesta.events.when import When


class Days(NamedTuple):
    """A date as a row holds it: its wording and its bounds, ISO days; None is open, or not told at all."""

    worded: str | None
    earliest: str | None
    latest: str | None

    @property
    def year(self) -> int | None:
        """The year of the first day that it may mean; None if that is open, for then it may be any year before."""
        return int(self.earliest[:4]) if self.earliest else None


NOT_TOLD = Days(None, None, None)


def days(when: When | None) -> Days:
    """A date as a row holds it."""
    if when is None:
        return NOT_TOLD
    earliest, latest = when.earliest, when.latest
    return Days(
        when.verbatim,
        None if earliest is None else earliest.isoformat(),
        None if latest is None else latest.isoformat(),
    )
