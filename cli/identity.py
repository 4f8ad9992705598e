"""`regesta same`, `different` and `undecided`: judgements on who is who."""

from typing import TYPE_CHECKING

import click

from regesta.cli.adding import typed_form
from regesta.cli.amending import amending, evidence_options, recorded
from regesta.cli.completion import Known
from regesta.cli.draft import evidenced, made
from regesta.cli.evidence import evidence
from regesta.cli.recording import Prepared
from regesta.cli.referring import subject

if TYPE_CHECKING:
    from regesta.cli.desk import Desk


def _judging(verdict: str, help: str, because: str) -> click.Command:
    """The command that records a judgement."""

    def judge(a: str, b: str, because: str, author: str | None, as_json: bool, **typed: object) -> None:
        form = typed_form(typed, {})

        def make(desk: "Desk") -> Prepared:
            one, other = (subject(place, text, ("agent",), desk.connection).id for place, text in (("A", a), ("B", b)))
            said = {"kind": "identity", "a": one, "b": other, "verdict": verdict, "because": because}
            return Prepared((made({**said, **evidenced(evidence(form, desk))}),))

        recorded({"author": author, "as_json": as_json}, make)

    agents = Known("AGENT", ("agent",))
    example = f'regesta {verdict} jon-huntsman jon-huntsman-2 \\\n    --because "{because}"'
    judge.__doc__ = f"{help}\n\n\b\nExample:\n  {example}"
    decorated = click.option("--because", required=True, metavar="TEXT", help="Why.")(
        evidence_options("identity")(amending(judge))
    )
    decorated = click.argument("a", type=agents)(click.argument("b", type=agents)(decorated))
    return click.command(verdict)(decorated)


same = _judging(
    "same",
    "Judge two agents to be the same.\n\nTheir records are one from then on, under the id of the one that was recorded"
    " first. A later judgement on the two replaces this one, and restores both.",
    "Same office, same years, one spelling.",
)
different = _judging(
    "different",
    "Judge two agents to be different.\n\nThey are kept apart; a judgement that they are the same is replaced.",
    "Father and son.",
)
undecided = _judging(
    "undecided",
    "Take back a judgement on two agents.\n\nThey are kept apart until it is known.",
    "The two sources name no year of birth.",
)
