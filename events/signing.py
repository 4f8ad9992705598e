"""Signing the log's head, and telling where a log is no longer the one whose heads were signed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from regesta.events.checkpoints import Checkpoint, add_signature, format_note, parse_note, sign_checkpoint, signers
from regesta.events.counted import in_entries
from regesta.events.dossier import Dossier
from regesta.events.durable import locked, sync_file, sync_folder
from regesta.events.entry import commitment
from regesta.events.errors import Problem
from regesta.events.files import FileLog
from regesta.events.heads import Chain, Found, Head, HeadError, add_public_key, find, keep, remember, signed_leaves
from regesta.events.integrity import Checked, check
from regesta.events.keys import PRIVATE, SigningKey
from regesta.events.merkle import add_leaf, leaf_hash, root_of_peaks
from regesta.events.proof_file import Proof, prove_line
from regesta.events.proofs import includes, inclusion
from regesta.events.segments import segment_numbers, segment_path
from regesta.events.store import LogError

MOST = 20
"""So many lines that are not those that were signed are named; of more, the first and how many."""


@dataclass(frozen=True, slots=True)
class Signed:
    """What signing came to."""

    checkpoint: Checkpoint
    data: bytes
    """The signed note."""
    path: Path
    """The file that keeps it."""
    new: bool
    """False if this head was signed with this key before; it is the same then, to the byte."""


def sign(
    dossier: Dossier, key: SigningKey, memory: Path | None = None, progress: Callable[[int], None] | None = None
) -> Signed:
    """Sign the head of a dossier's log, and keep it.

    All lines are read and checked, and made durable, before. Raises HeadError, and signs nothing, when the log is
    empty or has problems, or when it does not begin with every head that was ever signed, as far as the dossier, the
    folder of the private key and the user's `memory` know.
    """
    with locked(dossier.path / PRIVATE / ".lock", 60.0):
        add_public_key(dossier.path, key.verifier)
        found = find(dossier.path, memory=memory)
        if found.problems:
            raise HeadError(_refusal(found.problems))
        log = dossier.log
        checked = check_signed(log, found, (), progress)
        passing = log.problems()  # what an interrupted append left is in no entry
        wrong = tuple(problem for problem in checked.problems if problem not in passing)
        if wrong:
            raise HeadError(_refusal(wrong))
        if checked.size == 0:
            raise HeadError("The log is empty: there is nothing to sign. Record something first.")
        _settle(log)
        return _signed(dossier, log, Checkpoint(key.name, checked.size, checked.root), key, found, memory)


def prove(dossier: Dossier, position: int) -> Proof:
    """The proof that the entry at a position is in the log, under the newest head that a dossier keeps.

    Raises HeadError when no head was signed since the entry was recorded, or the log is not the one that was signed.
    """
    found = find(dossier.path)
    chain = max(found.chains, key=lambda one: one.head.checkpoint.size, default=None)
    size = chain.head.checkpoint.size if chain else 0
    log = dossier.log
    if chain is None or position >= size:
        raise HeadError(
            f"{log.place(position)} was recorded after the log was last signed ({in_entries(size)}): no head covers it."
            " Run `regesta sign`, then prove it."
        )
    line = next(log.read(position))
    path = inclusion((leaf_hash(commitment(one)) for one in log.read()), position, size)
    if not includes(leaf_hash(commitment(line)), position, size, chain.head.checkpoint.root, path):
        raise HeadError(
            f"The log is not the one that was signed with {chain.head.place}. `regesta verify` tells where."
        )
    return prove_line(line, position, path, chain.head.data)


def check_signed(
    log: FileLog,
    found: Found,
    known: tuple[tuple[int, bytes], ...] = (),
    progress: Callable[[int], None] | None = None,
) -> Checked:
    """What `check` finds in a log that must have the heads that were found, too; lines that are not signed ones first.

    `known` are other sizes and roots that the log had, such as those of named editions.
    """
    every = (*found.known, *known)
    checked = check(log, every, progress)
    contradictory = len(dict(every)) < len(set(every))  # two roots for one size: one of them was not looked for
    lost = tuple(broken(log, found)) if checked.problems or contradictory else ()
    if not lost:
        return checked
    rest = check(log, known, progress)  # again, without the heads: where they broke is told better than a root can
    return replace(rest, problems=(*lost, *rest.problems))


def broken(log: FileLog, found: Found) -> Iterator[Problem]:
    """Where a log is not the one whose heads were signed: each line that differs, and heads that are past its end."""
    hashes = _leaf_hashes(log, found.size)
    differing: dict[int, Head] = {}
    for chain in found.chains:
        for position, leaf in signed_leaves(chain):
            if position < len(hashes) and hashes[position] != leaf:
                differing.setdefault(position, chain.head)
    positions = sorted(differing)
    for position in positions[: MOST if len(positions) <= MOST else 1]:
        what = f"is not the entry that was signed with {differing[position].place}."
        yield Problem(
            log.place(position), what, "It was changed, moved, added or taken out; git tells what stood there."
        )
    if len(positions) > MOST:
        yield Problem(
            f"{log.folder.name}/", f"{len(positions) - 1:,} later lines are not those that were signed either."
        )
    explained = bool(positions)
    for head in found.heads:
        size = head.checkpoint.size
        if size > len(hashes):
            what = f"holds {in_entries(len(hashes))} that can be read, and {head.place} was signed over {size:,}:"
            yield Problem(
                f"{log.folder.name}/",
                f"{what} this is an older copy, or entries were taken out.",
                "Get the log back from git or a backup.",
            )
        elif not explained and _root(hashes, size) != head.checkpoint.root:
            what = f"the first {size:,} entries are not those that were signed with {head.place}: the root differs."
            yield Problem(f"{log.folder.name}/", what, "An entry among them was changed, moved, added or taken out.")


def _signed(
    dossier: Dossier, log: FileLog, checkpoint: Checkpoint, key: SigningKey, found: Found, memory: Path | None
) -> Signed:
    """Sign a head that contradicts none, and keep it with its leaf hashes."""
    for chain in found.chains:
        if (chain.head.checkpoint.size, chain.head.checkpoint.root) == (checkpoint.size, checkpoint.root):
            return _signed_again(dossier, chain, key, memory)
    parent = max(found.chains, key=lambda one: one.head.checkpoint.size, default=None)
    start = parent.head.checkpoint.size if parent else 0

    def leaves() -> Iterator[bytes]:
        return (leaf_hash(commitment(line)) for line in islice(log.read(start), checkpoint.size - start))

    peaks = list(parent.peaks) if parent else []
    for position, leaf in enumerate(leaves(), start):
        add_leaf(peaks, position, leaf)
    if root_of_peaks(peaks) != checkpoint.root:
        raise HeadError("The log was changed while it was read, and nothing was signed. Run `regesta verify`.")
    data = format_note(sign_checkpoint(checkpoint, key))
    remember(dossier.path, key.verifier, data, memory)
    return Signed(checkpoint, data, keep(dossier.path, checkpoint, data, leaves()), True)


def _signed_again(dossier: Dossier, chain: Chain, key: SigningKey, memory: Path | None) -> Signed:
    """The head as it was signed before; with another key then, the note gets one signature more."""
    note = parse_note(chain.head.data)
    checkpoint = chain.head.checkpoint
    new = not signers(note, (key.verifier,))
    if new and key.name != checkpoint.origin:
        raise HeadError(
            f"This head was signed as {checkpoint.origin}, and the key is that of {key.name}: record something before"
            " the log goes on under its new name."
        )
    data = format_note(add_signature(note, key)) if new else chain.head.data
    remember(dossier.path, key.verifier, data, memory)
    path = keep(dossier.path, checkpoint, data, None) if new else chain.leaves.with_suffix(".checkpoint")
    return Signed(checkpoint, data, path, new)


def _settle(log: FileLog) -> None:
    """Wait until the disk has every entry, those that git brought too: no head may outlive what it was signed over."""
    for number in segment_numbers(log.folder):
        sync_file(segment_path(log.folder, number))
    sync_folder(log.folder)


def _leaf_hashes(log: FileLog, most: int) -> list[bytes]:
    """The leaf hashes of the log's first lines, as far as they can be read."""
    hashes: list[bytes] = []
    lines = islice(log.read(), most)
    while True:
        try:
            hashes.append(leaf_hash(commitment(next(lines))))
        except (StopIteration, LogError):  # what cannot be read is among the problems of the log
            return hashes


def _root(hashes: list[bytes], size: int) -> bytes:
    peaks: list[bytes] = []
    for position, leaf in enumerate(hashes[:size]):
        add_leaf(peaks, position, leaf)
    return root_of_peaks(peaks)


def _refusal(problems: tuple[Problem, ...]) -> str:
    more = f"\n({len(problems) - MOST:,} more; `regesta verify` lists them.)" if len(problems) > MOST else ""
    listed = "\n".join(map(str, problems[:MOST]))
    why = "a head must never contradict one that was signed before, nor make a fault last"
    return f"Nothing was signed: {why}.\n{listed}{more}"
