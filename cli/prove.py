"""`regesta prove`: a file that proves that a fact is in the log."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from regesta.cli.completion import Known
from regesta.cli.options import dossier_option, json_option
from regesta.cli.printing import line, print_json, say

if TYPE_CHECKING:
    from regesta.cli.desk import Desk


@click.command()
@click.argument("fact", metavar="FACT", type=Known("FACT", ("fact",)))
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write the proof; otherwise FACT.tlog-proof in this folder.",
)
@json_option
@dossier_option
def prove(fact: str, output: Path | None, as_json: bool) -> None:
    """Write a file that proves that a fact is in the signed log.

    The file (C2SP tlog-proof) holds the entry, the hashes that lead from it to the root, and the signed checkpoint. It
    is verified with nothing but itself and the log's public key, by this program or another. It shows what the entry
    says, and who recorded it.

    \b
    Example:
      regesta prove 7q53n3ycz1yh0a6x -o fact.tlog-proof
      regesta verify fact.tlog-proof --key example.org/senators+1a2b3c4d+AY…
    """
    from regesta.cli.desk import reading
    from regesta.cli.referring import subject
    from regesta.events.durable import write_file
    from regesta.events.proof_file import format_proof
    from regesta.events.signing import prove as proved

    with reading() as desk:
        identity = subject("FACT", fact, ("fact",), desk.connection).id
        proof = proved(desk.dossier, _position(desk, identity))
        secret = _is_withheld(desk, proof.index)
    path = output or Path(f"{identity}.tlog-proof")
    write_file(path, iter([format_proof(proof)]))
    if as_json:
        print_json({"fact": identity, "position": proof.index, "file": str(path)})
        return
    line(str(path))
    say(f"It proves fact {identity}, position {proof.index:,}, to whoever has the public key (`regesta key show`).")
    if secret:
        say("It may not be published today, and whoever has the file reads it: hand it to nobody who may not.")


def _is_withheld(desk: "Desk", position: int) -> bool:
    """Whether an entry that the log here tells may not be shown to everybody today."""
    from datetime import UTC, datetime

    from regesta.projections.hidden import UNDISCLOSED
    from regesta.projections.public import withheld_in

    hidden = withheld_in(desk.dossier.log, datetime.now(UTC).date())
    return hidden.get(position, UNDISCLOSED) not in (UNDISCLOSED, "erased")


def _position(desk: "Desk", identity: str) -> int:
    found = desk.connection.execute("SELECT position FROM facts WHERE id = ?", (identity,)).fetchone()
    return int(found[0])
