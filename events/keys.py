"""The keys that sign a log's heads: Ed25519, in the text forms of C2SP `signed-note`.

The private key is one line in the dossier's `private/` folder, which git is told to ignore twice: by the dossier's
`.gitignore`, and by one in the folder itself. Its form is that of Go's `golang.org/x/mod/sumdb/note`:
`PRIVATE+KEY+<name>+<key id>+<base64 of 0x01 and the 32-byte seed>`. A public key is a *vkey*,
`<name>+<key id>+<base64 of 0x01 and the 32-byte public key>`. The name is the log's origin.

A witness has a key of its own, of another type (0x04, C2SP `tlog-cosignature`), in the same text forms. It signs what
it saw together with the time at which it saw it, and never a log of its own.
"""

import os
import stat
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from regesta.events.durable import sync, sync_folder, write_whole
from regesta.events.errors import RegestaError

ED25519 = b"\x01"
"""The signature type: Ed25519 over the note's text (C2SP `signed-note`, "Signature types")."""

COSIGNATURE = b"\x04"
"""The signature type of witnesses: Ed25519 over a time and the note's text (C2SP `tlog-cosignature`)."""

MAX_TIME = 2**63 - 1
"""The latest time of a cosignature, in seconds since 1970 (C2SP `tlog-cosignature`, "Format")."""

PRIVATE = "private"
"""The dossier's folder for what is never shared."""

_FILE = "signing-key"
_PREFIX = "PRIVATE+KEY+"


class KeyRefused(RegestaError):
    """A key that is not one, is not there, or is open to others."""


@dataclass(frozen=True)
class VerifierKey:
    """A public key, and the name that it signs under."""

    name: str
    """The origin of the log, or the name of the witness: not empty, without blanks, control characters and '+'."""
    public: bytes
    """The public key, 32 bytes (RFC 8032)."""
    kind: bytes = ED25519
    """The signature type: ED25519 for a log's key, COSIGNATURE for that of a witness."""

    @cached_property
    def id(self) -> bytes:
        """The key id, four bytes, by which signature lines name it."""
        return sha256(self.name.encode() + b"\n" + self.kind + self.public).digest()[:4]

    def verifies(self, message: bytes, signature: bytes) -> bool:
        """Whether a signature over a message was made with the private half of this key.

        That of a witness begins with its time, in eight bytes, which is signed too.
        """
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        if self.kind == COSIGNATURE:
            at, signature = int.from_bytes(signature[:8], "big"), signature[8:]
            if at > MAX_TIME:
                return False
            message = timed(message, at)
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class SigningKey:
    """A private key, and the name that it signs under."""

    name: str
    seed: bytes = field(repr=False)
    """The private key, 32 bytes (RFC 8032, section 5.1.5)."""
    kind: bytes = ED25519
    """The signature type."""

    @cached_property
    def verifier(self) -> VerifierKey:
        """Its public half."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        public = Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        return VerifierKey(self.name, public, self.kind)

    def sign(self, message: bytes) -> bytes:
        """The signature over a message, 64 bytes; the same for the same message."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(message)


def timed(message: bytes, at: int) -> bytes:
    """What a witness signs: the text of a note, under the time at which it saw it (seconds since 1970)."""
    return b"cosignature/v1\ntime %d\n%b" % (at, message)


def new_key(name: str, random: Callable[[int], bytes] = os.urandom, kind: bytes = ED25519) -> SigningKey:
    """A new private key; raises KeyRefused when the name cannot be a key's name."""
    refuse_name(name)
    if not name.isprintable():
        raise KeyRefused(f"{name!r} cannot name a key: it holds a character that nobody could see")
    return SigningKey(name, random(32), kind)


def refuse_name(name: str) -> None:
    """Raise KeyRefused unless this can be a key's name (C2SP `signed-note`, "Format")."""
    if not name:
        raise KeyRefused("a key's name is empty; give the address that the log is, or would be, published at")
    if "+" in name or any(character.isspace() or character < " " for character in name):
        raise KeyRefused(
            f"{name!r} cannot name a key: no blanks, no control characters, no '+'. An address without scheme is best,"
            " such as example.org/senators"
        )


def format_vkey(key: VerifierKey) -> str:
    """The text form of a public key."""
    return _text(key.name, key.id, key.kind, key.public)


def parse_vkey(text: str) -> VerifierKey:
    """The public key that a text is: the strict inverse of `format_vkey`. Raises KeyRefused."""
    name, key_id, kind, material = _parts(text)
    key = VerifierKey(name, material, kind)
    if key.id != key_id or format_vkey(key) != text:
        raise KeyRefused(f"{_short(text)} is not a public key: its parts do not fit; a letter of it was changed")
    return key


def format_signing_key(key: SigningKey) -> str:
    """The text form of a private key."""
    return _PREFIX + _text(key.name, key.verifier.id, key.kind, key.seed)


