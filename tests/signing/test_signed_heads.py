"""Signed heads: kept, never contradicted, and every change to what was signed is found."""

import shutil
from pathlib import Path

import pytest
from signed_dossier import KEY, SignedDossier, a_dossier, a_signed_dossier
from signing_lines import a_line, lines, withheld

from regesta.events.checkpoints import open_checkpoint, parse_note
from regesta.events.entry import commitment
from regesta.events.heads import FOLDER, HeadError, find, head_name, public_keys
from regesta.events.keys import SigningKey
from regesta.events.merkle import leaf_hash, root
from regesta.events.proof_file import format_proof, verify_line
from regesta.events.signing import prove, sign

OTHER = SigningKey(KEY.name, bytes(32))


def rewrite(made: SignedDossier, *kept: bytes) -> None:
    made.segment.write_bytes(b"".join(line + b"\n" for line in kept))


def test_a_head_says_size_and_root_and_is_signed(tmp_path: Path) -> None:
    made = a_dossier(tmp_path)
    made.add(3)
    done = made.sign()
    head = open_checkpoint(done.path.read_bytes(), [KEY.verifier])
    assert (head.origin, head.size) == (KEY.name, 3)
    assert head.root == root(leaf_hash(commitment(line)) for line in lines(3))
    assert done.path.name == f"{head_name(head)}.checkpoint"
    assert public_keys(made.dossier.path) == (KEY.verifier,)
    assert made.problems() == ()


def test_every_head_is_kept_with_the_leaf_hashes_it_added(tmp_path: Path) -> None:
    made = a_signed_dossier(tmp_path)
    made.add(1)
    made.sign()
    chains = find(made.dossier.path).chains
    assert [chain.head.checkpoint.size for chain in chains] == [3, 5, 6]
    assert [chain.leaves.read_bytes().count(b"\n") for chain in chains] == [3, 2, 1]
    assert made.problems() == ()


def test_signing_again_changes_nothing(tmp_path: Path) -> None:
    made = a_signed_dossier(tmp_path)
    before = {path: path.read_bytes() for path in (made.dossier.path / FOLDER).iterdir()}
    assert not made.sign().new
    assert {path: path.read_bytes() for path in (made.dossier.path / FOLDER).iterdir()} == before


def test_a_new_key_adds_its_signature(tmp_path: Path) -> None:
    made = a_signed_dossier(tmp_path)
    done = made.sign(OTHER)
    assert done.new
    assert len(parse_note(done.path.read_bytes()).signatures) == 2
    assert public_keys(made.dossier.path) == (KEY.verifier, OTHER.verifier)
    assert made.problems() == ()


def test_an_empty_log_is_not_signed(tmp_path: Path) -> None:
    with pytest.raises(HeadError, match="empty"):
        a_dossier(tmp_path).sign()


def test_a_log_that_was_rewritten_is_not_signed(tmp_path: Path) -> None:
    made = a_signed_dossier(tmp_path)
    rewrite(made, *lines(2), a_line(2, "other"), *lines(3, 3))
    with pytest.raises(HeadError, match=r"log/000000\.log:3: is not the entry that was signed"):
        made.sign()
    assert len(find(made.dossier.path).chains) == 2


@pytest.mark.parametrize("lost", [(), ("checkpoints",), ("checkpoints", "private")])
def test_an_older_copy_is_not_signed(tmp_path: Path, lost: tuple[str, ...]) -> None:
    """The log alone, with what git keeps, or with all that the dossier's folder holds: the signer remembers."""
    made = a_dossier(tmp_path)
    made.add(3)
    made.sign()
    older = tmp_path / "older"
    shutil.copytree(made.dossier.path, older)
    made.add(2)
    made.sign()
    for folder in ("log", *lost):
        shutil.rmtree(made.dossier.path / folder)
        shutil.copytree(older / folder, made.dossier.path / folder)
    with pytest.raises(HeadError, match="this is an older copy, or entries were taken out"):
        made.sign()
    made.dossier.log.append(lines(4, 100))  # as long as it was, and longer, but not the same
    with pytest.raises(HeadError, match="Nothing was signed"):
        made.sign()
    rewrite(made, *lines(5))
    assert made.sign().checkpoint.size == 5


def test_two_clones_that_signed_different_logs_are_told_apart(tmp_path: Path) -> None:
    """Git merges the files of both; no later head can be right for both, and the line that differs is named."""
    one, two = a_signed_dossier(tmp_path / "one", 3, 1), a_signed_dossier(tmp_path / "two", 3, 1)
    two = SignedDossier(two.dossier, tmp_path / "two" / "else")
    for made, number in ((one, 10), (two, 20)):
        made.dossier.log.append([a_line(number)])
        made.sign()
    kept = [made.dossier.path / FOLDER for made in (one, two)]
    for here, there in (kept, kept[::-1]):
        shutil.copytree(here, there, dirs_exist_ok=True)
    for made in (one, two):  # whichever of the two roots comes last
        found = find(made.dossier.path)
        assert [head.checkpoint.size for head in found.heads] == [3, 4, 5, 5]
        assert found.problems == ()
        assert "log/000000.log:5: is not the entry that was signed" in str(made.problems()[0])
        with pytest.raises(HeadError, match=r"log/000000\.log:5"):
            made.sign()
        shutil.rmtree(made.dossier.path / "private")  # as git shares it
        assert "log/000000.log:5: is not the entry that was signed" in str(made.problems()[0])


