"""Logs that hypothesis makes: small worlds in which everything that may happen to a fact does happen.

Few keys, so that facts meet; every kind; corrections that move a fact, retractions of retractions, judgements and
their reversal, confirmations, entries that are withheld, and entries that stand twice.
"""

from collections.abc import Callable
from typing import Any

from factories import (
    a_capture,
    a_citation,
    a_confirmation,
    a_correction,
    a_judgement,
    a_meeting,
    a_name,
    a_post,
    a_posting,
    a_restriction,
    a_retraction,
    a_source,
    a_statement,
    an_agent,
    an_expectation,
    an_explanation,
    an_origin,
)
from hypothesis import strategies as st
from memory_log import MemoryLog

from regesta.events.claim import Hop
from regesta.events.facts import Fact
from regesta.events.meeting import STEPS
from regesta.events.posting import LASTING, PHASES
from regesta.events.restriction import CODES

AGENTS = ("ann", "anne", "bob", "carl")
ORIGINS = ("source/gazette", "source/digest", "source/letter", "agent/ann", "agent/anne", "agent/bob")
POSTS = ("envoy", "consul")
SOURCES = ("gazette", "digest", "letter")
DATES = ("2017", "2018", "2018-06", "2018-06-15", "..2018-03", "2019-02..", "2016..2019")

ANCHORS = (
    "source/letter published",
    "source/gazette published",
    "agent/ann born",
    "agent/anne born",
    "posting/tenure start",
    "posting/tenure end",
    "posting/stint left",
    "statement/saying said",
    "statement/word said",
    "meeting/talks held",
    "meeting/talks agreed",
    "meeting/visit wanted",
)
APART = ("0..0", "2..2", "1..", "..-1", "-7..7", "300..400", "-2..-2")

