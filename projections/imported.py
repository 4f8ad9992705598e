"""What the database tells an import: `regesta.events.importing.world.World` over a connection.

The questions of a large import are asked in thousands at a time; an answer that is not at hand is looked up singly.
"""

# ruff: noqa: S608 (every name in the SQL is that of one of our own tables or columns)

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal

from regesta.events.amendment import Correction, Retraction
from regesta.events.barring import Bars
from regesta.events.claim import Origin, SubjectKind
from regesta.events.facts import content, parse_fact_json
from regesta.events.importing.world import Before, CapturedText, Near, folded
from regesta.events.recording import Recorded
from regesta.events.replacing import Held
from regesta.events.restriction import Barred, Restriction
from regesta.events.when import When
from regesta.projections.directory import rests_on
from regesta.projections.force import IN_FORCE, Logged, is_version, named, settle, told
from regesta.projections.known import Lookup
from regesta.projections.naming import Names, anonymous
from regesta.projections.reading import heard
from regesta.projections.reading.replaced import postings_of

_CHUNK = 10_000

_NAMED = ("agent", "post", "source")
_KEYS: Mapping[str, str] = {
    "agent": "SELECT id FROM aliases",
    "post": "SELECT id FROM posts",
    "source": "SELECT id FROM sources",
    "posting": "SELECT id FROM postings",
    "statement": "SELECT id FROM statements",
    "meeting": "SELECT DISTINCT meeting FROM meetings",
}
"""What the subjects of each kind are called by their ids."""

_VERSION = "kind NOT IN ('retraction', 'confirmation')"


