"""Voices without a name in files: each is one outlet's, on one day, and is matched with no other."""

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
SAID = "  - {kind: statement, key: %s, speaker: Ann Bell, text: Yes., mode: indirect, source: %s, via: [%s, Press]}\n"
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
