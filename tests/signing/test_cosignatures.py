"""Cosignatures: what a witness's line is, to the byte, and what is none."""

from base64 import b64decode, b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from signed_dossier import KEY as LOG
from signed_dossier import a_signed_dossier

from regesta.events.checkpoints import (
    Checkpoint,
    CheckpointError,
    Note,
    Signature,
    format_note,
    open_checkpoint,
    parse_note,
    sign_checkpoint,
    signers,
)
from regesta.events.cosignatures import Cosignature, cosign, cosignatures, take_in
from regesta.events.heads import HeadError, find
from regesta.events.keys import COSIGNATURE, KeyRefused, SigningKey, format_vkey, new_key, parse_vkey, timed

# RFC 8032, section 7.1, TEST 1.
SECRET = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
WITNESS = SigningKey("witness.example.com/w1", SECRET, COSIGNATURE)
OTHER = SigningKey("witness.example.com/w2", bytes(32), COSIGNATURE)
AT = 1679315147
HEAD = Checkpoint(LOG.name, 7, bytes(range(32)))
SIGNED = sign_checkpoint(HEAD, LOG)

# The example of C2SP tlog-cosignature: its text, its witness's line without the dash, and what the witness signed.
TEXT = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
VALUE = b64decode(
    "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA=="
)


def under(note: Note, *lines: Signature) -> Note:
    return Note(note.text, (*note.signatures, *lines))


def test_what_is_signed_is_what_the_specification_shows() -> None:
    assert VALUE[4:12] == AT.to_bytes(8, "big")
    assert timed(TEXT.encode(), AT).decode() == f"cosignature/v1\ntime 1679315147\n{TEXT}"


def test_the_key_of_a_witness_has_the_id_that_others_give_it() -> None:
    """A key in use, from `note/note_cosigv1_test.go` of github.com/transparency-dev/formats."""
    text = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"
    key = parse_vkey(text)
    assert (key.kind, key.id.hex(), format_vkey(key)) == (COSIGNATURE, "da77ade7", text)


def test_a_cosignature_is_always_these_bytes() -> None:
    """Computed from RFC 8032's first key; Go verifies lines like it (test_go_oracle.py)."""
    note = Note(TEXT, ())
    line = cosign(note, WITNESS, AT)
    public = WITNESS.verifier.public
    assert line.key_id == sha256(b"witness.example.com/w1\n\x04" + public).digest()[:4]
    assert (
        format_vkey(WITNESS.verifier) == "witness.example.com/w1+7e6f4aaa+BNdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea"
    )
    assert b64encode(line.key_id + line.value).decode() == (
        "fm9KqgAAAABkGFDL+TPmh4BYuAjsYRoqMJCWb/gWJaeRF/kmm5tlCr9sJ57DLErur7K0yDXc2ArN+TIuotuB/HbuL3AJsp3bv/aNCQ=="
    )
    assert cosignatures(under(note, line), (WITNESS.verifier,)) == (Cosignature(WITNESS.verifier, AT),)


@given(some.integers(0, 2**63 - 1))
def test_every_time_that_can_be_said_is_read_again(at: int) -> None:
    (found,) = cosignatures(under(SIGNED, cosign(SIGNED, WITNESS, at)), (LOG.verifier, WITNESS.verifier))
    assert found.at == at
    assert found.moment.endswith("Z") == (at < 253_402_300_800)


@pytest.mark.parametrize(("at", "moment"), [(0, "1970-01-01T00:00:00Z"), (AT, "2023-03-20T12:25:47Z")])
def test_a_time_is_shown_in_utc(at: int, moment: str) -> None:
    assert Cosignature(WITNESS.verifier, at).moment == moment


@pytest.mark.parametrize("at", [-1, 2**63])
def test_a_time_that_no_cosignature_can_bear_is_not_signed(at: int) -> None:
    with pytest.raises(ValueError, match="not before 1970"):
        cosign(SIGNED, WITNESS, at)


def test_a_logs_key_does_not_cosign() -> None:
    with pytest.raises(ValueError, match="a witness's key"):
        cosign(SIGNED, LOG, AT)


def test_a_checkpoint_with_a_cosignature_is_opened_by_the_logs_own_signature() -> None:
    data = format_note(under(SIGNED, cosign(SIGNED, WITNESS, AT)))
    assert open_checkpoint(data, (LOG.verifier, WITNESS.verifier)) == HEAD
    assert open_checkpoint(data, (LOG.verifier,)) == HEAD
    with pytest.raises(CheckpointError, match="no key is given"):
        open_checkpoint(data, (WITNESS.verifier,))


def test_a_witness_that_calls_itself_like_the_log_vouches_for_nothing() -> None:
    false = SigningKey(LOG.name, bytes(32), COSIGNATURE)
    data = format_note(Note(SIGNED.text, (cosign(SIGNED, false, AT),)))
    with pytest.raises(CheckpointError, match="no key is given"):
        open_checkpoint(data, (false.verifier,))
    with pytest.raises(CheckpointError, match="not signed by the key"):
        open_checkpoint(data, (false.verifier, LOG.verifier))


def test_the_same_letters_as_a_logs_key_and_a_witnesss_are_two_keys() -> None:
    """A line of one type never passes for one of the other."""
    as_log = SigningKey(WITNESS.name, WITNESS.seed)
    assert as_log.verifier.id != WITNESS.verifier.id
    line = cosign(SIGNED, WITNESS, AT)
    passed_off = Signature(line.name, as_log.verifier.id, line.value)
    with pytest.raises(CheckpointError, match="does not verify"):
        signers(under(SIGNED, passed_off), (as_log.verifier,))
    plain = Signature(line.name, WITNESS.verifier.id, as_log.sign(SIGNED.text.encode()))
    with pytest.raises(CheckpointError, match="does not verify"):
        cosignatures(under(SIGNED, plain), (WITNESS.verifier,))


