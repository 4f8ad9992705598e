"""Whether the record bears an expectation out: a pure function of an assertion and the rows.

Three answers: it *holds*, it is *broken*, or it is *undecided* where the bounds of the dates leave both open. With the
answer comes what was found, in a sentence.
"""

# ruff: noqa: S608 (every name in the SQL is that of one of our own tables or columns)

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import eq, ge, gt, le, lt, ne
from typing import assert_never

from regesta.events.assertion import (
    Assertion,
    Condition,
    Count,
    Days,
    Exists,
    Holder,
    Holders,
    Named,
    NoneOf,
    Said,
    Selection,
    Sign,
    State,
    format_days,
)
from regesta.events.folding import fold
from regesta.projections import occupancy
from regesta.projections.occupancy import Occupants, Tenancy, days_of_change, exactly, occupants
from regesta.projections.tenure import Bounds

LISTED = 4
"""How many names or rows a sentence lists."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of an expectation."""

    state: occupancy.State
    found: str


def verdict(assertion: Assertion, connection: sqlite3.Connection) -> Verdict:
    """What the rows of a database answer to an assertion."""
    record = Record(connection)
    match assertion:
        case Holder(post, days, agent):
            return _holders(Holders("all", post, days, (agent,) if agent else ()), record)
        case Holders():
            return _holders(assertion, record)
        case Count(of, sign, number):
            return _count(of, sign, number, record)
        case NoneOf(of):
            return _count(of, "=", 0, record)
        case State():
            return _state(assertion, record)
        case Said():
            return _said(assertion, record)
        case Exists(thing):
            return _exists(thing, record)
        case _:
            assert_never(assertion)


