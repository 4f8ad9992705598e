"""A dossier in memory, for tests of what an import makes of documents: the World of `regesta.events.importing`."""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from difflib import get_close_matches
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Literal

from regesta.events.agent import Agent
from regesta.events.amendment import Confirmation, Correction, Retraction
from regesta.events.claim import Origin, SubjectKind
from regesta.events.entry import parse_entry
from regesta.events.facts import Fact, Plain, content, parse_fact, subject_id, subject_kind
from regesta.events.importing.changes import Changes, Decided, Reason, compared, synced
from regesta.events.importing.documents import document
from regesta.events.importing.mapping_reader import read_mapping
from regesta.events.importing.places import Problems
from regesta.events.importing.planning import Plan, plan
from regesta.events.importing.reading import Input
from regesta.events.importing.world import Before, CapturedText, Near, folded
from regesta.events.posting import Posting
from regesta.events.recording import Act, Recorded, record
from regesta.events.replacing import Held
from regesta.events.source import Source
from regesta.events.store import Head
from regesta.events.when import NOT_STATED, When

NOW = datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)
ACT = Act("a test", "a test", NOW)


def salts() -> Callable[[int], bytes]:
    """Salts that differ, and are the same in every run."""
    numbers = count()
    return lambda size: next(numbers).to_bytes(size, "big")


@dataclass
class MemoryLog:
    """Lines in a list."""

    lines: list[bytes] = field(default_factory=list)

    def append(self, lines: Iterable[bytes], expected_size: int | None = None) -> int:
        """Add the lines."""
        assert expected_size in (None, len(self.lines))
        start = len(self.lines)
        self.lines += lines
        return start

    def read(self, start: int = 0) -> Iterator[bytes]:
        """The lines from a position on."""
        return iter(self.lines[start:])

    def head(self) -> Head:
        """How many there are."""
        return Head(len(self.lines))

    def place(self, position: int) -> str:
        """A line's name."""
        return f"memory:{position + 1}"


@dataclass
class Version:
    """An entry of a lineage."""

    id: str
    position: int
    fact: Fact


class MemoryWorld:
    """What the facts in a log say to an import, worked out anew from all of them."""

    def __init__(self, log: MemoryLog, texts: Mapping[str, str] | None = None) -> None:
        self.log, self.captured = log, texts or {}
        parsed = (parse_entry(line) for line in log.lines)
        self.entries = [Version(one.id, position, parse_fact(one.fact)) for position, one in enumerate(parsed)]
        self.by_id = {entry.id: entry for entry in self.entries}
        self.retractions: dict[str, list[str]] = {}
        dead: set[str] = set()
        for entry in reversed(self.entries):
            if isinstance(entry.fact, Retraction) and entry.id not in dead:
                dead.add(entry.fact.fact)
                self.retractions.setdefault(entry.fact.fact, []).append(entry.id)
        self.lineages: dict[str, list[Version]] = {}
        root_of: dict[str, str] = {}
        for entry in self.entries:
            if isinstance(entry.fact, Retraction | Confirmation):
                continue
            root = root_of[entry.fact.replaces] if isinstance(entry.fact, Correction) else entry.id
            root_of[entry.id] = root
            self.lineages.setdefault(root, []).append(entry)

    @property
    def size(self) -> int:
        """How many entries it speaks of."""
        return len(self.entries)

    @cached_property
    def _by_content(self) -> dict[bytes, Recorded]:
        return {content(told): _recorded(version, told, "equal") for version, told in reversed(list(self.in_force()))}

    @cached_property
    def _by_origin(self) -> dict[Origin | None, Recorded]:
        return {told.origin: _recorded(version, told, "same-key") for version, told in self.in_force()}

    @cached_property
    def _subjects(self) -> set[tuple[str | None, str | None]]:
        return {(subject_kind(told), subject_id(told, version.id)) for version, told in self.in_force()}

    @cached_property
    def _sources(self) -> dict[str, list[Source]]:
        """What is told of each source, under the key that it is told with."""
        found: dict[str, list[Source]] = {}
        for told in (told for _, told in self.in_force() if isinstance(told, Source)):
            for key in {told.key, told.of} - {None}:
                found.setdefault(key, []).append(told)
        return found

    def in_force(self) -> Iterator[tuple[Version, Plain]]:
        """Each version in force, with what it tells."""
        for root, versions in self.lineages.items():
            standing = [version for version in versions if version.id not in self.retractions]
            if root not in self.retractions and standing:
                yield standing[-1], _told(standing[-1].fact)

    def by_content(self, digest: bytes) -> Recorded | None:
        """See `Known`."""
        return self._by_content.get(digest)

    def by_origin(self, origin: Origin) -> Recorded | None:
        """See `Known`."""
        return self._by_origin.get(origin)

    def fact(self, fact_id: str) -> bool:
        """See `Known`."""
        return fact_id in self.by_id

    def subject(self, kind: SubjectKind, subject_id_: str) -> bool:
        """See `Known`."""
        return (kind, subject_id_) in self._subjects

    def prepare(self, contents: Iterable[bytes], origins: Iterable[Origin]) -> None:
        """See `World`."""

    def published(self, source: str) -> When | None:
        """See `World`."""
        return next((one.published for one in self._sources.get(source, ()) if one.published), None)

    def publication(self, source: str) -> str | None:
        """See `World`."""
        return next((one.publication for one in self._sources.get(source, ()) if one.publication), None)

    def rests_on(self, source: str) -> tuple[str, ...]:
        """See `World`."""
        return tuple(one.source for told in self._sources.get(source, ()) for one in told.derived_from)

    def outlet(self, name: str) -> bool:
        """See `World`."""
        return any(told.kind == "source" and told.publication == name for _, told in self.in_force())

    def voices(self, description: str, outlet: str, day: str | None) -> tuple[str, ...]:
        """See `World`."""
        return tuple(
            told.key or version.id
            for version, told in self.in_force()
            if isinstance(told, Agent)
            and told.type == "anonymous"
            and (told.name, told.outlet, told.day and told.day.verbatim) == (description, outlet, day)
        )

    def postings(self, holder: str, post: str) -> tuple[Held, ...]:
        """See `World`."""
        return tuple(
            Held(told.key or version.id, None if told.start is None else told.start.earliest, told.end != NOT_STATED)
            for version, told in self.in_force()
            if isinstance(told, Posting) and (told.holder, told.post) == (holder, post)
        )

    def held(self, posting: str) -> tuple[str, str] | None:
        """See `World`."""
        told = (told for version, told in self.in_force() if subject_id(told, version.id) == posting)
        pairs = ((one.holder, one.post) for one in told if isinstance(one, Posting))
        return next(((holder, post) for holder, post in pairs if holder and post), None)

    def named(self, name: str) -> tuple[str, ...]:
        """See `World`."""
        found = {agent for one, agent in self._names() if folded(one) == folded(name)}
        return tuple(sorted(found))

    def called(self, agent: str) -> str | None:
        """See `World`."""
        told = (one for _, one in self.in_force() if isinstance(one, Agent) and one.type != "anonymous")
        return next((one.name for one in told if agent in (one.key, one.of) and one.name), None)

    def near(self, kind: SubjectKind, text: str) -> tuple[Near, ...]:
        """See `World`."""
        names = dict(self._names()) if kind == "agent" else {}
        return tuple(Near(name, names[name]) for name in get_close_matches(text, names, n=2, cutoff=0.75))

    def texts(self, source: str) -> tuple[CapturedText, ...]:
        """See `World`."""
        return (CapturedText("0" * 64, self.captured[source]),) if source in self.captured else ()

    def withdrawn(self, name: str) -> frozenset[str]:
        """See `World`."""
        return frozenset(key for key, one in self.before(name).items() if not one.in_force)

    def barred(self, origin: Origin) -> bool:
        """See `World.barred`: nothing was erased here."""
        return False

    def before(self, name: str) -> Mapping[str, Before]:
        """See `World`."""
        found = {}
        for root, versions in self.lineages.items():
            first = versions[0].fact
            if first.origin is None or first.origin.name != name:
                continue
            standing = [version for version in versions if version.id not in self.retractions or version.id == root]
            brought = [version for version in standing if version.fact.origin is not None]
            by = tuple(self.retractions.get(root, ()))
            told = _told(standing[-1].fact)
            found[first.origin.key] = Before(
                kind=told.kind,
                subject=subject_id(told, root),
                root=root,
                last=standing[-1].id,
                said=content(told),
                imported=content(_told(brought[-1].fact)),
                in_force=not by,
                withdrawn_by=by,
                by_import=all(self.by_id[one].fact.origin is not None for one in by),
            )
        return found

    def _names(self) -> Iterator[tuple[str, str]]:
        for _, told in self.in_force():
            match told.kind:
                case "agent" if told.name:
                    yield told.name, told.of or told.key or ""
                case "name":
                    yield told.name, told.agent
                case _:
                    pass


