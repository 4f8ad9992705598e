"""Every kind of bad input that we know of, and the exact sentences that each gets.

A case is a document in `tests/golden/import/bad` (with its mapping beside it, if it is a table) and a text of the same
name that holds what is said.
"""

import os

import pytest
from in_memory import Dossier
from real_data import REPOSITORY

from regesta.events.errors import InvalidInput

BAD = REPOSITORY / "tests" / "golden" / "import" / "bad"
CASES = sorted(
    path.name
    for path in BAD.iterdir()
    if path.suffix in (".yml", ".json", ".jsonl", ".csv") and not path.name.endswith(".mapping.yml")
)


def said(name: str, dossier: Dossier) -> str:
    """What an import says of a bad document, a problem a line."""
    document = BAD / name
    mapping = document.with_suffix(".mapping.yml")
    try:
        ran = dossier.run(
            (name, document.read_bytes()), mapping=mapping.read_text("utf-8") if mapping.exists() else None
        )
    except InvalidInput as refused:
        return "".join(f"{problem}\n" for problem in refused.problems)
    return "".join(f"{problem}\n" for problem in ran.problems)


@pytest.mark.parametrize("name", CASES)
def test_bad_input_gets_its_sentences_and_records_nothing(name: str) -> None:
    dossier = Dossier(folder=BAD)
    found = said(name, dossier)
    expected = BAD / f"{name}.txt"
    if os.environ.get("REGESTA_WRITE_GOLDEN"):
        expected.write_text(found, "utf-8")
    assert found == expected.read_text("utf-8")
    assert found
    assert dossier.log.lines == []


def test_every_expected_text_belongs_to_a_case() -> None:
    assert {path.name for path in BAD.glob("*.*.txt")} == {f"{name}.txt" for name in CASES}
