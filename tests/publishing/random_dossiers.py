"""Dossiers at random of which a part may not be seen, with secrets in all that is withheld, published.

A log is drawn, and what is withheld of it is asked. Then it is written into a dossier once more, entry by entry: in
every text and author of what is withheld stands a secret, in one of several scripts, and every key that nothing shown
names begins with one; what is shown has none. Captures hold real bytes, with the words of every quote from them.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from factories import MORNING, a_capture, a_citation, a_posting, a_restriction
from generated_logs import AGENTS, CODES, PLAIN, SOURCES, WORLD, Draw, connected_logs, logs, some
from hypothesis import assume
from hypothesis import strategies as st
from marked_logs import KEYS, marked_fact
from memory_log import MemoryLog
from site_case import DAY, KEY, SiteCase

from regesta.events.by_hash import keep
from regesta.events.dossier import Dossier, create
from regesta.events.entry import Entry, commitment, format_entry, parse_entry
from regesta.events.facts import dump_fact, parse_fact, references
from regesta.events.keys import write_signing_key
from regesta.projections.public import withheld_in
from regesta.web.publishing.site import Wish

SECRETS = ("kq7geheimnis", "щцхтайносл", "ψξμυστηρί", "غظكتمانسر", "鑷祕密鑫匿", "ßøłsécrétz")
"""What may stand in no byte: words in several scripts that are in no dictionary and begin like no other."""

SECRET_KEY = "kq7geheimnis"
"""With what the keys begin that nothing shown names."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A log, and which of its facts were restricted at its very end."""

    log: MemoryLog
    restricted: tuple[str, ...]

    @property
    def hidden(self) -> Mapping[int, str]:
        """What of it is withheld."""
        return withheld_in(self.log, DAY)


@st.composite
def drawn(draw: Draw) -> Drawn:
    """A log of all kinds of facts, of which some are restricted in the end, each in one of the ways there are."""
    log = draw(st.one_of(logs(18, explained=True), connected_logs(), _captured_logs(), _captured_logs()))
    log.lines = list(dict.fromkeys(log.lines))  # one that repeats an entry is not signed, and so not published
    assume(any(not parse_entry(line).withheld for line in log.lines))
    assume(_quotes_are_apart(log))
    ids = [entry.id for entry in map(parse_entry, log.lines) if not entry.withheld]
    chosen = tuple(draw(st.lists(st.sampled_from(ids), min_size=1, max_size=3, unique=True)))
    for fact in chosen:
        level = draw(st.sampled_from(("internal", "withheld", "embargoed")))
        more = {"withheld": {"code": draw(st.sampled_from(CODES))}, "embargoed": {"until": "2031"}}.get(level, {})
        note = {"note": "why"} if draw(st.booleans()) or more.get("code") == "other" else {}
        log.record(a_restriction(level, fact=fact, **more, **note))
    return Drawn(log, chosen)


def _quotes_are_apart(log: MemoryLog) -> bool:
    """Whether no words are quoted twice: what quotes the same is withheld together, and a secret in each parts them."""
    said = [parse_entry(line).fact for line in log.lines]
    cited = [one for fact in said if fact is not None for one in _citations(fact) if "quote" in one]
    return len({(one["source"], one["quote"]["exact"]) for one in cited}) == len(cited)


@st.composite
def _captured_logs(draw: Draw) -> MemoryLog:
    """A world whose sources were captured and are quoted."""
    log = MemoryLog()
    for fact in (*WORLD, *map(a_capture, draw(some(*SOURCES, least=1, most=3)))):
        log.record(fact)
    for fact in draw(st.lists(PLAIN, min_size=2, max_size=8)):
        log.record(fact)
    for source in draw(some(*SOURCES, least=1, most=3)):
        cited = a_citation(source, quote=f"words of {source} that nobody else quotes")
        log.record(a_posting(f"of-{draw(st.sampled_from(AGENTS))}", citations=(cited,)))
    return log


@dataclass(frozen=True, slots=True)
class HalfSeen:
    """A dossier that was published, and what nobody may learn of it."""

    case: SiteCase
    ids: tuple[str, ...]
    """The ids of the facts that are withheld: what was committed to names them, and nothing else may."""
    keys: tuple[str, ...]
    """The keys that nothing shown names."""
    salts: tuple[bytes, ...]
    """The salts of what is withheld: without them nobody can try what an entry may have said."""


