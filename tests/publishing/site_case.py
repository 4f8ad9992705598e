"""Published folders for tests: the seed case, grown and signed, as it is published, and small made ones."""

import asyncio
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from factories import a_source, an_agent
from recorded import a_dossier
from seed_case import SeedCase, grown

from regesta.events.dossier import Dossier
from regesta.events.errors import Problem
from regesta.events.heads import Head, read_head
from regesta.events.keys import SigningKey, VerifierKey, write_signing_key
from regesta.events.publishing.checking import LogChecked, check_public_log
from regesta.events.publishing.manifest import MANIFEST, Manifest, parse_manifest
from regesta.events.publishing.places import Folder
from regesta.events.publishing.sums import check_sums
from regesta.web.published import published_instance, read_published
from regesta.web.publishing.site import Published, Wish, publish

KEY = SigningKey("example.org/seed", bytes(range(32)))
DAY = date(2026, 11, 24)


@dataclass(frozen=True, slots=True)
class SiteCase:
    """A dossier, and the folder that it is published into."""

    dossier: Dossier
    folder: Path
    memory: Path
    seed: SeedCase | None = None

    @property
    def name(self) -> str:
        return self.dossier.name

    @property
    def log(self) -> Path:
        """The folder of the public log."""
        return self.folder / self.name / "log"

    def publish(self, wish: Wish | None = None) -> Published:
        """Publish it, again perhaps."""
        return publish(self.folder, (self.dossier,), wish or Wish(DAY), self.memory, lambda what, count: None)

    def problems(self, *, keyless: bool = False) -> tuple[Problem, ...]:
        """What somebody finds who has nothing but the folder and the key, or not even that."""
        return problems(self.folder, keys=() if keyless else (KEY.verifier,))

    def keep(self) -> Head:
        """The checkpoint as a reader keeps it."""
        kept = self.folder.with_name("kept")
        kept.write_bytes((self.log / "checkpoint").read_bytes())
        return read_head("kept", kept, (KEY.verifier,))


def a_site(tmp_path: Path, *, signed: bool = True, name: str = "senators") -> SiteCase:
    """A small dossier with a key, published."""
    dossier = a_dossier(tmp_path / name, a_source("s"), an_agent("ann"), an_agent("bob"), title="Senators")
    if signed:
        write_signing_key(dossier.path, KEY)
    case = SiteCase(dossier, tmp_path / "site", tmp_path / "memory")
    case.publish()
    return case


def the_seed_site(folder: Path) -> SiteCase:
    """The seed case, grown, signed and published."""
    seed = grown(folder / "huntsman-2019")
    write_signing_key(seed.dossier.path, KEY)
    case = SiteCase(seed.dossier, folder / "site", folder / "memory", seed)
    case.publish()
    return case


def checked(
    folder: Path, keys: tuple[VerifierKey, ...] = (KEY.verifier,), kept: tuple[Head, ...] = ()
) -> tuple[LogChecked, ...]:
    """The logs of a published folder, checked."""
    manifest: Manifest = parse_manifest((folder / MANIFEST).read_bytes())
    return tuple(check_public_log(Folder(folder), one, keys, kept) for one in manifest.dossiers)


def problems(
    folder: Path, kept: tuple[Head, ...] = (), keys: tuple[VerifierKey, ...] = (KEY.verifier,)
) -> tuple[Problem, ...]:
    """All that is wrong with a published folder."""
    found = checked(folder, keys, kept)
    return (*(one for log in found for one in log.problems), *check_sums(folder, tuple(log.name for log in found)))


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of a published instance."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


class Visitor:
    """Asks a published instance, without a server."""

    def __init__(self, folder: Path) -> None:
        self.datasette = published_instance(folder, read_published(folder))

    def ask(self, path: str, method: str = "GET", **more: Any) -> Answer:
        """The answer to one request."""

        async def asked() -> Any:
            return await self.datasette.client.request(method, path, follow_redirects=False, **more)

        answer = asyncio.run(asked())
        return Answer(answer.status_code, {k.lower(): v for k, v in answer.headers.items()}, answer.content)


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