def test_a_log_with_a_fault_is_not_signed(tmp_path: Path) -> None:
    made = a_dossier(tmp_path)
    made.add(2)
    with made.segment.open("ab") as file:
        file.write(a_line(1) + b"\n")
    with pytest.raises(HeadError, match="repeats entry"):
        made.sign()


def test_what_an_interrupted_append_left_does_not_hinder_signing(tmp_path: Path) -> None:
    made = a_dossier(tmp_path)
    made.add(2)
    with made.segment.open("ab") as file:
        file.write(a_line(2)[:40])
    assert made.sign().checkpoint.size == 2


def test_a_withheld_entry_breaks_no_head(tmp_path: Path) -> None:
    made = a_signed_dossier(tmp_path)
    rewrite(made, *lines(2), withheld(a_line(2)), *lines(2, 3))
    assert made.problems() == ()
    made.add(1)
    assert made.sign().checkpoint.size == 6


def test_the_lines_that_differ_are_named(tmp_path: Path) -> None:
    made = a_signed_dossier(tmp_path)
    rewrite(made, a_line(0), a_line(1, "other"), *lines(2, 2), a_line(4, "other"))
    places = [problem.place for problem in made.problems() if "is not the entry" in problem.what]
    assert places == ["log/000000.log:2", "log/000000.log:5"]


def test_of_many_lines_that_differ_the_first_is_named(tmp_path: Path) -> None:
    made = a_signed_dossier(tmp_path, 40, 5)
    rewrite(made, *lines(7), a_line(99), *lines(38, 7))
    first, second, *_ = made.problems()
    assert first.place == "log/000000.log:8"
    assert second.what == "37 later lines are not those that were signed either."


def test_every_changed_byte_of_log_and_checkpoints_is_found(tmp_path: Path) -> None:
    made = a_signed_dossier(tmp_path, 2, 1)
    files = (made.segment, *sorted((made.dossier.path / FOLDER).iterdir()))
    assert len(files) == 6
    assert made.problems() == ()
    for path in files:
        data = path.read_bytes()
        for place in range(len(data)):
            change = (0x01, 0x20, 0x80)[place % 3]
            path.write_bytes(data[:place] + bytes([data[place] ^ change]) + data[place + 1 :])
            assert made.problems(), (path.name, place, change)
        for damaged in (b"", data[:-1], data + b"\n", data + data):
            path.write_bytes(damaged)
            assert made.problems(), path.name
        path.unlink()
        assert made.problems(), path.name
        path.write_bytes(data)
    assert made.problems() == ()


def test_a_file_that_does_not_belong_is_told(tmp_path: Path) -> None:
    made = a_signed_dossier(tmp_path)
    path = made.dossier.path / FOLDER / "notes.txt"
    path.write_text("x")
    assert [problem.place for problem in made.problems()] == ["checkpoints/notes.txt"]


def test_a_head_under_another_name_is_told(tmp_path: Path) -> None:
    made = a_signed_dossier(tmp_path)
    path = made.sign().path
    for file in (path, path.with_suffix(".leaves")):
        file.rename(file.with_stem("0000000009-0000000000000000"))
    assert [problem.place for problem in made.problems()][:1] == ["checkpoints/0000000009-0000000000000000.checkpoint"]
    assert f"is not named {path.stem}" in made.problems()[0].what


def test_heads_of_another_key_are_not_believed(tmp_path: Path) -> None:
    made = a_signed_dossier(tmp_path)
    found = find(made.dossier.path, (OTHER.verifier,))
    assert found.heads == ()
    assert all("not signed by the key" in problem.what for problem in found.problems)
    assert len(found.problems) == 3  # two that are kept, and the copy beside the private key


def test_a_head_of_another_name_goes_on_where_the_old_one_ended(tmp_path: Path) -> None:
    made = a_signed_dossier(tmp_path)
    renamed = SigningKey("example.org/senate", bytes(32))
    with pytest.raises(HeadError, match="record something before"):
        made.sign(renamed)
    made.add(1)
    assert made.sign(renamed).checkpoint.origin == renamed.name
    assert made.problems() == ()


@pytest.mark.parametrize("position", range(5))
def test_every_signed_entry_can_be_proved(tmp_path: Path, position: int) -> None:
    made = a_signed_dossier(tmp_path)
    proven = verify_line(format_proof(prove(made.dossier, position)), [KEY.verifier])
    assert (proven.position, proven.line, proven.checkpoint.size) == (position, a_line(position), 5)


def test_an_entry_that_is_not_signed_yet_is_not_proved(tmp_path: Path) -> None:
    made = a_signed_dossier(tmp_path)
    made.add(1)
    with pytest.raises(HeadError, match=r"log/000000\.log:6 was recorded after the log was last signed \(5 entries\)"):
        prove(made.dossier, 5)


def test_a_log_that_is_not_the_signed_one_proves_nothing(tmp_path: Path) -> None:
    made = a_signed_dossier(tmp_path)
    rewrite(made, *lines(4), a_line(4, "other"))
    with pytest.raises(HeadError, match="not the one that was signed"):
        prove(made.dossier, 0)


def test_a_machine_that_cannot_remember_does_not_sign(tmp_path: Path) -> None:
    made = a_dossier(tmp_path)
    made.add(1)
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        sign(made.dossier, KEY, tmp_path / "file")
    assert find(made.dossier.path).chains == ()
