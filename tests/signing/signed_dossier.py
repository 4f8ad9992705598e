"""A small dossier that was signed twice, for tests."""

from dataclasses import dataclass
from pathlib import Path

from signing_lines import lines

from regesta.events.dossier import Dossier, create
from regesta.events.errors import Problem
from regesta.events.heads import find
from regesta.events.keys import SigningKey, write_signing_key
from regesta.events.signing import Signed, check_signed, sign

KEY = SigningKey("example.org/senators", bytes(range(32)))


@dataclass(frozen=True, slots=True)
class SignedDossier:
    """A dossier, and the folder in which this user's machine remembers what it signed."""

    dossier: Dossier
    memory: Path

    @property
    def segment(self) -> Path:
        """The only segment of its log."""
        return self.dossier.path / "log" / "000000.log"

    def sign(self, key: SigningKey = KEY) -> Signed:
        """Sign it as it is."""
        return sign(self.dossier, key, self.memory)

    def add(self, count: int) -> None:
        """Record so many entries more."""
        log = self.dossier.log
        log.append(lines(count, log.head().size))

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with it, for one who has nothing but what git shares."""
        found = find(self.dossier.path)
        return (*found.problems, *check_signed(self.dossier.log, found).problems)


def a_dossier(tmp_path: Path) -> SignedDossier:
    """A dossier with a key and an empty log."""
    made = create(tmp_path / "senators", title="Senators")
    write_signing_key(made.path, KEY)
    return SignedDossier(made, tmp_path / "memory")


def a_signed_dossier(tmp_path: Path, first: int = 3, second: int = 2) -> SignedDossier:
    """A dossier that was signed after `first` entries, and again after `second` more."""
    made = a_dossier(tmp_path)
    for count in (first, second):
        made.add(count)
        made.sign()
    return made
