"""What is known beside the wording: when its source was published, the hemisphere, the order of numeric dates."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar

from regesta.events.wording.refusal import Refused
from regesta.events.wording.table import Hemisphere

T = TypeVar("T")
Order = Literal["dmy", "mdy", "ymd"]
Role = Literal["day", "start", "end"]

NO_PUBLICATION = (
    "is counted from the day its source was published, which is not known here. Give that day, or write the date out"
    ' whole, such as "6 August 2019".'
)


@dataclass(frozen=True, slots=True)
class Source:
    """The source that words a date: the first and the last day on which it may have been published, and whose dates
    it gives. In the `role` of a start, "since 2011" says that it was in 2011; so does "until 2011" in that of an end.
    """

    first: date | None = None
    last: date | None = None
    hemisphere: Hemisphere = "north"
    order: Order | None = None
    role: Role = "day"

    def days(self, why: str = NO_PUBLICATION) -> tuple[date, date]:
        """The first and the last day of publication; refused, for this reason, if either is not known."""
        if self.first is None or self.last is None:
            raise Refused(why)
        return self.first, self.last

    def choice(self, choose: Callable[[date], T], why: str = NO_PUBLICATION) -> T:
        """What follows from the day of publication, if all its possible days agree on it."""
        first, last = self.days(why)
        chosen, other = choose(first), choose(last)
        if chosen != other:
            raise Refused(
                f"may mean different dates, because its source was published between {first} and {last}. Give the day"
                " of publication more exactly, or write the date out whole."
            )
        return chosen
