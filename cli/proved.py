"""A proof file, checked with nothing but itself and the keys that are believed."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from regesta.cli.printing import line, print_json, say
from regesta.cli.refusal import WrongUsage
from regesta.events.counted import in_entries
from regesta.events.errors import RegestaError

if TYPE_CHECKING:
    from regesta.events.cosignatures import Cosignature
    from regesta.events.keys import VerifierKey
    from regesta.events.proof_file import Proven


def believed(given: tuple[str, ...]) -> "tuple[VerifierKey, ...]":
    """The public keys that were given with --key: as text, or in files. Raises WrongUsage for what is none."""
    from regesta.events.keys import KeyRefused, parse_vkey, parse_vkeys

    keys: list[VerifierKey] = []
    for text in given:
        try:
            path = Path(text)
            if "+" in text and not path.exists():
                keys.append(parse_vkey(text))
            else:
                keys += parse_vkeys(path.read_bytes().decode("utf-8"))
        except (KeyRefused, OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else error
            raise WrongUsage(f"--key {text}: {why}. Give a key as `regesta key show` prints it, or a file.") from None
    return tuple(keys)


def verify_file(path: Path, keys: "tuple[VerifierKey, ...]", as_json: bool) -> None:
    """Print what a proof file proves; or why it proves nothing, and exit with 1."""
    from regesta.events.proof_file import MAX_PROOF, verify_line
    from regesta.events.proofs import ProofError

    if not keys:
        raise WrongUsage(
            "--key is missing: a proof is checked with the public key of its log, and you must know whose."
        )
    try:
        with path.open("rb") as file:
            proven = verify_line(file.read(MAX_PROOF + 1), keys)
    except ProofError as error:
        if as_json:
            print_json({"file": str(path), "problems": [{"place": str(path), "what": f"{error}.", "remedy": ""}]})
            raise click.exceptions.Exit(1) from None
        raise RegestaError(f"{path}: {error}.") from None
    if as_json:
        print_json({"file": str(path), **_told(proven), "problems": []})
        return
    told = _told(proven)
    if proven.entry.withheld:
        line(f"{told['fact']}  withheld")
    else:
        line(f"{told['fact']}  {_json(told['says'])}")
    said = "withheld" if proven.entry.withheld else f"recorded by {told['recorded_by']}"
    say(f"Position {told['position']:,} of {told['origin']}, {said}; the log's own clock said {told['recorded_at']}.")
    say(f"It is in the log of {in_entries(proven.checkpoint.size)} that {told['origin']} signed, root {told['root']}.")
    for sentence in told_cosigned(proven.cosigned, keys):
        say(sentence)


def told_cosigned(cosigned: "tuple[Cosignature, ...]", keys: "tuple[VerifierKey, ...]") -> Iterator[str]:
    """By which witnesses among the keys a checkpoint was cosigned, and by which it was not, in sentences."""
    from regesta.events.keys import COSIGNATURE

    for one in cosigned:
        yield f"{one.key.name} cosigned the checkpoint at {one.moment}, by its own clock."
    for key in keys:
        if key.kind == COSIGNATURE and key not in [one.key for one in cosigned]:
            yield f"{key.name} has NOT cosigned the checkpoint."


def plain_cosigned(cosigned: "tuple[Cosignature, ...]") -> list[dict[str, str]]:
    """The same as JSON: the name of each witness that cosigned, and the time."""
    return [{"by": one.key.name, "at": one.moment} for one in cosigned]


def _told(proven: "Proven") -> dict[str, object]:
    entry, checkpoint = proven.entry, proven.checkpoint
    return {
        "origin": checkpoint.origin,
        "size": checkpoint.size,
        "root": checkpoint.root.hex(),
        "position": proven.position,
        "fact": entry.id,
        "recorded_at": entry.at,
        "recorded_by": entry.by,
        "says": entry.fact,
        "cosigned": plain_cosigned(proven.cosigned),
    }


def _json(value: object) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, sort_keys=True)
