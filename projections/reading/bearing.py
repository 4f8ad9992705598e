"""What speaks for and against that two agents are one, besides their names: posts, lives, sources, company.

Each reason moves the odds by a fixed amount (a natural logarithm): +1 makes "the same" 2.7 times as likely beside
"different". The amounts are judgements of ours, few and round; the reasons are shown with every suggestion, so that
whoever decides can weigh them otherwise.
"""

import math
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from regesta.projections.reading.rows import Row, rows, text

OPEN_FIRST, OPEN_LAST = "0000-00-00", "9999-99-99"

FEW = 50
"""A source that names no more agents is read as telling its people apart on purpose; a register is not."""

ALIKE = 90.0
"""How like the titles of two posts are that may be one which two sources word otherwise: letters, of 100."""

A_LIFE = 90
"""How many years may lie between two acts of one person."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that bears on whether two agents are one."""

    says: str
    odds: float
    """What it adds to the logarithm of the odds; below 0 it speaks against."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the record knows of an agent, as far as it bears on who it is."""

    id: str
    type: str
    born: tuple[str, str] | None
    died: tuple[str, str] | None
    postings: tuple[Row, ...]
    acts: tuple[str, str] | None
    """The first and the last day on which it may have acted, of those that are bounded."""
    sources: frozenset[str]
    """The sources that name it."""
    company: frozenset[str]
    """Those to whom it spoke, and whom it was to meet."""


def weighed(name_score: float, reasons: Sequence[Reason]) -> float:
    """The score of two names, moved by what else is known; from 0 to 1."""
    if not reasons:
        return name_score
    kept = min(max(name_score, 0.02), 0.98)
    odds = math.log(kept / (1 - kept)) + sum(reason.odds for reason in reasons)
    return round(1 / (1 + math.exp(-odds)), 4)


def bearing(connection: sqlite3.Connection) -> Callable[[str, str], tuple[Reason, ...]]:
    """A function that tells what bears on two agents, given their ids; it looks each agent up once."""
    known = cache(lambda agent: _known(connection, agent))
    names_many = cache(lambda source: _names_many(connection, source))

    def reasons(a: str, b: str) -> tuple[Reason, ...]:
        one, other = known(a), known(b)
        found = (
            *_types(one, other),
            *_lives(one, other),
            *_posts(one, other),
            *_sources(one, other, names_many),
            *_company(connection, one, other),
        )
        return tuple(sorted(found, key=lambda reason: -abs(reason.odds)))

    return reasons


def _types(one: Known, other: Known) -> Iterator[Reason]:
    if one.type != other.type and "not-known" not in (one.type, other.type):
        yield Reason(f"one is recorded as a kind of {one.type}, the other of {other.type}", -2.0)


def _lives(one: Known, other: Known) -> Iterator[Reason]:
    for what in ("born", "died"):
        mine, yours = getattr(one, what), getattr(other, what)
        if mine and yours:
            if mine[1] < yours[0] or yours[1] < mine[0]:
                yield Reason(f"{what} on different days: {_days(mine)} and {_days(yours)}", -4.0)
            else:
                exact = mine == yours and mine[0] == mine[1]
                yield Reason(f"{what} at the same time: {_days(mine)}", 2.5 if exact else 1.0)
    for first, second in ((one, other), (other, one)):
        if first.died and second.acts and first.died[1] < second.acts[0]:
            yield Reason(f"one died ({_days(first.died)}) before the other acted ({second.acts[0]})", -4.0)
        if first.born and second.acts and first.born[0] > second.acts[1]:
            yield Reason(f"one was born ({_days(first.born)}) after the other acted ({second.acts[1]})", -4.0)
    if one.acts and other.acts and _years_between(one.acts, other.acts) > A_LIFE:
        yield Reason(f"they act more than {A_LIFE} years apart", -3.0)


def _years_between(one: tuple[str, str], other: tuple[str, str]) -> int:
    return max(int(one[0][:4]) - int(other[1][:4]), int(other[0][:4]) - int(one[1][:4]))


def _posts(one: Known, other: Known) -> Iterator[Reason]:
    """One post held by both speaks for them, two posts of one person each on the same days against them."""
    mine = {str(row["post"]): row for row in one.postings}
    yours = {str(row["post"]): row for row in other.postings}
    for post in mine.keys() & yours.keys():
        label, together = str(mine[post]["post_label"]), _together(mine[post], yours[post])
        if together and mine[post]["seats"] == 1:
            yield Reason(f"both held {label}, which has one seat, at the same time", 2.0)
        elif _following(mine[post], yours[post]):
            yield Reason(f"both held {label}, one right after the other", 0.8)
        else:
            yield Reason(f"both held {label}", 0.8)
    pairs = [(row, beside) for row in one.postings for beside in other.postings if row["post"] != beside["post"]]
    same = next((pair for pair in pairs if _on_the_same_days(*pair) and _may_be_one_post(*pair)), None)
    if same is not None:
        yield Reason(f"both held {same[0]['post_label']} ({same[1]['post_label']}) on the same days", 1.5)
    for row, against in pairs if same is None else ():
        alone = row["seats"] == 1 and against["seats"] == 1
        if alone and row["place"] != against["place"] and _together(row, against):
            says = f"held {row['post_label']} and {against['post_label']} at the same time"
            yield Reason(f"one would have {says}", -0.8)
            return


