"""`regesta witness`, `key witness` and `sign --cosigned`: a publisher, a witness and a reader, each with a home."""

import shutil
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent.parent / "cli"))

from cli_shell import Shell, a_dossier
from in_chromium import listening
from site_case import Visitor

from regesta.events.checkpoints import parse_note
from regesta.events.keys import parse_vkey


@pytest.fixture
def publisher(tmp_path: Path) -> Shell:
    """A publisher of a log with one entry, in the folder `site` beside the dossier."""
    shell = a_dossier(tmp_path)
    shell.fine("key new --origin example.org/senators")
    record(shell, "mayor")
    return shell


@pytest.fixture
def ada(tmp_path: Path) -> Shell:
    """A witness with a key."""
    shell = Shell(tmp_path / "ada")
    shell.folder.mkdir()
    shell.fine("key witness example.org/ada")
    return shell


def record(shell: Shell, key: str) -> None:
    """Record a post, and publish."""
    shell.fine(f"add post --key {key} --title Mayor --place Springfield --observed")
    shell.fine("publish ../site")


def key_of(shell: Shell) -> str:
    return shell.fine("key show").out.strip()


def witness_key_of(shell: Shell) -> str:
    return shell.fine("key witness").out.strip()


def test_a_witness_has_one_key_that_belongs_to_no_dossier(ada: Shell) -> None:
    shown = witness_key_of(ada)
    assert parse_vkey(shown).name == "example.org/ada"
    assert ada.fine("key witness --json").json == {"name": "example.org/ada", "key": shown}
    again = ada("key witness example.org/other")
    assert again.code == 1
    assert "holds a key already, and nothing was changed" in again.err
    assert witness_key_of(ada) == shown
    assert not (ada.folder / "private").exists()


def test_without_a_key_a_witness_is_told_how_to_make_one(publisher: Shell, tmp_path: Path) -> None:
    bob = Shell(tmp_path / "bob")
    bob.folder.mkdir()
    for command in ("key witness", f"witness ../site --key {key_of(publisher)}"):
        refused = bob(command)
        assert refused.code == 1
        assert "you have no witness's key yet. `regesta key witness NAME` makes one." in refused.err
    assert list(bob.folder.iterdir()) == []


def test_what_is_cosigned_put_in_and_published_is_shown_to_the_reader(publisher: Shell, ada: Shell) -> None:
    log, witness = key_of(publisher), witness_key_of(ada)
    done = ada.fine(f"witness ../site --key {log}")
    assert done.out == "dossier.cosigned\n"
    assert "example.org/ada cosigned 1 entry of example.org/senators at 20" in done.err
    assert "It is the first that you cosign of this log" in done.err
    taken = publisher.fine(f"sign --cosigned ../ada/dossier.cosigned --key {witness}")
    assert taken.out.startswith("checkpoints/0000000001-")
    assert taken.err.startswith("example.org/ada cosigned it at 20")
    again = publisher.fine(f"sign --cosigned ../ada/dossier.cosigned --key {witness}")
    assert again.err == "It bears a cosignature of that witness already; nothing was changed.\n"
    publisher.fine("publish ../site")
    reader = Shell(ada.folder.parent)
    told = reader.fine(f"verify site --key {log} --key {witness}")
    assert "example.org/ada cosigned the checkpoint at 20" in told.err
    found = reader.fine(f"verify site --key {log} --key {witness} --json").json
    assert [one["by"] for one in found["dossiers"][0]["cosigned"]] == ["example.org/ada"]
    assert found["problems"] == []
    assert "cosigned" not in reader.fine(f"verify site --key {log}").err
    own = publisher.fine(f"verify --key {log} --key {witness}")
    assert "example.org/ada cosigned the checkpoint at 20" in own.err
    assert publisher.fine("verify --json").json["cosigned"] == []


def test_a_proof_shows_who_cosigned_its_checkpoint(publisher: Shell, ada: Shell) -> None:
    log, witness = key_of(publisher), witness_key_of(ada)
    fact = publisher.fine("log --json").json[0]["fact"]
    publisher.fine(f"prove {fact} -o before")
    ada.fine(f"witness ../site --key {log} -o here")
    publisher.fine(f"sign --cosigned ../ada/here --key {witness}")
    publisher.fine(f"prove {fact} -o after")
    assert "example.org/ada has NOT cosigned" in publisher.fine(f"verify before --key {log} --key {witness}").err
    assert "example.org/ada cosigned the checkpoint" in publisher.fine(f"verify after --key {log} --key {witness}").err
    found = publisher.fine(f"verify after --key {log} --key {witness} --json").json
    assert [one["by"] for one in found["cosigned"]] == ["example.org/ada"]


def test_a_witness_that_has_not_cosigned_is_named(publisher: Shell, ada: Shell) -> None:
    told = ada.fine(f"verify ../site --key {key_of(publisher)} --key {witness_key_of(ada)}")
    assert "example.org/ada has NOT cosigned the checkpoint." in told.err


def test_a_key_of_a_witness_alone_does_not_make_a_log_believed(publisher: Shell, ada: Shell) -> None:
    ada.fine(f"witness ../site --key {key_of(publisher)}")
    publisher.fine(f"sign --cosigned ../ada/dossier.cosigned --key {witness_key_of(ada)}")
    publisher.fine("publish ../site")
    refused = ada(f"verify ../site --key {witness_key_of(ada)}")
    assert refused.code == 1
    assert "is a head of the log example.org/senators, for which no key is given" in refused.out


