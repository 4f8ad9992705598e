"""What lies before a person who reads or records: the dossier, its database brought up to date, and a way to ask."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

from regesta.cli.options import here
from regesta.events.dossier import Dossier

Ask = Callable[[str], str]
"""Puts a question to the person and gives what was typed."""


Kept = dict[tuple[str, str], object]
"""What was asked for and found once (an answer, a page of the web), and is not again when a commit is repeated."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A dossier with a connection to its database, as far as the log went when it was opened."""

    dossier: Dossier
    connection: sqlite3.Connection
    size: int
    """How many entries of the log the database shows."""
    ask: Ask | None = None
    """How to ask the person; None where nobody can be asked."""
    new_agents: bool = False
    """Whether names that only come near a known agent's are new agents, without asking."""
    kept: Kept = field(default_factory=dict)


@contextmanager
def reading() -> Iterator[Desk]:
    """The desk of this command, to read from."""
    with opened(here()) as desk:
        yield desk


@contextmanager
def opened(
    dossier: Dossier, ask: Ask | None = None, new_agents: bool = False, kept: Kept | None = None
) -> Iterator[Desk]:
    """A desk whose database was brought up to the log's head."""
    from regesta.projections.build import reader

    with closing(reader(dossier)) as connection:
        # From here on, the connection sees this edition alone, whoever writes meanwhile. Without that, a name could be
        # looked up in one edition and be recorded against another, and no writer would notice.
        connection.execute("BEGIN")
        size = int(connection.execute("SELECT size FROM _reached").fetchone()[0])
        yield Desk(dossier, connection, size, ask, new_agents, {} if kept is None else kept)