def test_every_changed_bit_of_a_cosignature_is_refused() -> None:
    line = cosign(SIGNED, WITNESS, AT)
    for bit in range(len(line.value) * 8):
        value = bytearray(line.value)
        value[bit // 8] ^= 1 << bit % 8
        note = under(SIGNED, Signature(line.name, line.key_id, bytes(value)))
        with pytest.raises(CheckpointError, match=r"the cosignature of witness\.example\.com/w1 does not verify"):
            cosignatures(note, (WITNESS.verifier,))
        with pytest.raises(CheckpointError, match="does not verify"):
            open_checkpoint(format_note(note), (LOG.verifier, WITNESS.verifier))


_GOOD = cosign(SIGNED, WITNESS, AT).value
_LATE = 2**63


@pytest.mark.parametrize(
    "value",
    [
        b"\0",
        _GOOD[:8],
        _GOOD[8:],
        _GOOD[:-1],
        _GOOD + b"\0",
        bytes(72),
        _LATE.to_bytes(8, "big") + WITNESS.sign(timed(SIGNED.text.encode(), _LATE)),
        _GOOD[:8] + WITNESS.sign(SIGNED.text.encode()),
        _GOOD[:8] + WITNESS.sign(timed(SIGNED.text.encode()[:-1], AT)),
        _GOOD[:8] + OTHER.sign(timed(SIGNED.text.encode(), AT)),
        AT.to_bytes(8, "little") + WITNESS.sign(timed(SIGNED.text.encode(), AT)),
    ],
)
def test_what_is_no_cosignature_is_refused(value: bytes) -> None:
    note = under(SIGNED, Signature(WITNESS.name, WITNESS.verifier.id, value))
    with pytest.raises(CheckpointError, match="does not verify"):
        cosignatures(note, (WITNESS.verifier,))


def test_cosignatures_of_others_are_not_judged() -> None:
    spoiled = Signature(OTHER.name, OTHER.verifier.id, bytes(72))
    note = under(SIGNED, spoiled, cosign(SIGNED, WITNESS, AT))
    assert [one.key for one in cosignatures(note, (WITNESS.verifier,))] == [WITNESS.verifier]
    assert cosignatures(note, ()) == ()


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "a\u202eb"])
def test_a_witness_has_a_name_that_notes_can_hold(name: str) -> None:
    with pytest.raises(KeyRefused):
        new_key(name, kind=COSIGNATURE)


def cosigned(data: bytes, *keys: SigningKey, at: int = AT) -> bytes:
    note = parse_note(data)
    return format_note(under(note, *(cosign(note, key, at) for key in keys)))


def test_cosignatures_are_put_into_the_head_that_is_kept_one_of_each_witness(tmp_path: Path) -> None:
    made = a_signed_dossier(tmp_path)
    folder = made.dossier.path
    known = (LOG.verifier, WITNESS.verifier, OTHER.verifier)
    first, newest = find(folder).heads
    head, new = take_in(folder, cosigned(newest.data, WITNESS), known)
    assert (head.place, [one.key for one in new]) == (newest.place, [WITNESS.verifier])
    _, new = take_in(folder, cosigned(newest.data, WITNESS, OTHER, at=AT + 9), known)
    assert [one.key for one in new] == [OTHER.verifier]
    _, new = take_in(folder, cosigned(first.data, WITNESS, WITNESS), known)
    assert len(new) == 1
    older, newer = find(folder, known).heads
    assert cosignatures(parse_note(older.data), known) == (Cosignature(WITNESS.verifier, AT),)
    told = cosignatures(parse_note(newer.data), known)
    assert told == (Cosignature(WITNESS.verifier, AT), Cosignature(OTHER.verifier, AT + 9))
    assert made.problems() == ()
    made.add(1)
    assert made.sign().new


def test_nothing_but_cosignatures_that_were_asked_for_is_put_in(tmp_path: Path) -> None:
    folder = a_signed_dossier(tmp_path).dossier.path
    newest = find(folder).heads[-1]
    stranger = Signature("stranger", b"abcd", b"x" * 900)
    data = format_note(under(parse_note(cosigned(newest.data, WITNESS, OTHER)), stranger))
    head, _ = take_in(folder, data, (WITNESS.verifier,))
    assert [line.name for line in parse_note(head.data).signatures] == [LOG.name, WITNESS.name]
    assert find(folder).heads[-1].data == head.data


def test_what_does_not_belong_is_not_put_in(tmp_path: Path) -> None:
    folder = a_signed_dossier(tmp_path).dossier.path
    before = {path: path.read_bytes() for path in (folder / "checkpoints").iterdir()}
    newest = find(folder).heads[-1]
    with pytest.raises(CheckpointError, match="bears no cosignature"):
        take_in(folder, newest.data, (WITNESS.verifier,))
    with pytest.raises(CheckpointError, match="bears no cosignature"):
        take_in(folder, cosigned(newest.data, WITNESS), (OTHER.verifier, LOG.verifier))
    with pytest.raises(HeadError, match="none that this dossier keeps"):
        take_in(folder, cosigned(format_note(SIGNED), WITNESS), (WITNESS.verifier,))
    spoiled = Signature(WITNESS.name, WITNESS.verifier.id, bytes(72))
    with pytest.raises(CheckpointError, match="does not verify"):
        take_in(folder, format_note(under(parse_note(newest.data), spoiled)), (WITNESS.verifier,))
    assert {path: path.read_bytes() for path in (folder / "checkpoints").iterdir()} == before
