"""Proofs are accepted and refused as another implementation of RFC 6962 does it, case by case.

`tests/golden/merkle/vectors.txt` names the origin of the cases and their licence.
"""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from regesta.events.proofs import consistent, includes

FILE = Path(__file__).parent.parent / "golden" / "merkle" / "vectors.txt"

NOT_AS_THERE = "consistency/additional/sizes-are-equal-one-and-proof-is-empty"
"""Two equal roots of twelve bytes, which are no hashes: they pass there, since sizes and texts are equal, not here."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case: two numbers, two hashes and a path, and whether it proves what it should."""

    kind: str
    proves: bool
    first: int
    second: int
    one: bytes
    other: bytes
    path: tuple[bytes, ...]
    called: str

    def is_proved(self) -> bool:
        """Whether it proves it to us."""
        if self.kind == "inclusion":
            return includes(self.one, self.first, self.second, self.other, self.path)
        return consistent(self.first, self.second, self.one, self.other, self.path)


def cases() -> tuple[Case, ...]:
    """The cases of the file."""
    hashes: dict[str, bytes] = {}
    found = []
    for line in FILE.read_text("utf-8").splitlines():
        match line.split():
            case ["hash", name, text]:
                hashes[name] = bytes.fromhex(text.strip("-"))
            case [("inclusion" | "consistency") as kind, proves, first, second, one, other, path, called]:
                steps = tuple(hashes[name] for name in path.split(",") if name != "-")
                ends = hashes[one], hashes[other]
                found.append(Case(kind, proves == "yes", int(first), int(second), *ends, steps, called))
            case [mark, *_] if mark != "#":
                raise ValueError(f"{FILE.name} holds a line that is no case: {line}")
    return tuple(found)


CASES = cases()


def test_all_cases_are_there() -> None:
    counted = Counter((one.kind, one.proves) for one in CASES)
    assert counted == {
        (kind, proves): 6 if proves else 92 for kind in ("inclusion", "consistency") for proves in (True, False)
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.called)
def test_a_proof_is_judged_as_others_judge_it(case: Case) -> None:
    assert case.is_proved() == (case.proves and case.called != NOT_AS_THERE)
