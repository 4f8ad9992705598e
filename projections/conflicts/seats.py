"""More certain holders than a post has seats.

A posting certainly holds from the last day that its start may mean to the first day that its end may mean. Two overlap
if they share more than a day: on the day of a handover both hold. A holder who only acts is no second holder, since
somebody acts while the holder is away; and who is not told apart (the same agent twice) is not two.
"""

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

from regesta.projections.conflicts.rule import Finding, Rule, Side, Told, Watch
from regesta.projections.several import listed

CROWD = 10
"""How many may sit in the way of one more holder before the number of seats itself is in question."""


class Holding(NamedTuple):
    """A posting, and the days on which it certainly held."""

    post: str
    posting: str
    holder: str
    name: str
    start: str
    end: str
    seats: int
    label: str


_ROWS = """
    SELECT p.post, p.id, p.holder, holder.name, p.start_latest, p.end_earliest, posts.seats, posts.label
    FROM postings AS p JOIN posts ON posts.id = p.post JOIN agents AS holder ON holder.id = p.holder
    WHERE {within} AND posts.seats IS NOT NULL AND +p.effect = 'took-effect' AND +p.start_latest < +p.end_earliest
        AND EXISTS (SELECT 1 FROM phases WHERE phases.posting = p.id AND +phases.phase IN
            ('serving', 'appointed', 'sworn-in', 'arrived', 'accredited'))
    ORDER BY p.post, p.start_latest, p.id"""


_HELD = "SELECT post, start_latest, end_earliest FROM postings WHERE id IN (SELECT value ->> 0 FROM json_each(?))"


def find(post: str, rows: Sequence[tuple[object, ...]]) -> Iterator[Finding]:
    """Sweep over the days: whoever begins to hold while all seats are taken is in conflict with those who sit.

    What is found on a day is that of those who sit on it; but a crowd is told of once, the first.
    """
    sitting: list[tuple[str, int, Holding]] = []
    crowd: list[Holding] = []
    for number, row in enumerate(rows):
        one = Holding._make(row)
        while sitting and sitting[0][0] <= one.start:
            heappop(sitting)
        if len(sitting) > CROWD + one.seats:
            crowd = crowd or [other for *_, other in sorted(sitting)]
        elif len(sitting) >= one.seats:
            others = [other for *_, other in sorted(sitting) if other.holder != one.holder]
            if one.seats == 1:
                yield from (_pair(other, one) for other in others)
            elif len({other.holder for other in others}) >= one.seats:
                yield _too_many((*others, one))
        heappush(sitting, (one.end, number, one))
    if crowd:
        yield _crowd(post, crowd)


def _pair(one: Holding, other: Holding) -> Finding:
    return _finding((one.posting, other.posting), (one, other), "both")


def _too_many(several: Sequence[Holding]) -> Finding:
    return _finding(("last", several[-1].posting), several, "all")


def _finding(key: tuple[str, ...], several: Sequence[Holding], all_of_them: str) -> Finding:
    post, start, end = several[0], max(one.start for one in several), min(one.end for one in several)
    seats = "one seat" if post.seats == 1 else f"{post.seats} seats"
    names = listed(one.name for one in several)
    return Finding(
        key=key,
        what=f"{names} {all_of_them} certainly held {post.label}, which has {seats}, from {start} to {end}",
        subject=("post", post.post),
        sides=tuple(
            Side(f"{one.name} certainly held it from {one.start} to {one.end}", told=(Told("posting", one.posting),))
            for one in several
        ),
        given=(Told("post", post.post, "seats"),),
        concerns=tuple(kind for one in several for kind in (("posting", one.posting), ("agent", one.holder))),
        earliest=start,
        latest=end,
        day=start,
    )


def _crowd(post: str, sitting: Sequence[Holding]) -> Finding:
    first = sitting[0]
    start, end = max(one.start for one in sitting), min(one.end for one in sitting)
    return Finding(
        key=("crowd", post),
        what=f"{len(sitting)} and more certainly held {first.label} at once, which has {first.seats} seat(s)",
        subject=("post", post),
        sides=(
            Side(f"it has {first.seats} seat(s)", told=(Told("post", post, "seats"),)),
            Side(
                f"{len(sitting)} certainly held it from {start} to {end}",
                told=tuple(Told("posting", one.posting) for one in sitting),
            ),
        ),
        concerns=tuple(("posting", one.posting) for one in sitting),
        earliest=start,
        latest=end,
    )


RULE = Rule(
    id="seats",
    means="More people certainly held a post at once than it has seats.",
    example=(
        "The post has one seat. One source has Ann serve from 1 March 2014 to 1 June 2017, another has Bob sworn in on"
        " 1 May 2017, and leave in 2020. Had Ann left on 1 May 2017, it would be a handover."
    ),
    rows=_ROWS,
    scope="p.post",
    watches=(
        Watch("postings", "post", days=("start_latest", "end_earliest")),
        Watch("posts", "id", reads=("seats", "label")),
        Watch("phases", "posting", _HELD, reads=("phase",)),
    ),
    find=find,
    days=("p.start_latest", "p.end_earliest"),
    index="CREATE INDEX _postings_certain ON postings (post, end_earliest, start_latest)",
)
