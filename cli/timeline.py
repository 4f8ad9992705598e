"""`regesta timeline`: everything that has a date."""

from typing import TYPE_CHECKING

import click

from regesta.cli.completion import Known
from regesta.cli.options import dossier_option, json_option
from regesta.cli.printing import days, print_json, printed, say, table

if TYPE_CHECKING:
    from regesta.projections.reading.rows import Row


@click.command()
@click.option("--agent", type=Known("AGENT", ("agent",)), metavar="AGENT", help="What concerns this agent alone.")
@click.option("--post", type=Known("POST", ("post",)), metavar="POST", help="What concerns this post alone.")
@click.option("--from", "since", metavar="DATE", help="What may have happened then or later, in any wording.")
@click.option("--until", metavar="DATE", help="What may have happened then or before, in any wording.")
@json_option
@dossier_option
def timeline(agent: str | None, post: str | None, since: str | None, until: str | None, as_json: bool) -> None:
    """List everything that has a date, in order.

    A line gives the days that a date may mean, what happened, and how the source words the date. Exits with 1 if
    nothing is found.

    \b
    Example:
      regesta timeline --agent jon-huntsman --from 2017 --until "August 2019"
    """
    from regesta.cli.asked import asked
    from regesta.cli.desk import reading
    from regesta.cli.referring import subject
    from regesta.cli.refusal import WrongUsage
    from regesta.projections.reading import dated
    from regesta.projections.reading.subjects import canonical_agent

    first = asked("--from", since).earliest if since else None
    last = asked("--until", until).latest if until else None
    if first is not None and last is not None and last < first:
        raise WrongUsage(f"--until ({last}) lies before --from ({first}). Give the earlier day to --from.")
    with reading() as desk:
        who = subject("--agent", agent, ("agent",), desk.connection).id if agent else None
        seat = subject("--post", post, ("post",), desk.connection).id if post else None
        concerned = who and canonical_agent(desk.connection, who)
        found = tuple(dated.timeline(desk.connection, concerned, seat, first, last))
    if as_json:
        print_json(found)
    else:
        printed(table([_line(row) for row in found]))
    if not found:
        say("Nothing that has a date is recorded there.")
        raise click.exceptions.Exit(1)


def _line(row: "Row") -> tuple[str, str]:
    meant = days(*(None if row[name] is None else str(row[name]) for name in ("earliest", "latest")))
    worded = "" if row["worded"] == meant else f" ({row['worded']})"
    doubt = " [unverified]" if row["unverified"] else ""
    return meant or "not known", f"{row['what']}{worded}{doubt}"
