"""`regesta show`: the record of a subject, or a fact."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from regesta.cli.completion import SUBJECTS, Known
from regesta.cli.options import dossier_option, json_option
from regesta.cli.printing import print_json, printed

if TYPE_CHECKING:
    import sqlite3

    from regesta.projections.reading.subjects import Subject


@click.command()
@click.argument("subject", metavar="ID|NAME", type=Known("ID|NAME", (*SUBJECTS, "fact")))
@json_option
@dossier_option
def show(subject: str, as_json: bool) -> None:
    """Show the record of a subject, or a fact.

    What is named by an id, the beginning of one (4 characters or more), a name or a title; KIND/ID where an id is used
    twice. Shown are its values, the evidence with its quotes, and its history.

    \b
    Example:
      regesta show "Jon Huntsman"
      regesta show posting/huntsman-moscow --json
    """
    from regesta.cli.desk import reading
    from regesta.cli.referring import subject as named
    from regesta.projections.reading.subjects import KINDS

    with reading() as desk:
        found = named("ID", subject, KINDS, desk.connection)
        value, lines = _fact(desk.connection, found) if found.kind == "fact" else _record(desk.connection, found)
        if as_json:
            print_json(value)
            return
        printed(lines)


def _record(connection: "sqlite3.Connection", found: "Subject") -> tuple[dict[str, object], Iterator[str]]:
    from regesta.cli.showing import record_lines
    from regesta.projections.reading.record import record

    subject = record(connection, found)
    return asdict(subject), record_lines(subject)


def _fact(connection: "sqlite3.Connection", found: "Subject") -> tuple[dict[str, object], Iterator[str]]:
    from regesta.cli.showing import fact_lines
    from regesta.projections.reading import ledger
    from regesta.projections.reading.record import citations_of

    fact = ledger.fact(connection, found.id)
    assert fact is not None  # noqa: S101 - it was found in the same table
    citations = citations_of(connection, found.id)
    versions = tuple(ledger.entries_of(connection, found.id))
    value: dict[str, object] = {
        "kind": "fact",
        "id": found.id,
        "fact": fact,
        "citations": citations,
        "versions": versions,
    }
    return value, fact_lines(fact, citations, versions)
