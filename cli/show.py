"""`regesta show`: the record of a subject, or a fact."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from regesta.cli.completion import ANY, Known
from regesta.cli.options import dossier_option, here, json_option
from regesta.cli.printing import print_json, printed

if TYPE_CHECKING:
    import sqlite3

    from regesta.projections.reading.subjects import Subject


@click.command()
@click.argument("subject", metavar="ID|NAME", type=Known("ID|NAME", ANY))
@click.option(
    "--as-known",
    "known",
    metavar="EDITION",
    help="As in an earlier edition: a day (YYYY-MM-DD, at its end in UTC), a moment, a number of entries, or a tag.",
)
@json_option
@dossier_option
def show(subject: str, known: str | None, as_json: bool) -> None:
    """Show the record of a subject, or a fact.

    What is named by an id, the beginning of one (4 characters or more), a name or a title; KIND/ID where an id is used
    twice. Shown are its values, the evidence with its quotes, and its history.

    \b
    Example:
      regesta show "Jon Huntsman"
      regesta show posting/huntsman-moscow --json
      regesta show huntsman-moscow --as-known first-draft
    """
    from regesta.cli.edition import edition, reading_as_known
    from regesta.cli.referring import subject as named
    from regesta.projections.reading.subjects import kinds

    with reading_as_known(None if known is None else edition("--as-known", known, here())) as desk:
        found = named("ID", subject, kinds(), desk.connection)
        value, lines = _SHOWN.get(found.kind, _record)(desk.connection, found)
        if as_json:
            print_json(value)
            return
        printed(lines)


def _record(connection: "sqlite3.Connection", found: "Subject") -> tuple[dict[str, object], Iterator[str]]:
    from regesta.cli.showing import record_lines
    from regesta.projections.reading.origins import origins_of
    from regesta.projections.reading.record import record

    subject = record(connection, found)
    origins = origins_of(connection, subject.kind, subject.id) if subject.kind in _RESTING and subject.rows else ()
    return {**asdict(subject), "origins": [asdict(one) for one in origins]}, record_lines(subject, origins)


def _fact(connection: "sqlite3.Connection", found: "Subject") -> tuple[dict[str, object], Iterator[str]]:
    from regesta.cli.showing import fact_lines
    from regesta.projections.marks import Marks, mark
    from regesta.projections.reading import derived, ledger
    from regesta.projections.reading.record import citations_of

    fact = ledger.fact(connection, found.id)
    assert fact is not None  # noqa: S101 - it was found in the same table
    dates, citations = derived.of_fact(connection, found.id), citations_of(connection, found.id)
    versions = tuple(ledger.entries_of(connection, found.id))
    withheld = mark(connection, Marks(here()).today(), found.id)
    value: dict[str, object] = {
        "kind": "fact",
        "id": found.id,
        "fact": fact,
        "dates": dates,
        "citations": citations,
        "versions": versions,
        "withheld": None if withheld is None else {"why": withheld.why, "with": withheld.fact},
    }
    return value, fact_lines(fact, dates, citations, versions, withheld)


def _conflict(connection: "sqlite3.Connection", found: "Subject") -> tuple[dict[str, object], Iterator[str]]:
    from regesta.cli.conflicts import conflict_lines
    from regesta.projections.reading.conflicts import conflict

    shown = conflict(connection, found.id)
    assert shown is not None  # noqa: S101 - it was found in the same table
    value = {"kind": "conflict", **shown.row, "sides": shown.facts, "explanations": shown.explanations}
    return {**value, "history": shown.history}, conflict_lines(shown)


_RESTING = ("posting", "statement", "meeting")
"""The kinds of subject whose evidence is followed to its origins."""

_SHOWN = {"fact": _fact, "conflict": _conflict}
"""What is shown in another way than the record of a subject."""
