"""Cosignatures: what a witness signs under a checkpoint of somebody else's log (C2SP `tlog-cosignature`, Ed25519).

A witness says that, at a time, it saw this head, and that the head goes on with every one that it saw of the log
before. The value of the signature line is the time in eight bytes (seconds since 1970, big-endian) and the 64 bytes of
an Ed25519 signature over the lines `cosignature/v1`, `time <seconds>` and the text of the checkpoint.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from regesta.events.checkpoints import CheckpointError, Note, Signature, format_note, parse_checkpoint, parse_note
from regesta.events.durable import locked
from regesta.events.heads import FOLDER, Head, HeadError, find, keep
from regesta.events.keys import COSIGNATURE, MAX_TIME, PRIVATE, SigningKey, VerifierKey, timed

_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Cosignature:
    """That a witness saw a head at a time."""

    key: VerifierKey
    at: int
    """Seconds since 1970, by the witness's clock."""

    @property
    def moment(self) -> str:
        """The time as it is written: in ISO 8601, as long as the calendar's years have four digits."""
        try:
            return (_BEGIN + timedelta(seconds=self.at)).isoformat().replace("+00:00", "Z")
        except OverflowError:
            return f"{self.at:,} seconds after 1970"


def cosign(note: Note, key: SigningKey, at: int) -> Signature:
    """The signature line of a witness under a checkpoint that it saw at a time. Nothing is compared here."""
    if key.kind != COSIGNATURE or not 0 <= at <= MAX_TIME:
        raise ValueError("a cosignature needs a witness's key, and a time that is not before 1970")
    return Signature(key.name, key.verifier.id, at.to_bytes(8, "big") + key.sign(timed(note.text.encode(), at)))


def cosignatures(note: Note, keys: Iterable[VerifierKey]) -> tuple[Cosignature, ...]:
    """The cosignatures in a note by witnesses among the keys, in their order; one that occurs twice, once.

    Raises CheckpointError when one of them does not verify: then the whole note is not to be believed.
    """
    return tuple(dict.fromkeys(cosignature for cosignature, _ in _known(note, keys)))


def take_in(folder: Path, data: bytes, keys: tuple[VerifierKey, ...]) -> tuple[Head, tuple[Cosignature, ...]]:
    """Put the cosignatures of these witnesses into the head that the dossier keeps; the head, and those new to it.

    Of one witness, one cosignature stays under a head: the first that was put in. Raises CheckpointError when there is
    none in `data` or it does not verify, and HeadError when the dossier keeps no such head.
    """
    given = parse_note(data)
    parse_checkpoint(given.text)
    found = _known(given, keys)
    if not found:
        raise CheckpointError("bears no cosignature of a key that was given with --key")
    (folder / PRIVATE).mkdir(mode=0o700, exist_ok=True)
    with locked(folder / PRIVATE / ".lock", 60.0):
        for head in find(folder).heads:
            note = parse_note(head.data)
            if note.text == given.text and head.place.startswith(f"{FOLDER}/"):
                break
        else:
            raise HeadError(
                f"The checkpoint that was cosigned is none that this dossier keeps in {FOLDER}/: nothing was put in."
            )
        there = {(line.name, line.key_id) for line in note.signatures}
        new = {(line.name, line.key_id): (one, line) for one, line in reversed(found)}
        added = [pair for named, pair in new.items() if named not in there]
        if added:
            whole = format_note(Note(note.text, (*note.signatures, *(line for _, line in added))))
            keep(folder, head.checkpoint, whole, None)
            head = Head(head.place, whole, head.checkpoint)
    return head, tuple(one for one, _ in added)


def _known(note: Note, keys: Iterable[VerifierKey]) -> list[tuple[Cosignature, Signature]]:
    """The cosignatures by witnesses among the keys, each with its line."""
    witnesses = {(key.name, key.id): key for key in keys if key.kind == COSIGNATURE}
    found: list[tuple[Cosignature, Signature]] = []
    for line in note.signatures:
        key = witnesses.get((line.name, line.key_id))
        if key is None:
            continue
        if not key.verifies(note.text.encode(), line.value):
            raise CheckpointError(
                f"the cosignature of {line.name} does not verify: text, time or signature was changed"
            )
        found.append((Cosignature(key, int.from_bytes(line.value[:8], "big")), line))
    return found
