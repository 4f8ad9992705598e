"""Posts: the seats that postings fill."""

from dataclasses import dataclass
from typing import Annotated

from regesta.events.posting import Post
from regesta.projections.column import Column, Table, meaning


@dataclass(frozen=True, slots=True)
class PostRow:
    """One row for each post that has a fact in force."""

    id: Annotated[str, Column("the post's id")]
    label: Annotated[str, Column("the title, and the body where the title does not tell it", search=True)]
    title: Annotated[str, Column(meaning(Post, "title"), search=True)]
    organization: Annotated[str | None, Column(meaning(Post, "organization"), facet=True, search=True)]
    place: Annotated[str | None, Column(meaning(Post, "place"), facet=True, search=True)]
    seats: Annotated[int | None, Column(meaning(Post, "seats"))]
    note: Annotated[str | None, Column(meaning(Post, "note"))]


POSTS = Table("posts", "The seats that postings fill", PostRow, sort="label")
