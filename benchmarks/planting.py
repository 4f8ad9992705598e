"""Errors as people make them, planted in a real dossier: which of them the rules find, and what else they find.

    python -m benchmarks.planting [DOSSIER] [--share 0.01] [--seed 1]

The dossier is one's own, or is made of the seed of the heads of US missions, which is real. Each kind of error is
planted by itself in a share of what it can befall: *in place*, where the wrong day stands in the only fact that tells
it; by *another source* that tells the same again and errs; or by the *same source*, cited once more.

An error contradicts the record if `benchmarks.contradicting`, which shares no query with the rules, finds something
that was not there before. Of others nobody can tell that they are errors without knowing better. What the rules find is
counted against that: all of it, and nothing else.
"""

import argparse
import random
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.contradicting import contradictions, in_force
from benchmarks.made import ACT
from regesta.events.dossier import create, open_dossier
from regesta.events.entry import format_entry, parse_entry
from regesta.projections.build import build

Fact = dict[str, Any]
Conflicts = frozenset[tuple[str, str]]
SEED = Path(__file__).parents[1] / "seeds" / "chiefs-of-mission" / "facts.jsonl"
SECOND = "second-register"
DATES = ("start", "born", "died")


class Kind(NamedTuple):
    """A kind of error, and where it is made: in place, or by another source, or by the same."""

    what: str
    where: str
    make: Callable[[Fact, str, random.Random], Fact | None]
    """The wrong fact, of a fact and its first fact's subject; None if this cannot befall it."""


class Planted(NamedTuple):
    """What came of one kind of error."""

    errors: int
    caught: int
    """How many of them stand in a conflict that was not there before."""
    there: Counter[str]
    """By rule, how many contradictions came into the record."""
    found: Counter[str]
    """How many of these the rules found."""
    false: int
    """How many they found that are none."""


def planted(lines: Sequence[bytes], kind: Kind, share: float, chance: random.Random) -> Planted:
    """Plant errors of a kind in a log, and compare what the rules find with what is there."""
    wrong, made = _with_errors(lines, kind, share, chance)
    there = contradictions(in_force(wrong)) - contradictions(in_force(lines))
    before, _ = _found(lines)
    after, standing = _found(wrong)
    found = after - before
    caught = sum(1 for id in made if standing.get(id, frozenset()) & {conflict for _, conflict in found})
    return Planted(len(made), caught, _by_rule(there), _by_rule(there & found), len(found - there))


def _with_errors(
    lines: Sequence[bytes], kind: Kind, share: float, chance: random.Random
) -> tuple[list[bytes], list[str]]:
    """The log with errors in it, and the ids of the wrong facts."""
    wrong, more, made = list(lines), [_line(_second(), len(lines))], []
    for place, line in enumerate(lines):
        entry = parse_entry(line)
        if entry.fact is None or entry.fact["kind"] not in ("posting", "agent") or chance.random() >= share:
            continue
        fact = kind.make(dict(entry.fact), str(entry.fact.get("of") or entry.fact.get("key") or entry.id), chance)
        if fact is None:
            continue
        if kind.where == "in place":
            wrong[place] = _line(fact, place)
        else:
            more.append(_line(fact, len(lines) + len(more)))
        made.append(parse_entry(wrong[place] if kind.where == "in place" else more[-1]).id)
    return [*wrong, *more], made


def _found(lines: Sequence[bytes]) -> tuple[Conflicts, dict[str, set[str]]]:
    """What the rules find in a log, and for each fact in which conflicts it stands."""
    with tempfile.TemporaryDirectory() as folder:
        dossier = create(Path(folder) / "planted", title="Planted")
        dossier.log.append(lines, expected_size=0)
        build(dossier.log, Path(folder) / "planted.db")
        connection = sqlite3.connect(Path(folder) / "planted.db")
        found = frozenset((str(rule), str(id)) for rule, id in connection.execute("SELECT rule, id FROM conflicts"))
        standing: dict[str, set[str]] = {}
        for conflict, fact in connection.execute("SELECT conflict, fact FROM conflict_facts"):
            standing.setdefault(fact, set()).add(conflict)
        connection.close()
        return found, standing


def _by_rule(conflicts: Conflicts) -> Counter[str]:
    return Counter(rule for rule, _ in conflicts)


def _line(fact: Fact, place: int) -> bytes:
    return format_entry(fact, at=ACT.at, by=ACT.by, tool=ACT.tool, salt=place.to_bytes(16, "big"))


def _second() -> Fact:
    return {"kind": "source", "key": SECOND, "title": "Another register", "citations": []}


