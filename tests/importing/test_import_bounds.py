"""Files that are too large, too long or no files: little of them is read, and one sentence says so."""

import io
from pathlib import Path
from typing import IO

import pytest
from in_memory import NOW, Dossier

from regesta.events.errors import InvalidInput, RegestaError
from regesta.events.importing.documents import document
from regesta.events.importing.mapping_reader import read_mapping
from regesta.events.importing.places import Problems
from regesta.events.importing.planning import plan
from regesta.events.importing.reading import MAX_LINE, MAX_YAML, Input, open_input

GIGABYTE = 1_000_000_000


class Endless(io.RawIOBase):
    """A gigabyte of one letter after a beginning, made as it is read; it counts what was asked of it."""

    def __init__(self, beginning: bytes = b"") -> None:
        self.left, self.beginning, self.given = GIGABYTE, beginning, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        if self.beginning:
            part, self.beginning = self.beginning[: len(view)], self.beginning[len(view) :]
        else:
            part = b"x" * min(len(view), self.left)
            self.left -= len(part)
        view[: len(part)] = part
        self.given += len(part)
        return len(part)


def read(name: str, beginning: bytes, mapping: bool = False) -> tuple[Endless, tuple[str, ...]]:
    """What was read of an endless file, and what was said of it."""
    raw = Endless(beginning)
    file: IO[bytes] = io.BufferedReader(raw)
    told = b"columns: {id: id}\nrows:\n  - {kind: post, key: '{id}', title: t}\n"
    language = read_mapping(Input("m.yml", io.BytesIO(told), Path(), None)) if mapping else None
    problems, dossier = Problems(), Dossier()
    try:
        found = document(Input(name, file, Path(), None), language, problems)  # type: ignore[arg-type]
        plan([found] if found else [], dossier.world, hemisphere="north", now=NOW, problems=problems)
    except InvalidInput as refused:
        problems.extend(refused.problems)
    return raw, tuple(map(str, problems.kept))


def test_a_line_of_a_gigabyte_is_not_read_into_memory() -> None:
    raw, said = read("d.jsonl", b'{"kind": "post", "key": "a", "title": "A"}\n')
    assert said == (
        "d.jsonl:2: this line is longer than 1,048,576 bytes, the most that is read; a fact goes on a line of its own,"
        " and a long text into a capture.",
    )
    assert raw.given < 3 * MAX_LINE


def test_a_row_of_a_gigabyte_is_not_read_into_memory() -> None:
    raw, said = read("d.csv", b"id\na\nb", mapping=True)
    assert [one.partition(";")[0] for one in said] == [
        "d.csv:3: this line is longer than 1,048,576 bytes, the most that is read"
    ]
    assert raw.given < 3 * MAX_LINE


def test_a_yaml_file_of_a_gigabyte_is_not_read_into_memory() -> None:
    raw, said = read("d.yml", b"facts: ")
    assert said == (
        "d.yml: is larger than 64 MiB, the most that is read of a YAML file; write it as JSON Lines, a fact a line, or"
        " in several files.",
    )
    assert raw.given < MAX_YAML + 3 * MAX_LINE


def test_a_cell_that_never_closes_is_not_read_into_memory() -> None:
    raw, said = read("d.csv", b'id\n"a\n' + b"b,c\n" * 100_000, mapping=True)
    assert [one.partition(";")[0] for one in said] == ["d.csv:2: a quotation mark that opens in this row is not closed"]
    assert raw.given < 3 * MAX_LINE


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegestaError, match="is not a file"):
        open_input(str(tmp_path))
    with pytest.raises(RegestaError, match=r"cannot be read: No such file or directory\.$"):
        open_input(str(tmp_path / "nowhere.yml"))


def test_a_large_file_of_short_lines_is_read_to_its_end() -> None:
    lines = "".join(f'{{"kind": "post", "key": "p{number}", "title": "P"}}\n' for number in range(5_000))
    ran = Dossier().run(("d.jsonl", lines))
    assert ran.problems == ()
    assert len(ran.recorded) == 5_000
