"""A published folder on the disk: made beside the one that is there, and then put in its place.

Both have names beside it meanwhile, `.NAME.PID.new` and `.NAME.PID.old`, and a lock, `.NAME.lock`, is held. What is
killed leaves them there; the kernel gives the lock back, and whoever publishes there next clears up.
"""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from regesta.events.dossier import SETTINGS
from regesta.events.durable import LockHeld, locked
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
def alone(folder: Path) -> Iterator[tuple[str, ...]]:
    """Be the only one that publishes into a folder; what others left beside it that died of it is cleared away first.

    Yields what was cleared, in sentences. Raises RegestaError while another process publishes there.
    """
    whole = folder.resolve()
    if not whole.parent.is_dir():
        yield ()  # where there is no place yet, nobody has left anything
        return
    lock = whole.with_name(f".{whole.name}.lock")
    with ExitStack() as held:
        try:
            held.enter_context(locked(lock, 0.0))
        except LockHeld:
            raise RegestaError(
                f"Another `regesta publish` is writing {folder}. Wait until it has ended, then publish again."
            ) from None
        held.callback(lock.unlink, missing_ok=True)
        yield tuple(_cleared(whole))


def _cleared(whole: Path) -> Iterator[str]:
    """Put back and remove what a publication that was killed left beside a folder, while nobody else publishes there.

    What it left may hold what was withheld since. The folder that was there is put back where that is missing.
    """
    left = re.compile(rf"\.{re.escape(whole.name)}\.[0-9]+\.(new|old)")
    found = [path for path in sorted(whole.parent.iterdir()) if left.fullmatch(path.name) and _is_folder(path)]
    before = [path for path in found if path.suffix == ".old" and (path / MANIFEST).is_file()]
    if before and (not whole.exists() or (_is_folder(whole) and not any(whole.iterdir()))):
        last = max(before, key=lambda path: path.stat().st_ctime_ns)  # a rename is noted there
        last.rename(whole)
        found.remove(last)
        yield f"An earlier publication was broken off while it replaced {whole}: what was there was put back."
    for path in found:
        shutil.rmtree(path)
        yield f"An earlier publication was broken off and left {path}: it was removed."


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _open_to_all(folder: Path) -> None:
    """Let every account read a folder: whoever serves it has none that may do more, in a container or as a service."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """A new folder, which takes the place of the other one when all went well, and is gone if not."""
    whole = folder.resolve()
    new, old = (whole.with_name(f".{whole.name}.{os.getpid()}.{what}") for what in ("new", "old"))
    shutil.rmtree(new, ignore_errors=True)
    try:
        new.mkdir(parents=True)
        yield new
        _open_to_all(new)
        if whole.exists():
            whole.rename(old)
        new.rename(whole)
    finally:
        # Whatever broke it off, Ctrl-C too, between the two renames: the folder that was there is put back.
        if old.exists() and not whole.exists():
            old.rename(whole)
        shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
