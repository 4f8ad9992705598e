"""Editions: positions of the log that have a name. Each is a small file in the dossier's `editions/`, kept in git.

A file and not an entry: a tag says nothing about the world, and recording one would make a new edition. A file each,
so that two clones that tag never conflict. It holds the root of the Merkle tree at that size, so that `regesta verify`
notices when what the name stood for is no longer what the log begins with.
"""

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path

from regesta.events.counted import in_entries
from regesta.events.dossier import Dossier
from regesta.events.errors import RegestaError
from regesta.events.values import SLUG

FOLDER = "editions"


class EditionError(RegestaError):
    """An edition that cannot be named, or is not known."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A named edition: the first `size` entries, whose tree has the root `root` (hexadecimal)."""

    name: str
    size: int
    root: str
    at: str
    by: str


def editions(dossier: Dossier) -> Iterator[Edition]:
    """Every named edition, the smallest first. Raises EditionError, naming the file, for one that cannot be read."""
    found = [_read(path) for path in sorted((dossier.path / FOLDER).glob("*.json"))]
    yield from sorted(found, key=lambda edition: (edition.size, edition.name))


def keep(dossier: Dossier, edition: Edition) -> Path:
    """Write the file of an edition, durably; raises EditionError if the name is taken or not possible."""
    if not re.fullmatch(SLUG, edition.name) or re.fullmatch(r"[0-9.-]+", edition.name):
        raise EditionError(
            f"{edition.name!r} is no name for an edition: small letters, digits and hyphens, and not digits alone."
        )
    path = dossier.path / FOLDER / f"{edition.name}.json"
    text = json.dumps(
        {"size": edition.size, "root": edition.root, "at": edition.at, "by": edition.by}, ensure_ascii=False, indent=2
    )
    try:
        path.parent.mkdir(exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        before = _read(path)
        raise EditionError(
            f"{edition.name!r} names the edition of {in_entries(before.size)} already; a name stays where it is. Choose"
            " another."
        ) from None
    except OSError as error:
        raise EditionError(
            f"{path} cannot be written ({error.strerror}), and nothing was named. Make the dossier's folder writable,"
            " or work in a copy."
        ) from error
    return path


def as_known(dossier: Dossier, text: str) -> int | datetime:
    """The edition that a person names: a number of entries, a name, a day (its end, UTC), or a moment with a zone."""
    if re.fullmatch(r"[0-9]{1,12}", text):
        return int(text)
    for edition in editions(dossier):
        if edition.name == text:
            return edition.size
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        known = ", ".join(edition.name for edition in editions(dossier)) or "none"
        raise EditionError(
            f"{text!r} is no edition: give a number of entries, a day such as 2026-11-23, a moment such as"
            f" 2026-11-23T19:55:57Z, or a name (there are: {known})."
        ) from None
    if re.fullmatch(r"[0-9]{4}-?[0-9]{2}-?[0-9]{2}", text):
        return datetime.combine(moment.date(), time.max, UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _read(path: Path) -> Edition:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        size, root, at, by = found["size"], found["root"], found["at"], found["by"]
    except OSError as error:
        raise EditionError(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise EditionError(
            f"{path} is no edition: it is not as `regesta tag` wrote it. Get it back from git."
        ) from error
    if not (isinstance(size, int) and re.fullmatch(r"[0-9a-f]{64}", str(root))):
        raise EditionError(f"{path} is no edition: it is not as `regesta tag` wrote it. Get it back from git.")
    return Edition(path.stem, size, str(root), str(at), str(by))


def _not_ours(path: Path) -> str:
    return f"{path} is no edition: it is not as `regesta tag` wrote it. Get it back from git."
