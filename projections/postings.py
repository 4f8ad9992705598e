"""Postings: who held which post, from when to when, folded from the phases that sources tell."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Annotated, assert_never

from regesta.events.posting import LASTING, Phase, Posting
from regesta.events.when import When
from regesta.projections.account import Account, Dated, Names, Projection, Version, first, of_kind
from regesta.projections.citations import INDEPENDENT_ORIGINS, UNVERIFIED, weigh
from regesta.projections.column import Column, Table, meaning
from regesta.projections.posts import short
from regesta.projections.stated import days
from regesta.projections.tenure import LEFT, PROSPECT, TAKE_UP, Bounds, Stage, Tenure, tenure


@dataclass(frozen=True, slots=True)
class PostingRow:
    """One row for each posting that has a fact in force."""

    id: Annotated[str, Column("the posting's id")]
    label: Annotated[str, Column("the holder and the post", search=True)]
    holder: Annotated[str, Column(meaning(Posting, "holder"), refers="agents", facet=True)]
    post: Annotated[str, Column(meaning(Posting, "post"), refers="posts", facet=True)]
    title: Annotated[str | None, Column(meaning(Posting, "title"), search=True)]
    effect: Annotated[
        str,
        Column(
            "took-effect, not-in-effect (declined, withdrawn or rejected), or not-known (announced, nominated or"
            " confirmed, and no more is told)",
            facet=True,
        ),
    ]
    phase: Annotated[str, Column("the furthest phase that is told", facet=True)]
    start: Annotated[str | None, Column("the start as it was worded")]
    start_earliest: Annotated[str | None, Column("the first day on which it may have started", index=True)]
    start_latest: Annotated[str | None, Column("the day from which it certainly held", index=True)]
    end: Annotated[str | None, Column("the end as it was worded")]
    end_state: Annotated[
        str, Column("stated, ended (on a day not known), holds (when the source said so) or not-stated", facet=True)
    ]
    end_earliest: Annotated[str | None, Column("the day until which it certainly held", index=True)]
    end_latest: Annotated[
        str | None, Column("the last day on which it may have ended, or its holder died; blank if open", index=True)
    ]
    year: Annotated[int | None, Column("the year in which it may first have started", facet=True)]
    disputed: Annotated[bool, Column("whether its sources exclude each other; both sides are kept", facet=True)]
    first_hand: Annotated[bool, Column("whether some source tells it at first hand")]
    hops: Annotated[int | None, Column("the fewest voices between the event and a source; 0 is first hand")]
    citations: Annotated[int, Column("how many citations it rests on")]
    independent_origins: Annotated[int, Column(INDEPENDENT_ORIGINS)]
    unverified: Annotated[int, Column(UNVERIFIED)]


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """One row for each fact in force about a posting."""

    id: Annotated[str, Column("the fact that tells it", refers="facts")]
    posting: Annotated[str, Column("the posting", refers="postings")]
    label: Annotated[str, Column("the holder, the phase and the post")]
    holder: Annotated[str, Column(meaning(Posting, "holder"), refers="agents", facet=True)]
    post: Annotated[str, Column(meaning(Posting, "post"), refers="posts", facet=True)]
    phase: Annotated[str, Column(meaning(Posting, "phase"), facet=True)]
    start: Annotated[str | None, Column(meaning(Posting, "start"))]
    start_earliest: Annotated[str | None, Column("the first day that the start may mean", index=True)]
    start_latest: Annotated[str | None, Column("the last day that the start may mean")]
    end: Annotated[str | None, Column("the end as it was worded")]
    end_state: Annotated[str, Column("stated, ended, holds or not-stated")]
    end_earliest: Annotated[str | None, Column("the first day that the end may mean")]
    end_latest: Annotated[str | None, Column("the last day that the end may mean")]
    title: Annotated[str | None, Column(meaning(Posting, "title"))]
    reason: Annotated[str | None, Column(meaning(Posting, "reason"))]
    note: Annotated[str | None, Column(meaning(Posting, "note"))]


POSTINGS = Table("postings", "Who held which post, from when to when", PostingRow, sort="-start_earliest")
PHASES = Table("phases", "Each phase of a posting, as one source tells it", PhaseRow, sort="-start_earliest")


def fold(account: Account, names: Names) -> Iterator[PostingRow | PhaseRow]:
    """The rows of one posting; none if no fact is in force, or if who held what was withheld."""
    told = of_kind(account.facts, Posting)
    holder, post = _who_held_what(account)
    if not told or holder is None or post is None:
        return
    agent = names.seen("agent", holder)
    held = tenure([_stage(fact) for fact in told], died=Bounds.read(None, agent["died_latest"]).latest)
    start, end = held.start, held.end
    weight = weigh(account.facts, names)
    yield PostingRow(
        id=account.id,
        label=f"{agent['name']}, {names.seen('post', post)['label']}",
        holder=agent["id"],
        post=post,
        title=first(fact.title for fact in told),
        effect=held.effect,
        phase=held.furthest,
        start=_start_worded(told, held),
        start_earliest=_iso(start.earliest),
        start_latest=_iso(start.latest),
        end=_end_worded(told, held),
        end_state=held.end_state,
        end_earliest=_iso(end.earliest),
        end_latest=_iso(end.latest),
        year=start.earliest.year if start.earliest else None,
        disputed=held.disputed,
        first_hand=weight.first_hand,
        hops=weight.hops,
        citations=weight.citations,
        independent_origins=weight.independent_origins,
        unverified=weight.unverified,
    )
    for version in account.facts:
        if isinstance(version.fact, Posting):
            yield _phase(version.id, version.fact, account.id, holder, post, names)


@lru_cache(maxsize=1)
def _who_held_what(account: Account) -> tuple[str | None, str | None]:
    """The holder and the post, as told first, in force if there is such a fact."""
    told = of_kind((*account.facts, *account.ever), Posting)
    return first(fact.holder for fact in told), first(fact.post for fact in told)


def _phase(id: str, fact: Posting, posting: str, holder: str, post: str, names: Names) -> PhaseRow:
    holder, post = fact.holder or holder, fact.post or post
    start, end = days(fact.start), days(fact.end.when)
    agent = names.seen("agent", holder)
    return PhaseRow(
        id=id,
        posting=posting,
        label=f"{agent['name']}: {_DOING[fact.phase]} {_post(fact, post, names)}",
        holder=agent["id"],
        post=post,
        phase=fact.phase,
        start=start.worded,
        start_earliest=start.earliest,
        start_latest=start.latest,
        end=end.worded,
        end_state=fact.end.state,
        end_earliest=end.earliest,
        end_latest=end.latest,
        title=fact.title,
        reason=fact.reason,
        note=fact.note,
    )


def _stage(fact: Posting) -> Stage:
    end = fact.end.when
    return Stage(
        phase=fact.phase,
        start=Bounds(fact.start.earliest, fact.start.latest) if fact.start else None,
        end_state=fact.end.state,
        end=Bounds(end.earliest, end.latest) if end else None,
    )


def _start_worded(told: Sequence[Posting], held: Tenure) -> str | None:
    """The wordings that the start comes from, each once."""
    if held.effect == "not-in-effect":
        return None
    lasting = [fact for fact in told if fact.phase in LASTING and fact.start]
    prospect = [fact for fact in told if fact.phase in PROSPECT] if held.effect == "not-known" else []
    return _worded(fact.start for fact in lasting or prospect or [fact for fact in told if fact.phase in TAKE_UP])


def _end_worded(told: Sequence[Posting], held: Tenure) -> str | None:
    """The wordings that the end comes from: of the facts that tell it in the way that stands."""
    if held.end_state == "not-stated":
        return None
    left = [fact.start for fact in told if fact.phase in LEFT]
    return _worded([*(fact.end.when for fact in told if fact.end.state == held.end_state), *left])


def _worded(several: Iterable[When | None]) -> str | None:
    return "; ".join(dict.fromkeys(when.verbatim for when in several if when is not None)) or None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


_DOING: Mapping[Phase, str] = {
    "announced": "announced as",
    "nominated": "nominated as",
    "confirmed": "confirmed as",
    "appointed": "appointed",
    "sworn-in": "sworn in as",
    "arrived": "arrived as",
    "accredited": "presented credentials as",
    "serving": "serving as",
    "acting": "acting as",
    "resigned": "resigned as",
    "recalled": "recalled as",
    "expelled": "expelled as",
    "left": "left as",
    "died": "died as",
    "declined": "declined to be",
    "withdrawn": "withdrawn as",
    "rejected": "rejected as",
}


def _post(fact: Posting, post: str | None, names: Names) -> str:
    if fact.title:
        return fact.title
    return short(names.seen("post", post)) if post else "(a post that is withheld)"


def says(fact: Posting, account: Account, names: Names) -> str:
    """Jon Huntsman: serving as Ambassador to Russia, by autumn of 2017 – in October"""
    holder, post = _who_held_what(account)
    holder, post = fact.holder or holder, fact.post or post
    who = names.seen("agent", holder)["name"] if holder else "(somebody who is withheld)"
    span = _span(fact)
    return f"{who}: {_DOING[fact.phase]} {_post(fact, post, names)}" + (f", {span}" if span else "")


def _span(fact: Posting) -> str:
    start = fact.start.verbatim if fact.start else ""
    match fact.end.state:
        case "stated":
            end = fact.end.when.verbatim if fact.end.when else ""
            return f"{start or '…'} – {end}"
        case "ended":
            return f"{start or '…'} – ended, day not known"
        case "holds":
            return f"{start or '…'} – still"
        case "not-stated":
            return start
        case _:
            assert_never(fact.end.state)


def dates(version: Version, account: Account, names: Names) -> Iterator[Dated]:
    """When a phase began or happened, and when it ended; that it still holds is no event."""
    fact = version.fact
    if not isinstance(fact, Posting):
        return
    holder, post = _who_held_what(account)
    holder, post = fact.holder or holder, fact.post or post
    if holder is None or post is None:
        return
    agent = names.seen("agent", holder)
    who, what = agent["name"], f"{_DOING[fact.phase]} {_post(fact, post, names)}"
    if fact.start is not None:
        yield Dated("start", fact.phase, f"{who}: {what}", fact.start, agent["id"])
    if fact.end.when is not None and fact.end.state in ("stated", "ended"):
        yield Dated("end", "ended", f"{who}: no longer {what}", fact.end.when, agent["id"])


PROJECTION = Projection("posting", (Posting,), (POSTINGS, PHASES), fold, says, dates)
