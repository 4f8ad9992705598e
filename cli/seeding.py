"""Seeds: starter dossiers that come with the program, each a folder with an import file and a README."""

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from regesta.cli.import_run import Order, run
from regesta.events.dossier import Dossier, create
from regesta.events.errors import RegestaError

FIRST = "huntsman-2019"
"""The seed that `regesta demo` takes when none is named."""

FILES = ("facts.yml", "facts.yaml", "facts.jsonl")
"""What the import file of a seed may be called."""

EXPECTATIONS = "expectations.yml"
"""What a seed expects of itself, where that does not stand among its facts."""

AUTHOR = "Regesta"


@dataclass(frozen=True, slots=True)
class Seed:
    """A seed: its name, its title and first paragraph from its README, and its import file."""

    name: str
    title: str
    description: str | None
    file: Path

    @property
    def files(self) -> tuple[Path, ...]:
        """Its import file, and what it expects of itself if that stands in a file of its own."""
        beside = self.file.with_name(EXPECTATIONS)
        return (self.file, beside) if beside.is_file() else (self.file,)


def seeds() -> tuple[Seed, ...]:
    """Every seed that is installed, by name, the one taken by default first."""
    folders = (Path(str(entry)) for entry in files("regesta.seeds").iterdir())
    found = [_seed(folder, file) for folder in folders for file in FILES if (folder / file).is_file()]
    return tuple(sorted(found, key=lambda seed: (seed.name != FIRST, seed.name)))


def seed(name: str) -> Seed:
    """The seed of this name; raises RegestaError, which lists them, when there is none."""
    found = {one.name: one for one in seeds()}
    if name not in found:
        raise RegestaError(f"There is no seed {name!r}; there are: {', '.join(found) or 'none installed'}.")
    return found[name]


def sow(seed: Seed, folder: Path) -> Dossier:
    """Make a dossier in a new folder, and import a seed into it."""
    dossier = create(folder, title=seed.title, description=seed.description, name=seed.name)
    run(Order(dossier, tuple(map(str, seed.files)), AUTHOR))
    return dossier


def _seed(folder: Path, file: str) -> Seed:
    """A seed with what its README says: `# name: title`, a blank line, and a paragraph."""
    readme = folder / "README.md"
    text = readme.read_text(encoding="utf-8") if readme.is_file() else ""
    heading, _, rest = text.strip().partition("\n")
    title = heading.removeprefix("# ").partition(": ")[2].strip()
    paragraph = " ".join(rest.strip().partition("\n\n")[0].split())
    called = title[:1].upper() + title[1:] if title else folder.name
    # An editable install links file by file; what lies beside the file is found beside the one that is linked to.
    return Seed(folder.name, called, paragraph or None, (folder / file).resolve())
