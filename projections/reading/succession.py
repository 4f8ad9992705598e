"""The succession of a post: its holders in order, who was acting, when nobody held it, and when too many did.

A pure function of the post's postings. What is claimed:

- A *vacancy* lies between the first and the last day that the record knows anything of: a seat is not certainly held.
  Within it, it is certainly vacant where nobody may have held it either. Whose start or end is not told at all may have
  held the post on any day before or after: that alone makes no vacancy merely possible, but is told (`unless`).
- Holders stand *in order* of the first day that is told of them. Of whom only the last possible day is told, that day
  may be long after they left: where somebody else certainly held a lone seat on it, they came before.
- An *overlap* is more certain holders than seats, for more than the day of a handover. Where the number of seats is not
  known, it is holding the post together. Who was merely acting takes no seat.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise

from regesta.projections.reading.who import Holding


@dataclass(frozen=True, slots=True)
class Vacancy:
    """Days, the first and last included, on each of which a seat was not certainly held."""

    first: str
    last: str
    certain: tuple[tuple[str, str], ...]
    """The stretches of them in which nobody may have held it, but for those in `unless`."""
    may: tuple[str, ...]
    """The postings whose bounds reach into these days."""
    unless: tuple[tuple[str, ...], ...]
    """For each of the stretches, the postings whose start or end is not told at all, and who so may have."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Days, both included, on which more postings held a post than it has seats."""

    first: str
    last: str
    postings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Succession:
    """What the postings of a post tell together."""

    seats: int | None
    holders: tuple[Holding, ...]
    """Those that took effect or may have, in order."""
    never: tuple[Holding, ...]
    """Those that did not: declined, withdrawn, rejected."""
    vacancies: tuple[Vacancy, ...]
    lines: tuple[Holding | Vacancy, ...]
    """The holders in order, and between them the vacancies that have days on which nobody may have held it."""
    overlaps: tuple[Overlap, ...]
    first: str | None
    """The first day that the record knows anything of."""
    last: str | None


def succession(holdings: Sequence[Holding], seats: int | None) -> Succession:
    """The succession of a post, from its postings in any order."""
    placed = _placed(holdings, seats)
    ordered = [one for _, one in placed]
    holders = tuple(one for one in ordered if one.effect != "not-in-effect")
    vacancies = tuple(_vacancies(holders, seats))
    lines: list[tuple[str, Holding | Vacancy]] = [(day, one) for day, one in placed if one in holders]
    lines += [(one.first, one) for one in vacancies if one.certain]
    known = sorted(day for one in holders for day in _bounds(one) if day is not None)
    return Succession(
        seats=seats,
        holders=holders,
        never=tuple(one for one in ordered if one.effect == "not-in-effect"),
        vacancies=vacancies,
        lines=tuple(one for _, one in sorted(lines, key=lambda line: line[0])),
        overlaps=tuple(_overlaps(holders, seats)),
        first=known[0] if known else None,
        last=known[-1] if known else None,
    )


def unless(postings: Iterable[str], names: Mapping[str, str]) -> str:
    """Who may have held the post all the same, given the names of the holders by their postings; blank if nobody."""
    told = ", ".join(names[posting] for posting in dict.fromkeys(postings))
    return f"unless held by {told}" if told else ""


def certain(one: Holding) -> tuple[str, str] | None:
    """The first and last day on which somebody certainly held; None if there is none."""
    start, end = one.start_latest, one.end_earliest
    return (start, end) if start is not None and end is not None and start <= end else None


def before_certain(one: Holding) -> tuple[str, str] | None:
    """The days on which somebody may have held already, as far as they are told."""
    sure, start = certain(one), one.start_earliest
    if start is None:
        return None
    until = _day_before(sure[0]) if sure else one.end_latest or one.start_latest or one.end_earliest or start
    return (start, until) if start <= until else None


def after_certain(one: Holding) -> tuple[str, str] | None:
    """The days on which somebody may have held still, as far as they are told."""
    sure, end = certain(one), one.end_latest
    if end is None or (sure is None and one.start_earliest is not None):
        return None  # the days that are only possible are told by `before_certain`
    since = _day_after(sure[1]) if sure else one.start_latest or one.end_earliest or end
    return (since, end) if since <= end else None


def possible_within(one: Holding, first: str | None, last: str | None) -> tuple[str, str] | None:
    """The days on which somebody may have held, of those from the first to the last; None if no bound is told."""
    if not any(_bounds(one)):
        return None
    start, end = one.start_earliest or first, one.end_latest or last
    return (start, end) if start is not None and end is not None and start <= end else None


def in_order(holdings: Sequence[Holding], seats: int | None) -> list[Holding]:
    """The postings of a post in order, whether they took effect or not."""
    return [one for _, one in _placed(holdings, seats)]


