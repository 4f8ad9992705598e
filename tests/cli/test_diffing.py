"""diff, and show --as-known: what changed between editions, and why; and a record as it was."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cli_shell import Shell, a_dossier_with_a_source, a_posting

WHY = "The paper had the month alone"


def a_corrected_dossier(tmp_path: Path) -> tuple[Shell, str]:
    """A posting that was corrected after the tag `draft` (5 entries), and the id of its first fact."""
    shell = a_dossier_with_a_source(tmp_path)
    fact = a_posting(shell)
    shell.fine("tag draft")
    shell.fine(f"correct {fact} --set end=2019-10-03 --motive was-wrong --note", WHY)
    return shell, fact


def test_a_correction_is_told_with_its_motive_its_reason_and_what_it_changed(tmp_path: Path) -> None:
    shell, fact = a_corrected_dossier(tmp_path)
    ran = shell.fine("diff draft --json").json
    assert (ran["earlier"], ran["later"]) == ({"edition": "draft", "entries": 5}, {"edition": None, "entries": 6})
    (subject,) = ran["subjects"]
    assert (subject["kind"], subject["id"]) == ("posting", "huntsman-moscow")
    (change,) = subject["changes"]
    assert (change["what"], change["verdict"], change["before"]["fact"]) == ("corrected", None, fact)
    (entry,) = change["entries"]
    assert (entry["position"], entry["motive"], entry["why"]) == (5, "was-wrong", WHY)
    assert change["after"]["fact"] == entry["fact"]
    assert {
        name: (value["before"]["when"]["verbatim"], value["after"]["when"]["verbatim"])
        for name, value in change["values"].items()
    } == {"end": ("in October", "2019-10-03")}


def test_people_read_the_same(tmp_path: Path) -> None:
    shell, _ = a_corrected_dossier(tmp_path)
    ran = shell.fine("diff draft")
    lines = ran.out.splitlines()
    assert lines[0] == "posting huntsman-moscow  Jon Huntsman, Ambassador to Russia"
    assert lines[1].startswith("  corrected  5  ") and lines[1].endswith(f"[was-wrong] ({WHY})")
    assert lines[2].strip() == "end: in October → 2019-10-03" and len(lines) == 3
    assert ran.err == "From 5 to 6 entries: 1 corrected.\n"


def test_an_edition_does_not_differ_from_itself(tmp_path: Path) -> None:
    shell, _ = a_corrected_dossier(tmp_path)
    assert shell.fine("diff draft 5 --json").json["subjects"] == []
    ran = shell.fine("diff 6")
    assert (ran.out, ran.err) == ("", "From 6 to 6 entries: nothing changed.\n")


def test_what_came_after_the_later_edition_is_not_told(tmp_path: Path) -> None:
    shell, _ = a_corrected_dossier(tmp_path)
    ran = shell.fine("diff 3 draft --json").json
    assert ran["later"] == {"edition": "draft", "entries": 5}
    changes = [change for subject in ran["subjects"] for change in subject["changes"]]
    assert [change["what"] for change in changes] == ["added", "added"]
    assert {change["after"]["status"] for change in changes} == {"in-force"}


def test_days_are_editions(tmp_path: Path) -> None:
    shell, _ = a_corrected_dossier(tmp_path)
    today = datetime.now(UTC).date()
    ran = shell.fine(f"diff {today - timedelta(days=7)} {today + timedelta(days=7)} --json").json
    assert (ran["earlier"]["entries"], ran["later"]["entries"]) == (0, 6)
    assert sum(len(change["entries"]) for subject in ran["subjects"] for change in subject["changes"]) == 6


def test_agents_that_were_judged_the_same_are_told_with_the_reason(tmp_path: Path) -> None:
    shell, _ = a_corrected_dossier(tmp_path)
    shell.fine("add agent --key hutsman --name 'J. Hutsman' --type person --observed --new-agent")
    shell.fine("same jon-huntsman hutsman --because 'a misspelling'")
    ran = shell.fine("diff 7 --json").json
    (change,) = ran["subjects"][0]["changes"]
    assert (change["what"], change["verdict"], change["entries"][0]["why"]) == ("judged", "same", "a misspelling")
    assert ran["subjects"][0]["id"] == "jon-huntsman"
    assert "judged the same, because a misspelling" in shell.fine("diff 7").out


def test_what_is_no_longer_true_is_told_apart_from_what_was_wrong(tmp_path: Path) -> None:
    shell, fact = a_corrected_dossier(tmp_path)
    shell.fine("tag later")
    shell.fine(f"correct {fact} --set end=2020-01-05 --motive no-longer-true --note 'He stayed on'")
    (subject,) = shell.fine("diff draft --json").json["subjects"]
    (change,) = subject["changes"]
    assert [entry["motive"] for entry in change["entries"]] == ["was-wrong", "no-longer-true"]
    (since,) = shell.fine("diff later --json").json["subjects"][0]["changes"]
    assert [(entry["motive"], entry["why"]) for entry in since["entries"]] == [("no-longer-true", "He stayed on")]
    assert since["values"]["end"]["before"]["when"]["verbatim"] == "2019-10-03"
    line, values = shell.fine("diff later").out.splitlines()[1:]
    assert line.startswith("  corrected  6  ") and line.endswith("[no-longer-true] (He stayed on)")
    assert values.strip() == "end: 2019-10-03 → 2020-01-05"


ANN, ANNE, BELL = "Ann Bell", "Anne Bell", "A. Bell"


def merged(tmp_path: Path) -> tuple[Shell, list[str]]:
    """Three agents of whom two pairs were judged the same since the tag `apart`, and the two judgements."""
    shell, _ = a_corrected_dossier(tmp_path)
    for key, name in (("ann", ANN), ("anne", ANNE), ("bell", BELL)):
        shell.fine(f"add agent --key {key} --name '{name}' --type person --observed --new-agent")
    shell.fine("tag apart")
    pairs = ("ann anne --because 'One hand.'", "anne bell --because 'One desk.'")
    return shell, [shell.fine(f"same {pair} --json").json["fact"] for pair in pairs]


def judged(shell: Shell, words: str) -> list[tuple[str, str, str, str, str]]:
    """Of each judgement that changed: its subject, what became of it, its verdict, and what was said last, and why."""
    return [
        (subject["id"], change["what"], change["verdict"], change["entries"][-1]["says"], change["entries"][-1]["why"])
        for subject in shell.fine(f"diff {words} --json").json["subjects"]
        for change in subject["changes"]
    ]


def test_a_merge_is_told_with_each_judgement_that_makes_it(tmp_path: Path) -> None:
    shell, _ = merged(tmp_path)
    assert judged(shell, "apart") == [
        ("ann", "judged", "same", f"{ANN} (ann and anne): judged the same, because One hand.", "One hand."),
        ("ann", "judged", "same", f"{ANN} (anne and bell): judged the same, because One desk.", "One desk."),
    ]
    out = shell.fine("diff apart").out.splitlines()
    assert out[0] == f"agent ann  {ANN}"
    assert [line.split()[0] for line in out[1:]] == ["judged", "judged"]
    assert out[1].endswith("judged the same, because One hand.")


def test_a_merge_that_is_taken_back_is_told_with_why_whichever_way_it_was(tmp_path: Path) -> None:
    shell, (_, second) = merged(tmp_path)
    shell.fine("tag one")
    shell.fine("different ann anne --because 'Two passports.'")
    shell.fine(f"retract {second} --because Misread.")
    same = f"{ANNE} and {BELL}: judged the same, because One desk."
    assert judged(shell, "one") == [
        ("ann", "judged", "different", f"{ANN} and {ANNE}: judged different, because Two passports.", "Two passports."),
        ("anne", "retracted", "same", f"Retracted: {same}", "Misread."),
    ]
    ran = shell.fine("diff one")
    out = ran.out.splitlines()
    assert out[0] == f"agent ann  {ANN}"
    assert out[1].startswith("  judged  ") and out[1].endswith("judged different, because Two passports.")
    assert out[3] == f"agent anne  {ANNE}"
    assert out[4].startswith("  retracted  ") and out[4].endswith("(Misread.)")
    assert ran.err.endswith("entries: 1 judged, 1 retracted.\n")
    assert [row[1] for row in judged(shell, "apart")] == ["judged", "judged", "unchanged"]


def test_a_retraction_is_told_with_its_reason(tmp_path: Path) -> None:
    shell, fact = a_corrected_dossier(tmp_path)
    shell.fine(f"retract {fact} --because 'never was there'")
    out = shell.fine("diff 6").out
    assert "  retracted  6  " in out and "(never was there)" in out


def test_the_later_edition_cannot_come_first(tmp_path: Path) -> None:
    shell, _ = a_corrected_dossier(tmp_path)
    ran = shell("diff 6 draft")
    assert (ran.code, ran.out) == (1, "")
    assert "'6' holds entries that 'draft' does not; give the earlier one first" in ran.err


@pytest.mark.parametrize("words", ["nowhere", "7", "draft nowhere", "draft 7"])
@pytest.mark.parametrize("command", ["diff {}", "show huntsman-moscow --as-known '{}'"])
def test_an_edition_that_is_not_there_is_refused(tmp_path: Path, command: str, words: str) -> None:
    shell, _ = a_corrected_dossier(tmp_path)
    ran = shell(command.format(words))
    assert (ran.code, ran.out) == (1, "")
    assert "is no edition" in ran.err or "the log holds 6 entries, and not 7" in ran.err


def test_a_reason_of_several_lines_stays_on_its_line(tmp_path: Path) -> None:
    shell, fact = a_corrected_dossier(tmp_path)
    shell.fine(f"retract {fact} --because", "One line,\nand another.")
    (line,) = (line for line in shell.fine("diff 6").out.splitlines() if "retracted" in line)
    assert line.endswith("(One line, and another.)")


def test_a_record_is_shown_as_it_was_known(tmp_path: Path) -> None:
    shell, fact = a_corrected_dossier(tmp_path)
    then = shell.fine("show huntsman-moscow --as-known draft --json").json
    now = shell.fine("show huntsman-moscow --json").json
    assert (then["rows"][0]["end"], now["rows"][0]["end"]) == ("in October", "2019-10-03")
    assert len(then["history"]) == 1
    assert shell.fine(f"show {fact} --as-known draft --json").json["kind"] in ("fact", "posting")
    assert shell("show huntsman-moscow --as-known 3").code == 1
