"""The dossier: made once, found from any folder within, its settings read strictly."""

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from log_lines import a_line

from regesta.events.dossier import (
    Dossier,
    Settings,
    create,
    database_name,
    find_dossier,
    format_settings,
    open_dossier,
)
from regesta.events.errors import InvalidInput, RegestaError


def test_a_new_dossier_is_found_and_written_to(tmp_path: Path) -> None:
    made = create(tmp_path / "Two ministries", title="Two ministries", licence="CC-BY-4.0")
    assert {path.name for path in made.path.iterdir()} == {
        "regesta.toml", "log", "captures", ".gitattributes", ".gitignore",
    }  # fmt: skip
    deep = made.captures / "a" / "b"
    deep.mkdir(parents=True)
    found = find_dossier(deep)
    assert found.path == made.path.absolute()
    assert found.settings == made.settings == Settings(title="Two ministries", licence="CC-BY-4.0")
    assert found.log.append([a_line(0)]) == 0
    assert list(made.log.read()) == [a_line(0)]
    assert made.database == made.path / "build" / "two-ministries.db"


def test_settings_are_written_so_that_a_person_can_read_and_complete_them(tmp_path: Path) -> None:
    create(tmp_path / "d", title='The "A\\B" file', description="One\n\ttwo")
    assert (tmp_path / "d" / "regesta.toml").read_text() == (
        "# what the dossier is called, on every page\n"
        'title = "The \\"A\\\\B\\" file"\n'
        "\n"
        "# what it is about, in a paragraph\n"
        'description = "One\\n\\ttwo"\n'
        "\n"
        "# under which others may use it; an SPDX name or a sentence\n"
        "# licence = \n"
        "\n"
        "# whose seasons a wording such as autumn means\n"
        'hemisphere = "north"\n'
        "\n"
        "# the name of its database and address, if not the folder's: small letters, digits, hyphens\n"
        "# name = \n"
    )


SETTINGS = "those that there are: title, description, licence, hemisphere, name."

words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).map(str.strip).filter(bool)


@given(words, st.none() | words, st.none() | words, st.sampled_from(["north", "south"]), st.none() | st.just("a-1"))
def test_settings_read_back_as_they_were_written(
    title: str, description: str | None, licence: str | None, hemisphere: str, name: str | None
) -> None:
    import tomllib

    try:
        settings = Settings.model_validate(
            {"title": title, "description": description, "licence": licence, "hemisphere": hemisphere, "name": name}
        )
    except ValueError:  # direction overrides and the like, which `clean` refuses
        return
    assert Settings.model_validate(tomllib.loads(format_settings(settings))) == settings


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", ["'title' is missing; write title = \"...\" in it."]),
        (
            'titel = "x"',
            [
                "'title' is missing; write title = \"...\" in it.",
                f"'titel' is no setting; {SETTINGS}",
            ],
        ),
        ('title = ""', ["'title' is empty; write something, or leave it out."]),
        ("title = 3", ["'title' is 3: Input should be a valid string."]),
        ('title = "x"\nhemisphere = "east"', ["'hemisphere' is 'east': Input should be 'north' or 'south'."]),
        ('title = "x"\nname = "A b"', ["'name' is 'A b': is no name for a database; 'a-b' would be one."]),
        ('title = "x"\n[log]\nx = 1', [f"'log' is no setting; {SETTINGS}"]),
    ],
)  # fmt: skip
def test_a_setting_that_is_not_known_or_not_accepted_is_named(tmp_path: Path, text: str, sentences: list[str]) -> None:
    file = tmp_path / "regesta.toml"
    file.write_text(text)
    with pytest.raises(InvalidInput) as refused:
        open_dossier(tmp_path)
    assert str(refused.value).split("\n") == [f"{file}: {sentence}" for sentence in sentences]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"title", "is not TOML: "),
        (b'title = "\xff"', "is not UTF-8 at its byte 10; save it as UTF-8."),
        (b'title = "a\x00"', "is not TOML: "),
    ],
)
def test_settings_that_cannot_be_read_are_a_sentence(tmp_path: Path, data: bytes, sentence: str) -> None:
    (tmp_path / "regesta.toml").write_bytes(data)
    with pytest.raises(RegestaError) as refused:
        open_dossier(tmp_path)
    assert str(refused.value).startswith(f"{tmp_path / 'regesta.toml'} {sentence}")