def _dated(change: Callable[[date, random.Random], date | None], *fields: str) -> Callable[..., Fact | None]:
    """An error in a day that is known."""

    def make(fact: Fact, subject: str, chance: random.Random) -> Fact | None:
        for name in fields:
            when = fact.get(name) or {}
            if when.get("earliest") and when.get("earliest") == when.get("latest"):
                day = change(date.fromisoformat(when["earliest"]), chance)
                if day is not None:
                    told = day.isoformat()
                    return {**fact, name: {**when, "verbatim": told, "earliest": told, "latest": told}}
        return None

    return make


def _again(make: Callable[..., Fact | None], source: str | None) -> Callable[..., Fact | None]:
    """The same error by whoever tells the fact a second time: another source, or the one that the fact cites."""

    def told(fact: Fact, subject: str, chance: random.Random) -> Fact | None:
        wrong = make(fact, subject, chance)
        if wrong is None:
            return None
        dated = {name: wrong[name] for name in DATES if name in wrong and wrong[name] != fact.get(name)}
        cites = [{"source": source, "locator": "again"}] if source else wrong.get("citations", [])
        kept: Fact = {name: wrong[name] for name in ("kind", "phase") if name in wrong}
        return {**kept, "of": subject, **dated, "citations": cites}

    return told


def _swapped(day: date, chance: random.Random) -> date | None:
    return None if day.day > 12 or day.day == day.month else day.replace(day=day.month, month=day.day)


def _a_year_off(day: date, chance: random.Random) -> date | None:
    return None if (day.month, day.day) == (2, 29) else day.replace(year=day.year + chance.choice((-1, 1)))


def _some_time_later(day: date, chance: random.Random) -> date | None:
    return day + timedelta(days=chance.randrange(30, 400))


def _left_later(fact: Fact, subject: str, chance: random.Random) -> Fact | None:
    return _dated(_some_time_later, "start")(fact, subject, chance) if fact.get("phase") == "left" else None


def _another_holder(holders: dict[str, list[str]]) -> Callable[..., Fact | None]:
    """A row with the name of the one above or below it: of somebody else who held the post."""

    def make(fact: Fact, subject: str, chance: random.Random) -> Fact | None:
        others = [one for one in holders.get(str(fact.get("post")), ()) if one != fact.get("holder")]
        return {**fact, "holder": chance.choice(others)} if "holder" in fact and others else None

    return make


def kinds(lines: Sequence[bytes]) -> Iterator[Kind]:
    """Every kind of error, for a log."""
    holders: dict[str, list[str]] = {}
    for line in lines:
        fact: Fact = dict(parse_entry(line).fact or {})
        if fact.get("kind") == "posting" and "holder" in fact and "post" in fact:
            holders.setdefault(fact["post"], []).append(fact["holder"])
    for what, change in (("day and month swapped", _swapped), ("a year off", _a_year_off)):
        make = _dated(change, *DATES)
        yield Kind(what, "in place", make)
        yield Kind(what, "another source", _again(make, SECOND))
        yield Kind(what, "same source", _again(make, None))
    yield Kind("left some time later", "in place", _left_later)
    yield Kind("left some time later", "another source", _again(_left_later, SECOND))
    yield Kind("another's name in the row", "in place", _another_holder(holders))


def main() -> None:
    """Print a table: for each kind of error how many were planted, what contradicts the record, and what was found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.planting")
    parser.add_argument("dossier", nargs="?", type=Path)
    parser.add_argument("--share", type=float, default=0.01, help="the share that errs (default: 0.01)")
    parser.add_argument("--seed", type=int, default=1, help="where chance starts (default: 1)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        lines = list(open_dossier(asked.dossier or _seed(Path(folder))).log.read())
    print(f"{len(lines):,} entries")
    print("| error | where | planted | in a conflict | contradictions: found of those there, by rule | false |")
    print("|---|---|---|---|---|---|")
    for kind in kinds(lines):
        came = planted(lines, kind, asked.share, random.Random(asked.seed))
        rules = ", ".join(f"`{rule}` {came.found[rule]} of {there}" for rule, there in sorted(came.there.items()))
        print(f"| {kind.what} | {kind.where} | {came.errors} | {came.caught} | {rules} | {came.false} |", flush=True)


def _seed(folder: Path) -> Path:
    """A dossier of the seed."""
    dossier = folder / "seed"
    of_import = ("import", str(SEED), "--dossier", str(dossier), "--author", ACT.by)
    for words in (("init", str(dossier)), of_import):
        subprocess.run([sys.executable, "-m", "regesta.cli", *words], check=True, capture_output=True)
    return dossier


if __name__ == "__main__":
    main()
