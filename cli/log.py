"""`regesta log`: what was recorded."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from regesta.cli.completion import ANY, Known
from regesta.cli.options import dossier_option, json_option
from regesta.cli.printing import print_json, printed, table

if TYPE_CHECKING:
    from regesta.cli.desk import Desk
    from regesta.projections.reading.rows import Row


@click.command()
@click.argument("subject", metavar="[ID]", required=False, type=Known("ID", ANY))
@click.option("-n", "--newest", type=click.IntRange(1), metavar="N", help="The newest N entries alone.")
@click.option("--withheld", is_flag=True, help="What may not be published today, and why; reads the whole log.")
@json_option
@dossier_option
def log(subject: str | None, newest: int | None, withheld: bool, as_json: bool) -> None:
    """List what was recorded, the newest last.

    A line gives the position in the log, when and by whom it was recorded, the fact's id, and what it says; a mark
    tells what is no longer in force. With an ID: what speaks of that subject, or every version of that fact.

    \b
    Example:
      regesta log -n 10
      regesta log huntsman-moscow
      regesta log --withheld
    """
    from regesta.cli.desk import reading

    with reading() as desk:
        entries = tuple(_entries(desk, subject, None if withheld else newest))
        if withheld:
            entries = tuple(_withheld(desk, entries))
    if newest is not None:
        entries = entries[-newest:]
    if as_json:
        print_json(entries)
        return
    printed(table([_line(row) for row in entries]))


def _withheld(desk: "Desk", entries: "Iterable[Row]") -> "Iterator[Row]":
    """Those of some entries that may not be published today, each with the reason."""
    from datetime import UTC, datetime

    from regesta.projections.marks import mark
    from regesta.projections.public import withheld_in

    hidden = withheld_in(desk.dossier.log, datetime.now(UTC).date())
    for row in (one for one in entries if one["position"] in hidden):
        why = mark(desk.connection, hidden, str(row["fact"]))
        if why is not None:
            yield {**row, "withheld": {"why": why.why, "with": why.fact}}


def _entries(desk: "Desk", text: str | None, newest: int | None) -> "Iterator[Row]":
    from regesta.cli.referring import subject
    from regesta.projections.reading import ledger
    from regesta.projections.reading.subjects import kinds

    if text is None:
        return ledger.entries(desk.connection, newest)
    found = subject("ID", text, kinds(), desk.connection)
    if found.kind == "fact":
        return ledger.entries_of(desk.connection, found.id)
    return ledger.entries_about(desk.connection, found.kind, found.id)


def _line(row: "Row") -> tuple[str, ...]:
    marks = [] if row["status"] == "in-force" else [str(row["status"])]
    if isinstance(withheld := row.get("withheld"), dict):
        marks.append(", with ".join(filter(None, withheld.values())))
    who = str(row["recorded_by"] or "withheld").partition(" <")[0]
    note = f" ({row['note']})" if row["note"] else ""
    return (
        str(row["position"]),
        str(row["recorded_at"])[:16].replace("T", " "),
        who,
        str(row["fact"]),
        f"{''.join(f'[{mark}] ' for mark in marks)}{row['says']}{note}",
    )
