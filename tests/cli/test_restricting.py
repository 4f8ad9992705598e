"""`regesta restrict` and `regesta release`, and what `status` tells of them."""

import json
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
    assert ran.err == (
        "3 entries may not be published today, 2 of them because they would give others away: `regesta log --withheld`"
        " lists them.\n"
    )


def test_what_may_not_be_published_is_listed_with_the_reason_and_what_it_goes_with(shell: Shell) -> None:
    posting = a_posting(shell)
    shell.fine("add post --key consul --title Consul --source digest")
    assert shell.fine("log --withheld").out == ""
    shell.fine(f"restrict {posting} --withhold source-protection --because", "She asked.")
    lines = shell.fine("log --withheld").out.splitlines()
    assert len(lines) == sum(shell.fine("status --json").json["restricted"].values())
    (own,) = (line for line in lines if f"  {posting}  [source-protection] Jon Huntsman" in line)
    assert all(f"[source-protection, with {posting}] " in line for line in lines if line != own)
    assert not any("Consul" in line or "She asked." in line for line in lines)
    (newest,) = shell.fine(f"log {posting} --withheld -n 1 --json").json
    assert (newest["fact"], newest["withheld"]) == (posting, {"why": "source-protection", "with": None})


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


def test_a_new_agent_that_was_recorded_with_the_same_quote_goes_with_it_and_is_named(shell: Shell) -> None:
    shell.fine("add post --key consul --title Consul --source digest")
    told = "add posting --key roe --holder 'Jane Roe' --post consul --phase serving --source digest --new-agent"
    posting = shell.fine(f"{told} --quote 'she served' --unverified --json").json["fact"]
    shell.fine("add statement --speaker jane-roe --text No. --mode direct --source digest --quote No. --unverified")
    agent = shell.fine("log jane-roe --json").json[0]["fact"]
    ran = shell.fine(f"restrict {posting} --internal")
    assert ran.err.startswith(
        f"{agent} has words that it quotes, and goes with it unless released: `regesta release {agent}`.\n"
    )
    assert shell.fine("status --json").json["restricted"]["depends"] > 1
    shell.fine(f"release {agent}")
    assert shell.fine("status --json").json["restricted"].get("depends", 0) == 1


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
        (
            "restrict --import posts --internal",
            1,
            "--import: nothing came with an import 'posts'. No fact here came with an import.",
        ),
        ("release", 2, "give a FACT, or one of"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_recorded(shell: Shell, line: str, code: int, sentence: str) -> None:
    a_posting(shell)
    before = shell.log
    ran = shell(line)
    assert (ran.code, sentence in ran.err) == (code, True), ran.err
    assert shell.log == before


def test_what_was_withdrawn_is_still_shown_and_is_restricted_by_its_own_id(shell: Shell) -> None:
    posting = a_posting(shell)
    shell.fine(f"retract {posting} --because Doubtful.")
    assert shell("restrict huntsman-moscow --internal").err == (
        "Error: FACT: no fact in force speaks of posting huntsman-moscow. Of what was withdrawn, give the id of a"
        " fact: `regesta log huntsman-moscow` lists them.\n"
    )
    assert posting in shell.fine("log huntsman-moscow").out
    assert f"Fact {posting}: internal" in shell.fine(f"restrict {posting} --internal").out


def test_who_builds_a_database_to_give_away_hears_that_it_holds_what_is_restricted(shell: Shell) -> None:
    posting = a_posting(shell)
    assert "restricted" not in shell.fine("build -o ../all.db").err
    shell.fine(f"restrict {posting} --internal")
    told = "../all.db holds what is restricted, too; to others give what `regesta publish` writes.\n"
    assert shell.fine("build -o ../all.db").err.startswith(told)
    assert "restricted" not in shell.fine("build").err


def test_a_restriction_itself_is_not_restricted(shell: Shell) -> None:
    a_posting(shell)
    fact = shell.fine("restrict huntsman-moscow --internal --json").json["fact"]
    ran = shell(f"restrict {fact} --internal")
    assert (ran.code, "is a restriction, which nobody but the desk sees" in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("how", "reason"),
    [("--internal", "internal"), ("--withhold safety", "safety"), ("--embargo-until 2130-01-01", "embargoed")],
)
def test_what_is_added_may_be_restricted_in_the_same_commit_with_whom_it_names_first(
    shell: Shell, how: str, reason: str
) -> None:
    shell.fine("add post --key consul --title Consul --source digest")
    before = shell.log
    ran = shell.fine(
        f'add posting --holder "Jane Roe" --post consul --phase serving --start 2018 --source digest {how}'
    )
    assert f"Restricted from its first moment: {reason}." in ran.err
    assert shell.fine("status --json").json["restricted"][reason] == 2
    kinds = [json.loads(line.partition(b"\t")[2])["fact"]["kind"] for line in shell.log[len(before) :].splitlines()]
    assert kinds == ["agent", "posting", "restriction", "restriction"]


def test_what_is_recorded_already_is_restricted_by_adding_it_so_and_once(shell: Shell) -> None:
    shell.fine("add post --key consul --title Consul --source digest")
    shell.fine("add post --title Consul --key consul --source digest --internal")
    after = shell.log
    assert shell.fine("status --json").json["restricted"]["internal"] == 1
    shell.fine("add post --title Consul --key consul --source digest --internal")
    assert shell.log == after


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ("--internal --withhold safety", "A restriction is of one sort"),
        ("--withhold other", "'other' is not one of 'privacy'"),
        ("--embargo-until soon", "--embargo-until: "),
    ],
)
def test_a_restriction_that_is_wrong_keeps_a_fact_from_being_added(shell: Shell, how: str, sentence: str) -> None:
    before = shell.log
    ran = shell(f"add post --key consul --title Consul --source digest {how}")
    assert (ran.code, sentence in ran.err, shell.log == before) == (2, True, True), ran.err


