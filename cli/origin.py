"""`regesta origin`: judgements on which voices and sources are one origin, and which are independent."""

from typing import TYPE_CHECKING

import click

from regesta.cli.adding import typed_form
from regesta.cli.amending import amending, evidence_options, recorded
from regesta.cli.completion import Known
from regesta.cli.draft import evidenced, made
from regesta.cli.evidence import evidence
from regesta.cli.recording import Prepared
from regesta.cli.referring import subject
from regesta.cli.refusal import WrongUsage

if TYPE_CHECKING:
    from regesta.cli.desk import Desk
    from regesta.projections.reading.subjects import Subject

_KINDS = ("source", "agent")
_ORIGIN = Known("ORIGIN", _KINDS)
_NOT_ONE = {False: "nothing is judged", True: "two are not both the same and independent"}


@click.command()
@click.argument("a", type=_ORIGIN)
@click.argument("b", type=_ORIGIN)
@click.option("--same", is_flag=True, help="They are one voice: they count as one origin.")
@click.option("--independent", is_flag=True, help="Each knows of itself what it tells.")
@click.option("--because", required=True, metavar="TEXT", help="Why.")
@evidence_options("independence")
@amending
def origin(
    a: str,
    b: str,
    same: bool,
    independent: bool,
    because: str,
    author: str | None,
    as_json: bool,
    **typed: object,
) -> None:
    """Judge two origins to be one, or independent.

    An origin is a source, or an agent through whom something was heard, if need be as source/ID or agent/ID. What is
    judged changes how many independent origins each record has, and nothing else: agents keep records of their own
    (`regesta same` makes one of them). Papers that are judged independent owe what they tell to nothing that they have
    in common; docs/origins.md has the rule. Take a judgement back with `regesta retract`. Where two are judged both,
    they count as one, and `regesta conflicts` lists it.

    \b
    Example:
      regesta origin tass-report tribune-report --independent \\
        --because "TASS had the letter from the embassy."
      regesta origin a-diplomat-in-kommersant a-diplomat-in-vedomosti --same \\
        --because "Both papers say so."
    """
    if same == independent:
        raise WrongUsage(f"origin: {_NOT_ONE[same]}. Say --same, or --independent.")
    verdict = "same" if same else "independent"
    form = typed_form(typed, {})

    def make(desk: "Desk") -> Prepared:
        one, other = (subject(place, text, _KINDS, desk.connection) for place, text in (("A", a), ("B", b)))
        if (one.kind, one.id) == (other.kind, other.id):
            raise WrongUsage(f"origin: {a!r} and {b!r} are both {one.kind} {one.id}; name two origins.")
        pair = {name: {"kind": found.kind, "id": found.id} for name, found in (("a", one), ("b", other))}
        said = {"kind": "independence", **pair, "verdict": verdict, "because": because}
        remarks = tuple(_remarks(desk, one, other, verdict))
        return Prepared((made({**said, **evidenced(evidence(form, desk))}),), remarks=remarks)

    recorded({"author": author, "as_json": as_json}, make)


def _remarks(desk: "Desk", one: "Subject", other: "Subject", verdict: str) -> "list[str]":
    """What a person should know of a judgement that comes to something else than it may seem to."""
    from regesta.projections.reading.origins import count_as_one, judged_the_opposite

    a, b = (one.kind, one.id), (other.kind, other.id)
    opposite = judged_the_opposite(desk.connection, a, b, verdict)
    if opposite:
        was = "independent" if verdict == "same" else "one origin"
        return [f"Fact {opposite} judges them {was}. They count as one; retract the judgement that is wrong."]
    already = count_as_one(desk.connection, a, b)
    if one.kind == other.kind and already == (verdict == "same"):
        return [f"They count as {'one origin' if already else 'two origins'} already; the judgement says it expressly."]
    return []
