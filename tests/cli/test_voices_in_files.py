"""Voices without a name in files: each spoke to one outlet, on one day, and is matched with no other."""

from pathlib import Path

import pytest
from cli_shell import Shell, a_dossier

HEAD = "import: told\nagents: %s\nfacts:\n"
SOURCES = (
    "  - {kind: source, key: one, title: Report, publication: Kommersant, published: 2019-08-07}\n"
    "  - {kind: source, key: two, title: Report, publication: Vedomosti, published: 2019-08-07}\n"
    "  - {kind: source, key: late, title: Report, publication: Kommersant, published: 2019-08-08}\n"
    "  - {kind: source, key: bare, title: Leaflet}\n"
)
SAID = "  - {kind: statement, key: %s, speaker: Ann Bell, text: Yes., mode: indirect, source: %s, via: [%s]}\n"
VOICE = "a Russian diplomatic source"


@pytest.fixture
def desk(tmp_path: Path) -> Shell:
    """An empty dossier."""
    return a_dossier(tmp_path)


def imported(shell: Shell, *facts: str, agents: str = "create") -> tuple[int, str]:
    """The exit code and what was said."""
    (shell.folder / "told.yml").write_text(HEAD % agents + SOURCES + "".join(facts), encoding="utf-8")
    ran = shell("import told.yml")
    assert "Traceback" not in ran.err
    return ran.code, ran.err


def nearest(shell: Shell, statement: str) -> str:
    """Through whom a statement was heard first."""
    found: str = shell.fine(f"show {statement} --json").json["facts"][0]["fact"]
    said: str = shell.fine(f"show fact/{found} --json").json["fact"]["json"]["via"][0]["agent"]
    return said


def test_the_same_words_are_one_voice_in_one_outlet_on_one_day_and_others_elsewhere(desk: Shell) -> None:
    told = (SAID % (key, source, VOICE) for key, source in (("a", "one"), ("b", "one"), ("c", "two"), ("d", "late")))
    assert imported(desk, *told)[0] == 0
    one, again, two, late = (nearest(desk, key) for key in "abcd")
    assert one == again
    assert len({one, two, late}) == 3
    said = desk.fine(f"show agent/{one} --json").json["rows"][0]
    assert (said["type"], said["outlet"], said["day"]) == ("anonymous", "Kommersant", "2019-08-07")
    assert "No two agents are suggested" in desk.fine("suggest").err


def test_a_voice_that_was_recorded_by_hand_or_in_the_same_file_is_found_again(desk: Shell) -> None:
    assert imported(desk)[0] == 0
    desk.fine(f"add statement --key x --speaker Ann --text No. --mode direct --source one --via '{VOICE}'")
    own = "  - {kind: agent, key: own, name: a diplomat, type: anonymous, outlet: Vedomosti, day: 2019-08-07}\n"
    assert imported(desk, SAID % ("a", "one", VOICE), own, SAID % ("b", "two", "A diplomat"))[0] == 0
    assert nearest(desk, "a") == nearest(desk, "x")
    assert nearest(desk, "b") == "own"
    log = desk.log
    assert imported(desk, SAID % ("a", "one", VOICE), own, SAID % ("b", "two", "A diplomat"))[0] == 0
    assert desk.log == log


@pytest.mark.parametrize(
    ("source", "agents", "sentence"),
    [
        ("bare", "create", "is a voice without a name, and nothing tells to whom it spoke;"),
        ("one", "match", "no voice in Kommersant is described as"),
    ],
)
def test_a_voice_without_a_scope_or_that_is_not_known_is_refused(
    desk: Shell, source: str, agents: str, sentence: str
) -> None:
    person = "  - {kind: agent, key: ann, name: Ann Bell, type: person}\n"
    press = "  - {kind: agent, key: press, name: Press, type: organization}\n"
    code, said = imported(desk, person, press, SAID % ("a", source, VOICE), agents=agents)
    assert code == 1
    assert sentence in said
    assert desk.log == b""


def voice(shell: Shell, statement: str) -> tuple[str, str]:
    """To whom the voice spoke through whom a statement was heard first, and when it was quoted."""
    said = shell.fine(f"show agent/{nearest(shell, statement)} --json").json["rows"][0]
    assert said["type"] == "anonymous"
    return said["outlet"], said["day"]


THROUGH = f"{VOICE}, %s"
REUTERS = "  - {kind: agent, key: agency, name: Reuters, type: organization}\n"


def test_a_voice_spoke_to_whom_it_was_heard_by_next(desk: Shell) -> None:
    told = (SAID % (key, source, THROUGH % who) for key, source, who in
            (("a", "one", "agency"), ("b", "two", "Reuters"), ("c", "late", "reuters"), ("d", "one", "The Times"),
             ("e", "bare", "agency"), ("f", "one", "two officials")))  # fmt: skip
    assert imported(desk, REUTERS, *told)[0] == 0
    assert voice(desk, "a") == ("Reuters", "2019-08-07")
    assert nearest(desk, "a") == nearest(desk, "b") != nearest(desk, "c")
    assert voice(desk, "c") == ("Reuters", "2019-08-08")
    assert voice(desk, "d") == ("The Times", "2019-08-07")
    assert voice(desk, "e") == ("Reuters", None)
    assert voice(desk, "f") == ("Kommersant", "2019-08-07")


