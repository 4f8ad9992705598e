"""`regesta key`: the key that signs the dossier's heads."""

from pathlib import Path

import click

from regesta.cli.options import dossier_option, here, json_option
from regesta.cli.printing import line, print_json, say


@click.group()
def key() -> None:
    """Make or show the key that signs the log.

    \b
    Example:
      regesta key new --origin example.org/senators
    """


@key.command()
@click.option(
    "--origin",
    metavar="NAME",
    help="What the log is called, best the address where it will be published; otherwise the dossier's name.",
)
@json_option
@dossier_option
def new(origin: str | None, as_json: bool) -> None:
    """Make a key.

    The private half stays in the dossier's private/ folder, which git ignores and only you can read: keep a copy
    elsewhere. The public half is added to checkpoints/keys, and printed.

    \b
    Example:
      regesta key new --origin example.org/senators
    """
    from regesta.events.heads import add_public_key
    from regesta.events.keys import format_vkey, new_key, write_signing_key

    dossier = here()
    made = new_key(origin or dossier.name)
    path = write_signing_key(dossier.path, made)
    add_public_key(dossier.path, made.verifier)
    if as_json:
        print_json({"origin": made.name, "key": format_vkey(made.verifier)})
        return
    line(format_vkey(made.verifier))
    say(f"The private key is in {_short(path)}: keep a copy elsewhere. What is printed is the public key; spread it.")


@key.command()
@json_option
@dossier_option
def show(as_json: bool) -> None:
    """Print the public keys that sign this dossier's heads, the newest last.

    \b
    Example:
      regesta key show
    """
    from regesta.events.heads import FOLDER, KEYS, public_keys
    from regesta.events.keys import KeyRefused, format_vkey

    dossier = here()
    try:
        keys = public_keys(dossier.path)
    except KeyRefused as error:
        raise KeyRefused(f"{FOLDER}/{KEYS}: {error}. Get it back from git or a backup.") from None
    if not keys and not as_json:
        raise KeyRefused("This dossier has no key. `regesta key new` makes one.")
    if as_json:
        print_json([{"origin": one.name, "key": format_vkey(one)} for one in keys])
        return
    for one in keys:
        line(format_vkey(one))


@key.command()
@click.argument("name", required=False)
@json_option
def witness(name: str | None, as_json: bool) -> None:
    """Print your public key as a witness of others' logs; with NAME, make it.

    It is yours, on this machine, and belongs to no dossier. NAME is what you are known by, best an address without
    scheme. Those who believe you give it to `regesta verify` with --key, beside that of the log.

    \b
    Example:
      regesta key witness example.org/ada
    """
    from regesta.cli.witness import memory
    from regesta.events.keys import COSIGNATURE, format_vkey, new_key
    from regesta.events.publishing.witnessing import read_witness_key, write_witness_key

    found = read_witness_key(memory()) if name is None else new_key(name, kind=COSIGNATURE)
    path = None if name is None else write_witness_key(memory(), found)
    if as_json:
        print_json({"name": found.name, "key": format_vkey(found.verifier)})
        return
    line(format_vkey(found.verifier))
    if path is not None:
        say(f"The private key is in {path}: keep a copy elsewhere. What is printed is the public key; spread it.")


def _short(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"
