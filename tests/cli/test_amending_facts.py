"""correct, retract, confirm, same, different, undecided: what holds changes, and nothing that was said is lost."""

from pathlib import Path

import pytest
from cli_shell import Shell, a_dossier_with_a_source, a_posting

NOTE = "--motive was-wrong --note 'The day is known.'"


def held(shell: Shell, subject: str = "huntsman-moscow") -> tuple[str | None, str | None]:
    """The start and the end of a posting, as they are worded."""
    (row,) = shell.fine(f"show posting/{subject} --json").json["rows"]
    return row["start"], row["end"]


def refused(shell: Shell, line: str) -> str:
    before = shell.log
    ran = shell(line)
    assert (ran.code in (1, 2), ran.out, shell.log) == (True, "", before)
    return ran.err


def test_a_correction_changes_what_is_set_and_keeps_the_rest(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    fact = a_posting(shell)
    shell.fine(f"correct {fact} --set end=2019-10-03 {NOTE}")
    assert held(shell) == ("by autumn of 2017", "2019-10-03")
    entries = shell.fine("log huntsman-moscow --json").json
    assert [(row["kind"], row["status"]) for row in entries] == [("posting", "corrected"), ("correction", "in-force")]


def test_a_blank_value_clears_a_field(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    fact = a_posting(shell, "--title 'Ambassador Extraordinary'")
    shell.fine(f"correct {fact} --set end= --set title= {NOTE}")
    (row,) = shell.fine("show posting/huntsman-moscow --json").json["rows"]
    assert (row["end"], row["end_state"], row["title"]) == (None, "not-stated", None)


def test_a_date_in_a_correction_is_read_by_the_day_of_the_source_that_it_names(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    shell.fine("add source --key later --title Later --published 2021-02-01")
    fact = a_posting(shell)
    shell.fine(f"correct {fact} --set 'end=in December' --source later {NOTE}")
    (row,) = shell.fine("show posting/huntsman-moscow --json").json["rows"]
    assert row["end_latest"] == "2020-12-31"
    cited = [row["source"] for row in shell.fine("show posting/huntsman-moscow --json").json["citations"]]
    assert cited == ["digest", "later"]


def test_a_correction_of_an_earlier_version_corrects_the_one_in_force(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    fact = a_posting(shell)
    shell.fine(f"correct {fact} --set end=2019-10-03 {NOTE}")
    shell.fine(f"correct {fact} --set start=2017-10-03 {NOTE}")
    assert held(shell) == ("2017-10-03", "2019-10-03")


def test_a_field_that_takes_several_values_is_set_to_all_that_are_given(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    fact = shell.fine("add meeting --key m --by 'Ann Lee' --with 'Bob Ray' --step wanted --source digest --json").json
    shell.fine(f"correct {fact['fact']} --set 'with=Bob Ray' --set 'with=Cleo Sand' {NOTE}")
    rows = shell.fine("show meeting/m --json").json["rows"]
    assert [row["counterpart"] for row in rows] == ["bob-ray", "cleo-sand"]


def test_a_subject_of_which_one_fact_alone_speaks_stands_for_it(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    a_posting(shell)
    shell.fine(f"correct huntsman-moscow --set end=2019-10-03 {NOTE}")
    shell.fine("add posting --of huntsman-moscow --phase appointed --on 2017-09-28 --source digest")
    assert "FACT: 2 facts speak of posting huntsman-moscow: fact " in refused(
        shell, f"correct huntsman-moscow --set end=2018 {NOTE}"
    )
    shown = shell.fine("show huntsman-moscow").out
    assert ("rests on    2 citations, " in shown, "(digest); 2 times\n" in shown) == (True, True)


def test_of_the_facts_of_a_subject_the_one_that_has_what_is_set_is_corrected(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    shell.fine(f"correct digest --set publication=Axios {NOTE}")
    assert shell.fine("show digest --json").json["rows"][0]["publication"] == "Axios"
    assert "FACT: 2 facts speak of source digest" in refused(
        shell, f"correct digest --set url=https://a.example {NOTE}"
    )


def test_the_id_of_a_fact_names_it_though_the_subject_that_it_opened_has_the_same(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    shell.fine("add post --key envoy --title Envoy --source digest")
    opened = shell.fine("add posting --holder 'Ann Lee' --post envoy --phase serving --source digest --json").json[
        "fact"
    ]
    shell.fine(f"add posting --of {opened} --phase left --on 2019 --source digest")
    shell.fine(f"correct {opened} --set end=2019 {NOTE}")
    shell.fine(f"retract {opened} --because x")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("'end=in October'", "--set: nothing changes"),
        ("end", "--set: 'end' has no '='"),
        ("ends=2019", "--set: 'ends' is no field of a posting that can be set: end, "),
        ("key=x", "--set: 'key' cannot be corrected"),
        ("source=x", "--set: 'source' is no field"),
        ("end=soonish", '--set end: "soonish"'),
        ("end=2011", "posting: ends '2011'"),
        ("phase=sitting", "--set phase: 'sitting' is not one of its values"),
        ("phase=", "--set phase: is missing"),
        ("'holder=Jon Huntsmann'", "--set holder: nobody is called 'Jon Huntsmann'. Did you mean Jon Huntsman"),
    ],
)
def test_a_correction_that_makes_no_sense_is_refused(tmp_path: Path, change: str, why: str) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    fact = a_posting(shell)
    shell.fine(f"correct {fact} --set start=2012 {NOTE}")
    assert why in refused(shell, f"correct {fact} --set {change} {NOTE}")


@pytest.mark.parametrize("without", ["--motive was-wrong", "--note x", "--set end=2019"])
def test_a_correction_needs_a_motive_a_note_and_a_change(tmp_path: Path, without: str) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    fact = a_posting(shell)
    whole = f"correct {fact} --motive was-wrong --note x --set end=2019"
    assert f"Missing option '{without.split()[0]}'" in refused(shell, whole.replace(without, ""))


def test_a_retraction_withdraws_the_fact_and_says_why(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    fact = a_posting(shell)
    shell.fine(f"retract {fact[:6]} --because 'The paper withdrew it.'")
    assert (shell("who us-ambassador-ru --json").json, shell("who us-ambassador-ru").code) == ([], 1)
    (entry, act) = shell.fine(f"log {fact} --json").json
    assert (entry["status"], act["note"]) == ("retracted", "The paper withdrew it.")
    assert "is withdrawn already" in refused(shell, f"retract {fact} --because again")
    assert "is withdrawn; retract the retraction" in refused(shell, f"correct {fact} --set end=2019 {NOTE}")
    assert "is withdrawn; nothing confirms it" in refused(shell, f"confirm {fact} --source digest")


def test_a_retraction_of_a_correction_puts_the_version_before_it_back_and_says_so(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    fact = a_posting(shell)
    correction = shell.fine(f"correct {fact} --set end=2019-10-03 --json {NOTE}").json["fact"]
    told = shell.fine(f"retract {correction} --because 'Not so.'").err
    assert f"the version before it holds again. `regesta retract {fact}` withdraws the whole fact." in told
    assert held(shell) == ("by autumn of 2017", "in October")


def test_a_retraction_of_a_retraction_restores(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    fact = a_posting(shell)
    retraction = shell.fine(f"retract {fact} --because x --json").json["fact"]
    assert "holds again" in shell.fine(f"retract {retraction} --because 'x was wrong'").err
    assert held(shell) == ("by autumn of 2017", "in October")


def test_a_confirmation_adds_its_citation(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    fact = a_posting(shell)
    shell.fine(f"confirm {fact} --source digest --quote 'in Moscow since the autumn of 2017'")
    cited = shell.fine("show posting/huntsman-moscow --json").json["citations"]
    assert [row["quote"] for row in cited] == [None, "in Moscow since the autumn of 2017"]


def test_a_confirmation_says_what_it_rests_on(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    fact = a_posting(shell)
    assert "cites no source" in refused(shell, f"confirm {fact}")
    shell.fine(f"confirm {fact} --observed --note 'Seen at the ceremony.'")


def test_two_agents_that_are_judged_the_same_are_one_until_they_are_judged_different(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    a_posting(shell)
    shell.fine("add agent --key huntsman-jr --name 'Jon Huntsman Jr.' --type person")
    shell.fine("same 'Jon Huntsman' huntsman-jr --because 'Same office.'")
    assert shell.fine("show huntsman-jr --json").json["id"] == "jon-huntsman"
    shell.fine("different jon-huntsman huntsman-jr --because 'Father and son.'")
    assert shell.fine("show huntsman-jr --json").json["id"] == "huntsman-jr"
    shell.fine("undecided jon-huntsman huntsman-jr --because 'Who knows.'")
    judged = shell.fine("show huntsman-jr --json").json["parts"]["judgements"]
    assert [row["verdict"] for row in judged] == ["undecided"]


def test_a_judgement_is_on_agents_that_are_known(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    a_posting(shell)
    told = refused(shell, "same jon-huntsman 'Jon Hutsman' --because x")
    assert "B: there is no agent 'Jon Hutsman'. Did you mean agent jon-huntsman (Jon Huntsman)?" in told
    assert "against itself" in refused(shell, "same jon-huntsman jon-huntsman --because x")


def test_a_fact_that_is_not_there_is_refused(tmp_path: Path) -> None:
    told = refused(a_dossier_with_a_source(tmp_path), "retract 0000000000000000 --because x")
    assert "FACT: there is no subject or fact '0000000000000000'." in told


def test_an_agent_that_was_judged_to_be_another_is_still_spoken_of_under_its_own_id(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    shell.fine("add agent --key ann --name 'Ann Lee' --type person --source digest")
    shell.fine("add agent --key anne --name 'Anne Leigh' --type person --source digest --new-agent")
    shell.fine("same ann anne --because 'One hand.'")
    assert shell.fine("log anne").out == shell.fine("log ann").out != ""
    ran = shell("restrict anne --internal")
    assert (ran.code, "3 facts speak of agent anne" in ran.err, "Anne Leigh" in ran.err) == (1, True, True), ran
