"""`--replaces`, and `replaces` in files: "X replaced Y on that day" is told once, and is recorded of both."""

from pathlib import Path
from typing import Any

import pytest
from cli_shell import Shell, a_dossier
from on_a_terminal import terminal
from test_forms import edit

CARL = "add posting --key carl --holder 'Carl Cole' --post envoy --phase serving --start 2014-03-05 --source gazette"


@pytest.fixture
def desk(tmp_path: Path) -> Shell:
    """A dossier with a post and a source."""
    shell = a_dossier(tmp_path)
    shell.fine("add source --key gazette --title Gazette --publication Gazette --published 2014-03-06")
    shell.fine("add post --key envoy --title Envoy --seats 1 --observed")
    return shell


def postings(shell: Shell) -> dict[str, tuple[Any, ...]]:
    """The start and the end of each holder's postings, as they are folded."""
    rows = shell.fine("show post/envoy --json").json["parts"].get("postings", [])
    names = {row["holder"]: row for row in rows}
    assert len(names) == len(rows)
    return {
        holder: (row["start_latest"], row["end_state"], row["end_earliest"], row["end_latest"])
        for holder, row in names.items()
    }


def test_both_sides_are_recorded_in_one_commit_with_the_same_evidence(desk: Shell) -> None:
    desk.fine(f"{CARL} --replaces 'Ann Bell' --quote 'took over' --unverified")
    assert postings(desk) == {
        "ann-bell": (None, "stated", "2014-03-05", "2014-03-05"),
        "carl-cole": ("2014-03-05", "not-stated", "2014-03-05", None),
    }
    told = [row for row in desk.fine("log --json").json if row["kind"] == "posting"]
    assert len({row["recorded_at"] for row in told}) == 1
    facts = [desk.fine(f"show fact/{row['fact']} --json").json["fact"]["json"] for row in told]
    assert facts[0]["citations"] == facts[1]["citations"]
    assert "conflicts" not in desk("check").err


def test_a_posting_that_has_no_end_gets_it_and_has_no_rival(desk: Shell) -> None:
    desk.fine("add posting --key ann --holder 'Ann Bell' --post envoy --phase serving --start 2010 --source gazette")
    desk.fine(f"{CARL} --replaces 'Ann Bell'")
    assert postings(desk)["ann-bell"] == ("2010-12-31", "stated", "2014-03-05", "2014-03-05")
    assert desk("conflicts").out.strip() == ""


ANN = "add posting --key {key} --holder 'Ann Bell' --post envoy --phase serving --start {start} --source gazette"


@pytest.mark.parametrize("before", [(), (("ann", "2010"),), (("first", "1990 --end 1994"), ("second", "2010"))])
def test_saying_it_again_records_nothing(desk: Shell, before: tuple[tuple[str, str], ...]) -> None:
    for key, start in before:
        desk.fine(ANN.format(key=key, start=start))
    line = f"{CARL} --replaces 'Ann Bell'".replace("--key carl", "")
    desk.fine(line)
    log = desk.log
    assert desk.fine(line).err == "Already recorded; nothing was added.\n"
    assert desk.log == log


def test_an_end_that_is_known_otherwise_is_a_conflict_and_the_same_end_is_none(desk: Shell) -> None:
    desk.fine(ANN.format(key="ann", start="2010 --end 2014-01-01"))
    desk.fine("add source --key other --title Other --published 2014-03-06")
    desk.fine(f"{CARL} --replaces 'Ann Bell'".replace("--source gazette", "--source other"))
    assert "Ann Bell" in desk("conflicts --rule dates").out


def test_a_posting_that_began_later_is_another_one(desk: Shell) -> None:
    desk.fine(ANN.format(key="late", start="2020"))
    desk.fine(f"{CARL} --replaces 'Ann Bell'")
    rows = desk.fine("show post/envoy --json").json["parts"]["postings"]
    assert {row["id"]: row["end_state"] for row in rows if row["holder"] == "ann-bell" and row["id"] == "late"} == {
        "late": "not-stated"
    }
    assert len(rows) == 3


def test_who_began_on_the_very_day_may_have_ended_on_it(desk: Shell) -> None:
    desk.fine(ANN.format(key="ann", start="2014-03-05"))
    desk.fine(f"{CARL} --replaces 'Ann Bell'")
    assert postings(desk)["ann-bell"] == ("2014-03-05", "stated", "2014-03-05", "2014-03-05")


def test_who_began_in_the_year_of_which_no_more_is_told_may_have_ended_in_it(desk: Shell) -> None:
    desk.fine(ANN.format(key="ann", start="2014-06-01"))
    desk.fine(f"{CARL} --replaces 'Ann Bell'".replace("2014-03-05", "2014"))
    assert postings(desk)["ann-bell"][1:] == ("stated", "2014-01-01", "2014-12-31")


