"""Restrictions by default: of all that is of a source, of an agent or of an import."""

from collections.abc import Callable, Iterable

import pytest
from factories import a_correction, a_judgement, a_meeting, a_posting, a_restriction, a_source, a_statement, an_agent
from withholding_case import hidden, ids, restricted, world

from regesta.events.facts import Fact

DEFAULTS: list[tuple[dict[str, str], Callable[[], Iterable[Fact]]]] = [
    ({"source": "letter"}, lambda: (a_source("letter"), a_posting(None, of="bobs", source=("letter", "gazette")))),
    ({"agent": "ann"}, lambda: (an_agent("ann"), a_statement("saying", speaker="bob", to=["ann"]))),
    (
        {"import": "a-file"},
        lambda: (
            a_statement("one", speaker="bob", origin={"name": "a-file", "key": "1"}),
            a_statement("two", speaker="bob", origin={"name": "a-file", "key": "2"}),
        ),
    ),
]


@pytest.mark.parametrize(("target", "facts"), DEFAULTS, ids=("source", "agent", "import"))
def test_a_default_restricts_all_that_is_of_its_target(
    target: dict[str, str], facts: Callable[[], Iterable[Fact]]
) -> None:
    log = world(*facts(), a_restriction("withheld", code="rights", **target))
    assert hidden(log) == {4: "rights", 5: "rights"}
    log.record(a_restriction("public", **target))
    assert hidden(log) == {}


@pytest.mark.parametrize("own_first", [True, False])
def test_a_facts_own_restriction_goes_before_a_default(own_first: bool) -> None:
    log = world(*(a_statement(key, speaker="bob", origin={"name": "a-file", "key": key}) for key in ("one", "two")))
    default, own = a_restriction(**{"import": "a-file"}), a_restriction("public", fact=ids(log)[4])
    for fact in (own, default) if own_first else (default, own):
        log.record(fact)
    assert hidden(log) == {5: "internal"}


def test_the_corrections_of_an_imported_fact_are_of_its_import() -> None:
    log = world(a_statement("one", speaker="bob", origin={"name": "a-file", "key": "1"}))
    log.record(a_correction(ids(log)[4], a_statement("one", speaker="bob", text="I go.")))
    log.record(a_restriction(**{"import": "a-file"}))
    assert hidden(log) == {4: "internal", 5: "internal"}


def test_a_released_fact_stays_withheld_while_what_it_names_is() -> None:
    log = world(an_agent("ann"), a_meeting("talks", by=("bob",), **{"with": ("ann",)}), a_restriction(agent="ann"))
    assert hidden(restricted(log, 5, "public")) == {4: "internal", 5: "depends"}


def test_a_default_on_an_agent_is_one_on_all_that_it_was_judged_to_be() -> None:
    log = world(an_agent("ann"), an_agent("anne"), an_agent("anna"))
    log.record(a_judgement("ann", "anne"))
    log.record(a_judgement("anne", "anna"))
    log.record(a_restriction(agent="anna"))
    assert hidden(log).keys() == {4, 5, 6, 7, 8}
    log.record(a_judgement("anne", "ann", "different"))
    assert 4 not in hidden(log)
