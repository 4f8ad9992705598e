"""`regesta confirm`: add a citation to a fact."""

from typing import TYPE_CHECKING

import click

from regesta.cli.adding import typed_form
from regesta.cli.amending import NotInForce, amending, evidence_options, fact_named, recorded
from regesta.cli.completion import Known
from regesta.cli.draft import evidenced, made
from regesta.cli.evidence import evidence
from regesta.cli.recording import Prepared

if TYPE_CHECKING:
    from regesta.cli.desk import Desk


@click.command()
@click.argument("fact", type=Known("FACT", ("fact",)))
@evidence_options("confirmation")
@click.option("--note", metavar="TEXT", help="A note to the confirmation; what you saw, if it is your observation.")
@amending
def confirm(fact: str, note: str | None, author: str | None, as_json: bool, **typed: object) -> None:
    """Add a citation to a fact.

    It was seen again, or elsewhere: the fact stays as it is, and rests on one citation more.

    \b
    Example:
      regesta confirm 0j522q3z --source trend --quote "to step down in October"
    """
    form = typed_form(typed, {})

    def make(desk: "Desk") -> Prepared:
        row = fact_named(fact, desk.connection)
        if row["kind"] in ("retraction", "confirmation"):
            raise NotInForce(f"FACT: {row['id']} is a {row['kind']}; confirm the fact that it is about, {row['root']}.")
        if row["status"] == "retracted":
            raise NotInForce(f"FACT: {row['id']} ({row['says']}) is withdrawn; nothing confirms it.")
        said = {"kind": "confirmation", "fact": row["id"], **evidenced(evidence(form, desk))}
        return Prepared((made(said if note is None else {**said, "note": note}),))

    recorded({"author": author, "as_json": as_json}, make)
