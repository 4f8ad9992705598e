"""Two clones of a dossier both append and are merged with git: the union opens as one log."""

import os
import subprocess
from pathlib import Path

import pytest
from log_lines import a_line, lines

from regesta.events.dossier import Dossier, create, open_dossier
from regesta.events.entry import commitment
from regesta.events.integrity import check
from regesta.events.merkle import leaf_hash, root
from regesta.events.store import LogError, entries


def git(folder: Path, *arguments: str, ok: bool = True) -> str:
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("GIT_")},
        **{f"GIT_{who}_{what}": "clone" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
        **{f"GIT_{who}_DATE": "2026-11-23T12:00:00Z" for who in ("AUTHOR", "COMMITTER")},
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "LC_ALL": "C",
    }
    done = subprocess.run(["git", *arguments], cwd=folder, env=environment, capture_output=True, text=True)
    assert (done.returncode == 0) == ok, done.stdout + done.stderr
    return done.stdout


def commit(dossier: Dossier) -> None:
    git(dossier.path, "add", "-A")
    git(dossier.path, "commit", "-q", "-m", "entries")


def two_clones(tmp_path: Path, before: int, *, attributes: bool = True) -> tuple[Dossier, Dossier]:
    one = create(tmp_path / "one", title="One")
    if not attributes:
        (one.path / ".gitattributes").unlink()
    git(one.path, "init", "-q", "-b", "main")
    one.log.append(lines(before))
    commit(one)
    git(tmp_path, "-c", "core.autocrlf=true", "clone", "-q", "one", "two")
    return one, open_dossier(tmp_path / "two")


def root_of(dossier: Dossier, size: int) -> bytes:
    return root(leaf_hash(commitment(line)) for line, _ in zip(dossier.log.read(), range(size), strict=False))


@pytest.mark.parametrize(
    ("before", "mine", "theirs"),
    [(0, 3, 5), (10, 1, 1), (1020, 10, 3), (1020, 3, 10), (1020, 2000, 1500), (1024, 5, 5), (1023, 1, 2)],
)
def test_a_merge_of_two_clones_holds_the_entries_of_both(tmp_path: Path, before: int, mine: int, theirs: int) -> None:
    one, two = two_clones(tmp_path, before)
    one.log.append(lines(mine, 10_000))
    commit(one)
    two.log.append(lines(theirs, 20_000))
    commit(two)
    head = (before + mine, root_of(one, before + mine))
    git(one.path, "pull", "-q", "--no-rebase", "--no-edit", "../two", "main")

    log = open_dossier(one.path).log
    found = tuple(log.read())
    base, ours, others = lines(before), lines(mine, 10_000), lines(theirs, 20_000)
    assert len(found) == log.head().size == before + mine + theirs
    assert set(found) == {*base, *ours, *others}
    for part in (base, ours, others):
        there = set(part)
        assert tuple(line for line in found if line in there) == part
    # Within a segment ours come first; what we have in a later one, theirs in an earlier one push back.
    still_a_prefix = before % 1024 + mine <= 1024
    assert (found[: before + mine] == base + ours) == still_a_prefix
    assert len(check(log, [head]).problems) == (0 if still_a_prefix else 1)
    assert log.append([a_line(1)]) == before + mine + theirs

    # The other clone takes the merge over as it is, and both are one again.
    commit(one)
    git(two.path, "pull", "-q", "--ff-only", "../one", "main")
    assert tuple(two.log.read()) == tuple(one.log.read())


def test_a_clone_keeps_every_byte_though_git_is_told_to_rewrite_line_ends(tmp_path: Path) -> None:
    one, two = two_clones(tmp_path, 5)
    assert tuple(two.log.read()) == lines(5)
    (one.path / "captures" / "x").write_bytes(b"a\r\nb\nc\r")
    commit(one)
    git(two.path, "-c", "core.autocrlf=true", "pull", "-q", "../one", "main")
    assert (two.path / "captures" / "x").read_bytes() == b"a\r\nb\nc\r"


def test_a_merge_without_the_dossiers_attributes_is_told_line_by_line(tmp_path: Path) -> None:
    one, two = two_clones(tmp_path, 5, attributes=False)
    for dossier, start in ((one, 100), (two, 200)):
        data = (dossier.path / "log" / "000000.log").read_bytes().replace(b"\r\n", b"\n")
        (dossier.path / "log" / "000000.log").write_bytes(data + a_line(start) + b"\n")
        commit(dossier)
    git(one.path, "pull", "-q", "--no-rebase", "--no-edit", "../two", "main", ok=False)
    problems = check(one.log).problems
    assert [problem.place for problem in problems] == [f"log/000000.log:{line}" for line in (6, 8, 10)]
    for problem in problems:
        assert problem.what.startswith(
            "is a mark that git left in a conflict; take out the marks, keep every other line"
        )
    with pytest.raises(LogError, match=r"^log/000000.log:6: is a mark that git left"):
        list(entries(one.log))
    with pytest.raises(LogError, match=r"^log/000000.log:10: is a mark that git left"):
        one.log.append([a_line(7)])
    # What the sentence says to do is enough.
    path = one.path / "log" / "000000.log"
    kept = [line for line in path.read_bytes().split(b"\n") if not line.startswith((b"<<<", b"===", b">>>"))]
    path.write_bytes(b"\n".join(kept))
    assert check(one.log).problems == ()
    assert set(one.log.read()) == {*lines(5), a_line(100), a_line(200)}


def test_git_sees_the_log_and_what_was_torn_but_nothing_of_the_moment(tmp_path: Path) -> None:
    one, _ = two_clones(tmp_path, 3)
    with (one.path / "log" / "000000.log").open("ab") as file:
        file.write(b"torn")
    one.log.append(lines(2000, 3))
    one.log.head()
    (one.path / "log" / "pending").write_bytes(b"")
    (one.path / "log" / "pending.new").write_bytes(b"")
    for folder in ("build", "private"):
        (one.path / folder).mkdir(exist_ok=True)
        (one.path / folder / "x").write_bytes(b"")
    seen = git(one.path, "status", "--porcelain", "--untracked-files=all").splitlines()
    assert sorted(line[3:].split("-")[0] for line in seen) == ["log/000000.log", "log/000001.log", "log/torn/000000"]
