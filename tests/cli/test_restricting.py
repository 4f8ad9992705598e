"""`regesta restrict` and `regesta release`, and what `status` tells of them."""

from pathlib import Path

import pytest
from cli_shell import Shell, a_dossier_with_a_source, a_posting

FREE = "Everything may be published today.\n"


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return a_dossier_with_a_source(tmp_path)


def test_a_fact_is_restricted_and_released(shell: Shell) -> None:
    posting = a_posting(shell)
    ran = shell.fine("restrict huntsman-moscow --internal --because", "Not yet.")
    assert ran.out.endswith(f"  Fact {posting}: internal\n")
    assert shell.fine("status --json").json["restricted"] == {"depends": 4, "internal": 1}
    assert shell.fine(f"release {posting}").err == FREE
    assert shell.fine("status --json").json["restricted"] == {}


def test_how_it_is_restricted_and_what_goes_with_it_is_told(shell: Shell) -> None:
    a_posting(shell)
    shell.fine("add post --key consul --title Consul --source digest")
    ran = shell.fine("restrict huntsman-moscow --withhold source-protection")
    assert "withheld (source-protection)" in ran.out
    assert ran.err == "3 entries may not be published today, 2 of them because they would give others away.\n"


def test_an_embargo_tells_from_which_day_on_it_is_public(shell: Shell) -> None:
    a_posting(shell)
    ran = shell.fine("restrict huntsman-moscow --embargo-until", "December 2130")
    assert "embargoed until December 2130" in ran.out
    assert ran.err.startswith("It is public from 2130-12-31 on (UTC).\n")
    assert shell.fine("restrict huntsman-moscow --embargo-until 2001").err.endswith(FREE)


def test_a_restriction_speaks_of_the_first_version_whichever_is_named(shell: Shell) -> None:
    posting = a_posting(shell)
    shell.fine('correct huntsman-moscow --set "end=October 3" --motive was-wrong --note Misread --source digest')
    assert f"Fact {posting}: internal" in shell.fine("restrict huntsman-moscow --internal").out


@pytest.mark.parametrize("target", ["--source digest", "--agent jon-huntsman"])
def test_all_that_is_of_a_source_or_agent_is_restricted_and_released(shell: Shell, target: str) -> None:
    a_posting(shell)
    assert shell.fine(f"restrict {target} --internal").err != FREE
    assert shell.fine(f"release {target}").err == FREE


def test_all_that_came_with_an_import_is_restricted(shell: Shell) -> None:
    facts = "{kind: post, key: consul, title: Consul, source: digest}"
    (shell.folder / "posts.yml").write_text(f"import: posts\nfacts: [{facts}]\n")
    shell.fine("import posts.yml")
    shell.fine("restrict --import posts --internal")
    assert shell.fine("status --json").json["restricted"] == {"internal": 1}


def test_a_released_fact_that_names_something_withheld_stays_withheld_and_that_is_told(shell: Shell) -> None:
    a_posting(shell)
    shell.fine("restrict --agent jon-huntsman --internal")
    told = shell.fine("release huntsman-moscow").err
    assert told.startswith("It stays withheld all the same: something that it names is withheld.\n")


def test_the_same_restriction_twice_is_recorded_once(shell: Shell) -> None:
    a_posting(shell)
    shell.fine("restrict huntsman-moscow --internal")
    before = shell.log
    assert shell.fine("restrict huntsman-moscow --internal").err.startswith("Already recorded; nothing was added.\n")
    assert shell.log == before
    shell.fine("release huntsman-moscow")
    shell.fine("restrict huntsman-moscow --internal")
    assert shell.fine("status --json").json["restricted"] != {}


def test_a_fact_that_says_the_same_is_named(shell: Shell) -> None:
    posting = a_posting(shell)
    shell.fine(f"retract {posting} --because Doubtful.")
    again = a_posting(shell)
    assert shell.fine(f"restrict {again} --internal").err.startswith(
        f"{posting} says the same, and is shown or withheld on its own.\n"
    )


@pytest.mark.parametrize(
    ("line", "code", "sentence"),
    [
        ("restrict huntsman-moscow", 2, "give one of --internal, --withhold and --embargo-until"),
        ("restrict huntsman-moscow --internal --withhold legal", 2, "A restriction is of one sort"),
        ("restrict --internal", 2, "give a FACT, or one of --source, --agent and --import"),
        ("restrict huntsman-moscow --source digest --internal", 2, "Restrictions speak of one thing"),
        ("restrict huntsman-moscow --withhold other", 2, "--withhold other: say which reason it is with --because."),
        ("restrict huntsman-moscow --withhold whim", 2, "'whim' is not one of 'privacy', 'safety'"),
        ("restrict huntsman-moscow --embargo-until soon", 2, "--embargo-until: "),
        ("restrict huntsman-moscow --embargo-until 'after 2030'", 2, "has no last day; give one that has"),
        ("restrict huntsman-moscaw --internal", 1, "FACT: "),
        ("restrict --source digset --internal", 1, "Did you mean source digest"),
        ("restrict --import posts --internal", 1, "--import: nothing came with an import 'posts'. There is none."),
        ("release", 2, "give a FACT, or one of"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_recorded(shell: Shell, line: str, code: int, sentence: str) -> None:
    a_posting(shell)
    before = shell.log
    ran = shell(line)
    assert (ran.code, sentence in ran.err) == (code, True), ran.err
    assert shell.log == before


def test_a_restriction_itself_is_not_restricted(shell: Shell) -> None:
    a_posting(shell)
    fact = shell.fine("restrict huntsman-moscow --internal --json").json["fact"]
    ran = shell(f"restrict {fact} --internal")
    assert (ran.code, "is a restriction, which nobody but the desk sees" in ran.err) == (2, True)