@contextmanager
def half_seen(drawing: Drawn, wish: Wish | None = None) -> Iterator[HalfSeen]:
    """The dossier of a drawn log in a folder that is gone afterwards, published."""
    with TemporaryDirectory(prefix="regesta-half-") as folder:
        dossier = create(Path(folder) / "half", title="Half of it")
        write_signing_key(dossier.path, KEY)
        copy = _Copy(dossier, drawing.log, drawing.hidden)
        lines = list(copy.lines())
        dossier.log.append(lines)
        assert list(withheld_in(dossier.log, DAY)) == list(drawing.hidden), "the secrets changed what is withheld"
        case = SiteCase(dossier, Path(folder) / "site", Path(folder) / "memory")
        case.publish(wish)
        entries = [parse_entry(lines[position]) for position in drawing.hidden]
        yield HalfSeen(
            case,
            tuple(dict.fromkeys(entry.id for entry in entries)),
            tuple(sorted(set(map(copy.key, KEYS)) - copy.shown)),
            tuple(entry.salt for entry in entries if entry.salt is not None),
        )


@dataclass(slots=True)
class _Copy:
    """A drawn log under way into a dossier."""

    dossier: Dossier
    log: MemoryLog
    hidden: Mapping[int, str]
    shown: set[str] = field(default_factory=set)
    ids: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    """What was captured of each source."""

    def __post_init__(self) -> None:
        for position, line in enumerate(self.log.lines):
            if position not in self.hidden:
                self.shown |= _named(parse_entry(line))
        self.texts = self._texts()

    def key(self, plain: str) -> str:
        """The key that stands for one of the drawn log's."""
        return plain if plain in self.shown else f"{SECRET_KEY}-{plain}"

    def token(self, position: int) -> str:
        """What every text of an entry ends with."""
        return f"{SECRETS[position % len(SECRETS)]}{position}" if position in self.hidden else f"open{position}"

    def lines(self) -> Iterator[bytes]:
        """The lines of the dossier's log."""
        done: dict[str, bytes] = {}
        for position, line in enumerate(self.log.lines):
            entry = parse_entry(line)
            if entry.fact is None:
                # Whoever had it cut what it disclosed; that it was recorded is all that is left.
                yield commitment(line) + b"\t"
                continue
            if entry.id not in done:
                said = marked_fact(dump_fact(parse_fact(entry.fact)), "", self.token(position), self.ids, self.key)
                done[entry.id] = self._line(position, dump_fact(parse_fact(self._with_evidence(said, position))))
                self.ids[entry.id] = parse_entry(done[entry.id]).id
            yield done[entry.id]

    def _line(self, position: int, said: dict[str, Any]) -> bytes:
        by = f"Author {self.token(position)}"
        salt = sha256(f"salt {position}".encode()).digest()[:16]
        return format_entry(said, at=MORNING + timedelta(seconds=position), by=by, tool="regesta 0.1.0", salt=salt)

    def _with_evidence(self, said: dict[str, Any], position: int) -> dict[str, Any]:
        """A fact with captured bytes that are there, licences, and quotes that are found in what was captured."""
        if said["kind"] == "correction":
            said["fact"] = self._with_evidence(said["fact"], position)
        if said["kind"] == "source" and "of" not in said and position % 3:
            said["licence"] = "CC0-1.0"
        if said["kind"] == "capture":
            text = self.texts[said["source"]]
            page = f"<p>{text}</p>".encode()
            held = {"sha256": keep(self.dossier.path, page), "size": len(page), "media_type": "text/html"}
            said |= held | {"text": keep(self.dossier.path, text.encode()), "extractor": "by hand"}
        for citation in said.get("citations", ()):
            text = self.texts.get(citation["source"], "")
            if "quote" in citation and citation["quote"]["exact"] in text and position % 2:
                exact = citation["quote"]["exact"]
                place = {"start": text.index(exact), "end": text.index(exact) + len(exact)}
                hashed = sha256(text.encode()).hexdigest()
                citation["quote"] = {"exact": exact, "found": "exact", "text": hashed, **place}
        return said

    def _texts(self) -> dict[str, str]:
        """What was captured of each source: the words of every quote from it."""
        said: defaultdict[str, list[str]] = defaultdict(list)
        for position, line in enumerate(self.log.lines):
            entry = parse_entry(line)
            if entry.fact is not None:
                for citation in _citations(entry.fact):
                    words = said[self.key(citation["source"])]
                    if "quote" in citation:
                        words.append(f"{citation['quote']['exact']} {self.token(position)}")
        texts = {source: "A page. " + " … ".join(words) for source, words in said.items()}
        return {**{self.key(plain): f"A page of {self.key(plain)}." for plain in KEYS}, **texts}


def _citations(fact: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [*fact.get("citations", ()), *(_citations(fact["fact"]) if fact["kind"] == "correction" else ())]


def _named(entry: Entry) -> set[str]:
    """The keys that an entry names."""
    if entry.fact is None:
        return set()
    fact = parse_fact(entry.fact)
    found = {one.id for one in references(fact)}
    for told in (fact, getattr(fact, "fact", None)):
        found.add(getattr(told, "key", None) or "")
        origin = getattr(told, "origin", None)
        found.add(origin.name if origin is not None else "")
    return found
