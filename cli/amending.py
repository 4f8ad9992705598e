"""What the commands that act on recorded facts share: finding the fact, and recording the act."""

import sqlite3
from collections.abc import Callable, Mapping

from regesta.cli.adding import asker, option
from regesta.cli.author import author
from regesta.cli.desk import Desk
from regesta.cli.fields import evidence_fields
from regesta.cli.options import author_option, dossier_option, here, json_option
from regesta.cli.recording import Pen, Prepared, commit, tell
from regesta.cli.referring import Ambiguous, listed, subject
from regesta.events.errors import RegestaError
from regesta.events.facts import KINDS
from regesta.projections.reading import ledger
from regesta.projections.reading.rows import Row
from regesta.projections.reading.subjects import Subject, kinds

Command = Callable[..., None]


class NotInForce(RegestaError):
    """A fact that cannot be acted on: it is withdrawn, or is an act itself."""


def amending(command: Command) -> Command:
    """Adds the options of every command that records an act: --author, --json and --dossier."""
    return author_option(json_option(dossier_option(command)))


def evidence_options(kind: str) -> Callable[[Command], Command]:
    """Adds the options by which an act says what it rests on."""

    def decorate(command: Command) -> Command:
        for field in reversed(evidence_fields(KINDS[kind])):
            made = option(field)
            command.__dict__.setdefault("__click_params__", []).append(made)
        return command

    return decorate


def recorded(given: Mapping[str, object], make: Callable[[Desk], Prepared]) -> None:
    """Record what `make` gives and print it; `given` holds `author`, `as_json` and, if it is offered, `new_agent`."""
    ask, dossier = asker(), here()
    name = given["author"]
    by = author(None if name is None else str(name), dossier.path, ask is not None)
    pen = Pen(dossier, by, ask, bool(given.get("new_agent")))
    tell(pen, commit(pen, make), bool(given["as_json"]))


def fact_named(text: str, connection: sqlite3.Connection, fits: Callable[[Row], bool] = lambda row: True) -> Row:
    """The fact that an id names, or the beginning of one; or the id of a subject of which one fact alone speaks.

    Of several, it is the one that alone fits what is to be done. A subject without a key has the id of the fact that
    opened it: that id names the fact, however many speak of it.
    """
    exact = ledger.fact(connection, text)
    if exact is not None:
        return _can_be_acted_on(exact)
    found = subject("FACT", text, kinds(), connection)
    if found.kind != "fact":
        told = [
            Subject("fact", str(row["fact"]), str(row["says"]))
            for row in ledger.entries_about(connection, found.kind, found.id)
            if row["status"] == "in-force" and row["kind"] not in ("retraction", "confirmation")
        ]
        fitting = [one for one in told if (fact := ledger.fact(connection, one.id)) is not None and fits(fact)]
        if len(fitting) == 1:
            told = fitting
        if len(told) != 1:
            raise Ambiguous(
                f"FACT: {len(told)} facts speak of {found.kind} {found.id}: {listed(told)}; name one of them."
                if told
                else f"FACT: no fact in force speaks of {found.kind} {found.id}. Of what was withdrawn, give the id of"
                f" a fact: `regesta log {found.id}` lists them."
            )
        found = told[0]
    row = ledger.fact(connection, found.id)
    if row is None:
        raise NotInForce(f"FACT: no fact {found.id!r} is recorded.")
    return _can_be_acted_on(row)


def _can_be_acted_on(row: Row) -> Row:
    if row["kind"] == "withheld":
        raise NotInForce(f"FACT: the log does not tell what {row['id']} says, or no longer, so nothing is said of it.")
    if erases(row):
        raise NotInForce(f"FACT: {row['id']} records that something was erased, and that has to stay on record.")
    return row


def erases(row: Row) -> bool:
    """Whether a fact records that another was erased."""
    said = row["json"]
    return isinstance(said, dict) and said.get("kind") == "restriction" and said.get("level") == "erased"
