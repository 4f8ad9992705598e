"""Matching names: what in a dossier is called so exactly, and what nearly.

Names are compared in Unicode normal form C, without regard to case and blanks; nearly, also without accents, in Latin
letters ("Герасимов" and "Gerasimov"), in any order of words, and by initials. A name is suggested, never taken: on
labelled pairs of people such scores are right two times in three. An anonymous voice is never suggested at all; it is
the same only if description, outlet and day are.
"""

import sqlite3
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from anyascii import anyascii

NEAR = 80.0
"""The least score of a near miss, of 100."""

_WITH_MORE_WORDS = 0.95
"""What a score counts where one of the two has more words than the other."""

_AS_INITIAL = 79.0
"""What a word counts of which one of the two has the initial alone: by itself it is never near enough."""


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
        self._rough: dict[str, str] = {}
        self._with_word: defaultdict[str, list[str]] = defaultdict(list)

    def exact(self, name: str) -> tuple[Candidate, ...]:
        """What is called so exactly, each once; several when several share the name."""
        named = self._exact.get(folded(name), ())
        found = {id: Candidate(self._kind, id, label, as_named, 100.0) for id, label, as_named in named}
        return tuple(found[id] for id in sorted(found))

    def near(self, name: str, limit: int = 5) -> tuple[Candidate, ...]:
        """What is called nearly so, the nearest first, and each once under its nearest name."""
        self._prepare()
        scores = self._as_a_whole(rough(name))
        for key, score in self._by_words(rough(name)).items():
            scores[key] = max(score, scores.get(key, 0.0))
        best: dict[str, Candidate] = {}
        for key, score in sorted(scores.items(), key=lambda one: (-one[1], one[0])):
            for id, label, as_named in self._exact[key]:
                best.setdefault(id, Candidate(self._kind, id, label, as_named, score))
        exact = {candidate.id for candidate in self.exact(name)}
        return tuple(candidate for candidate in best.values() if candidate.id not in exact)[:limit]

    def match(self, name: str) -> Match:
        """What a name may mean."""
        return Match(self.exact(name), self.near(name))

    def _prepare(self) -> None:
        if not self._rough:
            for key in self._exact:
                self._rough[key] = rough(key)
                for word in set(self._rough[key].split()):
                    self._with_word[word].append(key)

    def _as_a_whole(self, wanted: str) -> dict[str, float]:
        """Names whose letters are nearly those wanted, in whatever order their words come."""
        from rapidfuzz import fuzz, process

        found = process.extract(wanted, self._rough, scorer=fuzz.token_sort_ratio, score_cutoff=NEAR, limit=None)
        return {key: score for _, score, key in found}

    def _by_words(self, wanted: str) -> dict[str, float]:
        """Names that have nearly every word wanted, and maybe more, as for a surname; or several, and nothing else."""
        from rapidfuzz import fuzz, process

        words = wanted.split()
        told: defaultdict[str, float] = defaultdict(float)
        for word in words:
            # In a word of three letters one of them is too much to overlook.
            least = 75.0 if len(word) > 3 else 100.0
            best: dict[str, float] = {}
            for other, score, _ in process.extract(
                word, self._with_word.keys(), scorer=fuzz.ratio, score_cutoff=least, limit=None
            ):
                for key in self._with_word[other]:
                    best[key] = max(score, best.get(key, 0.0))
            for key in self._by_initial(word):
                if len(self._rough[key].split()) == len(words):
                    best[key] = max(_AS_INITIAL, best.get(key, 0.0))
            for key, score in best.items():
                told[key] += score * len(word)
        scores = ((key, self._covered(key, words, score)) for key, score in told.items())
        return {key: score for key, score in scores if score >= NEAR}

    def _by_initial(self, word: str) -> Iterator[str]:
        """Names of which a word may be what is an initial here, or an initial what is a word here."""
        others = [word[0]] if len(word) > 1 else [other for other in self._with_word if other[0] == word]
        for other in others:
            yield from self._with_word.get(other, ())

    def _covered(self, key: str, words: Sequence[str], score: float) -> float:
        """How much of what is wanted a name has, or of the name is wanted, if it has more words than one."""
        named = self._rough[key].split()
        letters = sum(map(len, words))
        if 1 < len(named) < len(words):
            letters = min(letters, sum(map(len, named)))
        return min(score / letters, 100.0) * (1.0 if len(named) == len(words) else _WITH_MORE_WORDS)


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
