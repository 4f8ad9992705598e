"""`regesta apart`: take a whole cluster of agents apart."""

from typing import TYPE_CHECKING

import click

from regesta.cli.amending import amending, recorded
from regesta.cli.completion import Known
from regesta.cli.draft import made
from regesta.cli.recording import Prepared
from regesta.cli.referring import subject
from regesta.events.errors import RegestaError

if TYPE_CHECKING:
    from regesta.cli.desk import Desk


class NotMerged(RegestaError):
    """An agent that was judged to be no other."""


@click.command()
@click.argument("agent", metavar="AGENT", type=Known("AGENT", ("agent",)))
@click.option("--because", required=True, metavar="TEXT", help="Why.")
@click.option(
    "--as",
    "verdict",
    type=click.Choice(["undecided", "different"]),
    default="undecided",
    show_default=True,
    metavar="VERDICT",
    help="What is judged of each two that were judged the same: undecided or different.",
)
@amending
def apart(agent: str, because: str, verdict: str, author: str | None, as_json: bool) -> None:
    """Take a cluster of agents apart.

    Every judgement by which this agent and others are one is replaced, all in one commit; each agent has its own record
    again. Nothing is lost: put together again what belongs together with `regesta same`. Two alone are kept apart with
    `regesta different`. `regesta diff` tells what changed by it.

    \b
    Example:
      regesta apart jon-huntsman --because "They are two men of one name."
    """

    def make(desk: "Desk") -> Prepared:
        found = subject("AGENT", agent, ("agent",), desk.connection)
        rows = desk.connection.execute(_MERGED, (found.id,)).fetchall()
        if not rows:
            raise NotMerged(
                f"AGENT: {found.id} ({found.label}) was judged to be no other; there is nothing to take apart."
            )
        said = [{"kind": "identity", "a": a, "b": b, "verdict": verdict, "because": because} for a, b in rows]
        remark = f"{len(rows) + 1} agents or more were one; each stands by itself now." if len(rows) > 1 else ""
        return Prepared(tuple(map(made, said)), remarks=(remark,) if remark else ())

    recorded({"author": author, "as_json": as_json}, make)


_MERGED = (
    "SELECT a, b FROM judgements WHERE verdict = 'same' AND a IN (SELECT id FROM aliases WHERE agent ="
    " (SELECT agent FROM aliases WHERE id = ?)) ORDER BY id"
)
