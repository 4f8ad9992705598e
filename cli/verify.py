"""`regesta verify`: the log, the heads that were signed, the captures, the quotes; or a proof in a file."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from regesta.cli.options import dossier_option, here, json_option
from regesta.cli.printing import line, plain_problems, print_json, say
from regesta.cli.refusal import WrongUsage
from regesta.cli.verifying import Asked
from regesta.events.counted import counted

if TYPE_CHECKING:
    from regesta.cli.rechecking import Claims
    from regesta.events.cosignatures import Cosignature
    from regesta.events.dossier import Dossier
    from regesta.events.errors import Problem
    from regesta.events.heads import Found
    from regesta.events.integrity import Checked
    from regesta.events.keys import VerifierKey


@click.command()
@click.argument("target", required=False, metavar="[FILE|DIR|URL]")
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
@click.option("--fact", "facts", multiple=True, metavar="FACT", help="With DIR or URL: a fact to look for, by its id.")
@click.option("--allow-local", is_flag=True, help="With URL: read from one's own network, too.")
@json_option
@dossier_option
def verify(
    target: str | None,
    keys: tuple[str, ...],
    kept: tuple[Path, ...],
    facts: tuple[str, ...],
    allow_local: bool,
    as_json: bool,
) -> None:
    """Check the log, the checkpoints, the captures and the quotes.

    Every line of the log against its digest; the log against every checkpoint that was signed and the editions that
    were tagged; every captured file against its hash; every quote against the text that was captured. Problems are
    listed, and the exit code is 1. Without --key, checkpoints are checked with the keys that the dossier itself names.

    With FILE, a proof that `regesta prove` wrote: nothing else is looked at but the file and the key. With DIR or URL,
    what somebody published with `regesta publish`: lines, tiles, root and signature of its log and, with a checkpoint
    that you kept, that they have only added since; the captures and the quotes, too, and in a folder the database. With
    the key of a witness as well as the log's, it is told whether and when that witness cosigned the checkpoint.

    \b
    Example:
      regesta verify
      regesta verify fact.tlog-proof --key example.org/senators+1a2b3c4d+AY…
      regesta verify https://example.org/ --key senators.vkey --checkpoint kept
    """
    from regesta.cli.proved import believed
    from regesta.cli.rechecking import claims, quote_problems
    from regesta.events.captures import check_captures, read_text
    from regesta.events.erasing import told_again

    trusted = believed(keys)
    if target is not None:
        _verify_target(target, Asked(trusted, kept, facts), as_json, allow_local)
        return
    if facts or allow_local:
        raise WrongUsage("--fact and --allow-local are for what somebody published: name its folder or address.")
    dossier = here()
    found = _heads(dossier, trusted, kept)
    checked = _log(dossier, found)
    claimed = claims(dossier.log)
    problems = (
        *checked.problems,
        *found.problems,
        *claimed.problems,
        *check_captures(dossier.path, claimed.files.values()),
        *quote_problems(partial(read_text, dossier.path), claimed.quotes),
        *told_again(dossier.log),
    )
    if as_json:
        print_json(_plain_report(checked, found, claimed, problems))
    else:
        _print_report(checked, found, claimed, problems)
    if problems:
        raise click.exceptions.Exit(1)


def _verify_target(target: str, asked: "Asked", as_json: bool, allow_local: bool) -> None:
    """Check a proof file, a published folder or a published site."""
    from regesta.cli.proved import verify_file
    from regesta.cli.verifying import is_address, verify_published
    from regesta.events.dossier import SETTINGS

    path = Path(target)
    if is_address(target) or (path.is_dir() and not (path / SETTINGS).exists()):
        verify_published(target, asked, as_json, allow_local)
    elif path.is_dir():
        raise WrongUsage(f"{target} is a dossier: check it with `regesta verify --dossier {target}`.")
    elif not path.exists():
        raise WrongUsage(f"{target} is neither a file nor a folder, nor an address that begins with https://.")
    else:
        verify_file(path, asked.keys, as_json)


def _plain_report(
    checked: "Checked", found: "Found", claimed: "Claims", problems: "tuple[Problem, ...]"
) -> dict[str, object]:
    from regesta.cli.proved import plain_cosigned

    return {
        "entries": checked.size,
        "root": checked.root.hex(),
        "checkpoints": len(found.chains),
        "signed": found.size,
        "captures": len(claimed.files),
        "quotes": len(claimed.quotes),
        "unverified": claimed.unverified,
        "cosigned": plain_cosigned(_cosigned(found)),
        "problems": plain_problems(problems),
    }


def _print_report(checked: "Checked", found: "Found", claimed: "Claims", problems: "tuple[Problem, ...]") -> None:
    from regesta.cli.proved import told_cosigned

    for problem in problems:
        line(str(problem))
    say(
        f"{counted(checked.size, 'entry', 'entries')}, root {checked.root.hex()};"
        f" {counted(len(claimed.files), 'captured file')}, {counted(len(claimed.quotes), 'quote')}"
        f" ({claimed.unverified:,} more marked unverified)."
    )
    if found.chains:
        checkpoints = counted(len(found.chains), "checkpoint")
        say(f"{checkpoints}; the newest was signed over {found.size:,} of the entries.")
        for sentence in told_cosigned(_cosigned(found), found.keys):
            say(sentence)
    say(f"{counted(len(problems), 'problem')}." if problems else "All is as it was recorded.")


def _heads(dossier: "Dossier", trusted: "tuple[VerifierKey, ...]", kept: tuple[Path, ...]) -> "Found":
    """The dossier's heads; those of this machine too where its own keys are believed, and those that were given."""
    from regesta.cli.sign import memory
    from regesta.events.heads import find, read_head

    found = find(dossier.path, trusted or None, None if trusted else memory())
    given = tuple(read_head(str(path), path, found.keys) for path in kept)
    heads = sorted((*found.heads, *given), key=lambda head: head.checkpoint.size)
    return replace(found, heads=tuple(heads))


def _cosigned(found: "Found") -> "tuple[Cosignature, ...]":
    """Which of the witnesses that are believed have cosigned the dossier's newest checkpoint."""
    from regesta.events.checkpoints import parse_note
    from regesta.events.cosignatures import cosignatures

    return cosignatures(parse_note(found.chains[-1].head.data), found.keys) if found.chains else ()


def _log(dossier: "Dossier", found: "Found") -> "Checked":
    """What is wrong with the log, compared with the heads that were signed and the editions that were named."""
    from regesta.cli.editions import editions
    from regesta.cli.progress import progress
    from regesta.events.signing import check_signed

    named = tuple((edition.size, bytes.fromhex(edition.root)) for edition in editions(dossier))
    with progress() as report:
        return check_signed(dossier.log, found, named, lambda count: report("Entries read", count, 0))
