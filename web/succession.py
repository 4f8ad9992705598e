"""The page of a post: its holders in order on one scale of years, with vacancies and overlaps between them."""

import sqlite3
from dataclasses import dataclass
from datetime import date
from itertools import chain

from regesta.projections.reading.succession import (
    Overlap,
    Succession,
    Vacancy,
    after_certain,
    before_certain,
    certain,
    is_open,
    possible_within,
    succession,
    unless,
)
from regesta.projections.reading.who import Holding, holdings, marks
from regesta.web import sql
from regesta.web.refs import Ref
from regesta.web.tenures import certainly, from_to, span

Part = tuple[str, str]
"""Where a bar begins and how wide it is, in per cent of the scale."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page: a holder, or days without one."""

    posting: Ref | None
    wording: str
    bounds: str
    marks: tuple[str, ...] = ()
    solid: tuple[Part, ...] = ()
    hatched: tuple[Part, ...] = ()
    faint: tuple[Part, ...] = ()
    beside: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows."""

    post: Ref
    record: Ref
    about: str
    lines: tuple[Line, ...]
    overlaps: tuple[Line, ...]
    never: tuple[Line, ...]
    first: str
    last: str


def view(connection: sqlite3.Connection, post: str) -> View | None:
    """The view of one post; None if there is none of this id."""
    found = sql.rows(connection, "SELECT label, seats, place FROM posts WHERE id = ?", (post,))
    if not found:
        return None
    ((label, seats, place),) = found
    told = succession(holdings(connection, post), seats)
    scale = _Scale(told.first, told.last)
    names = {one.posting: one.name for one in told.holders}
    many = "number of seats not told" if seats is None else "one seat" if seats == 1 else f"{seats} seats"
    return View(
        post=Ref(label, "posts", post),
        record=Ref("Its record and history", "posts", post),
        about="; ".join(filter(None, (place and f"held in {place}", many))),
        lines=tuple(
            _vacancy(one, names) if isinstance(one, Vacancy) else _holder(one, scale, told) for one in told.lines
        ),
        overlaps=tuple(_overlap(one, names) for one in told.overlaps),
        never=tuple(Line(Ref(one.name, "postings", one.posting), "", "", (one.phase,)) for one in told.never),
        first=(told.first or "")[:4],
        last=(told.last or "")[:4],
    )


class _Scale:
    """Days as per cents of the time that the record knows of."""

    def __init__(self, first: str | None, last: str | None) -> None:
        self._first = date.fromisoformat(first).toordinal() if first else 0
        self._days = max((date.fromisoformat(last).toordinal() if last else 0) - self._first + 1, 1)

    def part(self, span: tuple[str, str] | None) -> tuple[Part, ...]:
        """The bar of a span, at least wide enough to be seen; none for none."""
        if span is None:
            return ()
        first, last = (date.fromisoformat(day).toordinal() for day in span)
        start = 100 * (first - self._first) / self._days
        width = max(100 * (last - first + 1) / self._days, 0.3)
        return ((f"{min(start, 99.7):.2f}%", f"{width:.2f}%"),)


def _holder(one: Holding, scale: _Scale, told: Succession) -> Line:
    sure = certain(one)
    missing = [word for word, day in (("start", one.start_earliest), ("end", one.end_latest)) if day is None]
    open_ends = f"; {' and '.join(missing)} open" if missing else ""
    return Line(
        posting=Ref(one.name, "postings", one.posting),
        wording=span(one.start, one.end, one.end_state),
        bounds=certainly(one.start_latest, one.end_earliest) + open_ends,
        marks=tuple(marks(one.phase, one.effect, one.end_state, one.acting, one.disputed)),
        solid=scale.part(sure),
        hatched=(*scale.part(before_certain(one)), *scale.part(after_certain(one))),
        faint=scale.part(possible_within(one, told.first, told.last) if is_open(one) else None),
    )


def _vacancy(one: Vacancy, names: dict[str, str]) -> Line:
    sure = "; ".join(from_to(*stretch) for stretch in one.certain)
    possibly = "" if one.certain == ((one.first, one.last),) else f"possibly {from_to(one.first, one.last)}"
    return Line(None, f"Vacant {sure}", possibly, beside=unless(chain(*one.unless), names))


def _overlap(one: Overlap, names: dict[str, str]) -> Line:
    return Line(None, " and ".join(names[posting] for posting in one.postings), from_to(one.first, one.last))
