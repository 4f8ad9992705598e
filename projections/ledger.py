"""The ledger: every fact ever recorded with its status, and the history of every subject."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from regesta.events.agent import Identity
from regesta.events.amendment import Confirmation, Correction, Retraction
from regesta.events.canonical import sha256
from regesta.events.facts import Fact, content
from regesta.events.independence import Independence
from regesta.projections.account import Account, Names, Projection, Told
from regesta.projections.column import Column, Table
from regesta.projections.force import SUPERSEDED, WITHHELD, Lineage, Logged, named, told


@dataclass(frozen=True, slots=True)
class FactRow:
    """One row for each entry of the log, whatever became of it."""

    id: Annotated[str, Column("the fact's id: the first 16 characters of its digest")]
    position: Annotated[int, Column("its place in the log, from 0", index=True)]
    says: Annotated[str, Column("what it says, in a line", search=True)]
    kind: Annotated[str, Column("what kind of fact it is; withheld if it is not told", facet=True)]
    status: Annotated[
        str,
        Column(
            "in-force; corrected (another version replaces it); retracted; superseded (a later judgement on the same"
            " pair); withheld",
            facet=True,
        ),
    ]
    subject_kind: Annotated[str | None, Column("what kind of subject it is about", facet=True)]
    subject: Annotated[str | None, Column("the subject's id", index=True)]
    root: Annotated[
        str | None, Column("the fact that this is a version of, or acts on; its own id if neither", refers="facts")
    ]
    replaced_by: Annotated[str | None, Column("the version that replaced it", refers="facts")]
    recorded_at: Annotated[str, Column("when the log took it (UTC)", index=True)]
    recorded_by: Annotated[str | None, Column("who recorded it", facet=True)]
    recorded_with: Annotated[str | None, Column("with what")]
    import_name: Annotated[str | None, Column("the import that brought it", facet=True)]
    import_key: Annotated[str | None, Column("its key within the import", index=True)]
    note: Annotated[str | None, Column("the note, reason or motive that it carries", search=True)]
    content: Annotated[str | None, Column("the SHA-256 of what it says", index=True)]
    json: Annotated[str | None, Column("the fact as the log holds it")]


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One row for each thing that happened to a subject's record."""

    id: Annotated[str, Column("the fact and the subject that it changed")]
    subject_kind: Annotated[str, Column("what kind of subject", facet=True)]
    subject: Annotated[str, Column("the subject's id", index=True)]
    position: Annotated[int, Column("the position in the log at which it happened", index=True)]
    recorded_at: Annotated[str, Column("when it was recorded (UTC)")]
    recorded_by: Annotated[str | None, Column("who recorded it")]
    change: Annotated[
        str, Column("opened, added, corrected, retracted, restored, confirmed, judged or restricted", facet=True)
    ]
    motive: Annotated[
        str | None, Column("was-wrong, no-longer-true, clerical or source-corrected: a correction's", facet=True)
    ]
    why: Annotated[str | None, Column("the note or reason given")]
    says: Annotated[str, Column("what the fact says, in a line")]
    fact: Annotated[str, Column("the fact that did it", refers="facts")]


FACTS = Table("facts", "Every fact ever recorded, with its status", FactRow, label="says", sort="-position")
HISTORY = Table(
    "history", "What happened to each record, and why", HistoryRow, label="says", sort="-position", owner="fact"
)


def ledger(account: Account, projection: Projection | None, names: Names) -> Iterator[FactRow | HistoryRow]:
    """The rows of every entry that speaks of a subject; of none at all, if there is no projection."""
    filed = projection.filed(account, names) if projection else ()
    superseded = {version.id for version in account.facts[:-1]} if projection and projection.last_stands else ()
    opened = account.ever[0].entry if account.ever else None
    for one in account.entries:
        entry = one.entry
        line = _says(one, entry, account, projection, names)
        status = SUPERSEDED if entry.id in superseded else one.lineage.status[entry.id]
        yield _fact(one, line, status, filed[0] if filed else (None, None))
        if entry.fact is None:
            continue
        change = _change(one.lineage, entry)
        if change == "added" and projection and projection.does:
            change = projection.does
        elif entry is opened:
            change = "opened"
        for kind, subject in dict.fromkeys((*filed, *(_now(*other, names) for other in one.moved))):
            beside = change == "opened" and (kind, subject) != filed[0]  # it opened another subject than this one
            yield _history(entry, line, "added" if beside else change, kind, subject)


