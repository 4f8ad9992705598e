"""`published.json`: what a published folder says of itself, and how its files are named.

A published folder holds, for each dossier in it, a database `<name>.db` and a folder `<name>/` with the public log and
the captures that may be passed on. The same paths are the addresses below the site's, whoever serves them.
"""

import json
import re
from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, StringConstraints, ValidationError

from regesta.events.dossier import database_name
from regesta.events.errors import RegestaError
from regesta.events.values import Line, Sha256, Text, Value

MANIFEST = "published.json"
"""The file that makes a folder a published one."""

LOG = "log"
"""The folder of a dossier's public log, within the dossier's own."""

MAX_MANIFEST = 1_000_000
"""The longest manifest that is read, in bytes."""

RESERVED = frozenset({"deploy", "published", "robots", "requirements", "static", "favicon"})
"""Names that a dossier cannot have in a published folder: their addresses are taken."""

_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
_PATH = re.compile(r"(/[A-Za-z0-9._~-]+)*/?")


class ManifestError(RegestaError):
    """A folder or site that is no published one; the sentence fits after `place: `."""


def site_address(text: str) -> str:
    """The address of a site with a slash at its end: http or https, a host, perhaps a port, and a plain path."""
    try:
        parts = urlsplit(text)
        plain = parts.scheme in ("http", "https") and not (parts.query or parts.fragment or "@" in parts.netloc)
        fits = plain and _HOST.fullmatch(parts.hostname or "") and _PATH.fullmatch(parts.path)
        port = f":{parts.port}" if parts.port is not None else ""
    except ValueError:
        fits, port = None, ""
    if not fits or ".." in text:
        raise ValueError(f"{text[:80]!r} is no address of a site: write one like https://example.org/ or with a path")
    return f"{parts.scheme}://{(parts.hostname or '').lower()}{port}{parts.path.rstrip('/')}/"


def _a_name(name: str) -> str:
    if database_name(name) != name or name in RESERVED:
        raise ValueError(f"{name[:80]!r} cannot name a published dossier")
    return name


Name = Annotated[str, StringConstraints(min_length=1, max_length=64), AfterValidator(_a_name)]
Count = Annotated[int, Field(ge=0, le=10**12)]


class LeftOut(Value):
    """So many things that were left out for one reason."""

    what: Annotated[Line, Field(description="what kind of things: entries or captures")]
    why: Annotated[Line, Field(description="why they were left out")]
    count: Annotated[Count, Field(description="how many")]


class PublishedDossier(Value):
    """One dossier of a published folder."""

    name: Annotated[Name, Field(description="its database and folder")]
    title: Annotated[Line, Field(description="what it is called")]
    description: Annotated[Text | None, Field(description="what it is about")] = None
    licence: Annotated[Line | None, Field(description="under which others may use it")] = None
    origin: Annotated[Line | None, Field(description="what its log is called in checkpoints")] = None
    entries: Annotated[Count, Field(description="how many entries its log has")]
    root: Annotated[Sha256, Field(description="the root of the Merkle tree over them")]
    signed: Annotated[Count, Field(description="how many of them its checkpoint was signed over; 0 without one")]
    withheld: Annotated[Count, Field(description="how many of them are published as commitments alone")]
    captures: Annotated[Count, Field(description="how many captures are published, equal ones once")]
    checkpoints: Annotated[
        tuple[Annotated[str, StringConstraints(pattern=r"^[0-9]{10}-[0-9a-f]{16}$")], ...],
        Field(max_length=100_000, description="the names of the heads that were kept"),
    ] = ()
    left_out: Annotated[tuple[LeftOut, ...], Field(description="what was left out, and why")] = ()


class Manifest(Value):
    """What `published.json` says."""

    regesta: Annotated[Literal[1], Field(description="the version of this form")] = 1
    title: Annotated[Line, Field(description="what the site is called")]
    on: Annotated[date, Field(description="the day that embargoes were judged by")]
    base_url: Annotated[
        Annotated[str, AfterValidator(site_address)] | None, Field(description="the address that it is made for")
    ] = None
    allow_sql: Annotated[bool, Field(description="whether readers may send queries of their own in SQL")] = False
    dossiers: Annotated[tuple[PublishedDossier, ...], Field(min_length=1, max_length=1000)]

    @property
    def path(self) -> str:
        """The path of the site on its host, with a slash at both ends."""
        return urlsplit(self.base_url or "").path or "/"


def format_manifest(manifest: Manifest) -> bytes:
    """The bytes of a `published.json`."""
    return (json.dumps(manifest.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n").encode()


def parse_manifest(data: bytes) -> Manifest:
    """The manifest in a `published.json`, of this version or an earlier one. Raises ManifestError."""
    if len(data) > MAX_MANIFEST:
        raise ManifestError(f"is longer than {MAX_MANIFEST:,} bytes; no manifest is")
    try:
        manifest = Manifest.model_validate_json(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the whole"
        raise ManifestError(f"is not what `regesta publish` writes: {where}: {first['msg']}") from None
    names = [dossier.name for dossier in manifest.dossiers]
    if len(set(names)) < len(names):
        raise ManifestError("names a dossier twice")
    return manifest