def _recorded(version: Version, told: Plain, outcome: Literal["equal", "same-key"]) -> Recorded:
    return Recorded(version.id, subject_id(told, version.id), version.position, outcome)


def _told(fact: Fact) -> Plain:
    return fact.fact if isinstance(fact, Correction) else fact  # type: ignore[return-value]


@dataclass
class Imported:
    """What a run came to."""

    plan: Plan
    changes: Changes
    problems: tuple[str, ...]
    recorded: tuple[Recorded, ...] = ()


@dataclass
class Dossier:
    """A log in memory that documents are imported into."""

    log: MemoryLog = field(default_factory=MemoryLog)
    texts: dict[str, str] = field(default_factory=dict)
    folder: Path = Path("nowhere")

    def __post_init__(self) -> None:
        self.salt = salts()

    @property
    def world(self) -> MemoryWorld:
        """What is known now."""
        return MemoryWorld(self.log, self.texts)

    def run(
        self,
        *documents: tuple[str, str | bytes],
        mapping: str | None = None,
        reason: Reason | None = None,
        retract: bool = False,
    ) -> Imported:
        """Import documents, each a file's name and what it holds; with a reason, as a sync."""
        problems, world = Problems(), self.world
        read = read_mapping(source("mapping.yml", mapping, self.folder)) if mapping is not None else None
        inputs = [source(name, text, self.folder) for name, text in documents]
        found = [one for one in (document(one, read, problems) for one in inputs) if one is not None]
        made = plan(found, world, hemisphere="north", now=NOW, problems=problems)
        sync = reason is not None
        changes = synced(made, world, reason, retract, problems) if sync else compared(made, world, problems)
        told = tuple(map(str, problems.kept))
        if told:
            return Imported(made, changes, told)
        known = Decided(world, changes) if sync else world
        recorded = record(
            self.log, changes.facts, known, ACT, self.salt, changes.places, changes.contents, changes.dumps
        )
        return Imported(made, changes, told, recorded)


def source(name: str, text: str | bytes, folder: Path = Path("nowhere")) -> Input:
    """A file that is open."""
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return Input(name, io.BytesIO(data), folder, len(data))
