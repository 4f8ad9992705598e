"""`regesta key`, `sign`, `prove` and `verify`, down to exit code and text."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent.parent / "cli"))

from cli_shell import Shell, a_dossier


def a_signing_dossier(tmp_path: Path) -> Shell:
    """A dossier with a key and one fact, signed."""
    tmp_path.mkdir(exist_ok=True)
    shell = a_dossier(tmp_path)
    shell.fine("key new --origin example.org/senators")
    post(shell, "mayor")
    shell.fine("sign")
    return shell


def post(shell: Shell, key: str) -> str:
    """Record a post; its fact's id."""
    return str(shell.fine(f"add post --key {key} --title Mayor --place Springfield --observed --json").json["fact"])


def the_key(shell: Shell) -> str:
    return shell.fine("key show").out.strip()


def heads(shell: Shell) -> list[Path]:
    return sorted((shell.folder / "checkpoints").glob("*.checkpoint"))


def test_a_key_is_made_once_and_its_public_half_printed(tmp_path: Path) -> None:
    shell = a_dossier(tmp_path)
    made = shell.fine("key new --origin example.org/senators")
    assert made.out.startswith("example.org/senators+")
    assert "private/signing-key" in made.err
    assert shell.fine("key show").out == made.out == (shell.folder / "checkpoints" / "keys").read_text()
    assert shell.fine("key show --json").json == [{"origin": "example.org/senators", "key": made.out.strip()}]
    again = shell("key new")
    assert again.code == 1
    assert "holds a key already" in again.err


def test_the_dossiers_name_is_the_origin_if_none_is_given(tmp_path: Path) -> None:
    assert a_dossier(tmp_path).fine("key new --json").json["origin"] == "dossier"


def test_a_name_that_no_key_can_have_is_refused(tmp_path: Path) -> None:
    shell = a_dossier(tmp_path)
    refused = shell("key new", "--origin", "my senators")
    assert refused.code == 1
    assert "cannot name a key" in refused.err
    assert not (shell.folder / "private").exists()


def test_without_a_key_the_remedy_is_told(tmp_path: Path) -> None:
    shell = a_dossier(tmp_path)
    for command in ("sign", "key show"):
        refused = shell(command)
        assert refused.code == 1
        assert "`regesta key new` makes one" in refused.err


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_git_takes_the_public_half_and_never_the_private_one(tmp_path: Path) -> None:
    shell = a_signing_dossier(tmp_path)
    secret = shell.folder / "private" / "signing-key"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    (shell.folder / ".gitignore").unlink()  # the folder protects itself
    for command in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *command], cwd=shell.folder, check=True)
    listed = subprocess.run(["git", "ls-files"], cwd=shell.folder, check=True, capture_output=True, text=True).stdout
    assert "checkpoints/keys" in listed
    assert "private" not in listed
    key = secret.read_text().split("+")[-1].strip()
    assert not any(key in path.read_text("latin-1") for path in (shell.folder / "checkpoints").iterdir())


def test_signing_says_what_was_signed(tmp_path: Path) -> None:
    shell = a_signing_dossier(tmp_path)
    post(shell, "sheriff")
    done = shell.fine("sign --json").json
    assert (done["origin"], done["size"], done["new"]) == ("example.org/senators", 2, True)
    assert (shell.folder / done["file"]).read_text().startswith("example.org/senators\n2\n")
    again = shell.fine("sign")
    assert again.out == f"{done['file']}\n"
    assert again.err == "2 entries signed as example.org/senators before; nothing was changed.\n"


def test_an_older_copy_of_the_whole_dossier_is_not_signed(tmp_path: Path) -> None:
    shell = a_signing_dossier(tmp_path)
    older = tmp_path / "older"
    shutil.copytree(shell.folder, older)
    post(shell, "sheriff")
    shell.fine("sign")
    memory = shell.folder / ".config" / "regesta"
    shutil.copytree(memory, older / ".config" / "regesta", dirs_exist_ok=True)  # the same user's home
    restored = Shell(older)
    post(restored, "clerk")
    refused = restored("sign")
    assert refused.code == 1
    assert "Nothing was signed" in refused.err
    assert len(heads(restored)) == 1
    assert restored("verify").code == 1


def test_a_proof_is_verified_with_nothing_but_itself_and_the_key(tmp_path: Path) -> None:
    shell = a_signing_dossier(tmp_path)
    fact = post(shell, "sheriff")
    shell.fine("sign")
    made = shell.fine(f"prove {fact[:8]} -o f.tlog-proof")
    assert made.out == "f.tlog-proof\n"
    key = the_key(shell)
    elsewhere = Shell(tmp_path / "elsewhere")
    elsewhere.folder.mkdir()
    shutil.copy(shell.folder / "f.tlog-proof", elsewhere.folder)
    (elsewhere.folder / "key").write_text(key + "\n")
    proven = elsewhere.fine(f"verify f.tlog-proof --key {key} --json").json
    assert (proven["origin"], proven["size"], proven["position"]) == ("example.org/senators", 2, 1)
    assert (proven["fact"], proven["recorded_by"], proven["problems"]) == (fact, "Desk", [])
    assert proven["says"]["key"] == "sheriff"
    told = elsewhere.fine("verify f.tlog-proof --key key")
    assert told.out.startswith(f"{fact}  {{")
    assert "Position 1 of example.org/senators, recorded by Desk" in told.err


