"""Go's `sumdb/note` and `sumdb/tlog`, written by others, accept what we write, and refuse it when it is damaged."""

from pathlib import Path

import pytest
from go_program import go
from published import KEY, publish

from regesta.events.checkpoints import (
    Checkpoint,
    Note,
    Signature,
    format_checkpoint,
    format_note,
    parse_note,
    sign_checkpoint,
)
from regesta.events.cosignatures import cosign
from regesta.events.keys import COSIGNATURE, SigningKey, format_signing_key, format_vkey


@pytest.mark.parametrize(
    ("size", "earlier"),
    [(1, ()), (7, (1, 2, 6, 7)), (256, (1, 255, 256)), (257, (256,)), (700, (1, 3, 256, 511, 512, 699))],
)
def test_go_verifies_every_entry_and_that_nothing_was_rewritten(
    tmp_path: Path, size: int, earlier: tuple[int, ...]
) -> None:
    log = publish(tmp_path, size, earlier)
    ran = go("log", KEY.verifier, log.folder, *log.earlier)
    assert (ran.stdout, ran.stderr) == (f"entries: {size}, earlier checkpoints: {len(earlier)}\n", "")


def test_go_verifies_proofs(tmp_path: Path) -> None:
    log = publish(tmp_path, 300, (), (0, 1, 255, 256, 299))
    told = [go("proof", KEY.verifier, path).stdout for path in log.proofs]
    assert told == [f"{position} of 300\n" for position in (0, 1, 255, 256, 299)]


def test_go_refuses_what_was_changed(tmp_path: Path) -> None:
    log = publish(tmp_path, 260, (200,), (5,))
    of_log = (log.folder, *log.earlier)
    for path in sorted(one for one in tmp_path.rglob("*") if one.is_file()):
        data = path.read_bytes()
        # In a note's text, in an entry and in a tile alike, the byte after the middle of the first hundred counts.
        place = min(len(data) // 2, 50)
        path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        what = ("proof", KEY.verifier, path) if path.suffix == ".tlog-proof" else ("log", KEY.verifier, *of_log)
        ran = go(*what)
        assert ran.returncode == 1, path
        assert ran.stderr, path
        path.write_bytes(data)
    assert go("log", KEY.verifier, log.folder, *log.earlier).returncode == 0


def test_go_signs_the_same_bytes_with_our_key(tmp_path: Path) -> None:
    head = Checkpoint(KEY.name, 12, bytes(range(32)))
    (tmp_path / "key").write_text(format_signing_key(KEY) + "\n")
    (tmp_path / "text").write_text(format_checkpoint(head))
    ran = go("sign", None, tmp_path / "key", tmp_path / "text")
    assert ran.stdout.encode() == format_note(sign_checkpoint(head, KEY))


def test_go_verifies_a_cosignature_and_its_time_and_no_other(tmp_path: Path) -> None:
    """Written with Go's note package and crypto/ed25519 after C2SP `tlog-cosignature`; its time in the example."""
    witness = SigningKey("witness.example.com/w1", bytes(range(32, 64)), COSIGNATURE)
    note = sign_checkpoint(Checkpoint(KEY.name, 20852163, bytes(range(32))), KEY)
    line = cosign(note, witness, 1679315147)
    data = format_note(Note(note.text, (*note.signatures, line)))
    (tmp_path / "cosigned").write_bytes(data)
    ran = go("cosigned", KEY.verifier, format_vkey(witness.verifier), tmp_path / "cosigned")
    assert (ran.stdout, ran.stderr) == ("20852163 entries, witness.example.com/w1 at 1679315147\n", "")
    assert parse_note(data).signatures[1] == line
    for place in (0, 8, 40, len(line.value) - 1):
        damaged = line.value[:place] + bytes([line.value[place] ^ 1]) + line.value[place + 1 :]
        lines = (*note.signatures, Signature(line.name, line.key_id, damaged))
        (tmp_path / "cosigned").write_bytes(format_note(Note(note.text, lines)))
        assert go("cosigned", KEY.verifier, format_vkey(witness.verifier), tmp_path / "cosigned").returncode == 1
