"""Matching names: what in a dossier is called so exactly, and what nearly.

Names are compared in Unicode normal form C, without regard to case and blanks; nearly, also without accents, in Latin
letters ("Герасимов" and "Gerasimov") and in any order of words. A name is suggested, never taken: on labelled pairs of
people such scores are right two times in three. An anonymous voice is never suggested at all; it is the same only if
description, outlet and day are.
"""

import sqlite3
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from anyascii import anyascii

NEAR = 82.0
"""The least score of a near miss, of 100."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that a name may mean."""

    kind: str
    id: str
    label: str
    """What it is called in the dossier."""
    name: str
    """The name of it that was matched."""
    score: float
    """How near it is; 100 is exact."""


@dataclass(frozen=True, slots=True)
class Match:
    """What a name may mean: those called so exactly, and near misses, the nearest first."""

    exact: tuple[Candidate, ...]
    near: tuple[Candidate, ...]


_NAMES = {
    "agent": "SELECT agents.id, agents.name, names.name FROM names JOIN agents ON agents.id = names.agent"
    " WHERE agents.status = 'in-force' AND agents.type <> 'anonymous'",
    "post": "SELECT id, label, label FROM posts WHERE status = 'in-force'"
    " UNION SELECT id, label, title FROM posts WHERE status = 'in-force'",
    "source": "SELECT id, label, label FROM sources WHERE status = 'in-force'"
    " UNION SELECT id, label, title FROM sources WHERE status = 'in-force' AND title IS NOT NULL",
}


class Names:
    """All names of the subjects of a kind (agent, post or source), loaded once to match many."""

    def __init__(self, connection: sqlite3.Connection, kind: str = "agent") -> None:
        self._kind = kind
        self._exact: defaultdict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for id, label, name in connection.execute(_NAMES[kind]):
            self._exact[folded(name)].append((id, label, name))
        self._rough: dict[tuple[str, ...], str] | None = None

    def exact(self, name: str) -> tuple[Candidate, ...]:
        """What is called so exactly, each once; several when several share the name."""
        found = {
            id: Candidate(self._kind, id, label, as_named, 100.0)
            for id, label, as_named in self._exact.get(folded(name), ())
        }
        return tuple(found[id] for id in sorted(found))

    def near(self, name: str, limit: int = 5) -> tuple[Candidate, ...]:
        """What is called nearly so, the nearest first, and each once under its nearest name."""
        from rapidfuzz import process

        wanted = rough(name)
        if not wanted:
            return ()
        best: dict[str, Candidate] = {}
        for known, scorer, weight in self._ways(wanted):
            found = process.extract(wanted, known, scorer=scorer, score_cutoff=NEAR / weight, limit=4 * limit)
            for _, score, (key, *_) in found:
                for id, label, as_named in self._exact[key]:
                    if id not in best or best[id].score < score * weight:
                        best[id] = Candidate(self._kind, id, label, as_named, score * weight)
        exact = {candidate.id for candidate in self.exact(name)}
        inexact = (candidate for candidate in best.values() if candidate.id not in exact)
        return tuple(sorted(inexact, key=lambda one: (-one.score, one.id)))[:limit]

    def _ways(self, wanted: str) -> Iterator[tuple[dict[tuple[str, ...], str], Callable[..., float], float]]:
        """What to compare a name with, how, and how much its score counts.

        A single word is compared with each word of a name too: a surname that lacks a letter ("Hutsman") is no part of
        any name.
        """
        from rapidfuzz import fuzz

        if self._rough is None:
            self._rough = {(key,): rough(key) for key in self._exact}
        yield self._rough, fuzz.token_sort_ratio, 1.0
        if len(wanted) >= 4:
            # A name of two or three letters ("UN") is part of too many others.
            yield {key: name for key, name in self._rough.items() if len(name) >= 4}, fuzz.partial_ratio, 0.95
            if " " not in wanted:
                words = {(*key, word): word for key, name in self._rough.items() for word in name.split()}
                yield words, fuzz.ratio, 0.95

    def match(self, name: str) -> Match:
        """What a name may mean."""
        return Match(self.exact(name), self.near(name))


def match(connection: sqlite3.Connection, name: str, kind: str = "agent") -> Match:
    """What a name may mean among the subjects of a kind; to match many names, load `Names` once."""
    return Names(connection, kind).match(name)


def anonymous(connection: sqlite3.Connection, description: str, outlet: str, day: str | None) -> tuple[Candidate, ...]:
    """The anonymous voice of exactly this description, to this outlet, on this day (as worded)."""
    rows = connection.execute(
        "SELECT id, name, outlet, day FROM agents WHERE type = 'anonymous' AND status = 'in-force' ORDER BY id"
    )
    return tuple(
        Candidate("agent", id, name, name, 100.0)
        for id, name, spoke_to, on in rows
        if folded(name) == folded(description) and folded(spoke_to or "") == folded(outlet) and on == day
    )


def folded(name: str) -> str:
    """A name as it is compared exactly: normal form C, case folded, single blanks."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def rough(name: str) -> str:
    """A name as it is compared nearly: Latin letters and digits in small, single blanks."""
    latin = anyascii(unicodedata.normalize("NFC", name)).casefold()
    return " ".join("".join(letter if letter.isalnum() else " " for letter in latin).split())
