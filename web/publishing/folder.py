"""A published folder on the disk: made beside the one that is there, and then put in its place."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from regesta.events.dossier import SETTINGS
from regesta.events.errors import RegestaError
from regesta.events.publishing.manifest import MANIFEST, Manifest
from regesta.web.published import read_published


def published_before(folder: Path) -> Manifest | None:
    """What was published in a folder before; None if it is not there or empty. Raises RegestaError if it is not ours.

    A folder that holds anything else is never replaced: it might be somebody's home.
    """
    if not folder.exists():
        return None
    if not folder.is_dir():
        raise RegestaError(f"{folder} is a file; give the name of a folder to publish into.")
    if (folder / SETTINGS).exists():
        raise RegestaError(f"{folder} is a dossier; publish it into another folder, such as {_beside(folder)}.")
    if (folder / MANIFEST).exists():
        return read_published(folder)
    if any(folder.iterdir()):
        raise RegestaError(f"{folder} is not empty and holds no {MANIFEST}: nothing is published over other files.")
    return None


def _beside(folder: Path) -> Path:
    """A folder for what is published of a dossier: beside it, however it was named (as `.`, too)."""
    named = folder.resolve() if folder.name in ("", "..") else folder
    return named.with_name(f"{named.name}-published")


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """A new folder, which takes the place of the other one when all went well, and is gone if not."""
    whole = folder.absolute()
    new, old = (whole.with_name(f".{whole.name}.{os.getpid()}.{what}") for what in ("new", "old"))
    shutil.rmtree(new, ignore_errors=True)
    try:
        new.mkdir(parents=True)
        yield new
        if whole.exists():
            whole.rename(old)
        new.rename(whole)
    finally:
        # Whatever broke it off, Ctrl-C too, between the two renames: the folder that was there is put back.
        if old.exists() and not whole.exists():
            old.rename(whole)
        shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
