"""`regesta erase`: destroy what a fact says, where it must not be kept."""

import click

from regesta.cli.adding import asker
from regesta.cli.amending import amending
from regesta.cli.completion import Known
from regesta.cli.erasing import Going, carried_out, going, left_over, planned, show, tell
from regesta.cli.printing import say
from regesta.cli.recording import Pen, Prepared, commit
from regesta.cli.refusal import WrongUsage


@click.command()
@click.argument("fact", type=Known("FACT", ("fact",)))
@click.option("--because", required=True, metavar="TEXT", help="Why; do not repeat what it said.")
@click.option("--subjects", is_flag=True, help="Erase also whatever names a subject that only this opens.")
@click.option("--captures", is_flag=True, help="Remove also the captured files that no other fact names.")
@click.option("--dry-run", is_flag=True, help="Show what would be lost, and end.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@amending
def erase(
    fact: str,
    because: str,
    subjects: bool,
    captures: bool,
    dry_run: bool,
    yes: bool,
    author: str | None,
    as_json: bool,
) -> None:
    """Destroy what a fact says, for good.

    Its versions go, and whatever names it: corrections, confirmations, explanations, restrictions. Of each entry the
    time and the digest stay in the log, so that all proofs and checkpoints hold; that it was erased, by whom and why is
    recorded first. The database is made anew. What goes is shown, and asked about. If the command breaks off, `regesta
    verify` tells what is left to do, and the same command does it. Copies are out of reach: git's history, other
    clones, backups, what was published (docs/restrictions.md).

    \b
    Example:
      regesta erase 0j522q3z --because "Asked for under article 17."
      regesta erase 0j522q3z --because "Court order." --captures --yes
    """
    from regesta.cli.author import author as named_author
    from regesta.cli.desk import reading
    from regesta.cli.options import here

    dossier, ask = here(), asker()
    if not (yes or dry_run) and ask is None:
        raise WrongUsage("Nobody can be asked whether to destroy this for good: give --yes, or look with --dry-run.")
    pen = Pen(dossier, named_author(author, dossier.path, ask is not None), ask)
    with reading() as desk:
        found = left_over(fact, desk) or planned(fact, because, subjects, desk)
        show(found, captures, desk)
    if dry_run:
        say("Nothing was erased.")
        return
    if not yes:
        _sure(found)
    if found.facts:
        # Recorded first: if this breaks off, the log tells what was to be erased, and the same command goes on.
        commit(pen, lambda desk: Prepared(going(found, because, subjects, desk), main=0))
    tell(dossier, found, carried_out(dossier, found, captures), as_json)


def _sure(found: Going) -> None:
    what = "this" if len(found.ids) == 1 else f"these {len(found.ids):,} entries"
    if not click.confirm(f"Destroy {what} for good?", err=True):
        say("Nothing was erased.")
        raise click.exceptions.Exit(1)
