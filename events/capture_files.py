"""Which captured files some entries of a log name, and no other entry does; and how they are removed for good."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from regesta.events.by_hash import location
from regesta.events.durable import sync_folder
from regesta.events.entry import EntryError, parse_entry
from regesta.events.erasing import id_of
from regesta.events.store import Log


@dataclass(frozen=True, slots=True)
class Files:
    """Captured files (bytes, texts, headers) by their hashes."""

    only: tuple[str, ...]
    """Those that only the entries name."""
    shared: dict[str, tuple[str, ...]]
    """Those that others name too, with the ids of these."""


def files_of(log: Log, ids: Collection[str]) -> Files:
    """The captured files that the entries with these ids name."""
    named: dict[str, list[str]] = {}
    for line in log.read():
        if id_of(line) in ids:
            named.update((one, []) for one in _hashes(_fact(line)))
    if named:
        for line in log.read():
            id = id_of(line)
            if id is not None and id not in ids:
                for one in _hashes(_fact(line)) & named.keys():
                    named[one].append(id)
    return Files(
        tuple(sorted(one for one, others in named.items() if not others)),
        {one: tuple(others) for one, others in sorted(named.items()) if others},
    )


def remove(dossier: Path, files: Collection[str]) -> int:
    """Remove captured files durably, with what an interrupted capture left of them; tell how many there were."""
    count = 0
    for one in files:
        path = location(dossier, one)
        if path.parent.is_symlink() or not path.parent.is_dir():
            continue  # not ours: nothing below `captures` is ever written or read through a link
        there = [found for found in (path, *path.parent.glob(f".{one}.*.part")) if found.is_symlink() or found.exists()]
        for found in there:
            found.unlink()
        if there:
            sync_folder(path.parent)
            count += 1
    return count


def _fact(line: bytes) -> object:
    try:
        return parse_entry(line, strict=False).fact
    except EntryError:
        return None


def _hashes(fact: object) -> set[str]:
    """Every hash of a captured file that stands in a fact, in those inside of it too."""
    return {value for name, value in _texts(fact) if name in ("sha256", "text", "headers") and _is_hash(value)}


def _texts(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    match value:
        case str():
            yield name, value
        case dict():
            for key, part in value.items():
                yield from _texts(part, str(key))
        case list():
            for part in value:
                yield from _texts(part, name)
        case _:
            return


def _is_hash(text: str) -> bool:
    return len(text) == 64 and not set(text) - set("0123456789abcdef")
