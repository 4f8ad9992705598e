"""Recording: the one way a fact gets into a log.

A fact that the log already holds (equal content, or the same key of the same import) is recognized and skipped.
What is new is written in one durable commit, all or nothing. The caller tells what is known of the log up to some
size; if another writer was faster, `Conflict` says so, and the caller looks again and repeats.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from regesta.events.claim import Origin, SubjectKind
from regesta.events.entry import fact_id, format_entry, sealed
from regesta.events.errors import InvalidInput, Problem
from regesta.events.facts import (
    Fact,
    Reference,
    content,
    dump_fact,
    facts_named,
    references,
    subject_id,
    subject_kind,
)
from regesta.events.store import Log

SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Recorded:
    """A fact in the log. `outcome` tells whether it was written now, or was there: as this, or under its import key.

    `superseded` is what was imported under this key where a later one on the same target stands: of judgements on a
    pair of agents, and of restrictions.
    """

    fact: str
    subject: str | None
    position: int
    outcome: Literal["new", "equal", "same-key", "superseded"]


class Known(Protocol):
    """What a reader of the log knows of its first `size` entries."""

    @property
    def size(self) -> int:
        """How many entries it speaks of."""
        ...

    def by_content(self, digest: bytes) -> Recorded | None:
        """The fact in force with this content (`facts.content`), if there is one."""
        ...

    def by_origin(self, origin: Origin) -> Recorded | None:
        """The fact that was imported under this key, in its version in force, if there is one."""
        ...

    def fact(self, fact_id: str) -> bool:
        """Whether a fact with this id was ever recorded."""
        ...

    def subject(self, kind: SubjectKind, subject_id: str) -> bool:
        """Whether a subject of this kind exists under this id."""
        ...


@dataclass(frozen=True, slots=True)
class Act:
    """Who records, with what, when."""

    by: str
    tool: str
    at: datetime
    restricting: Callable[[str], Fact] | None = None
    """Makes the restriction of a fact by its id, where nobody else may see what is recorded: in the same commit."""


def record(
    log: Log,
    facts: Sequence[Fact],
    known: Known,
    act: Act,
    salt: Callable[[int], bytes],
    places: Sequence[str] = (),
    contents: Sequence[bytes] = (),
    dumps: Sequence[Mapping[str, Any]] = (),
) -> tuple[Recorded, ...]:
    """Record facts in one durable commit and tell, in their order, where each is.

    `places` names where each fact was written down, for the problems; `contents` and `dumps` are the content of each
    and its JSON object (`facts.dump_fact`), where the caller has them already. Raises `InvalidInput` with every
    problem (a subject or fact that does not exist, a key that is taken) and records nothing then; raises
    `store.Conflict` if the log has grown past `known.size`.
    """
    contents = contents or tuple(map(content, facts))
    found = tuple(known.by_content(said) or _imported(known, fact) for fact, said in zip(facts, contents, strict=True))
    fresh = [index for index, already in enumerate(found) if already is None]
    _refuse(_problems(facts, contents, fresh, known, places))
    lines: list[bytes] = []
    first_of: dict[bytes, int] = {}
    result: list[Recorded] = []
    for index, (fact, said, already) in enumerate(zip(facts, contents, found, strict=True)):
        if already is not None:
            result.append(already)
            continue
        if said in first_of:
            twin = result[first_of[said]]
            result.append(Recorded(twin.fact, twin.subject, twin.position, "equal"))
            continue
        first_of[said] = len(result)
        dumped = dumps[index] if dumps else dump_fact(fact)
        line = format_entry(dumped, at=act.at, by=act.by, tool=act.tool, salt=salt(SALT_BYTES))
        identity = fact_id(sealed(line))
        result.append(Recorded(identity, subject_id(fact, identity), known.size + len(lines), "new"))
        lines.append(line)
    if act.restricting is not None:
        lines += _restrictions(act, act.restricting, result, known, salt)
    if lines:
        log.append(lines, expected_size=known.size)
    return tuple(result)


def _restrictions(
    act: Act,
    restricting: Callable[[str], Fact],
    recorded: Sequence[Recorded],
    known: Known,
    salt: Callable[[int], bytes],
) -> Iterator[bytes]:
    """The lines that restrict what is recorded, but for restrictions that are in force already."""
    for id in dict.fromkeys(one.fact for one in recorded):
        restriction = restricting(id)
        if known.by_content(content(restriction)) is None:
            yield format_entry(dump_fact(restriction), at=act.at, by=act.by, tool=act.tool, salt=salt(SALT_BYTES))


def _imported(known: Known, fact: Fact) -> Recorded | None:
    return known.by_origin(fact.origin) if fact.origin is not None else None


def _refuse(problems: Iterable[Problem]) -> None:
    if found := tuple(problems):
        raise InvalidInput(found)


def _problems(
    facts: Sequence[Fact], contents: Sequence[bytes], fresh: Sequence[int], known: Known, places: Sequence[str]
) -> Iterator[Problem]:
    """What in the new facts does not fit the log: keys that are taken, and references to what does not exist."""
    opened: dict[tuple[str, str], int] = {}
    for index in fresh:
        fact, kind = facts[index], subject_kind(facts[index])
        key: str | None = getattr(fact, "key", None)
        if kind is None or key is None:
            continue
        place = places[index] if places else fact.kind
        if known.subject(kind, key):
            yield Problem(
                place, f"the {kind} {key!r} exists already;", f"add to it with of: {key}, or choose another key."
            )
        elif (kind, key) in opened and contents[opened[kind, key]] != contents[index]:
            first = places[opened[kind, key]] if places else "an earlier fact"
            yield Problem(place, f"the key {key!r} is used twice, first in {first};", "choose another key, or say of.")
        opened.setdefault((kind, key), index)
    for index in fresh:
        place = places[index] if places else facts[index].kind
        for reference in references(facts[index]):
            if not known.subject(reference.kind, reference.id) and (reference.kind, reference.id) not in opened:
                yield _dangling(place, reference)
        for field, named in facts_named(facts[index]):
            if not known.fact(named):
                yield Problem(f'{place}, "{field}"', f"no fact {named!r} is recorded;", "`regesta log` lists them.")


def _dangling(place: str, reference: Reference) -> Problem:
    where = f'{place}, "{reference.field}"'
    return Problem(
        where, f"there is no {reference.kind} {reference.id!r};", f"add it first, or see `regesta find {reference.id}`."
    )
