"""What the log claims of captured files and quotes, checked against the files as they are."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from pydantic import TypeAdapter

from regesta.events.by_hash import CaptureError
from regesta.events.captures import Expected
from regesta.events.claim import Quote
from regesta.events.entry import Entry, EntryError, parse_entry, said_in
from regesta.events.errors import Problem
from regesta.events.quotes import recheck
from regesta.events.store import Log, LogError
from regesta.events.values import Sha256

_FILE = 500  # about so many bytes are a hash and a place in memory
_HASH: TypeAdapter[str] = TypeAdapter(Sha256)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote, and where it is said to stand."""

    where: Callable[[], str]
    """The place in the log that says so. Finding it takes a look at every segment: it is found for problems alone."""
    text: str
    """The SHA-256 of the captured text."""
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


@dataclass(slots=True)
class Claims:
    """What a log claims: the files that must be there, the quotes, and how many quotes claim nothing."""

    files: dict[str, Expected] = field(default_factory=dict)
    """Captured bytes, texts and headers by their hashes, with the first place that names each."""
    captured: set[str] = field(default_factory=set)
    """The hashes of captured bytes alone."""
    quotes: list[Quoted] = field(default_factory=list)
    unverified: int = 0

    problems: list[Problem] = field(default_factory=list)
    """What is said of captures and quotes in another form than a fact's."""
    room: float = math.inf
    """How many characters more are kept in memory."""
    passed_over: int = 0
    """How many captured files and quotes there was no room for."""

    def take(self, where: Callable[[], str], entry: Entry) -> None:
        """Note what an entry claims, and what the new fact does if it corrects one; `where` tells its place.

        A log may be anybody's: that its lines are sound says nothing of what they disclose.
        """
        place = partial(_of_fact, where, entry.id)
        try:
            for said in said_in(entry.fact):
                self._take(place, said)
        except (KeyError, TypeError, AttributeError, ValueError):
            self.problems.append(
                Problem(place(), "says of captures or quotes what no fact says.", "Believe none of it.")
            )

    def _take(self, place: Callable[[], str], fact: Mapping[str, Any]) -> None:
        if fact.get("kind") == "capture":
            self.captured.add(_HASH.validate_python(fact["sha256"]))
            for name in ("sha256", "text", "headers"):
                sha256 = _HASH.validate_python(fact[name]) if name in fact else fact["sha256"]
                if sha256 not in self.files and self._fits(_FILE):
                    self.files[sha256] = Expected(sha256, place())
        for quote in (Quote.model_validate(one["quote"]) for one in fact.get("citations", ()) if "quote" in one):
            if quote.text is None or quote.start is None or quote.end is None:
                self.unverified += 1
                continue
            words = (quote.exact, quote.prefix, quote.suffix)
            if self._fits(_FILE + sum(map(len, words))):
                self.quotes.append(Quoted(place, quote.text, quote.start, quote.end, *words))

    def _fits(self, size: int) -> bool:
        fits = self.room >= size
        self.room -= size if fits else 0
        self.passed_over += not fits
        return fits


def claims(log: Log) -> Claims:
    """Everything that a log claims of captures; lines that are no entries are left to the check of the log."""
    found = Claims()
    for where, entry in _entries(log):
        found.take(where, entry)
    return found


def quote_problems(read: Callable[[str], str], quotes: Iterable[Quoted]) -> Iterator[Problem]:
    """Every quote that does not stand where it was found; those of one text are checked together.

    `read` gives the captured text with a hash, or raises CaptureError.
    """
    by_text: dict[str, list[Quoted]] = {}
    for quote in quotes:
        by_text.setdefault(quote.text, []).append(quote)
    for sha256, group in by_text.items():
        try:
            text = read(sha256)
        except CaptureError as error:
            yield from (Problem(quote.where(), f"its quote cannot be looked for: {error}") for quote in group)
            continue
        for quote in group:
            state = recheck(text, quote.start, quote.end, quote.exact, quote.prefix, quote.suffix).state
            if state != "present":
                shown = quote.exact if len(quote.exact) <= 60 else quote.exact[:59] + "…"
                yield Problem(quote.where(), f'the quote "{shown}" is {state} in the captured text {sha256[:12]}….')


def _of_fact(where: Callable[[], str], id: str) -> str:
    return f"{where()}, fact {id}"


def _entries(log: Log) -> Iterator[tuple[Callable[[], str], Entry]]:
    """Each entry that says something, and what tells its place."""
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
        if not entry.withheld:
            yield partial(log.place, position), entry
