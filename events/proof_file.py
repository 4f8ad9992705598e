"""Proofs in a file of their own: C2SP `tlog-proof`, which names one entry, the way to a root, and the signed root.

As `extra` data Regesta writes the whole line of the log. A file is then verified with nothing but itself and the
log's public key: the line's commitment is the leaf, and its disclosure, if it is not withheld, matches the commitment.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass

from regesta.events.checkpoints import Checkpoint, CheckpointError, open_checkpoint, parse_note
from regesta.events.cosignatures import Cosignature, cosignatures
from regesta.events.entry import Entry, EntryError, commitment, parse_entry
from regesta.events.keys import VerifierKey
from regesta.events.merkle import leaf_hash
from regesta.events.proofs import ProofError, includes

FIRST_LINE = "c2sp.org/tlog-proof@v1"

MAX_PROOF = 4_000_000
"""The longest file, in bytes: the longest line in base64, and the longest note."""

_INDEX = re.compile(r"index (0|[1-9][0-9]{0,18})")


@dataclass(frozen=True, slots=True)
class Proof:
    """That a leaf stands at an index of the log that a checkpoint is the head of."""

    index: int
    path: tuple[bytes, ...]
    """The hashes from the leaf's sibling to the root's child, at most 63."""
    checkpoint: bytes
    """The signed note, to the byte."""
    extra: bytes | None = None
    """What the writer added, which nothing vouches for until it was checked."""


@dataclass(frozen=True, slots=True)
class Proven:
    """What a proof of an entry has proved."""

    position: int
    line: bytes
    entry: Entry
    checkpoint: Checkpoint
    cosigned: tuple[Cosignature, ...] = ()
    """Which witnesses among the keys have cosigned the checkpoint, and when."""


def format_proof(proof: Proof) -> bytes:
    """The bytes of a proof file."""
    extra = () if proof.extra is None else (f"extra {b64encode(proof.extra).decode()}",)
    path = (b64encode(one).decode() for one in proof.path)
    lines = (FIRST_LINE, *extra, f"index {proof.index}", *path, "")
    return "".join(f"{line}\n" for line in lines).encode() + proof.checkpoint


def parse_proof(data: bytes) -> Proof:
    """The proof in a file: the strict inverse of `format_proof`. Raises ProofError; nothing is verified yet."""
    if len(data) > MAX_PROOF:
        raise ProofError(f"is longer than {MAX_PROOF:,} bytes; no proof is")
    head, gap, checkpoint = data.partition(b"\n\n")
    first, *lines = head.decode("utf-8", "replace").split("\n")
    if first != FIRST_LINE:
        raise ProofError(f"is no proof: its first line is not {FIRST_LINE}")
    if not gap:
        raise ProofError("is cut short: after the hashes, an empty line and the checkpoint are missing")
    extra = None
    if lines and lines[0].startswith("extra "):
        extra = _bytes(lines.pop(0).removeprefix("extra "))
    found = _INDEX.fullmatch(lines[0]) if lines else None
    if found is None:
        raise ProofError("does not say which entry it proves: a line such as `index 17` is missing")
    path = tuple(map(_bytes, lines[1:]))
    if len(path) > 63 or any(len(one) != 32 for one in path):
        raise ProofError("holds a line that is no hash: 32 bytes in base64")
    proof = Proof(int(found[1]), path, checkpoint, extra)
    if extra == b"" or format_proof(proof) != data:
        raise ProofError("is not written as a proof must be")
    return proof


def verify_proof(proof: Proof, leaf: bytes, keys: Iterable[VerifierKey]) -> Checkpoint:
    """The checkpoint under which a proof shows that a leaf (its bytes, not its hash) is in the log.

    Raises ProofError when the checkpoint is not signed by a key of its log among `keys`, or the path does not lead
    from the leaf to its root.
    """
    try:
        checkpoint = open_checkpoint(proof.checkpoint, keys)
    except CheckpointError as error:
        raise ProofError(f"its checkpoint {error}") from None
    if not includes(leaf_hash(leaf), proof.index, checkpoint.size, checkpoint.root, proof.path):
        raise ProofError(
            f"does not prove it: the hashes do not lead from the entry at position {proof.index:,} to the signed root"
        )
    return checkpoint


def prove_line(line: bytes, index: int, path: tuple[bytes, ...], checkpoint: bytes) -> Proof:
    """The proof of a line of the log, which it carries."""
    return Proof(index, path, checkpoint, line)


def verify_line(data: bytes, keys: Iterable[VerifierKey]) -> Proven:
    """The entry that a proof file proves, with nothing but the file, the log's keys and, if there are, witnesses'.

    Raises ProofError.
    """
    keys = tuple(keys)
    proof = parse_proof(data)
    if proof.extra is None:
        raise ProofError("does not carry the entry that it proves, so there is nothing to check it against")
    try:
        entry = parse_entry(proof.extra)
    except EntryError as error:
        raise ProofError(f"the entry that it carries: {error}") from None
    checkpoint = verify_proof(proof, commitment(proof.extra), keys)
    return Proven(proof.index, proof.extra, entry, checkpoint, cosignatures(parse_note(proof.checkpoint), keys))


def _bytes(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        raise ProofError(f"holds a line that is not base64: {text[:60]!r}") from None