def _now(kind: str, id: str, names: Names) -> tuple[str, str]:
    return kind, names.seen("agent", id)["id"] if kind == "agent" else id


def _fact(one: Told, line: str, status: str, filed: tuple[str | None, str | None]) -> FactRow:
    entry, fact = one.entry, one.entry.fact
    origin = fact.origin if fact is not None else None
    return FactRow(
        id=entry.id,
        position=entry.position,
        says=line,
        kind=fact.kind if fact is not None else WITHHELD,
        status=status,
        subject_kind=filed[0],
        subject=filed[1],
        root=one.lineage.root.id,
        replaced_by=one.lineage.replaced_by.get(entry.id),
        recorded_at=entry.at,
        recorded_by=entry.by,
        recorded_with=entry.tool,
        import_name=origin.name if origin else None,
        import_key=origin.key if origin else None,
        note=_note(fact),
        content=_content(entry),
        json=entry.json,
    )


_ORIGIN = re.compile(r',"origin":\{"key":"(?:[^"\\]|\\.)*","name":"[^"\\]*"\}')


def _content(entry: Logged) -> str | None:
    """`events.facts.content`, from the text of the log: what was written is hashed, but for its import."""
    if entry.fact is None or entry.json is None:
        return None
    text, origins = entry.json, entry.json.count('"origin":{')
    if origins and (origins > 1 or isinstance(entry.fact, Correction)):  # a fact within the fact has its own
        return content(entry.fact).hex()
    return sha256((_ORIGIN.sub("", text) if origins else text).encode()).hex()


def _history(entry: Logged, line: str, change: str, kind: str, subject: str) -> HistoryRow:
    return HistoryRow(
        id=f"{entry.id}~{kind}~{subject}",
        subject_kind=kind,
        subject=subject,
        position=entry.position,
        recorded_at=entry.at,
        recorded_by=entry.by,
        change=change,
        motive=entry.fact.motive if isinstance(entry.fact, Correction) else None,
        why=_note(entry.fact),
        says=line,
        fact=entry.id,
    )


def _note(fact: Fact | None) -> str | None:
    match fact:
        case None:
            return None
        case Retraction():
            return fact.reason
        case Identity() | Independence():
            return fact.because
        case _:
            return fact.note


def _change(lineage: Lineage, entry: Logged) -> str:
    """What an entry did to the record; retracting a retraction restores, and so on in turn."""
    match entry.fact:
        case Correction():
            return "corrected" if lineage.root is not entry else "added"
        case Confirmation():
            return "confirmed"
        case Retraction():
            return "restored" if _undone(lineage, entry)[1] else "retracted"
        case _:
            return "added"


def _undone(lineage: Lineage, entry: Logged) -> tuple[Logged | None, bool]:
    """What is withdrawn in the end, past retractions of retractions, and whether it is thereby restored."""
    restores, target = False, _target(lineage, entry)
    while target is not None and isinstance(target.fact, Retraction):
        restores, target = not restores, _target(lineage, target)
    return target, restores


def _target(lineage: Lineage, entry: Logged) -> Logged | None:
    """What an entry acts on, if that was recorded before it."""
    wanted = named(entry.fact)
    return next((one for one in lineage.entries if one.id == wanted and one.position < entry.position), None)


def _says(one: Told, entry: Logged, account: Account, projection: Projection | None, names: Names) -> str:
    prefix, said = "", entry
    if isinstance(said.fact, Retraction):
        target, restores = _undone(one.lineage, said)
        prefix, said = "Restored: " if restores else "Retracted: ", target or said
    if isinstance(said.fact, Confirmation):
        prefix += "Confirmed: "
    while isinstance(said.fact, Retraction | Confirmation):
        target = _target(one.lineage, said)
        if target is None:
            return f"{prefix}a fact that is not known"
        said = target
    if isinstance(said.fact, Correction):
        prefix += "Corrected: "
    plain = told(said)
    if plain is None:
        return f"{prefix}withheld" if prefix else "Withheld"
    if projection is None or not isinstance(plain, projection.facts):
        return f"{prefix}{plain.kind}"
    return prefix + projection.says(plain, account, names)
