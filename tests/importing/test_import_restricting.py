"""A document whose head says who may see what comes with it: from the moment in which that is recorded."""

from datetime import date

import pytest
from in_memory import Dossier, Imported

from regesta.events.entry import parse_entry
from regesta.events.facts import parse_fact
from regesta.events.importing.changes import Reason
from regesta.events.restriction import Restriction
from regesta.projections.public import withheld_in

TODAY = date(2026, 11, 24)
FACTS = """\
facts:
  - {kind: source, key: letter, title: A letter}
  - {kind: post, key: mayor, title: Mayor, source: letter}
"""


def ran(words: str, dossier: Dossier | None = None, reason: Reason | None = None, name: str = "interviews") -> Imported:
    """An import of two facts whose head says this."""
    said = f"restriction: {words}\n" if words else ""
    return (dossier or Dossier()).run(("d.yml", f"import: {name}\n{said}{FACTS}"), reason=reason)


def restrictions(dossier: Dossier) -> list[Restriction]:
    """The restrictions in force."""
    return [fact for _, fact in dossier.world.in_force() if isinstance(fact, Restriction)]


@pytest.mark.parametrize(
    ("words", "level", "code", "note"),
    [
        ("internal", "internal", None, None),
        ("withhold source-protection", "withheld", "source-protection", None),
        ("withhold other because the family asked", "withheld", "other", "the family asked"),
        ("embargo until 2030-01-01", "embargoed", None, None),
        ("embargo until December 2030 because they agreed", "embargoed", None, "they agreed"),
    ],
)
def test_the_head_restricts_the_import_in_the_words_of_the_command(
    words: str, level: str, code: str | None, note: str | None
) -> None:
    dossier = Dossier()
    assert ran(words, dossier).problems == ()
    (restriction,) = restrictions(dossier)
    assert restriction.target == ("import", "interviews")
    assert (restriction.level, restriction.code, restriction.note) == (level, code, note)
    assert len(withheld_in(dossier.log, TODAY)) == 3


def test_it_is_recorded_before_the_facts_that_it_covers() -> None:
    dossier = Dossier()
    ran("internal", dossier)
    kinds = [parse_fact(parse_entry(line).fact).kind for line in dossier.log.read()]
    assert kinds == ["restriction", "source", "post"]


def test_the_same_document_again_records_nothing() -> None:
    dossier = Dossier()
    ran("internal", dossier)
    size = dossier.log.head().size
    assert ran("internal", dossier).changes.facts == []
    assert dossier.log.head().size == size


def test_another_level_is_told_and_recorded_by_a_sync() -> None:
    dossier = Dossier()
    ran("internal", dossier)
    assert ran("embargo until 2030", dossier).changes.differing == ["d.yml:1 (restriction/head)"]
    ran("embargo until 2030", dossier, Reason("was-wrong", "They agreed"))
    assert [one.level for one in restrictions(dossier)] == ["embargoed"]


def test_a_head_that_no_longer_restricts_makes_nothing_public() -> None:
    dossier = Dossier()
    ran("internal", dossier)
    text = f"import: interviews\n{FACTS}"
    told = dossier.run(("d.yml", text), reason=Reason("was-wrong", "Away"), retract=True).changes
    assert told.by_hand == ["interviews (restriction/head): is no longer in the files, and holds until it is released"]
    assert [one.level for one in restrictions(dossier)] == ["internal"]


def test_what_was_recorded_without_the_import_is_counted_since_it_is_not_covered() -> None:
    dossier = Dossier()
    ran("", dossier, name="others")
    assert ran("internal", dossier).changes.elsewhere == 2
    assert list(withheld_in(dossier.log, TODAY)) == [2]


def test_two_files_of_one_import_restrict_it_once() -> None:
    head = "import: interviews\nrestriction: internal\nfacts:\n"
    one, two = (head + f"  - {{kind: source, key: {key}, title: A letter}}\n" for key in ("first", "second"))
    told = Dossier().run(("one.yml", one), ("two.yml", two))
    assert [planned.fact.kind for planned in told.plan.facts] == ["restriction", "source", "source"]
    assert told.plan.repeated == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("secret", "'secret' does not say who may see it: write internal, withhold CODE or embargo until WHEN"),
        ("withhold", "'withhold' does not say who may see it"),
        ("withhold whim", "'whim' is no reason to withhold: give one of privacy, safety, source-protection"),
        ("withhold other", "withhold other: say which reason it is, with because WHY behind it."),
        ("embargo until soon", "embargo until 'soon': "),
        (
            "embargo until after 2030",
            "embargo until 'after 2030' has no last day: give one that has, such as 2030-01-01.",
        ),
        ("{level: internal}", "a mapping is not read"),
    ],
)
def test_what_is_wrong_with_it_is_one_sentence_and_nothing_is_recorded(words: str, sentence: str) -> None:
    dossier = Dossier()
    (problem,) = ran(words, dossier).problems
    assert problem.startswith('d.yml:2, "restriction": ')
    assert sentence in problem
    assert dossier.log.head().size == 0


def test_a_mapping_says_it_for_the_tables_that_it_reads() -> None:
    dossier = Dossier()
    mapping = (
        "import: '{file}'\nrestriction: internal\ncolumns: {name: Name}\n"
        "rows: [{kind: agent, key: '{name|slug}', name: '{name}', type: person}]\n"
    )
    told = dossier.run(("people.csv", "Name\nAnn\n"), mapping=mapping)
    assert told.problems == ()
    assert [one.target for one in restrictions(dossier)] == [("import", "people")]
    assert list(withheld_in(dossier.log, TODAY)) == [0, 1]