Draw = Callable[[st.SearchStrategy[Any]], Any]


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A value, or none: every optional field is left out at times."""
    return st.none() | strategy


def some(*values: Any, least: int = 0, most: int = 2) -> st.SearchStrategy[Any]:
    """A few of these, each once."""
    return st.lists(st.sampled_from(values), unique=True, min_size=least, max_size=most).map(tuple)


@st.composite
def _claim(draw: Draw) -> dict[str, Any]:
    sources = draw(some(*SOURCES))
    quote = draw(maybe(st.uuids().map("his words {}".format)))  # words that hardly anybody else quotes
    given: dict[str, Any] = {
        "citations": tuple(a_citation(one, quote=quote) for one in sources),
        "observation": not sources,
        "via": tuple(Hop(agent=one) for one in draw(some(*AGENTS, most=1))),
    }
    origin = draw(maybe(st.sampled_from(("row 1", 'a "quoted" key, "origin":{'))))
    if origin is not None:
        given["origin"] = {"name": "a-file", "key": origin}
    return given | {"note": draw(maybe(st.just("a note")))}


@st.composite
def worded(draw: Draw, *days: str) -> str:
    """A date: one of these, now and then counted from other dates, even its own."""
    day, relations = draw(st.sampled_from(days)), draw(st.sampled_from((0, 0, 1, 1, 2)))
    told = (f"{draw(st.sampled_from(APART))} {draw(st.sampled_from(ANCHORS))}" for _ in range(relations))
    return "; ".join((day if not relations else draw(st.sampled_from((day, ".."))), *told))


def _dates() -> st.SearchStrategy[Any]:
    return maybe(worded(*DATES))


@st.composite
def _opening(draw: Draw, kind: str, keys: tuple[str, ...]) -> dict[str, Any]:
    """Under a key, to a subject that is there, or neither (the fact's own id is its subject's)."""
    how = draw(st.sampled_from(("key", "key", "of", "neither")))
    given: dict[str, Any] = draw(_claim())
    match how:
        case "key":
            return given | {"key": draw(st.sampled_from(keys))}
        case "of":
            return given | {"of": draw(st.sampled_from(keys)), "key": None}
        case _:
            return given | {"key": None}


@st.composite
def sources(draw: Draw) -> Fact:
    """A source, now and then resting on another, even in a circle."""
    given = draw(_opening("source", SOURCES))
    rests = draw(some(*SOURCES))
    publication = draw(maybe(st.sampled_from(("Ann", "bob", "Carl"))))
    return a_source(**given, derived_from=rests, published=draw(_dates()), publication=publication)


@st.composite
def agents(draw: Draw) -> Fact:
    """An agent."""
    given = draw(_opening("agent", AGENTS))
    name = draw(maybe(st.sampled_from(("Ann", "Anne", "Bob"))))
    return an_agent(**given, **({"name": name} if name else {}), born=draw(_dates()))


@st.composite
def posts(draw: Draw) -> Fact:
    """A post."""
    return a_post(**draw(_opening("post", POSTS)), place=draw(maybe(st.just("Russia"))))


@st.composite
def postings(draw: Draw) -> Fact:
    """A phase of a posting."""
    given = draw(_opening("posting", ("tenure", "stint")))
    phase = draw(st.sampled_from(PHASES))
    if "of" not in given or draw(st.booleans()):
        given |= {"holder": draw(st.sampled_from(AGENTS)), "post": draw(st.sampled_from(POSTS))}
    if phase in LASTING:
        given["end"] = draw(st.sampled_from(("ended", "still 2019", "still", "2019", "2020-02")))
        if given["end"] == "2020-02":
            given["end"] = draw(worded("2020-02"))
    start = draw(maybe(worded("2017", "2018", "2018-06-15", "..2018-03")))
    return a_posting(**given, phase=phase, start=start)


@st.composite
def statements(draw: Draw) -> Fact:
    """A statement, about anything."""
    given = draw(_opening("statement", ("saying", "word")))
    about = draw(some(("agent", "ann"), ("posting", "tenure"), ("meeting", "talks")))
    given |= {"to": draw(some(*AGENTS)), "about": tuple({"kind": kind, "id": id} for kind, id in about)}
    return a_statement(**given, said=draw(_dates()), mode=draw(st.sampled_from(("direct", "denial"))))


@st.composite
def meetings(draw: Draw) -> Fact:
    """A step of a meeting."""
    given = draw(_opening("meeting", ("talks", "visit")))
    if "of" in given:
        given["with"] = draw(some("bob", "carl"))
    else:
        given |= {"by": ("ann",), "with": draw(some("bob", "carl", "anne", least=1))}
    return a_meeting(**given, step=draw(st.sampled_from(STEPS)), on=draw(_dates()), actor=draw(maybe(st.just("bob"))))


ASSERTIONS = (
    'holder("envoy", 2018-06-15) = "ann"',
    'holders("envoy", 2018) = {"anne", "bob"}',
    'holder("consul", 2017) = none',
    'count(postings, holder = "carl", during = 2018) >= 1',
    "count(statements) = 1",
    'count(statements, to = "bob") = 1',
    'none(meetings, state = "refused")',
    'state("talks", "carl") = "agreed"',
    'said("ann", "stay")',
    'said("carl", "stay", during = 2018)',
    'exists(posting, "tenure")',
    'exists(agent, "anne")',
    'exists(source, "letter")',
    'count(posts, place = "Russia") = 1',
)
"""What may be expected of these worlds."""


@st.composite
def expectations(draw: Draw) -> Fact:
    """An expectation, or a note to one."""
    given = draw(_opening("expectation", ("hunch", "rule")))
    return an_expectation(**given, expects=draw(st.sampled_from(ASSERTIONS)))


@st.composite
def independences(draw: Draw) -> Fact:
    """A judgement on two origins."""
    a, b = draw(some(*ORIGINS, least=2))
    return an_origin(a, b, draw(st.sampled_from(("same", "independent"))))


@st.composite
def restrictions(draw: Draw, target: dict[str, str]) -> Fact:
    """A restriction of a target, at any level but the last one: of that there is no way back."""
    level = draw(st.sampled_from(("public", "internal", "withheld", "embargoed")))
    given: dict[str, Any] = {"note": draw(maybe(st.just("why")))}
    if level == "withheld":
        given["code"] = draw(st.sampled_from(CODES[:2]))
    if level == "embargoed":
        given["until"] = draw(st.sampled_from(("2018", "2018-06-15")))
    return a_restriction(level, **target, **given)


PLAIN: st.SearchStrategy[Any] = st.one_of(
    sources(),
    agents(),
    agents(),
    posts(),
    postings(),
    postings(),
    statements(),
    meetings(),
    meetings(),
    expectations(),
    expectations(),
    independences(),
    st.builds(a_name, st.sampled_from(AGENTS), st.sampled_from(("Anna", "A."))),
    st.builds(a_capture, st.sampled_from(SOURCES)),
    st.builds(
        a_judgement,
        st.sampled_from(AGENTS[:2]),
        st.sampled_from(AGENTS[2:]),
        st.sampled_from(("same", "same", "different", "undecided")),
    ),
    st.builds(a_judgement, st.just("ann"), st.just("anne"), st.sampled_from(("same", "different"))),
    st.sampled_from(({"agent": "ann"}, {"source": "digest"}, {"import": "a-file"})).flatmap(restrictions),
)
"""A fact that tells something of the world."""


WORLD: tuple[Fact, ...] = (
    *(a_source(key) for key in SOURCES),
    *(an_agent(key) for key in AGENTS),
    *(a_post(key) for key in POSTS),
    *(a_posting(f"of-{key}", holder=key, source="digest") for key in AGENTS),
    a_statement("saying", speaker="carl", to=["bob", "anne"], about=[{"kind": "agent", "id": "bob"}], source="letter"),
    a_meeting("talks", by=("bob",), **{"with": ("anne", "carl")}, via="bob", source="digest"),
)
"""A small world in which everybody is named by somebody."""


@st.composite
def judgements(draw: Draw) -> Fact:
    """A judgement on any two agents."""
    a, b = draw(some(*AGENTS, least=2))
    return a_judgement(a, b, draw(st.sampled_from(("same", "same", "different", "undecided"))))


@st.composite
def derivations(draw: Draw) -> Fact:
    """That a source rests on another one, or on none."""
    source = draw(st.sampled_from(SOURCES))
    given = {"note": draw(maybe(st.just("again"))), "publication": draw(maybe(st.sampled_from(("Bob", "Ann"))))}
    return a_source(None, of=source, derived_from=draw(some(*SOURCES, most=2)), **given)


@st.composite
def connected_logs(draw: Draw) -> MemoryLog:
    """A world, then judgements and derivations, of which some are withdrawn: what connects subjects changes."""
    log = MemoryLog()
    for fact in WORLD:
        log.record(fact)
    ids: list[str] = []
    for fact in draw(st.lists(judgements() | derivations() | independences(), min_size=1, max_size=7)):
        ids.append(log.record(fact))
        if draw(st.integers(0, 4)) == 0:
            ids.append(log.record(a_retraction(draw(st.sampled_from(ids)))))
    return log


@st.composite
def logs(draw: Draw, most: int = 14, explained: bool = False) -> MemoryLog:
    """A log; what it names may be withheld, withdrawn, or never have been recorded at all.

    In one that is `explained`, some facts are said to be in a conflict, and that is explained.
    """
    acts = ("tell", "tell", "tell", "correct", "retract", "confirm", "restrict", *(("explain",) if explained else ()))
    log = MemoryLog()
    ids: list[str] = []
    for _ in range(draw(st.integers(1, most))):
        act = draw(st.sampled_from(acts)) if ids else "tell"
        target = draw(st.sampled_from(ids)) if ids else ""
        match act:
            case "correct":
                fact: Fact = a_correction(target, draw(PLAIN))
            case "retract":
                fact = a_retraction(target)
            case "confirm":
                fact = a_confirmation(target, draw(st.sampled_from(SOURCES)))
            case "restrict":
                fact = draw(restrictions({"fact": target}))
            case "explain":
                fact = an_explanation("0123456789abcdef", what=draw(maybe(st.just("a conflict"))), saw=(target,))
            case _:
                fact = draw(PLAIN)
        ids.append(log.record(fact))
    for position in draw(st.lists(st.integers(0, len(ids) - 1), max_size=1)):
        log.withhold(position)
    for position in draw(st.lists(st.integers(0, len(ids) - 1), max_size=1)):
        log.lines.append(log.lines[position])
    return log
