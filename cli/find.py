"""`regesta find`: search."""

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from regesta.cli.options import dossier_option, json_option
from regesta.cli.printing import print_json, printed, say, table

if TYPE_CHECKING:
    from regesta.projections.reading.found import Hit


@click.command()
@click.argument("text", nargs=-1, required=True, metavar="TEXT…")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1), help="How many of each kind at most.")
@json_option
@dossier_option
def find(text: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Search names, words, sources and quotes.

    Finds what has TEXT as its id, and what holds every word of it; the last word may be cut short, and accents and
    case do not count. A quote is listed with the id of the fact that cites it. Exits with 1 if nothing is found.

    \b
    Example:
      regesta find hunts
      regesta find "exchanges of people"
    """
    from regesta.cli.desk import reading
    from regesta.cli.referring import listed, near
    from regesta.cli.typed import cleaned
    from regesta.projections.reading import found

    words = cleaned("TEXT", " ".join(text))
    with reading() as desk:
        hits = found.find(desk.connection, words, limit)
        meant = () if hits else near(desk.connection, words, ("agent", "post", "source"))[:3]
    if as_json:
        print_json([asdict(hit) for hit in hits])
    else:
        printed(table([(hit.kind, hit.id, _said(hit)) for hit in hits]))
    if not hits:
        say(
            f"Nothing holds {words!r}."
            + (f" Did you mean {listed(meant)}?" if meant else "")
            + " What was captured of a source is searched with `regesta quote SOURCE TEXT`."
        )
        raise click.exceptions.Exit(1)


def _said(hit: "Hit") -> str:
    words = hit.label if hit.excerpt in hit.label or hit.label in hit.excerpt else f"{hit.label}: {hit.excerpt}"
    return f"{words} [unverified]" if hit.found == "unverified" else words
