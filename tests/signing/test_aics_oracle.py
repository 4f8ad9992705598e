"""PyPI's `aics-tlog`, written by others, accepts what we write, and refuses it when it is damaged."""

from pathlib import Path

import pytest
from aics_program import aics
from published import KEY, publish
from site_case import KEY as PUBLISHER
from site_case import the_seed_site

from regesta.events.checkpoints import Checkpoint, Note, format_note, sign_checkpoint
from regesta.events.cosignatures import cosign
from regesta.events.keys import COSIGNATURE, SigningKey, format_vkey


@pytest.mark.parametrize(
    ("size", "earlier"),
    [(1, ()), (7, (1, 2, 6, 7)), (256, (1, 255, 256)), (257, (256,)), (700, (1, 3, 256, 511, 512, 699))],
)
def test_it_verifies_every_entry_and_that_nothing_was_rewritten(
    tmp_path: Path, size: int, earlier: tuple[int, ...]
) -> None:
    log = publish(tmp_path, size, earlier)
    ran = aics("log", KEY.verifier, log.folder, *log.earlier)
    assert (ran.stdout, ran.stderr) == (f"entries: {size}, earlier checkpoints: {len(earlier)}\n", "")


def test_it_verifies_proofs(tmp_path: Path) -> None:
    log = publish(tmp_path, 300, (), (0, 1, 255, 256, 299))
    told = [aics("proof", KEY.verifier, path).stdout for path in log.proofs]
    assert told == [f"{position} of 300\n" for position in (0, 1, 255, 256, 299)]


def test_it_refuses_what_was_changed(tmp_path: Path) -> None:
    log = publish(tmp_path, 260, (200,), (5,))
    for path in sorted(one for one in tmp_path.rglob("*") if one.is_file()):
        data = path.read_bytes()
        place = min(len(data) // 2, 50)  # in a note's text, in an entry and in a tile alike
        path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        what = ("proof", path) if path.suffix == ".tlog-proof" else ("log", log.folder, *log.earlier)
        ran = aics(what[0], KEY.verifier, *what[1:])
        assert ran.returncode == 1, path
        assert ran.stderr, path
        path.write_bytes(data)
    assert aics("log", KEY.verifier, log.folder, *log.earlier).returncode == 0


def test_it_verifies_a_cosignature_and_no_other(tmp_path: Path) -> None:
    witness = SigningKey("witness.example.com/w1", bytes(range(32, 64)), COSIGNATURE)
    other = SigningKey("witness.example.com/w1", bytes(32), COSIGNATURE)
    note = sign_checkpoint(Checkpoint(KEY.name, 20852163, bytes(range(32))), KEY)
    data = format_note(Note(note.text, (*note.signatures, cosign(note, witness, 1679315147))))
    (tmp_path / "cosigned").write_bytes(data)
    told = aics("cosigned", KEY.verifier, format_vkey(witness.verifier), tmp_path / "cosigned")
    assert (told.stdout, told.stderr) == ("20852163 entries\n", "")
    assert aics("cosigned", KEY.verifier, format_vkey(other.verifier), tmp_path / "cosigned").returncode == 1


def test_it_verifies_what_was_published(tmp_path: Path) -> None:
    case = the_seed_site(tmp_path)
    told = aics("log", PUBLISHER.verifier, case.log)
    assert (told.stdout, told.stderr) == (f"entries: {case.dossier.log.head().size}, earlier checkpoints: 0\n", "")
    assert aics("log", KEY.verifier, case.log).returncode == 1
