"""`regesta suggest`: agents that may be one, listed, or judged one by one at the terminal."""

import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import IO, TYPE_CHECKING

import click

from regesta.cli.completion import Known
from regesta.cli.options import author_option, dossier_option, json_option
from regesta.cli.printing import bold, hanging, print_json, printed, safe, say
from regesta.events.counted import counted

if TYPE_CHECKING:
    from regesta.projections.reading.suggesting import Suggestion

SHOWN = 3
"""How many lines of what is known of an agent are shown, if there are more."""


@click.command()
@click.option("--agent", metavar="AGENT", type=Known("AGENT", ("agent",)), help="Suggest for this agent alone.")
@click.option("--limit", metavar="NUMBER", type=click.IntRange(1), help="How many to suggest at most.")
@click.option(
    "--min",
    "least",
    metavar="SCORE",
    type=click.FloatRange(0.0, 1.0),
    default=0.6,
    show_default=True,
    help="The least score of a suggestion, from 0 to 1.",
)
@click.option("--list", "listed", is_flag=True, help="List them, on a terminal too, and ask nothing.")
@click.option(
    "--pairs",
    metavar="FILE",
    type=click.File("rb"),
    help="Score the pairs of names in a file (- for standard input) instead; no dossier is needed. A line is two names"
    ' with a tab between, or JSON: {"a": …, "b": …}.',
)
@author_option
@json_option
@dossier_option
def suggest(
    agent: str | None,
    limit: int | None,
    least: float,
    listed: bool,
    pairs: IO[bytes] | None,
    author: str | None,
    as_json: bool,
) -> None:
    """Suggest agents that may be one, to be judged one by one.

    They are found by their names, in whatever script, order and spelling, ranked by these and by what else is known:
    the same post, the same dates of life, company that they share speak for them; dates that exclude each other, two
    posts at one time, a source that names both speak against. On a terminal each is shown, and asked about: same,
    different, undecided, skip, more or quit. What is answered is recorded at once as a judgement, with a reason;
    nothing is ever merged without one, and what was judged, left undecided too, is not suggested again. What is
    skipped is, the next time. Control-C ends the review; what was answered stays recorded, and no answer half.
    Voices without a name are never suggested.

    Elsewhere than on a terminal, and with --list or --json, they are listed. With --pairs, each line of names comes
    back with its score, from 0 to 1.

    \b
    Example:
      regesta suggest
      regesta suggest --agent "Jon Huntsman" --list
      regesta suggest --limit 20 --json
      regesta suggest --pairs names.tsv
    """
    if pairs is not None:
        from regesta.cli.scoring import scored

        for line in scored(pairs, as_json):
            click.echo(line)
        return
    found = _found(agent, least)[:limit]
    if as_json:
        print_json([asdict(one) for one in found])
    elif listed or not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        for place, one in enumerate(found):
            printed(lines(one, first=place == 0))
        say(_count(len(found)))
    elif found:
        from regesta.cli.reviewing import reviewed

        reviewed(found, author)
    else:
        say(_count(0))


def _count(found: int) -> str:
    if not found:
        return "No two agents are suggested."
    return f"{counted(found, 'suggestion')}; judge with `regesta same` and `regesta different`."


def _found(agent: str | None, least: float) -> "tuple[Suggestion, ...]":
    from regesta.cli.desk import reading
    from regesta.cli.progress import progress
    from regesta.cli.referring import subject
    from regesta.projections.reading.subjects import canonical_agent
    from regesta.projections.reading.suggesting import suggestions

    with reading() as desk, progress() as report:
        only = None
        if agent is not None:
            named = subject("--agent", agent, ("agent",), desk.connection).id
            only = canonical_agent(desk.connection, named) or named
        return suggestions(desk.connection, only, least, report)


def lines(one: "Suggestion", first: bool = True, whole: bool = False) -> Iterator[str]:
    """A suggestion for people: the two, how likely it seems, and why; `whole` leaves nothing out of what is known."""
    if not first:
        yield ""
    for id, name, about, known in (
        (one.a, one.a_name, one.a_about, one.a_known),
        (one.b, one.b_name, one.b_about, one.b_known),
    ):
        yield from hanging(f"{bold(safe(name))} ({safe(id)})", f": {safe(about)}" if about else "")
        shown = known if whole or len(known) <= SHOWN + 1 else known[:SHOWN]
        for part in shown:
            yield from hanging("        ", safe(part))
        if len(shown) < len(known):
            yield f"        and {len(known) - len(shown):,} more"
    names = "" if one.names == (one.a_name, one.b_name) else f" of “{one.names[0]}” and “{one.names[1]}”"
    matched = "; ".join(one.matched)
    if one.names[0] == one.names[1]:
        names, matched = "", f"the same name, “{one.names[0]}”"
    yield from hanging(f"  {one.score:.2f}  ", safe(f"names {one.name_score:.2f}{names}: {matched}"))
    for mark, reasons in (("+", one.speaks_for), ("-", one.against)):
        for reason in reasons:
            yield from hanging(f"     {mark}  ", safe(reason))