_BOUNDS = ("start_earliest", "start_latest", "end_earliest", "end_latest")


def _on_the_same_days(one: Row, other: Row) -> bool:
    """Whether both began on one day that is known, and ended on one, or neither's end is known."""
    mine, yours = (tuple(text(row, bound) for bound in _BOUNDS) for row in (one, other))
    return mine[0] is not None and mine[0] == mine[1] and mine == yours


def _may_be_one_post(one: Row, other: Row) -> bool:
    """Whether two posts are called nearly the same, in one place and of one body where these are told of both."""
    from rapidfuzz.fuzz import token_sort_ratio
    from rapidfuzz.utils import default_process

    for told in ("place", "organization"):
        mine, yours = text(one, told), text(other, told)
        if mine and yours and mine.casefold() != yours.casefold():
            return False
    return token_sort_ratio(str(one["title"]), str(other["title"]), processor=default_process) >= ALIKE


def _together(one: Row, other: Row) -> bool:
    """Whether both certainly held on some day."""
    starts = [text(row, "start_latest") for row in (one, other)]
    ends = [text(row, "end_earliest") for row in (one, other)]
    if None in starts or None in ends:
        return False
    return max(filter(None, starts)) <= min(filter(None, ends))


def _following(one: Row, other: Row) -> bool:
    """Whether one may have begun in the month in which the other ended."""
    for first, second in ((one, other), (other, one)):
        ended, began = text(first, "end_latest"), text(second, "start_earliest")
        if ended and began and ended[:7] == began[:7]:
            return True
    return False


def _sources(one: Known, other: Known, names_many: Callable[[str], bool]) -> Iterator[Reason]:
    both = sorted(one.sources & other.sources)
    telling = [source for source in both if not names_many(source)]
    if telling:
        yield Reason(f"one source names both as two: {telling[0]}", -1.2)
    elif both:
        yield Reason(f"one register names both as two: {both[0]}", -0.4)


def _company(connection: sqlite3.Connection, one: Known, other: Known) -> Iterator[Reason]:
    if one.id in other.company or other.id in one.company:
        yield Reason("one spoke to the other, or was to meet the other", -4.0)
    shared = sorted(one.company & other.company)
    if shared:
        name = connection.execute("SELECT name FROM agents WHERE id = ?", (shared[0],)).fetchone()
        more = f" and {len(shared) - 1} more" if len(shared) > 1 else ""
        yield Reason(f"both spoke to or were to meet {name[0] if name else shared[0]}{more}", 0.5)


def _known(connection: sqlite3.Connection, agent: str) -> Known:
    row = next(rows(connection, "SELECT * FROM agents WHERE id = ?", (agent,)))
    postings = tuple(
        rows(
            connection,
            "SELECT postings.post, posts.label AS post_label, posts.title, posts.organization, posts.place,"
            " posts.seats, start_earliest, start_latest, end_earliest, end_latest"
            " FROM postings JOIN posts ON posts.id = postings.post"
            " WHERE holder = ? AND effect = 'took-effect' ORDER BY postings.id",
            (agent,),
        )
    )
    return Known(
        id=agent,
        type=str(row["type"]),
        born=_bounds(row, "born"),
        died=_bounds(row, "died"),
        postings=postings,
        acts=_acts(connection, agent),
        sources=frozenset(map(str, _column(connection, _NAMED_BY, agent))),
        company=frozenset(map(str, _column(connection, _COMPANY, agent))) - {agent},
    )


_NAMED_BY = (
    "SELECT DISTINCT citations.source FROM names JOIN citations ON citations.fact = names.id WHERE names.agent = ?1"
)
_COMPANY = (
    "SELECT addressees.agent FROM statements JOIN addressees ON addressees.statement = statements.id WHERE speaker = ?1"
    " UNION SELECT counterpart FROM meetings WHERE seeker = ?1 UNION SELECT seeker FROM meetings WHERE counterpart = ?1"
)
_ACTS = (
    "SELECT min(earliest), max(latest) FROM timeline WHERE (agent = ?1 OR other = ?1)"
    " AND type NOT IN ('born', 'died') AND earliest IS NOT NULL AND latest IS NOT NULL"
)


def _acts(connection: sqlite3.Connection, agent: str) -> tuple[str, str] | None:
    first, last = connection.execute(_ACTS, (agent,)).fetchone()
    return None if first is None else (str(first), str(last))


def _bounds(row: Row, what: str) -> tuple[str, str] | None:
    if row[what] is None:
        return None
    return text(row, f"{what}_earliest") or OPEN_FIRST, text(row, f"{what}_latest") or OPEN_LAST


def _days(bounds: tuple[str, str]) -> str:
    if bounds[0] == bounds[1]:
        return bounds[0]
    return bounds[0][:4] if bounds[0][:4] == bounds[1][:4] else f"{bounds[0]}..{bounds[1]}"


def _column(connection: sqlite3.Connection, sql: str, agent: str) -> Iterator[object]:
    return (row[0] for row in connection.execute(sql, (agent,)))


def _names_many(connection: sqlite3.Connection, source: str) -> bool:
    """Whether a source names more agents than an article does."""
    sql = "SELECT 1 FROM citations WHERE source = ? AND subject_kind = 'agent' GROUP BY subject LIMIT 1 OFFSET ?"
    return connection.execute(sql, (source, FEW)).fetchone() is not None
