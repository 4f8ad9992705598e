"""`regesta publish`: from dossiers to one folder that can be served and checked by anybody."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path

from regesta.events.dossier import Dossier
from regesta.events.errors import RegestaError
from regesta.events.files import FileLog
from regesta.events.heads import Found, find, head_name
from regesta.events.keys import PRIVATE, VerifierKey, read_signing_key
from regesta.events.publishing.manifest import LOG, MANIFEST, LeftOut, Manifest, PublishedDossier, format_manifest
from regesta.events.publishing.public_log import Since, since, write_public_log
from regesta.events.publishing.sums import SUMS, folder_sums, format_sums
from regesta.events.signing import check_signed, sign
from regesta.projections.hidden import DEPENDS, RESTRICTS, UNDISCLOSED
from regesta.projections.public import public_lines, withheld_in
from regesta.web import published
from regesta.web.publishing import texts
from regesta.web.publishing.database import a_fact, inspected, write_database
from regesta.web.publishing.folder import alone, published_before, replacing
from regesta.web.publishing.passing_on import for_readers, pass_on
from regesta.web.publishing.wheel import requirements, write_wheel

Progress = Callable[[str, int], None]
"""Told what is being done, and how far it is."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How dossiers are to be published. `on` is the day that embargoes are judged by.

    `reasons` tells readers how many entries are withheld for which reason; otherwise they see how many there are.
    """

    on: date
    title: str | None = None
    licence: str | None = None
    base_url: str | None = None
    allow_sql: bool = False
    reasons: bool = False


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing came to: the manifest, and for each dossier what changed since the last time."""

    manifest: Manifest
    since: dict[str, Since]
    signed: dict[str, bool]
    """Whether each dossier's newest head was signed by a key that is here."""
    left_out: dict[str, tuple[LeftOut, ...]]
    """What was left out of each dossier and why, for the publisher: readers are not told for which reasons."""
    cleared: tuple[str, ...] = ()
    """What an earlier publication that was killed had left, and what became of it."""


def publish(
    folder: Path, dossiers: tuple[Dossier, ...], wish: Wish, memory: Path | None, progress: Progress
) -> Published:
    """Write a published folder, whole or not at all; one that is there is replaced by its continuation.

    Each dossier with a key is signed first; `memory` is the user's folder of signed heads. Raises RegestaError when a
    log has problems, when the folder holds something else, or when the log that was published there before is not the
    beginning of this one.
    """
    _refuse_twice(dossiers)
    with alone(folder) as cleared:
        _refuse_missing(folder, published_before(folder), dossiers)
        done = _written(folder, [_ready(dossier, memory, progress) for dossier in dossiers], wish, progress)
    return replace(done, cleared=cleared)


def _written(folder: Path, ready: "list[_Ready]", wish: Wish, progress: Progress) -> Published:
    """Write the folder anew, and put it in the place of the one that is there."""
    with replacing(folder) as new:
        done: list[PublishedDossier] = []
        left_out: dict[str, tuple[LeftOut, ...]] = {}
        changed: dict[str, Since] = {}
        for one in ready:
            name = one.dossier.name
            progress(f"Publishing {name}", 0)
            written, left_out[name] = _write_dossier(new, one, wish)
            done.append(written)
            changed[name] = since(FileLog(folder / name / LOG), FileLog(new / name / LOG))
        manifest = Manifest(
            title=wish.title or (done[0].title if len(done) == 1 else "Dossiers"),
            on=wish.on,
            base_url=wish.base_url,
            allow_sql=wish.allow_sql,
            dossiers=tuple(done),
        )
        _write_site(new, manifest, {one.dossier.name: one.found.keys for one in ready})
    return Published(manifest, changed, {one.dossier.name: one.signed for one in ready}, left_out)


@dataclass(frozen=True, slots=True)
class _Ready:
    """A dossier whose log was checked: its heads, how many entries to publish, whether it was signed just now."""

    dossier: Dossier
    found: Found
    size: int
    signed: bool


def _ready(dossier: Dossier, memory: Path | None, progress: Progress) -> _Ready:
    """A dossier, signed if its key is here, and checked in any case."""
    has_key = (dossier.path / PRIVATE / "signing-key").exists()

    def reading(count: int) -> None:
        progress(f"Reading {dossier.name}", count)

    if has_key:
        size = sign(dossier, read_signing_key(dossier.path), memory, reading).checkpoint.size
        return _Ready(dossier, find(dossier.path, memory=memory), size, True)
    found = find(dossier.path, memory=memory)
    log = dossier.log
    checked = check_signed(log, found, (), reading)
    passing = log.problems()  # what an interrupted append left is in no entry
    wrong = (*found.problems, *(problem for problem in checked.problems if problem not in passing))
    if wrong:
        listed = "\n".join(map(str, wrong[:20]))
        raise RegestaError(f"{dossier.path} was not published: `regesta verify` finds problems.\n{listed}")
    if not checked.size:
        raise RegestaError(f"{dossier.path} was not published: its log is empty. Record something first.")
    return _Ready(dossier, found, checked.size, False)