def test_an_import_restricts_what_comes_with_it_and_a_later_release_stands(shell: Shell) -> None:
    (shell.folder / "posts.yml").write_text(
        "import: posts\nrestriction: internal\nfacts: [{kind: post, key: consul, title: Consul, source: digest}]\n"
    )
    shell.fine("import posts.yml")
    assert shell.fine("status --json").json["restricted"] == {"internal": 1}
    shell.fine("release --import posts")
    assert shell.fine("status --json").json["restricted"] == {}
    for line in ("import posts.yml", "import posts.yml --sync"):
        before = shell.log
        shell.fine(line)
        assert shell.log == before
    assert "(restriction/head): a later one stands, and is left so" in shell.fine("import posts.yml").err


@pytest.mark.parametrize("target", ["--source digest", "--agent jon-huntsman"])
def test_what_is_recorded_later_of_a_restricted_source_or_agent_is_restricted_too(shell: Shell, target: str) -> None:
    a_posting(shell)
    shell.fine(f"restrict {target} --withhold safety")
    before = shell.fine("status --json").json["restricted"]["safety"]
    shell.fine("add statement --speaker jon-huntsman --text Gone. --mode direct --source digest")
    assert shell.fine("status --json").json["restricted"]["safety"] == before + 1


def test_a_fact_that_is_shown_says_why_it_is_withheld_and_with_which(shell: Shell) -> None:
    posting = a_posting(shell)
    assert shell.fine(f"show {posting} --json").json["withheld"] is None
    shell.fine("restrict --agent jon-huntsman --withhold safety")
    assert shell.fine(f"show {posting} --json").json["withheld"] == {"why": "safety", "with": None}
    shell.fine("release --agent jon-huntsman")
    shell.fine(f"restrict {posting} --internal")
    post = shell.fine("log us-ambassador-ru --json").json[0]["fact"]
    assert shell.fine(f"show {post} --json").json["withheld"] == {"why": "internal", "with": posting}
    assert f"internal, with {posting} (" in " ".join(shell.fine(f"show {post}").out.split())


def test_who_publishes_what_is_withheld_now_hears_of_the_server_that_shows_it_still(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    shell.fine("publish ../site")
    assert "A server that is running" not in shell.fine("publish ../site").err
    shell.fine("restrict --source digest --internal")
    assert "A server that is running shows them until it is started again." in shell.fine("publish ../site").err


def test_who_retracts_a_restriction_hears_what_it_was_and_where_to_look(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    restriction = shell.fine("restrict --source digest --internal --json").json["fact"]
    told = shell.fine(f"retract {restriction} --because Mistaken.").err
    assert f"{restriction} is a restriction: it keeps nothing from readers now" in told
    assert "Everything may be published today." in shell.fine("release --source digest").err