class Imports(Lookup):
    """A dossier's database, and the folder in which its captures lie."""

    def __init__(self, connection: sqlite3.Connection, folder: Path) -> None:
        super().__init__(connection)
        self._folder = folder
        self._asked: set[bytes] = set()
        self._keys: set[Origin] = set()
        self._contents: dict[bytes, Recorded] = {}
        self._origins: dict[Origin, Recorded] = {}
        self._subjects: dict[tuple[str, str], bool] = {}
        self._published: dict[str, When | None] = {}
        self._texts: dict[str, tuple[CapturedText, ...]] = {}
        self._names: dict[str, Names] = {}
        self._keys_of: dict[str, tuple[str, ...]] = {}
        self._bars: Bars | None = None
        self._outlets: frozenset[str] | None = None

    def prepare(self, contents: Iterable[bytes], origins: Iterable[Origin]) -> None:
        """See `World.prepare`."""
        self._asked.update(contents)
        self._keys.update(origins)
        if not self.size:
            return
        for some in _chunks(digest.hex() for digest in self._asked):
            for said, *rest in self._connection.execute(_BY_CONTENT, (some, some)):
                self._contents.setdefault(bytes.fromhex(said), Recorded(rest[0], rest[1], rest[2], "equal"))
        by_name: defaultdict[str, list[str]] = defaultdict(list)
        for origin in self._keys:
            by_name[origin.name].append(origin.key)
        for name, keys in by_name.items():
            for some in _chunks(keys):
                for key, status, *rest in self._connection.execute(_BY_ORIGIN, (name, some)):
                    how: Literal["same-key", "superseded"] = "same-key" if status == IN_FORCE else "superseded"
                    found = Recorded(rest[0], rest[1], rest[2], how)
                    self._origins.setdefault(Origin(name=name, key=key), found)

    def by_content(self, digest: bytes) -> Recorded | None:
        """See `Known.by_content`."""
        if digest in self._asked or not self.size:
            return self._contents.get(digest)
        return super().by_content(digest)

    def by_origin(self, origin: Origin) -> Recorded | None:
        """See `Known.by_origin`."""
        if origin in self._keys or not self.size:
            return self._origins.get(origin)
        return super().by_origin(origin)

    def publication(self, source: str) -> str | None:
        """See `World.publication`."""
        return heard.publication(self._connection, source) if self.size else None

    def rests_on(self, source: str) -> tuple[str, ...]:
        """See `World.rests_on`."""
        return tuple(rests_on(self._connection, source)) if self.size else ()

    def outlet(self, name: str) -> bool:
        """See `World.outlet`."""
        if self._outlets is None:
            told = self._connection.execute("SELECT DISTINCT publication FROM sources") if self.size else ()
            self._outlets = frozenset(folded(one) for (one,) in told if one)
        return folded(name) in self._outlets

    def voices(self, description: str, outlet: str, day: str | None) -> tuple[str, ...]:
        """See `World.voices`."""
        return tuple(one.id for one in anonymous(self._connection, description, outlet, day)) if self.size else ()

    def postings(self, holder: str, post: str) -> tuple[Held, ...]:
        """See `World.postings`."""
        return tuple(postings_of(self._connection, holder, post)) if self.size else ()

    def held(self, posting: str) -> tuple[str, str] | None:
        """See `World.held`."""
        row = self._connection.execute("SELECT holder, post FROM postings WHERE id = ?", (posting,)).fetchone()
        return None if row is None else (str(row[0]), str(row[1]))

    def subject(self, kind: SubjectKind, subject_id: str) -> bool:
        """See `Known.subject`."""
        if not self.size:
            return False
        found = self._subjects.get((kind, subject_id))
        if found is None:
            found = self._subjects[kind, subject_id] = super().subject(kind, subject_id)
        return found

    def published(self, source: str) -> When | None:
        """See `World.published`."""
        if source not in self._published:
            self._published[source] = self._look_up_published(source)
        return self._published[source]

    def named(self, name: str) -> tuple[str, ...]:
        """See `World.named`."""
        return tuple(one.id for one in self._all("agent").exact(name)) if self.size else ()

    def called(self, agent: str) -> str | None:
        """See `World.called`."""
        return heard.called(self._connection, agent) if self.size else None

    def near(self, kind: SubjectKind, text: str) -> tuple[Near, ...]:
        """See `World.near`."""
        if not self.size:
            return ()
        found: dict[str, Near] = {}
        if kind in _NAMED:
            names = self._all(kind)
            found = {one.id: Near(one.label, one.id) for one in (*names.exact(text), *names.near(text, 3))}
        return (*found.values(), *(Near(key, key) for key in self._near_keys(kind, text) if key not in found))

    def texts(self, source: str) -> tuple[CapturedText, ...]:
        """See `World.texts`."""
        if source not in self._texts:
            self._texts[source] = tuple(self._look_up_texts(source)) if self.size else ()
        return self._texts[source]

    def withdrawn(self, name: str) -> frozenset[str]:
        """See `World.withdrawn`."""
        found = self._connection.execute(
            "SELECT import_key FROM facts WHERE import_name = ? AND root = id AND status = 'retracted'", (name,)
        )
        return frozenset(key for (key,) in found)

    def barred(self, origin: Origin) -> bool:
        """See `World.barred`."""
        if self._bars is None:
            self._bars = Bars(barred(self._connection) if self.size else ())
        return origin in self._bars

    def before(self, name: str) -> Mapping[str, Before]:
        """See `World.before`."""
        return {**dict(self._alone(name)), **dict(self._amended(name))}

    def _near_keys(self, kind: str, text: str) -> tuple[str, ...]:
        from rapidfuzz import fuzz, process

        if kind not in self._keys_of:
            self._keys_of[kind] = tuple(key for (key,) in self._connection.execute(_KEYS[kind]))
        near = process.extract(text, self._keys_of[kind], scorer=fuzz.ratio, score_cutoff=75, limit=3)
        return tuple(key for key, _, _ in near)

    def _all(self, kind: str) -> Names:
        if kind not in self._names:
            self._names[kind] = Names(self._connection, kind)
        return self._names[kind]

    def _look_up_published(self, source: str) -> When | None:
        rows = self._connection.execute(
            "SELECT json FROM facts WHERE subject_kind = 'source' AND subject = ? AND status = 'in-force'"
            f" AND {_VERSION} ORDER BY position",
            (source,),
        )
        for (text,) in rows:
            fact = json.loads(text)
            published = fact.get("fact", fact).get("published")
            if published is not None:
                return When.model_validate(published)
        return None

    def _look_up_texts(self, source: str) -> Iterator[CapturedText]:
        from regesta.events.captures import read_text

        rows = self._connection.execute(
            "SELECT text_sha256 FROM captures WHERE source = ? AND text_sha256 IS NOT NULL ORDER BY retrieved DESC, id",
            (source,),
        )
        for (sha256,) in rows.fetchall():
            yield CapturedText(sha256, read_text(self._folder, sha256))

    def _alone(self, name: str) -> Iterator[tuple[str, Before]]:
        """The facts of an import on which nothing acted since: their rows say it all."""
        rows = self._connection.execute(
            "SELECT import_key, kind, subject, id, content FROM facts AS f WHERE import_name = ? AND root = id"
            f" AND +{_VERSION} AND +status IN ('in-force', 'superseded')"
            " AND NOT EXISTS (SELECT 1 FROM facts WHERE root = f.id AND id <> f.id)",
            (name,),
        )
        for key, kind, subject, identity, said in rows:
            digest = bytes.fromhex(said)
            yield key, Before(kind, subject, identity, identity, digest, digest)

    def _amended(self, name: str) -> Iterator[tuple[str, Before]]:
        """The others, settled again from what the log says of them."""
        rows = self._connection.execute(
            "SELECT root, position, id, subject, json FROM facts WHERE json IS NOT NULL AND root IN (SELECT root FROM"
            " facts WHERE root IN (SELECT id FROM facts WHERE import_name = ? AND root = id) GROUP BY root"
            " HAVING count(*) > 1) ORDER BY root, position",
            (name,),
        )
        lineages: defaultdict[str, list[Logged]] = defaultdict(list)
        subjects: dict[str, str] = {}
        for root, position, identity, subject, text in rows:
            subjects.setdefault(root, subject)
            lineages[root].append(
                Logged(position, identity, "", None, None, parse_fact_json(text.encode("utf-8")), text)
            )
        for root, entries in lineages.items():
            first = entries[0].fact
            if entries[0].id == root and first is not None and first.origin is not None and is_version(first):
                yield first.origin.key, _before(entries, subjects[root])


