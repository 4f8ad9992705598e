"""A small world, what is restricted in it, and what of it may not be shown today (docs/restrictions.md)."""

from collections.abc import Iterator
from datetime import date

from factories import a_post, a_posting, a_restriction, a_source, an_agent
from memory_log import MemoryLog, recorded
from plain_withholding import withheld

from regesta.events.entry import parse_entry
from regesta.events.facts import Fact
from regesta.projections.entries import Reading
from regesta.projections.public import public_lines, withheld_in

TODAY = date(2026, 11, 24)


def cut(log: MemoryLog) -> Iterator[bytes]:
    """The public log of today."""
    return public_lines(log, withheld_in(log, TODAY))


def hidden(log: MemoryLog, on: date = TODAY) -> dict[int, str]:
    """The positions of what is withheld, restrictions left aside, with the reasons."""
    found = withheld(Reading(log), on)
    assert found == withheld_in(log, on)
    return {position: why for position, why in found.items() if why != "restriction"}


def ids(log: MemoryLog) -> list[str]:
    """The id of each entry."""
    return [parse_entry(line).id for line in log.lines]


def world(*facts: Fact) -> MemoryLog:
    """Somebody (0), a source (1) and a post (2), all named by a posting (3), so that they are known."""
    opened = (an_agent("bob"), a_source("gazette"), a_post("consul"))
    return recorded(*opened, a_posting("bobs", holder="bob", post="consul", source="gazette"), *facts)


def restricted(log: MemoryLog, position: int, level: str = "internal", **given: object) -> MemoryLog:
    """The log, with the fact at a position restricted."""
    log.record(a_restriction(level, fact=ids(log)[position], **given))
    return log
