"""The command `regesta import`, down to what it prints and the codes that it exits with."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from regesta.cli import cli
from regesta.events.dossier import Dossier, create
from regesta.events.store import Conflict

FACTS = """\
import: case
facts:
  - {kind: source, key: letter, title: A letter, capture: letter.txt}
  - {kind: agent, key: jon-huntsman, name: Jon Huntsman, type: person}
  - {kind: name, agent: jon-huntsman, name: Jon Hutsman, source: letter, quote: Jon Hutsman}
  - {kind: post, key: us-ambassador-ru, title: Ambassador to Russia}
"""
POSTING = (
    "  - {kind: posting, key: moscow, holder: jon-huntsman, post: us-ambassador-ru, phase: serving, start: 2017,"
    " end: %s, observed: true}\n"
)

Import = Callable[..., Result]


@pytest.fixture
def dossier(tmp_path: Path) -> Dossier:
    (tmp_path / "letter.txt").write_text("Jon Hutsman resigned.\n", "utf-8")
    return create(tmp_path / "dossier", title="A case")


@pytest.fixture
def run(dossier: Dossier, tmp_path: Path) -> Import:
    def ran(*words: str, document: str | None = None, typed: str | None = None, **settings: str | None) -> Result:
        if document is not None:
            (tmp_path / "facts.yml").write_text(document, "utf-8")
            words = (str(tmp_path / "facts.yml"), *words)
        environment = {"REGESTA_AUTHOR": "Desk", "NO_COLOR": "1", **settings}
        return CliRunner().invoke(
            cli,
            ["import", "--dossier", str(dossier.path), *words],
            input=typed,
            env=environment,
            catch_exceptions=False,
        )

    return ran


def size(dossier: Dossier) -> int:
    """How many entries the log holds."""
    return dossier.log.head().size


def files(dossier: Dossier) -> set[Path]:
    """Every file of the dossier but those that can be made anew."""
    return {path for path in dossier.path.rglob("*") if path.is_file() and dossier.build not in path.parents}


def test_an_import_prints_its_counts(run: Import, dossier: Dossier) -> None:
    result = run(document=FACTS)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "Recorded 5 facts: 1 source, 1 capture, 1 agent, 1 name, 1 post.\n"
    assert size(dossier) == 5
    assert len(list(dossier.captures.rglob("*"))) >= 2


def test_the_same_file_again_records_nothing(run: Import, dossier: Dossier) -> None:
    run(document=FACTS)
    result = run(document=FACTS)
    assert (result.exit_code, result.stdout) == (0, "Recorded 0 facts.\n5 recorded before, and skipped.\n")
    assert size(dossier) == 5


def test_json_gives_counts_and_the_facts_that_are_now_in_the_log(run: Import, dossier: Dossier) -> None:
    told: dict[str, Any] = json.loads(run("--json", document=FACTS).stdout)
    assert {name: told[name] for name in ("recorded", "skipped", "corrected", "retracted")} == {
        "recorded": 5, "skipped": 0, "corrected": 0, "retracted": 0,
    }  # fmt: skip
    assert [(one["subject"], one["position"]) for one in told["facts"]] == [
        ("letter", 0), ("letter", 1), ("jon-huntsman", 2), ("jon-huntsman", 3), ("us-ambassador-ru", 4),
    ]  # fmt: skip
    again = json.loads(run("--json", document=FACTS).stdout)
    assert (again["recorded"], again["skipped"], again["facts"]) == (0, 5, [])


def test_a_dry_run_says_what_would_be_recorded_and_changes_nothing(run: Import, dossier: Dossier) -> None:
    before = files(dossier)
    result = run("--dry-run", document=FACTS)
    assert (result.exit_code, result.stdout) == (
        0,
        "Would record 5 facts: 1 source, 1 capture, 1 agent, 1 name, 1 post.\n",
    )
    assert files(dossier) == before
    assert json.loads(run("--dry-run", "--json", document=FACTS).stdout)["recorded"] == 5


def test_a_dry_run_finds_the_problems_that_the_run_would_find(run: Import) -> None:
    run(document=FACTS)
    other = FACTS.replace("import: case", "import: other").replace("Ambassador to Russia", "Envoy")
    for words in ((), ("--dry-run",)):
        result = run(*words, document=other)
        assert result.exit_code == 1
        assert 'the post "us-ambassador-ru" exists already' in result.stderr


def test_every_problem_is_named_and_nothing_is_recorded(run: Import, dossier: Dossier, tmp_path: Path) -> None:
    before = files(dossier)
    result = run(document=FACTS.replace("title: A letter", "titel: A letter").replace("type: person", "type: human"))
    place = tmp_path / "facts.yml"
    assert result.exit_code == 1
    assert result.stderr.startswith(
        f'Error: nothing was recorded, because of 2 problems:\n{place}:3, "titel": is no field of a source'
    )
    assert f"{place}:4, \"type\": 'human' is not one of its values;" in result.stderr
    assert files(dossier) == before


def test_of_many_problems_the_first_fifty_are_printed(run: Import) -> None:
    result = run(document="facts:\n" + "  - {kind: post}\n" * 70)
    assert result.exit_code == 1
    assert result.stderr.count("a new post needs a title") == 50
    assert result.stderr.endswith("and 20 more.\n")


def test_of_many_problems_some_of_each_kind_are_printed(run: Import) -> None:
    document = "facts:\n" + "  - {kind: post}\n" * 70 + "  - {kind: post, titel: x}\n" * 3
    lines = run(document=document).stderr.splitlines()
    assert lines[0] == "Error: nothing was recorded, because of 73 problems:"
    assert [line for line in lines if line.startswith("and ")] == ["and 23 more like these."]
    assert sum('"titel": is no field of a post' in line for line in lines) == 3
    assert len(lines) == 52


def test_json_lines_may_come_through_a_pipe(run: Import, dossier: Dossier) -> None:
    result = run("-", typed='{"kind": "post", "key": "mayor", "title": "Mayor"}\n')
    assert (result.exit_code, size(dossier)) == (0, 1)


def test_several_files_are_one_commit(run: Import, dossier: Dossier, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"kind": "post", "key": "mayor", "title": "Mayor"}\n', "utf-8")
    (tmp_path / "b.jsonl").write_text(
        '{"kind": "post", "of": "mayor", "place": "X"}\n{"kind": "post", "of": "x"}\n', "utf-8"
    )
    words = (str(tmp_path / "b.jsonl"), str(tmp_path / "a.jsonl"))
    assert run(*words).exit_code == 1
    assert size(dossier) == 0
    (tmp_path / "b.jsonl").write_text('{"kind": "post", "of": "mayor", "place": "X"}\n', "utf-8")
    assert run(*words).exit_code == 0
    assert size(dossier) == 2


def test_a_table_needs_a_mapping(run: Import, dossier: Dossier, tmp_path: Path) -> None:
    (tmp_path / "posts.csv").write_text("id,title\nmayor,Mayor\n", "utf-8")
    (tmp_path / "map.yml").write_text(
        "columns: {id: id, title: title}\nrows:\n  - {kind: post, key: '{id}', title: '{title}'}\n", "utf-8"
    )
    result = run(str(tmp_path / "posts.csv"))
    assert result.exit_code == 1
    assert "give --mapping FILE" in result.stderr
    (tmp_path / "posts.json").write_text("[]", "utf-8")
    result = run(str(tmp_path / "posts.json"), "--mapping", str(tmp_path / "map.yml"))
    assert "is JSON, and a mapping says what the columns of a table mean; write" in result.stderr
    result = run(str(tmp_path / "posts.csv"), "--mapping", str(tmp_path / "map.yml"))
    assert (result.exit_code, result.stdout) == (0, "Recorded 1 fact: 1 post.\n")


def test_what_differs_is_told_and_a_sync_corrects_it(run: Import, dossier: Dossier) -> None:
    run(document=FACTS + POSTING % "still")
    changed = FACTS + POSTING % "2019"
    result = run(document=changed)
    assert result.exit_code == 0
    assert "1 differs from what was recorded under its key; --sync records the differences:" in result.stderr
    assert "facts.yml:7 (posting/moscow)" in result.stderr
    result = run("--sync", "--dry-run", document=changed)
    assert result.stdout.startswith("Would record 0 facts.\n1 would be corrected.\n")
    result = run(
        "--sync", "--motive", "no-longer-true", "--note", "He left", "--source", "letter", "--json", document=changed
    )
    told = json.loads(result.stdout)
    assert (told["recorded"], told["corrected"], [one["subject"] for one in told["facts"]]) == (0, 1, ["moscow"])
    assert size(dossier) == 7


def test_a_sync_that_changes_something_needs_its_reason(run: Import, dossier: Dossier) -> None:
    run(document=FACTS + POSTING % "still")
    result = run("--sync", document=FACTS + POSTING % "2019")
    assert result.exit_code == 2
    assert "say why with --motive and --note" in result.stderr
    assert size(dossier) == 6


def test_what_vanished_is_told_and_retracted_when_asked_for(run: Import, dossier: Dossier) -> None:
    run(document=FACTS + POSTING % "still")
    result = run("--sync", document=FACTS)
    assert result.exit_code == 0
    assert "1 no longer in the files; --retract-missing retracts what is not:\n  posting/moscow" in result.stderr
    result = run("--sync", "--retract-missing", "--motive", "was-wrong", "--note", "A mistake", document=FACTS)
    assert "1 retracted." in result.stdout
    assert run("--sync", document=FACTS).stderr == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--motive", "was-wrong"], "--motive goes with --sync"),
        (["--retract-missing"], "--retract-missing goes with --sync"),
        (["--sync", "--motive", "guess", "--note", "x"], "--motive: 'guess' is none; give was-wrong"),
    ],
)
def test_options_that_do_not_go_together_are_wrong_usage(run: Import, words: list[str], said: str) -> None:
    result = run(*words, document=FACTS)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_file_that_is_not_there_is_named(run: Import) -> None:
    result = run("nowhere.yml")
    assert result.exit_code == 1
    assert result.stderr == "Error: nowhere.yml cannot be read: No such file or directory.\n"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no /dev/zero")
def test_a_device_is_no_file(run: Import) -> None:
    result = run("/dev/zero")
    assert result.exit_code == 1
    assert "is not a file" in result.stderr


def test_a_pipe_that_lies_in_a_folder_is_not_waited_for(run: Import, tmp_path: Path) -> None:
    """Nobody may ever write into it."""
    os.mkfifo(tmp_path / "pipe.jsonl")
    ran = run(str(tmp_path / "pipe.jsonl"))
    assert ran.exit_code == 1
    assert ran.output == f"Error: {tmp_path}/pipe.jsonl is not a file; name a file, or - for standard input.\n"


def test_nobody_records_without_a_name(run: Import, dossier: Dossier, tmp_path: Path) -> None:
    nobody = {"REGESTA_AUTHOR": None, "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / ".config")}
    quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    before = files(dossier)
    result = run(document=FACTS, **nobody, **quiet)
    assert result.exit_code == 1
    assert "Nobody is named who records" in result.stderr
    assert files(dossier) == before


def test_when_another_writer_was_faster_the_file_is_looked_at_again(
    run: Import, dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    from regesta.cli import import_run

    real, calls = import_run.record, [0]

    def slow(*args: Any, **settings: Any) -> Any:
        calls[0] += 1
        if calls[0] == 1:
            raise Conflict(0, 1)
        return real(*args, **settings)

    monkeypatch.setattr(import_run, "record", slow)
    assert run(document=FACTS).exit_code == 0
    assert (calls[0], size(dossier)) == (2, 5)


def test_progress_is_drawn_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from regesta.cli import progress

    for terminal in (False, True):
        monkeypatch.setattr("sys.stderr.isatty", lambda terminal=terminal: terminal, raising=False)
        times = iter((0.0, 0.5, 2.0, 2.01, 3.0))
        with progress.progress(lambda times=times: next(times)) as report:  # type: ignore[misc]
            for done in (1, 2, 3, 4):
                report("Checking", done * 1_000, 4_000)
        drawn = capsys.readouterr().err
        assert drawn.count("Checking") == (2 if terminal else 0)
    assert "[############------------]  50%  2,000 of 4,000" in drawn
