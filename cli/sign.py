"""`regesta sign`: sign the head of the log."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from regesta.cli.options import dossier_option, here, json_option
from regesta.cli.printing import line, print_json, say
from regesta.events.counted import counted

if TYPE_CHECKING:
    from regesta.events.dossier import Dossier


@click.command()
@click.option(
    "--cosigned",
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Sign nothing; put a witness's cosignature into the checkpoint that is kept.",
)
@click.option(
    "--key", "keys", multiple=True, metavar="KEY", help="With --cosigned: the witness's key, or a file of them."
)
@json_option
@dossier_option
def sign(cosigned: Path | None, keys: tuple[str, ...], as_json: bool) -> None:
    """Sign the log as it is now, and keep what was signed.

    The checkpoint (C2SP tlog-checkpoint) says how many entries the log has, and the root hash over them. It is kept in
    checkpoints/; whoever has one can tell later whether anything before it was rewritten. A log that does not begin
    with everything that was signed before is refused.

    With --cosigned, what a witness gave you (`regesta witness`) is put into the checkpoint that it belongs to.

    \b
    Example:
      regesta sign
      regesta sign --cosigned senators.cosigned --key example.org/ada+1a2b3c4d+BL…
    """
    from regesta.cli.progress import progress
    from regesta.events.keys import read_signing_key
    from regesta.events.signing import sign as signed_head

    dossier = here()
    if cosigned is not None or keys:
        _take_in(dossier, cosigned, keys, as_json)
        return
    key = read_signing_key(dossier.path)
    with progress() as report:
        done = signed_head(dossier, key, memory(), lambda count: report("Entries read", count, 0))
    checkpoint = done.checkpoint
    if as_json:
        print_json(
            {
                "origin": checkpoint.origin,
                "size": checkpoint.size,
                "root": checkpoint.root.hex(),
                "file": f"{done.path.parent.name}/{done.path.name}",
                "new": done.new,
            }
        )
        return
    line(f"{done.path.parent.name}/{done.path.name}")
    signed_as = f"{counted(checkpoint.size, 'entry', 'entries')} signed as {checkpoint.origin}"
    say(f"{signed_as}. Commit checkpoints/ to share it." if done.new else f"{signed_as} before; nothing was changed.")


def _take_in(dossier: "Dossier", cosigned: Path | None, keys: tuple[str, ...], as_json: bool) -> None:
    """Put a witness's cosignature into a checkpoint of the dossier."""
    from regesta.cli.proved import believed, plain_cosigned
    from regesta.cli.refusal import WrongUsage
    from regesta.events.checkpoints import MAX_NOTE, CheckpointError
    from regesta.events.cosignatures import take_in
    from regesta.events.errors import RegestaError

    if cosigned is None or not keys:
        raise WrongUsage("--cosigned and --key go together: the file with the cosignature, and the witness's key.")
    trusted = believed(keys)
    with cosigned.open("rb") as file:
        data = file.read(MAX_NOTE + 1)
    try:
        head, new = take_in(dossier.path, data, trusted)
    except CheckpointError as error:
        raise RegestaError(f"{cosigned}: {error}. Nothing was put in.") from None
    if as_json:
        print_json({"file": head.place, "cosigned": plain_cosigned(new)})
        return
    line(head.place)
    for one in new:
        say(f"{one.key.name} cosigned it at {one.moment}. Publish again, and commit checkpoints/, to share it.")
    if not new:
        say("It bears a cosignature of that witness already; nothing was changed.")


def memory() -> Path:
    """The user's folder of heads that were signed on this machine."""
    return Path(click.get_app_dir("regesta")) / "signed"
