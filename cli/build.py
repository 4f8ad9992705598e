"""`regesta build`: the database, of today or as it was known before."""

from pathlib import Path

import click

from regesta.cli.options import dossier_option, here, json_option
from regesta.cli.printing import line, print_json, say
from regesta.cli.refusal import WrongUsage
from regesta.events.counted import in_entries


@click.command()
@click.option(
    "--as-known",
    "edition",
    metavar="EDITION",
    help="An earlier edition: a day (YYYY-MM-DD, at its end in UTC), a moment, a number of entries, or a tag.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write a fresh database; otherwise the dossier's own is brought up to date.",
)
@json_option
@dossier_option
def build(edition: str | None, output: Path | None, as_json: bool) -> None:
    """Build the database, of today or as it was known before.

    Without -o, the dossier's own database is brought up to the head of the log; an earlier edition is written beside
    it, in the dossier's build/ folder. Either holds what is restricted, too: what others may see is what `regesta
    publish` writes.

    \b
    Example:
      regesta build
      regesta build --as-known 2026-11-01 -o november.db
    """
    from regesta.cli.editions import EditionError, as_known
    from regesta.projections.build import build as written
    from regesta.projections.build import refresh
    from regesta.projections.public import may_withhold

    if output is not None and not output.name:
        raise WrongUsage("--output: names no file.")
    dossier = here()
    if edition is None and output is None:
        path, size = dossier.database, refresh(dossier).size
    else:
        known = None if edition is None else as_known(dossier, edition)
        there = dossier.log.head().size
        if isinstance(known, int) and known > there:
            raise EditionError(f"--as-known: the log holds {in_entries(there)}, and not {known:,}.")
        path = output or _beside(dossier.build, dossier.name, str(edition))
        size = written(dossier.log, path, known)
    if output is not None and may_withhold(dossier.log):
        say(f"{output} holds what is restricted, too; to others give what `regesta publish` writes.")
    if as_json:
        print_json({"database": str(path), "entries": size})
        return
    line(str(path))
    say(f"{in_entries(size)}.")


def _beside(folder: Path, name: str, edition: str) -> Path:
    import re

    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{name}-{re.sub(r'[^0-9A-Za-z]+', '-', edition).strip('-')}.db"
