"""Go's `sumdb/note` and `sumdb/tlog`, which know nothing of Regesta, read a folder that was published."""

import shutil
from pathlib import Path

import pytest
from factories import an_agent
from go_program import go
from recorded import add
from site_case import KEY, SiteCase, a_site, the_seed_site

from regesta.events.entry import parse_entry


@pytest.fixture(scope="module")
def seed_site(tmp_path_factory: pytest.TempPathFactory) -> SiteCase:
    return the_seed_site(tmp_path_factory.mktemp("published"))


def test_go_verifies_checkpoint_tiles_and_the_inclusion_of_every_entry(seed_site: SiteCase) -> None:
    ran = go("log", KEY.verifier, seed_site.log)
    assert (ran.stdout, ran.stderr) == (f"entries: {seed_site.dossier.log.head().size}, earlier checkpoints: 0\n", "")


def test_go_verifies_that_a_log_only_grew_between_publications(tmp_path: Path) -> None:
    case = a_site(tmp_path)
    for number in range(3):
        add(case.dossier, an_agent(f"agent-{number}"))
        case.publish()
    earlier = sorted((case.log / "checkpoints").iterdir())
    ran = go("log", KEY.verifier, case.log, *earlier)
    assert (ran.stdout, ran.stderr) == ("entries: 6, earlier checkpoints: 4\n", "")


def test_go_finds_a_fact_under_the_checkpoint_that_was_kept_and_a_later_one_not(tmp_path: Path) -> None:
    case = a_site(tmp_path)
    kept = case.folder.with_name("kept")
    shutil.copy(case.log / "checkpoint", kept)
    add(case.dossier, an_agent("cid"))
    case.publish()
    first, *_, last = (parse_entry(line).id for line in case.dossier.log.read())
    ran = go("fact", KEY.verifier, case.log, first, kept)
    assert ran.stdout.startswith(f'{first}: position 0 of 3 then, 4 now\n{{"by":'), ran.stderr
    ran = go("fact", KEY.verifier, case.log, last, kept)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == f"fact {last} is at position 3, and {kept} had 3 entries\n"
    ran = go("fact", KEY.verifier, case.log, "0" * 16, kept)
    assert (ran.returncode, ran.stderr) == (1, f"no entry is fact {'0' * 16}\n")


def test_go_refuses_a_fact_that_says_something_else_than_was_recorded(tmp_path: Path) -> None:
    case = a_site(tmp_path)
    segment = case.log / "000000.log"
    fact = parse_entry(next(case.dossier.log.read())).id
    segment.write_bytes(segment.read_bytes().replace(b'"fact":{', b'"fact": {', 1))
    ran = go("fact", KEY.verifier, case.log, fact, case.log / "checkpoint")
    assert (ran.returncode, ran.stdout, ran.stderr) == (1, "", "entry 0 does not say what it was recorded as\n")


def test_go_refuses_a_published_log_in_which_a_byte_was_changed(seed_site: SiteCase) -> None:
    paths = [seed_site.log / "checkpoint", *(path for path in (seed_site.log / "tile").rglob("*") if path.is_file())]
    assert len(paths) >= 3
    for path in paths:
        data = path.read_bytes()
        path.write_bytes(data[:40] + bytes([data[40] ^ 1]) + data[41:])
        ran = go("log", KEY.verifier, seed_site.log)
        path.write_bytes(data)
        assert ran.returncode == 1, path
        assert ran.stderr, path
    assert go("log", KEY.verifier, seed_site.log).returncode == 0
