"""What an erasure comes to: looked up, shown before it is done, carried out, and told."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from regesta.cli.amending import NotInForce, erases, fact_named
from regesta.cli.draft import made
from regesta.cli.printing import line, print_json, say
from regesta.cli.still_captured import show_still_captured, still_captured
from regesta.events.counted import counted
from regesta.events.errors import RegestaError

if TYPE_CHECKING:
    from regesta.cli.desk import Desk
    from regesta.events.capture_files import Files
    from regesta.events.claim import Origin
    from regesta.events.dossier import Dossier
    from regesta.events.erasing import Cut
    from regesta.events.facts import Fact
    from regesta.events.restriction import Barred
    from regesta.projections.reading.rows import Row


class Grown(RegestaError):
    """What was shown is no longer all that goes."""


@dataclass(frozen=True, slots=True)
class Going:
    """What goes, as it is shown to whoever decides."""

    fact: str
    """The fact that was named."""
    ids: tuple[str, ...]
    """Every entry that goes."""
    naming: tuple[str, ...] = ()
    """Facts that stay, and name what only these opened."""
    covered: tuple[str, ...] = ()
    """Facts that stay, and are kept from readers from now on, since they would tell of what goes."""
    facts: "tuple[Fact, ...]" = ()
    """What is recorded first; nothing if it was recorded before."""
    captured: tuple[tuple[str, str], ...] = ()
    """What was captured of sources that it cites, and may be published from now on: source and fact of each."""


@dataclass(frozen=True, slots=True)
class Done:
    """What was carried out."""

    cut: "Cut"
    removed: int
    """How many captured files are gone."""
    clean: bool
    """Whether the database's files hold nothing of it; otherwise another program reads them."""


def left_over(text: str, desk: "Desk") -> Going | None:
    """What was recorded as erased, and is there all the same, if the fact is of it. None if it was not erased yet.

    Refuses a fact of which nothing is left.
    """
    from regesta.events.erasing import erasures, undone
    from regesta.projections.build import purge

    id = str(_row(text, desk)["id"])
    log = desk.dossier.log
    record = erasures(log).get(id)
    if record is None:
        return None
    ids = tuple(dict.fromkeys(one for _, one in undone(log)))
    if id in ids:
        say(f"That it was erased was recorded on {record.at[:10]} by {record.by}, and it is there.")
        return Going(id, ids, captured=still_captured(ids, desk))
    desk.connection.execute("ROLLBACK")  # or else this would itself hold the database's old pages
    purge(desk.dossier)
    raise NotInForce(
        f"FACT: {id} was erased on {record.at[:10]} by {record.by} already; the log says nothing of it any longer."
    )


def planned(text: str, because: str, subjects: bool, desk: "Desk") -> Going:
    """What goes with a fact that was not erased yet."""
    from regesta.events.erasing import erasures
    from regesta.projections.entries import Reading
    from regesta.projections.erasure import erasure
    from regesta.projections.unveiling import unveiled

    row = _row(text, desk)
    if erases(row):
        raise NotInForce(f"FACT: {row['id']} records that something was erased, and that has to stay on record.")
    if row["kind"] == "restriction" and row["status"] == "in-force":
        raise NotInForce(
            f"FACT: {row['id']} is a restriction in force, and without it others would see what it keeps from them; end"
            " it first, with `regesta release` or `regesta retract`."
        )
    if row["kind"] == "withheld":
        raise NotInForce(f"FACT: {row['id']} says nothing here: it is withheld in the log itself.")
    log = desk.dossier.log
    found = erasure(lambda: Reading(log), str(row["id"]), subjects)
    if found is None:
        raise NotInForce(f"FACT: no fact {row['id']} is in the log.")
    fresh = sorted(set(found.ids) - erasures(log).keys(), key=lambda one: (one != row["id"], found.ids.index(one)))
    bars = _barred(found.origins, desk)
    records = [
        made(
            {
                "kind": "restriction",
                "fact": id,
                "level": "erased",
                "note": because,
                **_barring(bars[place :: len(fresh)]),
            },
            "--because",
        )
        for place, id in enumerate(fresh)
    ]
    covered = unveiled(log, found.ids, records, datetime.now(UTC).date())
    covers = (made({"kind": "restriction", "fact": id, "level": "internal", "note": _COVERED}) for id in covered)
    captured = still_captured(found.ids, desk)
    return Going(str(row["id"]), found.ids, found.naming, covered, (*records, *covers), captured)


def _barring(bars: "tuple[Barred, ...]") -> dict[str, object]:
    return {"barred": bars} if bars else {}


_COVERED = "It would tell of what was erased."


def going(shown: Going, because: str, subjects: bool, desk: "Desk") -> "tuple[Fact, ...]":
    """What is to be recorded, if all that goes now was shown."""
    found = planned(shown.fact, because, subjects, desk)
    if (found.ids, found.covered) != (shown.ids, shown.covered):
        raise Grown("The log has grown meanwhile, and more would go than was shown. Nothing was erased; look again.")
    return found.facts


