"""`regesta origin`: which voices and sources are one origin, and which are independent."""

from pathlib import Path

import pytest
from cli_shell import Shell, a_dossier


@pytest.fixture
def told(tmp_path: Path) -> Shell:
    """A posting that two papers tell, of which one quotes the other."""
    shell = a_dossier(tmp_path)
    shell.fine("add source --key tribune --title Report --publication Tribune")
    shell.fine("add source --key tass --title Report --publication TASS --derived-from tribune=quotes")
    shell.fine("add post --key envoy --title Envoy --observed")
    shell.fine("add posting --key x --holder Ann --post envoy --phase serving --source tribune --source tass")
    return shell


def count(shell: Shell) -> int:
    """In how many origins the evidence of the posting ends."""
    return int(shell.fine("show posting/x --json").json["rows"][0]["independent_origins"])


def test_papers_are_judged_independent_and_a_retraction_takes_it_back(told: Shell) -> None:
    assert count(told) == 1
    judged = told.fine("origin tass tribune --independent", "--because", "TASS had it too.")
    assert "TASS (tass) and Tribune (tribune): judged independent, because TASS had it too." in judged.out
    assert judged.err == ""
    assert count(told) == 2
    told.fine(f"retract {judged.out.split()[0]} --because mistaken")
    assert count(told) == 1


def test_an_origin_may_be_a_voice_and_a_paper(told: Shell) -> None:
    told.fine("add agent --key press --name 'Press office' --type organization --observed")
    judged = told.fine("origin agent/press tass --same --because 'It wrote the report.'")
    assert "Press office and TASS (tass): judged one origin" in judged.out


def test_what_was_judged_otherwise_is_told_and_counts_as_one_until_either_is_retracted(told: Shell) -> None:
    independent = told.fine("origin tass tribune --independent --because a").out.split()[0]
    same = told.fine("origin tribune tass --same --because b")
    assert f"Fact {independent} judges them independent. They count as one; retract" in same.err
    assert count(told) == 1
    assert "tass and tribune were judged independent, and one origin" in told("conflicts").out
    told.fine(f"retract {same.out.split()[0]} --because mistaken")
    assert count(told) == 2
    assert "origins" not in told("conflicts").out


@pytest.mark.parametrize(
    ("verdict", "pair", "remark"),
    [
        ("same", "tass tribune", "They count as one origin already; the judgement says it expressly."),
        ("independent", "tass other", "They count as two origins already; the judgement says it expressly."),
    ],
)
def test_what_changes_nothing_is_recorded_and_said(told: Shell, verdict: str, pair: str, remark: str) -> None:
    told.fine("add source --key other --title Other")
    assert remark in told.fine(f"origin {pair} --{verdict} --because so").err


def test_the_same_judgement_is_recorded_once(told: Shell) -> None:
    told.fine("origin tass tribune --independent --because so")
    before = told.log
    assert "Already recorded" in told.fine("origin tass tribune --independent --because so").err
    assert told.log == before


@pytest.mark.parametrize(
    ("line", "code", "sentence"),
    [
        ("tass tribune --because so", 2, "origin: nothing is judged. Say --same, or --independent."),
        ("tass source/tass --same --because so", 2, "'tass' and 'source/tass' are both source tass; name two origins."),
        ("tass envoy --same --because so", 1, "B: "),
        ("tass tribune --same", 2, "--because"),
    ],
)
def test_what_judges_nothing_is_refused_with_a_sentence(told: Shell, line: str, code: int, sentence: str) -> None:
    before = told.log
    ran = told(f"origin {line}")
    assert ran.code == code
    assert sentence in ran.err
    assert told.log == before
    assert "Traceback" not in ran.err


def test_files_may_judge_origins_too(told: Shell) -> None:
    (told.folder / "judged.yml").write_text(
        "import: judged\nfacts:\n"
        "  - {kind: independence, a: source/tass, b: source/tribune, verdict: independent, because: so}\n",
        encoding="utf-8",
    )
    told.fine("import judged.yml")
    assert count(told) == 2
    assert told.fine("import judged.yml --json").json["recorded"] == 0
    wrong = (
        "import: wrong\nfacts:\n  - {kind: independence, a: post/envoy, b: source/tass, verdict: same, because: so}\n"
    )
    (told.folder / "wrong.yml").write_text(wrong, encoding="utf-8")
    refused = told("import wrong.yml")
    assert refused.code == 1
    assert "wrong.yml:3: judges the post 'envoy', which is no origin; name sources or agents" in refused.err


def test_show_names_the_origins_with_what_goes_back_to_each(told: Shell) -> None:
    lines = told.fine("show posting/x").out.splitlines()
    start = lines.index("Origins")
    assert lines[start + 1 : start + 3] == [
        "  Tribune, “Report” (source tribune)",
        "    TASS, “Report” (tass)",
    ]
    told.fine("origin tass tribune --independent --because so")
    (one, other) = told.fine("show posting/x --json").json["origins"]
    assert {one["id"], other["id"]} == {"tass", "tribune"}
    assert [backing["source"] for backing in (*one["backing"], *other["backing"])] == [one["id"], other["id"]]
    assert "Origins" not in told.fine("show post/envoy").out


def test_two_judgements_at_once_are_refused_and_nothing_is_recorded(told: Shell) -> None:
    log = told.log
    refused = told("origin tass tribune --same --independent --because so")
    assert refused.code == 2
    assert refused.err.endswith("two are not both the same and independent. Say --same, or --independent.\n")
    assert told.log == log
