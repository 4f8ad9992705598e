"""Finding what an id, the beginning of one, or a name stands for."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from regesta.projections.reading.rows import rows

SHORTEST_PREFIX = 4
"""How many characters of an id are asked for at least; fewer hit by chance."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What an id stands for: a subject of a kind, or a fact (kind `fact`)."""

    kind: str
    id: str
    label: str


_SQL = {
    "agent": "SELECT aliases.id AS id, agents.name AS label FROM aliases JOIN agents ON agents.id = aliases.agent"
    " WHERE aliases.id {test}",
    "post": "SELECT id, label FROM posts WHERE id {test}",
    "source": "SELECT id, label FROM sources WHERE id {test}",
    "posting": "SELECT id, label FROM postings WHERE id {test}",
    "statement": "SELECT id, label FROM statements WHERE id {test}",
    # One row for each counterpart: the first one names the meeting.
    "meeting": "SELECT meeting AS id, min(label) || CASE count(*) WHEN 1 THEN '' ELSE ' and ' || (count(*) - 1) ||"
    " ' more' END AS label FROM meetings WHERE meeting {test} GROUP BY meeting",
    "conflict": "SELECT id, what AS label FROM conflicts WHERE id {test}",
    "fact": "SELECT id, says AS label FROM facts WHERE id {test}",
}
"""How the subjects of a kind are found. Of other kinds, the registry tells it, which takes longer to load."""


def kinds() -> tuple[str, ...]:
    """What can be looked for, in the order in which it is listed: every kind of subject, and facts."""
    from regesta.projections.registry import BY_KIND

    # What nothing can be added to, such as a judgement on two agents, is found with the subjects that it is about.
    others = (
        kind
        for kind, projection in BY_KIND.items()
        if kind not in _SQL and any("of" in model.model_fields for model in projection.facts)
    )
    return (*(kind for kind in _SQL if kind != "fact"), *others, "fact")


def _sql(kind: str) -> str:
    if kind in _SQL:
        return _SQL[kind]
    from regesta.projections.registry import BY_KIND

    table = BY_KIND[kind].tables[0]
    return _OTHER.format(id=table.owner, label=table.label, table=table.name, test="{test}")


_OTHER = 'SELECT "{id}" AS id, "{label}" AS label FROM "{table}" WHERE "{id}" {test}'


def with_id(connection: sqlite3.Connection, text: str, among: Sequence[str]) -> tuple[Subject, ...]:
    """What has exactly this id: at most one subject of each kind.

    A fact that opened a subject without a key shares its id with the subject; the subject stands for both.
    """
    found = tuple(_ask(connection, among, "= ?", (text,)))
    return tuple(subject for subject in found if subject.kind != "fact") or found


def withdrawn(connection: sqlite3.Connection, text: str, among: Sequence[str]) -> tuple[Subject, ...]:
    """What had exactly this id, and has no record now: all that told of it was withdrawn, and is still in the log."""
    told = rows(
        connection,
        "SELECT subject_kind AS kind, says FROM facts WHERE subject = ? AND subject_kind IS NOT NULL ORDER BY position",
        (text,),
    )
    labels = {str(row["kind"]): str(row["says"]) for row in reversed(tuple(told))}
    return tuple(Subject(kind, text, label) for kind, label in labels.items() if kind in among)


def with_prefix(
    connection: sqlite3.Connection, text: str, among: Sequence[str], limit: int = 20
) -> tuple[Subject, ...]:
    """What has an id that begins so, at most `limit` of each kind; nothing for prefixes that are too short."""
    return beginning(connection, text, among, limit) if len(text) >= SHORTEST_PREFIX else ()


def beginning(connection: sqlite3.Connection, text: str, among: Sequence[str], limit: int) -> tuple[Subject, ...]:
    """What has an id that begins so, however short it is, at most `limit` of each kind."""
    # A range and not LIKE: the index serves it, and no character of the text has a meaning.
    found = tuple(_ask(connection, among, f"BETWEEN ? AND ? LIMIT {int(limit)}", (text, text + "\U0010ffff")))
    subjects = {subject.id for subject in found if subject.kind != "fact"}
    return tuple(subject for subject in found if subject.kind != "fact" or subject.id not in subjects)


def some(connection: sqlite3.Connection, among: Sequence[str], limit: int = 10_000) -> Iterator[Subject]:
    """The subjects of these kinds, at most `limit` of each: to find what comes near."""
    return _ask(connection, among, f">= ? LIMIT {int(limit)}", ("",))


def canonical_agent(connection: sqlite3.Connection, identity: str) -> str | None:
    """The id of the agent's row, whichever of the agent's ids is given; None if there is none."""
    found = connection.execute("SELECT agent FROM aliases WHERE id = ?", (identity,)).fetchone()
    return None if found is None else str(found[0])


def _ask(
    connection: sqlite3.Connection, among: Sequence[str], test: str, parameters: tuple[str, ...]
) -> Iterator[Subject]:
    test, _, limit = test.partition(" LIMIT ")
    for kind in among:
        sql = _sql(kind).format(test=test)
        for row in rows(connection, f"{sql} ORDER BY 1" + (f" LIMIT {limit}" if limit else ""), parameters):
            yield Subject(kind, str(row["id"]), str(row["label"]))
