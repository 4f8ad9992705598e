"""Assertions that hypothesis makes: every function, every condition, names that have to be quoted."""

from datetime import date

from hypothesis import strategies as st

from regesta.events.assertion import (
    FIELDS,
    KINDS,
    SAYING,
    SIGNS,
    STATES,
    Assertion,
    Condition,
    Count,
    Days,
    Exists,
    Holder,
    Holders,
    Named,
    NoneOf,
    Reading,
    Said,
    Selection,
    State,
)
from regesta.events.claim import SubjectKind

_TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20).filter(
    lambda text: text == text.strip()
)
_DAY = st.dates(date(1, 1, 1), date(9999, 12, 31))


def named(kind: SubjectKind) -> st.SearchStrategy[Named]:
    """A subject, by an id or a name."""
    return st.builds(
        Named, st.just(kind), st.sampled_from(("ann", "none", "2018", "us-envoy", 'Ann "B" \\ C')) | _TEXTS
    )


def days() -> st.SearchStrategy[Days]:
    """A day, a month, a year or a stretch."""
    whole = st.sampled_from((Days(date(2018, 1, 1), date(2018, 12, 31)), Days(date(2016, 2, 1), date(2016, 2, 29))))
    return whole | st.tuples(_DAY, _DAY).map(lambda two: Days(min(two), max(two)))


def _value(reading: Reading) -> st.SearchStrategy[Named | Days | str]:
    match reading:
        case "days":
            return days()
        case "text":
            return _TEXTS
        case tuple():
            return st.sampled_from(reading)
        case _:
            return named(reading)


def _conditions(fields: dict[str, Reading]) -> st.SearchStrategy[tuple[Condition, ...]]:
    chosen = st.lists(st.sampled_from(tuple(fields)), unique=True)
    return chosen.flatmap(
        lambda names: st.tuples(*(st.builds(Condition, st.just(name), _value(fields[name])) for name in names))
    )


def selections() -> st.SearchStrategy[Selection]:
    """Rows of any table, under any conditions."""
    return st.sampled_from(tuple(FIELDS)).flatmap(
        lambda table: st.builds(Selection, st.just(table), _conditions(FIELDS[table]))
    )


ASSERTIONS: st.SearchStrategy[Assertion] = st.one_of(
    st.builds(Holder, named("post"), days(), st.none() | named("agent")),
    st.builds(
        Holders,
        st.sampled_from(("all", "certain", "possible")),
        named("post"),
        days(),
        st.lists(named("agent"), max_size=3).map(tuple),
    ),
    st.builds(Count, selections(), st.sampled_from(SIGNS), st.integers(0, 10**9 - 1)),
    st.builds(NoneOf, selections()),
    st.builds(State, named("meeting"), named("agent"), st.sampled_from(STATES)),
    st.builds(Said, named("agent"), _TEXTS, _conditions(SAYING)),
    st.sampled_from(KINDS).flatmap(lambda kind: st.builds(Exists, named(kind))),
)
"""Any assertion."""