def barred(connection: sqlite3.Connection) -> Iterator[Barred]:
    """The keys of imports that were barred when what they brought was erased; whoever took that back."""
    rows = connection.execute("SELECT json FROM facts WHERE kind = 'restriction' AND json LIKE '%\"barred\":%'")
    for (text,) in rows:
        fact = parse_fact_json(text.encode())
        if isinstance(fact, Restriction):
            yield from fact.barred


def _before(entries: list[Logged], subject: str) -> Before:
    """What became of a fact, from all entries of its lineage, in their order."""
    root, lineage = entries[0], settle(entries)
    retractions = [
        entry
        for entry in entries
        if isinstance(entry.fact, Retraction) and lineage.status[entry.id] == IN_FORCE and named(entry.fact) is not None
    ]
    withdrawn = {named(entry.fact) for entry in retractions}
    standing = [entry for entry in entries if is_version(entry.fact) and (entry is root or entry.id not in withdrawn)]
    by = [entry for entry in retractions if named(entry.fact) == root.id]
    # A correction that a sync made says so by an origin of its own; one that a person made has none.
    brought = [entry for entry in standing if entry.fact is not None and entry.fact.origin is not None]
    last = standing[-1]
    return Before(
        kind=_kind(last),
        subject=subject,
        root=root.id,
        last=last.id,
        said=_said(last),
        imported=_said(brought[-1]),
        in_force=not by,
        withdrawn_by=tuple(entry.id for entry in by),
        by_import=all(entry.fact is not None and entry.fact.origin is not None for entry in by),
    )


def _said(entry: Logged) -> bytes:
    plain = told(entry)
    if plain is None:
        raise AssertionError(f"{entry.id} is a version that tells nothing")
    return content(plain)


def _kind(entry: Logged) -> str:
    fact = entry.fact
    return fact.fact.kind if isinstance(fact, Correction) else "" if fact is None else fact.kind


# A plus sign keeps the planner off the index on the status, which nearly every row has.
_BY_CONTENT = (
    "SELECT content, id, subject, position FROM facts WHERE +status = 'in-force' AND content IN (SELECT value FROM"
    " json_each(?)) UNION ALL SELECT c.content, f.id, f.subject, f.position FROM _contents AS c JOIN facts AS f ON"
    f" f.id = c.fact WHERE +f.status = 'in-force' AND +f.{_VERSION} AND c.content IN (SELECT value FROM json_each(?))"
)

_BY_ORIGIN = (
    "SELECT o.import_key, v.status, v.id, v.subject, v.position FROM facts AS o JOIN facts AS v ON v.root = o.root"
    " WHERE +o.import_name = ? AND o.import_key IN (SELECT value FROM json_each(?))"
    f" AND +v.status IN ('in-force', 'superseded') AND +v.{_VERSION} ORDER BY v.status, v.position"
)


def _chunks(texts: Iterable[str]) -> Iterator[str]:
    """Texts as JSON arrays of some thousands: one parameter of a statement, however many there are."""
    waiting: list[str] = []
    for text in texts:
        waiting.append(text)
        if len(waiting) == _CHUNK:
            yield json.dumps(waiting)
            waiting = []
    if waiting:
        yield json.dumps(waiting)