def test_who_proves_what_may_not_be_published_hears_that_the_file_holds_it(tmp_path: Path) -> None:
    shell = a_signing_dossier(tmp_path)
    fact = post(shell, "sheriff")
    shell.fine("sign")
    warning = "It may not be published today, and whoever has the file reads it"
    assert warning not in shell.fine(f"prove {fact}").err
    shell.fine(f"restrict {fact} --internal")
    assert warning in shell.fine(f"prove {fact}").err
    shell.fine(f"release {fact}")
    assert warning not in shell.fine(f"prove {fact}").err
    shell.fine(f"erase {fact} --because x --yes")
    assert warning not in shell.fine(f"prove {fact}").err


def test_a_damaged_proof_or_another_key_is_refused(tmp_path: Path) -> None:
    shell = a_signing_dossier(tmp_path)
    fact = post(shell, "sheriff")
    shell.fine("sign")
    shell.fine(f"prove {fact}")
    path = shell.folder / f"{fact}.tlog-proof"
    data = path.read_text()
    path.write_text(data.replace("index 1", "index 0"))
    refused = shell(f"verify {path.name} --key {the_key(shell)}")
    assert refused.code == 1
    assert f"{path.name}: does not prove it" in refused.err
    found = shell(f"verify {path.name} --key {the_key(shell)} --json")
    assert found.code == 1
    assert [problem["place"] for problem in found.json["problems"]] == [path.name]
    path.write_text(data)
    other = a_signing_dossier(tmp_path / "other")
    assert "it may be another one's" in shell(f"verify {path.name} --key {the_key(other)}").err


@pytest.mark.parametrize("key", ["", "--key nonsense", "--key a+b+c"])
def test_a_proof_without_a_key_is_wrong_usage(tmp_path: Path, key: str) -> None:
    shell = a_signing_dossier(tmp_path)
    (shell.folder / "f.tlog-proof").write_text("")
    refused = shell(f"verify f.tlog-proof {key}")
    assert refused.code == 2
    assert "--key" in refused.err


def test_a_fact_recorded_after_signing_is_not_proved(tmp_path: Path) -> None:
    shell = a_signing_dossier(tmp_path)
    refused = shell(f"prove {post(shell, 'sheriff')}")
    assert refused.code == 1
    assert "Run `regesta sign`" in refused.err


def test_verify_counts_checkpoints(tmp_path: Path) -> None:
    shell = a_signing_dossier(tmp_path)
    post(shell, "sheriff")
    told = shell.fine("verify")
    assert "1 checkpoint; the newest was signed over 1 of the entries." in told.err
    found = shell.fine("verify --json").json
    assert (found["entries"], found["checkpoints"], found["signed"], found["problems"]) == (2, 1, 1, [])


def test_verify_names_the_line_that_is_not_the_one_that_was_signed(tmp_path: Path) -> None:
    shell = a_signing_dossier(tmp_path)
    post(shell, "sheriff")
    shell.fine("sign")
    segment = shell.folder / "log" / "000000.log"
    first, second = segment.read_bytes().splitlines(keepends=True)
    assert second.startswith(b'{"at":"2')
    segment.write_bytes(first + second.replace(b'{"at":"2', b'{"at":"1', 1))
    told = shell("verify")
    assert told.code == 1
    assert told.out.startswith("log/000000.log:2: is not the entry that was signed with checkpoints/0000000002-")
    assert len(told.out.splitlines()) == 1  # not once more for the copies of the head, nor for its root
    refused = shell("sign")
    assert refused.code == 1
    assert "log/000000.log:2" in refused.err


def test_a_reader_with_an_earlier_checkpoint_sees_that_nothing_was_rewritten(tmp_path: Path) -> None:
    """Even if the whole history, the checkpoints in it too, was made anew with the right key."""
    shell = a_signing_dossier(tmp_path)
    kept = tmp_path / "kept.checkpoint"
    shutil.copy(heads(shell)[0], kept)
    post(shell, "sheriff")
    shell.fine("sign")
    key = the_key(shell)
    shell.fine(f"verify --key {key} --checkpoint {kept}")
    for path in (
        *heads(shell),
        *(shell.folder / "checkpoints").glob("*.leaves"),
        shell.folder / "private" / "last-signed",
    ):
        path.unlink()
    shutil.rmtree(shell.folder / ".config")
    shutil.rmtree(shell.folder / "log")
    post(shell, "clerk")
    post(shell, "sheriff")
    shell.fine("sign")
    assert shell("verify").code == 0
    told = shell(f"verify --key {key} --checkpoint {kept}")
    assert told.code == 1
    assert "the first 1 entries are not those that were signed with" in told.out


def test_heads_that_another_key_signed_are_told(tmp_path: Path) -> None:
    shell, other = a_signing_dossier(tmp_path / "one"), a_signing_dossier(tmp_path / "two")
    told = shell(f"verify --key {the_key(other)}")
    assert told.code == 1
    assert "is not signed by the key of example.org/senators" in told.out


def test_commands_work_where_the_home_cannot_be_written_but_signing_says_so(tmp_path: Path) -> None:
    shell = a_dossier(tmp_path)
    shell.fine("key new")
    post(shell, "mayor")
    refused = shell("sign", XDG_CONFIG_HOME=os.devnull)
    assert refused.code == 1
    assert refused.err.startswith("Error: /dev/null")
    assert heads(shell) == []
