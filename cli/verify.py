"""`regesta verify`: the log, the heads that were signed, the captures, the quotes; or a proof in a file."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from regesta.cli.options import dossier_option, here, json_option
from regesta.cli.printing import line, print_json, say

if TYPE_CHECKING:
    from regesta.cli.rechecking import Claims
    from regesta.events.dossier import Dossier
    from regesta.events.errors import Problem
    from regesta.events.heads import Found
    from regesta.events.integrity import Checked
    from regesta.events.keys import VerifierKey


@click.command()
@click.argument("file", required=False, metavar="[FILE]", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--key", "keys", multiple=True, metavar="KEY", help="A public key to believe, or a file of them; repeat it."
)
@click.option(
    "--checkpoint",
    "kept",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A checkpoint that you kept earlier: the log must begin with what it was signed over.",
)
@json_option
@dossier_option
def verify(file: Path | None, keys: tuple[str, ...], kept: tuple[Path, ...], as_json: bool) -> None:
    """Check the log, the checkpoints, the captures and the quotes.

    Every line of the log against its digest; the log against every checkpoint that was signed and the editions that
    were tagged; every captured file against its hash; every quote against the text that was captured. Problems are
    listed, and the exit code is 1. Without --key, checkpoints are checked with the keys that the dossier itself names.

    With FILE, a proof that `regesta prove` wrote: nothing else is looked at but the file and the key.

    \b
    Example:
      regesta verify
      regesta verify fact.tlog-proof --key example.org/senators+1a2b3c4d+AY…
    """
    from regesta.cli.proved import believed, verify_file
    from regesta.cli.rechecking import claims, quote_problems
    from regesta.events.captures import check_captures

    trusted = believed(keys)
    if file is not None:
        verify_file(file, trusted, as_json)
        return
    dossier = here()
    found = _heads(dossier, trusted, kept)
    checked = _log(dossier, found)
    claimed = claims(dossier.log)
    problems = (
        *checked.problems,
        *found.problems,
        *check_captures(dossier.path, claimed.files),
        *quote_problems(dossier.path, claimed.quotes),
    )
    if as_json:
        print_json(_plain_report(checked, found, claimed, problems))
    else:
        _print_report(checked, found, claimed, problems)
    if problems:
        raise click.exceptions.Exit(1)


def _plain_report(
    checked: "Checked", found: "Found", claimed: "Claims", problems: "tuple[Problem, ...]"
) -> dict[str, object]:
    return {
        "entries": checked.size,
        "root": checked.root.hex(),
        "checkpoints": len(found.chains),
        "signed": found.size,
        "captures": len(claimed.files),
        "quotes": len(claimed.quotes),
        "unverified": claimed.unverified,
        "problems": [{"place": problem.place, "what": problem.what, "remedy": problem.remedy} for problem in problems],
    }


def _print_report(checked: "Checked", found: "Found", claimed: "Claims", problems: "tuple[Problem, ...]") -> None:
    for problem in problems:
        line(str(problem))
    say(
        f"{checked.size:,} entries, root {checked.root.hex()}; {len(claimed.files):,} captured files,"
        f" {len(claimed.quotes):,} quotes ({claimed.unverified:,} more are marked unverified)."
    )
    if found.chains:
        count = len(found.chains)
        say(f"{count:,} checkpoint{'s' * (count != 1)}; the newest was signed over {found.size:,} of the entries.")
    say(f"{len(problems):,} problem{'s' * (len(problems) != 1)}." if problems else "All is as it was recorded.")


def _heads(dossier: "Dossier", trusted: "tuple[VerifierKey, ...]", kept: tuple[Path, ...]) -> "Found":
    """The dossier's heads; those of this machine too where its own keys are believed, and those that were given."""
    from regesta.cli.sign import memory
    from regesta.events.heads import find, read_head

    found = find(dossier.path, trusted or None, None if trusted else memory())
    given = tuple(read_head(str(path), path, found.keys) for path in kept)
    heads = sorted((*found.heads, *given), key=lambda head: head.checkpoint.size)
    return replace(found, heads=tuple(heads))


def _log(dossier: "Dossier", found: "Found") -> "Checked":
    """What is wrong with the log, compared with the heads that were signed and the editions that were named."""
    from regesta.cli.editions import editions
    from regesta.cli.progress import progress
    from regesta.events.signing import check_signed

    named = tuple((edition.size, bytes.fromhex(edition.root)) for edition in editions(dossier))
    with progress() as report:
        return check_signed(dossier.log, found, named, lambda count: report("Entries read", count, 0))
