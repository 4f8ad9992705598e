"""The shell as a whole: help, examples, what is loaded, which dossier is meant, and how it refuses."""

import shlex
import subprocess
import sys
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path

import click
import pytest
from cli_shell import Shell, a_dossier

from regesta.cli import cli
from regesta.cli.lazy import LazyGroup, Line
from regesta.cli.refusal import Refusal


def every_command(group: LazyGroup, path: str = "regesta") -> Iterator[tuple[str, Line, click.Command]]:
    context = click.Context(group)
    for name, line in group.lines.items():
        command = group.get_command(context, name)
        assert command is not None
        yield f"{path} {name}", line, command
        if isinstance(command, LazyGroup):
            yield from every_command(command, f"{path} {name}")


def commands() -> tuple[tuple[str, Line, click.Command], ...]:
    assert isinstance(cli, LazyGroup)
    return tuple(every_command(cli))


COMMANDS = commands()


@pytest.mark.parametrize(("path", "line", "command"), COMMANDS, ids=[path for path, _, _ in COMMANDS])
def test_the_help_of_every_command_has_an_example_of_it(path: str, line: Line, command: click.Command) -> None:
    before, example, after = cleandoc(command.help or "").partition("Example:\n")
    assert before.strip() and example and f"  {path}" in after


def examples(command: click.Command) -> list[list[str]]:
    """The example's command lines, each as its words."""
    text = cleandoc(command.help or "").partition("Example:\n")[2].replace("\\\n", " ")
    return [shlex.split(line, comments=True) for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize(("path", "line", "command"), COMMANDS, ids=[path for path, _, _ in COMMANDS])
def test_an_example_can_be_copied_and_fits_a_terminal(path: str, line: Line, command: click.Command) -> None:
    text = cleandoc(command.help or "").partition("Example:\n")[2]
    assert [line for line in text.splitlines() if len(line) > 78] == []
    known = {name for option in command.params for name in (*option.opts, *option.secondary_opts)} | {"--help"}
    for words in examples(command):
        assert words[0] == "regesta"
        if words[: len(path.split())] == path.split() and not isinstance(command, click.Group):
            assert {word for word in words if word.startswith("--")} <= known


@pytest.mark.parametrize(("path", "line", "command"), COMMANDS, ids=[path for path, _, _ in COMMANDS])
def test_the_help_of_every_command_begins_with_its_summary(path: str, line: Line, command: click.Command) -> None:
    first = " ".join(cleandoc(command.help or "").partition("\n\n")[0].split())
    assert first.startswith(line.summary.removesuffix(".")), f"{path}: {first!r} does not begin with {line.summary!r}"


@pytest.mark.parametrize(("path", "line", "command"), COMMANDS, ids=[path for path, _, _ in COMMANDS])
def test_every_option_of_every_command_says_what_it_is(path: str, line: Line, command: click.Command) -> None:
    assert [
        option.name for option in command.params if isinstance(option, click.Option) and not (option.help or "").strip()
    ] == []


@pytest.mark.parametrize(("path", "line", "command"), COMMANDS, ids=[path for path, _, _ in COMMANDS])
def test_the_same_option_means_the_same_everywhere(path: str, line: Line, command: click.Command) -> None:
    shared = {"--json": "as_json", "--dossier": "dossier", "--author": "author"}
    for option in command.params:
        for name in set(option.opts) & shared.keys():
            assert option.name == shared[name]


def test_the_help_lists_every_command_under_its_section(tmp_path: Path) -> None:
    ran = Shell(tmp_path).fine("--help")
    for line in (line for path, line, _ in COMMANDS if path.count(" ") == 1):
        assert f"\n  {line.name} " in ran.out and f"\n{line.section}:\n" in ran.out


@pytest.mark.parametrize("words", ["--help", "add --help", "--version"])
def test_help_loads_neither_the_models_nor_anything_heavy(words: str) -> None:
    loaded = _modules_after(words)
    assert loaded & {"pydantic", "sqlite3", "sqlite_utils", "datasette", "lxml", "pypdf", "rapidfuzz", "yaml"} == set()


def test_adding_loads_nothing_that_it_does_not_need(tmp_path: Path) -> None:
    shell = a_dossier(tmp_path)
    shell.fine("add post --title Mayor")  # the first one builds the database, with sqlite-utils
    loaded = _modules_after(f"--dossier {shell.folder} add post --title Speaker --author Desk --json")
    assert "regesta.cli.adding" in loaded
    heavy = {"sqlite_utils", "datasette", "lxml", "pypdf", "rapidfuzz", "yaml", "httpx", "regesta.events.wording"}
    assert loaded & heavy == set()


def _modules_after(words: str) -> set[str]:
    """What a process has loaded after it ran a command."""
    code = (
        "import sys\n"
        "from regesta.cli import cli\n"
        f"cli({words.split()!r}, standalone_mode=False)\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_a_command_that_is_not_there_is_answered_with_the_nearest(tmp_path: Path) -> None:
    ran = Shell(tmp_path)("shwo")
    assert ran.code == 2
    assert "There is no command 'shwo'. Did you mean show?" in ran.err


def test_the_version_is_that_of_the_entries(tmp_path: Path) -> None:
    assert Shell(tmp_path).fine("--version").out.startswith("regesta ")


def test_the_dossier_is_the_nearest_upwards(tmp_path: Path) -> None:
    shell = a_dossier(tmp_path)
    below = shell.folder / "notes" / "today"
    below.mkdir(parents=True)
    assert Shell(below).fine("status --json").json["title"] == "Resignations"


@pytest.mark.parametrize("line", ["--dossier {} status", "status --dossier {}"])
def test_the_dossier_option_may_stand_before_or_after_the_command(tmp_path: Path, line: str) -> None:
    shell = a_dossier(tmp_path)
    assert Shell(tmp_path).fine(line.format(shell.folder)).code == 0


def test_the_dossier_option_goes_before_the_environment_and_both_before_the_folder(tmp_path: Path) -> None:
    shell, other = a_dossier(tmp_path), Shell(tmp_path)
    other.fine("init second --title Second")
    second = str(tmp_path / "second")
    assert shell("status --json", REGESTA_DOSSIER=second).json["title"] == "Second"
    assert shell(f"status --json --dossier {shell.folder}", REGESTA_DOSSIER=second).json["title"] == "Resignations"


def test_outside_of_a_dossier_one_sentence_tells_what_to_do(tmp_path: Path) -> None:
    ran = Shell(tmp_path)("log")
    assert (ran.code, ran.out) == (1, "")
    assert "is in no dossier" in ran.err and "--dossier" in ran.err
    assert len(ran.err.splitlines()) == 1


def test_init_refuses_a_folder_that_holds_something(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("x")
    ran = Shell(tmp_path)("init")
    assert ran.code == 1
    assert "is not empty (it holds thesis.txt)" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_init_names_the_dossier_after_its_folder(tmp_path: Path) -> None:
    made = Shell(tmp_path).fine("init foreign-ministries --json").json
    assert made == {"dossier": "foreign-ministries", "title": "Foreign ministries", "name": "foreign-ministries"}


def test_a_message_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    Refusal("a name with \x1b[2Jan escape,\na line break, and \u202e an override").show()
    shown = capsys.readouterr().err
    assert shown == "Error: a name with \\x1b[2Jan escape,\na line break, and \\u202e an override\n"


def test_a_reader_who_leaves_is_no_error(tmp_path: Path) -> None:
    shell = a_dossier(tmp_path)
    for title in ("Mayor", "Speaker"):
        shell.fine(f"add post --title {title}")
    code = f'regesta() {{ {sys.executable} -m regesta.cli --dossier {shell.folder} "$@"; }}; regesta log | true'
    done = subprocess.run(["sh", "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_a_stream_that_is_closed_is_no_trouble(tmp_path: Path, closed: str) -> None:
    dossier = a_dossier(tmp_path)
    command = f"{shlex.quote(sys.executable)} -m regesta.cli log --dossier {shlex.quote(str(dossier.folder))} {closed}"
    ran = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
