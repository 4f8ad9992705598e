"""Which agent a name means: a known one, one that comes near, a new one, or a voice that is not named."""

from pathlib import Path

import pytest
from cli_shell import Shell, a_dossier_with_a_source, a_posting

from regesta.events.unnamed import is_unnamed

SAID = "add statement --text Yes. --mode direct --json"


def speaker(shell: Shell, name: str, more: str = "", source: str = "digest") -> str:
    """The id of the agent who says something under a name."""
    fact = shell.fine(f"{SAID} --source {source} --speaker '{name}' {more}").json["fact"]
    found: str = shell.fine(f"show fact/{fact} --json").json["fact"]["json"]["speaker"]
    return found


def agents(shell: Shell) -> list[str]:
    """The agents' names, as they were recorded."""
    return [row["says"] for row in shell.fine("log --json").json if row["kind"] == "agent"]


@pytest.mark.parametrize("name", ["Jon Huntsman", "jon huntsman", "JON  HUNTSMAN", "jon-huntsman", "jon-h"])
def test_a_name_in_any_case_an_id_or_its_beginning_is_the_agent(tmp_path: Path, name: str) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    a_posting(shell)
    assert speaker(shell, name) == "jon-huntsman"
    assert len(agents(shell)) == 1


def test_a_spelling_that_was_recorded_is_the_agent(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    a_posting(shell)
    shell.fine("add name --agent jon-huntsman --name Hutsman --form misspelling --source digest --quote Hutsman")
    assert speaker(shell, "hutsman") == "jon-huntsman"


@pytest.mark.parametrize("name", ["Hutsman", "Jon Hutsman", "Huntsman", "Huntsman Jon", "Jon Huntsmann"])
def test_without_a_terminal_a_near_miss_fails_with_the_suggestion(tmp_path: Path, name: str) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    a_posting(shell)
    before = shell.log
    ran = shell(f"{SAID} --source digest --speaker '{name}'")
    assert (ran.code, ran.out, shell.log) == (1, "", before)
    assert ran.err == (
        f"Error: --speaker: nobody is called {name!r}. Did you mean Jon Huntsman (jon-huntsman)? Give that id, or"
        " --new-agent to record a new agent.\n"
    )


def test_a_near_miss_is_a_new_agent_when_that_is_said(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    a_posting(shell)
    assert speaker(shell, "Jon Hutsman", "--new-agent") == "jon-hutsman"


def test_a_name_that_nobody_has_is_a_new_agent(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    a_posting(shell)
    assert speaker(shell, "Валерий Герасимов") == "valeriy-gerasimov"
    assert agents(shell)[-1] == "Валерий Герасимов, person"


def test_a_short_name_comes_near_to_nobody_whose_name_holds_its_letters(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    speaker(shell, "UN", "--agent-type organization")
    assert speaker(shell, "Anatoly Untermann") == "anatoly-untermann"


def test_what_a_new_agent_is_can_be_said(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    speaker(shell, "Federation Council", "--agent-type organization")
    assert agents(shell) == ["Federation Council, organization"]


def test_the_same_new_name_twice_in_a_fact_is_one_agent(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    speaker(shell, "Ann Lee", "--via 'ann lee'")
    assert len(agents(shell)) == 1


def test_a_name_that_several_have_is_refused_with_their_ids(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    for key in ("ann-lee", "ann-lee-2"):
        shell.fine(f"add agent --key {key} --name 'Ann Lee' --type person")
    ran = shell(f"{SAID} --source digest --speaker 'Ann Lee'")
    assert ran.code == 1
    assert "'Ann Lee' may be agent ann-lee (Ann Lee) or agent ann-lee-2 (Ann Lee); give the id." in ran.err
    shell.fine("correct ann-lee-2 --set 'description=a journalist' --motive clerical --note 'Told apart.'")
    told = "agent ann-lee (Ann Lee) or agent ann-lee-2 (Ann Lee, a journalist)"
    assert told in shell("show 'Ann Lee'").err
    near = "Did you mean Ann Lee (ann-lee) or Ann Lee, a journalist (ann-lee-2)? Give that id"
    assert near in shell(f"{SAID} --source digest --speaker 'Anne Lee'").err
    assert speaker(shell, "ann-lee-2") == "ann-lee-2"


def test_a_new_agent_never_takes_a_key_that_is_taken(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    shell.fine("add agent --key ann-lee --name 'Anna Leeds' --type person")
    assert speaker(shell, "Ann  Lee", "--new-agent") != "ann-lee"
    shell.fine("add agent --key bob-ray --name 'Robert Raymond' --type person")
    assert speaker(shell, "Bob: Ray", "--new-agent") == "bob-ray-2"


@pytest.mark.parametrize(
    "name",
    [
        "a Russian diplomatic source",
        "an official",
        "An aide to the minister",
        "two officials",
        "unnamed diplomats",
        "several people close to the talks",
        "sources in the ministry",
        "officials",
        "US sources",
    ],
)
def test_words_that_describe_a_voice_name_nobody(name: str) -> None:
    assert is_unnamed(name)


@pytest.mark.parametrize(
    "name",
    ["Jon Huntsman", "An Najah University", "A. Smith", "One America News", "Two Sigma", "Ann Officer", "Sourcefabric",
     "A Society of the Friends", "Bank of America"],
)  # fmt: skip
def test_a_name_is_no_voice_without_one(name: str) -> None:
    assert not is_unnamed(name)


def test_a_voice_without_a_name_is_scoped_to_the_outlet_and_the_day(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    for key, publication, day in (
        ("trend", "Trend", "2019-08-09"),
        ("later", "Kommersant", "2019-08-10"),
        ("same", "KOMMERSANT", "2019-08-09"),
    ):
        shell.fine(f"add source --key {key} --title Report --publication {publication} --published {day}")
    digest, trend, later, same = (
        speaker(shell, "a Russian diplomatic source", source=source) for source in ("digest", "trend", "later", "same")
    )
    assert digest == "a-russian-diplomatic-source-kommersant-2019-08-09"
    assert same == digest
    assert len({digest, trend, later}) == 3


def test_who_may_be_no_person_is_told_how_to_change_it(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    added = "add statement --text Yes. --mode indirect --source digest"
    err = shell.fine(f"{added} --speaker 'Ann Bell' --via 'a diplomat' --via Pravda --via 'Le Monde'").err
    for name, key in (("Pravda", "pravda"), ("Le Monde", "le-monde")):
        told = f"New: {name}, a person ({key}). If it is none: `regesta correct {key} --set type=organization"
        assert told in err
    assert "New: Ann Bell, a person (ann-bell).\n" in err
    shell.fine("correct pravda --set type=organization --motive clerical --note 'A paper.'")
    assert shell.fine("show pravda --json").json["rows"][0]["type"] == "organization"


def test_a_voice_without_a_name_needs_a_source_with_an_outlet(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    before = shell.log
    ran = shell("add statement --text Yes. --mode direct --speaker 'an official' --observed")
    assert (ran.code, shell.log) == (2, before)
    assert "'an official' is a voice without a name. Cite the source that quotes it with --source" in ran.err


def test_a_voice_is_never_suggested_for_a_name(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    speaker(shell, "a Russian diplomatic source")
    assert speaker(shell, "Russian Diplomatic Source") == "russian-diplomatic-source"


def test_a_new_agent_who_is_called_nearly_as_another_is_recorded_and_that_is_told(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    a_posting(shell)
    ran = shell.fine(f"{SAID} --source digest --speaker 'Jon Hutsman' --new-agent")
    assert "Called nearly so: agent jon-huntsman (Jon Huntsman)." in ran.err
    far = shell.fine(f"{SAID} --source digest --speaker 'Zoe Quill' --new-agent".replace("Yes.", "No."))
    assert "Called nearly so" not in far.err
