"""`regesta add`: what is typed becomes a fact, or one sentence and an unchanged log."""

import re
from pathlib import Path
from typing import Any

import pytest
from cli_shell import Shell, a_dossier, a_dossier_with_a_source, a_posting

from regesta.cli.recording import TRIES
from regesta.events.recording import Recorded, record

POSTING = 'add posting --holder "Jon Huntsman" --post us-ambassador-ru --phase serving'


def refused(shell: Shell, line: str, *more: str) -> str:
    """The one sentence with which a command refuses; the log must be as it was."""
    before = shell.log
    ran = shell(line, *more)
    assert ran.code in (1, 2), ran.out
    assert (ran.out, shell.log) == ("", before)
    return ran.err


def test_a_new_fact_is_printed_with_its_id_its_subject_and_what_it_says(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    ran = shell.fine(f'{POSTING} --key moscow --start "by autumn of 2017" --source digest')
    assert re.fullmatch(
        r"[0-9a-z]{16}  moscow  Jon Huntsman: serving as Ambassador to Russia, by autumn of 2017\n", ran.out
    )
    assert ran.err == "New: Jon Huntsman, a person (jon-huntsman).\n"


def test_with_json_the_new_fact_is_an_object(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    ran = shell.fine(f"{POSTING} --source digest --json")
    assert ran.json.keys() == {"fact", "subject", "position"}
    assert ran.json["subject"] == ran.json["fact"]
    assert ran.json["position"] == shell.log.count(b"\n") - 1


def test_an_agent_and_the_fact_that_names_it_are_one_commit(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    before = shell.log.count(b"\n")
    shell.fine(f"{POSTING} --source digest")
    assert shell.log.count(b"\n") == before + 2
    (agent, posting) = shell.fine("log -n 2 --json").json
    assert (agent["kind"], posting["kind"]) == ("agent", "posting")


def test_the_same_fact_again_is_recognized(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    first = shell.fine(f"{POSTING} --source digest --json").json
    before = shell.log
    again = shell.fine(f"{POSTING} --source digest --json")
    assert (again.json, shell.log) == (first, before)
    assert again.err == "Already recorded; nothing was added.\n"


def test_a_relative_date_is_counted_from_the_sources_publication(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    fact = shell.fine(f'{POSTING} --end "in October" --source digest --json').json["fact"]
    end = shell.fine(f"show fact/{fact} --json").json["fact"]["json"]["end"]["when"]
    assert (end["earliest"], end["latest"], end["basis"]) == ("2019-10-01", "2019-10-31", "derived")


@pytest.mark.parametrize(("end", "state"), [("still in office", "holds"), ("ended", "ended"), ("2019", "stated")])
def test_an_end_is_a_date_or_that_it_holds_or_that_it_is_over(tmp_path: Path, end: str, state: str) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    fact = shell.fine(f'{POSTING} --end "{end}" --source digest --json').json["fact"]
    assert shell.fine(f"show fact/{fact} --json").json["fact"]["json"]["end"]["state"] == state


def test_a_phase_that_happens_on_a_day_takes_it_as_on(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    a_posting(shell)
    shell.fine("add posting --of huntsman-moscow --phase accredited --on 2017-10-03 --source digest")
    (accredited,) = [
        row for row in shell.fine("show huntsman-moscow --json").json["parts"]["phases"] if row["phase"] == "accredited"
    ]
    assert accredited["start"] == "2017-10-03"


def test_a_chain_of_voices_is_recorded_in_its_order(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    fact = shell.fine(
        'add statement --speaker "Jon Huntsman" --text "Yes." --mode direct --source digest --via "The Tribune=printed"'
        " --via TASS --json"
    ).json["fact"]
    said = shell.fine(f"show fact/{fact} --json").json["fact"]["json"]
    assert said["via"] == [{"agent": "the-tribune", "mode": "printed"}, {"agent": "tass"}]


def test_the_outlet_of_a_source_is_a_body_and_no_person(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    ran = shell.fine(
        'add statement --speaker "Jon Huntsman" --text "Yes." --mode direct --source digest --via Kommersant'
    )
    assert "New: Kommersant, an organization (kommersant).\n" in ran.err


def test_words_that_describe_and_do_not_name_may_be_no_person(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    told = shell.fine("add meeting --by 'Ann Lee' --with 'high-ranking staff' --step refused --observed").err
    assert "high-ranking staff, a person (high-ranking-staff). If it is none: `regesta correct" in told
    assert "Ann Lee, a person (ann-lee).\n" in told


def test_several_sources_take_their_quotes_in_order(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    shell.fine("add source --key trend --title Report --publication Trend")
    fact = shell.fine(
        f"{POSTING} --source trend --source digest --quote '' --quote 'sent in his resignation' --locator p.1 --json"
    ).json["fact"]
    citations = shell.fine(f"show fact/{fact} --json").json["citations"]
    assert [(row["source"], row["locator"], row["quote"]) for row in citations] == [
        ("trend", "p.1", None),
        ("digest", None, "sent in his resignation"),
    ]


def test_several_quotes_of_one_source_are_several_citations(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    fact = shell.fine(f"{POSTING} --source digest --quote 'sent in' --quote 'in October' --json").json["fact"]
    quotes = [row["quote"] for row in shell.fine(f"show fact/{fact} --json").json["citations"]]
    assert quotes == ["sent in", "in October"]


def test_more_quotes_than_sources_are_refused(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    shell.fine("add source --key trend --title Report")
    told = refused(shell, f"{POSTING} --source trend --source digest --quote a --quote b --quote c")
    assert "--quote: is given 3 times for 2 sources" in told


@pytest.mark.parametrize("kind", ["agent --name Mayor --type person", "post --title Mayor"])
def test_an_agent_or_a_post_without_a_source_is_the_authors_own_observation(tmp_path: Path, kind: str) -> None:
    ran = a_dossier(tmp_path).fine(f"add {kind}")
    assert ran.err == "No source is cited: recorded as your own observation.\n"


@pytest.mark.parametrize(
    "kind",
    [
        "posting --holder A --post p --phase serving",
        "statement --speaker A --text b --mode direct",
        "meeting --by A --with B --step wanted",
        "name --agent A --name B",
    ],
)
def test_every_other_fact_names_a_source_or_says_that_it_was_observed(tmp_path: Path, kind: str) -> None:
    told = refused(a_dossier(tmp_path), f"add {kind}")
    assert "cites no source. Name one with --source, or say --observed" in told


def test_what_was_observed_needs_no_source(tmp_path: Path) -> None:
    shell = a_dossier(tmp_path)
    shell.fine("add meeting --by 'Ann Lee' --with 'Bob Ray' --step held --on 2019-05-03 --observed")
    assert shell.fine("log -n 1 --json").json[0]["says"].startswith("Ann Lee")


def test_a_source_with_a_capture_and_no_key_gets_one(tmp_path: Path) -> None:
    shell = a_dossier(tmp_path)
    (shell.folder / "page.html").write_text("<p>In October.</p>")
    ran = shell.fine("add source --publication Kommersant --published 2019-08-07 --capture page.html --json")
    assert ran.json["subject"] == "kommersant-2019-08-07"
    assert "Its key is kommersant-2019-08-07." in ran.err


def test_a_capture_is_added_to_a_source_that_is_known(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    (shell.folder / "page.html").write_text("<p>He stayed.</p>")
    before = shell.log.count(b"\n")
    assert shell.fine("add source --of digest --capture page.html --json").json["subject"] == "digest"
    assert shell.log.count(b"\n") == before + 1
    shell.fine(f"{POSTING} --source digest --quote 'He stayed.'")
    shell.fine(f"{POSTING} --source digest --quote 'sent in his resignation'")


def test_the_same_bytes_are_captured_once(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    before = shell.log
    assert "Already recorded" in shell.fine("add source --of digest --capture abstract.txt").err
    assert shell.log == before


def test_bytes_that_were_captured_of_another_source_are_told_with_what_counts_the_two_once(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    told = shell.fine("add source --title Again --key again --capture abstract.txt").err
    assert "The same bytes were captured of digest. If both are one document, `regesta origin digest again" in told
    assert "captured of again" not in shell.fine("add source --of digest --capture abstract.txt").err


def test_a_capture_that_is_not_there_is_refused(tmp_path: Path) -> None:
    shell = a_dossier(tmp_path)
    told = refused(shell, "add source --key x --title X --capture nowhere.txt")
    assert told == "Error: nowhere.txt cannot be read: No such file or directory; check the path.\n"


def test_a_key_that_is_taken_is_refused(tmp_path: Path) -> None:
    told = refused(a_dossier_with_a_source(tmp_path), "add source --key digest --title Other")
    assert "the source 'digest' exists already" in told


def test_an_end_before_its_start_is_refused(tmp_path: Path) -> None:
    told = refused(a_dossier_with_a_source(tmp_path), f"{POSTING} --start 2019 --end 2018 --source digest")
    assert told == "Error: posting: ends '2018' (2018-12-31) before it starts '2019' (2019-01-01).\n"


@pytest.mark.parametrize(("wording", "why"), [("the 32nd of March", "March has 31 days"), ("soonish", "--start")])
def test_a_date_that_cannot_be_read_is_refused(tmp_path: Path, wording: str, why: str) -> None:
    told = refused(a_dossier_with_a_source(tmp_path), f'{POSTING} --start "{wording}" --source digest')
    assert told.startswith(f'Error: --start: "{wording}" ') and why in told
    assert len(told.splitlines()) == 1


def test_a_quote_that_is_not_in_the_capture_is_refused_with_the_nearest_passage(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    told = refused(shell, f"{POSTING} --source digest --quote 'intends to leave in October, Kommersant'")
    assert "does not stand in what was captured of 'digest'" in told
    assert 'The nearest passage is: "' in told and "to leave in October, Kommersant" in told
    assert "--unverified" in told


def test_a_quote_that_is_not_found_is_recorded_as_unverified_when_that_is_said(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    fact = shell.fine(f"{POSTING} --source digest --quote 'He will stay.' --unverified --json").json["fact"]
    assert shell.fine(f"show fact/{fact} --json").json["citations"][0]["found"] == "unverified"
    assert "“He will stay.” [unverified]" in shell.fine(f"show fact/{fact}").out


def test_a_quote_is_found_across_a_line_break(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    fact = shell.fine(f"{POSTING} --source digest --quote 'Kommersant reports' --json").json["fact"]
    (citation,) = shell.fine(f"show fact/{fact} --json").json["citations"]
    assert (citation["found"], citation["quote"]) == ("spacing", "Kommersant\nreports")


def test_a_quote_of_a_source_that_was_not_captured_is_refused_with_the_remedy(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    shell.fine("add source --key trend --title Report")
    told = refused(shell, f"{POSTING} --source trend --quote 'in October'")
    assert "`regesta add source --of trend --capture FILE`" in told and "--unverified" in told


def test_an_unknown_source_is_refused_with_those_that_come_near(tmp_path: Path) -> None:
    told = refused(a_dossier_with_a_source(tmp_path), f"{POSTING} --source digset")
    assert "there is no source 'digset'. Did you mean source digest (" in told


def test_an_ambiguous_prefix_is_refused_with_the_candidates(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    shell.fine("add source --key digest-2 --title Other")
    shell.fine("add source --key digest-3 --title 'Yet another'")
    told = refused(shell, f"{POSTING} --source digest-")
    assert "'digest-' may be source digest-2 (" in told and "or source digest-3 (" in told


def test_a_prefix_of_four_characters_is_enough_if_it_is_unique(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    assert shell(f"{POSTING} --source dig").code == 1
    shell.fine(f"{POSTING} --source dige")


@pytest.mark.parametrize(
    ("name", "what"),
    [("Jon\x1b[31m", "the control character U+001B at character 4"), ("J\udced", "the lone surrogate U+DCED")],
)
def test_what_could_hide_or_cannot_be_stored_is_refused(tmp_path: Path, name: str, what: str) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    for option in ("--holder", "--source", "--quote", "--title", "--note", "--start"):
        told = refused(shell, f"{POSTING} --source digest", option, name)
        assert what in told and option in told
        assert "\x1b" not in told


@pytest.mark.parametrize(("option", "longest"), [("--quote", 20_000), ("--locator", 2_000), ("--title", 2_000)])
def test_a_text_that_is_too_long_is_refused_under_its_option(tmp_path: Path, option: str, longest: int) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    told = refused(shell, f"{POSTING} --source digest --unverified", option, "x" * (longest + 1))
    assert told.startswith(f"Error: {option}: is longer than {longest:,} characters") or f"{longest} characters" in told


def test_a_field_that_is_missing_is_named(tmp_path: Path) -> None:
    told = refused(a_dossier_with_a_source(tmp_path), "add posting --holder A --post us-ambassador-ru --source digest")
    assert told == "Error: --phase: is missing; give it a value.\n"


@pytest.mark.parametrize(
    ("words", "missing"),
    [("--key jon", "--name and --type"), ("--name Jon", "--type"), ("--type person", "--name")],
)
def test_an_agent_without_name_or_type_is_told_the_options_and_the_types(
    tmp_path: Path, words: str, missing: str
) -> None:
    shell = a_dossier(tmp_path)
    told = refused(shell, f"add agent {words}")
    assert told.startswith(f"Error: {missing}: ")
    assert "person, organization, office, group or anonymous" in told and "--of" in told


def test_more_is_said_of_an_agent_without_its_name_and_type(tmp_path: Path) -> None:
    shell = a_dossier(tmp_path)
    shell.fine("add agent --key jon --name Jon --type person")
    shell.fine("add agent --of jon --description", "A man of whom little is known")


def test_a_title_on_two_lines_is_refused_under_its_option(tmp_path: Path) -> None:
    told = refused(a_dossier(tmp_path), "add source", "--title", "one\ntwo")
    assert told == "Error: --title: holds a line break or a tab; write it on one line.\n"


def test_a_log_with_one_byte_flipped_is_refused_and_left_alone(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    (segment,) = (shell.folder / "log").glob("*.log")
    whole = segment.read_bytes()
    place = whole.index(b"Kommersant")
    segment.write_bytes(whole[:place] + b"k" + whole[place + 1 :])
    for path in (shell.folder / "build").glob("*.db*"):
        path.unlink()
    told = refused(shell, f"{POSTING} --source digest")
    assert "log/000000.log:1: the disclosure does not match its digest" in told
    assert "Get the file back from git or a backup; `regesta verify` finds" in told


def test_a_commit_is_made_again_when_another_writer_was_faster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    shell.fine("status")
    overtaken = _overtaken(shell, monkeypatch, times=2)
    shell.fine(f"{POSTING} --source digest")
    assert overtaken == ["Mayor 1", "Mayor 2"]
    says = [row["says"] for row in shell.fine("log -n 4 --json").json]
    assert says[0].startswith("Post: Mayor 1") and says[-1].startswith("Jon Huntsman: serving")


def test_after_some_tries_a_writer_gives_up_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    overtaken = _overtaken(shell, monkeypatch, times=TRIES + 1)
    ran = shell(f"{POSTING} --source digest")
    assert (ran.code, len(overtaken)) == (1, TRIES)
    assert "other ones were recorded meanwhile" in ran.err


def _overtaken(shell: Shell, monkeypatch: pytest.MonkeyPatch, times: int) -> list[str]:
    """Lets another writer be faster so many times; the titles that it recorded."""
    others: list[str] = []
    name = "regesta.cli.recording.record"

    def slow(*arguments: Any) -> tuple[Recorded, ...]:
        if len(others) < times:
            others.append(f"Mayor {len(others) + 1}")
            with monkeypatch.context() as quick:
                quick.setattr(name, record)
                Shell(shell.folder, "Other").fine("add post --title", others[-1])
        return record(*arguments)

    monkeypatch.setattr(name, slow)
    return others


@pytest.mark.parametrize(
    ("before", "phase", "told"),
    [
        ("--start 2014", "--phase resigned --on 2016", True),
        ("--start 2014 --end 2016", "--phase left --on 2016", True),
        ("--start 2014", "--phase serving --start 2017", True),
        ("--start 2014 --end 2016", "--phase serving --start 2017", False),
    ],
)
def test_a_phase_that_opens_a_second_posting_is_told_of_the_first(
    tmp_path: Path, before: str, phase: str, told: bool
) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    added = "add posting --holder 'Ann Bell' --post us-ambassador-ru --source digest"
    assert "another posting" not in shell.fine(f"{added} --key first --phase serving {before}").err
    line = "The holder has another posting in this post: posting/first. A phase of it would be added with --of."
    assert (line in shell.fine(f"{added} {phase}").err) is told
    assert "another posting" not in shell.fine("add posting --of first --phase arrived --on 2014 --source digest").err


def test_a_quote_of_words_in_quotation_marks_is_shown_in_those_alone(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    (shell.folder / "said.txt").write_text("He said: “I go.” The end.", "utf-8")
    shell.fine("add source --key said --title Said --capture said.txt")
    shell.fine("add post --key mayor --title Mayor --source said --quote '“I go.”' --source digest --quote Gerasimov")
    out = shell.fine("show post/mayor").out
    assert "    “I go.”\n" in out and "    “Gerasimov”\n" in out
