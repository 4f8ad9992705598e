"""Erasing is a law: whatever the log, no byte of what went stays in the dossier, and all that was proved still is."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from cli_shell import Shell, a_dossier
from databases import contents, differences
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from leaks import found_in
from marked_logs import KEYS, key, mark, marked_logs
from memory_log import MemoryLog

from regesta.events.dossier import open_dossier
from regesta.events.entry import parse_entry
from regesta.events.facts import parse_fact, references
from regesta.events.merkle import leaf_hash, root
from regesta.events.proofs import includes, inclusion
from regesta.projections.build import build
from regesta.projections.public import withheld_in


def a_dossier_of(log: MemoryLog, folder: str) -> Shell:
    """A signed dossier with a log, and its database."""
    shell = a_dossier(Path(folder))
    open_dossier(shell.folder).log.append(log.lines)
    shell.fine("key new --origin example.org/log")
    shell.fine("sign")
    shell.fine("status")
    return shell


def problems(shell: Shell) -> set[str]:
    """What verify finds wrong, wherever it is told first."""
    return {one["what"] for one in shell("verify --json").json["problems"]}


def lines_of(shell: Shell) -> list[bytes]:
    """The lines of a dossier's log."""
    return list(open_dossier(shell.folder).log.read())


def leaves(lines: list[bytes]) -> list[bytes]:
    """The commitments."""
    return [line.partition(b"\t")[0] for line in lines]


def hashes(lines: list[bytes]) -> list[bytes]:
    """The leaf hashes."""
    return list(map(leaf_hash, leaves(lines)))


def files(shell: Shell) -> Iterator[tuple[str, bytes]]:
    """Every file of a dossier."""
    for path in sorted(shell.folder.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(shell.folder)), path.read_bytes()


def words(database: Path) -> bytes:
    """The words that the searches know: an index keeps of a word only in what it differs from the one before."""
    found: list[str] = []
    with closing(sqlite3.connect(database)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_schema WHERE name LIKE '%\\_fts' ESCAPE '\\'").fetchall()
        for (name,) in tables:
            connection.execute(f"CREATE VIRTUAL TABLE temp.words_{name} USING fts5vocab('main', '{name}', 'row')")
            found += [row[0] for row in connection.execute(f"SELECT term FROM temp.words_{name}")]
    return " ".join(found).encode()


@settings(max_examples=15, phases=(Phase.explicit, Phase.reuse, Phase.generate))  # an example takes seconds
@given(marked_logs(), st.data())
def test_no_byte_of_what_was_erased_stays_in_the_dossier_and_every_proof_holds(
    log: MemoryLog, data: st.DataObject
) -> None:
    ids = [parse_entry(line).id for line in log.lines]
    size, before = len(ids), hashes(log.lines)
    proofs = [inclusion(before, place, size) for place in range(size)]
    today = datetime.now(UTC).date()
    hidden = withheld_in(log, today).keys()
    fact = data.draw(st.sampled_from(ids))
    subjects = data.draw(st.sampled_from(("", "--subjects")))
    with TemporaryDirectory() as folder:
        shell = a_dossier_of(log, folder)
        wrong_before = problems(shell)  # generated captures and quotes have no files
        ran = shell(f'erase {fact} {subjects} --captures --yes --because "A court." --json')
        if ran.code:
            assert "is a restriction in force" in ran.err
            assert lines_of(shell) == log.lines
            return
        erased = {ids.index(id) for id in ran.json["erased"]}
        lines = lines_of(shell)

        assert leaves(lines)[: len(ids)] == leaves(log.lines)
        for place, line in enumerate(log.lines):
            assert lines[place] == (leaves([line])[0] + b"\t" if place in erased else line)
        after = hashes(lines)
        assert root(after[:size]) == root(before)
        assert all(includes(after[place], place, size, root(before), proof) for place, proof in enumerate(proofs))
        assert problems(shell) <= wrong_before

        stays = {place for place in range(len(ids)) if place not in erased}
        gone = [mark(place) for place in erased] + sorted(lost(lines, log) if subjects else ())
        database = open_dossier(shell.folder).database
        for name, held in (*files(shell), ("the words of the searches", words(database))):
            assert found_in(held, gone) == set(), name
        assert found_in(b"".join(lines), map(mark, stays)) == {mark(place) for place in stays}

        assert hidden <= withheld_in(open_dossier(shell.folder).log, today).keys(), "something came to be shown"
        fresh = Path(folder) / "fresh.db"
        build(open_dossier(shell.folder).log, fresh)
        with closing(sqlite3.connect(database)) as one, closing(sqlite3.connect(fresh)) as other:
            assert differences(contents(one), contents(other)) == {}


def lost(lines: list[bytes], before: MemoryLog) -> set[str]:
    """The keys that the log named before, and that nothing in it opens or names any longer."""
    return named(before.lines) - named(lines)


def named(lines: list[bytes]) -> set[str]:
    """The keys among the marked ones that stand in a log."""
    found: set[str] = set()
    for line in lines:
        entry = parse_entry(line)
        if entry.fact is None:
            continue
        fact = parse_fact(entry.fact)
        inner = getattr(fact, "fact", None)
        for one in (fact, inner):
            found.add(str(getattr(one, "key", None)))
            origin = getattr(one, "origin", None)
            found |= {origin.name} if origin is not None else set()
        found |= {str(getattr(one, "imported", None)) for one in (fact, inner)}
        found |= {bar.name for bar in getattr(fact, "barred", ())}
        found |= {one.id for one in references(fact)}
    return found & set(map(key, KEYS))
