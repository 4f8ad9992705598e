"""Conflicts at the shell: listed, shown, explained, checked."""

from pathlib import Path

import pytest
from cli_shell import Shell, a_dossier

WHAT = "Ann and Bob both certainly held Envoy, which has one seat, from 2017-05-01 to 2017-06-01"


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A dossier in which two held one seat for a month."""
    shell = a_dossier(tmp_path)
    shell("add post --key envoy --title Envoy --seats 1 --observed")
    served = "--new-agent --post envoy --phase serving --observed"
    shell(f"add posting --key a --holder Ann --start 2014-03-01 --end 2017-06-01 {served}")
    shell(f"add posting --key b --holder Bob --start 2017-05-01 --end 2020 {served}")
    return shell


def the_conflict(shell: Shell) -> dict[str, object]:
    """The only one there is."""
    (found,) = shell("conflicts --json").json
    return dict(found)


def test_a_conflict_is_listed_with_its_state_rule_and_sentence(shell: Shell) -> None:
    found = the_conflict(shell)
    assert shell("conflicts").out == f"{found['id']}  open  seats  {WHAT}\n"
    assert (found["subject_kind"], found["subject"]) == ("post", "envoy")
    for words in ("--post envoy", "--agent Bob", "--rule seats --state open"):
        assert shell(f"conflicts {words}").out.startswith(str(found["id"])), words
    none = shell("conflicts --state explained")
    assert (none.code, none.out, none.err) == (0, "", "No conflict.\n")


def test_what_is_open_fails_a_check_and_what_is_explained_passes(shell: Shell) -> None:
    found = the_conflict(shell)
    failed = shell("check")
    assert (failed.code, failed.out) == (1, f"conflict  {found['id']}  open  {WHAT}\n")
    assert failed.err == "To look at: 1 conflict.\n"
    made = shell(f'explain {str(found["id"])[:6]} --note "She was on leave."')
    assert made.out.endswith(f"{found['id']}  Explained: {WHAT} — She was on leave.\n")
    passed = shell("check")
    assert (passed.code, passed.out, passed.err) == (0, "", "Nothing is amiss.\n")
    assert shell("check --json").json == {"conflicts": [], "explanations": [], "expectations": [], "quotes": []}


def test_new_evidence_opens_a_conflict_again_and_a_correction_resolves_it(shell: Shell) -> None:
    id = the_conflict(shell)["id"]
    shell(f'explain {id} --note "She was on leave."')
    shell("confirm b --note Seen. --observed")
    assert the_conflict(shell)["state"] == "reopened"
    assert shell("check").code == 1
    shell("correct a --set end=2017-05-01 --motive was-wrong --note Misread.")
    assert the_conflict(shell)["state"] == "resolved"
    assert shell("check").code == 0
    refused = shell(f"explain {id} --note Again.")
    assert refused.code == 2
    assert "no rule finds it now" in refused.err


def test_a_conflict_is_shown_with_both_sides_and_its_history(shell: Shell) -> None:
    id = the_conflict(shell)["id"]
    shell(f'explain {id} --note "She was on leave."')
    out = shell(f"show {id}").out
    assert out.startswith(f"conflict {id}  {WHAT}\n  rule   seats\n  state  explained\n\nRead against\n")
    assert "\nSide 1: Ann certainly held it from 2014-03-01 to 2017-06-01\n" in out
    assert "\nSide 2: Bob certainly held it from 2017-05-01 to 2020-01-01\n" in out
    assert "She was on leave." in out.partition("\nExplained\n")[2]
    assert [line.split()[2] for line in out.partition("\nHistory\n")[2].splitlines()] == [
        "told", "told", "arose", "explained",
    ]  # fmt: skip
    shown = shell(f"show {id} --json").json
    assert (shown["kind"], shown["id"], shown["state"]) == ("conflict", id, "explained")
    assert {one["side"] for one in shown["sides"]} == {0, 1, 2}


def test_the_history_of_what_it_is_about_tells_of_an_explanation(shell: Shell) -> None:
    id = the_conflict(shell)["id"]
    shell(f'explain {id} --note "She was on leave."')
    changes = [(one["change"], one["why"]) for one in shell("show post/envoy --json").json["history"]]
    assert changes == [("opened", None), ("added", "She was on leave.")]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("explain zzzz --note x", 1, "CONFLICT: there is no conflict 'zzzz'. `regesta conflicts` lists them."),
        ("conflicts --rule seat", 2, "--rule: there is no rule 'seat'; there are: seats, "),
        ("conflicts --post envoi", 1, "Did you mean post envoy (Envoy)?"),
        ("conflicts --post envoy --agent Ann", 2, "--post: is given with --agent"),
    ],
)
def test_what_is_mistyped_is_told_with_the_remedy(shell: Shell, words: str, code: int, said: str) -> None:
    ran = shell(words)
    assert ran.code == code
    assert said in ran.err


def test_a_note_has_to_be_given(shell: Shell) -> None:
    ran = shell(f"explain {the_conflict(shell)['id']}")
    assert (ran.code, ran.out) == (2, "")
    assert "--note: is missing" in ran.err


CASE = """\
import: case
defaults: {observed: true}
facts:
  - {kind: agent, key: ann, name: Ann, type: person}
  - {kind: agent, key: bob, name: Bob, type: person}
  - {kind: post, key: envoy, title: Envoy, seats: 1}
  - {kind: posting, key: a, holder: ann, post: envoy, phase: serving, start: 2014-03-01, end: 2017-06-01}
  - {kind: posting, key: b, holder: bob, post: envoy, phase: serving, start: 2017-05-01, end: 2020}
