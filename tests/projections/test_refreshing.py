"""The database file: created, advanced, built anew, read meanwhile, and never swapped."""

import sqlite3
import subprocess
import sys
from base64 import b64encode
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from databases import advanced, built, contents
from dossiers import a_dossier, recorded_in
from factories import MORNING, a_correction, a_judgement, a_meeting, a_post, a_posting, a_source, an_agent
from generated_logs import WORLD
from memory_log import MemoryLog, recorded

from regesta.events.canonical import sha256
from regesta.events.dossier import Dossier
from regesta.events.entry import commitment
from regesta.events.errors import RegestaError
from regesta.events.store import LogError
from regesta.projections import build as building
from regesta.projections.build import Refreshed, build, reader, refresh
from regesta.projections.trouble import Unwritable

POSTING = (a_source(), an_agent(), a_post(), a_posting(source="gazette"))


def asked(dossier: Dossier, sql: str) -> list[tuple[object, ...]]:
    """What a query gives, of the dossier's database as it lies there."""
    with closing(sqlite3.connect(dossier.database)) as connection:
        return connection.execute(sql).fetchall()


def test_a_refresh_creates_then_does_nothing_then_advances(tmp_path: Path) -> None:
    dossier = a_dossier(tmp_path, *POSTING)
    dossier.database.unlink()
    assert refresh(dossier) == Refreshed(4, 4, "rebuilt")
    assert refresh(dossier) == Refreshed(4, 0, "current")
    recorded_in(dossier, a_posting(of="ann-envoy", phase="left", start="2020", source="gazette"))
    assert refresh(dossier) == Refreshed(5, 1, "advanced")
    assert asked(dossier, "SELECT phase, end_latest FROM postings") == [("left", "2020-12-31")]


def test_where_most_is_new_it_is_faster_to_build_everything_anew(tmp_path: Path) -> None:
    dossier = a_dossier(tmp_path, *POSTING)
    refresh(dossier)
    recorded_in(dossier, *(an_agent(f"a{number}") for number in range(200)))
    assert refresh(dossier) == Refreshed(204, 200, "rebuilt")


def test_an_empty_log_makes_an_empty_database(tmp_path: Path) -> None:
    dossier = a_dossier(tmp_path)
    assert refresh(dossier) == Refreshed(0, 0, "rebuilt")
    assert asked(dossier, "SELECT count(*) FROM facts") == [(0,)]
    recorded_in(dossier, *POSTING)
    assert refresh(dossier).how == "advanced"


def test_the_file_on_disk_is_the_database_in_memory(tmp_path: Path) -> None:
    dossier = a_dossier(tmp_path, *POSTING)
    for fact in (an_agent("bob"), a_meeting(), a_judgement("ann", "bob")):
        recorded_in(dossier, fact)
        refresh(dossier)
    log = MemoryLog(dossier.log.read())
    with closing(sqlite3.connect(dossier.database, isolation_level=None)) as connection:
        assert contents(connection) == contents(built(log))


def test_a_database_of_another_log_is_built_anew(tmp_path: Path) -> None:
    dossier = a_dossier(tmp_path, *POSTING)
    refresh(dossier)
    other = recorded(an_agent("zoe"), an_agent("yan"), an_agent("xi"), an_agent("wu"), an_agent("vi"))
    (segment,) = (dossier.path / "log").glob("*.log")
    segment.write_bytes(b"".join(line + b"\n" for line in other.lines))
    assert refresh(dossier).how == "rebuilt"
    assert asked(dossier, "SELECT count(*) FROM agents") == [(5,)]


def test_a_log_that_was_cut_short_is_built_anew(tmp_path: Path) -> None:
    dossier = a_dossier(tmp_path, *POSTING)
    refresh(dossier)
    (segment,) = (dossier.path / "log").glob("*.log")
    segment.write_bytes(b"".join(segment.read_bytes().splitlines(keepends=True)[:2]))
    assert refresh(dossier) == Refreshed(2, 0, "rebuilt")


def test_a_database_that_other_code_made_is_built_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = a_dossier(tmp_path, *POSTING)
    refresh(dossier)
    monkeypatch.setattr(building, "version", lambda: "another")
    assert refresh(dossier).how == "rebuilt"
    assert refresh(dossier).how == "current"


def test_a_file_that_something_else_made_is_built_anew(tmp_path: Path) -> None:
    dossier = a_dossier(tmp_path, *POSTING)
    dossier.database.unlink()
    with closing(sqlite3.connect(dossier.database)) as connection:
        connection.executescript("CREATE TABLE notes (text); CREATE VIEW v AS SELECT * FROM notes")
    assert refresh(dossier).how == "rebuilt"
    assert asked(dossier, "SELECT count(*) FROM sqlite_schema WHERE name IN ('notes', 'v')") == [(0,)]


