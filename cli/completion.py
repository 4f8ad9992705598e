"""Shell completion that knows the dossier: its agents, posts, sources, meetings and facts.

It reads the database as it is, without bringing it up to date, and offers nothing at all rather than an error: a
shell that completes must neither wait nor fail.
"""

import sqlite3
from collections.abc import Sequence
from contextlib import closing

import click
from click.shell_completion import CompletionItem

from regesta.cli.options import here
from regesta.cli.printing import safe

MOST = 50
"""How many candidates are offered."""

_SQL = {
    "agent": "SELECT aliases.id, agents.name FROM aliases JOIN agents ON agents.id = aliases.agent"
    " WHERE aliases.id BETWEEN ? AND ? ORDER BY aliases.id",
    "post": "SELECT id, label FROM posts WHERE id BETWEEN ? AND ? ORDER BY id",
    "source": "SELECT id, label FROM sources WHERE id BETWEEN ? AND ? ORDER BY id",
    "posting": "SELECT id, label FROM postings WHERE id BETWEEN ? AND ? ORDER BY id",
    "statement": "SELECT id, label FROM statements WHERE id BETWEEN ? AND ? ORDER BY id",
    "meeting": "SELECT DISTINCT meeting, label FROM meetings WHERE meeting BETWEEN ? AND ? ORDER BY meeting",
    "fact": "SELECT id, says FROM facts WHERE id BETWEEN ? AND ? ORDER BY position DESC",
}

SUBJECTS = ("agent", "post", "posting", "statement", "meeting", "source")


class Known(click.ParamType[str]):
    """Text that may name something in the dossier: subjects of these kinds (`fact` is one)."""

    def __init__(self, name: str, kinds: Sequence[str]) -> None:
        self.name = name
        self.kinds = tuple(kinds)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The ids that begin so, each with what it stands for."""
        return [CompletionItem(found, help=label) for found, label in candidates(ctx, self.kinds, incomplete)]


def candidates(ctx: click.Context, kinds: Sequence[str], start: str) -> list[tuple[str, str]]:
    """The ids that begin so, with their labels; none if there is no dossier, no database, or it cannot be read."""
    from regesta.events.errors import RegestaError

    try:
        address = here(ctx).database.resolve().as_uri()
        with closing(sqlite3.connect(f"{address}?mode=ro", uri=True, timeout=0.2)) as connection:
            return [
                (str(found), safe(str(label)))
                for kind in kinds
                for found, label in connection.execute(f"{_SQL[kind]} LIMIT {MOST}", (start, start + "\U0010ffff"))
            ]
    except (RegestaError, OSError, sqlite3.Error):
        return []
