"""What a published folder holds beside its logs, compared with what they say: databases, captures, quotes."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from regesta.events.counted import counted
from regesta.events.errors import Problem
from regesta.events.publishing.manifest import PublishedDossier


@dataclass(frozen=True, slots=True)
class Beside:
    """What comparing came to, for one dossier."""

    compared: bool
    """Whether the database was compared: only the program that made it makes the same."""
    captures: int
    """How many captures are there, and were hashed; those with the same bytes count once."""
    quotes: int
    """How many quotes were looked up again in them."""
    elsewhere: int
    """How many quotes stand in captured texts that are not published."""
    problems: tuple[Problem, ...]


def beside_the_log(folder: Path, dossier: PublishedDossier) -> Beside:
    """Compare what lies beside a log that was checked with what it says."""
    from regesta.cli.rechecking import claims, quote_problems
    from regesta.events.by_hash import location
    from regesta.events.captures import check_captures
    from regesta.events.files import FileLog
    from regesta.events.publishing.manifest import LOG
    from regesta.web.publishing.compared import database_problems
    from regesta.web.publishing.wheel import is_this_program

    own = folder / dossier.name
    claimed = claims(FileLog(own / LOG))
    there = tuple(one for one in claimed.files if location(own, one.sha256).exists())
    quotes = tuple(quote for quote in claimed.quotes if location(own, quote.text).exists())
    hashes = {one.sha256 for one in there}
    captures = sum(1 for sha256 in _captured(own / LOG) if sha256 in hashes)
    compared = is_this_program(folder)
    problems = (
        *(database_problems(folder, dossier.name) if compared else ()),
        *check_captures(own, there),
        *quote_problems(own, quotes),
        *_miscounted(dossier, captures),
    )
    return Beside(compared, captures, len(quotes), len(claimed.quotes) - len(quotes), problems)


def _captured(log: Path) -> frozenset[str]:
    """The hashes of the captures that a log tells of, without those of their texts."""
    from regesta.events.entry import parse_entry
    from regesta.events.files import FileLog

    found = set()
    for line in FileLog(log).read():
        fact: Any = parse_entry(line).fact
        if fact is not None and fact.get("kind") == "correction":
            fact = fact["fact"]
        if fact is not None and fact.get("kind") == "capture":
            found.add(fact["sha256"])
    return frozenset(found)


def _miscounted(dossier: PublishedDossier, captures: int) -> Iterator[Problem]:
    if captures != dossier.captures:
        what = f"holds {counted(captures, 'capture')}, and published.json says {dossier.captures:,}."
        yield Problem(f"{dossier.name}/captures", what, "Get the published folder anew.")
