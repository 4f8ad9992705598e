"""What is said when a wording cannot be read."""

from regesta.events.errors import RegestaError

EXAMPLES = '2017-10-03, "October 2017", "autumn of 2017", "by October 2019", "circa 1870" or "3-5 May 2019"'
"""What can be read, in a breath; `docs/dates.md` has the whole of it."""

ELSEWHERE = "is counted from another event, which is not named here. Write its date out, such as 6 August 2019."
"""Why "the same day", "three days later" and "the previous Sunday" are refused."""

JULIAN = "is a date of the Julian calendar, and days are kept in the Gregorian. Write the new-style day."
"""Why "6 August 1844 O.S." is refused, and "10 February 1718/19"."""

SHOWN = 60
"""How many characters of a wording a message repeats."""


class Refused(Exception):
    """Why a wording is refused, said of it: "names no year; ...". Never leaves this package."""


class WordingError(RegestaError):
    """A wording that cannot be read as a date.

    `wording` is what was given, whole. The message quotes it, says why and what would be read, in one line without
    control characters, and reads well after a place (`facts.yml:12, "start": `).
    """

    def __init__(self, wording: str, why: str) -> None:
        self.wording = wording
        self.why = why
        super().__init__(f"{shown(wording)} {why}")


def shown(text: str) -> str:
    """The text in double quotes, cut to `SHOWN` characters, what cannot be printed escaped."""
    cut = text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
    return '"' + "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in cut) + '"'
