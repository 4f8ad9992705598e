"""`regesta status`: how large the dossier is, and how it is."""

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import click

from regesta.cli.options import dossier_option, here, json_option
from regesta.cli.printing import print_json, printed, table
from regesta.events.counted import in_entries

if TYPE_CHECKING:
    from regesta.events.dossier import Dossier


@click.command()
@json_option
@dossier_option
def status(as_json: bool) -> None:
    """Tell how large the dossier is, and how it is.

    The size of the log and its root hash, the newest entry, what is captured, what was recorded, and whether the
    database shows it all. Exits with 1 if something is wrong with the folder, such as what an interrupted append left.

    \b
    Example:
      regesta status
    """
    from regesta.cli.editions import editions
    from regesta.cli.logged import rooted

    dossier = here()
    size, root = rooted(dossier.log)
    problems = dossier.log.problems()
    files = tuple(path for path in dossier.captures.glob("*/*") if len(path.name) == 64)
    value = {
        "dossier": str(dossier.path.resolve()),
        "title": dossier.settings.title,
        "entries": size,
        "root": root.hex(),
        "newest": _newest(dossier, size),
        "captured_files": len(files),
        "captured_bytes": sum(path.stat().st_size for path in files),
        "editions": [edition.name for edition in editions(dossier)],
        "database": _database(dossier, size),
        "records": _counts(),
        "restricted": _restricted(dossier),
        "problems": [str(problem) for problem in problems],
    }
    if as_json:
        print_json(value)
    else:
        printed(table([(name.replace("_", " "), _shown(told)) for name, told in value.items() if told not in ([], {})]))
    if problems:
        raise click.exceptions.Exit(1)


def _newest(dossier: "Dossier", size: int) -> dict[str, object] | None:
    """The last entry: its fact, when it was recorded and by whom."""
    from regesta.events.entry import parse_entry

    if not size:
        return None
    entry = parse_entry(next(dossier.log.read(size - 1)))
    return {"fact": entry.id, "recorded_at": entry.at, "recorded_by": entry.by}


def _database(dossier: "Dossier", size: int) -> str:
    """Whether the database shows the log: `up to date`, how far it is behind, or that it is built when it is read."""
    from regesta.projections.build import version

    try:
        with closing(sqlite3.connect(f"{dossier.database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            schema, reached = connection.execute("SELECT schema, size FROM _reached").fetchone()
    except (sqlite3.Error, TypeError):
        return "not built; it is when it is asked for"
    if schema != version() or reached > size:
        return "of another version; it is built anew when it is asked for"
    return (
        "up to date" if reached == size else f"{in_entries(size - reached)} behind; they are added when it is asked for"
    )


def _counts() -> dict[str, int]:
    """How many subjects of each kind have a record."""
    from regesta.cli.desk import reading

    with reading() as desk:
        return dict(zip(_RECORDS, desk.connection.execute(_COUNTS).fetchone(), strict=True))


def _restricted(dossier: "Dossier") -> dict[str, int]:
    """How many entries may not be published today, by reason; restrictions themselves are not counted."""
    from collections import Counter
    from datetime import UTC, datetime

    from regesta.projections.hidden import RESTRICTS
    from regesta.projections.public import withheld_in

    hidden = withheld_in(dossier.log, datetime.now(UTC).date()).values()
    return dict(sorted(Counter(why for why in hidden if why != RESTRICTS).items()))


_RECORDS = ("postings", "statements", "meetings", "agents", "posts", "sources")
_COUNTS = (
    "SELECT (SELECT count(*) FROM postings), (SELECT count(*) FROM statements),"
    " (SELECT count(DISTINCT meeting) FROM meetings), (SELECT count(*) FROM agents), (SELECT count(*) FROM posts),"
    " (SELECT count(*) FROM sources)"
)


def _shown(value: object) -> str:
    match value:
        case int():
            return f"{value:,}"
        case list():
            return ", ".join(map(str, value))
        case dict():
            return ", ".join(f"{name.replace('_', ' ')} {part}" for name, part in value.items())
        case None:
            return "nothing yet"
        case _:
            return str(value)
