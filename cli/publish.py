"""`regesta publish`: what may be seen of a dossier, as a folder that anybody can serve and check."""

from datetime import UTC, date, datetime
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import click

from regesta.cli.options import dossier_option, here, json_option
from regesta.cli.printing import line, print_json, say
from regesta.events.counted import counted, in_entries

if TYPE_CHECKING:
    from regesta.events.publishing.manifest import PublishedDossier
    from regesta.web.publishing.site import Published

LONGEST = 2_000
"""The longest title or licence, in characters, as `values.Line` has it."""


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("dossiers", metavar="[DOSSIER]...", nargs=-1, type=click.Path(path_type=Path, file_okay=False))
@click.option("--base-url", metavar="URL", help="The address that it will have: https://example.org/ or with a path.")
@click.option("--title", metavar="TEXT", help="What the site is called; otherwise the dossier's title.")
@click.option("--licence", metavar="TEXT", help="Under which others may use it; otherwise what the dossier says.")
@click.option("--allow-sql", is_flag=True, help="Let readers send SQL of their own; it can cost much memory.")
@click.option("--reasons", is_flag=True, help="Tell readers how many entries are withheld for which reason.")
@click.option("--on", metavar="DAY", help="The day by which embargoes are judged, YYYY-MM-DD; otherwise today in UTC.")
@json_option
@dossier_option
def publish(
    folder: Path,
    dossiers: tuple[Path, ...],
    base_url: str | None,
    title: str | None,
    licence: str | None,
    allow_sql: bool,
    reasons: bool,
    on: str | None,
    as_json: bool,
) -> None:
    """Write what is public as a folder that anybody can serve.

    The folder holds the database, the log with its tiles and signed checkpoint, the captures that may be passed on,
    the program, and a README that tells how to run and to verify it. What is withheld is in no byte of it. A folder
    that was published before is replaced, if the log goes on where that one ended. A dossier that has a key is signed
    first. DOSSIER names the dossiers of a site that holds several.

    \b
    Example:
      regesta publish ../senators-site --base-url https://example.org/senators/
      regesta serve ../senators-site
    """
    from regesta.cli.progress import progress
    from regesta.cli.sign import memory
    from regesta.events.dossier import open_dossier
    from regesta.web.publishing.site import Wish
    from regesta.web.publishing.site import publish as published

    chosen = tuple(map(open_dossier, dossiers)) or (here(),)
    wish = Wish(
        _day(on), _named("--title", title), _named("--licence", licence), _address(base_url), allow_sql, reasons
    )
    with progress() as report:
        done = published(folder, chosen, wish, memory(), lambda what, count: report(what, count, 0))
    for told in done.cleared:
        say(told)
    if wish.on > datetime.now(UTC).date():
        say(f"{wish.on} has not come yet: what is under embargo until then is disclosed in {folder} already.")
    if as_json:
        print_json(_plain(folder, done))
        return
    line(str(folder))
    for one in done.manifest.dossiers:
        for told in _told(one, done):
            say(told)
    say(f"`regesta serve {quote(str(folder))}` shows it; its README.md tells how to host and to verify it.")


def _told(one: "PublishedDossier", done: "Published") -> list[str]:
    """What was published of a dossier, what was left out, and what a reader can check."""
    since = done.since[one.name]
    lines = [
        f"{one.title}: {in_entries(one.entries)}, {counted(one.captures, 'capture')}; root {one.root}.",
        *(f"Left out: {left.count:,} {left.what}: {left.why}." for left in done.left_out[one.name]),
    ]
    if one.entries != since.added:
        shown = f", {since.shown:,} now disclosed" if since.shown else ""
        more = f"{in_entries(since.added)} more" if since.added else "no new entry"
        lines.append(f"Since it was published before: {more}{shown}.")
    if since.withdrawn:
        lines.append(
            f"{since.withdrawn:,} that were disclosed before are withheld now: whoever has an older copy still reads"
            " them, and so do caches; nothing can call that back. A server that is running shows them until it is"
            " started again."
        )
    if not one.signed:
        lines.append("It is UNSIGNED: nobody can tell later that nothing was rewritten. `regesta key new` makes a key.")
    elif one.signed < one.entries:
        lines.append(f"Its checkpoint covers {one.signed:,} of them: the key is not here to sign the rest.")
    else:
        lines.append(f"Its checkpoint covers all of it{'' if done.signed[one.name] else '; it was signed before'}.")
    return lines


def _plain(folder: Path, done: "Published") -> dict[str, object]:
    manifest = done.manifest.model_dump(mode="json")
    for one in manifest["dossiers"]:
        since = done.since[one["name"]]
        one["left_out_because"] = [left.model_dump(mode="json") for left in done.left_out[one["name"]]]
        one["since"] = {"added": since.added, "shown": since.shown, "withdrawn": since.withdrawn}
    return {"folder": str(folder), **manifest}


def _day(text: str | None) -> date:
    from regesta.cli.refusal import WrongUsage

    if text is None:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongUsage(f"--on {text!r} is no day: write it as 2026-11-24.") from None


def _named(option: str, text: str | None) -> str | None:
    """What a site is called, or its licence: text on one line."""
    from regesta.cli.refusal import WrongUsage
    from regesta.cli.typed import cleaned
    from regesta.events.values import one_line

    if text is None:
        return None
    try:
        found = one_line(cleaned(option, text))
    except ValueError as error:
        raise WrongUsage(f"{option}: {error}.") from None
    if not 0 < len(found) <= LONGEST:
        raise WrongUsage(f"{option}: has {len(found):,} characters; give 1 to {LONGEST:,}, or leave it out.")
    return found


def _address(text: str | None) -> str | None:
    from regesta.cli.refusal import WrongUsage
    from regesta.events.publishing.manifest import site_address

    try:
        return None if text is None else site_address(text)
    except ValueError as error:
        raise WrongUsage(f"--base-url: {error}.") from None
