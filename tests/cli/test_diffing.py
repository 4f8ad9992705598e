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
