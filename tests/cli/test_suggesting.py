"""`suggest`, `apart`: agents that may be one, what speaks for and against, and clusters taken apart."""

import json
from pathlib import Path

import pytest
from cli_shell import Shell


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    shell = Shell(tmp_path)
    assert shell("init . --title T").code == 0
    return shell


def agent(shell: Shell, key: str, name: str, more: str = "") -> None:
    ran = shell(f"add agent --key {key} --observed --new-agent {more or '--type person'} --name", name)
    assert ran.code == 0, ran.err


def suggested(shell: Shell, more: str = "") -> list[tuple[str, str]]:
    return [(one["a"], one["b"]) for one in shell(f"suggest --json {more}").json]


def test_agents_of_near_names_are_suggested_with_the_reason(shell: Shell) -> None:
    agent(shell, "jon", "Jon Huntsman")
    agent(shell, "hutsman", "Hutsman, J.")
    agent(shell, "antonov", "Anatoly Antonov")
    (one,) = shell("suggest --json").json
    assert {one["a"], one["b"]} == {"jon", "hutsman"} and one["score"] >= 0.6
    assert "jon / j: the initial fits" in one["matched"] or "j / jon: the initial fits" in one["matched"]
    listed = shell("suggest")
    assert "Jon Huntsman (jon)" in listed.out and "1 suggestion;" in listed.err
    assert suggested(shell, "--agent antonov") == []
    assert suggested(shell, "--agent jon --limit 1") == [("hutsman", "jon")]


@pytest.mark.parametrize("verdict", ["same", "different", "undecided"])
def test_what_was_judged_is_never_suggested_again(shell: Shell, verdict: str) -> None:
    agent(shell, "jon", "Jon Huntsman")
    agent(shell, "hutsman", "Jon Hutsman")
    assert suggested(shell) == [("hutsman", "jon")]
    assert shell(f"{verdict} jon hutsman --because", "Read both.").code == 0
    assert suggested(shell) == []


def test_a_difference_counts_for_all_that_are_one_with_either(shell: Shell) -> None:
    for key, name in (("a", "Jon Huntsman"), ("b", "Jon Hutsman"), ("c", "Jon Huntsmann")):
        agent(shell, f"huntsman-{key}", name)
    shell("different huntsman-a huntsman-c --because", "Father and son.")
    shell("same huntsman-a huntsman-b --because", "One office.")
    assert suggested(shell) == []


def test_a_voice_without_a_name_is_never_suggested(shell: Shell) -> None:
    agent(shell, "voice-a", "a Russian diplomatic source", "--type anonymous --outlet Kommersant --day 2019-08-07")
    agent(shell, "voice-b", "a Russian diplomatic source", "--type anonymous --outlet Kommersant --day 2019-08-08")
    assert suggested(shell, "--min 0") == []


def test_lives_that_exclude_each_other_speak_against(shell: Shell) -> None:
    agent(shell, "elder", "George Bush", "--type person --born 1924-06-12")
    agent(shell, "younger", "George W. Bush", "--type person --born 1946-07-06")
    assert suggested(shell) == []
    (one,) = shell("suggest --json --min 0").json
    assert one["against"] == ["born on different days: 1924-06-12 and 1946-07-06"] and one["score"] < one["name_score"]


def test_one_seat_held_at_the_same_time_speaks_for(shell: Shell) -> None:
    agent(shell, "jon", "Jon Huntsman")
    agent(shell, "hutsman", "J. Hutsman")
    shell("add post --key moscow --title Ambassador --seats 1 --observed")
    for holder in ("jon", "hutsman"):
        span = "--start 2017-10-03 --end 2019-10-03 --observed"
        assert shell(f"add posting --holder {holder} --post moscow --phase serving {span}").code == 0
    (one,) = shell("suggest --json").json
    assert one["speaks_for"] == ["both held Ambassador, which has one seat, at the same time"]
    assert one["score"] > one["name_score"]