def _placed(holdings: Sequence[Holding], seats: int | None) -> list[tuple[str, Holding]]:
    """Every posting with the day by which it stands in order; who stands on the same day, by the end."""
    lone = [(span, _told(one)) for one in holdings if not one.acting and (span := certain(one))] if seats == 1 else []
    placed = []
    for one in holdings:
        over = one.end_latest
        after = [told for (first, last), told in lone if over is not None and first <= over <= last]
        before = bool(after) and not (one.start_earliest or one.start_latest or one.end_earliest)
        placed.append((min(after) if before else _told(one), not before, over or "9999", one.posting, one))
    return [(day, one) for day, *_, one in sorted(placed, key=lambda place: place[:-1])]


def _told(one: Holding) -> str:
    """The first day that is told of a posting."""
    return next((day for day in _bounds(one) if day is not None), "9999")


def _bounds(one: Holding) -> tuple[str | None, ...]:
    return (one.start_earliest, one.start_latest, one.end_earliest, one.end_latest)


def is_open(one: Holding) -> bool:
    """Whether nothing is told of the first, or of the last day on which somebody may have held."""
    return one.start_earliest is None or one.end_latest is None


def _vacancies(holders: Sequence[Holding], seats: int | None) -> Iterator[Vacancy]:
    """Sweep over the days at which somebody comes or goes, with who is certain and who is possible in between."""
    changes: dict[str, list[tuple[dict[str, str], Holding, bool]]] = defaultdict(list)
    sure, may = dict[str, str](), dict[str, str]()
    for one in holders:
        for there, span in ((sure, certain(one)), (may, before_certain(one)), (may, after_certain(one))):
            if span is not None:
                changes[span[0]].append((there, one, True))
                changes[_day_after(span[1])].append((there, one, False))
    gap: list[_Stretch] = []
    days = sorted(changes)
    for day, following in pairwise(days):
        for there, one, comes in changes[day]:
            if comes:
                there[one.posting] = one.holder
            else:
                del there[one.posting]
        if len({*sure.values()}) < (seats or 1):
            room = len({*sure.values(), *may.values()}) < (seats or 1)
            gap.append(_Stretch(day, _day_before(following), room, tuple(may), frozenset((*sure, *may))))
        elif gap:
            yield _vacancy(gap, holders)
            gap = []
    if gap:
        yield _vacancy(gap, holders)


@dataclass(frozen=True, slots=True)
class _Stretch:
    first: str
    last: str
    vacant: bool
    may: tuple[str, ...]
    told: frozenset[str]
    """The postings whose bounds say that they were, or may have been there."""


def _vacancy(gap: Sequence[_Stretch], holders: Sequence[Holding]) -> Vacancy:
    first, last = gap[0].first, gap[-1].last
    may = tuple(dict.fromkeys(posting for stretch in gap for posting in stretch.may))
    stretches = [list(them) for vacant, them in groupby(gap, key=lambda stretch: stretch.vacant) if vacant]
    return Vacancy(
        first,
        last,
        certain=tuple((them[0].first, them[-1].last) for them in stretches),
        may=may,
        unless=tuple(
            tuple(one.posting for one in holders if is_open(one) and any(_may_fill(one, part) for part in them))
            for them in stretches
        ),
    )


def _may_fill(one: Holding, stretch: _Stretch) -> bool:
    """Whether somebody of whom no bound tells may have held in days that are vacant by the bounds of all."""
    return one.posting not in stretch.told and _reaches(one, stretch.first, stretch.last)


def _reaches(one: Holding, first: str, last: str) -> bool:
    started = one.start_earliest is None or one.start_earliest <= last
    return started and (one.end_latest is None or first <= one.end_latest)


def _overlaps(holders: Sequence[Holding], seats: int | None) -> Iterator[Overlap]:
    """Sweep over the certain spans, each without its last day, so that a handover is none."""
    changes: dict[str, list[tuple[Holding, bool]]] = defaultdict(list)
    for one in holders:
        span = certain(one)
        if span is not None and span[0] < span[1] and not one.acting:
            changes[span[0]].append((one, True))
            changes[span[1]].append((one, False))
    there: dict[str, Holding] = {}
    days = sorted(changes)
    for day, following in pairwise(days):
        for one, comes in sorted(changes[day], key=lambda change: change[1]):
            if comes:
                there[one.posting] = one
            else:
                del there[one.posting]
        if len({one.holder for one in there.values()}) > (seats or 1):
            yield Overlap(day, following, tuple(there))


def _day_after(day: str) -> str:
    return day if day == "9999-12-31" else (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _day_before(day: str) -> str:
    return day if day == "0001-01-01" else (date.fromisoformat(day) - timedelta(days=1)).isoformat()
