"""The heads that were signed: kept in the dossier's `checkpoints/`, in git, and never contradicted.

| file | what |
|---|---|
| `keys` | the public keys that sign, or signed, this log's heads: a vkey a line |
| `<size>-<root>.checkpoint` | a signed head (C2SP `tlog-checkpoint`): ten digits, and 16 of the root in hexadecimal |
| `<size>-<root>.leaves` | the leaf hashes, in base64, of the entries since a head that was kept before; a line each |

All of them are kept, a file each, so that two clones that sign never conflict in git. With the leaf hashes it can be
told which line of the log is no longer the one that was signed; the root alone would only tell that some line is not.

The last head is remembered in two more places that no `git checkout` reaches: beside the private key, and in a folder
of the user (`memory`), so that restoring an older copy of the whole dossier does not make the signer forget either.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from regesta.events.checkpoints import Checkpoint, CheckpointError, open_checkpoint, parse_checkpoint, parse_note
from regesta.events.durable import sync_folder, write_file
from regesta.events.errors import Problem, RegestaError
from regesta.events.keys import PRIVATE, KeyRefused, VerifierKey, format_vkey, format_vkeys, parse_vkeys
from regesta.events.merkle import add_leaf, root_of_peaks

FOLDER = "checkpoints"
"""The dossier's folder for signed heads and the public keys."""

KEYS = "keys"

LAST = "last-signed"
"""The copy of the last signed head that lies beside the private key."""

_ROW = 45  # 32 bytes in base64, and a line feed
_REMEDY = "Get it back from git or a backup."


class HeadError(RegestaError):
    """A head that must not be signed, or cannot be kept."""


@dataclass(frozen=True, slots=True)
class Head:
    """A signed head, and where it is kept."""

    place: str
    """Its file, for messages: `checkpoints/0000000007-….checkpoint`."""
    data: bytes
    """The signed note."""
    checkpoint: Checkpoint


@dataclass(frozen=True, slots=True)
class Chain:
    """A kept head whose leaf hashes lead, over those of the heads before it, to the root that was signed."""

    head: Head
    parent: "Chain | None"
    leaves: Path
    """The file with the leaf hashes from the parent's size to this head's."""
    peaks: tuple[bytes, ...]
    """The peaks of the tree that was signed."""

    @property
    def start(self) -> int:
        """The position of the first entry whose leaf hash this head brought."""
        return self.parent.head.checkpoint.size if self.parent else 0


@dataclass(frozen=True, slots=True)
class Found:
    """The heads of a dossier."""

    keys: tuple[VerifierKey, ...]
    """The keys that they were checked with."""
    heads: tuple[Head, ...]
    """Every head that one of the keys signed, the smallest first; those that are only remembered elsewhere too."""
    chains: tuple[Chain, ...]
    """Those with good leaf hashes, the smallest first."""
    problems: tuple[Problem, ...]
    """What is wrong with the files; nothing here was compared with the log."""

    @property
    def size(self) -> int:
        """How many entries the newest head was signed over; 0 without one."""
        return max((head.checkpoint.size for head in self.heads), default=0)

    @property
    def known(self) -> tuple[tuple[int, bytes], ...]:
        """Sizes and roots that the log must have."""
        return tuple((head.checkpoint.size, head.checkpoint.root) for head in self.heads)


def find(folder: Path, keys: tuple[VerifierKey, ...] | None = None, memory: Path | None = None) -> Found:
    """Every head that a dossier keeps, with what is wrong; signatures and leaf hashes are checked.

    `keys` are those to believe; without them, those that the dossier itself names. `memory` is the user's folder of
    heads signed on this machine.
    """
    problems: list[Problem] = []
    try:
        own = public_keys(folder)
    except KeyRefused as error:
        problems.append(Problem(f"{FOLDER}/{KEYS}", f"{error}.", _REMEDY))
        own = ()
    trusted = own if keys is None else keys
    read: list[Head] = []
    signed: list[Head] = []
    chains: list[Chain] = []
    problems += _strangers(folder / FOLDER)
    for place, path in _files(folder, own, memory):
        try:
            data = path.read_bytes()
            head = Head(place, data, parse_checkpoint(parse_note(data).text))
            if path.parent == folder / FOLDER:
                read.append(head)
                if path.stem != head_name(head.checkpoint):
                    raise CheckpointError(f"is not named {head_name(head.checkpoint)}, as what it holds asks for")
            open_checkpoint(data, trusted)
            signed.append(head)
        except (CheckpointError, OSError) as error:
            problems.append(Problem(place, f"{error}.", _REMEDY))
    for head in sorted(read, key=lambda one: one.checkpoint.size):
        chain = _chain(folder, head, chains)
        if chain is None:
            path = _path(folder, head.checkpoint, "leaves")
            what = "does not hold the leaf hashes that lead from an earlier head to this one's root."
            problems.append(Problem(f"{FOLDER}/{path.name}", what, _REMEDY))
        else:
            chains.append(chain)
    once = {(one.checkpoint.size, one.checkpoint.root): one for one in reversed(signed)}  # the dossier's own came first
    ordered = tuple(sorted(once.values(), key=lambda one: one.checkpoint.size))
    return Found(trusted, ordered, tuple(one for one in chains if one.head in ordered), tuple(problems))


