"""`regesta witness`: cosign the checkpoint of somebody else's published dossier."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from regesta.cli.options import json_option
from regesta.cli.printing import line, print_json, say
from regesta.cli.refusal import WrongUsage
from regesta.events.counted import in_entries
from regesta.events.errors import RegestaError

if TYPE_CHECKING:
    from regesta.events.keys import VerifierKey
    from regesta.events.publishing.manifest import Manifest, PublishedDossier
    from regesta.events.publishing.witnessing import Witnessed


@click.command()
@click.argument("target", metavar="DIR|URL")
@click.option("--key", "keys", multiple=True, metavar="KEY", help="The log's public key, or a file; repeat it.")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write the cosigned checkpoint; otherwise NAME.cosigned in this folder.",
)
@click.option("--allow-local", is_flag=True, help="With URL: read from one's own network, too.")
@json_option
def witness(target: str, keys: tuple[str, ...], output: Path | None, allow_local: bool, as_json: bool) -> None:
    """Cosign what somebody else published, as its witness.

    The whole log is read and checked as `regesta verify` does, and must go on with what you cosigned of it last, as
    noted in your settings folder; a smaller or rewritten one is refused. Then the checkpoint is written with your
    cosignature (C2SP tlog-cosignature): the statement that you saw it now. Give the file to the publisher.

    \b
    Example:
      regesta key witness example.org/ada
      regesta witness https://example.org/ --key example.org/senators+1a2b3c4d+AY…
    """
    from regesta.cli.progress import progress
    from regesta.cli.proved import believed
    from regesta.cli.verifying import opened
    from regesta.events.durable import write_file
    from regesta.events.publishing import witnessing

    trusted = believed(keys)
    own = witnessing.read_witness_key(memory())
    place, manifest = opened(target, allow_local)
    listed = _meant(manifest, trusted)
    at = int(datetime.now(UTC).timestamp())
    with progress() as report:
        done = witnessing.witness(
            place, listed, trusted, own, memory(), at, lambda count: report("Entries read", count, 0)
        )
    path = output or Path(f"{listed.name}.cosigned")
    write_file(path, iter([done.data]))
    if as_json:
        print_json({"file": str(path), **_plain(done)})
        return
    line(str(path))
    entries, before = in_entries(done.checkpoint.size), done.before
    say(f"{own.name} cosigned {entries} of {done.checkpoint.origin} at {done.cosignature.moment}.")
    if before is None:
        say("It is the first that you cosign of this log: there was nothing to compare it with.")
    else:
        say(f"It goes on with the {before.size:,} that you cosigned last.")
    say(f"The publisher puts it in with `regesta sign --cosigned {path} --key …`, your key (`regesta key witness`).")


def memory() -> Path:
    """The user's folder of the witness that they are: the key, and what was cosigned last."""
    return Path(click.get_app_dir("regesta")) / "witness"


def _meant(manifest: "Manifest", keys: "tuple[VerifierKey, ...]") -> "PublishedDossier":
    """The dossier whose key was given; it must be one."""
    from regesta.events.keys import ED25519

    names = {key.name for key in keys if key.kind == ED25519}
    meant = [dossier for dossier in manifest.dossiers if dossier.origin in names]
    if len(meant) == 1:
        return meant[0]
    there = ", ".join(dossier.origin or f"{dossier.name}, which is not signed" for dossier in manifest.dossiers)
    if not names:
        raise WrongUsage(f"--key is missing: the public key of the log to cosign, from where you trust. Here: {there}.")
    raise RegestaError(f"--key must be that of one log here, and is that of {len(meant)}. There are: {there}.")


def _plain(done: "Witnessed") -> dict[str, object]:
    from base64 import b64encode

    return {
        "origin": done.checkpoint.origin,
        "size": done.checkpoint.size,
        "root": done.checkpoint.root.hex(),
        "by": done.cosignature.key.name,
        "at": done.cosignature.moment,
        "value": b64encode(done.line.key_id + done.line.value).decode(),
        "before": done.before.size if done.before else None,
    }
