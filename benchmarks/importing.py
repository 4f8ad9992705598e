"""Importing a file of JSON Lines: read, checked, compared with the dossier, and durable in one commit."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from benchmarks.made import rows
from benchmarks.result import Result, timed
from regesta.cli.import_run import Order, Told, run
from regesta.events.dossier import Dossier, create

COLUMNS = ("kind", "key", "of", "name", "title", "type", "holder", "post", "phase", "start", "source", "locator")


def results(count: int, folder: Path) -> Iterator[Result]:
    """An import into an empty dossier, and of the same file again; the floor parses the lines and inserts the rows."""
    path = folder / "facts.jsonl"
    path.write_text("".join(f"{json.dumps(_written(row))}\n" for row in rows(count)), encoding="utf-8")
    dossier = create(folder / "importing", title="Benchmark")
    seconds, _ = timed(lambda: _imported(dossier, path))
    floor, _ = timed(lambda: _floor(path, folder / "floor.db"))
    yield Result("import, JSON Lines", seconds, floor, "json.loads and executemany", "at least 50,000 facts/s", count)

    _imported(dossier, path)  # builds the database, which a dossier in use has
    again, _ = timed(lambda: _imported(dossier, path))
    yield Result("import, all of it known", again, floor, "json.loads and executemany", "less than the first", count)


def _imported(dossier: Dossier, path: Path) -> Told:
    return run(Order(dossier, (str(path),), "benchmark"))


def _written(row: dict[str, object]) -> dict[str, object]:
    """A fact as a file has it: dates as they are worded, one citation flat."""
    dates = {name: value["verbatim"] for name, value in row.items() if isinstance(value, dict)}
    citations = row.get("citations")
    flat = citations[0] if isinstance(citations, list) else {}
    return {**{name: value for name, value in row.items() if name != "citations"}, **dates, **flat}


def _floor(path: Path, database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, path.open("rb") as file, connection:
        connection.execute(f"CREATE TABLE facts ({', '.join(COLUMNS)})")
        parsed = map(json.loads, file)
        marks = ", ".join("?" * len(COLUMNS))
        values = (tuple(map(row.get, COLUMNS)) for row in parsed)
        connection.executemany(f"INSERT INTO facts VALUES ({marks})", values)
