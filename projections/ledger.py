"""The ledger: every fact ever recorded with its status, and the history of every subject."""

from dataclasses import dataclass
from typing import Annotated

from regesta.projections.column import Column, Table


@dataclass(frozen=True, slots=True)
class FactRow:
    """One row for each entry of the log, whatever became of it."""

    id: Annotated[str, Column("the fact's id: the first 16 characters of its digest")]
    position: Annotated[int, Column("its place in the log, from 0", index=True)]
    says: Annotated[str, Column("what it says, in a line", search=True)]
    kind: Annotated[str, Column("what kind of fact it is", facet=True)]
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
    content: Annotated[str, Column("the SHA-256 of what it says", index=True)]
    json: Annotated[str, Column("the fact as the log holds it")]


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One row for each thing that happened to a subject's record."""

    id: Annotated[str, Column("the fact and the subject that it changed")]
    subject_kind: Annotated[str, Column("what kind of subject", facet=True)]
    subject: Annotated[str, Column("the subject's id", index=True)]
    position: Annotated[int, Column("the position in the log at which it happened", index=True)]
    recorded_at: Annotated[str, Column("when it was recorded (UTC)")]
    recorded_by: Annotated[str | None, Column("who recorded it")]
    change: Annotated[str, Column("opened, added, corrected, retracted, restored, confirmed or judged", facet=True)]
    motive: Annotated[
        str | None, Column("was-wrong, no-longer-true, clerical or source-corrected: a correction's", facet=True)
    ]
    why: Annotated[str | None, Column("the note or reason given")]
    says: Annotated[str, Column("what the fact says, in a line")]
    fact: Annotated[str, Column("the fact that did it", refers="facts")]


FACTS = Table("facts", "Every fact ever recorded, with its status", FactRow, label="says", sort="-position")
HISTORY = Table("history", "What happened to each record, and why", HistoryRow, label="says", sort="-position")
