"""Captures: what was seen of a source, stored byte for byte, with the text in which quotes are looked for.

A dossier holds each under its hash (`regesta.events.by_hash`): the bytes as they came, the text that was extracted
from them (UTF-8), and the headers they came with.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from regesta.events.by_hash import CaptureError, check, keep, location, open_regular, opened
from regesta.events.errors import Problem
from regesta.events.extraction import Extracted, extract, unpacked
from regesta.events.media_types import UNKNOWN, essence, sniff

if TYPE_CHECKING:
    from regesta.events.fetching import Fetched

MAX_BYTES = 100_000_000
"""The largest capture that is taken unless a larger bound is asked for: 100 MB."""


@dataclass(frozen=True, slots=True)
class Captured:
    """What was stored: the bytes, and the text and headers beside them, each by its hash.

    `size` is in bytes. `note` is a sentence on text that could not be had; blank if nothing is missing.
    """

    sha256: str
    media_type: str
    size: int
    retrieved: datetime
    text_sha256: str | None = None
    extractor: str | None = None
    note: str = ""
    url: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    headers_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """A file that must be there, and the place that says so (a fact, a line of the log), for the problem."""

    sha256: str
    place: str


def store(
    folder: Path,
    data: bytes,
    *,
    retrieved: datetime,
    media_type: str | None = None,
    filename: str | None = None,
    url: str | None = None,
    headers: tuple[tuple[str, str], ...] = (),
    charset: str | None = None,
) -> Captured:
    """Store bytes, the text extracted from them, and the headers they came with, in the dossier `folder`; durably.

    `media_type` is what the sender said they are, `filename` what they were called: both only help to tell what they
    are, and neither becomes part of a path. `retrieved` is when they were seen (with its zone). `charset` is the
    encoding that a person knows them to be in: it goes before what the bytes and their sender declare.
    """
    kind, found = _read(data, media_type, filename, headers, charset)
    # The web's headers are bytes; http.client hands each out as one character (RFC 9110, 5.5).
    block = "".join(f"{name}: {value}\r\n" for name, value in headers).encode("latin-1", "replace")
    return Captured(
        sha256=keep(folder, data),
        media_type=kind,
        size=len(data),
        retrieved=retrieved,
        text_sha256=None if found.text is None else keep(folder, found.text.encode("utf-8")),
        extractor=found.extractor,
        note=found.note,
        url=url,
        headers=headers,
        headers_sha256=keep(folder, block) if headers else None,
    )


def store_file(
    folder: Path,
    path: Path,
    *,
    retrieved: datetime,
    media_type: str | None = None,
    charset: str | None = None,
    limit: int = MAX_BYTES,
) -> Captured:
    """Store the bytes of a file; refuses what is no regular file (a pipe, a device, a folder) or above `limit`."""
    try:
        with open_regular(path, follow=True) as file:
            data = file.read(limit + 1)
    except OSError as trouble:
        raise CaptureError(f"{path} cannot be read: {trouble.strerror}; check the path.") from trouble
    if len(data) > limit:
        raise CaptureError(f"{path} is larger than {_megabytes(limit)}, the largest capture taken; ask for more room.")
    return store(folder, data, retrieved=retrieved, media_type=media_type, filename=path.name, charset=charset)


def store_fetched(folder: Path, fetched: "Fetched", charset: str | None = None) -> Captured:
    """Store what was got from the web, byte for byte, with its headers and the address it finally came from."""
    return store(
        folder,
        fetched.data,
        retrieved=fetched.retrieved,
        media_type=fetched.media_type,
        url=fetched.final_url,
        headers=fetched.headers,
        charset=charset,
    )


def read_bytes(folder: Path, sha256: str) -> bytes:
    """What is stored under a hash; raises `CaptureError` if it is missing, altered or no regular file."""
    path = location(folder, sha256)
    with opened(path) as file:
        data = file.read()
    check(path, hashlib.sha256(data).hexdigest())
    return data


def read_text(folder: Path, sha256: str) -> str:
    """The text that is stored under a hash, checked as `read_bytes` does."""
    try:
        return read_bytes(folder, sha256).decode("utf-8")
    except UnicodeDecodeError:
        raise CaptureError(
            f"{location(folder, sha256)} is not a text in UTF-8: this hash names the captured bytes, not their text."
        ) from None


def check_captures(folder: Path, expected: Iterable[Expected]) -> Iterator[Problem]:
    """Every file that is expected, hashed in constant memory: a problem for each place that relies on a bad one."""
    seen: dict[str, str] = {}
    for item in expected:
        if item.sha256 not in seen:
            seen[item.sha256] = _trouble(folder, item.sha256)
        if seen[item.sha256]:
            yield Problem(item.place, seen[item.sha256])


def _read(
    data: bytes,
    media_type: str | None,
    filename: str | None,
    headers: tuple[tuple[str, str], ...],
    charset: str | None,
) -> tuple[str, Extracted]:
    """The media type of bytes, and their text; what came packed (Content-Encoding) is unpacked to be read."""
    encoding = ", ".join(value for name, value in headers if name.lower() == "content-encoding")
    try:
        plain = unpacked(data, encoding, MAX_BYTES)
    except ValueError as trouble:
        return sniff(data), Extracted(
            None, None, f"It came packed as {encoding}, and could not be unpacked: {trouble}."
        )
    if charset is not None:
        told = f"; charset={charset}"
        kind = sniff(plain, (essence(media_type) or UNKNOWN) + told, filename)
        return kind, extract(plain, kind + told)
    kind = sniff(plain, media_type, filename)
    # A charset that the sender named holds only if the bytes are of the type that he named.
    return kind, extract(plain, media_type if media_type and essence(media_type) == kind else kind)


def _trouble(folder: Path, sha256: str) -> str:
    """What is wrong with one file; blank if nothing is."""
    try:
        path = location(folder, sha256)
        with opened(path) as file:
            check(path, hashlib.file_digest(file, "sha256").hexdigest())
    except CaptureError as error:
        return str(error)
    return ""


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.0f} MB" if size >= 1_000_000 else f"{size:,} bytes"
