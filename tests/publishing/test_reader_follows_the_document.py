"""docs/verify.md followed to the letter by a reader with a Python, and the program out of a published folder."""

import subprocess
from pathlib import Path

import pytest
from go_program import need_go
from machine import Machine, blocks
from transcript import Session, all_steps
from tree import ROOT

DOCUMENT = ROOT / "docs" / "verify.md"
INSTALLS = "python3 -m venv ../regesta-env && "
"""How the line begins that installs what lies in the folder; the machine of the tests has run it already."""


def test_every_command_of_the_document_works_as_it_is_written(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    need_go()
    monkeypatch.setenv("GOCACHE", subprocess.check_output(["go", "env", "GOCACHE"], text=True).strip())
    session = Session(tmp_path)
    ran = []
    for step in all_steps(DOCUMENT.read_text("utf-8")):
        if step.command.startswith(INSTALLS):
            assert step.command == blocks((machine.site / "README.md").read_text("utf-8"))[0][0]
            pins = "requirements.txt"
            assert (tmp_path / "site" / pins).read_bytes() == (machine.site / pins).read_bytes()
            (tmp_path / "regesta-env").symlink_to(machine.site.parent / "regesta-env")
        elif not step.command.startswith("sudo apt install "):
            assert session.differs(step) is None
        ran.append(step.command)
    # From the middle on it was the folder's own program, and Go's.
    (found,) = session.run("command -v regesta")[1]
    assert Path(found).samefile(machine.site.parent / "regesta-env" / "bin" / "regesta")
    (where,) = session.run("../regesta-env/bin/python -c 'import regesta.cli as cli; print(cli.__file__)'")[1]
    assert Path(where).is_relative_to(tmp_path / "regesta-env")
    assert [line.split()[1] for line in ran if line.startswith("../verify ")] == ["log", "fact", "proof"]