def parse_signing_key(text: str) -> SigningKey:
    """The private key that a text is: the strict inverse of `format_signing_key`. Raises KeyRefused.

    Nothing of the text is repeated in the message.
    """
    if not text.startswith(_PREFIX):
        raise KeyRefused(f"does not begin with {_PREFIX}, as a private key does")
    try:
        name, key_id, kind, material = _parts(text.removeprefix(_PREFIX))
        key = SigningKey(name, material, kind)
        fits = key.verifier.id == key_id and format_signing_key(key) == text
    except KeyRefused:
        fits = False
    if not fits:
        raise KeyRefused("is not a private key: its parts do not fit; a letter of it was changed")
    return key


def format_vkeys(keys: tuple[VerifierKey, ...]) -> str:
    """Public keys, one a line."""
    return "".join(format_vkey(key) + "\n" for key in keys)


def parse_vkeys(text: str) -> tuple[VerifierKey, ...]:
    """The public keys in a text: the strict inverse of `format_vkeys`. Raises KeyRefused."""
    lines = text.split("\n")
    if lines.pop():
        raise KeyRefused("the last line has no line feed")
    if len(set(lines)) < len(lines):
        raise KeyRefused("a key stands in it twice")
    return tuple(parse_vkey(line) for line in lines)


def write_signing_key(folder: Path, key: SigningKey) -> Path:
    """Keep a private key in a dossier, readable by its owner alone; return the file.

    Raises KeyRefused when there is one already: what it signed could no longer be continued.
    """
    private = folder / PRIVATE
    private.mkdir(mode=0o700, exist_ok=True)
    (private / ".gitignore").write_text("*\n", encoding="ascii")
    return write_key_file(private / _FILE, key, "regesta key show")


def write_key_file(path: Path, key: SigningKey, shown_by: str) -> Path:
    """Write a private key into a new file, readable by its owner alone; raises KeyRefused when the file is there."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise KeyRefused(
            f"{path} holds a key already, and nothing was changed. `{shown_by}` prints its public half; to"
            " change to a new one, move that file away to where you keep secrets."
        ) from None
    try:
        os.fchmod(descriptor, 0o600)  # whatever the umask says
        write_whole(descriptor, format_signing_key(key).encode() + b"\n")
        sync(descriptor)
    finally:
        os.close(descriptor)
    sync_folder(path.parent)
    return path


def read_signing_key(folder: Path) -> SigningKey:
    """The private key of a dossier; raises KeyRefused when there is none, or others may read it."""
    return read_key_file(folder / PRIVATE / _FILE, ED25519, "this dossier has no key to sign with. `regesta key new`")


def read_key_file(path: Path, kind: bytes, missing: str) -> SigningKey:
    """The private key of a type in a file; raises KeyRefused when it is not one, or others may read it.

    `missing` tells what it means that there is none, and ends with the command that makes one.
    """
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise KeyRefused(f"{path} is not there: {missing} makes one.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise KeyRefused(f"{path} cannot be read as a key: {error}.") from error
    if stat.S_IMODE(mode) & 0o077:
        raise KeyRefused(f"{path} is open to other users of this machine; run: chmod 600 {path}")
    try:
        key = parse_signing_key(text.removesuffix("\n"))
    except KeyRefused as error:
        raise KeyRefused(f"{path} {error}.") from None
    if key.kind != kind:
        is_what, must = ("a witness's", "a log's") if key.kind == COSIGNATURE else ("a log's", "a witness's")
        raise KeyRefused(f"{path} holds {is_what} key, and {must} is needed here: one key never serves as both.")
    return key


def _text(name: str, key_id: bytes, kind: bytes, material: bytes) -> str:
    return f"{name}+{key_id.hex()}+{b64encode(kind + material).decode()}"


def _parts(text: str) -> tuple[str, bytes, bytes, bytes]:
    """Name, key id, type and 32 bytes of key material of a text form, of which not all was looked at."""
    name, _, rest = text.partition("+")
    key_id, _, encoded = rest.partition("+")
    try:
        found = b64decode(encoded, validate=True)
        four = bytes.fromhex(key_id)
    except ValueError:
        raise KeyRefused(f"{_short(text)} is not a key: NAME+ID+BASE64 is what one looks like") from None
    refuse_name(name)
    if found[:1] not in (ED25519, COSIGNATURE) and found:
        raise KeyRefused(
            f"{_short(text)} is a key of type 0x{found[0]:02x}; this regesta knows Ed25519 alone: 0x01 for logs, 0x04"
            " for witnesses"
        )
    if len(found) != 33:
        raise KeyRefused(f"{_short(text)} is not a key: an Ed25519 key has 32 bytes")
    return name, four, found[:1], found[1:]


def _short(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:59] + "…")