@pytest.mark.parametrize("phase", ["acting", "appointed", "sworn-in", "arrived", "accredited"])
def test_whatever_takes_a_post_up_may_end_another_s_time(desk: Shell, phase: str) -> None:
    desk.fine(f"{CARL} --replaces 'Ann Bell'".replace("serving", phase))
    assert postings(desk)["ann-bell"] == (None, "stated", "2014-03-05", "2014-03-05")


def test_both_sides_were_heard_through_the_same_voices(desk: Shell) -> None:
    desk.fine(f"{CARL} --replaces 'Ann Bell' --via 'a diplomat' --via Reuters --agent-type organization")
    told = [row for row in desk.fine("log --json").json if row["kind"] == "posting"]
    ways = [desk.fine(f"show fact/{row['fact']} --json").json["fact"]["json"]["via"] for row in told]
    assert len(ways) == 2 and ways[0] == ways[1] and len(ways[0]) == 2


def test_of_several_that_may_have_ended_one_has_to_be_named(desk: Shell) -> None:
    desk.fine(ANN.format(key="first", start="2000"))
    desk.fine(ANN.format(key="second", start="2010"))
    log = desk.log
    refused = desk(f"{CARL} --replaces 'Ann Bell'")
    assert refused.code == 1
    assert "--replaces: 'Ann Bell' may be posting/first or posting/second; give the one that ended." in refused.err
    assert desk.log == log
    desk.fine(f"{CARL} --replaces posting/second")
    ends = {row["id"]: row["end_latest"] for row in desk.fine("show post/envoy --json").json["parts"]["postings"]}
    assert ends == {"carl": None, "first": None, "second": "2014-03-05"}


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ("--holder 'Carl Cole' --post envoy --phase serving", "--replaces: is told without a day;"),
        (
            "--holder 'Carl Cole' --post envoy --phase nominated --on 2014",
            "replaced by one who is nominated;",
        ),
        ("--holder 'Ann Bell' --post envoy --phase serving --start 2014", "'Ann Bell' is who takes the post up;"),
    ],
)
def test_what_tells_no_succession_is_refused_and_nothing_is_recorded(desk: Shell, more: str, sentence: str) -> None:
    log = desk.log
    refused = desk(f"add posting {more} --source gazette --replaces 'Ann Bell'")
    assert refused.code == 2
    assert sentence in refused.err
    assert desk.log == log


FILE = """\
import: successions
agents: create
defaults: {source: gazette}
facts:
"""
CARLS = (
    "  - {kind: posting, key: carl, holder: Carl Cole, post: envoy, phase: serving, start: 2014-03-05, replaces: %s}\n"
)
ANNS = "  - {kind: posting, key: %s, holder: Ann Bell, post: envoy, phase: serving, start: %s}\n"


def imported(shell: Shell, *facts: str) -> dict[str, Any]:
    """What an import of these facts came to."""
    (shell.folder / "told.yml").write_text(FILE + "".join(facts), encoding="utf-8")
    found: dict[str, Any] = shell.fine("import told.yml --json").json
    return found


@pytest.mark.parametrize(
    "facts",
    [
        (CARLS % "Ann Bell",),
        (CARLS % "Ann Bell", ANNS % ("ann", "2010")),
        (ANNS % ("ann", "2010"), CARLS % "posting/ann"),
        (ANNS % ("ann", "2010"), ANNS.replace("}", ", end: 1994}") % ("first", "1990"), CARLS % "Ann Bell"),
    ],
)
def test_a_file_tells_both_sides_once(desk: Shell, facts: tuple[str, ...]) -> None:
    first = imported(desk, *facts)
    assert first["recorded"] >= len(facts) + 1
    rows = desk.fine("show post/envoy --json").json["parts"]["postings"]
    assert {(row["holder"], row["end_latest"]) for row in rows if row["id"] != "first"} == {
        ("ann-bell", "2014-03-05"),
        ("carl-cole", None),
    }
    again = imported(desk, *facts)
    assert (again["recorded"], again["differing"]) == (0, 0)
    assert desk("conflicts").out.strip() == ""


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ((ANNS % ("one", "2000"), ANNS % ("two", "2010"), CARLS % "Ann Bell"), "may mean posting/one or posting/two;"),
        ((CARLS % "Carl Cole",), "names who takes the post up; name whom they replaced."),
        ((CARLS % "[Ann, Bob]",), "is no key;"),
        ((CARLS.replace(", start: 2014-03-05", "") % "Ann Bell",), "is told without a day;"),
        ((CARLS % "posting/nowhere",), "there is no posting"),
        ((CARLS.replace("holder: Carl Cole, post: envoy", "of: carl") % "Ann Bell",), "told.yml:5"),
    ],
)
def test_a_file_that_is_not_plain_is_refused_at_its_place(desk: Shell, facts: tuple[str, ...], sentence: str) -> None:
    (desk.folder / "told.yml").write_text(FILE + "".join(facts), encoding="utf-8")
    log = desk.log
    refused = desk("import told.yml")
    assert refused.code == 1
    assert sentence in refused.err
    assert "Traceback" not in refused.err
    assert desk.log == log


