"""`regesta suggest` on a terminal: pairs judged one by one, each answer recorded at once, and none half."""

import re
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
from cli_shell import Shell, a_dossier
from on_a_terminal import Terminal, terminal

QUESTION = "[s]ame, [d]ifferent, [u]ndecided, s[k]ip, [m]ore, [q]uit? "
BECAUSE = "Because (blank: "
NAMES = {"a": "Jon Huntsman", "b": "Jon Hutsman", "c": "Jon Huntsmann"}


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A dossier of three agents, each of whom may be each of the others."""
    shell = a_dossier(tmp_path)
    for key, name in NAMES.items():
        shell.fine(f"add agent --key {key} --observed --new-agent --type person --name", name)
    return shell


def suggested(shell: Shell) -> list[tuple[str, str]]:
    return [(one["a"], one["b"]) for one in shell.fine("suggest --json").json]


def judged(shell: Shell) -> list[str]:
    """What was recorded after the agents."""
    return [row["says"] for row in shell.fine("log --json").json[len(NAMES) :]]


def pair(screen: Terminal) -> frozenset[str]:
    """The ids of the two that are shown."""
    screen.expect(QUESTION)
    shown = screen.seen[: screen.seen.rindex(QUESTION)].split(" of ")[-1]
    return frozenset(re.findall(r"\((\w+)\)", shown))


@pytest.mark.parametrize(
    ("typed", "verdict"), [("s", "same"), ("d", "different"), ("u", "undecided"), (" Different ", "different")]
)
def test_an_answer_is_recorded_with_its_reason(shell: Shell, typed: str, verdict: str) -> None:
    first = suggested(shell)[0]
    with terminal(shell, "suggest") as screen:
        screen.answer(QUESTION, typed)
        screen.answer(BECAUSE, "Read both.")
        screen.expect(f"Recorded: {verdict} (")
        screen.answer(QUESTION, "q")
        screen.expect("1 judged. What was judged is not suggested again")
        assert screen.end() == 0
    (says,) = judged(shell)
    assert verdict in says
    assert shell.fine("log -n 1 --json").json[0]["recorded_by"] == "Desk"
    assert first not in suggested(shell)


def test_a_blank_reason_records_what_was_shown(shell: Shell) -> None:
    with terminal(shell, "suggest", "--limit", "1") as screen:
        screen.answer(QUESTION, "s")
        screen.answer(BECAUSE, "")
        assert screen.end() == 0
    assert "Judged by reading both records: " in judged(shell)[0]


def test_a_wrong_key_is_told_and_asked_again_and_records_nothing(shell: Shell) -> None:
    before = shell.log
    with terminal(shell, "suggest", "--limit", "1") as screen:
        for typed in ("x", "sd", "yes"):
            screen.answer(QUESTION, typed)
            screen.expect(f"'{typed}' is none of the answers")
        screen.answer(QUESTION, "quit")
        screen.expect("0 judged.")
        assert screen.end() == 0
    assert shell.log == before


def test_a_reason_that_cannot_be_recorded_is_asked_for_again(shell: Shell) -> None:
    with terminal(shell, "suggest", "--limit", "1") as screen:
        screen.answer(QUESTION, "s")
        screen.answer(BECAUSE, "read\x1b[2J both")
        screen.expect("because")
        screen.answer(BECAUSE, "Read both.")
        assert screen.end() == 0
    assert "Read both." in judged(shell)[0] and len(judged(shell)) == 1


@pytest.mark.parametrize("typed", ["k", ""])
def test_what_is_skipped_is_not_recorded_and_comes_again(shell: Shell, typed: str) -> None:
    before, at_first = shell.log, suggested(shell)
    with terminal(shell, "suggest") as screen:
        for _ in at_first:
            screen.answer(QUESTION, typed)
        assert screen.end() == 0
    assert shell.log == before and suggested(shell) == at_first


@pytest.mark.parametrize("where", [QUESTION, BECAUSE])
@pytest.mark.parametrize("leaves", [Terminal.interrupt, Terminal.leave], ids=["control-C", "end of input"])
def test_whoever_leaves_in_the_middle_keeps_what_was_answered_and_nothing_half(
    shell: Shell, where: str, leaves: Callable[[Terminal], None]
) -> None:
    at_first = suggested(shell)
    with terminal(shell, "suggest") as screen:
        screen.answer(QUESTION, "u")
        screen.answer(BECAUSE, "Not clear.")
        if where == BECAUSE:
            screen.answer(QUESTION, "s")
        screen.expect(where)
        leaves(screen)
        screen.expect("1 judged.")
        assert screen.end() == 0
        assert "Traceback" not in screen.seen
    assert len(judged(shell)) == 1 and "undecided" in judged(shell)[0]
    assert suggested(shell) == at_first[1:]
    with terminal(shell, "suggest") as screen:
        assert pair(screen) == frozenset(at_first[1])
        screen.type("q")
        assert screen.end() == 0


def test_what_is_different_is_not_asked_about_again_under_another_id_of_a_cluster(shell: Shell) -> None:
    assert len(suggested(shell)) == 3
    with terminal(shell, "suggest") as screen:
        one = pair(screen)
        screen.type("s")
        screen.answer(BECAUSE, "One office.")
        other = pair(screen)
        screen.type("d")
        screen.answer(BECAUSE, "Another man.")
        screen.expect("2 judged.")
        assert screen.end() == 0
    (left,) = {frozenset(both) for both in combinations(NAMES, 2)} - {one, other}
    assert suggested(shell) == [], f"{left} follows from the two judgements"


def test_a_judgement_that_is_retracted_is_suggested_again(shell: Shell) -> None:
    at_first = suggested(shell)
    with terminal(shell, "suggest", "--limit", "1") as screen:
        screen.answer(QUESTION, "d")
        screen.answer(BECAUSE, "A slip.")
        assert screen.end() == 0
    fact = shell.fine("log -n 1 --json").json[0]["fact"]
    shell.fine(f"retract {fact} --because 'A slip of the finger.'")
    assert suggested(shell) == at_first


def test_what_the_record_knows_of_each_is_shown_in_eighty_columns_and_more_shows_all(shell: Shell) -> None:
    for place in range(6):
        title = f"Under-secretary of state for affairs of such length that a line ends within, number {place}"
        shell.fine(f"add post --key post-{place} --seats 1 --observed --title", title)
        span = f"--start {2001 + place}-02 --end {2002 + place}-01"
        shell.fine(f"add posting --holder a --post post-{place} --phase serving {span} --observed")
    with terminal(shell, "suggest", "--agent", "a", "--limit", "1") as screen:
        screen.expect("number 0, 2001–2002")
        screen.expect("and 3 more")
        screen.answer(QUESTION, "m")
        screen.expect("number 5, 2006–2007")
        screen.answer(QUESTION, "q")
        assert screen.end() == 0
        shown = re.sub(r"\x1b\[[0-9;]*m", "", screen.seen)
    assert max(map(len, shown.splitlines())) <= 80
