"""`regesta sign`: sign the head of the log."""

from pathlib import Path

import click

from regesta.cli.options import dossier_option, here, json_option
from regesta.cli.printing import line, print_json, say


@click.command()
@json_option
@dossier_option
def sign(as_json: bool) -> None:
    """Sign the log as it is now, and keep what was signed.

    The checkpoint (C2SP tlog-checkpoint) says how many entries the log has, and the root hash over them. It is kept in
    checkpoints/; whoever has one can tell later whether anything before it was rewritten. A log that does not begin
    with everything that was signed before is refused.

    \b
    Example:
      regesta sign
    """
    from regesta.cli.progress import progress
    from regesta.events.keys import read_signing_key
    from regesta.events.signing import sign as signed_head

    dossier = here()
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
    signed_as = f"{checkpoint.size:,} {'entry' if checkpoint.size == 1 else 'entries'} signed as {checkpoint.origin}"
    say(f"{signed_as}. Commit checkpoints/ to share it." if done.new else f"{signed_as} before; nothing was changed.")


def memory() -> Path:
    """The user's folder of heads that were signed on this machine."""
    return Path(click.get_app_dir("regesta")) / "signed"
