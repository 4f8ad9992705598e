"""`--edit`: a form in an editor, in which nothing that was typed is ever lost."""

import os
import stat
import sys
from pathlib import Path

import pytest
from cli_shell import Ran, Shell, a_dossier_with_a_source
from hypothesis import given
from hypothesis import strategies as st

from regesta.cli.adding import form_fields
from regesta.cli.fields import Reads
from regesta.cli.form import format_form, parse_form
from regesta.events.errors import InvalidInput
from regesta.events.values import clean

GOOD = """\
source: digest
holder: Jon Huntsman
post: us-ambassador-ru
phase: serving
start: by autumn of 2017
end: in October
quote:
  - means to leave in October
  - sent in his resignation
"""


def edit(shell: Shell, *drafts: str | None, kind: str = "posting", more: str = "") -> Ran:
    """Run `add KIND --edit` with an editor that saves these texts, one each time it opens; None saves nothing new.

    What the editor was shown is kept in `shown.0`, `shown.1`, …
    """
    for count, draft in enumerate(drafts):
        if draft is not None:
            (shell.folder / f"draft.{count}").write_text(draft, encoding="utf-8", errors="surrogateescape")
    editor = shell.folder / "editor"
    editor.write_text(
        f"#!{sys.executable}\n"
        "import pathlib, shutil, sys\n"
        f"folder = pathlib.Path({str(shell.folder)!r})\n"
        "count = len(list(folder.glob('shown.*')))\n"
        "shutil.copy(sys.argv[1], folder / f'shown.{count}')\n"
        "if (draft := folder / f'draft.{count}').exists(): shutil.copy(draft, sys.argv[1])\n"
    )
    editor.chmod(editor.stat().st_mode | stat.S_IXUSR)
    for path in shell.folder.glob("shown.*"):
        path.unlink()
    return shell(f"add {kind} --edit {more}", VISUAL=str(editor), EDITOR=None)


def shown(shell: Shell, count: int) -> str:
    """What the editor was shown when it opened for the nth time."""
    return (shell.folder / f"shown.{count}").read_text(encoding="utf-8", errors="surrogateescape")


def forms(shell: Shell) -> list[str]:
    """The forms that are kept."""
    return sorted(path.name for path in (shell.folder / "build" / "forms").glob("*"))


