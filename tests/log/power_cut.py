"""A disk that forgets: records what a program does to files, and tells what a power cut may leave at each moment.

The model is that of POSIX and not kinder: a file's bytes are safe once the file was synced, a name (made, changed,
removed) once its folder was. Of what was not synced, all, nothing or a half may be there after the cut; each of these
is a state to be survived.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest


class File:
    """A file's bytes as programs see them, and as the disk has them."""

    def __init__(self, data: bytes = b"") -> None:
        self.seen = self.safe = data


class Disk:
    """The files below a folder; `states` are what cuts may have left so far, each with the `mark` of its moment."""

    def __init__(self, top: Path) -> None:
        self.top = top
        self.mark: Any = None
        self.states: list[tuple[Any, dict[str, bytes]]] = []
        self.open: dict[int, File | str] = {}
        self.seen = {str(path): File(path.read_bytes()) for path in top.rglob("*") if path.is_file()}
        self.safe = dict(self.seen)

    def note(self) -> None:
        """Add the states that a cut at this moment may leave."""
        for names in (self.safe, self.seen):
            for share in (0.0, 0.5, 1.0):
                state = {name: _after(file, share) for name, file in names.items()}
                if (self.mark, state) not in self.states[-12:]:
                    self.states.append((self.mark, state))


def _after(file: File, share: float) -> bytes:
    """What is left of a file of which a share of what was not synced came to the disk."""
    if share == 0.0:
        return file.safe
    kept = next((at for at, (a, b) in enumerate(zip(file.safe, file.seen, strict=False)) if a != b), None)
    if kept is None:
        kept = min(len(file.safe), len(file.seen))
    return file.seen[: kept + int((len(file.seen) - kept) * share)]


@contextmanager
def forgetful(top: Path) -> Iterator[Disk]:
    """Record, within the block, what this process does through `os` to the files below `top`."""
    disk = Disk(top)
    with pytest.MonkeyPatch.context() as patch:
        for name, step in _steps(disk).items():
            patch.setattr(os, name, step)
        yield disk


def _steps(disk: Disk) -> dict[str, Any]:
    """The calls of `os` that change files, each followed by a note of what a cut might leave then."""
    real = {name: getattr(os, name) for name in ("open", "write", "fsync", "replace", "unlink", "truncate")}

    def opened(path: Any, flags: int, *more: Any, **options: Any) -> int:
        descriptor: int = real["open"](path, flags, *more, **options)
        name = os.fspath(path)
        if Path(name).is_dir():
            disk.open[descriptor] = name
        elif Path(name).is_relative_to(disk.top):
            file = disk.seen.setdefault(name, File())
            if flags & os.O_TRUNC:
                file.seen = b""
            disk.open[descriptor] = file
        return descriptor

    def written(descriptor: int, data: bytes) -> int:
        count: int = real["write"](descriptor, data)
        file = disk.open[descriptor]
        assert isinstance(file, File)
        file.seen += bytes(data[:count])
        disk.note()
        return count

    def synced(descriptor: int) -> None:
        disk.note()
        real["fsync"](descriptor)
        match disk.open[descriptor]:
            case File() as file:
                file.safe = file.seen
            case folder:
                others = {name: file for name, file in disk.safe.items() if str(Path(name).parent) != folder}
                here = {name: file for name, file in disk.seen.items() if str(Path(name).parent) == folder}
                disk.safe = {**others, **here}
        disk.note()

    def replaced(old: Any, new: Any) -> None:
        real["replace"](old, new)
        disk.seen[os.fspath(new)] = disk.seen.pop(os.fspath(old))
        disk.note()

    def unlinked(path: Any) -> None:
        real["unlink"](path)
        del disk.seen[os.fspath(path)]
        disk.note()

    def truncated(path: Any, size: int) -> None:
        real["truncate"](path, size)
        disk.seen[os.fspath(path)].seen = disk.seen[os.fspath(path)].seen[:size]
        disk.note()

    return {
        "open": opened,
        "write": written,
        "fsync": synced,
        "replace": replaced,
        "unlink": unlinked,
        "truncate": truncated,
    }
