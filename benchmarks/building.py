"""Building the database from the log, refreshing it after one fact, and an edition of the past."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from benchmarks.made import ACT, facts, recorded
from benchmarks.result import Result, median, timed
from regesta.events.entry import format_entry
from regesta.events.facts import Fact, dump_fact
from regesta.events.store import Log
from regesta.projections.build import build, refresh


def results(count: int, folder: Path) -> Iterator[Result]:
    """A full build; its floor inserts the same rows, already made, with the same indexes, by bare `executemany`."""
    made = facts(count + 1)
    dossier, _ = recorded(folder / "building", made[:count])
    seconds, _ = timed(lambda: refresh(dossier))
    floor = _floor(dossier.database, folder / "floor.db")
    yield Result("build, all tables", seconds, floor, "bare executemany", "at most 2 ×", count)

    middle, _ = timed(lambda: build(dossier.log, folder / "middle.db", as_known=count // 2))
    yield Result("build, as known at half the log", middle, floor / 2, "half of it", "at most 2 ×", count // 2)

    yield Result("refresh, nothing new", median(lambda: refresh(dossier), 5), 0.050, "the goal", "less than 50 ms")
    _add(dossier.log, made[count], count)
    seconds, _ = timed(lambda: refresh(dossier))
    yield Result("refresh, one new fact", seconds, 0.050, "the goal", "less than 50 ms")


def _add(log: Log, fact: Fact, size: int) -> None:
    line = format_entry(dump_fact(fact), at=ACT.at, by=ACT.by, tool=ACT.tool, salt=bytes(16))
    log.append([line], expected_size=size)


def _floor(database: Path, empty: Path) -> float:
    """How long the rows of a database take to insert into an empty one, and then its indexes and its full text."""
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(empty)) as target:
        schema = source.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        searches = {name: sql for _, name, sql in schema if sql.startswith("CREATE VIRTUAL")}
        virtual = tuple(searches)
        plain = [(kind, name, sql) for kind, name, sql in schema if not name.startswith(virtual or ("\0",))]
        tables = [(name, sql) for kind, name, sql in plain if kind == "table"]
        rows = {name: source.execute(f'SELECT * FROM "{name}"').fetchall() for name, _ in tables}
        target.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF")
        for _, sql in tables:
            target.execute(sql)

        def insert() -> None:
            with target:
                for name, held in rows.items():
                    if held:
                        marks = ", ".join("?" * len(held[0]))
                        target.executemany(f'INSERT INTO "{name}" VALUES ({marks})', held)
                for kind, _, sql in plain:
                    if kind == "index":
                        target.execute(sql)
                for name, sql in searches.items():
                    target.execute(sql)
                    target.execute(f'INSERT INTO "{name}" ("{name}") VALUES (\'rebuild\')')

        return timed(insert)[0]
