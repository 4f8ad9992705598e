"""What the rules cost: in a full build, and in the refresh after one fact, where much hangs together.

The dossier has one post through which thousands went, one agent who did thousands of things, one source that tells all
of it, one meeting of many steps, one person under many ids, and many expectations of the one post. Processor time; the
floor is the same work without any finder: neither rules nor expectations are asked. What is folded whole is measured
beside as many facts in a full build.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.made import ACT, recorded
from benchmarks.result import Result, worked
from regesta.events.dossier import Dossier
from regesta.events.entry import format_entry
from regesta.events.facts import Fact, dump_fact, parse_fact
from regesta.projections import advance, full
from regesta.projections.build import build, refresh

CITES = [{"source": "gazette", "locator": "p. 1"}]
FIRST = date(1900, 1, 1)


def results(count: int, folder: Path) -> Iterator[Result]:
    """`count` facts: half of them on one post, a quarter by one agent; then one more fact, of several kinds."""
    # None of the facts made is kept: what Python has to clear up meanwhile would be counted, too.
    dossier, gazette = _recorded(folder / "conflicting", count)
    seconds, _ = worked(lambda: build(dossier.log, folder / "with.db"))
    with no_finders():
        floor, _ = worked(lambda: build(dossier.log, folder / "without.db"))
    yield Result("build, with rules", seconds, floor, "without rules", "at most 1.2 ×", count)

    _refreshed(dossier, parse_fact(said("s-first", 0)))  # what is made once, by the first refresh, is not counted
    for what, more in one_more(count, gazette):
        one = _refreshed(dossier, parse_fact(more[0]))
        with no_finders():
            floor = _refreshed(dossier, parse_fact(more[1]))
        yield Result(f"refresh, {what}", one, floor, "without rules", "at most 2 ×")

    for what, many, fact in much_to_fold(count):
        one, floor = _refreshed(dossier, parse_fact(fact)), seconds * many / count
        yield Result(f"refresh, {what}", one, floor, f"the build of {many} facts", "at most 1 ×")


def _recorded(folder: Path, count: int) -> tuple[Dossier, str]:
    """The dossier, and the fact by which what tells everything was opened."""
    dossier, told = recorded(folder, tuple(map(parse_fact, rows(count))))
    return dossier, told[0].fact


def _refreshed(dossier: Dossier, fact: Fact) -> float:
    """How much processor time the refresh takes after one more fact."""
    size = dossier.log.head().size
    line = format_entry(dump_fact(fact), at=ACT.at, by=ACT.by, tool=ACT.tool, salt=size.to_bytes(16, "big"))
    dossier.log.append([line], expected_size=size)
    return worked(lambda: refresh(dossier))[0]


@contextmanager
def no_finders() -> Iterator[None]:
    """What looks across subjects is left out meanwhile."""
    with patch.object(advance, "FINDERS", ()), patch.object(full, "FINDERS", ()):
        yield


def rows(count: int) -> Iterator[dict[str, Any]]:
    """So many facts as JSON objects."""
    yield {"kind": "source", "key": "gazette", "title": "Gazette", "published": _day(50_000)}
    yield {"kind": "post", "key": "busy-post", "title": "Envoy", "seats": 1, "citations": CITES}
    yield {"kind": "agent", "key": "busy", "name": "Ann Bell", "type": "person", "born": _day(0), "citations": CITES}
    yield {"kind": "agent", "key": "other", "name": "Bob Cole", "type": "person", "citations": CITES}
    yield {"kind": "meeting", "key": "talks", "by": ["busy"], "with": ["other"], "step": "wanted", "citations": CITES}
    for number in range(count // 160):
        yield {"kind": "expectation", "key": f"e{number}", "expects": _held(number)}
    for number in range(count - 5 - 2 * (count // 160)):
        match number % 4:
            case 0:
                yield {
                    "kind": "agent",
                    "key": f"a{number}",
                    "name": f"P {number}",
                    "type": "person",
                    "citations": CITES,
                }
            case 1:
                yield posting(f"t{number}", f"a{number - 1}", "busy-post", number)
            case 2:
                yield said(f"s{number}", number)
            case _ if number % 32 == 3:
                yield step("requested", number)
            case _:
                yield posting(f"t{number}", f"a{number - 3}", "busy-post", number)
    for number in range(0, 4 * (count // 160), 4):
        yield {"kind": "identity", "a": f"a{number}", "b": f"a{number + 4}", "verdict": "same", "because": "One face."}


def one_more(count: int, gazette: str) -> Iterator[tuple[str, tuple[dict[str, Any], dict[str, Any]]]]:
    """What comes to the log afterwards, and its like, to be measured without rules."""
    yield (
        "one posting more of a post of thousands",
        (
            posting("t-new", "other", "busy-post", count),
            posting("t-like", "other", "busy-post", count + 3),
        ),
    )
    yield (
        "one posting more in the midst of thousands",
        (
            posting("t-midst", "other", "busy-post", count // 2),
            posting("t-midst-like", "other", "busy-post", count // 2 + 3),
        ),
    )
    yield "one saying more of who said thousands", (said("s-new", count), said("s-like", count + 1))
    yield "when who did thousands of things was born", (_life(1), _life(2))
    yield "one step more of a meeting of hundreds", (step("refused", count), step("refused", count + 1))
    yield "when what tells everything was published", (_published(gazette, 50_001), _published(gazette, 50_002))
    yield "what tells everything, in another language", (_worded("en"), _worded("fr"))


def much_to_fold(count: int) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """What adds to a subject of which much is told already: so many facts."""
    steps, ids = (count - 5) // 32, count // 160
    yield f"one step more of a meeting of {steps}", steps, step("wanted", count)
    named = {"kind": "name", "agent": "a8", "name": "Somebody Else", "citations": CITES}
    yield f"one name more of who has {ids} ids", 2 * ids, named  # each is told of, and judged to be the next one


def _held(number: int) -> dict[str, Any]:
    day = _day(40 * number)["verbatim"]
    about = [{"kind": "post", "id": "busy-post"}, {"kind": "agent", "id": f"a{4 * number}"}]
    return {"text": f'holder("busy-post", {day}) = "a{4 * number}"', "about": about}


def posting(key: str, holder: str, post: str, number: int) -> dict[str, Any]:
    """A posting of ten days."""
    when = {"start": _day(10 * number), "end": {"state": "stated", "when": _day(10 * number + 10)}}
    return {
        "kind": "posting", "key": key, "holder": holder, "post": post, "phase": "serving", **when, "citations": CITES
    }  # fmt: skip


def said(key: str, number: int) -> dict[str, Any]:
    """Something that the busy agent said."""
    return {
        "kind": "statement", "key": key, "speaker": "busy", "text": "Yes.", "mode": "direct", "said": _day(number),
        "citations": CITES,
    }  # fmt: skip


def step(step: str, number: int) -> dict[str, Any]:
    """A step of the one meeting."""
    return {"kind": "meeting", "of": "talks", "step": step, "on": _day(number), "citations": CITES}


def _life(number: int) -> dict[str, Any]:
    return {"kind": "agent", "of": "busy", "born": _day(-number), "citations": CITES}


def _published(gazette: str, number: int) -> dict[str, Any]:
    """That what tells everything was published on another day."""
    fact = {"kind": "source", "key": "gazette", "title": "Gazette", "published": _day(number)}
    return {"kind": "correction", "replaces": gazette, "motive": "was-wrong", "note": "Misread.", "fact": fact}


def _worded(language: str) -> dict[str, Any]:
    return {"kind": "source", "of": "gazette", "language": language}


def _day(number: int) -> dict[str, str]:
    text = (FIRST + timedelta(days=number)).isoformat()
    return {"verbatim": text, "earliest": text, "latest": text, "basis": "stated", "table": "1-north"}
