"""`regesta import`: many facts from files, all or nothing; and the same files again, in a later version."""

from typing import Any

import click

from regesta.cli.options import author_option, dossier_option, here, json_option
from regesta.cli.refusal import WrongUsage


@click.command("import")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--mapping", metavar="FILE", help="How the columns of CSV files become facts: docs/import.md tells.")
@click.option("--dry-run", is_flag=True, help="Say what would be recorded, and change nothing.")
@click.option("--sync", is_flag=True, help="Record what differs from an earlier import of this name as corrections.")
@click.option(
    "--motive",
    metavar="MOTIVE",
    help="With --sync: was-wrong, no-longer-true, clerical or source-corrected; goes for every correction.",
)
@click.option("--note", metavar="TEXT", help="With --sync: what was corrected or retracted, and why.")
@click.option("--source", metavar="SOURCE", help="With --sync: the source that says so.")
@click.option("--retract-missing", is_flag=True, help="With --sync: retract what the files no longer hold.")
@author_option
@json_option
@dossier_option
def import_(files: tuple[str, ...], author: str | None, as_json: bool, **options: Any) -> None:
    """Record many facts from files, all or nothing.

    FILE is YAML, JSON Lines, or CSV with --mapping; - is JSON Lines from standard input. docs/import.md describes
    them. Every problem is named with its line, and nothing is recorded then. What was recorded before is recognized.

    \b
    Example:
      regesta import facts.yml
      regesta import meetings/*.csv --mapping meetings.yml --dry-run
      regesta import ministers.csv --mapping ministers.yml --sync \\
        --motive was-wrong --note "Release of October"
    """
    from regesta.cli.import_run import Order, run
    from regesta.cli.printing import print_json

    told = run(Order(here(), files, author, **_checked(options)))
    if as_json:
        print_json(told.as_json())
    else:
        told.print()


command = import_
"""What the group registers."""


def _checked(options: dict[str, Any]) -> dict[str, Any]:
    """The options, if they go together; raises WrongUsage."""
    from typing import get_args

    from regesta.events.amendment import Motive

    if not options["sync"]:
        for name in ("motive", "note", "source", "retract_missing"):
            if options[name]:
                raise WrongUsage(f"--{name.replace('_', '-')} goes with --sync; without it, nothing is corrected.")
    if options["motive"] is not None and options["motive"] not in get_args(Motive):
        raise WrongUsage(f"--motive: {options['motive']!r} is none; give {', '.join(get_args(Motive))}.")
    return options
