"""Score name similarity on labelled pairs of names, beside difflib and rapidfuzz in the same run.

    python -m benchmarks.naming [FILE…]

The pairs are in benchmarks/names (its README tells how they were labelled): `real.tsv` and `by-hand.tsv`, on which the
weights were set, and `held-out.tsv`, on which nothing was. A file of one's own has the same four columns.
"""

import csv
import sys
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz

from regesta.projections.resemblance import similarity

NAMES = Path(__file__).parent / "names"


class Pair(NamedTuple):
    """Two names, and whether they are one person's."""

    set: str
    same: bool
    a: str
    b: str


class Best(NamedTuple):
    """The threshold at which F1 is best, with what precision and recall are there."""

    f1: float
    threshold: float
    precision: float
    recall: float


def pairs(path: Path) -> list[Pair]:
    """The labelled pairs of a file."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Pair(row["set"], row["same"] == "1", row["a"], row["b"]) for row in rows]


def best(scored: Sequence[tuple[float, bool]]) -> Best:
    """The best F1 over all thresholds; a pair counts as the same from the threshold on."""
    return max((at(scored, threshold) for threshold in sorted({score for score, _ in scored})), key=lambda one: one.f1)


def at(scored: Sequence[tuple[float, bool]], threshold: float) -> Best:
    """What a threshold gives."""
    right = sum(same for score, same in scored if score >= threshold)
    taken = sum(score >= threshold for score, _ in scored)
    wanted = sum(same for _, same in scored)
    precision, recall = right / taken if taken else 0.0, right / wanted if wanted else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return Best(f1, threshold, precision, recall)


METHODS: dict[str, Callable[[str, str], float]] = {
    "difflib": lambda a, b: SequenceMatcher(None, a.lower(), b.lower()).ratio(),
    "rapidfuzz token_sort": lambda a, b: fuzz.token_sort_ratio(a.lower(), b.lower()) / 100,
    "rapidfuzz WRatio": lambda a, b: fuzz.WRatio(a.lower(), b.lower()) / 100,
    "regesta": similarity,
}


def main() -> None:
    """Print a table of the best F1 of each method on each file, and of ours at several thresholds."""
    files = [Path(name) for name in sys.argv[1:]] or [NAMES / f"{name}.tsv" for name in ("real", "by-hand", "held-out")]
    for path in files:
        labelled = pairs(path)
        print(f"\n{path.name}: {len(labelled)} pairs, {sum(pair.same for pair in labelled)} of them the same")
        for name, method in METHODS.items():
            found = best([(method(pair.a, pair.b), pair.same) for pair in labelled])
            print(
                f"  {name:<22} F1 {found.f1:.3f} at {found.threshold:.2f}"
                f" (precision {found.precision:.3f}, recall {found.recall:.3f})"
            )
        ours = [(similarity(pair.a, pair.b), pair.same) for pair in labelled]
        for threshold in (0.5, 0.6, 0.7, 0.8, 0.9):
            found = at(ours, threshold)
            print(f"    at {threshold:.1f}  P {found.precision:.3f}  R {found.recall:.3f}  F1 {found.f1:.3f}")


if __name__ == "__main__":
    main()
