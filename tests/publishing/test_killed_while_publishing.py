"""`kill -9` while a folder is published: the next publication clears what is left, and nothing else."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from factories import a_restriction, an_agent
from recorded import add
from site_case import DAY, SiteCase, a_site, files

from regesta.events.errors import RegestaError

PROGRAM = Path(__file__).with_name("killed_publisher.py")


@contextmanager
def publishing(case: SiteCase, step: str) -> Iterator["subprocess.Popen[str]"]:
    """Another process that publishes the dossier, and is at a step of it; it is killed at the end."""
    command = [sys.executable, str(PROGRAM), step, str(case.dossier.path), str(case.folder), DAY.isoformat()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "here\n"
            yield process
        finally:
            process.kill()


def beside(case: SiteCase) -> list[str]:
    """How what lies beside the folder ends, of what is its."""
    return sorted(path.name.rpartition(".")[2] for path in case.folder.parent.glob(".site.*"))


@pytest.fixture
def case(tmp_path: Path) -> SiteCase:
    """A site in which a token is shown that is withheld since."""
    case = a_site(tmp_path)
    (zoe,) = add(case.dossier, an_agent("zoe", name="ZebraToken"))
    case.publish()
    assert b"ZebraToken" in (case.log / "000000.log").read_bytes()
    add(case.dossier, a_restriction("internal", fact=zoe))
    return case


@pytest.mark.parametrize(
    ("step", "left"),
    [("writing", ["lock", "new"]), ("between", ["lock", "new", "old"]), ("removing", ["lock", "old"])],
)
def test_what_a_killed_publication_left_is_gone_after_the_next_one(case: SiteCase, step: str, left: list[str]) -> None:
    with publishing(case, step):
        pass
    assert beside(case) == left
    assert case.folder.exists() == (step != "between")
    done = case.publish()
    assert beside(case) == []
    assert len(done.cleared) == len(left) - 1
    assert done.since[case.name].withdrawn == (0 if step == "removing" else 1)
    assert case.problems() == ()
    assert not [path for path, data in files(case.folder.parent / "site").items() if b"ZebraToken" in data]


def test_the_folder_that_was_there_is_put_back_and_compared_with(case: SiteCase) -> None:
    before = case.log / "000000.log"
    text = before.read_bytes()
    with publishing(case, "between"):
        pass
    (case.dossier.path / "private" / "last-signed").unlink()
    segment = case.dossier.path / "log" / "000000.log"
    segment.write_bytes(segment.read_bytes().partition(b"\n")[2])
    with pytest.raises(RegestaError):
        case.publish()
    assert before.read_bytes() == text
    assert beside(case) == []


def test_a_publication_that_lives_is_left_alone(case: SiteCase) -> None:
    with publishing(case, "between"):
        there = files(case.folder.parent)
        with pytest.raises(RegestaError, match="Another `regesta publish` is writing"):
            case.publish()
        assert files(case.folder.parent) == there
    assert case.publish().cleared


@pytest.mark.parametrize("name", [".site.old", ".site.x.old", ".other.12.old", "site.12.old", ".site.12.old.kept"])
def test_nothing_else_that_lies_beside_it_is_touched(case: SiteCase, name: str) -> None:
    other = case.folder.with_name(name)
    other.mkdir()
    (other / "notes").write_text("mine")
    link = case.folder.with_name(".site.7.old")
    link.symlink_to(other)
    assert case.publish().cleared == ()
    assert (other / "notes").read_text() == "mine"
    assert link.is_symlink()


def test_a_folder_that_a_link_leads_to_is_replaced_where_it_is(case: SiteCase) -> None:
    there = case.folder.with_name("elsewhere")
    case.folder.rename(there)
    case.folder.symlink_to(there)
    case.publish()
    assert case.folder.is_symlink()
    assert case.problems() == ()
    assert b"ZebraToken" not in (there / case.name / "log" / "000000.log").read_bytes()
    assert [path.name for path in case.folder.parent.iterdir() if path.name.startswith(".")] == []