class Record:
    """The rows that assertions ask for."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, sql: str, *parameters: object) -> list[tuple[object, ...]]:
        """What a query gives."""
        return self._connection.execute(sql, parameters).fetchall()

    def agent(self, id: str) -> str:
        """The id that stands for an agent now, by the judgements on who is who."""
        found = self._connection.execute("SELECT agent FROM aliases WHERE id = ?", (id,)).fetchone()
        return id if found is None else str(found[0])

    def called(self, kind: str, id: str) -> str:
        """What a subject is called; its id if no row tells."""
        column, table = _LABELS[kind]
        key = self.agent(id) if kind == "agent" else id
        found = self._connection.execute(
            f'SELECT "{column}" FROM {table} WHERE {"meeting" if kind == "meeting" else "id"} = ? ORDER BY id', (key,)
        ).fetchone()
        return id if found is None else str(found[0])

    def tenancies(self, post: str, days: Days) -> tuple[Tenancy, ...]:
        """Every posting in a post that may have held on some days; of all others their bounds say that it did not."""
        sql = (
            "SELECT holder, effect, start_earliest, start_latest, end_earliest, end_latest FROM postings"
            " WHERE post = ? AND coalesce(start_earliest <= ?, 1) AND coalesce(end_latest >= ?, 1) ORDER BY id"
        )
        return tuple(
            Tenancy(holder, effect, Bounds.read(*bounds[:2]), Bounds.read(*bounds[2:]))
            for holder, effect, *bounds in self._connection.execute(sql, (post, str(days.last), str(days.first)))
        )

    def seats(self, post: str) -> int | None:
        """How many may hold a post at once, if that is told."""
        found = self._connection.execute("SELECT seats FROM posts WHERE id = ?", (post,)).fetchone()
        return None if found is None else found[0]


_LABELS = {
    "source": ("label", "sources"),
    "agent": ("name", "agents"),
    "post": ("label", "posts"),
    "posting": ("label", "postings"),
    "statement": ("label", "statements"),
    "meeting": ("label", "meetings"),
}


# ---- holders --------------------------------------------------------------------------------------------------------


def _holders(expected: Holders, record: Record) -> Verdict:
    """Day by day, wherever the answer may change: broken on one day is broken, holding on all of them holds."""
    days, seats = expected.days, record.seats(expected.post.id)
    tenancies = record.tenancies(expected.post.id, days)
    agents = frozenset(record.agent(one.id) for one in expected.agents)
    told: dict[occupancy.State, tuple[date, Occupants]] = {}
    for day in days_of_change(tenancies, days.first, days.last):
        there = occupants(tenancies, day)
        told.setdefault(_on_a_day(expected, agents, there, seats), (day, there))
        if "broken" in told:
            break
    state: occupancy.State = "broken" if "broken" in told else "undecided" if "undecided" in told else "holds"
    day, there = told[state]
    throughout = state == "holds" and days.first != days.last
    when = f"throughout {format_days(days)}" if throughout else f"on {day}"
    full = ""
    if there.possible and seats and len(there.certain) >= seats:
        full = f" (the post has {seats} seat{'' if seats == 1 else 's'})"
    return Verdict(state, f"{when}: {_who(there, record)}{full}")


def _on_a_day(expected: Holders, agents: frozenset[str], there: Occupants, seats: int | None) -> occupancy.State:
    match expected.which:
        case "all":
            return exactly(agents, there, seats)
        case "certain":
            return "holds" if there.certain == agents else "broken"
        case "possible":
            return "holds" if there.possible == agents else "broken"
        case _:
            assert_never(expected.which)


def _who(there: Occupants, record: Record) -> str:
    certain, possible = (
        _listed(sorted(record.called("agent", one) for one in some)) for some in (there.certain, there.possible)
    )
    parts = [f"certainly {certain}" if certain else "", f"possibly {possible}" if possible else ""]
    return ", ".join(filter(None, parts)) or "nobody"


# ---- counting -------------------------------------------------------------------------------------------------------

_TRUE: dict[Sign, Callable[[int, int], bool]] = {"=": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}

_TO = "EXISTS (SELECT 1 FROM addressees WHERE statement = t.id AND agent = ?)"
_TESTS = {("meetings", "by"): "seeker = ?", ("meetings", "with"): "counterpart = ?", ("statements", "to"): _TO}

_SPAN = {"statements": ("said_earliest", "said_latest"), "meetings": ("state_earliest", "state_latest")}


def _where(of: Selection, record: Record) -> tuple[str, str, list[object], list[object]]:
    """SQL for the rows that may be meant, and for those of them that certainly are, with the parameters of each."""
    tests, values, sure, days = ["1"], list[object](), "1", list[object]()
    for one in of.conditions:
        match one.value:
            case Days(first, last):
                first_day, last_day = first.isoformat(), last.isoformat()
                if of.table == "postings":
                    start, end = "start_earliest", "end_latest"
                    sure = "effect = 'took-effect' AND start_latest <= ? AND end_earliest >= ?"
                    tests.append("effect <> 'not-in-effect'")
                    days = [last_day, first_day]
                else:
                    start, end = _SPAN[of.table]
                    sure, days = f"{start} >= ? AND {end} <= ?", [first_day, last_day]
                tests.append(f"({start} IS NULL OR {start} <= ?) AND ({end} IS NULL OR {end} >= ?)")
                values += [last_day, first_day]
            case Named():
                tests.append(_TESTS.get((of.table, one.field), f'"{one.field}" = ?'))
                values.append(record.agent(one.value.id) if one.value.kind == "agent" else one.value.id)
            case _:
                tests.append(_TESTS.get((of.table, one.field), f'"{one.field}" = ?'))
                values.append({"yes": 1, "no": 0}[one.value] if one.field == "disputed" else one.value)
    if of.table in _STANDING:
        tests.append("status = 'in-force'")
    return " AND ".join(tests), f"coalesce({sure}, 0)", values, days


_STANDING = ("agents", "posts", "sources")
"""The tables with rows that stay only because others refer to them: those are not counted."""


def _count(of: Selection, sign: Sign, number: int, record: Record) -> Verdict:
    where, sure, values, days = _where(of, record)
    ((may, must),) = record.rows(
        f"SELECT count(*), coalesce(sum({sure}), 0) FROM {of.table} AS t WHERE {where}", *days, *values
    )
    least, most = int(str(must)), int(str(may))
    true = [_TRUE[sign](count, number) for count in _telling(least, most, number)]
    state: occupancy.State = "holds" if all(true) else "undecided" if any(true) else "broken"
    label = "name" if of.table == "agents" else "label"
    shown = record.rows(f'SELECT "{label}" FROM {of.table} AS t WHERE {where} ORDER BY id LIMIT {LISTED + 1}', *values)
    listed = f": {_listed([str(row[0]) for row in shown], most)}" if 0 < most <= 10 * LISTED else ""
    counted = f"{least:,}" if least == most else f"at least {least:,}, at most {most:,}"
    return Verdict(state, counted + listed)


def _telling(least: int, most: int, number: int) -> list[int]:
    """The counts from the least to the most that tell all that any of them tells of a comparison with a number."""
    return [count for count in {least, most, number - 1, number, number + 1} if least <= count <= most]


# ---- meetings, sayings, subjects ------------------------------------------------------------------------------------


def _state(expected: State, record: Record) -> Verdict:
    row = f"{expected.meeting.id}~{record.agent(expected.counterpart.id)}"
    found = record.rows("SELECT state, label, steps FROM meetings WHERE id = ?", row)
    if not found:
        return Verdict("broken", "no step of this meeting with this counterpart is in force")
    ((state, label, steps),) = found
    sentence = f"{label}: {steps}" + ("; these exclude each other" if state == "disputed" else "")
    if state == expected.state:
        return Verdict("holds", sentence)
    told = record.rows("SELECT 1 FROM steps WHERE meeting = ? AND step = ? LIMIT 1", row, expected.state)
    return Verdict("undecided" if state == "disputed" and told else "broken", sentence)


def _said(expected: Said, record: Record) -> Verdict:
    speaker = Condition("speaker", expected.speaker)
    where, sure, values, days = _where(Selection("statements", (speaker, *expected.conditions)), record)
    if not any(one.field == "mode" for one in expected.conditions):
        where += " AND mode NOT IN ('denial', 'no-comment')"
    candidates = record.rows(f"SELECT id, label, {sure} FROM statements AS t WHERE {where} ORDER BY id", *days, *values)
    wanted = _folded(expected.words)
    found = [row for row in candidates if any(wanted in _folded(text) for text in _texts(str(row[0]), record))]
    found.sort(key=lambda row: not row[2])
    if not found:
        if not candidates:
            return Verdict("broken", "there is no statement that may be meant")
        many = f"the {len(candidates)} statements" if len(candidates) > 1 else "the one statement"
        return Verdict("broken", f"not in {many} that may be meant")
    return Verdict("holds" if found[0][2] else "undecided", f"{found[0][1]} ({found[0][0]})")


def _texts(statement: str, record: Record) -> Iterable[str]:
    """The words of every report of a statement that is in force, translated and not."""
    told = record.rows(
        "SELECT json FROM facts WHERE subject_kind = 'statement' AND subject = ? AND status = 'in-force'"
        " AND kind IN ('statement', 'correction') ORDER BY position",
        statement,
    )
    for (said,) in told:
        fact = json.loads(str(said))
        fact = fact.get("fact", fact)
        yield from (fact[name] for name in ("text", "original") if name in fact)


def _folded(text: str) -> str:
    return fold(text).text.casefold()


def _exists(thing: Named, record: Record) -> Verdict:
    _, table = _LABELS[thing.kind]
    id = record.agent(thing.id) if thing.kind == "agent" else thing.id
    column = "meeting" if thing.kind == "meeting" else "id"
    standing = " AND status = 'in-force'" if table in _STANDING else ""
    if record.rows(f"SELECT 1 FROM {table} WHERE {column} = ?{standing} LIMIT 1", id):
        return Verdict("holds", record.called(thing.kind, thing.id))
    return Verdict("broken", f"no fact in force tells of the {thing.kind} {thing.id}")


def _listed(names: Sequence[str], of: int | None = None) -> str:
    """Ann; Bob; Carl; Dora; 3 more"""
    more = (len(names) if of is None else of) - LISTED
    return "; ".join((*(name.rstrip(".") for name in names[:LISTED]), *([f"{more} more"] if more > 0 else [])))