def test_a_form_that_is_filled_in_is_recorded_and_goes(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    ran = edit(shell, GOOD)
    assert (ran.code, ran.out.count("Jon Huntsman: serving")) == (0, 1)
    assert forms(shell) == []
    fact = shell.fine("log -n 1 --json").json[0]["fact"]
    assert len(shell.fine(f"show fact/{fact} --json").json["citations"]) == 2


def test_a_form_explains_every_field_and_holds_what_was_typed_as_options(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    edit(shell, None, more="--holder 'Jon: Huntsman' --source digest")
    text = shown(shell, 0)
    for field in form_fields("posting"):
        assert f"# {field.description}" in text and f"\n{field.name}:" in text
    assert parse_form("posting", text) == {"holder": ("Jon: Huntsman",), "source": ("digest",)}


@pytest.mark.parametrize("saved", [None, "", "\n\n", "# nothing but a comment\n", "holder:\nphase: \n"])
def test_a_form_that_is_left_as_it_was_or_emptied_records_nothing(tmp_path: Path, saved: str | None) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    before = shell.log
    ran = edit(shell, saved)
    assert (ran.code, ran.out, shell.log) == (0, "", before)
    assert ran.err == "The form was left empty: nothing is recorded.\n"
    assert forms(shell) == []


def test_a_form_that_is_refused_opens_again_with_the_reason_at_its_top(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    bad = GOOD.replace("in October\nquote", "the 32nd of March  # a comment of mine\nquote")
    ran = edit(shell, bad, GOOD)
    assert ran.code == 0
    head, _, rest = shown(shell, 1).partition("\n")
    assert head.startswith('#! --end: "the 32nd of March" names a day that does not exist')
    assert rest == bad
    assert forms(shell) == []


def test_the_reasons_of_before_are_taken_away(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    first, second = GOOD.replace("2017", "soonish"), GOOD.replace("phase: serving", "phase: sitting")
    edit(shell, first, f"#! the first reason\n{second}", GOOD)
    assert shown(shell, 2).count("#! ") == 1
    assert shown(shell, 2).startswith("#! --phase: 'sitting' is not one of its values")


def test_a_refused_form_that_is_left_so_is_kept_and_offered_again(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    before = shell.log
    bad = GOOD.replace("source: digest", "source: nowhere")
    ran = edit(shell, bad, None)
    assert (ran.out, shell.log, forms(shell)) == ("", before, ["posting.yml"])
    assert "The form is kept in " in ran.err and "`regesta add posting --edit` goes on with it." in ran.err
    ran = edit(shell, GOOD)
    assert shown(shell, 0).endswith(bad) and "Going on with the form that was kept" in ran.err
    assert forms(shell) == [] and shell.log != before


def test_a_form_of_a_command_that_was_killed_is_offered_again(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    folder = shell.folder / "build" / "forms"
    folder.mkdir()
    (folder / "posting-999999999.yml").write_text(GOOD)
    (folder / f"posting-{os.getppid()}.yml").write_text("holder: somebody who is typing\n")
    edit(shell, GOOD + "note: x\n")
    assert shown(shell, 0) == GOOD
    assert forms(shell) == [f"posting-{os.getppid()}.yml"]


def test_an_editor_that_fails_loses_nothing(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    ran = shell("add posting --edit --holder 'Jon Huntsman'", VISUAL="false", EDITOR=None)
    assert ran.code == 1
    (kept,) = forms(shell)
    assert "holder: Jon Huntsman" in (shell.folder / "build" / "forms" / kept).read_text()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("holder: [", "is not YAML"),
        ("holder: Jon: Huntsman\n", "Line 1: is not YAML"),
        ("- holder", "has no fields"),
        ("holder: x\nholdre: y\n", "Line 2: 'holdre' is no field of this form"),
        ("holder: x\nholder: y\n", "Line 2: holder stands here a second time"),
        ("holder: {name: x}\n", "Line 1: holder is neither text nor a list of texts"),
        ("via:\n  - [a, b]\n", "Line 1: via is neither text nor a list of texts"),
        ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "'a' is no field"),
        ("holder: !!python/object:os.system x\n", ""),
        ("x" * 1_000_001, "longer than a million"),
    ],
)
def test_a_form_that_cannot_be_read_is_refused_with_its_line(text: str, why: str) -> None:
    if not why:
        assert parse_form("posting", text) == {"holder": ("x",)}
        return
    with pytest.raises(InvalidInput) as refused:
        parse_form("posting", text)
    assert why in str(refused.value)


def test_nothing_in_a_form_is_taken_for_anything_but_text() -> None:
    text = "start: 2017\nend: 2019-10-03\nnote: no\nreason: 1_000\ntitle: 0x10\nkey: ~\n"
    assert parse_form("posting", text) == {
        "start": ("2017",),
        "end": ("2019-10-03",),
        "note": ("no",),
        "reason": ("1_000",),
        "title": ("0x10",),
        "key": ("~",),
    }


def _clean(text: str) -> bool:
    try:
        return bool(clean(text).strip())
    except ValueError:
        return False


TEXTS = st.text(min_size=1).filter(_clean)


@given(st.data())
def test_a_form_that_is_written_reads_back_as_it_was(data: st.DataObject) -> None:
    fields = [field for field in form_fields("posting") if field.reads is not Reads.FLAG]
    form = {
        field.name: tuple(data.draw(st.lists(TEXTS, min_size=1, max_size=3 if field.many else 1)))
        for field in data.draw(st.lists(st.sampled_from(fields), unique_by=lambda field: field.name))
    }
    assert parse_form("posting", format_form("posting", form)) == form


def test_an_editor_that_writes_the_same_again_ends_it_and_the_form_is_kept(tmp_path: Path) -> None:
    shell = a_dossier_with_a_source(tmp_path)
    wrong = GOOD + "no-such-field: x\n"
    ran = edit(shell, wrong, wrong, wrong)
    assert "#! Line" in shown(shell, 1)
    assert not (shell.folder / "shown.2").exists()
    assert "Nothing is recorded. The form is kept in " in ran.err
    assert len(forms(shell)) == 1