@pytest.mark.parametrize(
    ("other", "end", "speaks"),
    [
        ("--title 'Secretary of State for Health'", "2018-07-09", True),
        ("--title 'SECRETARY of state for Health '", "2018-07-09", True),
        ("--title 'Health, Secretary of State for' --place London", "2018-07-09", True),
        ("--title 'Secretary of State for Health'", "2018-07-10", False),
        ("--title 'Secretary of State for Wales'", "2018-07-09", False),
        ("--title 'Secretary of State for Health' --organization 'Welsh Government'", "2018-07-09", False),
    ],
)
def test_posts_of_nearly_one_title_on_the_same_days_speak_for(shell: Shell, other: str, end: str, speaks: bool) -> None:
    agent(shell, "hunt", "Jeremy Hunt")
    agent(shell, "hunt-mp", "Rt Hon Jeremy R. Hunt MP")
    shell("add post --key one --title 'Secretary of State, Health' --organization 'UK Government' --seats 1 --observed")
    shell(f"add post --key two {other} --seats 1 --observed")
    for holder, post, until in (("hunt", "one", "2018-07-09"), ("hunt-mp", "two", end)):
        span = f"--start 2012-09-04 --end {until} --observed"
        assert shell(f"add posting --holder {holder} --post {post} --phase serving {span}").code == 0
    (one,) = shell("suggest --json").json
    assert [says for says in one["speaks_for"] if says.endswith("on the same days")] == one["speaks_for"]
    assert bool(one["speaks_for"]) is speaks
    assert (one["score"] > one["name_score"]) is speaks


def test_two_who_were_to_meet_are_two(shell: Shell) -> None:
    agent(shell, "jon", "Jon Huntsman")
    agent(shell, "hutsman", "Jon Hutsman")
    assert shell("add meeting --by jon --with hutsman --step wanted --observed").code == 0
    assert suggested(shell) == []


def test_a_cluster_is_taken_apart_in_one_commit_and_each_has_its_own_record_again(shell: Shell) -> None:
    for key in ("a", "b", "c"):
        agent(shell, f"huntsman-{key}", "Jon Huntsman")
    before = shell("show agent/huntsman-c --json").json["rows"]
    shell("same huntsman-a huntsman-b --because", "One office.")
    shell("same huntsman-b huntsman-c --because", "One office.")
    assert shell("show huntsman-c --json").json["id"] == "huntsman-a"
    assert shell("apart huntsman-c --because", "Three men of one name.").code == 0
    assert shell("show agent/huntsman-c --json").json["rows"] == before
    changes = shell("diff 5 --json").json["subjects"]
    assert sum(len(subject["changes"]) for subject in changes) == 2 and suggested(shell) != []
    again = shell("apart huntsman-c --because", "Once more.")
    assert again.code == 1 and "nothing to take apart" in again.err


def test_pairs_of_names_are_scored_a_line_a_pair_without_a_dossier(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    same = '["Jon Huntsman", "Jon Huntsman"]'
    lines = 'Jon Huntsman\tHutsman, J.\tmore\n\n{"a": "Путин", "b": "Vladimir Putin", "id": 7}\n' + same
    out = shell("suggest --pairs -", typed=lines).out.splitlines()
    assert out[0].startswith("Jon Huntsman\tHutsman, J.\tmore\t0.")
    assert json.loads(out[1])["id"] == 7 and 0.5 < json.loads(out[1])["score"] < 1
    assert json.loads(out[2])["score"] == 1.0 and len(out) == 3
    assert json.loads(shell("suggest --json --pairs -", typed="Jon Huntsman\tJon Huntsman").out)["score"] == 1.0


@pytest.mark.parametrize("line", ["no tab", '{"a": 1, "b": "x"}', "{not json", "[1, 2]"])
def test_a_line_that_has_no_two_names_is_named(tmp_path: Path, line: str) -> None:
    ran = Shell(tmp_path)("suggest --pairs -", typed=f"a\tb\n{line}\n")
    assert ran.code == 2 and "line 2" in ran.err
