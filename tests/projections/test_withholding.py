"""What may not be shown on a day: what is restricted, and what depends on it (docs/restrictions.md)."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

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
    a_retraction,
    a_source,
    a_statement,
    an_agent,
    an_expectation,
    an_explanation,
)
from generated_logs import connected_logs, logs
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from memory_log import MemoryLog, recorded

from regesta.events.entry import parse_entry
from regesta.events.facts import Fact
from regesta.projections.entries import Reading
from regesta.projections.public import public_lines, withheld_in
from regesta.projections.withholding import withheld

TODAY = date(2026, 11, 24)


def cut(log: MemoryLog) -> Iterator[bytes]:
    """The public log of today."""
    return public_lines(log, withheld_in(log, TODAY))


def hidden(log: MemoryLog, on: date = TODAY) -> dict[int, str]:
    """The positions of what is withheld, restrictions left aside, with the reasons."""
    found = withheld(Reading(log), on)
    assert found == withheld_in(log, on)
    return {position: why for position, why in found.items() if why != "restriction"}


def ids(log: MemoryLog) -> list[str]:
    """The id of each entry."""
    return [parse_entry(line).id for line in log.lines]


def world(*facts: Fact) -> MemoryLog:
    """Somebody (0), a source (1) and a post (2), all named by a posting (3), so that they are known."""
    opened = (an_agent("bob"), a_source("gazette"), a_post("consul"))
    return recorded(*opened, a_posting("bobs", holder="bob", post="consul", source="gazette"), *facts)


def restricted(log: MemoryLog, position: int, level: str = "internal", **given: object) -> MemoryLog:
    """The log, with the fact at a position restricted."""
    log.record(a_restriction(level, fact=ids(log)[position], **given))
    return log


def test_where_nothing_is_restricted_everything_is_shown() -> None:
    assert hidden(world(a_posting("other", holder="nobody"))) == {}


@pytest.mark.parametrize(
    ("level", "given", "why"),
    [
        ("internal", {}, "internal"),
        ("withheld", {"code": "safety"}, "safety"),
        ("embargoed", {"until": "2026-12-01"}, "embargoed"),
        ("erased", {"note": "a court asked"}, "erased"),
        ("public", {}, None),
    ],
)
def test_a_restricted_fact_is_withheld_with_its_reason(level: str, given: dict[str, str], why: str | None) -> None:
    log = restricted(world(a_meeting("talks", by=("bob",), **{"with": ("bob-s-friend",)})), 3, level, **given)
    assert hidden(log).get(3) == why


def test_a_restriction_is_never_shown_whatever_it_says() -> None:
    log = restricted(world(), 3, "public")
    assert withheld(Reading(log), TODAY) == {4: "restriction"}


@pytest.mark.parametrize(
    ("until", "shown_from"),
    [("2026-11-24", date(2026, 11, 24)), ("2026-11", date(2026, 11, 30)), ("..2027-01-02", date(2027, 1, 2))],
)
def test_an_embargo_passes_without_an_act_when_its_last_possible_day_begins(until: str, shown_from: date) -> None:
    log = restricted(world(), 3, "embargoed", until=until)
    assert 3 in hidden(log, date.fromordinal(shown_from.toordinal() - 1))
    assert 3 not in hidden(log, shown_from)


def test_the_last_restriction_in_force_stands() -> None:
    log = restricted(restricted(world(), 3), 3, "public")
    assert hidden(log) == {}
    assert 3 in hidden(restricted(log, 3))


def test_a_restriction_that_is_withdrawn_no_longer_holds_and_the_one_before_does() -> None:
    log = restricted(restricted(world(), 3, "withheld", code="legal"), 3, "public")
    log.record(a_retraction(ids(log)[5]))
    assert hidden(log)[3] == "legal"
    log.record(a_retraction(ids(log)[4]))
    assert hidden(log) == {}


def test_a_restriction_that_is_corrected_is_what_the_correction_says() -> None:
    log = restricted(world(), 3)
    log.record(a_correction(ids(log)[4], a_restriction("public", fact=ids(log)[3])))
    assert hidden(log) == {}


@pytest.mark.parametrize("restricts", [3, 4, 5, 6])
def test_a_fact_takes_its_whole_lineage_with_it_whichever_member_is_named(restricts: int) -> None:
    log = world()
    log.record(a_correction(ids(log)[3], a_posting("bobs", holder="bob", post="consul", start="2018")))
    log.record(a_retraction(ids(log)[4]))
    log.record(a_confirmation(ids(log)[3]))
    restricted(log, restricts)
    assert {position for position, why in hidden(log).items() if why == "internal"} == {3, 4, 5, 6}


def test_a_fact_restricted_by_one_version_is_released_by_another() -> None:
    log = world()
    log.record(a_correction(ids(log)[3], a_posting("bobs", holder="bob", post="consul", start="2018")))
    assert hidden(restricted(restricted(log, 3), 4, "public")) == {}


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


def test_an_entry_that_stands_twice_is_withheld_twice() -> None:
    log = restricted(world(), 3)
    log.lines.append(log.lines[3])
    assert {position for position, why in hidden(log).items() if why == "internal"} == {3, 5}


def restrictions(log: MemoryLog) -> st.SearchStrategy[list[Fact]]:
    """A few restrictions of facts of a log, each of another lineage."""
    facts = st.lists(st.sampled_from(ids(log)), unique=True, max_size=3)
    return facts.map(lambda some: [a_restriction("withheld", code="legal", fact=one) for one in some])


@settings(max_examples=60, deadline=None)
@given(logs() | connected_logs(), st.data())
def test_what_is_shown_names_no_fact_and_no_subject_that_is_not(log: MemoryLog, data: st.DataObject) -> None:
    """The public log is one that anybody could have written who knows no more."""
    from regesta.events.facts import facts_named, parse_fact, references

    for fact in data.draw(restrictions(log)):
        log.record(fact)
    public = MemoryLog(cut(log))
    shown = {entry.id: parse_fact(entry.fact) for entry in map(parse_entry, public.lines) if entry.fact is not None}
    before = {entry.id: parse_fact(entry.fact) for entry in map(parse_entry, log.lines) if entry.fact is not None}
    opened = {(fact.kind, getattr(told(fact), "key", None) or id) for id, fact in shown.items()}
    opened |= {(told(fact).kind, getattr(told(fact), "key", None) or id) for id, fact in shown.items()}
    once = {(told(fact).kind, getattr(told(fact), "key", None) or id) for id, fact in before.items()}
    for fact in shown.values():
        assert not {id for _, id in facts_named(fact)} & (before.keys() - shown.keys())
        named = {(one.kind, one.id) for one in references(fact)}
        assert not named & (once - opened)


def told(fact: Fact) -> Fact:
    """What an entry tells of the world."""
    return fact.fact if fact.kind == "correction" else fact


@settings(max_examples=40, deadline=None)
@given(logs(), st.data())
def test_a_public_log_is_public_already(log: MemoryLog, data: st.DataObject) -> None:
    """But for what speaks of the whole record: that it was released is no longer told."""
    log = MemoryLog(line for line in log.lines if b'"expectation"' not in line)
    assume(log.lines)
    for fact in data.draw(restrictions(log)):
        log.record(fact)
    once = list(cut(log))
    assert list(cut(MemoryLog(once))) == once


@settings(max_examples=40, deadline=None)
@given(logs(), st.data())
def test_the_order_of_restrictions_on_different_things_does_not_matter(log: MemoryLog, data: st.DataObject) -> None:
    some = [*data.draw(restrictions(log)), a_restriction(agent="bob"), a_restriction(source="letter")]
    one, other = MemoryLog(log.lines), MemoryLog(log.lines)
    for fact in some:
        one.record(fact)
    for fact in data.draw(st.permutations(some)):
        other.record(fact)
    assert withheld(Reading(one), TODAY) == withheld(Reading(other), TODAY)


@settings(max_examples=40, deadline=None)
@given(logs(), st.data())
def test_a_further_restriction_never_shows_what_was_withheld(log: MemoryLog, data: st.DataObject) -> None:
    plain = MemoryLog(line for line in log.lines if b'"restriction"' not in line)
    before = withheld(Reading(plain), TODAY)
    for fact in data.draw(restrictions(plain)):
        plain.record(fact)
    assert before.keys() <= withheld(Reading(plain), TODAY).keys()
