"""`regesta restrict` and `regesta release`: who may see a fact, or all that is of a source, an agent or an import."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import click

from regesta.cli.amending import amending, fact_named, recorded
from regesta.cli.completion import Known
from regesta.cli.draft import made
from regesta.cli.level import ONE_SORT, level, level_options, remarks_on
from regesta.cli.recording import Prepared
from regesta.cli.refusal import WrongUsage
from regesta.events.restriction import CODES

if TYPE_CHECKING:
    from regesta.cli.desk import Desk

Command = Callable[..., None]


def _targets(command: Command) -> Command:
    """Adds the argument and the options by which a command names what it restricts, and --because."""
    for option in (
        click.option("--because", metavar="TEXT", help="Why; for the desk alone."),
        click.option("--import", "import_", metavar="NAME", help="All that came with this import."),
        click.option("--agent", type=Known("AGENT", ("agent",)), help="All that is of this agent, or names it."),
        click.option("--source", type=Known("SOURCE", ("source",)), help="All that is of this source, or cites it."),
        click.argument("fact", required=False, metavar="[FACT]", type=Known("FACT", ("fact",))),
    ):
        command = option(command)
    return command


@click.command()
@_targets
@level_options(CODES)
@amending
def restrict(internal: bool, withhold: str | None, until: str | None, **given: str | bool | None) -> None:
    """Keep a fact from being published: for good, or until a day.

    With the fact go its versions, and whatever would give it away (docs/restrictions.md). With --source, --agent or
    --import, all that is of it is restricted, but for facts that have a restriction of their own.

    \b
    Example:
      regesta restrict 0j522q3z --internal
      regesta restrict --source letter-1984 --withhold source-protection
      regesta restrict --import interviews --embargo-until 2030-01-01
    """
    said = level(internal, withhold, until)
    if said is None:
        raise WrongUsage(ONE_SORT)
    if withhold == "other" and not given["because"]:
        raise WrongUsage("--withhold other: say which reason it is with --because.")
    _record(said, given)


@click.command()
@_targets
@amending
def release(**given: str | bool | None) -> None:
    """Make public again what was restricted.

    A fact stays withheld all the same while something that it names is; the command says so.

    \b
    Example:
      regesta release 0j522q3z
      regesta release --import interviews --because "The last of them agreed."
    """
    _record({"level": "public"}, given)


def _record(said: Mapping[str, object], given: Mapping[str, str | bool | None]) -> None:
    named = [name for name in ("fact", "source", "agent", "import_") if given[name]]
    if len(named) != 1:
        raise WrongUsage("Restrictions speak of one thing: give a FACT, or one of --source, --agent and --import.")
    note = {} if given["because"] is None else {"note": given["because"]}
    target: dict[str, str] = {}

    def make(desk: "Desk") -> Prepared:
        found, remarks = _target(named[0], str(given[named[0]]), desk)
        target.update(found)
        if said["level"] != "public" and "fact" in found:
            remarks += _quoted_by_others(found["fact"], desk)
        fact = made({"kind": "restriction", **target, **said, **note}, "--because")
        return Prepared((fact,), remarks=(*remarks, *remarks_on(said)))

    recorded(given, make)
    _tell_what_follows(target, str(said["level"]))


def _target(name: str, text: str, desk: "Desk") -> tuple[dict[str, str], tuple[str, ...]]:
    """What is restricted, by its id: a fact under that of its first version; and what to say of it."""
    from regesta.cli.referring import Unknown, subject

    if name == "fact":
        row = fact_named(text, desk.connection)
        if row["kind"] == "restriction":
            raise WrongUsage(f"FACT: {row['id']} is a restriction, which nobody but the desk sees; retract it instead.")
        return {"fact": str(row["root"] or row["id"])}, _said_elsewhere(row, desk)
    if name == "import_":
        known = desk.connection.execute("SELECT 1 FROM facts WHERE import_name = ? LIMIT 1", (text,)).fetchone()
        if known is None:
            names = [row[0] for row in desk.connection.execute("SELECT DISTINCT import_name FROM facts") if row[0]]
            listed = (
                f"Those that there are: {', '.join(sorted(names)[:8])}."
                if names
                else "No fact here came with an import."
            )
            raise Unknown(f"--import: nothing came with an import {text!r}. {listed}")
        return {"import": text}, ()
    return {name: subject(f"--{name}", text, (name,), desk.connection).id}, ()


def _said_elsewhere(row: "Mapping[str, object]", desk: "Desk") -> tuple[str, ...]:
    """A remark on other facts that say just the same: they are shown or withheld on their own."""
    same = desk.connection.execute(
        "SELECT id FROM facts WHERE content = ? AND root IS NOT ? ORDER BY position", (row["content"], row["root"])
    ).fetchall()
    return tuple(f"{id} says the same, and is shown or withheld on its own." for (id,) in same)


def _quoted_by_others(fact: str, desk: "Desk") -> tuple[str, ...]:
    """A remark on the facts that hold some of the words that a fact quotes: often a new agent, recorded with it."""
    from regesta.projections.reading.restricted import quoting_too

    found = quoting_too(desk.connection, fact)
    if not found:
        return ()
    rest = f" and {len(found) - 3:,} more" if len(found) > 3 else ""
    goes = "has words that it quotes, and goes" if len(found) == 1 else "have words that it quotes, and go"
    return (f"{', '.join(found[:3])}{rest} {goes} with it unless released: `regesta release {found[0]}`.",)


def _tell_what_follows(target: Mapping[str, str], level: str) -> None:
    """Say whether what was released can be shown, and how much of the log may not be shown today."""
    from datetime import UTC, datetime

    from regesta.cli.desk import reading
    from regesta.cli.options import here
    from regesta.cli.printing import say
    from regesta.events.counted import in_entries
    from regesta.projections.hidden import DEPENDS, RESTRICTS
    from regesta.projections.public import withheld_in

    hidden = withheld_in(here().log, datetime.now(UTC).date())
    if level == "public" and "fact" in target:
        with reading() as desk:
            found = desk.connection.execute("SELECT position FROM facts WHERE id = ?", (target["fact"],)).fetchone()
        if found is not None and int(found[0]) in hidden:
            say("It stays withheld all the same: something that it names is withheld.")
    facts = [why for why in hidden.values() if why != RESTRICTS]
    depend = sum(why == DEPENDS for why in facts)
    if not facts:
        say("Everything may be published today.")
        return
    say(
        f"{in_entries(len(facts))} may not be published today, {depend:,} of them because they would give others away:"
        " `regesta log --withheld` lists them."
    )
