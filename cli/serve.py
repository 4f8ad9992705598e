"""`regesta serve` and `regesta demo`: a dossier on this machine, in a browser, with Datasette."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from regesta.cli.options import dossier_option, here
from regesta.cli.printing import line, say
from regesta.cli.refusal import WrongUsage

if TYPE_CHECKING:
    from regesta.web.serving import Listening

Decorated = TypeVar("Decorated", bound=Callable[..., object])

PORT = 8001


def _where_options(command: Decorated) -> Decorated:
    """Adds --port, --host and --open, as `port`, `host` and `opens`."""
    for option in (
        click.option("--open", "opens", is_flag=True, help="Open it in the browser."),
        click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on."),
        click.option(
            "--port",
            type=click.IntRange(0, 65535),
            default=PORT,
            show_default=True,
            help="The port; 0: any free one.",
        ),
    ):
        command = option(command)
    return command


@click.command()
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path, file_okay=False))
@_where_options
@click.option(
    "--as-known",
    "edition",
    metavar="EDITION",
    help="An earlier edition: a day (YYYY-MM-DD, at its end in UTC), a moment, a number of entries, or a tag.",
)
@dossier_option
def serve(folder: Path | None, port: int, host: str, opens: bool, edition: str | None) -> None:
    """Show the dossier on this machine, or serve what was published.

    It is built, then served read-only with Datasette; what is recorded meanwhile is there within a second. Ctrl-C ends
    it. Only this machine can reach it, and may send queries of its own in SQL; with another --host others can read it
    too, and SQL is off.

    With DIR, a folder that `regesta publish` wrote, here or elsewhere, that folder is served, and nothing else.

    \b
    Example:
      regesta serve --open
      regesta serve --as-known 2026-11-01 --port 8002
      regesta serve ../senators-site
    """
    from regesta.web.serving import listen, serve_live

    if folder is not None:
        if edition is not None:
            raise WrongUsage("--as-known is for a dossier of your own; a published folder is served as it is.")
        _serve_published(folder, host, port, opens)
        return
    dossier = here()
    listening = listen(host, port)
    if edition is not None:
        _serve_edition(edition, listening, opens)
        return
    from regesta.projections.build import refresh

    refresh(dossier)
    serve_live(dossier, listening, lambda: _ready(dossier.settings.title, listening, opens))


@click.command()
@click.argument("name", required=False)
@_where_options
def demo(name: str | None, port: int, host: str, opens: bool) -> None:
    """Build a seed dossier and serve it.

    NAME is a seed that comes with the program; without one it is the first, the resignation of an ambassador. The
    dossier is made in a temporary folder, which is removed at the end.

    \b
    Example:
      regesta demo
      regesta demo chiefs-of-mission --open
    """
    from tempfile import TemporaryDirectory

    from regesta.cli.seeding import FIRST, seed, sow
    from regesta.projections.build import refresh
    from regesta.web.serving import listen, serve_live

    chosen = seed(name or FIRST)
    listening = listen(host, port)
    with TemporaryDirectory(prefix="regesta-demo-") as folder:
        say(f"Importing the seed {chosen.name}.")
        dossier = sow(chosen, Path(folder) / chosen.name)
        refresh(dossier)
        say(f"The dossier is in {dossier.path} until you end this; --dossier takes other commands there.")
        serve_live(dossier, listening, lambda: _ready(dossier.settings.title, listening, opens))


def _serve_published(folder: Path, host: str, port: int, opens: bool) -> None:
    from regesta.web.published import read_published
    from regesta.web.serving import listen, serve_published

    manifest = read_published(folder)
    listening = listen(host, port)
    serve_published(folder, manifest, listening, lambda: _ready(manifest.title, listening, opens, manifest.path))


def _serve_edition(edition: str, listening: "Listening", opens: bool) -> None:
    from datetime import datetime
    from tempfile import TemporaryDirectory

    from regesta.cli.editions import as_known
    from regesta.projections.build import build
    from regesta.web.serving import serve_edition

    dossier = here()
    known = as_known(dossier, edition)
    with TemporaryDirectory(prefix="regesta-") as folder:
        database = Path(folder) / f"{dossier.name}.db"
        size = build(dossier.log, database, known)
        if isinstance(known, datetime):
            what = f"as known on {known:%Y-%m-%d at %H:%M %Z}"
        else:
            what = "as its first entry told it" if size == 1 else f"as its first {size:,} entries told it"
        serve_edition(dossier, database, what, listening, lambda: _ready(dossier.settings.title, listening, opens))


def _ready(title: str, listening: "Listening", opens: bool, path: str = "/") -> None:
    """Print the address as soon as it answers; open it if that was asked for."""
    say(f"{title} is served; Ctrl-C ends it.")
    url = listening.url.rstrip("/") + path
    line(url)
    if opens:
        import webbrowser

        webbrowser.open(url)
