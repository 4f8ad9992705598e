"""Sets of facts that hypothesis makes, which refer to each other as a document's facts may, and documents of them."""

import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import yaml
from hypothesis import strategies as st

from regesta.events.facts import Fact, dump_fact, parse_fact
from regesta.events.meeting import STEPS
from regesta.events.posting import LASTING, PHASES
from regesta.events.quotes import find

TEXT = "Jon Hutsman, the ambassador, “resigned” on a Tuesday in August; nobody said why.\n"
"""What was captured of the source s0."""

SOURCES, AGENTS, POSTS = ("s0", "s1"), ("a0", "a1", "a2"), ("p0", "p1")

Draw = Callable[[st.SearchStrategy[Any]], Any]

_letters = st.characters(exclude_categories=("Cc", "Cs", "Co", "Cn", "Cf", "Zl", "Zp"), max_codepoint=0xFFFD)
line = st.text(_letters, min_size=1, max_size=12).filter(lambda text: text.strip() != "")
words = st.text(_letters | st.just("\n"), min_size=1, max_size=20).filter(lambda text: text.strip() != "")
days = st.dates(date(1, 1, 1), date(9999, 12, 31)).map(date.isoformat)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A value, or none."""
    return st.none() | strategy


@st.composite
def whens(draw: Draw) -> dict[str, Any]:
    """A date, with any wording and any bounds."""
    bounds = sorted(draw(st.lists(days, min_size=2, max_size=2)))
    return {
        "verbatim": draw(line),
        "earliest": draw(maybe(st.just(bounds[0]))),
        "latest": draw(maybe(st.just(bounds[1]))),
        "basis": draw(st.sampled_from(("stated", "derived", "from-publication-date"))),
        "approximate": draw(st.booleans()),
        "table": draw(st.sampled_from(("1-north", "7-south"))),
    }


@st.composite
def ends(draw: Draw) -> dict[str, Any]:
    """An end in each of its states."""
    state = draw(st.sampled_from(("stated", "ended", "holds", "not-stated")))
    when = {"stated": whens(), "not-stated": st.none()}.get(state, maybe(whens()))
    return {"state": state, "when": draw(when)}


@st.composite
def quotes(draw: Draw) -> dict[str, Any]:
    """Words of the capture, with their place, or others, unverified."""
    start = draw(st.integers(0, len(TEXT) - 2))
    said = draw(words) if draw(st.booleans()) else TEXT[start : draw(st.integers(start + 1, len(TEXT)))]
    found = find(TEXT, said)
    if found is None:
        return {"exact": said if said.strip() else "nothing but blanks", "found": "unverified"}
    found = find(TEXT, found.exact) or found  # a document quotes the words as they stand, which may stand earlier too
    place = {name: getattr(found, name) for name in ("exact", "prefix", "suffix", "start", "end")}
    return {**place, "text": "0" * 64, "found": found.how}


@st.composite
def claims(draw: Draw) -> dict[str, Any]:
    """What every fact carries."""
    citations = [
        {"source": source, "locator": draw(maybe(line)), "quote": draw(maybe(quotes())) if source == "s0" else None}
        for source in draw(st.lists(st.sampled_from(SOURCES), max_size=2))
    ]
    hop = st.fixed_dictionaries({"agent": st.sampled_from(AGENTS), "mode": maybe(line)})
    return {
        "citations": citations,
        "observation": not citations or draw(st.booleans()),
        "via": draw(st.lists(hop, max_size=2)),
        "note": draw(maybe(words)),
    }


def some(*texts: str) -> st.SearchStrategy[list[str]]:
    """A few of these."""
    return st.lists(st.sampled_from(texts), max_size=2, unique=True)


@st.composite
def documents(draw: Draw) -> list[Fact]:
    """Facts that may stand in one document: every reference is to a subject that one of them opens."""
    facts: list[dict[str, Any]] = []
    for key in SOURCES:
        told = {"kind": "source", "key": key, "title": draw(line), "authors": draw(st.lists(line, max_size=2))}
        rests = [{"source": one, "how": draw(st.sampled_from((None, "quotes")))} for one in draw(some(*SOURCES))]
        facts.append({**told, "published": draw(maybe(whens())), "derived_from": rests, "note": draw(maybe(words))})
    for key in AGENTS:
        facts.append({"kind": "agent", "key": key, "name": draw(line), "type": "person", **draw(claims())})
    for key in POSTS:
        facts.append(
            {"kind": "post", "key": key, "title": draw(line), "seats": draw(maybe(st.just(2))), **draw(claims())}
        )
    for _ in range(draw(st.integers(0, 5))):
        facts.append(draw(st.one_of(_names(), _judgements(), _statements(), _meetings())))
    facts += draw(_postings())
    return [parse_fact(_told(fact)) for fact in facts]


def _told(fact: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fact.items() if value is not None}


@st.composite
def _postings(draw: Draw) -> list[dict[str, Any]]:
    """Postings under keys, and phases that are added to them."""
    keys = [f"t{index}" for index in range(draw(st.integers(0, 3)))]
    made: list[dict[str, Any]] = []
    for key in (*keys, *(draw(st.lists(st.sampled_from(keys), max_size=3)) if keys else ())):
        phase = draw(st.sampled_from(PHASES))
        opens = key not in {one.get("key") for one in made}
        who = {"holder": draw(st.sampled_from(AGENTS)), "post": draw(st.sampled_from(POSTS))}
        told = {"kind": "posting", "phase": phase, **({"key": key, **who} if opens else {"of": key})}
        # Only a start or an end: whether one lies before the other is the model's business.
        if phase in LASTING and draw(st.booleans()):
            told["end"] = draw(ends())
        else:
            told["start"] = draw(maybe(whens()))
        made.append({**told, **draw(claims())})
    return made


@st.composite
def _names(draw: Draw) -> dict[str, Any]:
    return {"kind": "name", "agent": draw(st.sampled_from(AGENTS)), "name": draw(line), **draw(claims())}


@st.composite
def _judgements(draw: Draw) -> dict[str, Any]:
    verdict = draw(st.sampled_from(("same", "different", "undecided")))
    return {"kind": "identity", "a": "a0", "b": "a1", "verdict": verdict, "because": draw(words)}


@st.composite
def _statements(draw: Draw) -> dict[str, Any]:
    about = st.sampled_from(({"kind": "agent", "id": "a0"}, {"kind": "source", "id": "s1"}))
    return {
        "kind": "statement", "speaker": draw(st.sampled_from(AGENTS)), "text": draw(words), "mode": "direct",
        "to": draw(some(*AGENTS)), "said": draw(maybe(whens())), "in": draw(maybe(line)),
        "about": draw(st.lists(about, max_size=2)), **draw(claims()),
    }  # fmt: skip


@st.composite
def _meetings(draw: Draw) -> dict[str, Any]:
    return {
        "kind": "meeting", "by": ["a0"], "with": draw(st.sampled_from((["a1"], ["a1", "a2"]))),
        "step": draw(st.sampled_from(STEPS)), "on": draw(maybe(whens())), "topic": draw(maybe(words)), **draw(claims()),
    }  # fmt: skip


def as_lines(facts: Sequence[Fact], name: str = "law") -> str:
    """The facts as JSON Lines."""
    return "".join(json.dumps(one) + "\n" for one in ({"import": name}, *map(_written, facts)))


def as_yaml(facts: Sequence[Fact], name: str = "law") -> str:
    """The facts as YAML, as a library writes it."""
    return yaml.safe_dump({"import": name, "facts": [_written(fact) for fact in facts]}, allow_unicode=True)


def _written(fact: Fact) -> dict[str, Any]:
    """A fact as a person would write it: one citation flat, a single value without its list, quotes as words."""
    told = dump_fact(fact)
    citations = [_citation(one) for one in told.pop("citations", ())]
    if len(citations) == 1:
        told |= citations[0]
    elif citations:
        told["citations"] = citations
    if told.pop("observation", False):
        told["observed"] = True
    for name in ("with", "by", "to", "authors"):
        if len(told.get(name, ())) == 1:
            (told[name],) = told[name]
    return told


def _citation(told: dict[str, Any]) -> dict[str, Any]:
    quote = told.pop("quote", None)
    if quote is None:
        return told
    flag = {"unverified": True} if quote["found"] == "unverified" else {}
    return {**told, "quote": quote["exact"], **flag}
