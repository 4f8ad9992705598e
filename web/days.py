"""Days in words, for pages: a pair of bounds as one short phrase.

Bounds are ISO days as the tables hold them, both inclusive, None where a side is open.
"""

from calendar import monthrange
from datetime import date

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day(iso: str) -> str:
    """One day: `3 October 2019`. What is no ISO day is given back as it is."""
    parsed = _parsed(iso)
    return iso if parsed is None else f"{parsed.day} {MONTHS[parsed.month - 1]} {parsed.year}"


def bounds(earliest: str | None, latest: str | None) -> str:
    """What two bounds allow: `3 October 2019`, `7–9 October 2019`, `on or after 7 July 2019`; blank if both open."""
    if earliest is None or latest is None:
        if earliest is not None:
            return f"on or after {day(earliest)}"
        return f"on or before {day(latest)}" if latest is not None else ""
    first, last = _parsed(earliest), _parsed(latest)
    if first is None or last is None:
        return f"{earliest} to {latest}"
    if first == last:
        return day(earliest)
    if first.year != last.year:
        return f"{day(earliest)} – {day(latest)}"
    if first.month != last.month:
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
            return f"some day of {first.year}"
        return f"{first.day} {MONTHS[first.month - 1]} – {day(latest)}"
    if (first.day, last.day) == (1, monthrange(last.year, last.month)[1]):
        return f"some day of {MONTHS[last.month - 1]} {last.year}"
    return f"{first.day}–{day(latest)}"


def beside(worded: str, earliest: str | None, latest: str | None) -> str:
    """What two bounds add to a wording: blank where the wording is the same day, month or year in ISO 8601."""
    whole = {4: ("-01-01", "-12-31"), 7: ("-01", _last_of(worded)), 10: ("", "")}.get(len(worded))
    if whole is not None and (earliest, latest) == (worded + whole[0], worded + whole[1]):
        return ""
    allowed = bounds(earliest, latest)
    return "" if allowed == worded else allowed


def _last_of(month: str) -> str:
    """The last day of a month such as `2019-10`, as the end of an ISO day; blank for what is none."""
    first = _parsed(f"{month}-01")
    return f"-{monthrange(first.year, first.month)[1]:02}" if first else ""


def day_of(moment: str | None) -> str:
    """The day of a moment: `23 November 2026`; in UTC, as the log has it."""
    return day(moment.partition("T")[0]) if moment else ""


def moment(iso: str | None) -> str:
    """A moment of the log or of a capture, to the minute: `23 November 2026, 19:55 UTC`."""
    if not iso:
        return ""
    stamp, _, clock = iso.partition("T")
    return f"{day(stamp)}, {clock[:5]} UTC" if clock else day(stamp)


def _parsed(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return None