def test_a_log_that_grew_is_cosigned_and_one_that_shrank_is_not(publisher: Shell, ada: Shell) -> None:
    log = key_of(publisher)
    older = ada.folder / "older"
    shutil.copytree(ada.folder.parent / "site", older)
    record(publisher, "sheriff")
    done = ada.fine(f"witness ../site --key {log} --json").json
    assert (done["size"], done["before"], done["by"]) == (2, None, "example.org/ada")
    record(publisher, "clerk")
    assert "It goes on with the 2 that you cosigned last." in ada.fine(f"witness ../site --key {log}").err
    newest = (ada.folder / "dossier.cosigned").read_bytes()
    refused = ada(f"witness older --key {log}")
    assert refused.code == 1
    assert "Nothing was cosigned." in refused.err
    assert "holds 1 entry, and the checkpoint that you kept" in refused.err
    assert (ada.folder / "dossier.cosigned").read_bytes() == newest


def test_a_site_is_cosigned_as_its_folder_is(publisher: Shell, ada: Shell, tmp_path: Path) -> None:
    log, witness = key_of(publisher), witness_key_of(ada)
    site = ada.folder.parent / "site"
    with listening(Visitor(site).datasette.app()) as address:
        refused = ada(f"witness {address}/ --key {log}")
        assert (refused.code, list(ada.folder.glob("*.cosigned"))) == (1, [])
        assert "--allow-local" in refused.err
        done = ada.fine(f"witness {address}/ --key {log} --allow-local")
        assert "example.org/ada cosigned 1 entry of example.org/senators" in done.err
    publisher.fine(f"sign --cosigned ../ada/dossier.cosigned --key {witness}")
    shutil.copytree(site, tmp_path / "older")
    record(publisher, "sheriff")
    with listening(Visitor(site).datasette.app()) as address:
        grown = ada.fine(f"witness {address}/ --key {log} --allow-local")
        assert "It goes on with the 1 that you cosigned last." in grown.err
    with listening(Visitor(tmp_path / "older").datasette.app()) as address:
        refused = ada(f"witness {address}/ --key {log} --allow-local")
        assert refused.code == 1
        assert "Nothing was cosigned." in refused.err


def test_a_history_that_was_made_anew_with_the_right_key_is_not_cosigned(publisher: Shell, ada: Shell) -> None:
    log = key_of(publisher)
    ada.fine(f"witness ../site --key {log}")
    for name in ("log", "checkpoints", ".config", "build", "../site"):
        shutil.rmtree(publisher.folder / name, ignore_errors=True)
    (publisher.folder / "private" / "last-signed").unlink()
    record(publisher, "clerk")
    record(publisher, "sheriff")
    assert ada.fine(f"verify ../site --key {log}").code == 0
    refused = ada(f"witness ../site --key {log}")
    assert refused.code == 1
    assert "its first 1 entries do not have the root of the checkpoint that you kept" in refused.err


def test_the_key_must_be_that_of_one_log(publisher: Shell, ada: Shell) -> None:
    refused = ada("witness ../site")
    assert refused.code == 2
    assert "--key is missing: the public key of the log to cosign" in refused.err
    assert "Here: example.org/senators." in refused.err
    refused = ada(f"witness ../site --key {witness_key_of(ada)}")
    assert refused.code == 2
    assert "its parts do not fit" in ada(f"witness ../site --key {key_of(publisher).replace('senators', 'mayors')}").err
    other = a_dossier(ada.folder)
    elsewhere = other.fine("key new --origin example.org/mayors").out.strip()
    refused = ada(f"witness ../site --key {elsewhere}")
    assert refused.code == 1
    assert "is that of 0. There are: example.org/senators." in refused.err
    (ada.folder / "bare").mkdir()
    refused = ada(f"witness bare --key {key_of(publisher)}")
    assert refused.code == 1
    assert "bare cannot be checked: published.json is missing." in refused.err


def test_what_is_put_in_must_be_a_cosignature_of_a_kept_checkpoint(publisher: Shell, ada: Shell) -> None:
    log, witness = key_of(publisher), witness_key_of(ada)
    ada.fine(f"witness ../site --key {log}")
    for command in ("sign --cosigned ../ada/dossier.cosigned", f"sign --key {witness}"):
        refused = publisher(command)
        assert refused.code == 2
        assert "--cosigned and --key go together" in refused.err
    refused = publisher(f"sign --cosigned ../ada/dossier.cosigned --key {log}")
    assert refused.code == 1
    assert "bears no cosignature of a key that was given with --key. Nothing was put in." in refused.err
    (publisher.folder / "letter").write_text("Dear publisher\n")
    refused = publisher(f"sign --cosigned letter --key {witness}")
    assert refused.code == 1
    assert "letter: is not a signed note: text, an empty line, and lines with signatures. Noth" in refused.err


def test_what_is_written_is_a_note_that_others_read(publisher: Shell, ada: Shell) -> None:
    ada.fine(f"witness ../site --key {key_of(publisher)}")
    note = parse_note((ada.folder / "dossier.cosigned").read_bytes())
    assert [line.name for line in note.signatures] == ["example.org/senators", "example.org/ada"]
