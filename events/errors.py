"""The two kinds of trouble: an error, when we cannot go on, and a problem, when the data looks wrong.

An error's message is one sentence or two: the thing, the place, the remedy. It is what the user reads, so each
child builds its own sentence and nothing downstream rewrites it. A problem is a value: it is collected, so
that one bad row never hides the other 999.
"""

from dataclasses import dataclass


class RegestaError(Exception):
    """Regesta cannot go on, for a reason that the user can mend; `str()` of it is the sentence to print."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that looks wrong in data that was given to us.

    `place` is where it stands, as the user would look for it (`facts.yml:12`, `meetings.csv:7, column "date"`,
    `--start`); `what` names the thing and its value; `remedy` says what would be accepted.
    """

    place: str
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.what}" + (f" {self.remedy}" if self.remedy else "")


class InvalidInput(RegestaError):
    """Input that holds problems; all of them are in `problems`, and nothing of it was recorded."""

    def __init__(self, problems: "tuple[Problem, ...]") -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))
