"""Dates that are counted from others, wherever a date is given: asked for, in a form, in a table, in JSON."""

import json
from pathlib import Path

import pytest
from cli_shell import Shell, a_dossier
from on_a_terminal import terminal
from test_forms import edit, shown

WORDS = "two days after the letter"
DAYS = ("2019-08-08", "2019-08-08")


@pytest.fixture
def desk(tmp_path: Path) -> Shell:
    """A dossier with a letter of 6 August 2019, and a gazette."""
    shell = a_dossier(tmp_path)
    shell.fine("add source --key letter --title 'The letter' --published 2019-08-06")
    shell.fine("add source --key gazette --title 'The Gazette' --published 2019-08-20")
    return shell


def told(shell: Shell, statement: str) -> tuple[str, tuple[str, str]]:
    """How the day of a statement is worded, and its bounds."""
    (row,) = shell.fine(f"show {statement} --json").json["rows"]
    return row["said"], (row["said_earliest"], row["said_latest"])


def test_who_is_asked_answers_with_what_it_is_counted_from(desk: Shell) -> None:
    with terminal(desk, "add", "statement", "-i", "--source", "gazette", "--key", "rumour") as screen:
        screen.answer("source [gazette]", "")
        for question, text in (
            ("of:", ""),
            ("speaker:", "Bob Roe"),
            ("text:", "We met."),
            ("mode:", "direct"),
            ("to:", ""),
            ("said:", f"{WORDS} [fact/abcd]"),
            ("a date is counted from what stays when facts are corrected", f"{WORDS} [source/lettre]"),
            ("there is no source 'lettre'. Did you mean", f"{WORDS} [source/letter]"),
        ):
            screen.answer(question, text)
        for question in ("place:", "in:", "about:", "language:", "original:", "quote:", "locator:", "via:", "note:"):
            screen.answer(question, "")
        screen.answer("key [rumour]", "")
        screen.expect(f"“We met.” ({WORDS})")
        assert screen.end() == 0
    assert told(desk, "rumour") == (WORDS, DAYS)


FORM = "source: gazette\nkey: rumour\nspeaker: Bob Roe\nmode: direct\ntext: We met.\nsaid: %s\n"


def test_a_form_takes_it_and_opens_again_where_the_anchor_is_not_known(desk: Shell) -> None:
    ran = edit(desk, FORM % f"{WORDS} [source/lettre]", FORM % f"{WORDS} [source/letter]", kind="statement")
    assert ran.code == 0
    assert "there is no source 'lettre'" in shown(desk, 1)
    assert f"said: {WORDS} [source/lettre]" in shown(desk, 1)
    assert told(desk, "rumour") == (WORDS, DAYS)


MAPPING = """\
import: table
agents: create
defaults: {source: gazette}
columns: {key: Key, who: Who, day: Day, anchor: Anchor}
rows:
  - {kind: statement, key: "{key}", speaker: "{who}", mode: direct, text: We met., said: %s}
"""


@pytest.mark.parametrize(
    ("said", "day", "anchor"),
    [
        ('"{day}"', f"{WORDS} [source/letter]", ""),
        ('"{day} [source/{anchor}]"', WORDS, "letter"),
        ('{verbatim: eventually, reading: "{day} [source/{anchor}]"}', WORDS, "letter"),
    ],
)
def test_a_table_has_it_in_a_cell_or_in_a_template(desk: Shell, said: str, day: str, anchor: str) -> None:
    (desk.folder / "table.csv").write_text(f'Key,Who,Day,Anchor\nrumour,Bob Roe,"{day}",{anchor}\n', "utf-8")
    (desk.folder / "map.yml").write_text(MAPPING % said, "utf-8")
    desk.fine("import table.csv --mapping map.yml")
    words, days = told(desk, "rumour")
    assert days == DAYS
    assert words == ("eventually" if "verbatim" in said else WORDS)


def test_a_cell_whose_anchor_is_not_known_is_refused_at_its_line_and_column(desk: Shell) -> None:
    table = f'Key,Who,Day,Anchor\nrumour,Bob Roe,"{WORDS} [source/lettre]",\nother,Bob Roe,"{WORDS} [fact/abcd]",\n'
    (desk.folder / "table.csv").write_text(table, "utf-8")
    (desk.folder / "map.yml").write_text(MAPPING % '"{day}"', "utf-8")
    log = desk.log
    refused = desk("import table.csv --mapping map.yml")
    assert (refused.code, desk.log) == (1, log)
    first, second = refused.err.splitlines()[1:3]
    assert first.startswith('table.csv:2, column "Day", "said": there is no source "lettre"')
    assert second.startswith('table.csv:3, column "Day", "said": ') and "what stays when facts are corrected" in second


def test_json_lines_have_it_too_and_it_follows_its_anchor(desk: Shell) -> None:
    fact = {"kind": "statement", "key": "rumour", "speaker": "Bob Roe", "mode": "direct", "text": "We met."}
    lines = [{"agents": "create"}, {**fact, "source": "gazette", "said": f"{WORDS} [source/letter]"}]
    (desk.folder / "told.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
    desk.fine("import told.jsonl")
    assert told(desk, "rumour") == (WORDS, DAYS)
    desk.fine("correct letter --set published=2019-08-09 --motive was-wrong --note 'It bears its day.'")
    assert told(desk, "rumour") == (WORDS, ("2019-08-11", "2019-08-11"))
