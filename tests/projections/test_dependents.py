"""What depends on what is withheld: it names it, is known only through it, or speaks of the whole record."""

import pytest
from factories import (
    a_capture,
    a_confirmation,
    a_correction,
    a_judgement,
    a_meeting,
    a_name,
    a_post,
    a_posting,
    a_restriction,
    a_source,
    a_statement,
    an_agent,
    an_expectation,
    an_explanation,
)
from withholding_case import hidden, ids, restricted, world

from regesta.events.facts import Fact

NAMING_ANN: list[Fact] = [
    a_posting("hers", holder="ann", post="consul"),
    a_posting(None, of="bobs", via="ann"),
    a_statement("saying", speaker="bob", to=["ann"]),
    a_statement("saying", speaker="bob", about=[{"kind": "agent", "id": "ann"}]),
    a_meeting("talks", by=("bob",), **{"with": ("ann",)}),
    a_name("ann", "Annie"),
    an_agent(None, of="ann", description="of Perm"),
    a_judgement("ann", "bob", "different"),
]


@pytest.mark.parametrize("fact", NAMING_ANN, ids=lambda fact: fact.kind)
def test_what_names_a_subject_that_only_a_withheld_entry_opens_is_withheld(fact: Fact) -> None:
    log = world(an_agent("ann"), fact)
    assert hidden(restricted(log, 4)) == {4: "internal", 5: "depends"}


def test_a_subject_that_another_entry_opens_too_may_be_named() -> None:
    log = world(an_agent("ann"), an_agent("ann", description="of Perm"), a_name("ann", "Annie"))
    assert hidden(restricted(log, 4)) == {4: "internal"}


def test_a_subject_without_a_key_is_withheld_with_the_fact_whose_id_it_has() -> None:
    log = world(a_posting(None, holder="bob", post="consul"))
    log.record(a_posting(None, of=ids(log)[4], phase="left"))
    log.record(a_statement("saying", speaker="bob", about=[{"kind": "posting", "id": ids(log)[4]}]))
    assert hidden(restricted(log, 4)) == {4: "internal", 5: "depends", 6: "depends"}


def test_a_subject_that_a_correction_moved_to_another_key_is_opened_by_it() -> None:
    log = world(an_agent("ann"))
    log.record(a_correction(ids(log)[4], an_agent("anne")))
    log.record(a_name("anne", "Annie"))
    assert hidden(restricted(log, 4)) == {4: "internal", 5: "internal", 6: "depends"}


def test_sources_that_rest_on_a_withheld_one_and_all_that_cites_them_are_withheld() -> None:
    log = world(
        a_source("letter"),
        a_source("digest", derived_from="letter"),
        a_capture("digest"),
        a_posting(None, of="bobs", source="digest"),
        a_posting(None, of="bobs", source="gazette"),
    )
    assert hidden(restricted(log, 4)) == {4: "internal", 5: "depends", 6: "depends", 7: "depends"}


def test_what_depends_on_what_depends_is_withheld_in_whatever_order_it_was_recorded() -> None:
    """An import may record a source before the one that it rests on."""
    log = world(
        a_posting(None, of="bobs", source="third"),
        a_source("third", derived_from="second"),
        a_source("second", derived_from="first"),
        a_source("first", derived_from="letter"),
        a_source("letter"),
    )
    assert sorted(hidden(restricted(log, 8))) == [4, 5, 6, 7, 8]


def test_an_agent_known_only_through_what_is_withheld_is_withheld_with_all_that_is_told_of_it() -> None:
    log = world(an_agent("ann"), a_name("ann", "Annie"), a_meeting("talks", by=("bob",), **{"with": ("ann",)}))
    assert hidden(restricted(log, 6)) == {4: "depends", 5: "depends", 6: "internal"}


def test_a_judgement_on_who_it_is_does_not_make_an_agent_known() -> None:
    log = world(an_agent("ann"), a_judgement("ann", "bob"), a_posting("hers", holder="ann", post="consul"))
    assert hidden(restricted(log, 6)) == {4: "depends", 5: "depends", 6: "internal"}


def test_what_is_known_only_through_what_is_known_only_through_it_is_withheld() -> None:
    log = world(an_agent("ann"), a_judgement("ann", "bob"), a_posting("hers", holder="ann", post="consul"))
    log.record(a_source("letter"))
    log.record(an_explanation("0123456789abcdef", saw=(ids(log)[5],), source="letter"))
    assert hidden(restricted(log, 6)).keys() == {4, 5, 6, 7, 8}


