"""A small log as it is published in tiles, with an earlier checkpoint and a proof of each entry, for oracles."""

from dataclasses import dataclass
from pathlib import Path

from signing_lines import lines

from regesta.events.checkpoints import Checkpoint, format_note, sign_checkpoint
from regesta.events.entry import commitment
from regesta.events.keys import SigningKey
from regesta.events.merkle import leaf_hash, root
from regesta.events.proof_file import format_proof, prove_line
from regesta.events.proofs import inclusion
from regesta.events.tiles import write_tiles

KEY = SigningKey("example.org/senators", bytes(range(32)))


@dataclass(frozen=True, slots=True)
class Published:
    """A folder with tiles and `checkpoint`; beside them `earlier` checkpoints and `proofs`."""

    folder: Path
    size: int
    earlier: tuple[Path, ...]
    proofs: tuple[Path, ...]


def publish(folder: Path, size: int, earlier: tuple[int, ...] = (), proved: tuple[int, ...] = ()) -> Published:
    """Write a log of `size` entries, the checkpoints that it had at earlier sizes, and proofs of some entries."""
    kept = lines(size)
    leaves = [commitment(line) for line in kept]
    hashes = [leaf_hash(leaf) for leaf in leaves]
    write_tiles(folder, leaves)
    head = _head(hashes)
    (folder / "checkpoint").write_bytes(head)
    heads, proofs = [], []
    for older in earlier:
        heads.append(folder / f"checkpoint-{older}")
        heads[-1].write_bytes(_head(hashes[:older]))
    for position in proved:
        proofs.append(folder / f"{position}.tlog-proof")
        path = inclusion(hashes, position, size)
        proofs[-1].write_bytes(format_proof(prove_line(kept[position], position, path, head)))
    return Published(folder, size, tuple(heads), tuple(proofs))


def _head(hashes: list[bytes]) -> bytes:
    return format_note(sign_checkpoint(Checkpoint(KEY.name, len(hashes), root(hashes)), KEY))
