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

ANY: tuple[str, ...] = ()
"""Every kind of subject, and facts."""


class Known(click.ParamType[str]):
    """Text that may name something in the dossier: subjects of these kinds (`fact` is one), or of any (`ANY`)."""

    def __init__(self, name: str, kinds: Sequence[str]) -> None:
        self.name = name
        self.kinds = tuple(kinds)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The ids that begin so, each with what it stands for."""
        return [CompletionItem(found, help=label) for found, label in candidates(ctx, self.kinds, incomplete)]


def candidates(ctx: click.Context, among: Sequence[str], start: str) -> list[tuple[str, str]]:
    """The ids that begin so, with their labels; none if there is no dossier, no database, or it cannot be read."""
    from regesta.events.errors import RegestaError
    from regesta.projections.reading.subjects import beginning, kinds

    try:
        address = here(ctx).database.resolve().as_uri()
        with closing(sqlite3.connect(f"{address}?mode=ro", uri=True, timeout=0.2)) as connection:
            found = beginning(connection, start, among or kinds(), MOST)
            return [(subject.id, safe(subject.label)) for subject in found]
    except (RegestaError, OSError, sqlite3.Error):
        return []