def test_an_agent_that_something_shown_names_is_shown() -> None:
    log = world(
        an_agent("ann"),
        a_meeting("talks", by=("bob",), **{"with": ("ann",)}),
        a_posting("hers", holder="ann", post="consul"),
    )
    assert hidden(restricted(log, 5)) == {5: "internal"}


def test_an_agent_that_nothing_names_is_shown() -> None:
    assert hidden(restricted(world(an_agent("ann")), 3)).keys() == {0, 1, 2, 3}


def test_sources_that_lead_only_to_each_other_are_not_known_by_that() -> None:
    log = world(
        a_source("one", derived_from="two"),
        a_source("two", derived_from="one"),
        a_posting(None, of="bobs", source="one"),
    )
    assert hidden(restricted(log, 6)) == {4: "depends", 5: "depends", 6: "internal"}


def test_what_a_shown_subject_names_is_shown() -> None:
    log = world(
        a_source("letter"),
        an_agent("ann", source="letter"),
        a_posting("hers", holder="ann", post="consul", source="letter"),
        a_statement("saying", speaker="ann"),
    )
    assert hidden(restricted(log, 6)) == {6: "internal"}


def test_a_subject_known_only_through_what_is_withheld_is_shown_if_that_is_asked_for() -> None:
    log = world(an_agent("ann"), a_meeting("talks", by=("bob",), **{"with": ("ann",)}))
    restricted(log, 5)
    log.record(a_restriction("public", agent="ann"))
    assert hidden(log) == {5: "internal"}
    log = restricted(restricted(world(*NAMING_ANN[4:5], an_agent("ann")), 4), 5, "public")
    assert hidden(log) == {4: "internal"}


def test_an_entry_that_the_log_no_longer_discloses_takes_with_it_what_it_may_have_opened() -> None:
    log = world(an_agent("ann"), a_name("ann", "Annie"), a_posting("hers", holder="ann", post="consul"))
    log.withhold(4)
    assert hidden(log) == {4: "undisclosed", 5: "depends", 6: "depends"}


@pytest.mark.parametrize("fact", [an_expectation(expects="count(postings) = 1"), an_explanation("0123456789abcdef")])
def test_what_speaks_of_the_whole_record_is_withheld_with_any_part_of_it(fact: Fact) -> None:
    log = world(fact, a_statement("saying", speaker="bob"))
    assert hidden(restricted(log, 5, "public")) == {}
    assert hidden(restricted(log, 5)) == {4: "depends", 5: "internal"}
    assert hidden(restricted(log, 4, "public")) == {5: "internal"}


def test_an_explanation_that_saw_a_withheld_fact_is_withheld_and_another_is_not() -> None:
    log = world(a_statement("saying", speaker="bob"))
    log.record(an_explanation("0123456789abcdef", saw=(ids(log)[4],)))
    log.record(an_explanation("0123456789abcdef", saw=(ids(log)[3],)))
    assert hidden(restricted(log, 4)) == {4: "internal", 5: "depends"}


PARTS: list[Fact] = [
    a_judgement("bob", "ann"),
    a_judgement("bob", "ann", "different"),
    a_name("bob", "Robert"),
    an_agent(None, of="bob", description="of Perm"),
    a_post(None, of="consul", seats=1),
    a_posting(None, of="bobs", phase="left", start="2019"),
    a_statement("saying", speaker="ann", said="..; 2..2 posting/bobs start"),
]


@pytest.mark.parametrize("fact", PARTS, ids=lambda fact: fact.kind)
def test_an_explanation_is_withheld_with_whatever_may_have_a_part_in_the_conflict(fact: Fact) -> None:
    """Who is called how, and was judged to be whom, stands in its words; the seats of a post may make it a conflict."""
    log = world(an_agent("ann"), a_posting("hers", holder="ann", post="consul", source="gazette"), fact)
    log.record(an_explanation("0123456789abcdef", saw=(ids(log)[3],), what="Ann and Bob held one seat"))
    assert hidden(restricted(log, 6)) == {6: "internal", 7: "depends"}
    assert hidden(restricted(log, 7, "public")) == {6: "internal"}


def test_an_explanation_is_withheld_with_a_judgement_on_whoever_was_judged_to_be_one_of_those_it_names() -> None:
    log = world(an_agent("ann"), a_posting("hers", holder="ann", post="consul"), an_agent("carl"))
    log.record(a_statement("saying", speaker="carl"))
    log.record(a_judgement("bob", "ann"))
    log.record(a_judgement("ann", "carl"))
    log.record(an_explanation("0123456789abcdef", saw=(ids(log)[3],)))
    assert hidden(restricted(log, 9)) == {9: "internal", 10: "depends"}


