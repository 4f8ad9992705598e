"""`regesta tag`: name an edition."""

from dataclasses import asdict
from datetime import UTC, datetime

import click

from regesta.cli.options import author_option, dossier_option, here, json_option
from regesta.cli.printing import line, print_json, printed, say, table
from regesta.events.counted import in_entries


@click.command()
@click.argument("name", required=False)
@author_option
@json_option
@dossier_option
def tag(name: str | None, author: str | None, as_json: bool) -> None:
    """Name the edition of this moment: the log as far as it goes now.

    The name is kept in the dossier's editions/ folder with the root hash of the log, and can be given wherever an
    edition is asked for. Without NAME, the editions that have one are listed.

    \b
    Example:
      regesta tag first-draft
      regesta build --as-known first-draft -o first-draft.db
    """
    from regesta.cli.author import author as who
    from regesta.cli.editions import Edition, editions, keep
    from regesta.cli.logged import rooted

    dossier = here()
    if name is None:
        known = tuple(editions(dossier))
        if as_json:
            print_json([asdict(edition) for edition in known])
            return
        printed(table([(edition.name, f"{edition.size:,}", edition.at, edition.by) for edition in known]))
        return
    size, root = rooted(dossier.log)
    at = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    edition = Edition(name, size, root.hex(), at, who(author, dossier.path, False))
    keep(dossier, edition)
    if as_json:
        print_json(asdict(edition))
        return
    line(f"{name}  {size:,}  {root.hex()}")
    say(f"{name} names the edition of {in_entries(size)}. Commit editions/ to share it.")
