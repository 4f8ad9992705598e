"""`regesta explain`: say why a conflict is none, or how it stands."""

from typing import TYPE_CHECKING

import click

from regesta.cli.adding import asker, typed_form
from regesta.cli.amending import amending, evidence_options, recorded
from regesta.cli.completion import Known
from regesta.cli.draft import evidenced, made
from regesta.cli.evidence import evidence
from regesta.cli.printing import say
from regesta.cli.recording import Prepared
from regesta.cli.referring import subject
from regesta.cli.refusal import WrongUsage

if TYPE_CHECKING:
    from regesta.cli.desk import Desk


@click.command()
@click.argument("conflict", type=Known("CONFLICT", ("conflict",)))
@click.option("--note", metavar="TEXT", help="Why it is no conflict, or how it stands; asked for if left out.")
@evidence_options("explanation")
@amending
def explain(conflict: str, note: str | None, author: str | None, as_json: bool, **typed: object) -> None:
    """Explain a conflict.

    Nothing in the record changes, and both sides stay. The explanation holds for what the conflict rests on now: when
    other evidence comes in, or some is corrected, the conflict is open again.

    \b
    Example:
      regesta explain 4633mrr0 --note "She stayed on to hand over."
    """
    form = typed_form(typed, {})
    ask = asker()
    if note is None and ask is None:
        raise WrongUsage('--note: is missing; say why, as in --note "The paper dates it by the letter."')
    given = note

    def make(desk: "Desk") -> Prepared:
        nonlocal given
        from regesta.projections.reading.conflicts import conflict as looked_up

        found = looked_up(desk.connection, subject("CONFLICT", conflict, ("conflict",), desk.connection).id)
        assert found is not None  # noqa: S101 - it was found in the same table
        row = found.row
        if row["since"] is None:
            raise WrongUsage(
                f"CONFLICT: {row['id']} is {row['state']}: no rule finds it now, so nothing is to explain."
            )
        if given is None and ask is not None:
            say(str(row["what"]))
            given = ask("Why is it so? ")
        said: dict[str, object] = {
            "kind": "explanation",
            "conflict": row["id"],
            "note": given,
            "rule": row["rule"],
            "what": str(row["what"])[:2_000],
            "about": {"kind": row["subject_kind"], "id": row["subject"]},
            "saw": sorted({str(one["fact"]) for one in found.facts}),
        }
        return Prepared((made({**said, **evidenced(evidence(form, desk))}),))

    recorded({"author": author, "as_json": as_json}, make)
