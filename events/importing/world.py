"""What an import asks of the dossier that it goes into; `regesta.projections.imported` answers from the database."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from regesta.events.claim import Origin, SubjectKind
from regesta.events.recording import Known
from regesta.events.replacing import Held
from regesta.events.when import When


def folded(name: str) -> str:
    """A name without what does not tell names apart: case, the width of white space, the Unicode form."""
    return " ".join(unicodedata.normalize("NFC", name).split()).casefold()


@dataclass(frozen=True, slots=True)
class Near:
    """Something that is called nearly so."""

    label: str
    id: str

    def __str__(self) -> str:
        return self.id if self.id == self.label else f"{self.label} ({self.id})"


@dataclass(frozen=True, slots=True)
class CapturedText:
    """The text of a capture of a source, and its SHA-256."""

    sha256: str
    text: str


@dataclass(frozen=True, slots=True)
class Before:
    """What became of a fact that an earlier run of an import recorded under a key."""

    kind: str
    subject: str | None
    root: str
    """The fact that was recorded first."""
    last: str
    """The fact that carries the last version that was not withdrawn for itself."""
    said: bytes
    """The content of that version (`facts.content`)."""
    imported: bytes
    """The content of the version that an import brought last."""
    in_force: bool = True
    """Whether it is in force; otherwise the whole fact was withdrawn."""
    withdrawn_by: tuple[str, ...] = ()
    """The retractions in force that withdrew the whole fact."""
    by_import: bool = True
    """Whether all of those were brought by imports, and none by a person."""


class World(Known, Protocol):
    """The dossier at one size of its log."""

    def prepare(self, contents: Iterable[bytes], origins: Iterable[Origin]) -> None:
        """Say beforehand which contents and origins will be asked for, so that they can be looked up at once."""
        ...

    def published(self, source: str) -> When | None:
        """When a source was published, if a fact in force says so."""
        ...

    def named(self, name: str) -> tuple[str, ...]:
        """The ids of the agents of this name: exact but for what `folded` takes away."""
        ...

    def called(self, agent: str) -> str | None:
        """The name of an agent; None for a voice that has none, and where there is no such agent."""
        ...

    def near(self, kind: SubjectKind, text: str) -> tuple[Near, ...]:
        """Subjects of a kind whose id or label comes near a text, the nearest first; a few."""
        ...

    def publication(self, source: str) -> str | None:
        """What a source stands in, if a fact in force says so."""
        ...

    def rests_on(self, source: str) -> tuple[str, ...]:
        """The sources that a source is derived from."""
        ...

    def outlet(self, name: str) -> bool:
        """Whether a source stands in a publication of this name."""
        ...

    def voices(self, description: str, outlet: str, day: str | None) -> tuple[str, ...]:
        """The ids of the voices without a name that are described so, to this outlet, on this day (as worded)."""
        ...

    def postings(self, holder: str, post: str) -> tuple[Held, ...]:
        """The postings of an agent in a post, but for those that never took effect."""
        ...

    def held(self, posting: str) -> tuple[str, str] | None:
        """Who holds a posting, and in which post; None if there is no such posting."""
        ...

    def texts(self, source: str) -> tuple[CapturedText, ...]:
        """The texts captured of a source, the newest first."""
        ...

    def withdrawn(self, name: str) -> frozenset[str]:
        """The keys of an import whose facts were retracted."""
        ...

    def barred(self, origin: Origin) -> bool:
        """Whether what came under this key was erased, and is not to come again."""
        ...

    def before(self, name: str) -> Mapping[str, Before]:
        """What an import of this name recorded, by key."""
        ...
