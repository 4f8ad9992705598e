"""A public log as it is published, of any size, in memory: thousands of changes to it can be tried."""

from pathlib import Path

from signing_lines import lines
from site_case import KEY, files

from regesta.events.checkpoints import Checkpoint, format_note, sign_checkpoint
from regesta.events.entry import commitment
from regesta.events.heads import Found, Head
from regesta.events.keys import SigningKey
from regesta.events.merkle import leaf_hash, root
from regesta.events.publishing.checking import LogChecked, check_public_log
from regesta.events.publishing.manifest import PublishedDossier
from regesta.events.publishing.places import Missing
from regesta.events.publishing.public_log import write_public_log


class InMemory:
    """Published files that are kept in memory, so that thousands of changes can be tried."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files

    def read(self, path: str) -> bytes:
        try:
            return self.files[path]
        except KeyError:
            raise Missing("is missing") from None

    def lines(self, path: str) -> list[bytes]:  # type: ignore[override]
        data = self.read(path)
        if data and not data.endswith(b"\n"):
            raise Missing("does not end in a line feed")
        return data.split(b"\n")[:-1]

    def problems(self) -> tuple[()]:
        return ()


def head_at(size: int, key: SigningKey = KEY, rewritten: bool = False) -> Head:
    """The signed head of the made log at a size."""
    hashes = [leaf_hash(commitment(line)) for line in lines(size)]
    if rewritten:
        hashes[0] = leaf_hash(b"another")
    checkpoint = Checkpoint(key.name, size, root(hashes))
    return Head(f"a head at {size}", format_note(sign_checkpoint(checkpoint, key)), checkpoint)


def a_log(folder: Path, size: int, *earlier: int) -> tuple[InMemory, PublishedDossier]:
    """A public log as `regesta publish` writes it, signed at its end and at earlier sizes."""
    heads = tuple(map(head_at, (*earlier, size)))
    found = Found((KEY.verifier,), heads, (), ())
    written = write_public_log(folder / "made" / "log", lines(size), found)
    listed = PublishedDossier(
        name="made",
        title="Made",
        origin=KEY.name,
        entries=size,
        root=written.root.hex(),
        signed=size,
        withheld=0,
        captures=0,
        checkpoints=tuple(path.stem for path in sorted((folder / "made" / "log" / "checkpoints").iterdir())),
    )
    return InMemory(files(folder)), listed


def check(place: InMemory, listed: PublishedDossier, *kept: Head) -> LogChecked:
    return check_public_log(place, listed, (KEY.verifier,), kept)
