"""Somebody else's published dossiers, checked: in a folder, or on the web."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

import click

from regesta.cli.printing import line, plain_problems, print_json, say
from regesta.events.counted import counted, in_entries
from regesta.events.errors import Problem, RegestaError

if TYPE_CHECKING:
    from regesta.cli.beside_the_log import Beside
    from regesta.cli.rechecking import Claims
    from regesta.events.heads import Head
    from regesta.events.keys import VerifierKey
    from regesta.events.publishing.checking import LogChecked
    from regesta.events.publishing.manifest import Manifest, PublishedDossier
    from regesta.events.publishing.places import Place


def is_address(target: str) -> bool:
    """Whether a target is an address on the web, and not a path."""
    return target.startswith(("http://", "https://"))


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader brings: the keys to believe, the checkpoints that they kept, and facts to look for."""

    keys: "tuple[VerifierKey, ...]"
    kept: tuple[Path, ...]
    facts: tuple[str, ...]


def verify_published(target: str, asked: Asked, as_json: bool, allow_local: bool) -> None:
    """Print what is wrong with a published folder or site, and exit with 1; or that nothing is."""
    from regesta.cli.beside_the_log import ROOM
    from regesta.cli.rechecking import Claims

    place, manifest = opened(target, allow_local)
    heads = _kept(asked, place, manifest)
    room = ROOM if is_address(target) else inf
    claimed = {dossier.name: Claims(room=room) for dossier in manifest.dossiers}
    checked = tuple(_logs(place, manifest, asked, heads, claimed))
    problems = [problem for one in checked for problem in one.problems]
    problems += _unmet(manifest, asked, heads, checked)
    sound = [dossier for dossier in manifest.dossiers if not _spoiled(dossier.name, checked)]
    beside = {dossier.name: _beside(place, Path(target), dossier, claimed[dossier.name]) for dossier in sound}
    problems += [problem for one in beside.values() for problem in one.problems]
    problems += place.problems()
    if not is_address(target):
        problems += _folder_problems(Path(target), manifest)
    if as_json:
        told = [_plain(one, beside.get(one.name)) for one in checked]
        print_json({"title": manifest.title, "dossiers": told, "problems": plain_problems(problems)})
    else:
        _print(checked, beside, problems, asked.keys, is_address(target))
        _print_facts(checked, heads)
    if problems:
        raise click.exceptions.Exit(1)


def opened(target: str, allow_local: bool) -> "tuple[Place, Manifest]":
    """Where the files are read from, and the manifest."""
    from regesta.events.publishing.manifest import MANIFEST, ManifestError, parse_manifest
    from regesta.events.publishing.places import Folder, Missing, Site

    if is_address(target):
        from regesta.events.fetching import fetch

        url = target if target.endswith("/") else f"{target}/"
        place: Place = Site(url, lambda where, most: fetch(where, max_bytes=most, allow_local=allow_local))
    else:
        place = Folder(Path(target))
    try:
        return place, parse_manifest(place.read(MANIFEST))
    except Missing as error:
        remedy = "" if is_address(target) else f" Give the folder that `regesta publish` wrote: it holds {MANIFEST}."
        raise RegestaError(f"{target} cannot be checked: {MANIFEST} {error}.{remedy}") from None
    except ManifestError as error:
        raise RegestaError(
            f"{target} is nothing that `regesta publish` wrote: {MANIFEST} {error}. Give the folder that it wrote, or"
            " the address of the site's first page."
        ) from None


def _kept(asked: Asked, place: "Place", manifest: "Manifest") -> "tuple[Head, ...]":
    """The checkpoints that the reader kept, signed by a key that is believed or, without any, that the site names."""
    from regesta.events.heads import KEYS, read_head
    from regesta.events.keys import KeyRefused, parse_vkeys
    from regesta.events.publishing.manifest import LOG
    from regesta.events.publishing.places import Missing

    keys = list(asked.keys)
    for dossier in manifest.dossiers if asked.kept and not keys else ():
        try:
            keys += parse_vkeys(place.read(f"{dossier.name}/{LOG}/{KEYS}").decode("utf-8"))
        except (Missing, KeyRefused, UnicodeDecodeError):
            continue
    return tuple(read_head(str(path), path, tuple(keys)) for path in asked.kept)


def _logs(
    place: "Place", manifest: "Manifest", asked: Asked, kept: "tuple[Head, ...]", claimed: "Mapping[str, Claims]"
) -> "Iterator[LogChecked]":
    from regesta.cli.progress import progress
    from regesta.events.publishing.checking import check_public_log

    for dossier in manifest.dossiers:
        with progress() as report:

            def reading(count: int, tell: Callable[[str, int, int], None] = report, name: str = dossier.name) -> None:
                tell(f"Entries of {name} read", count, 0)

            own = tuple(head for head in kept if head.checkpoint.origin == dossier.origin)
            yield check_public_log(
                place, dossier, asked.keys, own, frozenset(asked.facts), reading, claimed[dossier.name].take
            )


