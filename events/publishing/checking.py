"""Checking somebody else's public log: lines, tiles, root, signatures, and what a reader kept of it.

One pass over the lines, with the tiles made anew from them as they come, so memory stays flat. Nothing of what is read
is trusted but what leads to a root that a key vouches for that the reader believes.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import islice

from regesta.events.checkpoints import CheckpointError, open_checkpoint, parse_note
from regesta.events.cosignatures import Cosignature, cosignatures
from regesta.events.counted import in_entries
from regesta.events.entry import Entry, EntryError, commitment, parse_entry
from regesta.events.errors import Problem
from regesta.events.heads import FOLDER, KEYS, Head, head_name
from regesta.events.keys import KeyRefused, VerifierKey, parse_vkeys
from regesta.events.merkle import add_leaf, leaf_hash, root_of_peaks
from regesta.events.publishing.manifest import LOG, PublishedDossier
from regesta.events.publishing.places import Missing, Place
from regesta.events.publishing.public_log import CHECKPOINT
from regesta.events.segments import SEGMENT_ENTRIES
from regesta.events.tiles import MAX_LEAF, tiles

MOST = 50
"""After so many problems of one log only their number is told."""

_ANEW = "Get it anew from where it was published."
_OLDER = "This is an older copy, or entries were taken out."
_STRIPPED = "Ask the publisher; without a key it is only checked that it fits together."
_REWRITTEN = "An entry among them was changed, moved, added or taken out."


@dataclass(frozen=True, slots=True)
class LogChecked:
    """What checking a public log came to."""

    name: str
    entries: int
    root: bytes
    withheld: int
    head: Head | None
    """The newest checkpoint, if there is one and a key that is believed signed it."""
    kept: int
    """How many checkpoints that the reader kept were compared."""
    found: Mapping[str, int]
    """The position of each fact that was asked for, by its id; those that are not in the log are not in it."""
    problems: tuple[Problem, ...]
    cosigned: tuple[Cosignature, ...] = ()
    """Which witnesses among the keys that are believed have cosigned the checkpoint, and when."""


def check_public_log(
    place: Place,
    dossier: PublishedDossier,
    trusted: tuple[VerifierKey, ...],
    kept: tuple[Head, ...] = (),
    facts: frozenset[str] = frozenset(),
    progress: Callable[[int], None] | None = None,
    seen: Callable[[Callable[[], str], Entry], None] | None = None,
) -> LogChecked:
    """Read a whole public log and tell what is wrong with it.

    `trusted` are the keys that the reader believes, of witnesses too, and a log that none of them signed is a problem.
    Without any, those that the log itself names, which proves only that it fits together. `kept` are checkpoints of
    this log that the reader has from earlier: it must begin with what they were signed over. `facts` are ids of facts
    to look for; `seen` is given every entry, and what tells its place.
    """
    run = _Run(place, dossier, facts, progress, seen)
    own = run.keys()
    head = run.head(trusted or own)
    if trusted and not dossier.signed:
        # Whoever changes a log can take its signature off, too: what a key is to vouch for must be signed.
        run.add("", "is not signed: the key that you believe vouches for nothing in it.", _STRIPPED)
    run.earlier((*trusted, *own))
    for one in kept:
        run.must_have(one.checkpoint.size, one.checkpoint.root, f"the checkpoint that you kept ({one.place})")
    run.must_have(dossier.entries, bytes.fromhex(dossier.root), "what published.json says")
    signed = head.checkpoint.size if head else dossier.signed
    if head is not None and dossier.origin != head.checkpoint.origin:
        run.add(CHECKPOINT, f"is one of {head.checkpoint.origin}, and published.json says {dossier.origin}.")
    if dossier.signed != signed:
        run.add(CHECKPOINT, f"was signed over {in_entries(signed)}, and published.json says {dossier.signed:,}.")
    run.read(min(signed or dossier.entries, dossier.entries), dossier.entries)
    if run.withheld != dossier.withheld:
        run.add("", f"withholds {in_entries(run.withheld)}, and published.json says {dossier.withheld:,}.")
    cosigned = cosignatures(parse_note(head.data), trusted) if head else ()
    return LogChecked(
        dossier.name, run.size, root_of_peaks(run.peaks), run.withheld, head, len(kept), run.found, run.told(), cosigned
    )


@dataclass(slots=True)
class _Run:
    """One pass over a public log."""

    place: Place
    dossier: PublishedDossier
    facts: frozenset[str]
    progress: Callable[[int], None] | None
    seen: Callable[[Callable[[], str], Entry], None] | None
    size: int = 0
    withheld: int = 0
    peaks: list[bytes] = field(default_factory=list)
    found: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    roots: dict[int, dict[bytes, str]] = field(default_factory=dict)

    def keys(self) -> tuple[VerifierKey, ...]:
        """The public keys that the log names."""
        if not self.dossier.signed:
            return ()
        try:
            return parse_vkeys(self._file(KEYS).decode("utf-8"))
        except (Missing, KeyRefused, UnicodeDecodeError) as error:
            self.add(KEYS, f"{error}.", _ANEW)
            return ()

    def head(self, keys: tuple[VerifierKey, ...]) -> Head | None:
        """The newest checkpoint; a problem if it is missing though it should be there, or not signed by these keys."""
        if not self.dossier.signed:
            return None
        try:
            data = self._file(CHECKPOINT)
            head = Head(self._path(CHECKPOINT), data, open_checkpoint(data, keys))
        except (Missing, CheckpointError) as error:
            self.add(CHECKPOINT, f"{error}.", "Believe nothing here that you cannot check otherwise.")
            return None
        self.must_have(head.checkpoint.size, head.checkpoint.root, "the checkpoint")
        return head

    def earlier(self, keys: tuple[VerifierKey, ...]) -> None:
        """The checkpoints of earlier sizes: each named for what it holds, signed, and a root that the log must have."""
        for name in self.dossier.checkpoints:
            path = f"{FOLDER}/{name}.checkpoint"
            try:
                checkpoint = open_checkpoint(self._file(path), keys)
                if head_name(checkpoint) != name:
                    raise CheckpointError(f"is not named {head_name(checkpoint)}, as what it holds asks for")
                self.must_have(checkpoint.size, checkpoint.root, self._path(path))
            except (Missing, CheckpointError) as error:
                self.add(path, f"{error}.", _ANEW)

    def read(self, tiled: int, size: int) -> None:
        """Read all lines; make the tiles over the first of them anew, and compare."""
        self._meet_roots()
        leaves = self._leaves(size)
        for path, data in tiles(islice(leaves, tiled)):
            try:
                if self._file(path) != data:
                    self.add(path, "is not the tile that follows from the entries.", _ANEW)
            except Missing as error:
                self.add(path, f"{error}.", _ANEW)
        for _ in leaves:
            pass
        for length, roots in sorted(self.roots.items()):
            for what in roots.values():
                self.add("", f"holds {in_entries(self.size)}, and {what} has {length:,}.", _OLDER)

    def must_have(self, size: int, root: bytes, what: str) -> None:
        """Note a root that the log must have after so many entries."""
        self.roots.setdefault(size, {}).setdefault(root, what)

    def add(self, path: str, what: str, remedy: str = "") -> None:
        """Note a problem with a file of the log, or with the log."""
        self.problems.append(Problem(self._path(path), what, remedy))

    def told(self) -> tuple[Problem, ...]:
        """The problems; of very many, the first and how many more."""
        if len(self.problems) <= MOST:
            return tuple(self.problems)
        more = Problem(self._path(""), f"has {len(self.problems) - MOST:,} problems more.")
        return (*self.problems[:MOST], more)

    def _leaves(self, size: int) -> Iterator[bytes]:
        """The leaf of each line, which is looked at meanwhile; ends where a file is missing."""
        for number in range(-(-size // SEGMENT_ENTRIES)):
            path = f"{number:06}.log"
            count = 0
            try:
                for count, line in enumerate(self.place.lines(self._path(path)), 1):
                    self._line(line, f"{path}:{count}")
                    yield commitment(line)[:MAX_LEAF]
            except Missing as error:
                self.add(path, f"{error}.", _ANEW)
                return
            expected = min(SEGMENT_ENTRIES, size - number * SEGMENT_ENTRIES)
            if count != expected:
                self.add(path, f"holds {in_entries(count)} instead of {expected:,}.", _ANEW)
                return
            if self.progress is not None:
                self.progress(self.size)

    def _line(self, line: bytes, place: str) -> None:
        try:
            entry = parse_entry(line)
            self.withheld += entry.withheld
            if entry.id in self.facts:
                self.found.setdefault(entry.id, self.size)
            if self.seen is not None:
                self.seen(partial(self._path, place), entry)
        except EntryError as error:
            self.add(place, f"{error}.", _ANEW)
        add_leaf(self.peaks, self.size, leaf_hash(commitment(line)))
        self.size += 1
        self._meet_roots()

    def _meet_roots(self) -> None:
        for root, what in self.roots.pop(self.size, {}).items():
            if root != root_of_peaks(self.peaks):
                self.add("", f"its first {self.size:,} entries do not have the root of {what}.", _REWRITTEN)

    def _file(self, path: str) -> bytes:
        return self.place.read(self._path(path))

    def _path(self, path: str) -> str:
        return f"{self.dossier.name}/{LOG}/{path}"