def test_in_a_file_a_name_with_a_slash_is_a_name(desk: Shell) -> None:
    both = "Ann Bell/Dan Fox"
    imported(desk, ANNS.replace("Ann Bell", both) % ("pair", "2010"), CARLS % both)
    assert postings(desk)["ann-bell-dan-fox"] == ("2010-12-31", "stated", "2014-03-05", "2014-03-05")


def test_in_a_file_who_still_held_the_post_then_is_who_ended(desk: Shell) -> None:
    first, still = ANNS.replace("}", ", end: 1994}") % ("first", "1990"), ANNS.replace("}", ", end: still}")
    imported(desk, first, still % ("now", "2010"), CARLS % "Ann Bell")
    told = [desk.fine(f"show fact/{row['fact']} --json").json["fact"]["json"] for row in desk.fine("log --json").json]
    assert [fact["of"] for fact in told if fact.get("end", {}).get("when", {}).get("verbatim") == "2014-03-05"] == [
        "now"
    ]


@pytest.mark.parametrize("at_once", [True, False])
def test_in_a_file_a_posting_in_another_post_is_not_what_ended(desk: Shell, at_once: bool) -> None:
    consul = "  - {kind: post, key: consul, title: Consul, seats: 1, observed: true}\n"
    elsewhere = (consul, ANNS.replace("envoy", "consul") % ("ann", "2010"))
    if not at_once:
        imported(desk, *elsewhere)
    log = desk.log
    told = (*(elsewhere if at_once else ()), CARLS % "posting/ann")
    (desk.folder / "told.yml").write_text(FILE + "".join(told), encoding="utf-8")
    refused = desk("import told.yml")
    assert (refused.code, desk.log) == (1, log)
    assert '"replaces": names a posting in another post than envoy; name whom' in refused.err


def test_what_is_added_beside_a_fact_that_was_there_is_told_and_named(desk: Shell) -> None:
    desk.fine("add posting --key ann --holder 'Ann Bell' --post envoy --phase serving --start 2010 --source gazette")
    alone = desk.fine(CARL)
    assert "Recorded along" not in alone.err
    ran = desk.fine(f"{CARL} --replaces 'Ann Bell'")
    assert "Already recorded; only what is told along with it was added." in ran.err
    (told,) = [one for one in ran.err.splitlines() if one.startswith("Recorded along with it: ")]
    fact, subject = told.removeprefix("Recorded along with it: ").split()[:2]
    assert subject == "ann"
    desk.fine(f"retract {fact} --because Misread.")
    assert postings(desk)["ann-bell"][1] == "not-stated"


def test_a_posting_that_is_not_there_is_no_name_of_a_new_agent(desk: Shell) -> None:
    log = desk.log
    refused = desk(f"{CARL} --replaces posting/nowhere --new-agent")
    assert refused.code == 1
    assert "--replaces: there is no posting 'nowhere'." in refused.err
    assert desk.log == log


def test_the_beginning_of_a_postings_id_names_it(desk: Shell) -> None:
    desk.fine(ANN.format(key="first-time", start="2000"))
    desk.fine(ANN.format(key="second-time", start="2010"))
    assert "second-time" in desk.fine(f"{CARL} --replaces posting/second").err


def test_a_posting_in_another_post_is_not_what_ended(desk: Shell) -> None:
    desk.fine("add post --key consul --title Consul --seats 1 --observed")
    desk.fine(ANN.format(key="ann", start="2010").replace("--post envoy", "--post consul"))
    log = desk.log
    refused = desk(f"{CARL} --replaces posting/ann")
    assert (refused.code, desk.log) == (2, log)
    assert "--replaces: posting/ann is in the post consul, and the successor's is envoy." in refused.err


def test_who_is_new_is_told_on_both_sides(desk: Shell) -> None:
    err = desk.fine(f"{CARL} --replaces 'Ann Bell'").err
    assert "New: Carl Cole, a person (carl-cole).\n" in err
    assert "New: Ann Bell, a person (ann-bell).\n" in err


