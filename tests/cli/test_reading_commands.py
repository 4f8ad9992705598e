"""who, timeline, find, show, log: what is printed for people, and as JSON."""

import re
from datetime import date
from pathlib import Path

import pytest
from cli_shell import a_dossier, a_dossier_with_a_source, a_posting
from hypothesis import given
from hypothesis import strategies as st

from regesta.projections.reading.found import match_all
from regesta.projections.reading.who import answer


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2018-06-01", "certain"),
        ("2017-06-01", "possible"),
        ("2019-10-15", "possible"),
        ("2019-11-01", "excluded"),
        ("June 2018", "certain"),
        ("2017", "possible"),
        ("autumn of 2019", "possible"),
    ],
)
def test_who_answers_certain_possible_or_excluded(tmp_path: Path, day: str, told: str) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    a_posting(shell)
    ran = shell(f"who us-ambassador-ru --on '{day}' --json")
    answers = {name: [one["name"] for one in ran.json[name]] for name in ("certain", "possible", "excluded")}
    assert answers.pop(told) == ["Jon Huntsman"]
    assert set(map(tuple, answers.values())) == {()}
    assert ran.code == (1 if told == "excluded" else 0)


def test_who_answers_no_evidence_for_a_posting_without_any_date(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    shell.fine("add posting --holder 'Ann Lee' --post us-ambassador-ru --phase announced --source digest")
    ran = shell("who us-ambassador-ru --on 2018-06-01")
    assert (ran.code, ran.out.split()[:3]) == (1, ["no-evidence", "Ann", "Lee"])
    assert "No evidence that anybody held it then." in ran.err


def test_who_without_a_day_lists_every_holder_with_the_span(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    a_posting(shell)
    ran = shell.fine("who 'Ambassador to Russia'")
    assert ran.out == "Jon Huntsman  by autumn of 2017 (..2017-11-30) – in October (2019-10)\n"
    assert [one["posting"] for one in shell.fine("who us-ambassador-ru --json").json] == ["huntsman-moscow"]


def test_who_shows_what_became_of_a_nomination(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    shell.fine("add posting --key n --holder 'Ann Lee' --post us-ambassador-ru --phase nominated --on 2017 --observed")
    shell.fine("add posting --of n --phase rejected --on 2018 --observed")
    ran = shell("who us-ambassador-ru --on 2018-06-01")
    assert ran.out.split(maxsplit=3)[::3] == ["excluded", "rejected; did not take effect\n"]
    assert "  rejected; did not take effect\n" in shell.fine("show us-ambassador-ru").out


def test_whoever_was_merely_acting_is_said_to_have_been(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    shell.fine(
        "add posting --holder 'Ann Lee' --post us-ambassador-ru --phase acting --start 2017 --end 2018 --observed"
    )
    for asked in ("who us-ambassador-ru", "show us-ambassador-ru", "show 'Ann Lee'"):
        assert "  2017 – 2018; acting\n" in shell.fine(asked).out


def test_who_was_recalled_and_is_not_told_to_have_left_is_said_to_have_been(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    shell.fine("add posting --key a --holder Ann --post us-ambassador-ru --phase serving --start 2010 --observed")
    shell.fine("add posting --of a --phase recalled --on 2012 --observed")
    assert "  2010 – end not stated; recalled\n" in shell.fine("who us-ambassador-ru").out
    shell.fine("add posting --of a --phase left --on 2013 --observed")
    assert "  2010 – 2013\n" in shell.fine("who us-ambassador-ru").out


def test_a_day_that_cannot_be_read_is_wrong_usage(tmp_path: Path) -> None:
    ran = a_dossier_with_a_source(tmp_path)("who us-ambassador-ru --on 'the 32nd of March'")
    assert ran.code == 2
    assert ran.err.startswith('Error: --on: "the 32nd of March" names a day that does not exist')


DAYS = st.one_of(st.none(), st.integers(0, 20).map(lambda count: date(2018, 1, 1 + count)))
Days = tuple[date | None, date | None]


def _in_order(days: Days) -> Days:
    first, last = days
    return (last, first) if first and last and last < first else days


BOUNDS = st.tuples(DAYS, DAYS).map(_in_order)
"""An earliest and a latest day, as the projection keeps them: in order where both are known."""


@given(start=BOUNDS, end=BOUNDS, day=DAYS.filter(bool), wider=DAYS)
def test_a_wording_with_more_days_is_never_answered_with_more_certainty(
    start: Days, end: Days, day: date, wider: date | None
) -> None:
    stored = [None if one is None else one.isoformat() for one in (*start, *end)]
    names = ("start_earliest", "start_latest", "end_earliest", "end_latest")
    row = {"effect": "took-effect", **dict(zip(names, stored, strict=True))}
    exact = answer(row, (day, day))
    if exact == "no-evidence":
        assert stored == [None] * 4
        return
    last = None if wider is None else max(day, wider)
    wide = answer(row, (day, last))
    assert wide != "certain" or exact == "certain"
    assert wide != "excluded" or exact == "excluded"


def test_the_timeline_is_in_order_and_shows_how_a_date_is_worded(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    a_posting(shell)
    lines = shell.fine("timeline --agent 'Jon Huntsman'").out.splitlines()
    assert lines == [
        "..2017-11-30  Jon Huntsman: serving as Ambassador to Russia (by autumn of 2017)",
        "2019-10       Jon Huntsman: no longer serving as Ambassador to Russia (in October)",
    ]


def test_what_may_have_happened_at_any_time_after_a_day_stands_after_what_is_bounded(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    wanted = shell.fine("add meeting --key m --by Ann --with Bob --step wanted --on 2018 --observed --json").json[
        "fact"
    ]
    agreed = shell.fine("add meeting --of m --step agreed --on '2018 or later' --observed --json").json["fact"]
    assert [row["fact"] for row in shell.fine("timeline --from 2018 --until 2018 --json").json] == [wanted, agreed]


def test_a_record_shows_what_was_said_of_it(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    a_posting(shell)
    shell.fine("add statement --key s --speaker Ann --mode paraphrase --text 'He leaves.' --observed"
               " --about posting/huntsman-moscow --about agent/jon-huntsman")  # fmt: skip
    for subject in ("huntsman-moscow", "jon-huntsman"):
        assert "\nSaid of it\n  s  " in shell.fine(f"show {subject}").out
    assert "Said of it" not in shell.fine("show ann").out


def test_the_timeline_keeps_to_the_days_asked_for(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    a_posting(shell)
    assert [row["worded"] for row in shell.fine("timeline --until 2018 --json").json] == ["by autumn of 2017"]
    assert [row["worded"] for row in shell.fine("timeline --from 'September 2019' --json").json] == ["in October"]
    assert shell("timeline --post us-ambassador-ru --from 2020 --json").json == []


@pytest.mark.parametrize("form", ["", " --json"])
def test_a_timeline_of_nothing_exits_with_one(tmp_path: Path, form: str) -> None:
    ran = a_dossier_with_a_source(tmp_path)(f"timeline --until 1066{form}")
    assert (ran.code, ran.out.strip()) == (1, "[]" if form else "")
    assert "Nothing that has a date is recorded there." in ran.err


def test_a_date_that_is_open_on_a_side_may_fall_in_any_day_of_it(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    a_posting(shell)
    shell.fine("add posting --of huntsman-moscow --phase left --on 'after 2018' --source digest")
    assert [row["worded"] for row in shell.fine("timeline --from 2300 --json").json] == ["after 2018"]
    assert [row["worded"] for row in shell.fine("timeline --until 1200 --json").json] == ["by autumn of 2017"]


@pytest.mark.parametrize("text", ["hunts", "HUNTSMAN jon", "huntsman Rus"])
def test_find_takes_all_words_in_any_case_and_the_last_one_cut_short(tmp_path: Path, text: str) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    a_posting(shell)
    assert "huntsman-moscow" in {hit["id"] for hit in shell.fine(f"find '{text}' --json").json}


def test_find_gives_a_quote_with_the_fact_that_cites_it(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    fact = a_posting(shell, "--quote 'means to leave'")
    hits = shell.fine("find means to leave --json").json
    assert ("quote", fact) in {(hit["kind"], hit["id"]) for hit in hits}
    assert "means to leave" in shell.fine("find means to leave").out


def test_find_marks_a_quote_that_is_unverified(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    shell.fine('add post --key mayor --title Mayor --source digest --quote "Never said so" --unverified')
    assert [hit["found"] for hit in shell.fine("find never said --json").json] == ["unverified"]
    assert shell.fine("find never said").out.endswith(": Never said so [unverified]\n")


def test_find_finds_names_in_every_script_and_without_their_accents(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    shell.fine("add agent --key ruz --name 'José Muñoz' --type person")
    shell.fine("add name --agent ruz --name Муньос --form transliteration --observed")
    assert {hit["id"] for hit in shell.fine("find munoz --json").json} == {"ruz"}
    assert {hit["id"] for hit in shell.fine("find муньо --json").json} == {"ruz"}


def test_find_finds_what_has_the_text_as_its_id(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    fact = a_posting(shell)
    shell.fine("add agent --key z-9 --name 'Ann Bell' --type person")
    assert [hit["id"] for hit in shell.fine("find z-9 --json").json] == ["z-9"]
    first, *_ = shell.fine("find", fact, "--json").json
    assert (first["kind"], first["id"]) == ("fact", fact)


def test_a_subject_of_which_every_fact_was_withdrawn_is_found_with_its_history(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    fact = a_posting(shell)
    shell.fine(f"retract {fact} --because 'Misread.'")
    assert "No fact of it is in force." in shell.fine("show huntsman-moscow").out
    assert [row["kind"] for row in shell.fine("log huntsman-moscow --json").json] == ["posting", "retraction"]
    assert shell.fine("find huntsman-moscow").out.endswith(": every fact of it is withdrawn\n")
    refused = shell("add posting --of huntsman-moscow --phase left --on 2019 --source digest")
    assert (refused.code, "there is no posting 'huntsman-moscow'" in refused.err) == (1, True)


def test_find_exits_with_one_when_nothing_is_found(tmp_path: Path) -> None:
    ran = a_dossier(tmp_path)("find nobody")
    assert (ran.code, ran.out) == (1, "")
    told = " What was captured of a source is searched with `regesta quote SOURCE TEXT`.\n"
    assert ran.err == "Nothing holds 'nobody'." + told
    shell = a_dossier_with_a_source(tmp_path / "near")
    a_posting(shell)
    meant = " Did you mean agent jon-huntsman (Jon Huntsman)?"
    assert shell("find Hutsman").err == "Nothing holds 'Hutsman'." + meant + told


@pytest.mark.parametrize("text", ['"', "a AND", "NEAR(", "x:y", "-", "*", "^a", "(", "!!!", "{a}", "'", "a\x00b", "…"])
def test_no_text_is_a_syntax_error_to_find(tmp_path: Path, text: str) -> None:
    ran = a_dossier_with_a_source(tmp_path)("find --", text)
    assert ran.code in (1, 2) if "\x00" in text else ran.code in (0, 1)
    assert "Error" not in ran.err or "\x00" in text


@given(st.text())
def test_a_query_quotes_every_word(text: str) -> None:
    query = match_all(text)
    assert query is None or (query.endswith('"*') and query.count('"') % 2 == 0)


def test_show_tells_the_record_of_a_subject(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    fact = a_posting(shell, "--quote 'means to leave in October' --note 'Seen in print.'")
    assert shell.fine("show huntsman-moscow").out.replace(fact, "FACT").splitlines()[:-1] == [
        "posting huntsman-moscow  Jon Huntsman, Ambassador to Russia",
        "  held        by autumn of 2017 (..2017-11-30) – in October (2019-10)",
        "  holder      Jon Huntsman (jon-huntsman)",
        "  post        Ambassador to Russia (us-ambassador-ru)",
        "  effect      took-effect",
        "  phase       serving",
        "  disputed    no",
        "  first hand  yes",
        "  hops        0",
        "  rests on    1 citation, 1 independent origin",
        "",
        "Phases",
        "  FACT  serving  by autumn of 2017 (..2017-11-30) – in October (2019-10) (Seen in print.)",
        "",
        "Origins",
        "  Kommersant, “US Ambassador to Russia resigns”, 2019-08-09 (source digest)",
        "",
        "Evidence",
        "  Kommersant, “US Ambassador to Russia resigns”, 2019-08-09 (digest)",
        "    “means to leave in October”",
        "",
        "History",
    ]


@pytest.mark.parametrize("name", ["jon-huntsman", "Jon Huntsman", "agent/jon-huntsman", "jon-", "JON HUNTSMAN"])
def test_show_takes_an_id_its_beginning_a_name_or_a_kind_with_an_id(tmp_path: Path, name: str) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    a_posting(shell)
    found = shell.fine(f"show '{name}' --json").json
    assert (found["kind"], found["id"], found["label"]) == ("agent", "jon-huntsman", "Jon Huntsman")


def test_what_an_earlier_edition_does_not_have_is_said_to_have_been_looked_for_there(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    size = shell.fine("status --json").json["entries"]
    a_posting(shell)
    told = shell(f"show huntsman-moscow --as-known {size}").err
    assert told.endswith(f" This was looked for in the edition of {size} entries alone.\n")
    assert "alone" not in shell("show huntsman-peking").err
    assert "Did you mean" not in shell("show n7").err


def test_an_id_of_two_kinds_is_told_apart_by_the_kind(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    shell.fine("add agent --key digest --name Digest --type organization")
    ran = shell("show digest")
    assert ran.code == 1
    assert "'digest' may be agent digest (Digest) or source digest (" in ran.err and "KIND/ID" in ran.err
    assert shell.fine("show source/digest --json").json["kind"] == "source"


def test_show_tells_what_a_fact_says_and_what_became_of_it(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    fact = a_posting(shell)
    shell.fine(f"retract {fact} --because x")
    out = shell.fine(f"show fact/{fact}").out
    assert out.startswith(f"posting {fact}  Jon Huntsman: serving as Ambassador to Russia")
    assert "\n  status    retracted\n" in out
    assert re.search(r"^  end\.when\.verbatim +in October$", out, re.MULTILINE)


def test_what_was_stored_cannot_steer_the_terminal(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    shell.fine("add statement --key s --speaker 'Ann Lee' --mode direct --source digest --text", "one\ntwo\tthree")
    out = shell.fine("show statement/s").out
    assert "one two three" in out
    assert shell.fine("show statement/s --json").json["rows"][0]["text"] == "one\ntwo\tthree"


def test_the_log_is_in_order_and_the_newest_can_be_asked_for(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    a_posting(shell)
    whole = shell.fine("log --json").json
    assert [row["position"] for row in whole] == list(range(5))
    assert shell.fine("log -n 2 --json").json == whole[-2:]
    assert shell.fine("log -n 1").out.split()[:1] == ["4"]
    assert shell.fine("log -n 1 huntsman-moscow --json").json == whole[-1:]


def test_the_log_of_an_empty_dossier_is_empty(tmp_path: Path) -> None:
    shell = a_dossier(tmp_path)
    assert (shell.fine("log").out, shell.fine("log --json").json) == ("", [])


def test_a_retracted_fact_is_marked_in_the_log(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    fact = a_posting(shell)
    shell.fine(f"retract {fact} --because 'Not so.'")
    first, second = shell.fine(f"log {fact}").out.splitlines()
    assert "  [retracted] Jon Huntsman: serving" in first
    assert second.endswith("(Not so.)")
