"""`regesta retract`: withdraw a fact."""

from typing import TYPE_CHECKING

import click

from regesta.cli.amending import NotInForce, amending, fact_named, recorded
from regesta.cli.completion import Known
from regesta.cli.draft import made
from regesta.cli.recording import Prepared

if TYPE_CHECKING:
    from regesta.cli.desk import Desk
    from regesta.projections.reading.rows import Row


@click.command()
@click.argument("fact", type=Known("FACT", ("fact",)))
@click.option("--because", required=True, metavar="TEXT", help="Why it is withdrawn.")
@amending
def retract(fact: str, because: str, **given: object) -> None:
    """Withdraw a fact; it stays visible, and says why.

    To withdraw a correction puts the version before it back. To withdraw a retraction restores what it withdrew.

    \b
    Example:
      regesta retract 0j522q3z --because "The paper withdrew its report."
    """

    def make(desk: "Desk") -> Prepared:
        row = fact_named(fact, desk.connection)
        if row["status"] == "retracted":
            raise NotInForce(f"FACT: {row['id']} ({row['says']}) is withdrawn already.")
        act = made({"kind": "retraction", "fact": row["id"], "reason": because})
        return Prepared((act,), remarks=_remarks(row))

    recorded(given, make)


def _remarks(row: "Row") -> tuple[str, ...]:
    match row["kind"]:
        case "correction":
            return (
                f"{row['id']} is a correction: the version before it holds again. `regesta retract {row['root']}`"
                " withdraws the whole fact.",
            )
        case "retraction":
            return (f"{row['id']} is a retraction: what it withdrew holds again.",)
        case "restriction":
            return (
                f"{row['id']} is a restriction: it keeps nothing from readers now, and shows them nothing that another"
                " one keeps. `regesta status` tells how much may not be published.",
            )
        case _:
            return ()
