"""Verifies a published log with PyPI's `aics-tlog`, which knows nothing of Regesta; needs Python 3.12, and only that.

verify.py log VKEY FOLDER [EARLIER...]   FOLDER's tiles have its checkpoint's root, and begin with the EARLIER ones
verify.py proof VKEY FILE                the entry in a C2SP tlog-proof file is in the log
verify.py cosigned VKEY WITNESS FILE     a checkpoint is signed by its log, and cosigned with the key WITNESS
"""

import sys
from base64 import b64decode
from pathlib import Path

import aics_tlog as tlog


def verify_log(vkey: str, folder: str, *earlier: str) -> str:
    """Every tile, the inclusion of every entry, and that it begins with earlier checkpoints."""
    head = opened(vkey, (Path(folder) / "checkpoint").read_bytes())
    reader = tlog.FileSystemTileReader(folder)
    tlog.audit_tiles(reader, head.size, head.root)  # raises on the first that does not lead to the root
    for index in range(head.size):
        path = tlog.inclusion_proof_from_tiles(reader, index, head.size)
        leaf = tlog.read_entry(reader, index, head.size)
        if not tlog.verify_leaf_inclusion(leaf, index, head.size, path, head.root):
            raise SystemExit(f"entry {index} is not in the tree")
    for name in earlier:
        old = opened(vkey, Path(name).read_bytes())
        path = tlog.consistency_proof_from_tiles(reader, old.size, head.size)
        if not tlog.verify_consistency(old.size, head.size, old.root, head.root, path):
            raise SystemExit(f"{name}: the log does not begin with it")
    return f"entries: {head.size}, earlier checkpoints: {len(earlier)}"


def verify_proof(vkey: str, file: str) -> str:
    """One entry, from a file that carries it."""
    text, _, checkpoint = Path(file).read_bytes().partition(b"\n\n")
    kind, extra, index, *path = text.decode().split("\n")
    if kind != "c2sp.org/tlog-proof@v1" or not extra.startswith("extra "):
        raise SystemExit("not a proof that carries its entry")
    leaf = b64decode(extra.removeprefix("extra "), validate=True).partition(b"\t")[0]
    head, place = opened(vkey, checkpoint), int(index.removeprefix("index "))
    if not tlog.verify_leaf_inclusion(leaf, place, head.size, [b64decode(one) for one in path], head.root):
        raise SystemExit("the entry is not in the tree")
    return f"{place} of {head.size}"


def verify_cosigned(vkey: str, witness: str, file: str) -> str:
    """A checkpoint with one witness."""
    note = tlog.parse_note(Path(file).read_bytes())
    told = tlog.verify_checkpoint(note, tlog.parse_vkey(vkey), [tlog.parse_vkey(witness)], 1)
    if not told.ok:
        raise SystemExit("the checkpoint is not signed and cosigned by these keys")
    return f"{tlog.parse_checkpoint(note.text).size} entries"


def opened(vkey: str, data: bytes) -> "tlog.Checkpoint":
    """A checkpoint that the key has signed."""
    note = tlog.parse_note(data)
    if not tlog.verify_checkpoint(note, tlog.parse_vkey(vkey)).ok:
        raise SystemExit("the checkpoint is not signed by this key")
    return tlog.parse_checkpoint(note.text)


if __name__ == "__main__":
    ways = {"log": verify_log, "proof": verify_proof, "cosigned": verify_cosigned}
    print(ways[sys.argv[1]](*sys.argv[2:]))
