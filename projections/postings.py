"""Postings: who held which post, from when to when, folded from the phases that sources tell."""

from dataclasses import dataclass
from typing import Annotated

from regesta.events.posting import Posting
from regesta.projections.column import Column, Table, meaning


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
    end_latest: Annotated[str | None, Column("the last day on which it may have ended; blank if open", index=True)]
    year: Annotated[int | None, Column("the year in which it may first have started", facet=True)]
    disputed: Annotated[bool, Column("whether its sources exclude each other; both sides are kept", facet=True)]
    first_hand: Annotated[bool, Column("whether some source tells it at first hand")]
    hops: Annotated[int | None, Column("the fewest voices between the event and a source; 0 is first hand")]
    citations: Annotated[int, Column("how many citations it rests on")]


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
