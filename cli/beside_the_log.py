"""What is published beside a log, compared with what it says: databases, captures, quotes.

In a folder all of it is looked at. Of a site, captures and quotes are, a file at a time and within bounds.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from regesta.cli.rechecking import Claims, Quoted, quote_problems
from regesta.events.by_hash import FOLDER, CaptureError, location
from regesta.events.captures import check_captures, read_text
from regesta.events.counted import counted
from regesta.events.errors import Problem
from regesta.events.publishing.manifest import PublishedDossier
from regesta.events.publishing.places import Missing, Site

MOST_FILES = 20_000
"""So many captured files of a dossier are read from a site: each is a request."""

MOST_BYTES = 5_000_000_000
"""So much of them, in bytes."""

ROOM = 200_000_000
"""So many characters of what the log of a site claims are kept in memory."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What comparing came to, for one dossier."""

    compared: bool
    """Whether the database was compared: only the program that made it makes the same, and only in a folder."""
    captures: int
    """How many captures are there, and were hashed; those with the same bytes count once."""
    quotes: int
    """How many quotes were looked up again in them."""
    elsewhere: int
    """How many quotes stand in captured texts that are not published."""
    problems: tuple[Problem, ...]
    unread: int = 0
    """How many captured files and quotes of a site were not looked at, since there are too many."""


def beside_the_log(folder: Path, dossier: PublishedDossier, claimed: Claims) -> Beside:
    """Compare what lies beside a log in a folder with what it claims; the log was checked before."""
    from regesta.web.publishing.compared import database_problems
    from regesta.web.publishing.wheel import is_this_program

    own = folder / dossier.name
    there = {sha256: one for sha256, one in claimed.files.items() if location(own, sha256).exists()}
    quotes = tuple(quote for quote in claimed.quotes if location(own, quote.text).exists())
    captures = len(claimed.captured & there.keys())
    compared = is_this_program(folder)
    problems = (
        *(database_problems(folder, dossier.name) if compared else ()),
        *claimed.problems,
        *check_captures(own, there.values()),
        *quote_problems(partial(read_text, own), quotes),
        *_miscounted(dossier, captures),
    )
    return Beside(compared, captures, len(quotes), len(claimed.quotes) - len(quotes), problems)


def beside_a_log_on_the_web(
    site: Site, dossier: PublishedDossier, claimed: Claims, progress: Callable[[int], None]
) -> Beside:
    """Read the captures that a site has, and compare them with what the log claims; the log was checked before."""
    quotes: dict[str, list[Quoted]] = {}
    for quote in claimed.quotes:
        quotes.setdefault(quote.text, []).append(quote)
    listed = {sha256: one for sha256, one in claimed.files.items() if site.lists(_path(dossier, sha256))}
    done: set[str] = set()
    problems: list[Problem] = []
    size = 0
    for sha256, one in listed.items():
        if len(done) >= MOST_FILES or size >= MOST_BYTES:
            break
        done.add(sha256)
        progress(len(done))
        try:
            data = site.read(_path(dossier, sha256))
        except Missing as error:
            problems.append(Problem(_path(dossier, sha256), f"{error}.", "Ask again later."))
            continue
        size += len(data)
        if hashlib.sha256(data).hexdigest() != sha256:
            problems.append(Problem(one.place, f"the captured file {sha256} was altered: its bytes have another hash."))
            continue
        problems += quote_problems(partial(_text, data), quotes.get(sha256, ()))
    if not claimed.passed_over:
        problems += _miscounted(dossier, len(claimed.captured & listed.keys()))
    looked_up = sum(len(quotes[sha256]) for sha256 in done & quotes.keys())
    elsewhere = sum(len(group) for sha256, group in quotes.items() if sha256 not in listed)
    captures = len(claimed.captured & done)
    return Beside(
        False,
        captures,
        looked_up,
        elsewhere,
        (*claimed.problems, *problems),
        len(listed) - len(done) + claimed.passed_over,
    )


def _text(data: bytes, sha256: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise CaptureError(f"the captured text {sha256} is not in UTF-8") from None


def _path(dossier: PublishedDossier, sha256: str) -> str:
    return f"{dossier.name}/{FOLDER}/{sha256[:2]}/{sha256}"


def _miscounted(dossier: PublishedDossier, captures: int) -> Iterator[Problem]:
    if captures != dossier.captures:
        what = f"holds {counted(captures, 'capture')}, and published.json says {dossier.captures:,}."
        yield Problem(f"{dossier.name}/{FOLDER}", what, "Get the published folder anew.")
