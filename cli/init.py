"""`regesta init`: start a dossier."""

from pathlib import Path
from typing import Literal

import click

from regesta.cli.options import json_option
from regesta.cli.printing import line, print_json, say


@click.command()
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path, file_okay=False), default=Path())
@click.option("--title", help="What the dossier is called on every page; otherwise the folder's name.")
@click.option("--description", help="What it is about, in a paragraph.")
@click.option("--licence", help="Under which others may use it: an SPDX name such as CC-BY-4.0, or a sentence.")
@click.option("--name", help="The name of its database and address; otherwise the folder's.")
@click.option(
    "--hemisphere",
    type=click.Choice(["north", "south"]),
    default="north",
    show_default=True,
    help="Whose seasons a wording such as autumn means.",
)
@json_option
def init(
    folder: Path,
    title: str | None,
    description: str | None,
    licence: str | None,
    name: str | None,
    hemisphere: Literal["north", "south"],
    as_json: bool,
) -> None:
    """Start a dossier: a folder with an empty log.

    DIR is the current folder unless another is named; it must be new, empty, or hold hidden files alone (such as
    .git). The folder is made for git: its log merges line by line.

    \b
    Example:
      regesta init resignations --title "Resignations" --licence CC-BY-4.0
    """
    from regesta.events.dossier import create

    words = folder.resolve().name.replace("-", " ").replace("_", " ").split()
    called = title or " ".join(words).capitalize() or "Dossier"
    dossier = create(folder, title=called, description=description, licence=licence, name=name, hemisphere=hemisphere)
    if as_json:
        print_json({"dossier": str(dossier.path), "title": dossier.settings.title, "name": dossier.name})
        return
    line(str(dossier.path))
    say(f"A dossier is there: {called!r}. Its settings are in {dossier.path / 'regesta.toml'}.")
    say("Next: `regesta add source --key …`, or `regesta import FILE`.")
