"""What the database tells an import is what the log says: compared with a World that works it out anew."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from in_memory import ACT, Dossier, MemoryLog, MemoryWorld

from regesta.events.captures import store
from regesta.events.claim import Origin
from regesta.events.dossier import create
from regesta.events.facts import content, parse_fact
from regesta.events.importing.changes import Reason
from regesta.events.recording import record
from regesta.projections.build import build
from regesta.projections.imported import Imports

HEAD = """\
import: first
facts:
  - {kind: source, key: letter, title: A letter, published: 2019-08-06}
  - {kind: agent, key: a, name: Anna Arndt, type: person}
  - {kind: post, key: mayor, title: Mayor}
  - {kind: name, agent: a, name: A. Arndt, source: letter}
"""


def row(key: str, end: str = "still") -> str:
    """A posting."""
    return (
        f"  - {{kind: posting, key: {key}, holder: a, post: mayor, phase: serving, start: 2018, end: {end},"
        " source: letter}\n"
    )


def by_hand(dossier: Dossier, **fields: object) -> None:
    """Record a fact as a person does."""
    record(dossier.log, [parse_fact(fields)], dossier.world, ACT, dossier.salt)


def force(dossier: Dossier, key: str) -> str:
    """The fact that carries the version in force."""
    return next(version.id for version, told in dossier.world.in_force() if getattr(told, "key", None) == key)


@pytest.fixture
def amended() -> Dossier:
    """An import that was synced three times, and amended by hand."""
    dossier, reason = Dossier(), Reason("source-corrected", "As released")
    keys = ("p", "q", "r", "s", "t")
    dossier.run(("d.yml", HEAD + "".join(map(row, keys))))
    dossier.run(("d.yml", HEAD + row("p", "2019") + row("q") + row("r") + row("s")), reason=reason, retract=True)
    for key, note in (("q", "Seen in the archive"), ("p", "Seen there too")):
        new = parse_fact({**_told(dossier, key), "note": note})
        by_hand(dossier, kind="correction", replaces=force(dossier, key), fact=new, motive="was-wrong", note=note)
    by_hand(dossier, kind="retraction", fact=force(dossier, "r"), reason="No")
    dossier.run(("d.yml", HEAD + row("s", "2018") + row("t", "2019")), reason=reason)
    by_hand(dossier, kind="retraction", fact=force(dossier, "s"), reason="The correction was wrong")
    by_hand(dossier, kind="confirmation", fact=force(dossier, "t"), observation=True, note="Seen")
    return dossier


def _told(dossier: Dossier, key: str) -> dict[str, object]:
    from regesta.events.facts import dump_fact

    return dump_fact(next(told for _, told in dossier.world.in_force() if getattr(told, "key", None) == key))


@contextmanager
def database(log: MemoryLog, folder: Path) -> Iterator[Imports]:
    """The world of the database that is built from a log."""
    build(log, folder / "w.db")
    with closing(sqlite3.connect(folder / "w.db")) as connection:
        yield Imports(connection, folder)


def test_the_database_tells_what_the_log_says(amended: Dossier, tmp_path: Path) -> None:
    memory: MemoryWorld = amended.world
    contents = [content(told) for _, told in memory.in_force()] + [b"\0" * 32]
    origins = [told.origin for _, told in memory.in_force() if told.origin] + [Origin(name="first", key="post/none")]
    with database(amended.log, tmp_path) as world:
        assert world.size == memory.size
        for prepared in (False, True):
            if prepared:
                world.prepare(contents, origins)
            assert [world.by_content(one) for one in contents] == [memory.by_content(one) for one in contents]
            assert [world.by_origin(one) for one in origins] == [memory.by_origin(one) for one in origins]
        assert world.before("first") == memory.before("first")
        assert world.withdrawn("first") == memory.withdrawn("first") == {"posting/r"}
        assert world.before("other") == {}
        for key in ("p", "q", "r", "s", "t", "u"):
            assert world.subject("posting", key) == memory.subject("posting", key), key
        assert world.published("letter") == memory.published("letter")
        assert world.published("none") is None
        for name in ("anna  ARNDT", "A. Arndt", "Anna"):
            assert world.named(name) == memory.named(name)
        assert [one.id for one in world.near("agent", "Anna Arnd")] == ["a"]
        assert [one.id for one in world.near("post", "Mayors")] == ["mayor"]
        assert [one.id for one in world.near("source", "leter")] == ["letter"]
        assert [one.id for one in world.near("posting", "ppp")] == []


def test_the_states_that_the_fixture_means_are_there(amended: Dossier) -> None:
    before = amended.world.before("first")
    found = {key: (one.in_force, one.by_import, one.said == one.imported) for key, one in before.items()}
    assert found["posting/p"] == (True, True, False)
    assert found["posting/q"] == (True, True, False)
    assert found["posting/r"] == (False, False, True)
    assert found["posting/s"] == (True, True, True)
    assert found["posting/t"] == (True, True, True)


def test_an_empty_dossier_knows_nothing(tmp_path: Path) -> None:
    with database(MemoryLog(), tmp_path) as world:
        world.prepare([b"\0" * 32], [Origin(name="n", key="k")])
        assert (world.by_content(b"\0" * 32), world.by_origin(Origin(name="n", key="k"))) == (None, None)
        assert not world.subject("agent", "a")
        assert (world.named("A"), world.near("agent", "A"), world.texts("s"), world.published("s")) == (
            (),
            (),
            (),
            None,
        )


def test_captured_texts_come_from_the_dossiers_folder(tmp_path: Path) -> None:
    dossier = create(tmp_path / "d", title="D")
    captured = store(dossier.path, b"Words of a letter.\n", retrieved=ACT.at, filename="letter.txt")
    facts = [
        parse_fact({"kind": "source", "key": "letter", "title": "A letter"}),
        parse_fact(
            {
                "kind": "capture", "source": "letter", "sha256": captured.sha256, "media_type": captured.media_type,
                "size": captured.size, "retrieved": captured.retrieved, "text": captured.text_sha256,
            }
        ),
    ]  # fmt: skip
    log = MemoryLog()
    record(log, facts, MemoryWorld(log), ACT, os.urandom)
    with database(log, dossier.path) as world:
        assert [one.text for one in world.texts("letter")] == ["Words of a letter.\n"]
