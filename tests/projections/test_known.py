"""What the database knows of the log, for recording."""

from pathlib import Path

import pytest
from databases import built
from dossiers import a_dossier, recorded_in
from factories import (
    a_confirmation,
    a_correction,
    a_judgement,
    a_meeting,
    a_name,
    a_post,
    a_posting,
    a_retraction,
    a_source,
    an_agent,
)
from memory_log import MemoryLog, recorded

from regesta.events.claim import Origin
from regesta.events.errors import InvalidInput
from regesta.events.facts import Fact, content
from regesta.projections.known import Lookup

ORIGIN = Origin(name="ministers", key="row 7")
SERVING = a_posting(source="gazette", origin=ORIGIN)
LEFT = a_posting(None, start="2024", source="gazette", holder="ann", post="envoy")


def known(log: MemoryLog) -> Lookup:
    """What is known of a log."""
    return Lookup(built(log))


def test_it_speaks_of_as_many_entries_as_were_read(tmp_path: Path) -> None:
    dossier = a_dossier(tmp_path, an_agent(), a_post())
    assert [one.position for one in recorded_in(dossier, a_posting(), a_meeting(), an_agent("bob"))] == [2, 3, 4]


def test_a_fact_in_force_is_found_by_its_content_whatever_import_brought_it() -> None:
    log = recorded(a_source(), an_agent(), a_post())
    id = log.record(SERVING)
    found = known(log).by_content(content(a_posting(source="gazette")))
    assert found is not None
    assert (found.fact, found.subject, found.position, found.outcome) == (id, "ann-envoy", 3, "equal")


def test_a_fact_that_was_withdrawn_is_not_found_and_may_be_recorded_again() -> None:
    log = recorded(a_source(), an_agent(), a_post())
    log.record(a_retraction(log.record(SERVING)))
    lookup = known(log)
    assert lookup.by_content(content(SERVING)) is None
    assert lookup.by_origin(ORIGIN) is None
    assert not lookup.subject("posting", "ann-envoy")


def test_what_a_correction_says_now_is_found_by_its_content_and_what_it_replaced_is_not() -> None:
    log = recorded(a_source(), an_agent(), a_post())
    correction = log.record(a_correction(log.record(SERVING), LEFT))
    lookup = known(log)
    assert lookup.by_content(content(SERVING)) is None
    found = lookup.by_content(content(LEFT))
    assert found is not None and found.fact == correction and found.subject == "ann-envoy"


def test_acts_are_found_by_their_content() -> None:
    log = recorded(a_source(), an_agent(), a_post())
    id = log.record(SERVING)
    acts: tuple[Fact, ...] = (a_confirmation(id), a_correction(id, LEFT), a_judgement("ann", "bob"), a_retraction(id))
    for act in acts:
        log.record(act)
    lookup = known(log)
    assert [lookup.by_content(content(act)) is not None for act in acts] == [True, False, True, True]


def test_a_judgement_that_was_replaced_may_be_recorded_again() -> None:
    log = recorded(an_agent(), an_agent("bob"), a_judgement("ann", "bob"), a_judgement("ann", "bob", "different"))
    assert known(log).by_content(content(a_judgement("ann", "bob"))) is None


def test_a_key_of_an_import_finds_the_version_in_force() -> None:
    log = recorded(a_source(), an_agent(), a_post())
    root = log.record(SERVING)
    correction = log.record(a_correction(root, LEFT))
    lookup = known(log)
    found = lookup.by_origin(ORIGIN)
    assert found is not None and (found.fact, found.outcome) == (correction, "same-key")
    assert lookup.by_origin(Origin(name="ministers", key="row 8")) is None
    log.record(a_retraction(correction))
    restored = known(log).by_origin(ORIGIN)
    assert restored is not None and restored.fact == root


@pytest.mark.parametrize(
    ("kind", "id", "expected"),
    [
        ("source", "gazette", True),
        ("agent", "ann", True),
        ("agent", "bob", True),
        ("agent", "nobody", False),
        ("post", "ann", False),
        ("posting", "ann-envoy", True),
        ("meeting", "ann-bob", True),
        ("statement", "ann-speaks", False),
    ],
)
def test_a_subject_exists_under_every_id_that_a_fact_in_force_gives_it(kind: str, id: str, expected: bool) -> None:
    facts = (a_source(), an_agent(), a_post(), an_agent("bob"), SERVING, a_meeting(), a_judgement("ann", "bob"))
    assert known(recorded(*facts)).subject(kind, id) is expected  # type: ignore[arg-type]


def test_a_subject_that_is_there_for_others_sake_does_not_exist() -> None:
    log = MemoryLog()
    ann = log.record(an_agent())
    for fact in (a_name(), a_post(), a_posting()):
        log.record(fact)
    log.record(a_retraction(ann))
    assert not known(log).subject("agent", "ann")


def test_a_key_whose_facts_were_withdrawn_may_be_used_again(tmp_path: Path) -> None:
    dossier = a_dossier(tmp_path)
    (ann,) = recorded_in(dossier, an_agent())
    with pytest.raises(InvalidInput, match="exists already"):
        recorded_in(dossier, an_agent(name="Another Ann"))
    recorded_in(dossier, a_retraction(ann.fact))
    with pytest.raises(InvalidInput, match="there is no agent 'ann'"):
        recorded_in(dossier, a_name())
    (again,) = recorded_in(dossier, an_agent(name="Another Ann"))
    assert (again.subject, again.outcome) == ("ann", "new")


def test_a_withheld_fact_was_recorded() -> None:
    log = recorded(an_agent())
    log.withhold(0)
    (id,) = built(log).execute("SELECT id FROM facts").fetchone()
    lookup = known(log)
    assert lookup.fact(id) and not lookup.fact("0" * 16)
    assert not lookup.subject("agent", "ann")