"""
WHY = "  - {kind: explanation, key: leave, conflict: %s, note: %s, observed: true}\n"


def imported(shell: Shell, text: str, more: str = "") -> None:
    """Import a file of facts."""
    (shell.folder / "told.yml").write_text(text, encoding="utf-8")
    shell.fine(f"import told.yml {more}")


def test_a_file_explains_a_conflict_which_new_evidence_opens_again_until_the_file_says_more(shell: Shell) -> None:
    id = the_conflict(shell)["id"]
    why = "import: why\nfacts:\n" + WHY % (id, "She was on leave.")
    imported(shell, why)
    assert the_conflict(shell)["state"] == "explained"
    assert shell("check").code == 0
    shell("confirm b --note Seen. --observed")
    imported(shell, why)  # says what it said, before the evidence
    assert the_conflict(shell)["state"] == "reopened"
    assert shell("check").out.startswith(f"conflict  {id}  reopened  ")
    imported(shell, why.replace("leave.", "leave until June."), "--sync --motive was-wrong --note 'Looked again.'")
    assert the_conflict(shell)["state"] == "explained"
    assert [one["note"] for one in shell(f"show {id} --json").json["explanations"]][
        -1
    ] == "She was on leave until June."


def test_a_file_brings_a_conflict_with_its_explanation(tmp_path: Path) -> None:
    shell = a_dossier(tmp_path)
    imported(shell, CASE)
    id = the_conflict(shell)["id"]
    (tmp_path / "other").mkdir()
    other = a_dossier(tmp_path / "other")
    imported(other, CASE + WHY % (id, "She was on leave."))
    assert (the_conflict(other)["id"], the_conflict(other)["state"]) == (id, "explained")
    assert other("check").code == 0


@pytest.mark.parametrize(
    ("conflict", "said"),
    [("'4633'", "'4633' is not a conflict's id; copy its 16 characters"), ("", '"conflict": is missing')],
)
def test_a_file_that_names_no_conflict_is_refused_at_its_line(shell: Shell, conflict: str, said: str) -> None:
    (shell.folder / "why.yml").write_text("facts:\n" + WHY % (conflict, "So."), encoding="utf-8")
    log = shell.log
    refused = shell("import why.yml")
    assert (refused.code, shell.log) == (1, log)
    assert "why.yml:2" in refused.err and said in refused.err


def test_a_file_that_explains_what_no_rule_ever_found_fails_a_check(shell: Shell) -> None:
    imported(shell, "facts:\n" + WHY % ("zzzzzzzzzzzzzzzz", "So."))
    failed = shell("check")
    assert failed.code == 1
    assert "zzzzzzzzzzzzzzzz" in failed.out
