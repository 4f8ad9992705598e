"""To whom a voice without a name may have spoken: in what a source stands, and how an agent is called."""

import sqlite3

_CALLED = (
    "SELECT agents.name FROM aliases JOIN agents ON agents.id = aliases.agent"
    " WHERE aliases.id = ? AND agents.type <> 'anonymous'"
)


def publication(connection: sqlite3.Connection, source: str) -> str | None:
    """What a source stands in, if a fact in force says so."""
    row = connection.execute("SELECT publication FROM sources WHERE id = ?", (source,)).fetchone()
    return None if row is None or row[0] is None else str(row[0])


def called(connection: sqlite3.Connection, agent: str) -> str | None:
    """The name of an agent, whichever of its ids is given; None for a voice, which has none, and if there is none."""
    row = connection.execute(_CALLED, (agent,)).fetchone()
    return None if row is None else str(row[0])
