"""Erasure: which entries go with a fact that is erased, which still tell of it, and what must not come to be shown.

The log is read again and again until nothing more follows, so that only what goes has to be remembered, and which act
belongs to which fact.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from regesta.events.claim import Origin
from regesta.events.facts import facts_named, references
from regesta.events.restriction import Restriction
from regesta.projections.force import Logged, named, told
from regesta.projections.registry import projection_of

Subject = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Erasure:
    """What erasing a fact comes to."""

    ids: tuple[str, ...]
    """All entries that go, in order."""
    naming: tuple[str, ...]
    """The facts that stay, and name a subject that nothing but these opened: its id may be a name."""
    origins: tuple[Origin, ...]
    """The imports that brought them, and the keys under which they would bring them again."""


def erasure(log: Callable[[], Iterable[Logged]], fact: str, subjects: bool = False) -> Erasure | None:
    """What goes with a fact: all its versions and acts, and whatever names it; None if the log holds no such fact.

    `log` gives the entries anew at each call. With `subjects`, also whatever names a subject that is opened by nothing
    that stays. What records that something was erased stays.
    """
    going = _Going(_root_of(log(), fact), subjects)
    while going.grows(log()):
        pass
    return Erasure(tuple(going.ids), tuple(going.naming), tuple(going.origins)) if going.ids else None


def roots(entries: Iterable[Logged]) -> Iterator[tuple[int, str]]:
    """The position of each entry, with the first version of the fact that it is a version of, or acts on."""
    noted: dict[str, str] = {}
    return ((entry.position, _note_root(entry, noted)) for entry in entries)


def _root_of(entries: Iterable[Logged], fact: str) -> str:
    """The first version of the fact that an entry is a version of, or acts on."""
    roots: dict[str, str] = {}
    for entry in entries:
        _note_root(entry, roots)
    return roots.get(fact, fact)


def _note_root(entry: Logged, roots: dict[str, str]) -> str:
    """The root of an entry, noted for those that act on it; what acts on nothing is its own and is not noted."""
    target = named(entry.fact)
    if target is None:
        return entry.id
    return roots.setdefault(entry.id, roots.get(target, target))


@dataclass(slots=True)
class _Going:
    """What goes, as far as it is known; each reading of the log may add to it."""

    first: str
    subjects: bool
    roots: set[str] = field(default_factory=set)
    ids: dict[str, None] = field(default_factory=dict)
    naming: dict[str, None] = field(default_factory=dict)
    origins: dict[Origin, None] = field(default_factory=dict)
    lost: set[Subject] = field(default_factory=set)
    """The subjects that only what goes has opened."""

    def __post_init__(self) -> None:
        self.roots.add(self.first)

    def grows(self, entries: Iterable[Logged]) -> bool:
        """Read the log once; whether what goes became more, so that it has to be read again."""
        before = (len(self.roots), frozenset(self.lost))
        self.ids, self.naming, self.origins = {}, {}, {}
        roots: dict[str, str] = {}
        opened: set[Subject] = set()
        kept: set[Subject] = set()
        for entry in entries:
            root = _note_root(entry, roots)
            if root not in self.roots and self._follows(entry, roots):
                self.roots.add(root)
            opens = set(_opened(entry, root))
            if root in self.roots:
                opened |= opens
                if entry.fact is not None:
                    self.ids[entry.id] = None
                    self.origins.update(dict.fromkeys(_origins(entry)))
            else:
                kept |= opens
                if self.lost & set(_named(entry)):
                    self.naming[root] = None
        self.lost = opened - kept
        return before != (len(self.roots), frozenset(self.lost))

    def _follows(self, entry: Logged, roots: dict[str, str]) -> bool:
        """Whether an entry names a fact that goes, or a subject that goes with it."""
        fact, plain = entry.fact, told(entry)
        if fact is None or (isinstance(plain, Restriction) and plain.level == "erased"):
            return False
        if any(roots.get(one, one) in self.roots for _, one in facts_named(fact)):
            return True
        return self.subjects and bool(self.lost & set(_named(entry)))


def _named(entry: Logged) -> Iterator[Subject]:
    """The subjects that an entry names."""
    if entry.fact is not None:
        yield from ((one.kind, one.id) for one in references(entry.fact))


def _opened(entry: Logged, root: str) -> Iterator[Subject]:
    """The subject that an entry opens, under its key or its own id."""
    plain = told(entry)
    if plain is None or getattr(plain, "of", plain) is not None:
        return
    key = getattr(plain, "key", None)
    yield projection_of(plain).kind, key or root


def _origins(entry: Logged) -> Iterator[Origin]:
    for one in (entry.fact, told(entry)):
        origin = getattr(one, "origin", None)
        if origin is not None and not origin.key.startswith(("retraction/", "restoration/")):
            yield origin