def test_whoever_holds_the_file_open_reads_on_and_then_sees_the_new_edition(tmp_path: Path) -> None:
    dossier = a_dossier(tmp_path, *POSTING)
    refresh(dossier)
    with closing(sqlite3.connect(f"file:{dossier.database}?mode=ro", uri=True, isolation_level=None)) as server:
        recorded_in(dossier, an_agent("bob"))
        server.execute("BEGIN")
        assert server.execute("SELECT count(*) FROM agents").fetchone() == (1,)
        refresh(dossier)  # does not wait for the reader
        assert server.execute("SELECT count(*) FROM agents").fetchone() == (1,)
        server.execute("COMMIT")
        assert server.execute("SELECT count(*) FROM agents").fetchone() == (2,)


def test_building_anew_keeps_the_file_that_a_server_has_open(tmp_path: Path) -> None:
    dossier = a_dossier(tmp_path, *POSTING)
    refresh(dossier)
    before = dossier.database.stat().st_ino
    with closing(sqlite3.connect(dossier.database)) as connection, connection:
        connection.execute("UPDATE _reached SET schema = 'another'")
    with closing(sqlite3.connect(f"file:{dossier.database}?mode=ro", uri=True)) as server:
        server.execute("SELECT count(*) FROM agents").fetchone()
        assert refresh(dossier).how == "rebuilt"
        assert server.execute("SELECT schema FROM _reached").fetchone() == (building.version(),)
    assert dossier.database.stat().st_ino == before


def test_a_refresh_that_breaks_off_leaves_the_database_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = a_dossier(tmp_path, *POSTING)
    refresh(dossier)
    recorded_in(dossier, an_agent("bob"))

    def broken(connection: sqlite3.Connection) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("regesta.projections.advance.prune", broken)
        with pytest.raises(KeyboardInterrupt):
            refresh(dossier)
    assert asked(dossier, "SELECT size, (SELECT count(*) FROM facts) FROM _reached") == [(4, 4)]
    assert refresh(dossier) == Refreshed(5, 1, "advanced")


def test_two_processes_that_refresh_at_once_leave_one_good_database(tmp_path: Path) -> None:
    dossier = a_dossier(tmp_path, *WORLD)
    dossier.database.unlink()
    script = (
        "import sys; from pathlib import Path; from regesta.events.dossier import open_dossier;"
        " from regesta.projections.build import refresh; refresh(open_dossier(Path(sys.argv[1])))"
    )
    command = [sys.executable, "-c", script, str(dossier.path)]
    runs = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    assert [run.communicate(timeout=120)[1] for run in runs] == ["", "", ""]
    assert refresh(dossier).how == "current"
    assert [path.name for path in dossier.build.iterdir() if path.name.endswith(".new")] == []


def test_a_damaged_line_is_named_and_the_database_stays(tmp_path: Path) -> None:
    dossier = a_dossier(tmp_path, *POSTING)
    refresh(dossier)
    (segment,) = (dossier.path / "log").glob("*.log")
    segment.write_bytes(segment.read_bytes() + recorded(an_agent("bob")).lines[0].replace(b"Bob", b"Rob") + b"\n")
    with pytest.raises(LogError, match=r"log/000000\.log:5: the disclosure does not match its digest"):
        refresh(dossier)
    assert asked(dossier, "SELECT size FROM _reached") == [(4,)]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            b'"kind":"agent"',
            b'"kind":"alien"',
            "holds no fact that this regesta knows (fact: has no kind that is known;",
        ),
        (b'"kind":"agent",', b"", "holds no fact that this regesta knows (fact: has no kind that is known;"),
        (b'"type":"person"', b'"type":1', '(fact, "type": 1 is not one of its values'),
        (b'"type":"person"', b'"type":', "install a newer regesta, or run `regesta verify`"),
        (b',"tool"', b', "tool"', "not written canonically"),
    ],
)
def test_an_entry_that_holds_no_fact_is_named(old: bytes, new: bytes, sentence: str) -> None:
    line = recorded(an_agent("bob")).lines[0]
    left, _, right = line.partition(b"\t")
    changed = right.replace(old, new)
    assert changed != right
    digest = b64encode(sha256(right)), b64encode(sha256(changed))
    log = MemoryLog([commitment(left).replace(*digest) + b"\t" + changed])
    with pytest.raises(LogError, match=r"log/000000\.log:1: ") as refused:
        built(log)
    assert sentence in str(refused.value)


