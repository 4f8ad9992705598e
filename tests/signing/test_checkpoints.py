"""Notes, checkpoints and keys: the specifications' examples, strict inverses, and what is refused."""

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as some

from regesta.events.checkpoints import (
    Checkpoint,
    CheckpointError,
    Note,
    Signature,
    add_signature,
    format_checkpoint,
    format_note,
    open_checkpoint,
    parse_checkpoint,
    parse_note,
    sign_checkpoint,
    signers,
)
from regesta.events.keys import SigningKey, VerifierKey, parse_vkey

KEY = SigningKey("example.org/log", bytes(range(32)))
OTHER = SigningKey("example.org/log", bytes(32))
WITNESS = SigningKey("witness.example/w1", b"w" * 32)
HEAD = Checkpoint("example.org/log", 7, bytes(range(32)))
SIGNED = format_note(sign_checkpoint(HEAD, KEY))

# The example of C2SP signed-note, "Example".
EXAMPLE_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
EXAMPLE = (
    "This is an example message.\n\n— example.com/foo"
    " Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
).encode()

# The example of C2SP tlog-cosignature: a log's own line, and a witness's, whose signature begins with a time.
COSIGNED = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa"
    " Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    "— witness.example.com/w1"
    " jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
).encode()


def test_the_example_of_the_specification_verifies() -> None:
    key = parse_vkey(EXAMPLE_KEY)
    assert key.id.hex() == "530d903a"
    assert signers(parse_note(EXAMPLE), [key]) == (key,)


def test_cosignatures_that_we_cannot_check_survive() -> None:
    note = parse_note(COSIGNED)
    assert [one.name for one in note.signatures] == ["example.com/behind-the-sofa", "witness.example.com/w1"]
    assert len(note.signatures[1].value) == 8 + 64
    assert parse_checkpoint(note.text).size == 20852163
    assert format_note(note) == COSIGNED


def test_a_checkpoint_is_opened_with_the_key_of_its_log() -> None:
    assert open_checkpoint(SIGNED, [KEY.verifier]) == HEAD
    assert open_checkpoint(SIGNED, [OTHER.verifier, KEY.verifier, WITNESS.verifier]) == HEAD


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ((), "no key is given"),
        ((WITNESS.verifier,), "no key is given"),
        ((OTHER.verifier,), "not signed by the key"),
    ],
)
def test_a_checkpoint_is_not_opened_with_another_key(keys: tuple[VerifierKey, ...], sentence: str) -> None:
    with pytest.raises(CheckpointError, match=sentence):
        open_checkpoint(SIGNED, keys)


def test_a_witness_alone_vouches_for_no_log() -> None:
    cosigned = format_note(add_signature(Note(format_checkpoint(HEAD), ()), WITNESS))
    with pytest.raises(CheckpointError, match="not signed by the key"):
        open_checkpoint(cosigned, [WITNESS.verifier, KEY.verifier])


def test_one_bad_signature_of_a_known_key_spoils_the_note() -> None:
    note = sign_checkpoint(HEAD, KEY)
    bad = Signature(WITNESS.name, WITNESS.verifier.id, bytes(64))
    data = format_note(Note(note.text, (*note.signatures, bad)))
    assert open_checkpoint(data, [KEY.verifier]) == HEAD
    with pytest.raises(CheckpointError, match="does not verify"):
        open_checkpoint(data, [KEY.verifier, WITNESS.verifier])


def test_every_changed_byte_of_a_signed_checkpoint_is_refused() -> None:
    for place in range(len(SIGNED)):
        for change in (1, 2, 0x20, 0x80):
            damaged = SIGNED[:place] + bytes([SIGNED[place] ^ change]) + SIGNED[place + 1 :]
            with pytest.raises(CheckpointError):
                open_checkpoint(damaged, [KEY.verifier])


_NAMES = some.text(some.characters(exclude_characters="+", exclude_categories=("C", "Z")), min_size=1)
_LINES = some.text(some.characters(exclude_categories=["C"]), min_size=1)
_CHECKPOINTS = some.builds(
    Checkpoint,
    _LINES,
    some.integers(0, 2**63 - 1),
    some.binary(min_size=32, max_size=32),
    some.lists(_LINES, max_size=2).map(tuple),
)
_SIGNATURES = some.builds(
    Signature, _NAMES, some.binary(min_size=4, max_size=4), some.binary(min_size=1, max_size=2500)
)


@given(_CHECKPOINTS, some.lists(_SIGNATURES, min_size=1, max_size=16).map(tuple))
def test_parsing_is_the_inverse_of_formatting(checkpoint: Checkpoint, signatures: tuple[Signature, ...]) -> None:
    note = Note(format_checkpoint(checkpoint), signatures)
    assert parse_note(format_note(note)) == note
    assert parse_checkpoint(note.text) == checkpoint


_ROOT = b64encode(bytes(32)).decode()
_SPARE = _ROOT[:-2] + "B="


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "a\n1\n",
        f"a\n1\n{_ROOT}",
        f"\n1\n{_ROOT}\n",
        f"a\n01\n{_ROOT}\n",
        f"a\n+1\n{_ROOT}\n",
        f"a\n-1\n{_ROOT}\n",
        f"a\n1 \n{_ROOT}\n",
        f"a\n\u0661\n{_ROOT}\n",
        f"a\n{10**19}\n{_ROOT}\n",
        f"a\n1\n{_ROOT[:-1]}\n",
        f"a\n1\n{_SPARE}\n",
        f"a\n1\n{b64encode(bytes(31)).decode()}\n",
        f"a\n1\n{_ROOT}\n\nmore\n",
        f"a\r\n1\r\n{_ROOT}\r\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(CheckpointError):
        parse_checkpoint(text)


_LINE = "— k AAAAAAA="


@pytest.mark.parametrize(
    "text",
    [
        "",
        "text\n",
        "text\n\n",
        f"text\n{_LINE}\n",
        f"\n\n{_LINE}\n",
        f"text\n\n{_LINE}",
        f"text\n\n{_LINE}\n\n",
        f"text\n\n{_LINE} \n",
        "text\n\n- k AAAAAAA=\n",
        "text\n\n—  AAAAAAA=\n",
        "text\n\n— a+b AAAAAAA=\n",
        "text\n\n— a\u00a0b AAAAAAA=\n",
        "text\n\n— k AAAAAA==\n",
        "text\n\n— k AAAAAAB=\n",
        "text\n\n— k AAAAAAA\n",
        "text\n\n— k AAAA AAA=\n",
        f"te\txt\n\n{_LINE}\n",
        f"text\r\n\r\n{_LINE}\r\n",
        f"text\n\n{_LINE}\nnote\n",
        "x" * 1_000_001,
    ],
)
def test_what_is_no_note_is_refused(text: str) -> None:
    with pytest.raises(CheckpointError):
        parse_note(text.encode())


def test_the_smallest_note_is_read() -> None:
    assert parse_note(f"text\n\n{_LINE}\n".encode()).signatures == (Signature("k", bytes(4), b"\0"),)


def test_bytes_that_are_not_utf8_are_refused() -> None:
    with pytest.raises(CheckpointError, match="UTF-8 at its byte 2"):
        parse_note(b"a\xff\n\n")
