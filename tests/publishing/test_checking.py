"""Somebody else's published log, checked: a past that was rewritten is found, and a manifest that does not fit it."""

from pathlib import Path

import pytest
from factories import an_agent
from made_log import a_log, check, head_at
from recorded import add
from signing_lines import lines
from site_case import KEY, SiteCase, a_site, checked, files, problems

from regesta.events.heads import read_head
from regesta.events.keys import SigningKey
from regesta.events.publishing.checking import check_public_log


def test_a_checkpoint_that_a_reader_kept_must_still_be_true(tmp_path: Path) -> None:
    place, listed = a_log(tmp_path, 300)
    assert check(place, listed, head_at(257)).problems == ()
    (found,) = check(place, listed, head_at(257, rewritten=True)).problems
    assert "its first 257 entries do not have the root of the checkpoint that you kept (a head at 257)" in str(found)
    (found,) = check(place, listed, head_at(301)).problems
    assert "holds 300 entries, and the checkpoint that you kept (a head at 301) has 301" in str(found)


def test_a_log_of_one_entry_holds_1_entry(tmp_path: Path) -> None:
    place, listed = a_log(tmp_path, 1)
    (found,) = check(place, listed, head_at(2)).problems
    assert "holds 1 entry, and the checkpoint that you kept (a head at 2) has 2." in str(found)


def test_a_rewritten_log_that_its_publisher_signed_anew_is_found_by_the_kept_checkpoint(tmp_path: Path) -> None:
    case = a_site(tmp_path)
    kept = case.keep()
    shutil_rewrite(case)
    assert problems(case.folder) == ()
    assert any("the checkpoint that you kept" in str(one) for one in problems(case.folder, (kept,)))


def shutil_rewrite(case: SiteCase) -> None:
    """Everything anew, as a publisher can who wants to change the past."""
    import shutil

    for path in (case.folder, case.memory, case.dossier.path / "checkpoints", case.dossier.path / "build"):
        shutil.rmtree(path)
    (case.dossier.path / "private" / "last-signed").unlink()
    segment = case.dossier.path / "log" / "000000.log"
    segment.write_bytes(segment.read_bytes().partition(b"\n")[2])
    add(case.dossier, an_agent("zoe"))
    case.publish()


def test_a_log_that_another_key_signed_is_not_believed(tmp_path: Path) -> None:
    case = a_site(tmp_path)
    other = SigningKey(KEY.name, bytes(32))
    (log,) = checked(case.folder, (other.verifier,))
    assert log.head is None
    assert "is not signed by the key of example.org/seed that is known" in str(log.problems[0])


def test_a_log_whose_signature_was_taken_off_does_not_pass_where_a_key_is_believed(tmp_path: Path) -> None:
    case = a_site(tmp_path, signed=False)
    assert checked(case.folder, ())[0].problems == ()
    (found,) = checked(case.folder)[0].problems
    assert str(found).startswith(
        f"{case.name}/log/: is not signed: the key that you believe vouches for nothing in it."
    )


def test_a_log_that_says_it_is_not_signed_any_more_does_not_pass_with_a_kept_checkpoint(tmp_path: Path) -> None:
    place, listed = a_log(tmp_path, 7)
    silent = listed.model_copy(update={"signed": 0, "checkpoints": (), "origin": None})
    assert check(place, silent).head is None
    assert check(place, silent, head_at(7, rewritten=True)).problems


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"entries": 6}, "made/log/000000.log: holds 7 entries instead of 6"),
        ({"entries": 8}, "made/log/000000.log: holds 7 entries instead of 8"),
        ({"entries": 10**12}, "made/log/000000.log: holds 7 entries instead of 1,024"),
        ({"signed": 6}, "was signed over 7 entries, and published.json says 6"),
        ({"withheld": 1}, "withholds 0 entries, and published.json says 1"),
        ({"root": "0" * 64}, "do not have the root of what published.json says"),
        ({"origin": "example.org/other"}, "is one of example.org/seed, and published.json says example.org/other"),
        ({"checkpoints": ("0000000003-0123456789abcdef",)}, "checkpoints/0000000003-0123456789abcdef.checkpoint: is m"),
    ],
)
def test_a_manifest_that_does_not_fit_the_log_is_found(tmp_path: Path, change: dict[str, object], told: str) -> None:
    place, listed = a_log(tmp_path, 7)
    assert told in "\n".join(map(str, check(place, listed.model_copy(update=change)).problems))


def test_files_that_were_spoiled_added_or_taken_away_are_found(tmp_path: Path) -> None:
    case = a_site(tmp_path)
    for path, data in files(case.folder).items():
        there = case.folder / path
        if path in ("published.json", "SHA256SUMS"):
            continue
        there.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        assert any(problem.place.endswith(path) for problem in case.problems()), path
        there.unlink()
        assert any(problem.place.endswith(path) for problem in case.problems()), path
        there.write_bytes(data)
    assert case.problems() == ()
    (case.log / "more").write_bytes(b"x")
    assert "senators/log/more: was not published with the rest" in str(case.problems()[0])
    (case.log / "more").unlink()
    (case.folder / "notes").write_bytes(b"mine")
    assert case.problems() == ()


def test_a_link_in_a_published_folder_leads_nowhere(tmp_path: Path) -> None:
    case = a_site(tmp_path)
    secret = tmp_path / "secret"
    (case.log / "keys").rename(secret)
    (case.log / "keys").symlink_to(secret)
    told = "\n".join(map(str, case.problems()))
    assert "senators/log/keys: cannot be read" in told
    assert "senators/log/keys: is missing." in told


def test_facts_that_are_asked_for_are_found_by_their_position(tmp_path: Path) -> None:
    from regesta.events.entry import parse_entry

    place, listed = a_log(tmp_path, 7)
    ids = [parse_entry(line).id for line in lines(7)]
    found = check_public_log(place, listed, (KEY.verifier,), (), frozenset((ids[3], "0" * 16))).found
    assert found == {ids[3]: 3}


def test_a_kept_checkpoint_is_read_with_the_key(tmp_path: Path) -> None:
    case = a_site(tmp_path)
    kept = case.keep()
    assert read_head("kept", tmp_path / "kept", (KEY.verifier,)).checkpoint == kept.checkpoint
