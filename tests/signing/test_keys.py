"""Keys: their text forms, and the file that holds the private one."""

import os
import stat
from pathlib import Path

import pytest

from regesta.events.keys import (
    KeyRefused,
    SigningKey,
    format_signing_key,
    format_vkey,
    format_vkeys,
    new_key,
    parse_signing_key,
    parse_vkey,
    parse_vkeys,
    read_signing_key,
    write_signing_key,
)

# RFC 8032, section 7.1, TEST 1: secret key, public key, and the signature over nothing.
SECRET = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
PUBLIC = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
OVER_NOTHING = bytes.fromhex(
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe2465"
    "5141438e7a100b"
)
KEY = SigningKey("example.org/log", SECRET)


def test_keys_and_signatures_are_those_of_the_standard() -> None:
    assert KEY.verifier.public == PUBLIC
    assert KEY.sign(b"") == OVER_NOTHING
    assert KEY.verifier.verifies(b"", OVER_NOTHING)
    assert not KEY.verifier.verifies(b"x", OVER_NOTHING)
    assert not KEY.verifier.verifies(b"", OVER_NOTHING[:-1])


def test_a_key_has_one_text_form() -> None:
    assert parse_vkey(format_vkey(KEY.verifier)) == KEY.verifier
    assert parse_signing_key(format_signing_key(KEY)) == KEY
    keys = (KEY.verifier, SigningKey("other", bytes(32)).verifier)
    assert parse_vkeys(format_vkeys(keys)) == keys
    assert parse_vkeys("") == ()


@pytest.mark.parametrize("text", [format_vkey(KEY.verifier), format_vkeys((KEY.verifier, KEY.verifier))])
def test_every_changed_letter_of_a_public_key_is_seen(text: str) -> None:
    for place in range(len(text)):
        for change in (1, 2, 32):
            damaged = text[:place] + chr(ord(text[place]) ^ change) + text[place + 1 :]
            with pytest.raises(KeyRefused):
                parse_vkeys(damaged if text.endswith("\n") else damaged + "\n")


def test_every_changed_letter_of_a_private_key_is_seen_and_none_is_repeated() -> None:
    text = format_signing_key(KEY)
    for place in range(len(text)):
        damaged = text[:place] + chr(ord(text[place]) ^ 1) + text[place + 1 :]
        with pytest.raises(KeyRefused) as refused:
            parse_signing_key(damaged)
        assert text[-20:-4] not in str(refused.value)


def test_a_private_key_is_not_shown() -> None:
    assert SECRET.hex() not in repr(KEY)
    assert repr(SECRET) not in repr(KEY)


@pytest.mark.parametrize("text", ["", "a", "a+b", "a+00000000+", "a+zz+AQ==", "a+00000000+!!!!", " +00000000+AQ=="])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(KeyRefused):
        parse_vkey(text)


def test_a_key_of_another_kind_is_named() -> None:
    with pytest.raises(KeyRefused, match="type 0x06"):
        parse_vkey("witness+00000000+BgAA")


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u00a0b", "a\nb", "a\u202eb", "a\u0000"])
def test_a_name_that_notes_cannot_hold_is_refused(name: str) -> None:
    with pytest.raises(KeyRefused):
        new_key(name)


def test_the_file_of_a_private_key_is_its_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        path = write_signing_key(tmp_path, KEY)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert (path.parent / ".gitignore").read_text() == "*\n"
    assert read_signing_key(tmp_path) == KEY


def test_a_private_key_is_never_written_over(tmp_path: Path) -> None:
    write_signing_key(tmp_path, KEY)
    with pytest.raises(KeyRefused, match="holds a key already"):
        write_signing_key(tmp_path, new_key("other"))
    assert read_signing_key(tmp_path) == KEY


def test_a_private_key_that_others_can_read_is_not_used(tmp_path: Path) -> None:
    path = write_signing_key(tmp_path, KEY)
    path.chmod(0o640)
    with pytest.raises(KeyRefused, match="chmod 600"):
        read_signing_key(tmp_path)


def test_a_missing_or_damaged_private_key_is_told(tmp_path: Path) -> None:
    with pytest.raises(KeyRefused, match="regesta key new"):
        read_signing_key(tmp_path)
    path = write_signing_key(tmp_path, KEY)
    path.write_text(path.read_text()[:-5])
    with pytest.raises(KeyRefused, match="not a private key"):
        read_signing_key(tmp_path)
    path.write_bytes(b"\xff")
    with pytest.raises(KeyRefused, match="cannot be read"):
        read_signing_key(tmp_path)
