"""No byte of what is withheld is in the public log, nor in a database that was built from it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from factories import a_restriction
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from leaks import found_in
from marked_logs import KEYS, key, mark, marked_logs
from memory_log import MemoryLog

from regesta.events.entry import parse_entry
from regesta.events.facts import parse_fact, references
from regesta.events.merkle import add_leaf, leaf_hash, root_of_peaks
from regesta.projections.build import build
from regesta.projections.public import public_lines, withheld_in

TODAY = date(2026, 11, 24)


def cut(log: MemoryLog) -> Iterator[bytes]:
    """The public log of today."""
    return public_lines(log, withheld_in(log, TODAY))


def restricted(log: MemoryLog, data: st.DataObject) -> MemoryLog:
    """The log with some of its facts restricted, by restrictions that bear marks too."""
    ids = [parse_entry(line).id for line in log.lines]
    for fact in data.draw(st.lists(st.sampled_from(ids), min_size=1, max_size=3)):
        token = mark(len(log.lines))
        log.record(a_restriction(fact=fact, note=f"why {token}"), by=f"Author {token}")
    return log


def database_of(log: MemoryLog) -> bytes:
    """Every byte of the database of a log, with the words of its full-text indexes as they are read back."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "public.db"
        build(log, path)
        with closing(sqlite3.connect(path)) as connection:
            words = b" ".join(_indexed(connection))
        return path.read_bytes() + words


def _indexed(connection: sqlite3.Connection) -> list[bytes]:
    names = [
        row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE name LIKE '%\\_fts' ESCAPE '\\'")
    ]
    found: list[bytes] = []
    for name in names:
        connection.execute(f"CREATE VIRTUAL TABLE temp.words_{name} USING fts5vocab('main', '{name}', 'row')")
        found += [str(row[0]).encode() for row in connection.execute(f"SELECT term FROM temp.words_{name}")]
    return found


@settings(max_examples=40, deadline=None)
@given(marked_logs(), st.data())
def test_no_byte_of_what_is_withheld_is_in_the_public_log_or_its_database(log: MemoryLog, data: st.DataObject) -> None:
    restricted(log, data)
    hidden = withheld_in(log, TODAY)
    public = MemoryLog(cut(log))
    written = b"\n".join(public.lines) + database_of(public)
    assert found_in(written, map(mark, hidden)) == set()
    shown = [parse_fact(entry.fact) for entry in map(parse_entry, public.lines) if entry.fact is not None]
    named = {one.id for fact in shown for one in references(fact)} | {getattr(fact, "key", None) for fact in shown}
    named |= {getattr(getattr(fact, "fact", None), "key", None) for fact in shown}
    named |= {fact.origin.name for fact in shown if fact.origin is not None}
    named |= {fact.fact.origin.name for fact in shown if fact.kind == "correction" and fact.fact.origin is not None}
    assert found_in(written, set(map(key, KEYS)) - named) == set()


@settings(max_examples=10, deadline=None)
@given(marked_logs())
def test_what_is_shown_is_there_to_be_found(log: MemoryLog) -> None:
    """Otherwise the law above would hold of a search that finds nothing."""
    hidden = withheld_in(log, TODAY)
    public = MemoryLog(cut(log))
    bearing = {mark(place) for place, line in enumerate(log.lines) if place not in hidden}
    assert found_in(database_of(public), bearing) == bearing


@settings(max_examples=25, deadline=None)
@given(marked_logs(), st.data())
def test_the_public_log_has_the_leaves_of_the_log_and_its_root_at_every_size(
    log: MemoryLog, data: st.DataObject
) -> None:
    restricted(log, data)
    public = list(cut(log))
    assert roots(public) == roots(log.lines)
    for line, original in zip(public, log.lines, strict=True):
        assert line == original or (parse_entry(line).withheld and original.startswith(line))


def roots(lines: list[bytes]) -> list[bytes]:
    """The root at each size; the leaf is the bytes before the tab."""
    peaks: list[bytes] = []
    found = []
    for size, line in enumerate(lines):
        add_leaf(peaks, size, leaf_hash(line.partition(b"\t")[0]))
        found.append(root_of_peaks(peaks))
    return found


@settings(max_examples=25, deadline=None)
@given(marked_logs(), st.data())
def test_an_embargo_that_has_passed_leaves_the_log_as_if_it_had_never_been(log: MemoryLog, data: st.DataObject) -> None:
    bare = [line for line in log.lines if b'"kind":"restriction"' not in line]
    assume(bare)
    facts = data.draw(st.lists(st.sampled_from([parse_entry(line).id for line in bare]), min_size=1, max_size=3))
    free, held = MemoryLog(bare), MemoryLog(bare)
    for fact in facts:
        free.record(a_restriction("public", fact=fact))
        held.record(a_restriction("embargoed", fact=fact, until=TODAY.isoformat()))
    size = len(bare)
    assert list(cut(held))[:size] == list(cut(free))[:size]
    ids = {parse_entry(line).id: place for place, line in enumerate(bare)}
    assert {ids[fact] for fact in facts} <= withheld_in(held, TODAY - timedelta(days=1)).keys()
