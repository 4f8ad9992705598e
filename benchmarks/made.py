"""A dossier of any size, made up: one source, and for every ten facts a person, a post, and their postings.

It is the same for the same count, so that two runs measure the same work.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from regesta.events.dossier import Dossier, create
from regesta.events.facts import Fact, parse_fact
from regesta.events.recording import Act, Recorded, record

ACT = Act("benchmark", "regesta benchmark", datetime(2026, 1, 1, tzinfo=UTC))
PHASES = ("nominated", "confirmed", "appointed", "sworn-in", "arrived", "accredited", "serving", "left")


class Nothing:
    """What is known of an empty log."""

    size = 0

    def by_content(self, digest: bytes) -> None:
        """No fact has this content."""

    def by_origin(self, origin: object) -> None:
        """No fact came from this import."""

    def fact(self, fact_id: str) -> bool:
        """No fact is recorded."""
        return False

    def subject(self, kind: str, subject_id: str) -> bool:
        """No subject exists."""
        return False


def rows(count: int) -> Iterator[dict[str, Any]]:
    """So many facts as JSON objects, in an order in which each names only earlier ones."""
    cites = [{"source": "gazette", "locator": "p. 1"}]
    yield {"kind": "source", "key": "gazette", "title": "Gazette", "published": _day(date(2020, 1, 1))}
    for number in range(1, count):
        person, step = divmod(number - 1, 10)
        start = date(1900, 1, 1) + timedelta(days=person % 40_000)
        match step:
            case 0:
                name = f"Person {person:06d}"
                yield {"kind": "agent", "key": f"a{person}", "name": name, "type": "person", "citations": cites}
            case 1:
                yield {
                    "kind": "post",
                    "key": f"p{person}",
                    "title": f"Post {person:06d}",
                    "seats": 1,
                    "citations": cites,
                }
            case 2:
                who = {"key": f"t{person}", "holder": f"a{person}", "post": f"p{person}"}
                yield _posting(who, PHASES[0], start, cites)
            case _:
                phase = PHASES[step - 2]
                yield _posting({"of": f"t{person}"}, phase, start + timedelta(days=30 * step), cites)


def _posting(who: dict[str, str], phase: str, start: date, cites: list[dict[str, str]]) -> dict[str, Any]:
    return {"kind": "posting", **who, "phase": phase, "start": _day(start), "citations": cites}


def _day(day: date) -> dict[str, str]:
    text = day.isoformat()
    return {"verbatim": text, "earliest": text, "latest": text, "basis": "stated", "table": "1-north"}


def facts(count: int) -> tuple[Fact, ...]:
    """So many facts."""
    return tuple(map(parse_fact, rows(count)))


def recorded(folder: Path, made: tuple[Fact, ...]) -> tuple[Dossier, tuple[Recorded, ...]]:
    """A new dossier in a folder, with these facts in its log, and where each of them is."""
    dossier = create(folder, title="Benchmark")
    salt = iter(range(len(made) + 1))
    return dossier, record(dossier.log, made, Nothing(), ACT, lambda size: next(salt).to_bytes(size, "big"))