def read_head(place: str, path: Path, keys: tuple[VerifierKey, ...]) -> Head:
    """The signed head in a file, whoever kept it. Raises HeadError unless one of the keys signed it."""
    try:
        data = path.read_bytes()
        return Head(place, data, open_checkpoint(data, keys))
    except (CheckpointError, OSError) as error:
        raise HeadError(f"{place}: {error}.") from None


def public_keys(folder: Path) -> tuple[VerifierKey, ...]:
    """The public keys that a dossier names; none if it was never signed. Raises KeyRefused."""
    try:
        return parse_vkeys((folder / FOLDER / KEYS).read_bytes().decode("utf-8"))
    except FileNotFoundError:
        return ()
    except UnicodeDecodeError:
        raise KeyRefused("is not UTF-8") from None


def add_public_key(folder: Path, key: VerifierKey) -> Path:
    """Name a public key in a dossier, behind those that it names already; return the file."""
    path = folder / FOLDER / KEYS
    keys = public_keys(folder)
    if key not in keys:
        path.parent.mkdir(exist_ok=True)
        write_file(path, iter([format_vkeys((*keys, key)).encode()]))
    return path


def keep(folder: Path, checkpoint: Checkpoint, data: bytes, leaves: Iterable[bytes] | None) -> Path:
    """Write a signed head, durably, after its leaf hashes; return its file. None as leaves: they are there already."""
    path = _path(folder, checkpoint, "checkpoint")
    path.parent.mkdir(exist_ok=True)
    if leaves is not None:
        write_file(path.with_suffix(".leaves"), (b64encode(leaf) + b"\n" for leaf in leaves))
    write_file(path, iter([data]))
    return path


def remember(folder: Path, key: VerifierKey, data: bytes, memory: Path | None) -> None:
    """Write a head where no older copy of the dossier's files can hide it. Raises OSError if that cannot be done."""
    write_file(folder / PRIVATE / LAST, iter([data]))
    if memory is not None:
        memory.mkdir(parents=True, exist_ok=True)
        write_file(memory / _memorized(key), iter([data]))
        sync_folder(memory.parent)


def signed_leaves(chain: Chain) -> Iterator[tuple[int, bytes]]:
    """Position and leaf hash of each entry that a head has added to the one before it."""
    yield from enumerate(_rows(chain.leaves), chain.start)


def head_name(checkpoint: Checkpoint) -> str:
    """The name of a head's files, without what follows the dot."""
    return f"{checkpoint.size:010}-{checkpoint.root.hex()[:16]}"


def _files(folder: Path, keys: tuple[VerifierKey, ...], memory: Path | None) -> Iterator[tuple[str, Path]]:
    """Every file that holds a head, with its name for messages."""
    for path in sorted((folder / FOLDER).glob("*.checkpoint")):
        yield f"{FOLDER}/{path.name}", path
    if (folder / PRIVATE / LAST).exists():
        yield f"{PRIVATE}/{LAST}", folder / PRIVATE / LAST
    if memory is not None:
        yield from ((str(path), path) for key in keys if (path := memory / _memorized(key)).exists())


def _strangers(folder: Path) -> Iterator[Problem]:
    """Files that do not belong among the heads, and leaf hashes without their head."""
    for path in sorted(folder.glob("*")):
        if path.name != KEYS and path.suffix not in (".checkpoint", ".leaves", ".new"):
            yield Problem(f"{FOLDER}/{path.name}", "is none of the files that belong here.", "Move it elsewhere.")
        elif path.suffix == ".leaves" and not path.with_suffix(".checkpoint").exists():
            what = f"stands alone: {path.stem}.checkpoint is missing."
            yield Problem(f"{FOLDER}/{path.name}", what, f"{_REMEDY} If signing broke off, delete it.")


def _memorized(key: VerifierKey) -> str:
    return f"{sha256(format_vkey(key).encode()).hexdigest()[:32]}.checkpoint"


def _path(folder: Path, checkpoint: Checkpoint, suffix: str) -> Path:
    return folder / FOLDER / f"{head_name(checkpoint)}.{suffix}"


def _chain(folder: Path, head: Head, earlier: Iterable[Chain]) -> Chain | None:
    """The head with its leaf hashes, if these lead to its root from one of the earlier heads, or from nothing."""
    path = _path(folder, head.checkpoint, "leaves")
    try:
        length = path.stat().st_size
        start = head.checkpoint.size - length // _ROW
        parents = [one for one in earlier if one.head.checkpoint.size == start] if start else [None]
        for parent in parents if length % _ROW == 0 else ():
            peaks = list(parent.peaks) if parent else []
            for position, leaf in enumerate(_rows(path), start):
                add_leaf(peaks, position, leaf)
            if root_of_peaks(peaks) == head.checkpoint.root:
                return Chain(head, parent, path, tuple(peaks))
    except (OSError, ValueError):
        return None
    return None


def _rows(path: Path) -> Iterator[bytes]:
    """The leaf hashes in a file. Raises ValueError at a line that is not written as it must be."""
    with path.open("rb") as file:
        while block := file.read(_ROW * 4096):
            for at in range(0, len(block), _ROW):
                row = block[at : at + _ROW]
                leaf = b64decode(row[:-1], validate=True)
                if len(leaf) != 32 or b64encode(leaf) + b"\n" != row:
                    raise ValueError
                yield leaf
