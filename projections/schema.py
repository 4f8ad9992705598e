"""The schema: made from the marks on the rows, and nothing else.

Tables are STRICT (it costs nothing), have `id` as their primary key, and real foreign keys; what is faceted, looked
up or refers is indexed. Search is FTS5 with external content, in the form that sqlite-utils makes and Datasette
detects (`content="postings"`, quoted; unquoted it would ignore the search and show everything), kept by triggers.

Search splits words at what is no letter and drops accents (unicode61, remove_diacritics 2). The trigram tokenizer
would find a Russian name in every case ("Антонов" in "Антонова"), but no word of two letters (Xi, Li, Wu),
no name written without its accents, and makes an index five times the size that finds "art" in "party". What inflects
is found by the beginning of the word instead: `regesta.projections.reading.found` asks for the last word as a prefix.
"""

# ruff: noqa: S608 (every name in the SQL is that of one of our own tables or columns)

import sqlite3
from collections.abc import Iterable, Iterator

from regesta.projections.column import Field, Table, columns

TOKENIZER = "unicode61 remove_diacritics 2"

PRIVATE = (
    # The lineages that speak of a subject, by the ids under which it was recorded; `place` is the root's position.
    "CREATE TABLE _speaks (kind TEXT NOT NULL, subject TEXT NOT NULL, place INTEGER NOT NULL, root TEXT NOT NULL,"
    " PRIMARY KEY (kind, subject, place)) STRICT, WITHOUT ROWID",
    # Which subjects name a subject, in any entry ever recorded.
    "CREATE TABLE _mentions (mentioned_kind TEXT NOT NULL, mentioned TEXT NOT NULL, kind TEXT NOT NULL,"
    " subject TEXT NOT NULL, PRIMARY KEY (mentioned_kind, mentioned, kind, subject)) STRICT, WITHOUT ROWID",
    # What a correction says now, so that the same fact recorded plainly is recognized.
    "CREATE TABLE _contents (content TEXT NOT NULL, fact TEXT NOT NULL, PRIMARY KEY (content, fact))"
    " STRICT, WITHOUT ROWID",
    # Which subjects have ever counted a date from one of another subject, by the ids under which they were recorded.
    "CREATE TABLE _leans (anchor_kind TEXT NOT NULL, anchor TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL,"
    " PRIMARY KEY (anchor_kind, anchor, kind, subject)) STRICT, WITHOUT ROWID",
    "CREATE INDEX _leans_of ON _leans (kind, subject)",
    # The dates that such subjects tell, in order; days are counted from the first that can be kept.
    "CREATE TABLE _dates (kind TEXT NOT NULL, subject TEXT NOT NULL, number INTEGER NOT NULL, fact TEXT NOT NULL,"
    " field TEXT NOT NULL, names TEXT NOT NULL, earliest INTEGER, latest INTEGER, relative TEXT NOT NULL,"
    " PRIMARY KEY (kind, subject, number)) STRICT, WITHOUT ROWID",
    # The bounds that follow, where they differ from those that are told; and the facts that they follow from.
    "CREATE TABLE _resolved (fact TEXT NOT NULL, field TEXT NOT NULL, earliest INTEGER, latest INTEGER,"
    " earliest_from TEXT NOT NULL, latest_from TEXT NOT NULL, PRIMARY KEY (fact, field)) STRICT, WITHOUT ROWID",
    # Relations from which nothing follows, because they are part of a contradiction between these facts.
    "CREATE TABLE _set_aside (fact TEXT NOT NULL, field TEXT NOT NULL, relation INTEGER NOT NULL, facts TEXT NOT NULL,"
    " PRIMARY KEY (fact, field, relation)) STRICT, WITHOUT ROWID",
    # How far the log was read: `size` entries, the last of which has the leaf hash `leaf`.
    "CREATE TABLE _reached (id INTEGER PRIMARY KEY CHECK (id = 1), schema TEXT NOT NULL, size INTEGER NOT NULL,"
    " leaf TEXT NOT NULL, as_known TEXT) STRICT",
)
"""What the build keeps for itself; Datasette hides names that begin with an underscore."""


