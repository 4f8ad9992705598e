"""`regesta check`: what of the record needs somebody to look."""

import sqlite3
from collections.abc import Callable, Iterator

import click

from regesta.cli.options import dossier_option, json_option
from regesta.cli.printing import print_json, printed, say, table
from regesta.projections.reading.rows import Row, rows

Provider = Callable[[sqlite3.Connection], Iterator[Row]]
"""Gives a row for each thing that is amiss: its `id`, its `state`, and `what` it is."""


def _conflicts(connection: sqlite3.Connection) -> Iterator[Row]:
    from regesta.projections.reading.conflicts import unsettled

    return iter(unsettled(connection))


def _unknown(connection: sqlite3.Connection) -> Iterator[Row]:
    return rows(connection, "SELECT * FROM conflicts WHERE state = 'not-found' ORDER BY id")


def _expectations(connection: sqlite3.Connection) -> Iterator[Row]:
    sql = "SELECT id, state, expects || ': ' || coalesce(found, '') AS what FROM expectations WHERE state = 'broken'"
    return rows(connection, f"{sql} ORDER BY id")


PROVIDERS: dict[str, Provider] = {
    "conflicts": _conflicts,
    "explanations": _unknown,
    "expectations": _expectations,
}
"""What is checked, and who tells of it; a new check adds a line."""


@click.command()
@json_option
@dossier_option
def check(as_json: bool) -> None:
    """Tell what needs a look: conflicts and broken expectations.

    Conflicts that are open or reopened, explanations of conflicts that no rule ever found, expectations that are
    broken. Exits with 1 if there is any; what was explained passes. `regesta verify` checks the log, the captures
    and the quotes.

    \b
    Example:
      regesta check
    """
    from regesta.cli.desk import reading

    with reading() as desk:
        found = {name: tuple(provider(desk.connection)) for name, provider in PROVIDERS.items()}
    if as_json:
        print_json(found)
    else:
        told = [
            (name.removesuffix("s"), str(row["id"]), str(row["state"]), str(row["what"]))
            for name, several in found.items()
            for row in several
        ]
        printed(table(told))
        say(_summary(found) if told else "Nothing is amiss.")
    if any(found.values()):
        raise click.exceptions.Exit(1)


def _summary(found: dict[str, tuple[Row, ...]]) -> str:
    counts = [
        f"{len(several)} {name if len(several) != 1 else name.removesuffix('s')}"
        for name, several in found.items()
        if several
    ]
    return f"To look at: {', '.join(counts)}."