def _write_dossier(new: Path, ready: _Ready, wish: Wish) -> tuple[PublishedDossier, tuple[LeftOut, ...]]:
    """Write what is public of one dossier; tell what the manifest says of it, and what was left out, and why."""
    dossier, found = ready.dossier, ready.found
    own = new / dossier.name
    hidden = withheld_in(dossier.log, wish.on)
    written = write_public_log(own / LOG, islice(public_lines(dossier.log, hidden), ready.size), found)
    database = new / f"{dossier.name}.db"
    write_database(FileLog(own / LOG), database)
    kept, missing = pass_on(own, dossier, database, hidden)
    reasons = _withheld(hidden, written.entries)
    told = PublishedDossier(
        name=dossier.name,
        title=dossier.settings.title,
        description=dossier.settings.description,
        licence=wish.licence or dossier.settings.licence,
        origin=written.head.checkpoint.origin if written.head else None,
        entries=written.entries,
        root=written.root.hex(),
        signed=written.signed,
        withheld=written.withheld,
        captures=kept,
        checkpoints=tuple(
            head_name(head.checkpoint) for head in found.heads if head.checkpoint.size <= written.entries
        ),
        left_out=(*reasons, *missing) if wish.reasons else (*_in_all(reasons), *for_readers(missing)),
    )
    return told, (*reasons, *missing)


def _withheld(hidden: Mapping[int, str], entries: int) -> tuple[LeftOut, ...]:
    """How many entries are withheld for which reason, the most frequent first."""
    counts = Counter(why for position, why in hidden.items() if position < entries)
    return tuple(
        LeftOut(what="entries" if count != 1 else "entry", why=f"withheld: {_WHY.get(why, why)}", count=count)
        for why, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    )


def _in_all(reasons: tuple[LeftOut, ...]) -> tuple[LeftOut, ...]:
    """The same without the reasons: that there is one fact of a source to protect, and since when, says too much."""
    count = sum(one.count for one in reasons)
    return (LeftOut(what="entries" if count != 1 else "entry", why="withheld", count=count),) if count else ()


_WHY = {
    DEPENDS: "they would give away what is withheld",
    RESTRICTS: "they say what is restricted, and why",
    UNDISCLOSED: "the log itself no longer says what they said",
}
"""The reasons that are no level and no code of a restriction."""


def _write_site(new: Path, manifest: Manifest, keys: dict[str, tuple[VerifierKey, ...]]) -> None:
    """Write all that is not of one dossier alone, and the sums of everything at last."""
    wheel = write_wheel(new)
    shown = (a_fact(new / f"{dossier.name}.db", dossier.signed) for dossier in manifest.dossiers)
    counted = {dossier.name: inspected(new / f"{dossier.name}.db") for dossier in manifest.dossiers}
    contents = {
        MANIFEST: format_manifest(manifest),
        "README.md": texts.readme(manifest, keys, next(filter(None, shown), None)),
        "robots.txt": texts.robots(manifest),
        "datasette.yaml": texts.as_yaml(published.config(manifest)),
        "metadata.yml": texts.as_yaml(published.metadata(manifest)),
        "inspect-data.json": texts.as_json(counted),
        "requirements.txt": requirements(wheel),
        **dict(texts.deployment(manifest)),
    }
    for name, data in contents.items():
        path = new / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    (new / SUMS).write_bytes(format_sums(folder_sums(new)))


def _refuse_missing(folder: Path, before: Manifest | None, dossiers: tuple[Dossier, ...]) -> None:
    """What was published stays published: a dossier is not dropped by forgetting to name it."""
    names = {dossier.name for dossier in dossiers}
    lost = [one.name for one in before.dossiers if one.name not in names] if before else []
    if lost:
        raise RegestaError(
            f"{folder} holds {', '.join(lost)} too, which would be gone: name all its dossiers, or another folder."
        )


def _refuse_twice(dossiers: tuple[Dossier, ...]) -> None:
    seen: dict[str, Path] = {}
    for dossier in dossiers:
        if dossier.name in seen:
            raise RegestaError(
                f"{seen[dossier.name]} and {dossier.path} are both named {dossier.name}: set `name` in a regesta.toml."
            )
        seen[dossier.name] = dossier.path
