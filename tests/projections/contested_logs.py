"""Logs that hypothesis makes, in which much is contested: few subjects, and facts that exclude each other."""

from collections.abc import Callable
from typing import Any

from factories import (
    a_confirmation,
    a_correction,
    a_judgement,
    a_meeting,
    a_post,
    a_posting,
    a_retraction,
    a_source,
    a_statement,
    an_agent,
    an_explanation,
)
from hypothesis import strategies as st
from memory_log import MemoryLog

from regesta.events.facts import Fact
from regesta.projections.conflicts.rule import conflict_id

Draw = Callable[[st.SearchStrategy[Any]], Any]

HOLDERS = ("ann", "bob", "carl")
POSTINGS = tuple(f"of-{key}" for key in HOLDERS)
SOURCES = ("gazette", "digest")

WORLD: tuple[Fact, ...] = (
    *(a_source(key) for key in SOURCES),
    *(an_agent(key) for key in HOLDERS),
    a_post("envoy", seats=1),
    *(a_posting(key, holder=holder, phase="announced") for key, holder in zip(POSTINGS, HOLDERS, strict=True)),
    a_meeting("talks", by=("ann",), **{"with": ("bob", "carl")}),
    a_statement("saying", speaker="carl"),
)

DAYS = ("2017", "2018-06-15", "2018-06-16", "2019-02", "..2018-03", "2019..")

CONFLICTS = (
    *(conflict_id("seats", (one, other)) for one in POSTINGS for other in POSTINGS if one < other),
    conflict_id("steps", ("talks", "refused", "held")),
    conflict_id("steps", ("talks", "held", "denied")),
)
"""Some that may be found, and so explained."""


def _day() -> st.SearchStrategy[Any]:
    return st.none() | st.sampled_from(DAYS)


@st.composite
def tenures(draw: Draw) -> Fact:
    """That somebody served, and until when."""
    phase = draw(st.sampled_from(("serving", "serving", "serving", "acting", "accredited", "left", "appointed")))
    given = {"end": draw(st.sampled_from(("2019-03-01", "2019-06", "still 2019-01-01", "ended")))}
    moved = {"post": draw(st.sampled_from(("envoy", "consul")))} if draw(st.integers(0, 5)) == 0 else {}
    return a_posting(
        of=draw(st.sampled_from(POSTINGS)),
        key=None,
        phase=phase,
        start=draw(st.sampled_from(DAYS)),
        source=draw(st.sampled_from(SOURCES)),
        **moved,
        **(given if phase in ("serving", "acting") else {}),
    )


@st.composite
def steps(draw: Draw) -> Fact:
    """A step of the talks, with one or all."""
    step = draw(st.sampled_from(("held", "refused", "denied", "cancelled", "agreed")))
    parties = draw(st.sampled_from(((), ("bob",), ("carl",))))
    return a_meeting(None, of="talks", step=step, on=draw(_day()), source="gazette", **{"with": parties})


@st.composite
def lives(draw: Draw) -> Fact:
    """When somebody was born or died; when a source was published."""
    field = draw(st.sampled_from(("born", "died")))
    return an_agent(None, of=draw(st.sampled_from(HOLDERS)), **{field: draw(st.sampled_from(DAYS))})


@st.composite
def sayings(draw: Draw) -> Fact:
    """Something said or denied, about what was said."""
    mode = draw(st.sampled_from(("direct", "denial")))
    about = draw(st.sampled_from(((), ({"kind": "statement", "id": "saying"},))))
    of = {"of": "saying", "key": None} if draw(st.booleans()) else {"key": None}
    speaker = draw(st.sampled_from(HOLDERS))
    return a_statement(**of, speaker=speaker, mode=mode, about=about, said=draw(_day()), source="digest")


PLAIN: st.SearchStrategy[Any] = st.one_of(
    tenures(),
    tenures(),
    tenures(),
    steps(),
    steps(),
    lives(),
    sayings(),
    st.builds(lambda seats: a_post(None, of="envoy", seats=seats), st.sampled_from((1, 2))),
    st.builds(lambda day: a_source(None, of="gazette", published=day), st.sampled_from(DAYS)),
    st.builds(
        a_judgement, st.just("ann"), st.sampled_from(("bob", "carl")), st.sampled_from(("same", "same", "different"))
    ),
)


@st.composite
def contested_logs(draw: Draw, least: int = 1, most: int = 12) -> MemoryLog:
    """The world, and what is told of it, corrected, withdrawn, confirmed and explained."""
    log = MemoryLog()
    ids = [log.record(fact) for fact in WORLD]
    for _ in range(draw(st.integers(least, most))):
        ids.append(log.record(draw(acts(ids))))
    if draw(st.integers(0, 3)) == 0:
        log.withhold(draw(st.integers(0, len(ids) - 1)))
    return log


@st.composite
def acts(draw: Draw, ids: list[str]) -> Fact:
    """What may come next in a log of these facts."""
    told = st.sampled_from(ids[-8:])
    match draw(st.sampled_from(("tell", "tell", "tell", "correct", "retract", "confirm", "explain"))):
        case "correct":
            return a_correction(draw(told), draw(PLAIN))
        case "retract":
            return a_retraction(draw(told))
        case "confirm":
            return a_confirmation(draw(told), draw(st.sampled_from(SOURCES)))
        case "explain":
            saw = draw(st.lists(told, unique=True, max_size=2))
            what = draw(st.none() | st.just("They cannot both have been"))
            return an_explanation(draw(st.sampled_from(CONFLICTS)), saw=tuple(saw), what=what)
        case _:
            fact: Fact = draw(PLAIN)
            return fact