def _unmet(
    manifest: "Manifest", asked: Asked, kept: "tuple[Head, ...]", checked: "tuple[LogChecked, ...]"
) -> Iterator[Problem]:
    """What the reader brought and nothing here answers to."""
    origins = {dossier.origin for dossier in manifest.dossiers}
    for head in kept:
        if head.checkpoint.origin not in origins:
            what = f"is a checkpoint of {head.checkpoint.origin}, and no log here goes by that name."
            yield Problem(head.place, what, "It is another log, or one that no longer says what it is.")
    for fact in asked.facts:
        if not any(fact in one.found for one in checked):
            yield Problem(fact, "is no fact of these logs.", "Its id has 16 characters; the fact's page shows it.")


def _print_facts(checked: "tuple[LogChecked, ...]", kept: "tuple[Head, ...]") -> None:
    """Where each fact that was asked for stands, and by which checkpoints it was in the log."""
    for one in checked:
        heads = [head for head in (*kept, one.head) if head is not None]
        for fact, position in one.found.items():
            covering = [
                head.place
                for head in heads
                if one.head is not None
                and head.checkpoint.origin == one.head.checkpoint.origin
                and position < head.checkpoint.size
            ]
            by = f"; it was in it when {covering[0]} was signed" if covering else "; no checkpoint covers it"
            line(f"{fact}  position {position:,} of {one.name}{by}")


def _folder_problems(folder: Path, manifest: "Manifest") -> Iterator[Problem]:
    """What is wrong with the files of a folder beyond its logs."""
    from regesta.events.publishing.sums import check_sums

    yield from check_sums(folder, tuple(dossier.name for dossier in manifest.dossiers))


def _spoiled(name: str, checked: "tuple[LogChecked, ...]") -> bool:
    """Whether something is wrong with a log: with a spoiled one, nothing can be compared."""
    return any(one.problems for one in checked if one.name == name)


def _beside(place: "Place", folder: Path, dossier: "PublishedDossier", claimed: "Claims") -> "Beside":
    """What lies beside a log that is as it should be, compared with it."""
    from regesta.cli.beside_the_log import beside_a_log_on_the_web, beside_the_log
    from regesta.cli.progress import progress
    from regesta.events.publishing.places import Site

    with progress() as report:
        if isinstance(place, Site):
            read = f"Captured files of {dossier.name} read"
            return beside_a_log_on_the_web(place, dossier, claimed, lambda count: report(read, count, 0))
        report(f"Comparing {dossier.name}.db with the log", 0, 0)
        return beside_the_log(folder, dossier, claimed)


def _print(
    checked: "tuple[LogChecked, ...]",
    beside: "Mapping[str, Beside]",
    problems: list[Problem],
    keys: "tuple[VerifierKey, ...]",
    on_the_web: bool,
) -> None:
    from regesta.cli.proved import told_cosigned

    for problem in problems:
        line(str(problem))
    for one in checked:
        say(f"{one.name}: {in_entries(one.entries)}, {one.withheld:,} of them withheld; root {one.root.hex()}.")
        if one.head is None:
            say(f"No signature of {one.name} was verified: nobody can tell whether it was rewritten.")
            continue
        head = one.head.checkpoint
        say(f"{head.origin} signed the first {head.size:,} of them.")
        for sentence in told_cosigned(one.cosigned, keys):
            say(sentence)
        if one.kept:
            say("It begins with what your checkpoint was signed over: since then they have only added.")
        if not keys:
            say("The key is the one that it names itself. Give the key that you know with --key, to know who signed.")
    for name, compared in beside.items():
        _print_beside(name, compared, on_the_web)
    say(f"{counted(len(problems), 'problem')}." if problems else "All is as it was published.")


def _print_beside(name: str, one: "Beside", on_the_web: bool) -> None:
    """What was looked at beside a log, and what was not."""
    more = f" {one.elsewhere:,} more stand in captures that are not published." if one.elsewhere else ""
    say(f"{counted(one.captures, 'capture')} hashed, {counted(one.quotes, 'quote')} looked up.{more}")
    if one.unread:
        say(f"{one.unread:,} captured files and quotes were NOT looked at: they are too many to be read from a site.")
    if on_the_web:
        say(f"The database {name}.db and the pages were NOT looked at: they are compared with the log in a folder.")
    elif not one.compared:
        say(
            f"{name}.db was NOT compared with the log: this is not the Regesta that made it. That one lies in the"
            " folder; its README tells how to run it."
        )


def _plain(one: "LogChecked", beside: "Beside | None") -> dict[str, object]:
    from regesta.cli.proved import plain_cosigned

    head = one.head.checkpoint if one.head else None
    return {
        "name": one.name,
        "origin": head.origin if head else None,
        "entries": one.entries,
        "root": one.root.hex(),
        "signed": head.size if head else 0,
        "withheld": one.withheld,
        "kept": one.kept,
        "facts": dict(one.found),
        "database_compared": beside is not None and beside.compared,
        "captures": beside.captures if beside else 0,
        "quotes": beside.quotes if beside else 0,
        "unread": beside.unread if beside else 0,
        "cosigned": plain_cosigned(one.cosigned),
    }
