"""docs/cli.md: what it promises of JSON is what commands print (that it is up to date, test_documents.py checks)."""

import re
from pathlib import Path
from typing import Any

import pytest
from cli_shell import Shell, a_dossier_with_a_source, a_posting

from regesta.cli import cli
from regesta.cli.lazy import LazyGroup
from regesta.cli.manual import contents, helps

MANUAL = Path(__file__).parents[2] / "docs" / "cli.md"


def promises() -> list[tuple[str, str]]:
    """Each command of the document that is followed by the JSON that it prints."""
    text = MANUAL.read_text(encoding="utf-8")
    found = re.findall(r"^`(regesta [^`]+ --json)`[^`]*?(?:`[^`]+`[^`]*?)*:\n\n```json\n(.*?)```", text, re.M | re.S)
    return [(command, shape) for command, shape in found]


PROMISES = promises()


def same_shape(promised: Any, printed: Any, path: str = "") -> None:
    """Fail unless what is printed has the fields that are promised, with values of their kinds."""
    match promised:
        case dict():
            assert isinstance(printed, dict), path
            if promised:  # {} stands for a row of a table, which is documented there
                assert printed.keys() == promised.keys(), path
            for name in promised:
                same_shape(promised[name], printed[name], f"{path}.{name}")
        case list():
            assert isinstance(printed, list), path
            if promised:
                assert printed, path
                same_shape(promised[0], printed[0], f"{path}[0]")
        case None:
            assert printed is None or isinstance(printed, str), path
        case _:
            assert type(printed) is type(promised), path


def test_most_commands_that_print_json_are_documented_with_its_shape() -> None:
    assert len(PROMISES) == MANUAL.read_text(encoding="utf-8").count("```json\n") >= 12


@pytest.mark.parametrize(("command", "shape"), PROMISES, ids=[command for command, _ in PROMISES])
def test_json_has_the_shape_that_is_documented(tmp_path: Path, command: str, shape: str) -> None:
    import json

    shell: Shell = a_dossier_with_a_source(tmp_path)
    posting = a_posting(shell, "--quote 'means to leave in October'")
    shell.fine(f"correct {posting} --set end=2019-10-03 --motive was-wrong --note 'The day is known.' --source digest")
    same_shape(json.loads(shape), shell.fine(command.removeprefix("regesta ")).json)


def test_every_command_is_in_the_manual() -> None:
    assert isinstance(cli, LazyGroup)
    paths = [path for path, _ in helps()]
    assert {f"regesta {name}" for name in cli.lines} | {"regesta add posting"} <= set(paths)
    for name in cli.lines:
        assert f"[`{name}`](#regesta-{name})" in contents()


def test_help_fits_a_terminal_of_80_columns() -> None:
    assert [(path, line) for path, text in helps() for line in text.splitlines() if len(line) > 80] == []
