"""What happens on a terminal: questions that are asked, and forms that are filled in field by field."""

import re
from pathlib import Path

import pytest
from cli_shell import Shell, a_dossier_with_a_source, a_posting
from on_a_terminal import terminal

SAID = ("add", "statement", "--text", "Yes.", "--mode", "direct", "--source", "digest", "--speaker")


def kinds(shell: Shell) -> list[str]:
    """The kinds of what was recorded after the source, its capture and the post."""
    return [row["kind"] for row in shell.fine("log --json").json[3:]]


def test_yes_takes_the_known_agent_and_records_the_spelling(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    a_posting(shell)
    with terminal(shell, *SAID, "Hutsman") as screen:
        screen.answer("Hutsman: did you mean Jon Huntsman? [y/n/new] ", "y")
        assert screen.end() == 0
    assert kinds(shell) == ["agent", "posting", "name", "statement"]
    (name,) = [row for row in shell.fine("show jon-huntsman --json").json["parts"]["names"] if row["form"] != "given"]
    assert (name["name"], name["form"]) == ("Hutsman", "misspelling")


def test_yes_to_a_part_of_the_name_records_a_variant_and_only_what_the_source_says(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    a_posting(shell)
    with terminal(shell, *SAID, "Huntsman") as screen:
        screen.answer("[y/n/new] ", "y")
        assert screen.end() == 0
    with terminal(shell, *SAID[:-1], "--to", "Hunstman", "--speaker", "Ann Lee") as screen:
        screen.answer("[y/n/new] ", "y")
        screen.expect("The spelling 'Hunstman' is not in what was captured")
        assert screen.end() == 0
    names = {row["name"]: row["form"] for row in shell.fine("show jon-huntsman --json").json["parts"]["names"]}
    assert names == {"Jon Huntsman": "given", "Huntsman": "variant"}


def test_new_makes_a_new_agent(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    a_posting(shell)
    with terminal(shell, *SAID, "Hutsman") as screen:
        screen.answer("[y/n/new] ", "new")
        assert screen.end() == 0
    assert kinds(shell) == ["agent", "posting", "agent", "statement"]


def test_no_to_everybody_records_nothing(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    a_posting(shell)
    before = shell.log
    with terminal(shell, *SAID, "Hutsman") as screen:
        screen.answer("[y/n/new] ", "perhaps")
        screen.answer("[y/n/new] ", "n")
        screen.expect("nobody else comes near 'Hutsman'")
        assert screen.end() == 1
    assert shell.log == before


def test_nobody_is_asked_twice_about_a_name(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    a_posting(shell)
    with terminal(shell, *SAID, "Hutsman", "--via", "Hutsman") as screen:
        screen.answer("[y/n/new] ", "y")
        assert screen.end() == 0
        assert screen.seen.count("did you mean") == 1


def test_each_field_is_asked_for_and_asked_again_when_it_cannot_be_read(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    with terminal(shell, "add", "posting", "-i") as screen:
        screen.expect("the source that says so")
        screen.answer("source: ", "digset")
        screen.expect("--source: there is no source 'digset'. Did you mean")
        screen.answer("source: ", "digest")
        screen.answer("source (another, or blank): ", "")
        screen.answer("of: ", "")
        screen.answer("holder: ", "Jon Huntsman")
        screen.answer("post: ", "us-ambassador-ru")
        screen.expect("accredited (credentials presented)")
        screen.answer("phase: ", "")
        screen.expect("phase is needed.")
        screen.answer("phase: ", "serving")
        screen.answer("start: ", "the 32nd of March")
        screen.expect("names a day that does not exist")
        screen.answer("start: ", "by autumn of 2017")
        screen.answer("end: ", "in October")
        screen.answer("title: ", "")
        screen.answer("reason: ", "")
        screen.answer("replaces: ", "")
        screen.answer("quote: ", "planned to go in October")
        screen.expect("does not stand in what was captured")
        screen.answer("Record it as unverified? [y/N]: ", "n")
        screen.answer("quote: ", "means to leave in October")
        screen.answer("quote (another, or blank): ", "")
        screen.answer("locator: ", "")
        screen.answer("via: ", "")
        screen.answer("note: ", "")
        screen.answer("key: ", "moscow")
        screen.expect("moscow  Jon Huntsman: serving as Ambassador to Russia, by autumn of 2017 – in")
        assert screen.end() == 0
    (row,) = shell.fine("show posting/moscow --json").json["rows"]
    assert (row["start"], row["end"], row["end_latest"]) == ("by autumn of 2017", "in October", "2019-10-31")


def test_what_is_refused_at_the_end_is_asked_for_again_with_what_was_typed(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    with terminal(shell, "add", "post", "-i", "--seats", "1") as screen:
        screen.answer("source: ", "")
        screen.answer("of: ", "")
        for name in ("title", "organization", "place", "seats [1]", "observed", "via", "note", "key"):
            screen.answer(f"{name}: ", "")
        screen.expect("a new post needs a title")
        screen.answer("source: ", "")
        screen.answer("of: ", "")
        screen.answer("title: ", "Mayor")
        screen.answer("organization: ", "")
        screen.answer("place: ", "")
        screen.answer("seats [1]: ", "-")
        for name in ("observed", "via", "note", "key"):
            screen.answer(f"{name}: ", "")
        assert screen.end() == 0
    (row,) = shell.fine("show Mayor --json").json["rows"]
    assert (row["title"], row["seats"]) == ("Mayor", None)


def test_who_leaves_in_between_finds_what_was_typed_in_a_form(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    before = shell.log
    with terminal(shell, "add", "post", "-i") as screen:
        screen.answer("source: ", "digest")
        screen.answer("source (another, or blank): ", "")
        screen.answer("of: ", "")
        screen.answer("title: ", "Mayor: of the city")
        screen.expect("organization: ")
        screen.leave()
        screen.expect("`regesta add post --edit` goes on with it.")
        assert screen.end() == 1
    assert shell.log == before
    assert "title: 'Mayor: of the city'" in (shell.folder / "build" / "forms" / "post.yml").read_text()


def test_who_records_is_asked_once_and_kept(tmp_path: Path) -> None:
    shell = Shell(a_dossier_with_a_source(tmp_path).folder, author="")
    with terminal(shell, "add", "post", "--title", "Mayor") as screen:
        screen.answer("Who records?", "Ann Lee")
        assert screen.end() == 0
    with terminal(shell, "add", "post", "--title", "Speaker") as screen:
        assert screen.end() == 0
        assert "Who records?" not in screen.seen
    assert [row["recorded_by"] for row in shell.fine("log -n 2 --json").json] == ["Ann Lee", "Ann Lee"]


def test_an_erasure_is_shown_and_asked_about_and_no_leaves_everything_as_it_was(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    fact = a_posting(shell)
    before = shell.log
    words = ("erase", fact, "--because", "A court order.")
    with terminal(shell, *words) as asked:
        asked.expect(fact)
        asked.answer("Destroy this for good? [y/N]:", "n")
        assert asked.end() == 1
    assert shell.log == before
    with terminal(shell, *words) as asked:
        asked.answer("Destroy this for good? [y/N]:", "y")
        assert asked.end() == 0
    assert b"huntsman-moscow" not in shell.log


def test_text_is_folded_under_itself_on_a_terminal_and_never_elsewhere(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    a_posting(shell, "--note 'A note that is so long that it does not stand on one line of a terminal any more.'")
    with terminal(shell, "show", "huntsman-moscow") as screen:
        assert screen.end() == 0
        shown = re.sub(r"\x1b\[[0-9;]*m", "", screen.seen)
    assert max(map(len, shown.splitlines())) <= 80
    assert "any more.)" in " ".join(shown.split())
    assert max(map(len, shell.fine("show huntsman-moscow").out.splitlines())) > 80


@pytest.mark.parametrize("quiet", ["", "1"])
def test_a_terminal_gets_bold_headings_unless_no_color_is_set(tmp_path: Path, quiet: str) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    with terminal(shell, "show", "us-ambassador-ru", NO_COLOR=quiet) as screen:
        assert screen.end() == 0
        assert ("\x1b[1m" in screen.seen) == (not quiet)
