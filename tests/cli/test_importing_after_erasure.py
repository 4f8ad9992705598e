"""What was erased does not come back with the file that once brought it."""

import shutil
from pathlib import Path

import pytest
from cli_shell import Shell, a_dossier

from regesta.events.barring import Bars, bar
from regesta.events.claim import Origin

FILE = """\
import: desk
agents: create
facts:
  - {kind: source, key: paper, title: A paper, published: 2018-06-01}
  - {kind: post, key: mayor, title: Mayor, citations: [{source: paper}]}
  - {kind: posting, key: roe, holder: Jane Roe, post: mayor, phase: serving, start: 2018, citations: [{source: paper}]}
  - {kind: posting, key: doe, holder: John Doe, post: mayor, phase: serving, start: 2020, citations: [{source: paper}]}
"""
ERASE = '--yes --because "A court."'


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A dossier with an imported file, of which two facts were erased: Jane Roe, and her posting."""
    shell = a_dossier(tmp_path)
    (shell.folder.parent / "desk.yml").write_text(FILE)
    shell.fine("import ../desk.yml")
    shell.fine(f"erase roe {ERASE}")
    shell.fine(f"erase jane-roe {ERASE} --subjects")
    assert b"Jane Roe" not in shell.log
    assert b"jane-roe" not in shell.log
    return shell


@pytest.mark.parametrize("how", ["", "--sync", '--sync --retract-missing --motive clerical --note "Again."'])
def test_importing_the_same_file_again_brings_nothing_back_and_says_so(shell: Shell, how: str) -> None:
    before = shell.log
    ran = shell.fine(f"import ../desk.yml {how}")
    assert shell.log == before
    assert "2 were erased from this dossier, and stay so; take out of the files:\n  ../desk.yml:6" in ran.err
    assert shell.fine(f"import ../desk.yml {how} --json").json["erased"] == 2


@pytest.mark.parametrize("how", ["", "--sync"])
def test_a_row_that_was_changed_since_is_known_by_its_key(shell: Shell, how: str) -> None:
    (shell.folder.parent / "desk.yml").write_text(FILE.replace("start: 2018", "start: 2019"))
    before = shell.log
    assert shell.fine(f"import ../desk.yml {how} --json").json["erased"] == 2
    assert shell.log == before


def test_what_is_new_in_the_file_is_taken_in_beside_it(shell: Shell) -> None:
    more = (
        "  - {kind: posting, key: poe, holder: Ann Poe, post: mayor, phase: serving, start: 2022, observation: true}\n"
    )
    (shell.folder.parent / "desk.yml").write_text(FILE + more)
    told = shell.fine("import ../desk.yml --json").json
    assert (told["recorded"], told["erased"]) == (2, 2)


def test_a_new_row_that_names_somebody_who_was_erased_is_refused_with_its_place(shell: Shell) -> None:
    more = "  - {kind: posting, key: roe-2, holder: Jane Roe, post: mayor, phase: died, on: 2022, observation: true}\n"
    (shell.folder.parent / "desk.yml").write_text(FILE + more)
    before = shell.log
    ran = shell("import ../desk.yml")
    assert (ran.code, shell.log) == (1, before)
    assert "../desk.yml:8" in ran.err
    assert 'names the agent "jane-roe", which was erased from this dossier;' in ran.err


def test_it_is_not_brought_back_in_a_clone_either(shell: Shell, tmp_path: Path) -> None:
    clone = Shell(tmp_path / "clone")
    shutil.copytree(shell.folder, clone.folder)
    shutil.rmtree(clone.folder / "build")
    ran = clone.fine("import ../desk.yml --json")
    assert (ran.json["recorded"], ran.json["erased"]) == (0, 2)


def test_a_correction_that_a_sync_made_is_barred_with_the_fact(tmp_path: Path) -> None:
    shell = a_dossier(tmp_path)
    file = shell.folder.parent / "desk.yml"
    file.write_text(FILE)
    shell.fine("import ../desk.yml")
    file.write_text(FILE.replace("start: 2018", "start: 2019"))
    shell.fine('import ../desk.yml --sync --motive clerical --note "A slip."')
    shell.fine(f"erase roe {ERASE}")
    before = shell.log
    for how in ("", "--sync"):
        assert shell.fine(f"import ../desk.yml {how} --json").json["erased"] == 1
    assert shell.log == before


def test_a_file_cannot_ask_for_an_erasure(shell: Shell) -> None:
    fact = shell.fine("log --json").json[0]["fact"]
    row = f"  - {{kind: restriction, fact: {fact}, level: erased, note: x}}\n"
    (shell.folder.parent / "other.yml").write_text("import: other\nfacts:\n" + row)
    before = shell.log
    ran = shell("import ../other.yml")
    assert (ran.code, "'erased' is not read:" in ran.err, shell.log) == (1, True, before)


def test_a_key_is_barred_for_its_import_alone_and_is_not_told() -> None:
    roe, doe = Origin(name="desk", key="posting/roe"), Origin(name="desk", key="posting/doe")
    (first,) = bar((roe,), (), lambda size: bytes(size))
    (second,) = bar((doe,), (first,), lambda size: b"\1" * size)
    assert "roe" not in first.model_dump_json()
    assert first.salt == second.salt, "one pass over a file is enough"
    bars = Bars((first,))
    assert roe in bars
    assert doe not in bars
    assert Origin(name="other", key="posting/roe") not in bars
