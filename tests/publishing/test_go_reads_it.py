"""Go's `sumdb/note` and `sumdb/tlog`, which know nothing of Regesta, read a folder that was published."""

from pathlib import Path

import pytest
from factories import an_agent
from go_program import go
from recorded import add
from site_case import KEY, SiteCase, a_site, the_seed_site


@pytest.fixture(scope="module")
def seed_site(tmp_path_factory: pytest.TempPathFactory) -> SiteCase:
    return the_seed_site(tmp_path_factory.mktemp("published"))


def test_go_verifies_checkpoint_tiles_and_the_inclusion_of_every_entry(seed_site: SiteCase) -> None:
    ran = go("log", KEY.verifier, seed_site.log)
    assert (ran.stdout, ran.stderr) == (f"{seed_site.dossier.log.head().size} entries, 0 earlier checkpoints\n", "")


def test_go_verifies_that_a_log_only_grew_between_publications(tmp_path: Path) -> None:
    case = a_site(tmp_path)
    for number in range(3):
        add(case.dossier, an_agent(f"agent-{number}"))
        case.publish()
    earlier = sorted((case.log / "checkpoints").iterdir())
    ran = go("log", KEY.verifier, case.log, *earlier)
    assert (ran.stdout, ran.stderr) == ("6 entries, 4 earlier checkpoints\n", "")


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
