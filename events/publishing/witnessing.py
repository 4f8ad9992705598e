"""Being the witness of somebody else's published log: cosigning its head, if it goes on with the last one cosigned.

What was cosigned last is kept for each log in a folder of the user, on the disk before the cosignature is handed out.
A publisher who shows different logs to different readers needs a witness who forgets; so do two publishers of one
name.
"""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from regesta.events.checkpoints import (
    Checkpoint,
    CheckpointError,
    Note,
    Signature,
    format_note,
    parse_checkpoint,
    parse_note,
)
from regesta.events.cosignatures import Cosignature, cosign, cosignatures
from regesta.events.counted import in_entries
from regesta.events.durable import locked, sync_folder, write_file
from regesta.events.errors import RegestaError
from regesta.events.heads import Head
from regesta.events.keys import (
    COSIGNATURE,
    ED25519,
    SigningKey,
    VerifierKey,
    format_vkey,
    read_key_file,
    write_key_file,
)
from regesta.events.publishing.checking import check_public_log
from regesta.events.publishing.manifest import PublishedDossier
from regesta.events.publishing.places import Place

_KEY = "key"


class NotWitnessed(RegestaError):
    """A head that must not be cosigned."""


@dataclass(frozen=True, slots=True)
class Witnessed:
    """A head that was cosigned."""

    checkpoint: Checkpoint
    cosignature: Cosignature
    line: Signature
    data: bytes
    """The note: the checkpoint, the log's own signatures, and the cosignature."""
    before: Checkpoint | None
    """The head of this log that was cosigned before, with which it was compared; None the first time."""


def write_witness_key(memory: Path, key: SigningKey) -> Path:
    """Keep the private key of a witness; return the file. Raises KeyRefused when there is one already."""
    memory.mkdir(mode=0o700, parents=True, exist_ok=True)
    return write_key_file(memory / _KEY, key, "regesta key witness")


def read_witness_key(memory: Path) -> SigningKey:
    """The private key of the witness that this user is; raises KeyRefused when there is none."""
    return read_key_file(memory / _KEY, COSIGNATURE, "you have no witness's key yet. `regesta key witness NAME`")


def witness(
    place: Place,
    listed: PublishedDossier,
    trusted: tuple[VerifierKey, ...],
    key: SigningKey,
    memory: Path,
    at: int,
    progress: Callable[[int], None] | None = None,
) -> Witnessed:
    """Cosign the newest head of a published log, at a time in seconds since 1970.

    The whole log is read and checked as a reader checks it, with the last head that was cosigned as the one that was
    kept. Raises NotWitnessed, and nothing is cosigned, when anything is wrong with it, or its head is smaller.
    """
    if any(key.verifier.public == one.public for one in trusted):
        raise NotWitnessed("The log is signed with your own key: nobody is the witness of oneself.")
    with locked(memory / ".lock", 600.0):
        path = memory / _remembered(key.verifier, listed.origin or "")
        last, seen = _last(path, key.verifier, listed.origin or "")
        checked = check_public_log(place, listed, trusted, (last,) if last else (), progress=progress)
        problems = (*checked.problems, *place.problems())
        if problems or checked.head is None:
            told = "\n".join(map(str, problems)) or f"{listed.name} is not signed."
            raise NotWitnessed(f"Nothing was cosigned.\n{told}")
        head = checked.head.checkpoint
        if last is not None and head.size < last.checkpoint.size:
            raise NotWitnessed(
                f"Nothing was cosigned: this head of {head.origin} was signed over {in_entries(head.size)}, and the"
                f" last one that you cosigned over {last.checkpoint.size:,}. It is an older copy."
            )
        if seen is not None and at < seen.at:
            raise NotWitnessed(
                f"Nothing was cosigned: the clock is behind your last cosignature of {head.origin}, of {seen.moment}."
            )
        note = parse_note(checked.head.data)
        line = cosign(note, key, at)
        data = format_note(Note(note.text, (*_own(note, trusted), line)))
        write_file(path, iter([data]))
        sync_folder(memory.parent)
    return Witnessed(head, Cosignature(key.verifier, at), line, data, last.checkpoint if last else None)


def _own(note: Note, trusted: tuple[VerifierKey, ...]) -> tuple[Signature, ...]:
    """The log's own signatures; what others have put into the note, nobody has checked."""
    own = {(key.name, key.id) for key in trusted if key.kind == ED25519}
    return tuple(line for line in note.signatures if (line.name, line.key_id) in own)


def _last(path: Path, key: VerifierKey, origin: str) -> tuple[Head | None, Cosignature | None]:
    """The head of a log that was cosigned last, and when; None without one. Raises NotWitnessed if it is spoiled."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None, None
    try:
        note = parse_note(data)
        checkpoint = parse_checkpoint(note.text)
        seen = cosignatures(note, (key,))
        if checkpoint.origin != origin or len(seen) != 1:
            raise CheckpointError("does not bear your cosignature")
    except CheckpointError as error:
        raise NotWitnessed(
            f"{path} {error}. It holds the head of {origin} that you cosigned last, without which nothing can be"
            " compared, and nothing was cosigned. Get it back from a backup."
        ) from None
    return Head(str(path), data, checkpoint), seen[0]


def _remembered(key: VerifierKey, origin: str) -> str:
    named = f"{format_vkey(key)}\n{origin}"  # neither holds a line feed, so no two pairs give one text
    return f"{sha256(named.encode()).hexdigest()[:32]}.checkpoint"