def test_where_there_is_no_dossier_the_remedy_is_told(tmp_path: Path) -> None:
    with pytest.raises(RegestaError) as refused:
        find_dossier(tmp_path)
    assert str(refused.value) == (
        f"{tmp_path} is in no dossier: neither it nor a folder above holds regesta.toml. Make one with `regesta init`,"
        " or name one with --dossier."
    )
    with pytest.raises(RegestaError, match=r"is no dossier: it has no regesta.toml. Make one with `regesta init`.$"):
        open_dossier(tmp_path)


def test_a_folder_that_holds_something_does_not_become_a_dossier(tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("x")
    with pytest.raises(RegestaError, match=r"is not empty \(it holds thesis.doc\); make the dossier in a"):
        create(tmp_path, title="x")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.doc"]


def test_a_dossier_is_not_made_over_another(tmp_path: Path) -> None:
    create(tmp_path / "d", title="first")
    with pytest.raises(RegestaError, match="holds a dossier already; nothing was changed"):
        create(tmp_path / "d", title="second")
    assert open_dossier(tmp_path / "d").settings.title == "first"


def test_a_repository_that_holds_only_hidden_files_becomes_a_dossier_and_keeps_its_rules(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_bytes(b"*.bak\n/build/")
    create(tmp_path, title="x")
    rules = (tmp_path / ".gitignore").read_text().split("\n")
    assert rules[:2] == ["*.bak", "/build/"]
    assert rules.count("/build/") == 1
    assert "/private/" in rules


def test_a_creation_that_broke_off_can_be_repeated(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    (tmp_path / ".gitignore").write_text("")
    assert create(tmp_path, title="x").settings.title == "x"


def test_settings_that_are_not_accepted_make_no_dossier(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="'title' is empty; write something"):
        create(tmp_path / "d", title="")
    assert not (tmp_path / "d").exists()


def test_a_folder_that_cannot_be_written_does_not_become_a_dossier(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(RegestaError, match=r"cannot become a dossier: Not a directory. Choose another folder"):
        create(tmp_path / "file" / "d", title="x")
    with pytest.raises(RegestaError, match=r"cannot become a dossier: File exists. Choose another folder"):
        create(tmp_path / "file", title="x")


@given(st.text())
def test_the_name_of_a_database_is_safe_in_a_file_an_address_and_sql(text: str) -> None:
    import re

    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", database_name(text))
    assert len(database_name(text)) <= 64
    assert database_name(database_name(text)) == database_name(text)


@pytest.mark.parametrize(
    ("folder", "name"),
    [("Ünï Посол", "uni-posol"), ("a.b_c--d", "a-b-c-d"), ("...", "dossier"), ("x" * 99, "x" * 64), ("..hid", "hid")],
)
def test_a_database_is_named_after_the_folder(tmp_path: Path, folder: str, name: str) -> None:
    assert Dossier(tmp_path / folder, Settings(title="x")).name == name
    assert Dossier(tmp_path / folder, Settings(title="x", name="other")).database.name == "other.db"


def test_a_dossier_is_named_by_its_folder_however_it_was_reached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = create(tmp_path / "Moscow", title="x")
    monkeypatch.chdir(made.path)
    assert open_dossier(Path()).database == Path("build/moscow.db")
    assert find_dossier(Path()).name == "moscow"


def test_a_dossier_cloned_without_its_empty_folders_is_read_and_written(tmp_path: Path) -> None:
    made = create(tmp_path / "d", title="x")
    made.captures.rmdir()
    (made.path / "log").rmdir()
    again = open_dossier(made.path)
    assert again.log.head().size == 0
    assert list(again.log.read()) == []
    assert again.log.append([a_line(0)]) == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="mounts a read-only file system")
def test_a_dossier_on_a_read_only_disk_is_read(tmp_path: Path) -> None:
    made = create(tmp_path / "d", title="x")
    made.log.append([a_line(0)])
    if subprocess.run(["mount", "--bind", made.path, made.path], capture_output=True).returncode:
        pytest.skip("may not mount")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", made.path], check=True)
        found = find_dossier(made.path)
        assert list(found.log.read()) == [a_line(0)]
        assert found.log.head().size == 1
        with pytest.raises(RegestaError, match="cannot be written"):
            found.log.append([a_line(1)])
    finally:
        subprocess.run(["umount", "--lazy", made.path], check=True)
