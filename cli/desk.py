"""What lies before a person who reads or records: the dossier, its database brought up to date, and a way to ask."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

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
    """The desk of this command, to read from; for a dossier that cannot be written, over a database made for once."""
    dossier = here()
    if _writable(dossier):
        with opened(dossier) as desk:
            yield desk
        return
    from tempfile import TemporaryDirectory

    from regesta.projections.build import build

    with TemporaryDirectory() as folder:
        path = Path(folder) / "once.db"
        build(dossier.log, path)
        with closing(_connected(path)) as connection:
            yield Desk(dossier, connection, _size(connection))


def _writable(dossier: Dossier) -> bool:
    folder = dossier.build if dossier.build.exists() else dossier.path
    return os.access(folder, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


@contextmanager
def opened(
    dossier: Dossier, ask: Ask | None = None, new_agents: bool = False, kept: Kept | None = None
) -> Iterator[Desk]:
    """A desk whose database was brought up to the log's head."""
    from regesta.projections.build import refresh

    refresh(dossier)
    with closing(_connected(dossier.database)) as connection:
        yield Desk(dossier, connection, _size(connection), ask, new_agents, {} if kept is None else kept)


def _connected(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)


def _size(connection: sqlite3.Connection) -> int:
    """How far the database goes. From here on, the connection sees this edition alone, whoever writes meanwhile.

    Without that, a name could be looked up in one edition and be recorded against another, and no writer would notice.
    """
    connection.execute("BEGIN")
    return int(connection.execute("SELECT size FROM _reached").fetchone()[0])
