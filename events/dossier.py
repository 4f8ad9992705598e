"""A dossier: one folder with a log, captured sources and settings; the unit that is created, shared and published."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationError

from regesta.events.durable import sync_folder, write_file
from regesta.events.errors import InvalidInput, Problem, RegestaError
from regesta.events.files import FileLog
from regesta.events.values import Line, Text, Value

SETTINGS = "regesta.toml"

# The bytes of the log and of captures are hashed: git must never touch their line ends. Lines that two clones
# added are both kept; `-whitespace` because a withheld entry ends in a tab.
GIT_ATTRIBUTES = (
    "/log/*.log -text -whitespace merge=union",
    "/log/torn/* -text -whitespace",
    "/captures/** -text -whitespace",
    "/checkpoints/* -text",
    "/checkpoints/*.leaves -diff",
)

# What can be made anew, what must not be shared, and what is true of one machine at one moment. Not log/torn: what
# an interrupted append left is evidence until a person has looked at it.
GIT_IGNORE = ("/build/", "/private/", "/log/.lock", "/log/pending", "/log/**/*.new")


def _a_database_name(name: str) -> str:
    if database_name(name) != name:
        raise ValueError(f"is no name for a database; {database_name(name)!r} would be one")
    return name


class Settings(Value):
    """What `regesta.toml` says."""

    title: Annotated[Line, Field(description="what the dossier is called, on every page")]
    description: Annotated[Text | None, Field(description="what it is about, in a paragraph")] = None
    licence: Annotated[Line | None, Field(description="under which others may use it; an SPDX name or a sentence")] = (
        None
    )
    hemisphere: Annotated[
        Literal["north", "south"], Field(description="whose seasons a wording such as autumn means")
    ] = "north"
    name: Annotated[
        Annotated[str, AfterValidator(_a_database_name)] | None,
        Field(description="the name of its database and address, if not the folder's: small letters, digits, hyphens"),
    ] = None


@dataclass(frozen=True, slots=True)
class Dossier:
    """A folder that holds a dossier, and its settings."""

    path: Path
    settings: Settings

    @property
    def log(self) -> FileLog:
        """Its log; a new handle each time."""
        return FileLog(self.path / "log", self.build)

    @property
    def captures(self) -> Path:
        """The folder of captured sources, each under its SHA-256; may not be there yet."""
        return self.path / "captures"

    @property
    def build(self) -> Path:
        """The folder for what can be made anew from the log; may not be there yet."""
        return self.path / "build"

    @property
    def name(self) -> str:
        """The name of its database: that in the settings, or else the folder's, made safe."""
        return self.settings.name or database_name(self.path.resolve().name)

    @property
    def database(self) -> Path:
        """The file of its database; may not be there yet."""
        return self.build / f"{self.name}.db"


def create(
    path: Path,
    *,
    title: str,
    description: str | None = None,
    licence: str | None = None,
    hemisphere: Literal["north", "south"] = "north",
    name: str | None = None,
) -> Dossier:
    """Make a dossier in a folder that is not there, is empty, or holds only hidden files such as `.git`.

    Raises RegestaError when the folder holds anything else or cannot be written, and InvalidInput on a setting that
    is not accepted; nothing is written then. `regesta.toml` comes last: without it, a folder is no dossier.
    """
    try:
        settings = Settings(title=title, description=description, licence=licence, hemisphere=hemisphere, name=name)
    except ValidationError as error:
        raise InvalidInput(tuple(_problems(error, "the dossier's settings"))) from error
    try:
        _refuse_taken(path)
        path.mkdir(parents=True, exist_ok=True)
        for folder in ("log", "captures"):
            (path / folder).mkdir(exist_ok=True)
        _add_lines(path / ".gitattributes", GIT_ATTRIBUTES)
        _add_lines(path / ".gitignore", GIT_IGNORE)
        write_file(path / SETTINGS, iter([format_settings(settings).encode()]))
        sync_folder(path.resolve().parent)
    except OSError as error:
        raise RegestaError(f"{path} cannot become a dossier: {error.strerror}. Choose another folder.") from error
    return Dossier(path, settings)


