"""Captures that a document brings along, and its quotes, looked for in them and in those of the dossier."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from regesta.events.captures import MAX_BYTES
from regesta.events.claim import Quote
from regesta.events.importing.local import Local
from regesta.events.importing.places import shown
from regesta.events.importing.referring import Unresolved
from regesta.events.importing.world import CapturedText, World


@dataclass(frozen=True, slots=True)
class Bytes:
    """A capture to be stored once everything else is in order, with its text as it was read then.

    Read again, a file that is stopped by the bound on its time could give another text than the one that was quoted.
    """

    sha256: str
    data: bytes
    text: str | None
    note: str
    """What is missing of the text, or doubtful in it; blank if nothing is."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a capture holds: the fields of its fact, its bytes, and its text if it has any."""

    fields: dict[str, Any]
    bytes: Bytes
    text: CapturedText | None


def seen(given: Any, folder: Path, now: datetime) -> Seen:
    """The capture that a document names: a file beside it, or a mapping with `file`; raises Unresolved."""
    from regesta.events.extraction import extract
    from regesta.events.media_types import essence, sniff

    told = {"file": given} if isinstance(given, str) else given
    if not isinstance(told, Mapping) or not isinstance(told.get("file"), str):
        raise Unresolved(f"{shown(given)} is no capture;", "name a file beside the document.")
    unknown = told.keys() - {"file", "url", "retrieved", "media_type"}
    if unknown:
        known = "give file, url, retrieved, media_type."
        raise Unresolved(f"{shown(min(unknown))} is none of a capture's fields;", known)
    path = _beside(folder, told["file"])
    data = _read(path)
    kind = sniff(data, told.get("media_type"), path.name)
    media_type = told.get("media_type")
    found = extract(data, media_type if media_type and essence(media_type) == kind else kind)
    text = None
    if found.text is not None:
        text = CapturedText(hashlib.sha256(found.text.encode("utf-8")).hexdigest(), found.text)
    sha256 = hashlib.sha256(data).hexdigest()
    fields = {
        "sha256": sha256,
        "media_type": kind,
        "size": len(data),
        "retrieved": told.get("retrieved") or now,
        "url": told.get("url"),
        "text": text.sha256 if text else None,
        "extractor": found.extractor,
    }
    sound = {key: value for key, value in fields.items() if value is not None}
    return Seen(sound, Bytes(sha256, data, found.text, f"{path.name}: {found.note}" if found.note else ""), text)


def _beside(folder: Path, name: str) -> Path:
    """A file in the document's own folder: a document must not be able to pick up anything else on the machine."""
    path = folder / name
    try:
        within = path.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):
        within = False
    if not within or Path(name).is_absolute():
        raise Unresolved(f"the file {shown(name)} is not beside the document;", "put it in the document's folder.")
    return path


def _read(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise Unresolved(f"there is no file {shown(path.name)} beside the document;", "put it there.")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Unresolved(f"the file {shown(path.name)} cannot be read: {error.strerror};", "check it.") from None
    if len(data) > MAX_BYTES:
        raise Unresolved(
            f"the file {shown(path.name)} is larger than {MAX_BYTES // 1_000_000} MB, the largest capture;", "cut it."
        )
    return data


@dataclass(slots=True)
class Quotes:
    """Looks quotes up."""

    local: Local
    world: World

    def quote(self, source: str, words: Any, unverified: bool) -> Quote:
        """A quote with its place in what was captured of a source; raises Unresolved if it does not stand there."""
        from regesta.events.quotes import find

        if isinstance(words, Mapping) and isinstance(words.get("exact"), str):
            unverified = unverified or words.get("found") == "unverified"
            words = words["exact"]
        if not isinstance(words, str):
            raise Unresolved(f"{shown(words)} is no quote;", "write the words of the source.")
        texts = (*self.local.texts.get(source, ()), *self.world.texts(source))
        for one in texts:
            if found := find(one.text, words):
                return Quote(
                    exact=found.exact,
                    prefix=found.prefix,
                    suffix=found.suffix,
                    start=found.start,
                    end=found.end,
                    text=one.sha256,
                    found=found.how,
                )
        if unverified:
            return Quote(exact=words, found="unverified")
        raise Unresolved(*_not_quoted(source, words, texts))


def _not_quoted(source: str, words: str, texts: tuple[CapturedText, ...]) -> tuple[str, str]:
    if not texts:
        return (
            f"there is no text of the source {source!r} in which to look for {shown(words)};",
            "give the source its capture, or say unverified: true.",
        )
    from regesta.events.ellipses import nearest_in, parts_in

    if stand := next(filter(None, (parts_in(one.text, words) for one in texts)), ()):
        listed = " and ".join(shown(one.exact, 200) for one in stand)
        return (
            f"{shown(words)} does not stand in what was captured of {source!r} in one piece, and an ellipsis does not"
            f" stand for words left out. Its parts stand there: {listed}.",
            "Write each as a citation of its own, under citations.",
        )
    near = nearest_in(tuple(one.text for one in texts), words)
    are = "passage is" if len(near) == 1 else "passages are"
    hint = f" The nearest {are} {' and '.join(shown(one, 200) for one in near)}." if near else ""
    return (
        f"{shown(words)} does not stand in what was captured of {source!r}.{hint}",
        "Copy the words as they stand there, or say unverified: true.",
    )