def test_nobody_replaces_themselves_in_a_phase_that_names_no_holder(desk: Shell) -> None:
    desk.fine(CARL)
    log = desk.log
    added = "add posting --of carl --phase sworn-in --on 2014-03-06 --source gazette --replaces"
    refused = desk(f"{added} 'Carl Cole'")
    assert (refused.code, desk.log) == (2, log)
    assert "'Carl Cole' is who takes the post up;" in refused.err
    hidden = desk(added, "Ann\u202eBell")
    assert (hidden.code, desk.log) == (2, log)
    assert "--replaces: " in hidden.err and "U+202E" in hidden.err


def test_a_form_has_whom_the_holder_replaced(desk: Shell) -> None:
    desk.fine(ANN.format(key="ann", start="2010"))
    form = "holder: Carl Cole\npost: envoy\nphase: serving\nstart: 2014-03-05\nsource: gazette\nreplaces: %s\n"
    refused = edit(desk, form % "posting/nowhere", form % "Ann Bell")
    assert refused.code == 0
    assert "there is no posting 'nowhere'" in refused.err
    assert postings(desk)["ann-bell"] == ("2010-12-31", "stated", "2014-03-05", "2014-03-05")


def test_who_is_asked_field_by_field_is_asked_whom_the_holder_replaced(desk: Shell) -> None:
    desk.fine(ANN.format(key="ann", start="2010"))
    with terminal(desk, "add", "posting", "-i", "--new-agent") as screen:
        for question, text in (
            ("source:", "gazette"),
            ("source (another, or blank):", ""),
            ("of:", ""),
            ("holder:", "Carl Cole"),
            ("post:", "envoy"),
            ("phase:", "serving"),
            ("start:", "2014-03-05"),
            *((f"{name}:", "") for name in ("end", "title", "reason")),
            ("replaces:", "posting/nowhere"),
            ("there is no posting 'nowhere'", "Ann Bell"),
            *((f"{name}:", "") for name in ("quote", "locator", "via", "note", "key")),
        ):
            screen.answer(question, text)
        screen.expect("Recorded along with it: ")
        assert screen.end() == 0
    assert postings(desk)["ann-bell"] == ("2010-12-31", "stated", "2014-03-05", "2014-03-05")


def test_whom_somebody_replaced_is_no_field_to_correct(desk: Shell) -> None:
    fact = desk.fine(f"{CARL} --json").json["fact"]
    refused = desk(f"correct {fact} --set replaces=ann --motive was-wrong --note so")
    assert (refused.code, "'replaces' is no field of a posting" in refused.err) == (2, True)


OF_CARLS = "  - {kind: posting, of: carl, phase: serving, start: 2014-03-05, replaces: Ann Bell}\n"
NOMINATED = "  - {kind: posting, key: carl, holder: Carl Cole, post: envoy, phase: nominated, on: 2013}\n"


@pytest.mark.parametrize("at_once", [True, False])
def test_in_a_file_a_phase_that_is_added_to_a_posting_replaces_in_its_post(desk: Shell, at_once: bool) -> None:
    desk.fine(ANN.format(key="ann", start="2010"))
    if at_once:
        imported(desk, OF_CARLS, NOMINATED)
    else:
        imported(desk, NOMINATED)
        imported(desk, NOMINATED, OF_CARLS)
    assert postings(desk) == {
        "ann-bell": ("2010-12-31", "stated", "2014-03-05", "2014-03-05"),
        "carl-cole": ("2014-03-05", "not-stated", "2014-03-05", None),
    }
    again = imported(desk, NOMINATED, OF_CARLS)
    assert (again["recorded"], again["differing"]) == (0, 0)


def test_in_a_file_nobody_replaces_themselves_in_a_phase_that_names_no_holder(desk: Shell) -> None:
    own = OF_CARLS.replace("Ann Bell", "Carl Cole")
    (desk.folder / "told.yml").write_text(FILE + NOMINATED + own, encoding="utf-8")
    refused = desk("import told.yml")
    assert (refused.code, "names who takes the post up;" in refused.err) == (1, True)


def test_in_a_file_a_posting_is_found_whose_holder_is_new_and_named_further_down(desk: Shell) -> None:
    dans = CARLS.replace("carl", "dan").replace("Carl Cole", "Dan Fox").replace("2014-03-05", "2018")
    told = (CARLS % "Bob Roe", dans % "Eve Ely", ANNS.replace("Ann Bell", "Eve Ely") % ("eve", "2016"))
    imported(desk, *told)
    assert postings(desk)["eve-ely"] == ("2016-12-31", "stated", "2018-01-01", "2018-12-31")
    again = imported(desk, *told)
    assert (again["recorded"], again["differing"]) == (0, 0)
