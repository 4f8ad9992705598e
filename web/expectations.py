"""The page of expectations: each with its state, what was found, and for one that does not hold, when it last did."""

import sqlite3
from dataclasses import dataclass

from regesta.events.assertion import named_in
from regesta.events.assertion_text import parse_assertion
from regesta.events.counted import in_entries
from regesta.projections.reading.held import Held, last_held
from regesta.web import days, refs, sql
from regesta.web.refs import Ref

STATES = ("broken", "undecided", "holds")
"""The states in the order in which a reader wants them."""

LISTED = 500
LOOKED_UP = 5
"""For how many of those that do not hold the page looks into the past."""
BACK = 48
"""How many editions it asks at most; `last_held` asks a block whole."""


@dataclass(frozen=True, slots=True)
class Item:
    """One expectation."""

    row: Ref
    state: str
    found: str
    note: str
    about: tuple[Ref, ...]
    past: str
    """When it last held, in words; blank where that was not looked up."""
    ended_by: Ref | None


def view(connection: sqlite3.Connection) -> tuple[tuple[str, tuple[Item, ...]], ...]:
    """The expectations under their states, those that do not hold first."""
    items: list[Item] = []
    for state in STATES:
        found = sql.rows(
            connection,
            "SELECT id, expects, found, coalesce(note, '') FROM expectations WHERE state = ? ORDER BY id LIMIT ?",
            (state, LISTED),
        )
        for id, expects, said, note in found:
            assertion = parse_assertion(expects)
            named = dict.fromkeys((one.kind, one.id) for one in named_in(assertion))
            about = tuple(ref for one in named if (ref := refs.subject(connection, *one)))
            past, ended_by = "", None
            if state != "holds" and len(items) < LOOKED_UP:
                past, ended_by = _past(connection, last_held(connection, assertion, BACK))
            items.append(Item(Ref(expects, "expectations", id), state, said, note, about, past, ended_by))
    grouped = ((state, tuple(item for item in items if item.state == state)) for state in STATES)
    return tuple((state, several) for state, several in grouped if several)


def _past(connection: sqlite3.Connection, held: Held) -> tuple[str, Ref | None]:
    if held.edition is None:
        if held.whole:
            return "It has held in no edition so far.", None
        return (f"It did not hold in the last {held.asked} editions that bear on it." if held.asked else ""), None
    if held.edition == 0:
        at = "before anything was recorded"
    else:
        last = sql.value(connection, "SELECT recorded_at FROM facts WHERE position = ?", (held.edition - 1,))
        at = f"in the edition of {in_entries(held.edition)}, {days.moment(last)}"
    says = sql.rows(connection, "SELECT says FROM facts WHERE id = ?", (held.ended_by,)) if held.ended_by else []
    return f"It last held {at}" + ("; then came" if says else "."), refs.fact(
        held.ended_by or "", says[0][0]
    ) if says else None
