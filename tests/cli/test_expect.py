"""`regesta expect`: what is typed, what is kept, what is answered."""

import json
from pathlib import Path

import pytest
from cli_shell import Shell, a_dossier_with_a_source, a_posting

HELD = 'holder("us-ambassador-ru", 2018-06-01) = '


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A dossier in which Huntsman is in Moscow."""
    made = a_dossier_with_a_source(tmp_path)
    a_posting(made)
    return made


def last_fact(shell: Shell) -> dict[str, object]:
    """What the last line of the log says."""
    fact: dict[str, object] = json.loads(shell.log.splitlines()[-1].partition(b"\t")[2])["fact"]
    return fact


def test_an_expectation_keeps_the_ids_of_what_it_names_and_is_answered_at_once(shell: Shell) -> None:
    typed = 'holder("ambassador to russia", 2018-06-01) = "jon HUNTSMAN"'
    ran = shell.fine("expect", typed, "--key", "in-moscow", "--note", "As TASS has it.")
    assert ran.out.endswith(f'  in-moscow  Expected: {HELD}"jon-huntsman"\n')
    assert ran.err == "It holds: on 2018-06-01: certainly Jon Huntsman.\n"
    assert last_fact(shell) == {
        "kind": "expectation",
        "key": "in-moscow",
        "note": "As TASS has it.",
        "expects": {
            "text": f'{HELD}"jon-huntsman"',
            "about": [{"kind": "post", "id": "us-ambassador-ru"}, {"kind": "agent", "id": "jon-huntsman"}],
        },
    }


def test_what_does_not_hold_is_recorded_all_the_same(shell: Shell) -> None:
    ran = shell.fine("expect", 'holder("us-ambassador-ru", 2020) = "Jon Huntsman"')
    assert ran.err == "It is broken: on 2020-01-01: nobody.\n"
    assert last_fact(shell)["kind"] == "expectation"


def test_a_dry_run_tells_the_answer_and_records_nothing(shell: Shell) -> None:
    log = shell.log
    holds = shell("expect --dry-run", f'{HELD}"Jon Huntsman"')
    assert (holds.code, holds.out) == (0, "It holds: on 2018-06-01: certainly Jon Huntsman.\n")
    broken = shell("expect --dry-run", f"{HELD}none")
    assert (broken.code, broken.out) == (1, "It is broken: on 2018-06-01: certainly Jon Huntsman.\n")
    open_ = shell("expect --dry-run --json", 'holder("us-ambassador-ru", 2017-10-01) = "Jon Huntsman"')
    assert (open_.code, open_.json["state"]) == (0, "undecided")
    assert shell.log == log


def test_check_passes_over_what_is_undecided_but_counts_it(shell: Shell) -> None:
    shell.fine("expect", 'holder("us-ambassador-ru", 2017-10-01) = "Jon Huntsman"')
    assert "Undecided, which is no failure: 1 expectation; `regesta serve`" in shell.fine("check").err


def test_what_is_no_assertion_is_pointed_at(shell: Shell) -> None:
    ran = shell("expect", 'holder("us-ambassador-ru" 2018-06-01) = none')
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "Error: ASSERTION: at character 27 stands '2018-06-01'; expected is \",\".\n"
        'holder("us-ambassador-ru" 2018-06-01) = none\n'
        "                          ^\n"
    )


def test_what_is_not_known_is_named_with_its_place_and_nobody_is_made_up(shell: Shell) -> None:
    log = shell.log
    ran = shell("expect", f'{HELD}"Jon Hutsman"')
    assert ran.code == 1
    assert "ASSERTION, character 42: there is no agent 'Jon Hutsman'. Did you mean agent jon-huntsman" in ran.err
    assert shell.log == log


def test_an_expectation_is_corrected_retracted_shown_and_found(shell: Shell) -> None:
    shell.fine("expect --key in-moscow", f"{HELD}none")
    shell.fine("correct in-moscow --motive was-wrong --note Misread --set", f'expects={HELD}"Jon Huntsman"')
    assert f'expectation in-moscow  {HELD}"jon-huntsman"' in shell.fine("show in-moscow").out
    assert "expectation  in-moscow" in shell.fine("find jon-huntsman").out
    wrong = shell("correct in-moscow --motive was-wrong --note Misread --set", "expects=holder(x")
    assert (wrong.code, wrong.err.splitlines()[0]) == (
        2,
        'Error: --set expects: at character 9 the text ends; expected is ",".',
    )
    shell.fine('retract --because "Not ours to say." ' + str(shell("log in-moscow --json").json[0]["fact"]))
    gone = shell.fine("show in-moscow").out
    assert "No fact of it is in force" in gone and "(Not ours to say.)" in gone


def test_a_file_may_bring_its_expectations(shell: Shell) -> None:
    (shell.folder / "case.yml").write_text(
        "facts:\n"
        "  - {kind: agent, key: tefft, name: John Tefft, type: person}\n"
        "  - {kind: posting, key: tefft-moscow, holder: tefft, post: us-ambassador-ru, phase: serving,"
        " start: 2014-07-31, end: 2017-09-28, observed: yes}\n"
        "  - kind: expectation\n"
        "    key: tefft-was-there\n"
        '    expects: holder(us-ambassador-ru, 2016) = "John Tefft"\n'
        "    note: He was there all year.\n"
    )
    shell.fine("import case.yml")
    assert last_fact(shell)["expects"] == {
        "text": 'holder("us-ambassador-ru", 2016) = "tefft"',
        "about": [{"kind": "post", "id": "us-ambassador-ru"}, {"kind": "agent", "id": "tefft"}],
    }
    assert shell.fine("import case.yml").out.startswith("Recorded 0 facts.")


def test_a_file_with_what_is_no_assertion_is_refused_at_its_line(shell: Shell) -> None:
    (shell.folder / "case.yml").write_text(
        "facts:\n"
        "  - {kind: expectation, key: a, expects: holder(us-ambassador-ru) = none}\n"
        "  - {kind: expectation, key: b, expects: 'exists(agent, \"John Tefft\")'}\n"
        "  - {kind: expectation, key: c, expects: [one, two]}\n"
        "  - {kind: expectation, key: d}\n"
    )
    ran = shell("import case.yml")
    assert ran.code == 1
    assert 'case.yml:2, "expects": "holder(us-ambassador-ru) = none" is no assertion: at character 24 stands \')\'' in (
        ran.err
    )
    assert 'case.yml:3, "expects": at character 15 nobody is called "John Tefft"' in ran.err
    assert "is no assertion; write it as a text." in ran.err
    assert "case.yml:5: a new expectation needs its assertion" in ran.err