def show(found: Going, captures: bool, desk: "Desk") -> None:
    """Show what will go, and what will stay."""
    from regesta.events.capture_files import files_of
    from regesta.projections.reading.restricted import quoting_too

    for id in found.ids:
        say(f"{id}  {_says(id, desk)}")
    if found.naming:
        say("These stay, and name what only this opened (--subjects erases them too):")
        for id in found.naming:
            say(f"  {id}  {_says(id, desk)}")
    if found.covered:
        say("These would tell of it, and are internal from now on (`regesta release` shows them again):")
        for id in found.covered:
            say(f"  {id}  {_says(id, desk)}")
    quoting = [id for id in quoting_too(desk.connection, found.fact) if id not in found.ids]
    if quoting:
        say("These stay, and hold words that it quotes; where these have to go, erase them too:")
        for id in quoting:
            say(f"  {id}  {_says(id, desk)}")
    _show_files(files_of(desk.dossier.log, found.ids), captures)
    show_still_captured(found.captured)


def _show_files(files: "Files", captures: bool) -> None:
    if files.only:
        how = (
            "go" if captures else "stay, though no other fact names them (--captures removes them, and later you must)"
        )
        say(f"These captured files {how}:")
        for one in files.only:
            say(f"  captures/{one[:2]}/{one}")
    if files.shared:
        say("These captured files stay, for other facts name them:")
        for one, others in files.shared.items():
            more = " and others" if len(others) > 3 else ""
            say(f"  captures/{one[:2]}/{one}: {', '.join(others[:3])}{more}")


def carried_out(dossier: "Dossier", found: Going, captures: bool) -> Done:
    """Erase what was recorded: captured files first, since only the entries tell which they are."""
    from regesta.events.capture_files import files_of, remove
    from regesta.projections.build import purge

    log, removed = dossier.log, 0

    def files() -> None:
        nonlocal removed
        removed = remove(dossier.path, files_of(log, found.ids).only) if captures else 0

    cut = log.erase(found.ids, first=files)
    return Done(cut, removed, purge(dossier))


def tell(dossier: "Dossier", found: Going, done: Done, as_json: bool) -> None:
    """Print what was erased, and say where else it may be."""
    if as_json:
        print_json(
            {
                "fact": found.fact,
                "erased": list(found.ids),
                "entries": done.cut.entries,
                "files": done.removed,
                "still_named": list(found.naming),
                "internal": list(found.covered),
                "captured": [{"source": source, "capture": id} for source, id in found.captured],
                "database_clean": done.clean,
            }
        )
    else:
        line(f"{found.fact}  erased")
    gone = f", and {counted(done.removed, 'captured file')} less" if done.removed else ""
    verb = "says" if done.cut.entries == 1 else "say"
    say(f"{counted(done.cut.entries, 'entry', 'entries')} {verb} nothing any longer{gone}.")
    for sentence in (*_here(dossier, found, done), *_elsewhere(dossier, done)):
        say(sentence)


def _here(dossier: "Dossier", found: Going, done: Done) -> list[str]:
    """What in the dossier's folder may hold it still."""
    told = []
    if not done.clean:
        told.append(
            "Another program reads the database, whose -wal file still holds it: end that, then run `regesta status`."
        )
    for name in done.cut.linked:
        told.append(f"log/{name} had another name (a hard link), under which the old lines are still there.")
    if any((dossier.path / "log" / "torn").glob("*.part")):
        told.append("log/torn/ holds what interrupted appends left: look whether it is there too, and delete it.")
    if any((dossier.build / "forms").glob("*.yml")):
        told.append("build/forms/ holds forms that were not finished: look whether it is there too.")
    return told


def _elsewhere(dossier: "Dossier", done: Done) -> list[str]:
    """Where we cannot reach."""
    told = []
    if done.cut.segments and _in_git(dossier):
        names = " ".join(f"log/{name}" for name in done.cut.segments)
        told.append(f"Git's history has the old lines still: `git log --oneline -- {names}` lists the commits.")
    told.append(
        "Out of reach are other clones, backups, what was published or exported, the disk's free blocks, and what your"
        " shell remembers of what you typed: see to them yourself (docs/restrictions.md)."
    )
    return told


def _in_git(dossier: "Dossier") -> bool:
    """Whether git has the log, or may have it: where git cannot be asked, a `.git` above tells."""
    import subprocess

    try:
        found = subprocess.run(
            ["git", "log", "-1", "--format=%h", "--all", "--", "log"],  # noqa: S607
            cwd=dossier.path,
            capture_output=True,
            timeout=60,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        path = dossier.path.resolve()
        return any((folder / ".git").exists() for folder in (path, *path.parents))
    return bool(found.stdout.strip())


def _row(text: str, desk: "Desk") -> "Row":
    """The fact that was named; a whole id is that of a fact, whatever subject it opened."""
    from regesta.projections.reading import ledger

    return ledger.fact(desk.connection, text) or fact_named(text, desk.connection)


def _says(id: str, desk: "Desk") -> str:
    found = desk.connection.execute("SELECT says FROM facts WHERE id = ?", (id,)).fetchone()
    return "" if found is None else str(found[0])


def _barred(origins: "tuple[Origin, ...]", desk: "Desk") -> "tuple[Barred, ...]":
    from regesta.events.barring import bar
    from regesta.projections.imported import barred

    return bar(origins, barred(desk.connection), os.urandom)
