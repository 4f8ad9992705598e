"""Proof files: a strict form, verified with nothing but themselves and the key."""

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as some
from signing_lines import lines, withheld

from regesta.events.checkpoints import Checkpoint, format_note, sign_checkpoint
from regesta.events.entry import commitment
from regesta.events.keys import SigningKey
from regesta.events.merkle import leaf_hash, root
from regesta.events.proof_file import Proof, format_proof, parse_proof, prove_line, verify_line, verify_proof
from regesta.events.proofs import ProofError, inclusion

KEY = SigningKey("example.org/log", bytes(range(32)))
LINES = lines(7)
HASHES = tuple(leaf_hash(commitment(line)) for line in LINES)
CHECKPOINT = format_note(sign_checkpoint(Checkpoint(KEY.name, 7, root(HASHES)), KEY))


def a_proof(position: int, line: bytes | None = None) -> bytes:
    path = inclusion(HASHES, position, 7)
    return format_proof(prove_line(line or LINES[position], position, path, CHECKPOINT))


@pytest.mark.parametrize("position", range(7))
def test_a_proof_verifies_with_nothing_but_itself_and_the_key(position: int) -> None:
    proven = verify_line(a_proof(position), [KEY.verifier])
    assert proven.position == position
    assert proven.line == LINES[position]
    assert proven.entry.fact == {"kind": "note", "number": position, "text": ""}
    assert proven.checkpoint.size == 7


def test_a_withheld_entry_is_proved_too() -> None:
    proven = verify_line(a_proof(3, withheld(LINES[3])), [KEY.verifier])
    assert proven.entry.withheld


def test_a_proof_without_the_entry_proves_a_leaf_that_one_has() -> None:
    proof = Proof(2, inclusion(HASHES, 2, 7), CHECKPOINT)
    again = parse_proof(format_proof(proof))
    assert verify_proof(again, commitment(LINES[2]), [KEY.verifier]).size == 7
    with pytest.raises(ProofError, match="do not lead"):
        verify_proof(again, commitment(LINES[3]), [KEY.verifier])
    with pytest.raises(ProofError, match="does not carry"):
        verify_line(format_proof(proof), [KEY.verifier])


def test_every_changed_byte_of_a_proof_file_is_found() -> None:
    data = a_proof(5)
    for place in range(len(data)):
        for change in (1, 0x20, 0x80):
            damaged = data[:place] + bytes([data[place] ^ change]) + data[place + 1 :]
            with pytest.raises(ProofError):
                verify_line(damaged, [KEY.verifier])


def test_a_proof_cut_short_anywhere_is_refused() -> None:
    data = a_proof(5)
    for length in range(len(data)):
        with pytest.raises(ProofError):
            verify_line(data[:length], [KEY.verifier])
    with pytest.raises(ProofError):
        verify_line(data + b"\n", [KEY.verifier])


def test_another_log_of_the_same_name_proves_nothing() -> None:
    other = SigningKey(KEY.name, bytes(32))
    with pytest.raises(ProofError, match="not signed by the key"):
        verify_line(a_proof(0), [other.verifier])


def test_another_entry_is_not_proved_by_a_path() -> None:
    path = inclusion(HASHES, 1, 7)
    with pytest.raises(ProofError, match="do not lead"):
        verify_line(format_proof(prove_line(LINES[2], 1, path, CHECKPOINT)), [KEY.verifier])


@given(
    some.builds(
        Proof,
        some.integers(0, 2**63),
        some.lists(some.binary(min_size=32, max_size=32), max_size=63).map(tuple),
        some.binary(),
        some.none() | some.binary(min_size=1),
    )
)
def test_parsing_is_the_inverse_of_formatting(proof: Proof) -> None:
    assert parse_proof(format_proof(proof)) == proof


_HASH = b64encode(bytes(32)).decode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "c2sp.org/tlog-proof@v2\nindex 0\n\n",
        "c2sp.org/tlog-proof@v1",
        "c2sp.org/tlog-proof@v1\n\n",
        "c2sp.org/tlog-proof@v1\nindex 0\n",
        "c2sp.org/tlog-proof@v1\nindex 00\n\n",
        "c2sp.org/tlog-proof@v1\nindex -1\n\n",
        "c2sp.org/tlog-proof@v1\nindex  0\n\n",
        "c2sp.org/tlog-proof@v1\nextra \nindex 0\n\n",
        "c2sp.org/tlog-proof@v1\nextra AQ=\nindex 0\n\n",
        "c2sp.org/tlog-proof@v1\nextra AR==\nindex 0\n\n",
        "c2sp.org/tlog-proof@v1\nindex 0\nextra AQ==\n\n",
        "c2sp.org/tlog-proof@v1\nindex 0\nAQ==\n\n",
        f"c2sp.org/tlog-proof@v1\r\nindex 0\r\n{_HASH}\r\n\r\n",
        f"c2sp.org/tlog-proof@v1\n{_HASH}\nindex 0\n\n",
        f"c2sp.org/tlog-proof@v1\nindex 0\n {_HASH}\n\n",
        "c2sp.org/tlog-proof@v1\nindex 0\n" + f"{_HASH}\n" * 64 + "\n",
        "x" * 4_000_001,
    ],
)
def test_what_is_no_proof_is_refused(text: str) -> None:
    with pytest.raises(ProofError):
        parse_proof(text.encode())
