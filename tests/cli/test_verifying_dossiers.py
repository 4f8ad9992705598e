"""verify and status: what is sound is said to be, and what is not is named with its place."""

import json
from pathlib import Path

import pytest
from cli_shell import Shell, a_dossier, a_dossier_with_a_source, a_posting


def captured(shell: Shell, name: str) -> Path:
    """A file of the newest capture of the source: its bytes (`sha256`) or its text (`text_sha256`)."""
    row = shell.fine("show source/digest --json").json["parts"]["captures"][-1]
    return shell.folder / "captures" / str(row[name])[:2] / str(row[name])


def sound(tmp_path: Path) -> Shell:
    shell = a_dossier_with_a_source(tmp_path)
    a_posting(shell, "--quote 'means to leave in October'")
    return shell


def problems(shell: Shell) -> str:
    ran = shell("verify")
    assert ran.code == 1
    as_json = shell("verify --json")
    assert as_json.code == 1 and as_json.json["problems"]
    return ran.out


def test_a_sound_dossier_is_said_to_be(tmp_path: Path) -> None:
    shell = sound(tmp_path)
    ran = shell.fine("verify")
    assert ran.out == ""
    assert "5 entries, root " in ran.err and "All is as it was recorded." in ran.err
    told = shell.fine("verify --json").json
    assert (told["entries"], told["captures"], told["quotes"], told["problems"]) == (5, 1, 2, [])


def test_an_empty_dossier_is_sound(tmp_path: Path) -> None:
    assert a_dossier(tmp_path).fine("verify --json").json["entries"] == 0


def test_every_byte_of_the_log_counts(tmp_path: Path) -> None:
    shell = sound(tmp_path)
    (segment,) = (shell.folder / "log").glob("*.log")
    whole = segment.read_bytes()
    for place in range(0, len(whole), 97):
        segment.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        ran = shell("verify")
        # A time or a withheld digest is vouched for by a root that was kept; all else by the line itself.
        assert ran.code == 1 or whole[:place].count(b"\t") == whole[:place].count(b"\n")


def test_a_root_that_was_tagged_tells_of_any_change_before_it(tmp_path: Path) -> None:
    shell = sound(tmp_path)
    shell.fine("tag draft")
    (segment,) = (shell.folder / "log").glob("*.log")
    whole = segment.read_bytes()
    year = whole.index(b'{"at":"20') + 9
    segment.write_bytes(whole[:year] + (b"0" if whole[year : year + 1] != b"0" else b"1") + whole[year + 1 :])
    assert "the first 5 entries are no longer those of the head that was kept" in problems(shell)


def test_a_capture_that_was_changed_is_named(tmp_path: Path) -> None:
    shell = sound(tmp_path)
    (shell.folder / "page.html").write_text("<p>He stays.</p>")
    shell.fine("add source --of digest --capture page.html")
    for name in ("sha256", "text_sha256"):
        path = captured(shell, name)
        path.chmod(0o644)
        path.write_bytes(path.read_bytes() + b"!")
        assert f"log/000000.log:6, fact {shell.fine('log -n 1 --json').json[0]['fact']}: " in problems(shell)
        assert path.name in problems(shell)
        path.write_bytes(path.read_bytes()[:-1])


def test_a_capture_that_is_missing_is_named_with_the_quotes_that_rest_on_it(tmp_path: Path) -> None:
    shell = sound(tmp_path)
    captured(shell, "text_sha256").unlink()
    told = problems(shell)
    assert "log/000000.log:5, fact " in told and "its quote cannot be looked for" in told


def test_a_quote_that_does_not_stand_where_it_is_said_to_is_named(tmp_path: Path) -> None:
    shell = sound(tmp_path)
    from regesta.cli.recording import Pen, Prepared, commit
    from regesta.events.dossier import open_dossier
    from regesta.events.facts import parse_fact

    said = shell.fine("show posting/huntsman-moscow --json").json["facts"][0]["fact"]
    fact = shell.fine(f"show fact/{said} --json").json["fact"]["json"]
    fact["key"] = "elsewhere"
    fact["citations"][0]["quote"] |= {"start": 0, "end": 5}
    commit(Pen(open_dossier(shell.folder), "Desk"), lambda desk: Prepared((parse_fact(fact),)))
    told = problems(shell)
    assert "log/000000.log:6, fact " in told and 'the quote "means to leave in October" is moved' in told


def test_status_tells_size_head_root_and_records(tmp_path: Path) -> None:
    shell = sound(tmp_path)
    shell.fine("tag draft")
    told = shell.fine("status --json").json
    assert (told["title"], told["entries"], told["captured_files"]) == ("Resignations", 5, 1)
    assert told["root"] == shell.fine("verify --json").json["root"]
    assert told["newest"]["fact"] == shell.fine("log -n 1 --json").json[0]["fact"]
    assert (told["editions"], told["records"]["postings"], told["problems"]) == (["draft"], 1, [])
    assert told["database"].startswith("2 entries behind")
    assert shell.fine("status --json").json["database"] == "up to date"


def test_status_tells_how_far_the_database_is_behind(tmp_path: Path) -> None:
    shell = a_dossier(tmp_path)
    assert shell.fine("status --json").json["database"].startswith("not built")
    shell.fine("add post --title Mayor")
    shell.fine("add post --title Speaker --json")
    assert shell.fine("status --json").json["database"].startswith("1 entry behind")


def test_status_tells_what_an_interrupted_append_left(tmp_path: Path) -> None:
    shell = sound(tmp_path)
    (segment,) = (shell.folder / "log").glob("*.log")
    with segment.open("ab") as file:
        file.write(b'{"at":"2026')
    ran = shell("status --json")
    assert ran.code == 1
    assert ran.json["entries"] == 5 and len(ran.json["problems"]) == 1
    assert "problems" in shell("status").out


def test_the_next_fact_says_what_was_set_aside_after_an_interrupted_append(tmp_path: Path) -> None:
    shell = sound(tmp_path)
    (segment,) = (shell.folder / "log").glob("*.log")
    with segment.open("ab") as file:
        file.write(b'{"at":"2026')
    ran = shell.fine("add post --title Mayor")
    assert "torn" in ran.err
    assert len(shell.fine("log --json").json) == 6


@pytest.mark.parametrize("text", ["", "{", "\x00", json.dumps({"kind": "post"})])
def test_a_log_that_holds_no_entry_is_refused_with_the_line(tmp_path: Path, text: str) -> None:
    shell = a_dossier(tmp_path)
    (shell.folder / "log" / "000000.log").write_text(text + "\n")
    ran = shell("log")
    assert (ran.code, ran.out) == (1, "")
    assert "log/000000.log:1: " in ran.err and len(ran.err.splitlines()) == 1
