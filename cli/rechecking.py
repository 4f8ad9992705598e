"""What the log claims of captured files and quotes, checked against the files as they are."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from regesta.events.by_hash import CaptureError
from regesta.events.captures import Expected, read_text
from regesta.events.entry import EntryError, parse_entry
from regesta.events.errors import Problem
from regesta.events.quotes import recheck
from regesta.events.store import Log, LogError


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote, where it is said to stand, and the place in the log that says so."""

    place: str
    text: str
    """The SHA-256 of the captured text."""
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Claims:
    """What a log claims: the files that must be there, the quotes, and how many quotes claim nothing."""

    files: tuple[Expected, ...]
    quotes: tuple[Quoted, ...]
    unverified: int


def claims(log: Log) -> Claims:
    """Everything that a log claims of captures; lines that are no entries are left to the check of the log."""
    files: dict[str, Expected] = {}
    quotes: list[Quoted] = []
    unverified = 0
    for position, identity, fact in _facts(log):
        for name in ("sha256", "text", "headers") if fact.get("kind") == "capture" else ():
            if name in fact and fact[name] not in files:
                files[fact[name]] = Expected(fact[name], _place(log, position, identity))
        for quote in (citation["quote"] for citation in fact.get("citations", ()) if "quote" in citation):
            if quote["found"] == "unverified":
                unverified += 1
                continue
            place = _place(log, position, identity)
            words = (quote["exact"], quote.get("prefix", ""), quote.get("suffix", ""))
            quotes.append(Quoted(place, quote["text"], quote["start"], quote["end"], *words))
    return Claims(tuple(files.values()), tuple(quotes), unverified)


def quote_problems(folder: Path, quotes: Iterable[Quoted]) -> Iterator[Problem]:
    """Every quote that does not stand where it was found; those of one text are checked together."""
    by_text: dict[str, list[Quoted]] = {}
    for quote in quotes:
        by_text.setdefault(quote.text, []).append(quote)
    for sha256, group in by_text.items():
        try:
            text = read_text(folder, sha256)
        except CaptureError as error:
            yield from (Problem(quote.place, f"its quote cannot be looked for: {error}") for quote in group)
            continue
        for quote in group:
            state = recheck(text, quote.start, quote.end, quote.exact, quote.prefix, quote.suffix).state
            if state != "present":
                shown = quote.exact if len(quote.exact) <= 60 else quote.exact[:59] + "…"
                yield Problem(quote.place, f'the quote "{shown}" is {state} in the captured text {sha256[:12]}….')


def _place(log: Log, position: int, identity: str) -> str:
    return f"{log.place(position)}, fact {identity}"


def _facts(log: Log) -> Iterator[tuple[int, str, Mapping[str, Any]]]:
    """Each fact with its position and id, those inside of corrections too."""
    lines = enumerate(log.read())
    while True:
        try:
            position, line = next(lines)
        except (StopIteration, LogError):  # what cannot be read at all is among the problems of the log
            return
        try:
            entry = parse_entry(line, strict=False)
        except EntryError:
            continue
        fact: Any = entry.fact
        if fact is None:
            continue
        yield position, entry.id, fact
        if fact.get("kind") == "correction":
            yield position, entry.id, fact["fact"]
