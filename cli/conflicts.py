"""`regesta conflicts`: what cannot all be true."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from regesta.cli.completion import Known
from regesta.cli.options import dossier_option, json_option
from regesta.cli.printing import bold, coloured, hanging, print_json, printed, safe, say, table
from regesta.cli.refusal import WrongUsage

if TYPE_CHECKING:
    from regesta.cli.desk import Desk
    from regesta.projections.reading.conflicts import Conflict
    from regesta.projections.reading.rows import Row

STATES = ("open", "reopened", "explained", "resolved", "not-found")


@click.command()
@click.option("--rule", metavar="RULE", help="Those of one rule alone; docs/conflicts.md tells them.")
@click.option("--state", type=click.Choice(STATES), help="Those in one state alone.")
@click.option("--agent", metavar="AGENT", type=Known("AGENT", ("agent",)), help="Those that concern an agent.")
@click.option("--post", metavar="POST", type=Known("POST", ("post",)), help="Those that concern a post.")
@json_option
@dossier_option
def conflicts(rule: str | None, state: str | None, agent: str | None, post: str | None, as_json: bool) -> None:
    """List what cannot all be true, by rule.

    Both sides stay in the record, and nothing picks a winner: a person explains (`regesta explain`), or corrects what
    was wrong. Those that nobody explained come first. `regesta show` tells the sides of one.

    \b
    Example:
      regesta conflicts --state open
      regesta conflicts --rule seats --post us-ambassador-ru
    """
    from regesta.cli.desk import reading
    from regesta.projections.conflicts.rules import BY_ID
    from regesta.projections.reading.conflicts import conflicts as listed

    if rule is not None and rule not in BY_ID:
        raise WrongUsage(f"--rule: there is no rule {rule!r}; there are: {', '.join(BY_ID)}.")
    with reading() as desk:
        subject = _subject(desk, agent, post)
        found = tuple(listed(desk.connection, rule, state, subject))
    if as_json:
        print_json(found)
        return
    printed(table([told(row) for row in found]))
    if not found:
        say("No conflict.")


def _subject(desk: "Desk", agent: str | None, post: str | None) -> tuple[str, str] | None:
    from regesta.cli.referring import subject
    from regesta.projections.reading.subjects import canonical_agent

    if agent is not None and post is not None:
        raise WrongUsage("--post: is given with --agent; give one of the two.")
    if agent is not None:
        found = subject("--agent", agent, ("agent",), desk.connection).id
        return "agent", canonical_agent(desk.connection, found) or found
    if post is not None:
        return "post", subject("--post", post, ("post",), desk.connection).id
    return None


def told(row: "Row") -> tuple[str, ...]:
    """A conflict in a line: its id, its state, its rule, and what it is."""
    return str(row["id"]), str(row["state"]), str(row["rule"]), str(row["what"])


def conflict_lines(found: "Conflict") -> Iterator[str]:
    """One conflict with its sides, what was said of it, and its history."""
    row = found.row
    yield bold(f"conflict {row['id']}") + f"  {safe(str(row['what']))}"
    colour = {"open": "red", "reopened": "red"}.get(str(row["state"]), "green")
    yield f"  rule   {safe(str(row['rule']))}"
    yield f"  state  {coloured(str(row['state']), colour)}"
    for side, facts in _by_side(found).items():
        yield "\n" + _heading(side, str(facts[0]["holds"] or ""))
        yield from table([(str(one["fact"]), str(one["status"]), str(one["says"])) for one in facts], "  ")
    if found.explanations:
        yield "\nExplained"
        for one in found.explanations:
            who = str(one["recorded_by"] or "withheld").partition(" <")[0]
            yield from hanging(f"  {str(one['recorded_at'])[:10]} {safe(who)}: ", safe(str(one["note"])))
    yield "\nHistory"
    yield from table(
        [
            (str(one["position"]), str(one["recorded_at"])[:10], str(one["change"]), str(one["says"]))
            for one in found.history
        ],
        "  ",
    )


def _by_side(found: "Conflict") -> "dict[object, list[Row]]":
    sides: dict[object, list[Row]] = {}
    for one in found.facts:
        sides.setdefault(one["side"], []).append(one)
    return sides


def _heading(side: object, holds: str) -> str:
    if side is None:
        return "What it rested on when it was explained"
    return "Read against" if side == 0 else f"Side {side}: {safe(holds)}"