def test_by_hand_it_is_the_same_voice_as_in_a_file(desk: Shell) -> None:
    assert imported(desk, REUTERS, SAID % ("a", "one", THROUGH % "agency"))[0] == 0
    added = "add statement --speaker 'Ann Bell' --mode direct --source"
    desk.fine(f"{added} two --key x --text No. --via '{VOICE}' --via Reuters")
    assert nearest(desk, "x") == nearest(desk, "a")
    ran = desk.fine(f"{added} bare --key y --text So. --via '{VOICE}' --via 'The Sun'")
    assert f"New: {VOICE}, a voice in The Sun" in ran.err
    assert voice(desk, "y") == ("The Sun", None)
    desk.fine(f"{added} one --key z --text Hm. --via '{VOICE}' --via 'two officials'")
    assert voice(desk, "z") == ("Kommersant", "2019-08-07")


def test_a_new_agent_under_whose_name_a_source_is_published_is_an_organization(desk: Shell) -> None:
    assert imported(desk, SAID % ("a", "one", "kommersant, Dan Fox"))[0] == 0
    assert desk.fine("show agent/kommersant --json").json["rows"][0]["type"] == "organization"
    assert desk.fine("show agent/dan-fox --json").json["rows"][0]["type"] == "person"
    (desk.folder / "late.yml").write_text(
        "agents: create\nfacts:\n" + SAID % ("b", "two", "Vedomosti, Le Monde"), encoding="utf-8"
    )
    desk.fine("import late.yml")
    assert desk.fine("show agent/vedomosti --json").json["rows"][0]["type"] == "organization"


def test_whoever_heard_a_voice_goes_by_the_name_they_were_judged_to_have(desk: Shell) -> None:
    assert imported(desk, REUTERS)[0] == 0
    desk.fine("add agent --key rtrs --name RTRS --type organization --observed --new-agent")
    desk.fine("same agency rtrs --because 'Its short name.'")
    assert imported(desk, REUTERS, SAID % ("a", "one", THROUGH % "rtrs"))[0] == 0
    desk.fine(
        f"add statement --key x --speaker 'Ann Bell' --mode direct --text No. --source one --via '{VOICE}' --via rtrs"
    )
    assert voice(desk, "a") == voice(desk, "x") == ("Reuters", "2019-08-07")
    assert nearest(desk, "a") == nearest(desk, "x")


REPORT = (
    "  - {kind: source, key: report, title: Report, publication: Reuters, published: before 7 August 2019}\n"
    "  - {kind: source, key: digest, title: A digest, publication: Digest, published: 2019-08-09,"
    " derived_from: report}\n"
    "  - {kind: source, key: abstract, title: Abstract, publication: Notes, published: 2019-08-10,"
    " derived_from: {source: digest, how: abstracts}}\n"
)


@pytest.mark.parametrize("at_once", [True, False])
def test_a_voice_was_quoted_on_the_day_of_the_report_of_whoever_heard_it(desk: Shell, at_once: bool) -> None:
    told = [SAID % (key, source, THROUGH % "agency") for key, source in (("a", "digest"), ("b", "abstract"))]
    if not at_once:
        assert imported(desk, REUTERS, REPORT)[0] == 0
    assert imported(desk, REUTERS, REPORT, *told, SAID % ("c", "report", VOICE))[0] == 0
    assert voice(desk, "a") == ("Reuters", "before 7 August 2019")
    assert nearest(desk, "a") == nearest(desk, "b") == nearest(desk, "c")
    added = f"add statement --speaker 'Ann Bell' --mode direct --text No. --via '{VOICE}'"
    desk.fine(f"{added} --key x --source abstract --via Reuters")
    desk.fine(f"{added} --key y --source report")
    assert nearest(desk, "x") == nearest(desk, "y") == nearest(desk, "a")


def test_sources_that_rest_on_each_other_are_looked_through_once(desk: Shell) -> None:
    circle = (
        "  - {kind: source, key: here, title: A, publication: Here, published: 2019-08-07, derived_from: there}\n"
        "  - {kind: source, key: there, title: B, publication: There, published: 2019-08-08, derived_from: here}\n"
    )
    assert imported(desk, REUTERS, circle, SAID % ("a", "here", THROUGH % "agency"))[0] == 0
    assert voice(desk, "a") == ("Reuters", "2019-08-07")
    assert imported(desk, REUTERS, circle, SAID % ("b", "here", THROUGH % "There"))[0] == 0
    assert voice(desk, "b") == ("There", "2019-08-08")


def test_a_speaker_without_a_name_spoke_to_who_heard_them(desk: Shell) -> None:
    said = SAID.replace("Ann Bell", VOICE)
    told = (said % ("a", "one", "a diplomat, agency"), said % ("b", "bare", "agency"), said % ("c", "two", "two aides"))
    assert imported(desk, REUTERS, *told)[0] == 0
    desk.fine(f"add statement --key x --speaker '{VOICE}' --mode direct --text No. --source one --via Reuters")
    speakers = {key: desk.fine(f"show {key} --json").json["rows"][0]["speaker"] for key in "abcx"}
    outlets = {key: desk.fine(f"show agent/{id} --json").json["rows"][0]["outlet"] for key, id in speakers.items()}
    assert outlets == {"a": "Reuters", "b": "Reuters", "c": "Vedomosti", "x": "Reuters"}
    assert speakers["a"] == speakers["x"] != speakers["b"]
