"""Posts: the seats that postings fill."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any

from regesta.events.posting import Post
from regesta.projections.account import STANDING, Account, Names, Projection, first, notes, of_kind, stands
from regesta.projections.column import Column, Table, meaning


@dataclass(frozen=True, slots=True)
class PostRow:
    """One row for each post that has a fact in force, or that another row refers to."""

    id: Annotated[str, Column("the post's id")]
    label: Annotated[str, Column("the title, with the place and the body where it does not tell them", search=True)]
    title: Annotated[str, Column(meaning(Post, "title"), search=True)]
    organization: Annotated[str | None, Column(meaning(Post, "organization"), facet=True, search=True)]
    place: Annotated[str | None, Column(meaning(Post, "place"), facet=True, search=True)]
    seats: Annotated[int | None, Column(meaning(Post, "seats"))]
    status: Annotated[str, Column(STANDING, facet=True)]
    note: Annotated[str | None, Column(meaning(Post, "note"))]


POSTS = Table("posts", "The seats that postings fill", PostRow, sort="label")


def fold(account: Account, names: Names) -> Iterator[PostRow]:
    """The row of one post; where no fact is in force, what was told last keeps its name for those who refer to it."""
    told, standing = stands(account, Post)
    title = _title(account)
    organization = first(fact.organization for fact in told)
    place = first(fact.place for fact in told)
    yield PostRow(
        id=account.id,
        label=_label(title, organization, place),
        title=title,
        organization=organization,
        place=place,
        seats=first(fact.seats for fact in told),
        status=standing,
        note=notes(told),
    )


@lru_cache(maxsize=1)
def _title(account: Account) -> str:
    return first(fact.title for fact in of_kind((*account.facts, *account.ever), Post)) or account.id


def _label(title: str, organization: str | None, place: str | None) -> str:
    """The title, with the place and in brackets the body, where the title does not tell them."""
    where = f", {place}" if place and place.casefold() not in title.casefold() else ""
    body = f" ({organization})" if organization and organization.casefold() not in title.casefold() else ""
    return f"{title}{where}{body}"


def short(post: Mapping[str, Any]) -> str:
    """What a post is called within a sentence: its title, and the place where the title does not tell it."""
    return _label(post["title"], None, post["place"])


def says(fact: Post, account: Account, names: Names) -> str:
    """Post: Ambassador to Russia (United States), 1 seat"""
    title = fact.title or _title(account)
    seats = f", {fact.seats} seat{'' if fact.seats == 1 else 's'}" if fact.seats else ""
    return f"Post: {_label(title, fact.organization, fact.place)}{seats}"


PROJECTION = Projection("post", (Post,), (POSTS,), fold, says, shows=("title", "place", "label"))