def create_tables(connection: sqlite3.Connection, tables: Iterable[Table]) -> None:
    """Make the tables, empty and without indexes: rows are inserted faster so."""
    for statement in (*map(table_sql, tables), *PRIVATE):
        connection.execute(statement)


def table_sql(table: Table) -> str:
    """The CREATE statement of a table."""
    lines = ",\n".join(f"  {_column_sql(field)}" for field in columns(table.row))
    return f'CREATE TABLE "{table.name}" (\n{lines}\n) STRICT'


def _column_sql(field: Field) -> str:
    parts = [f'"{field.name}"', field.type]
    if field.name == "id":
        parts.append("PRIMARY KEY")
    if not field.nullable:
        parts.append("NOT NULL")
    if field.column.refers:
        parts.append(f'REFERENCES "{field.column.refers}"("id")')
    return " ".join(parts)


def create_indexes(connection: sqlite3.Connection, tables: Iterable[Table]) -> None:
    """Index what is faceted, looked up or refers; and the full text, with the triggers that keep it."""
    from sqlite_utils import Database

    database = Database(connection, execute_plugins=False)
    for table in tables:
        for column in indexed(table):
            name = f"idx_{table.name}_{column}"
            connection.execute(f'CREATE INDEX "{name}" ON "{table.name}" ("{column}")')
        if searched(table):
            database.table(table.name).enable_fts(searched(table), tokenize=TOKENIZER)
            for statement in _triggers(table):
                connection.execute(statement)


def _triggers(table: Table) -> Iterator[str]:
    """What keeps the full text in step (SQLite FTS5, section 4.4.3), named as sqlite-utils names them.

    Unlike its triggers, an update that leaves the searched columns as they were leaves the index alone.
    """
    fts, names = f'"{table.name}_fts"', searched(table)
    listed = ", ".join(f'"{name}"' for name in names)
    old, new = (", ".join(f'{which}."{name}"' for name in names) for which in ("old", "new"))
    remove = f"INSERT INTO {fts} ({fts}, rowid, {listed}) VALUES ('delete', old.rowid, {old});"
    add = f"INSERT INTO {fts} (rowid, {listed}) VALUES (new.rowid, {new});"
    differs = " OR ".join(f'old."{name}" IS NOT new."{name}"' for name in names)
    yield f'CREATE TRIGGER "{table.name}_ai" AFTER INSERT ON "{table.name}" BEGIN {add} END'
    yield f'CREATE TRIGGER "{table.name}_ad" AFTER DELETE ON "{table.name}" BEGIN {remove} END'
    yield f'CREATE TRIGGER "{table.name}_au" AFTER UPDATE ON "{table.name}" WHEN {differs} BEGIN {remove} {add} END'


def analyze(connection: sqlite3.Connection) -> None:
    """Tell SQLite's planner which index is worth its while: nearly every fact is in force, few are of one subject.

    A sample does (SQLite, "ANALYZE", section 3), so that it takes some milliseconds however large the tables are.
    """
    connection.execute("PRAGMA analysis_limit = 1000")
    connection.execute("ANALYZE")


def indexed(table: Table) -> tuple[str, ...]:
    """The columns of a table that have an index of their own."""
    return tuple(
        field.name
        for field in columns(table.row)
        if field.name != "id" and (field.column.facet or field.column.index or field.column.refers)
    )


def searched(table: Table) -> tuple[str, ...]:
    """The columns of a table that its full-text search covers."""
    return tuple(field.name for field in columns(table.row) if field.column.search)


def drop_everything(connection: sqlite3.Connection) -> None:
    """Empty the database, whatever it holds, within the transaction that is open."""
    for kind in ("view", "trigger", "table"):
        rows = connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = ? AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
            " ORDER BY sql NOT LIKE 'CREATE VIRTUAL%'",  # virtual tables first: they take their shadows with them
            (kind,),
        ).fetchall()
        for (name,) in rows:
            connection.execute(f'DROP {kind} IF EXISTS "{name}"')
