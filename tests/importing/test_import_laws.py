"""The laws of the import, over generated documents."""

from collections import Counter
from collections.abc import Iterable

from generated_facts import TEXT, as_lines, as_yaml, documents
from hypothesis import given, settings
from in_memory import Dossier

from regesta.events.facts import Fact, content
from regesta.events.importing.changes import Reason

REASON = Reason("source-corrected", "A later version")

laws = settings(max_examples=40, deadline=None)


def desk() -> Dossier:
    """A dossier that has captured the source that generated quotes are from."""
    return Dossier(texts={"s0": TEXT})


def contents(facts: Iterable[Fact]) -> list[bytes]:
    """What facts say, each thing once, in its order."""
    return list(dict.fromkeys(map(content, facts)))


@laws
@given(documents())
def test_what_is_written_is_what_is_recorded(facts: list[Fact]) -> None:
    for name, text in (("d.jsonl", as_lines(facts)), ("d.yml", as_yaml(facts))):
        ran = desk().run((name, text))
        assert ran.problems == ()
        assert contents(planned.fact for planned in ran.plan.facts) == contents(facts)
        assert len([one for one in ran.recorded if one.outcome == "new"]) == len(contents(facts))


@laws
@given(documents())
def test_importing_twice_in_either_format_records_nothing_twice(facts: list[Fact]) -> None:
    dossier = desk()
    dossier.run(("d.jsonl", as_lines(facts)))
    size = len(dossier.log.lines)
    for name, text in (("d.jsonl", as_lines(facts)), ("d.yml", as_yaml(facts))):
        again = dossier.run((name, text))
        assert (again.problems, again.recorded, again.changes.differing) == ((), (), [])
        assert dossier.run((name, text), reason=REASON, retract=True).recorded == ()
    assert len(dossier.log.lines) == size


@laws
@given(documents(), documents())
def test_after_a_sync_what_is_in_force_is_what_the_document_says(first: list[Fact], second: list[Fact]) -> None:
    dossier = desk()
    for facts in (first, second, first, second):
        ran = dossier.run(("d.jsonl", as_lines(facts)), reason=REASON, retract=True)
        assert ran.problems == ()
        found = Counter(content(told) for _, told in dossier.world.in_force())
        assert set(found) == set(contents(facts))
        again = dossier.run(("d.jsonl", as_lines(facts)), reason=REASON, retract=True)
        assert again.recorded == ()
