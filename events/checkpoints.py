"""Signed heads of the log: C2SP `tlog-checkpoint` inside of C2SP `signed-note`.

A note is text, an empty line, and signature lines; a checkpoint is a note whose text says origin, size and root. Each
`format_` and `parse_` pair are strict inverses: what one would not write, the other refuses. Signature lines of keys
that we do not know (a witness's cosignature, a key that is no longer used) are kept as they are.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass

from regesta.events.errors import RegestaError
from regesta.events.keys import ED25519, KeyRefused, SigningKey, VerifierKey, refuse_name

MAX_NOTE = 1_000_000
"""The longest note, in bytes. Sixteen of the longest signatures there are must fit (C2SP `signed-note`): 110,000."""

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_DASH = "\u2014 "


class CheckpointError(RegestaError):
    """Something that is no checkpoint, or is not signed by a key that we know; the sentence fits after `file: `."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature line: who signed, with which key, and the signature's bytes as their kind of key makes them."""

    name: str
    key_id: bytes
    value: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends in a line feed, and its signatures, of which there is at least one."""

    text: str
    signatures: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log: which log, how many entries, and the root of the Merkle tree over them."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()
    """Lines that other writers may add; Regesta writes none."""


def format_note(note: Note) -> bytes:
    """The bytes of a note."""
    lines = (f"{_DASH}{one.name} {b64encode(one.key_id + one.value).decode()}\n" for one in note.signatures)
    return f"{note.text}\n{''.join(lines)}".encode()


def parse_note(data: bytes) -> Note:
    """The note that bytes are: the strict inverse of `format_note`. Raises CheckpointError; no signature is checked."""
    if len(data) > MAX_NOTE:
        raise CheckpointError(f"is longer than {MAX_NOTE:,} bytes; no note is")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CheckpointError(f"is not UTF-8 at its byte {error.start + 1}") from None
    if any(character < " " and character != "\n" for character in text):
        raise CheckpointError("holds a control character")
    body, gap, signed = text.rpartition("\n\n")
    if not gap or not body or not signed.endswith("\n"):
        raise CheckpointError("is not a signed note: text, an empty line, and lines with signatures")
    note = Note(body + "\n", tuple(_signature(line) for line in signed[:-1].split("\n")))
    if format_note(note) != data:
        raise CheckpointError("is a signed note that is not written as it must be")
    return note


def format_checkpoint(checkpoint: Checkpoint) -> str:
    """The text of a checkpoint, which is what is signed."""
    root = b64encode(checkpoint.root).decode()
    return "".join(f"{line}\n" for line in (checkpoint.origin, checkpoint.size, root, *checkpoint.extensions))


def parse_checkpoint(text: str) -> Checkpoint:
    """The checkpoint that a note's text is: the strict inverse of `format_checkpoint`. Raises CheckpointError."""
    lines = text.split("\n")
    if len(lines) < 4 or lines.pop() or not all(lines):
        raise CheckpointError("is not a checkpoint: origin, size and root, each on a line of its own")
    origin, size, encoded, *extensions = lines
    if not _SIZE.fullmatch(size):
        raise CheckpointError(f"its second line is no size of a log: {size[:40]!r}")
    try:
        root = b64decode(encoded, validate=True)
    except ValueError:
        root = b""
    checkpoint = Checkpoint(origin, int(size), root, tuple(extensions))
    if len(root) != 32 or format_checkpoint(checkpoint) != text:
        raise CheckpointError("its third line is no root: 32 bytes in base64")
    return checkpoint


def sign_checkpoint(checkpoint: Checkpoint, key: SigningKey) -> Note:
    """The checkpoint as a note with one signature, that of its log."""
    return add_signature(Note(format_checkpoint(checkpoint), ()), key)


def add_signature(note: Note, key: SigningKey) -> Note:
    """The note with one signature more."""
    value = key.sign(note.text.encode())
    return Note(note.text, (*note.signatures, Signature(key.name, key.verifier.id, value)))


def signers(note: Note, keys: Iterable[VerifierKey]) -> tuple[VerifierKey, ...]:
    """The keys among those given that signed a note, which has other signatures too, perhaps.

    Raises CheckpointError when a signature line names one of the keys and does not verify: then the whole note is
    not to be believed (C2SP `signed-note`, "Signatures").
    """
    known = {(key.name, key.id): key for key in keys}
    found: dict[tuple[str, bytes], VerifierKey] = {}
    for line in note.signatures:
        named = (line.name, line.key_id)
        if named not in known:
            continue
        if not known[named].verifies(note.text.encode(), line.value):
            raise CheckpointError(f"the signature of {line.name} does not verify: text or signature was changed")
        found[named] = known[named]
    return tuple(found.values())


def open_checkpoint(data: bytes, keys: Iterable[VerifierKey]) -> Checkpoint:
    """The checkpoint in a signed note, which the log itself has signed with one of these keys.

    The key's name must be the origin, and its type that of logs: a witness's key vouches for no log, whatever it is
    called. Raises CheckpointError, also when a witness among the keys has a line in it that does not verify.
    """
    keys = tuple(keys)
    note = parse_note(data)
    checkpoint = parse_checkpoint(note.text)
    own = [key for key in keys if key.name == checkpoint.origin and key.kind == ED25519]
    if any(key in own for key in signers(note, keys)):
        return checkpoint
    if not own:
        names = ", ".join(sorted({key.name for key in keys if key.kind == ED25519})) or "none"
        raise CheckpointError(
            f"is a head of the log {checkpoint.origin}, for which no key is given (there are: {names})"
        )
    raise CheckpointError(f"is not signed by the key of {checkpoint.origin} that is known; it may be another one's")


def _signature(line: str) -> Signature:
    name, blank, encoded = line.removeprefix(_DASH).partition(" ")
    try:
        value = b64decode(encoded, validate=True)
        refuse_name(name)
    except (ValueError, KeyRefused):
        value = b""
    if not line.startswith(_DASH) or not blank or len(value) < 5:
        raise CheckpointError(f"holds a line that is no signature: {line[:60]!r}")
    return Signature(name, value[:4], value[4:])