def test_an_explanation_is_shown_where_what_is_withheld_has_no_part_in_the_conflict() -> None:
    log = world(an_agent("ann"), a_post("envoy"), a_posting("hers", holder="ann", post="envoy", source="gazette"))
    log.record(an_explanation("0123456789abcdef", saw=(ids(log)[3],)))
    log.record(a_posting(None, of="hers", phase="left", source="gazette"))
    log.record(a_statement("saying", speaker="bob", source="gazette"))
    assert hidden(restricted(restricted(log, 8), 9)) == {8: "internal", 9: "internal"}


def test_an_explanation_is_withheld_with_what_is_told_of_those_that_another_fact_of_its_subject_names() -> None:
    log = world(an_agent("ann"), a_meeting("talks", by=("bob",), **{"with": ("ann",)}), a_name("ann", "Annie"))
    log.record(a_meeting(None, of="talks", step="refused"))
    log.record(an_explanation("0123456789abcdef", saw=(ids(log)[7],), what="Bob with Annie: held, and refused"))
    assert hidden(restricted(log, 6)) == {6: "internal", 8: "depends"}


TEXT = "a" * 64
"""The hash of a captured text."""


def quoting(start: int, end: int, prefix: str = "", suffix: str = "", **more: str) -> dict[str, object]:
    """The citation of a passage of a captured text."""
    quote = {"exact": "x" * (end - start), "found": "exact", "text": TEXT, "start": start, "end": end}
    return {"source": "gazette", "quote": {**quote, "prefix": prefix, "suffix": suffix, **more}}


def unverified(words: str, locator: str | None = None) -> dict[str, object]:
    """The citation of words that were not looked up."""
    return {"source": "gazette", "locator": locator, "quote": {"exact": words, "found": "unverified"}}


SAME_WORDS = [
    (quoting(40, 60), quoting(40, 60), True),
    (quoting(40, 60), quoting(59, 80), True),
    (quoting(40, 60), quoting(60, 80), False),
    (quoting(40, 60), quoting(20, 40), False),
    (quoting(40, 60), quoting(61, 80, prefix=" and"), True),
    (quoting(40, 60), quoting(20, 39, suffix=". He"), True),
    (quoting(40, 60, prefix="the "), quoting(20, 38), False),
    (quoting(40, 60), quoting(0, 90), True),
    (quoting(40, 60), quoting(45, 50), True),
    (quoting(40, 60), quoting(40, 60, text="b" * 64), False),
    (unverified("He left."), unverified("He  left."), True),
    (unverified("He left."), unverified("He stayed."), False),
    (unverified("He left.", "p. 3"), unverified("He left.", "p. 4"), False),
    (unverified("He left."), quoting(40, 60), False),
]


@pytest.mark.parametrize(("cited", "too", "goes"), SAME_WORDS)
def test_what_quotes_the_same_words_or_has_them_around_its_quote_is_withheld(
    cited: dict[str, object], too: dict[str, object], goes: bool
) -> None:
    log = world(
        a_posting(None, of="bobs", phase="left", citations=(cited,)),
        a_posting(None, of="bobs", phase="died", citations=(too,)),
    )
    assert hidden(restricted(log, 4)) == {4: "internal"} | ({5: "depends"} if goes else {})
    assert hidden(restricted(log, 5, "public")) == {4: "internal"}


def test_a_page_that_is_quoted_throughout_is_not_withheld_to_its_end() -> None:
    several = (quoting(20 * place, 20 * place + 20, suffix="and") for place in range(5))
    log = world(*(a_posting(None, of="bobs", phase="left", citations=(one,)) for one in several))
    log.record(a_correction(ids(log)[5], a_posting(None, of="bobs", phase="died", source="gazette")))
    assert hidden(restricted(log, 6)) == {5: "depends", 6: "internal", 9: "depends"}


def test_a_confirmation_that_quotes_the_same_words_takes_its_fact_with_it() -> None:
    log = world(a_posting(None, of="bobs", phase="left", citations=(quoting(40, 60),)))
    log.record(a_posting(None, of="bobs", phase="died", source="gazette"))
    log.record(a_confirmation(ids(log)[5], None, citations=(quoting(50, 70),)))
    assert hidden(restricted(log, 4)) == {4: "internal", 5: "depends", 6: "depends"}
