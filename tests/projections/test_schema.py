"""The schema: strict tables, keys and indexes from the marks, and search that Datasette finds."""

import sqlite3

import pytest
from databases import built
from datasette.utils import detect_fts
from factories import a_source, a_statement, an_agent
from memory_log import recorded
from sqlite_utils import Database

from regesta.projections.column import Table, columns
from regesta.projections.reading import glimpse
from regesta.projections.registry import TABLES
from regesta.projections.schema import indexed, searched
from regesta.projections.views import VIEWS


@pytest.fixture(scope="module")
def database() -> Database:
    return Database(built(recorded(a_source(), an_agent(), a_statement(text="Антонова не приняли; Müller stayed."))))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_is_what_its_marks_say(database: Database, table: Table) -> None:
    found = database.table(table.name)
    assert found.strict
    assert found.pks == ["id"]
    assert [column.name for column in found.columns] == [field.name for field in columns(table.row)]
    assert {(key.column, key.other_table, key.other_column) for key in found.foreign_keys} == {
        (field.name, field.column.refers, "id") for field in columns(table.row) if field.column.refers
    }
    single = {tuple(index.columns) for index in found.indexes}
    assert {(name,) for name in indexed(table)} <= single
    assert next(column.notnull for column in found.columns) == 1


def test_what_an_agent_did_is_looked_up_by_that_agent(database: Database) -> None:
    plan = " ".join(str(row[3]) for row in database.conn.execute(f"EXPLAIN QUERY PLAN {glimpse.ACTS}", ("ann",)))
    assert "idx_timeline_agent" in plan
    assert "idx_timeline_other" in plan
    assert "SCAN" not in plan


@pytest.mark.parametrize("table", [table for table in TABLES if searched(table)], ids=lambda table: table.name)
def test_search_is_found_by_datasette_and_by_sqlite_utils(database: Database, table: Table) -> None:
    assert detect_fts(database.conn, table.name) == f"{table.name}_fts"
    assert database.table(table.name).detect_fts() == f"{table.name}_fts"
    assert database.table(table.name).has_counts_triggers is False


def test_what_refers_names_a_table_and_every_first_column_is_the_key() -> None:
    names = {table.name for table in TABLES}
    for table in TABLES:
        assert columns(table.row)[0].name == "id"
        assert {field.column.refers for field in columns(table.row) if field.column.refers} <= names
        assert {table.label, table.owner} <= {field.name for field in columns(table.row)}
        assert (table.sort or "-id").lstrip("-") in {field.name for field in columns(table.row)}


@pytest.mark.parametrize(
    ("words", "found"), [("muller", 1), ("Антонова", 1), ("антонов*", 1), ('"Антонов"', 0), ("nobody", 0)]
)
def test_search_drops_accents_and_case_and_finds_beginnings(database: Database, words: str, found: int) -> None:
    rows = database.execute("SELECT count(*) FROM statements_fts WHERE statements_fts MATCH ?", (words,)).fetchone()
    assert rows == (found,)


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_can_be_read(database: Database, view: str) -> None:
    database.execute(f"SELECT * FROM {view}").fetchall()


def test_private_tables_begin_with_an_underscore(database: Database) -> None:
    public = {table.name for table in TABLES}
    shadows = {f"{name}_fts{part}" for name in public for part in ("", "_data", "_idx", "_docsize", "_config")}
    others = {name for name in database.table_names() if not name.startswith("sqlite_")} - public - shadows
    assert others and all(name.startswith("_") for name in others)


def test_a_value_of_another_type_is_refused(database: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        database.execute("UPDATE sources SET year = 'last'")
