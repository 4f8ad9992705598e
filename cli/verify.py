"""`regesta verify`: the log, the captures, the quotes."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from regesta.cli.options import dossier_option, here, json_option
from regesta.cli.printing import line, print_json, say

if TYPE_CHECKING:
    from regesta.events.dossier import Dossier
    from regesta.events.errors import Problem
    from regesta.events.integrity import Checked


@click.command()
@json_option
@dossier_option
def verify(as_json: bool) -> None:
    """Check the log, the captures and the quotes.

    Every line of the log against its digest, and the log against the editions that were tagged; every captured file
    against its hash; every quote against the text that was captured. Problems are listed, and the exit code is 1.

    \b
    Example:
      regesta verify
    """
    from regesta.cli.rechecking import claims, quote_problems
    from regesta.events.captures import check_captures

    dossier = here()
    checked = _log(dossier)
    claimed = claims(dossier.log)
    problems = (
        *checked.problems,
        *check_captures(dossier.path, claimed.files),
        *quote_problems(dossier.path, claimed.quotes),
    )
    if as_json:
        print_json(
            {
                "entries": checked.size,
                "root": checked.root.hex(),
                "captures": len(claimed.files),
                "quotes": len(claimed.quotes),
                "unverified": claimed.unverified,
                "problems": [_plain(problem) for problem in problems],
            }
        )
    else:
        for problem in problems:
            line(str(problem))
        say(
            f"{checked.size:,} entries, root {checked.root.hex()}; {len(claimed.files):,} captured files,"
            f" {len(claimed.quotes):,} quotes ({claimed.unverified:,} more are marked unverified)."
        )
        say(f"{len(problems):,} problem{'s' * (len(problems) != 1)}." if problems else "All is as it was recorded.")
    if problems:
        raise click.exceptions.Exit(1)


def _log(dossier: "Dossier") -> "Checked":
    from regesta.cli.editions import editions
    from regesta.events.integrity import check

    known = [(edition.size, bytes.fromhex(edition.root)) for edition in editions(dossier)]
    with _progress("Entries read") as progress:
        return check(dossier.log, known, progress)


@contextmanager
def _progress(what: str) -> "Iterator[Callable[[int], None] | None]":
    """Shows a number that grows, on a terminal alone."""
    if not sys.stderr.isatty():
        yield None
        return
    yield lambda count: click.echo(f"\r{what}: {count:,}", err=True, nl=False)
    click.echo("\r" + " " * 40 + "\r", err=True, nl=False)


def _plain(problem: "Problem") -> dict[str, str]:
    return {"place": problem.place, "what": problem.what, "remedy": problem.remedy}
