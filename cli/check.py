"""`regesta check`: what of the record needs somebody to look."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import click

from regesta.cli.options import dossier_option, json_option
from regesta.cli.printing import print_json, printed, say, table
from regesta.events.counted import counted
from regesta.projections.reading.rows import Row, rows

if TYPE_CHECKING:
    from regesta.cli.desk import Desk

Provider = Callable[["Desk"], Iterator[Row]]
"""Gives a row for each thing that is amiss: its `id`, its `state`, and `what` it is."""

KNOWN = "known"
"""The state of what is told, but was seen before: it does not fail."""


def _conflicts(desk: "Desk") -> Iterator[Row]:
    from regesta.projections.reading.conflicts import unsettled

    return iter(unsettled(desk.connection))


def _unknown(desk: "Desk") -> Iterator[Row]:
    return rows(desk.connection, "SELECT * FROM conflicts WHERE state = 'not-found' ORDER BY id")


def _expectations(desk: "Desk") -> Iterator[Row]:
    sql = "SELECT id, state, expects || ': ' || coalesce(found, '') AS what FROM expectations WHERE state = 'broken'"
    return rows(desk.connection, f"{sql} ORDER BY id")


def _quotes(desk: "Desk") -> Iterator[Row]:
    from regesta.cli.editions import editions
    from regesta.projections.reading.unverified import unverified

    return unverified(desk.connection, max((edition.size for edition in editions(desk.dossier)), default=0))


PROVIDERS: dict[str, Provider] = {
    "conflicts": _conflicts,
    "explanations": _unknown,
    "expectations": _expectations,
    "quotes": _quotes,
}
"""What is checked, and who tells of it; a new check adds a line."""


@click.command()
@json_option
@dossier_option
def check(as_json: bool) -> None:
    """Tell what needs a look: conflicts, expectations, quotes.

    Conflicts that are open or reopened, explanations of conflicts that no rule ever found, expectations that are
    broken, quotes that were recorded unverified. Exits with 1 if there is any; what was explained passes, and so does
    an unverified quote that `regesta tag` has named an edition with, though it is still told, as known. Once its words
    stand in a capture, `regesta confirm` settles it. `regesta verify` checks the log, the captures and the quotes that
    were found. How many expectations are undecided is told, too.

    \b
    Example:
      regesta check
    """
    from regesta.cli.desk import reading

    with reading() as desk:
        found = {name: tuple(provider(desk)) for name, provider in PROVIDERS.items()}
        ((undecided,),) = desk.connection.execute("SELECT count(*) FROM expectations WHERE state = 'undecided'")
    if as_json:
        print_json(found)
    else:
        told = [
            (name.removesuffix("s"), str(row["id"]), str(row["state"]), str(row["what"]))
            for name, several in found.items()
            for row in several
        ]
        printed(table(told))
        say(_summary(found))
        if undecided:
            say(f"Undecided, which is no failure: {counted(undecided, 'expectation')}; `regesta serve` shows it all.")
    if any(_new(several) for several in found.values()):
        raise click.exceptions.Exit(1)


def _new(several: tuple[Row, ...]) -> int:
    """How many of them fail."""
    return sum(row["state"] != KNOWN for row in several)


def _summary(found: dict[str, tuple[Row, ...]]) -> str:
    counts = [counted(_new(several), name.removesuffix("s")) for name, several in found.items() if _new(several)]
    passed = sum(len(several) - _new(several) for several in found.values())
    known = f" Known since the last edition that was named: {counted(passed, 'quote')}." if passed else ""
    return (f"To look at: {', '.join(counts)}." if counts else "Nothing is amiss.") + known