def open_dossier(path: Path) -> Dossier:
    """The dossier in a folder; writes nothing. Raises RegestaError when there is none, or its settings are wrong."""
    file = path / SETTINGS
    try:
        found = tomllib.loads(file.read_bytes().decode("utf-8"))
    except FileNotFoundError:
        raise RegestaError(f"{path} is no dossier: it has no {SETTINGS}. Make one with `regesta init`.") from None
    except OSError as error:
        raise RegestaError(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise RegestaError(f"{file} is not UTF-8 at its byte {error.start + 1}; save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise RegestaError(f"{file} is not TOML: {error}.") from error
    try:
        return Dossier(path, Settings.model_validate(found))
    except ValidationError as error:
        raise InvalidInput(tuple(_problems(error, str(file)))) from error


def find_dossier(start: Path) -> Dossier:
    """The dossier that a folder is in: the nearest one, upwards. Raises RegestaError when there is none."""
    start = start.absolute()
    for folder in (start, *start.parents):
        if (folder / SETTINGS).is_file():
            return open_dossier(folder)
    raise RegestaError(
        f"{start} is in no dossier: neither it nor a folder above holds {SETTINGS}. Make one with `regesta init`, or"
        " name one with --dossier."
    )


def database_name(text: str) -> str:
    """A name that is safe in a file, an address and SQL: small letters, digits and single hyphens; never empty."""
    from anyascii import anyascii

    return re.sub(r"[^a-z0-9]+", "-", anyascii(text).lower()).strip("-")[:64].strip("-") or "dossier"


def format_settings(settings: Settings) -> str:
    """The text of a `regesta.toml`: each setting below its meaning; those not made are commented out."""
    parts = []
    for key, field in Settings.model_fields.items():
        value = getattr(settings, key)
        line = f"# {key} = " if value is None else f"{key} = {_toml(value)}"
        parts.append(f"# {field.description}\n{line}\n")
    return "\n".join(parts)


def _toml(text: str) -> str:
    """A TOML basic string on one line (TOML 1.0, "String"); of control characters, `Text` lets in only these two."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def _refuse_taken(path: Path) -> None:
    if (path / SETTINGS).exists():
        raise RegestaError(f"{path} holds a dossier already; nothing was changed.")
    if path.is_dir():
        found = sorted(entry.name for entry in path.iterdir() if not _passes(entry))
        if found:
            what = ", ".join(found[:3]) + (", ..." if len(found) > 3 else "")
            raise RegestaError(f"{path} is not empty (it holds {what}); make the dossier in a folder of its own.")


def _passes(entry: Path) -> bool:
    """Whether something may be in a folder that becomes a dossier: hidden, or left by a creation that broke off."""
    if entry.name in ("log", "captures") and entry.is_dir():
        return not any(entry.iterdir())
    return entry.name.startswith(".")


def _add_lines(path: Path, lines: Iterable[str]) -> None:
    """Add to a file the lines that it lacks, so that a repository's own rules stay."""
    text = path.read_bytes() if path.exists() else b""
    if text and not text.endswith(b"\n"):
        text += b"\n"
    there = text.split(b"\n")
    path.write_bytes(text + b"".join(line.encode() + b"\n" for line in lines if line.encode() not in there))


def _problems(error: ValidationError, where: str) -> Iterable[Problem]:
    for found in error.errors():
        key = ".".join(map(str, found["loc"]))
        match found["type"]:
            case "extra_forbidden":
                known = ", ".join(Settings.model_fields)
                yield Problem(where, f"{key!r} is no setting;", f"those that there are: {known}.")
            case "missing":
                yield Problem(where, f"{key!r} is missing;", f'write {key} = "..." in it.')
            case "too_short" | "string_too_short":
                yield Problem(where, f"{key!r} is empty;", "write something, or leave it out.")
            case _:
                text = found["msg"].removeprefix("Value error, ")
                yield Problem(where, f"{key!r} is {found['input']!r}:", f"{text}.")
