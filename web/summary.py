"""The summary above the row of a subject: a sentence, and a few short lists with links to the facts behind them.

A value made by the page of each kind (`regesta.web.agents` and the like) and shown by one template.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from regesta.web.refs import Ref

if TYPE_CHECKING:
    from regesta.web.origins import Origins


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list. `when` is a date as worded, `bounds` the days that it may mean."""

    link: Ref
    when: str = ""
    bounds: str = ""
    mark: str = ""
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A list under a title; `more` leads to the whole of it where it was cut."""

    title: str
    items: tuple[Item, ...]
    more: Ref | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """What stands above a row. `lead` is its name or words, `line` a sentence under it."""

    lead: str
    line: str
    sections: tuple[Section, ...]
    quoted: bool = False
    origins: "Origins | None" = None
    """Of a record that rests on evidence: where that comes from in the end."""


SHOWN = 12
"""How many lines a list shows before it is cut."""

LIMIT = SHOWN + 1
"""How many to ask for: one more than is shown tells that there are more."""


def section(title: str, items: list[Item], table: str, column: str, subject: str) -> tuple[Section, ...]:
    """A list as a section, cut with a link to the table when long; nothing when it is empty.

    `items` are as many as `LIMIT` at most.
    """
    if not items:
        return ()
    more = Ref("All of them", table, subject, column=column) if len(items) > SHOWN else None
    return (Section(title, tuple(items[:SHOWN]), more),)