def test_an_edition_of_the_past_is_a_file_of_its_own(tmp_path: Path) -> None:
    log = recorded(*POSTING)
    posting = log.record(a_posting(of="ann-envoy", phase="left", start="2020"))
    log.record(a_correction(posting, a_posting(of="ann-envoy", phase="left", start="2021")))
    found = {}
    for known in (4, 5, None, 99, MORNING + timedelta(seconds=4)):
        path = tmp_path / "edition.db"
        size = build(log, path, known)
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
            ((end,),) = connection.execute("SELECT end_latest FROM postings").fetchall()
        found[known] = (size, end)
    assert found == {
        4: (4, None),
        5: (5, "2020-12-31"),
        None: (6, "2021-12-31"),
        99: (6, "2021-12-31"),
        MORNING + timedelta(seconds=4): (5, "2020-12-31"),
    }
    assert [path.name for path in tmp_path.iterdir()] == ["edition.db"]


def test_a_moment_without_a_time_zone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="time zone"):
        build(recorded(*POSTING), tmp_path / "edition.db", datetime(2026, 1, 1))


def test_an_entry_that_stands_twice_counts_where_it_came_first() -> None:
    log = recorded(*POSTING)
    once = contents(built(log))
    log.lines += [log.lines[1], log.lines[3]]
    assert contents(built(log)) == once
    connection = built(log, as_known=4)
    advanced(connection, log, 4)
    assert contents(connection) == once


@pytest.fixture
def unwritable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Dossier:
    """A dossier whose database cannot be written, whoever runs the test."""
    dossier = a_dossier(tmp_path, *POSTING)
    refresh(dossier)

    def refused(path: Path, wal: bool = True) -> sqlite3.Connection:
        connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, isolation_level=None)
        connection.execute("PRAGMA query_only = ON")
        return connection

    monkeypatch.setattr(building, "_open", refused)
    return dossier


def test_a_database_that_cannot_be_written_is_named(unwritable: Dossier) -> None:
    segment = next((unwritable.path / "log").glob("*.log"))
    segment.write_bytes(segment.read_bytes() + recorded(an_agent("bob")).lines[0] + b"\n")
    with pytest.raises(Unwritable, match=r"dossier\.db cannot be written"):
        refresh(unwritable)


def test_a_reader_of_a_dossier_that_cannot_be_written_sees_its_log_all_the_same(unwritable: Dossier) -> None:
    segment = next((unwritable.path / "log").glob("*.log"))
    segment.write_bytes(segment.read_bytes() + recorded(an_agent("bob")).lines[0] + b"\n")
    before = unwritable.database.read_bytes()
    with closing(reader(unwritable)) as connection:
        assert connection.execute("SELECT name FROM agents ORDER BY id").fetchall()[1]["name"] == "Bob"
        with pytest.raises(sqlite3.OperationalError):
            connection.execute("DELETE FROM agents")
    assert unwritable.database.read_bytes() == before


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    with closing(reader(a_dossier(tmp_path, *POSTING))) as connection:
        assert connection.execute("SELECT id FROM agents").fetchone()["id"] == "ann"
        with pytest.raises(sqlite3.OperationalError):
            connection.execute("DELETE FROM agents")


def test_a_damaged_database_says_what_to_do(tmp_path: Path) -> None:
    dossier = a_dossier(tmp_path, *POSTING)
    dossier.database.write_bytes(b"not a database at all" * 100)
    with pytest.raises(RegestaError, match=r"is damaged .*Delete it"):
        refresh(dossier)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    dossier = a_dossier(tmp_path)
    dossier.build.write_text("in the way")
    with pytest.raises(Unwritable, match="cannot be written"):
        refresh(dossier)


def test_a_mistake_of_ours_crashes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = a_dossier(tmp_path, *POSTING)
    monkeypatch.setattr(building, "_plan", lambda connection, log: connection.execute("SELECT nonsense"))
    with pytest.raises(sqlite3.OperationalError, match="nonsense"):
        refresh(dossier)


def test_an_sqlite_that_is_too_old_is_told_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 37, 2))
    monkeypatch.setattr(sqlite3, "sqlite_version", "3.37.2")
    with pytest.raises(
        RegestaError, match=r"needs SQLite 3\.38 or newer, and this Python has 3\.37\.2\. Nothing was lost"
    ):
        refresh(a_dossier(tmp_path))
