"""A document that comes again in a later version: what changes, what stays, and what a person decided."""

from in_memory import ACT, Dossier, Imported

from regesta.events.facts import content, parse_fact
from regesta.events.importing.changes import Reason
from regesta.events.recording import record

REASON = Reason("source-corrected", "Release of October")
HEAD = """\
import: ministers
facts:
  - {kind: source, key: list, title: A list}
  - {kind: agent, key: a, name: A, type: person}
  - {kind: agent, key: b, name: B, type: person}
  - {kind: post, key: mayor, title: Mayor}
"""


def row(key: str, holder: str = "a", start: str = "2018", end: str | None = "still") -> str:
    """A posting of the document."""
    told = f", end: {end}" if end else ""
    return (
        f"  - {{kind: posting, key: {key}, holder: {holder}, post: mayor, phase: serving, start: {start}{told},"
        " source: list}\n"
    )


def synced(dossier: Dossier, *rows: str, retract: bool = False, reason: Reason = REASON) -> Imported:
    """The document with these rows, synced."""
    return dossier.run(("d.yml", HEAD + "".join(rows)), reason=reason, retract=retract)


def postings(dossier: Dossier) -> dict[str, tuple[str, str, str]]:
    """Holder, start and state of the end of each posting in force, by key."""
    return {
        told.key or "": (told.holder or "", told.start.verbatim if told.start else "", told.end.state)
        for _, told in dossier.world.in_force()
        if told.kind == "posting"
    }


def by_hand(dossier: Dossier, **fields: object) -> str:
    """Record a fact as a person does; returns its id."""
    (one,) = record(dossier.log, [parse_fact(fields)], dossier.world, ACT, dossier.salt)
    return one.fact


def fact_of(dossier: Dossier, key: str) -> str:
    """The fact that carries the version in force of a posting."""
    return next(version.id for version, told in dossier.world.in_force() if getattr(told, "key", None) == key)


def test_the_first_sync_is_an_import() -> None:
    dossier = Dossier()
    ran = synced(dossier, row("p"))
    assert (len(ran.recorded), ran.changes.corrected) == (5, 0)


def test_a_sync_of_the_same_records_nothing() -> None:
    dossier = Dossier()
    synced(dossier, row("p"))
    again = synced(dossier, row("p"))
    assert (again.recorded, again.changes.skipped) == ((), 5)


def test_differences_become_corrections_with_the_motive_and_additions_are_added() -> None:
    dossier = Dossier()
    synced(dossier, row("p"), row("q"))
    ran = synced(dossier, row("p", end="2019"), row("q"), row("r", holder="b"))
    assert (ran.changes.corrected, dict(ran.changes.new)) == (1, {"posting": 1})
    correction = ran.changes.facts[0]
    assert correction.kind == "correction"
    assert (correction.motive, correction.note) == ("source-corrected", "Release of October")
    assert postings(dossier) == {
        "p": ("a", "2018", "stated"), "q": ("a", "2018", "holds"), "r": ("b", "2018", "holds"),
    }  # fmt: skip


def test_a_correction_may_cite_the_source_that_says_so() -> None:
    dossier = Dossier()
    synced(dossier, row("p"))
    ran = synced(dossier, row("p", end="2019"), reason=Reason("no-longer-true", "He left", "list"))
    assert [citation.source for citation in ran.changes.facts[0].citations] == ["list"]


def test_values_that_go_back_and_forth_are_corrected_each_time() -> None:
    dossier = Dossier()
    for end in ("still", "2019", "still", "2019", "still"):
        in_force = [fact_of(dossier, "p")] if dossier.log.lines else []
        ran = synced(dossier, row("p", end=end))
        assert postings(dossier)["p"][2] == ("holds" if end == "still" else "stated")
        assert [fact.replaces for fact in ran.changes.facts if fact.kind == "correction"] == in_force
    assert len(dossier.log.lines) == 5 + 4


def test_a_correction_to_a_new_agent_is_recorded_with_it() -> None:
    dossier = Dossier()
    synced(dossier, row("p"))
    ran = synced(dossier, "  - {kind: agent, key: c, name: C, type: person}\n", row("p", holder="c"))
    assert ran.problems == ()
    assert postings(dossier)["p"][0] == "c"


def test_vanished_keys_are_told_and_left() -> None:
    dossier = Dossier()
    synced(dossier, row("p"), row("q"))
    ran = synced(dossier, row("p"))
    assert (ran.changes.vanished, ran.recorded) == (["posting/q"], ())
    assert set(postings(dossier)) == {"p", "q"}


def test_vanished_keys_are_retracted_if_that_is_asked_for() -> None:
    dossier = Dossier()
    synced(dossier, row("p"), row("q"))
    ran = synced(dossier, row("p"), retract=True)
    assert [fact.kind for fact in ran.changes.facts] == ["retraction"]
    assert ran.changes.facts[0].reason == "Release of October"  # type: ignore[union-attr]
    assert set(postings(dossier)) == {"p"}
    assert synced(dossier, row("p"), retract=True).recorded == ()


def test_what_a_sync_retracted_is_restored_when_it_comes_back() -> None:
    dossier = Dossier()
    for _ in range(2):
        synced(dossier, row("p"), row("q"))
        assert set(postings(dossier)) == {"p", "q"}
        synced(dossier, row("p"), retract=True)
        assert set(postings(dossier)) == {"p"}
    ran = synced(dossier, row("p"), row("q", end="2019"))
    assert (ran.changes.restored, ran.changes.corrected) == (1, 1)
    assert postings(dossier)["q"] == ("a", "2018", "stated")


def test_a_subject_comes_back_together_with_what_refers_to_it() -> None:
    dossier = Dossier()
    carl = "  - {kind: agent, key: c, name: C, type: person}\n"
    synced(dossier, carl, row("p"), row("q", holder="c"))
    synced(dossier, row("p"), retract=True)
    assert "c" not in [told.key for _, told in dossier.world.in_force() if told.kind == "agent"]
    ran = synced(dossier, carl, row("p"), row("r", holder="c"))
    assert ran.problems == ()
    assert ran.changes.restored == 1
    assert set(postings(dossier)) == {"p", "r"}


def test_agents_that_the_document_still_refers_to_are_not_retracted() -> None:
    dossier = Dossier()
    synced(dossier, row("p"))
    shorter = HEAD.replace("  - {kind: agent, key: a, name: A, type: person}\n", "")
    ran = dossier.run(("d.yml", shorter + row("p")), reason=REASON, retract=True)
    assert ran.problems == ()
    assert (ran.changes.vanished, ran.recorded) == ([], ())


def test_what_is_told_once_and_is_there_does_not_vanish() -> None:
    dossier = Dossier()
    other = "  - {kind: agent, key: other, once: dossier, name: Other, type: person}\n"
    synced(dossier, other, row("p"))
    ran = synced(dossier, other, row("p"), retract=True)
    assert (ran.changes.vanished, ran.recorded, ran.plan.known_before) == ([], (), 1)
    assert synced(dossier, row("p"), retract=True).changes.vanished == ["agent/other"]


def test_what_a_person_corrected_stays_if_the_document_did_not_change() -> None:
    dossier = Dossier()
    synced(dossier, row("p"))
    _correct_by_hand(dossier)
    ran = synced(dossier, row("p"))
    assert ran.recorded == ()
    assert ran.changes.by_hand == ["d.yml:7 (posting/p): corrected by hand, and left so"]


def test_what_a_person_corrected_stays_and_is_told_if_the_document_changed_too() -> None:
    dossier = Dossier()
    synced(dossier, row("p"))
    _correct_by_hand(dossier)
    ran = synced(dossier, row("p", start="2016"))
    assert ran.recorded == ()
    assert "changed in the document too; left as it is" in ran.changes.by_hand[0]
    assert postings(dossier)["p"][1] == "2017"


def test_what_a_person_corrected_to_what_the_document_says_now_is_settled() -> None:
    dossier = Dossier()
    synced(dossier, row("p"))
    _correct_by_hand(dossier)
    ran = synced(dossier, row("p", start="2017"))
    assert (ran.recorded, ran.changes.by_hand) == ((), [])


def _correct_by_hand(dossier: Dossier) -> None:
    old = next(told for _, told in dossier.world.in_force() if getattr(told, "key", None) == "p")
    (new,) = (
        planned.fact
        for planned in Dossier().run(("d.yml", HEAD + row("p", start="2017"))).plan.facts
        if planned.fact.kind == "posting"
    )
    assert content(old) != content(new)
    by_hand(
        dossier, kind="correction", replaces=fact_of(dossier, "p"), fact=new, motive="was-wrong", note="See the archive"
    )


def test_what_a_person_retracted_stays_retracted() -> None:
    dossier = Dossier()
    synced(dossier, row("p"), row("q"))
    by_hand(dossier, kind="retraction", fact=fact_of(dossier, "q"), reason="There was no such posting")
    ran = synced(dossier, row("p"), row("q", end="2019"), retract=True)
    assert ran.recorded == ()
    assert ran.changes.by_hand == ["d.yml:8 (posting/q): retracted by hand, and left so"]


def test_facts_without_a_key_are_known_by_what_they_say() -> None:
    dossier = Dossier()
    name = "  - {kind: name, agent: a, name: %s, source: list}\n"
    synced(dossier, name % "Anna")
    ran = synced(dossier, name % "Anna", name % "Anne")
    assert dict(ran.changes.new) == {"name": 1}
    ran = synced(dossier, name % "Anne", retract=True)
    assert (ran.changes.retracted, ran.changes.corrected) == (1, 0)
    assert [told.name for _, told in dossier.world.in_force() if told.kind == "name"] == ["Anne"]


def test_a_phase_that_vanishes_is_retracted_though_its_posting_stays() -> None:
    dossier = Dossier()
    left = "  - {kind: posting, of: p, phase: left, start: 2019, source: list}\n"
    synced(dossier, row("p"), left)
    assert synced(dossier, row("p"), row("q"), retract=True).changes.vanished == ["posting/p/left"]
    assert [told.of for _, told in dossier.world.in_force() if told.kind == "posting"] == [None, None]


def test_a_fact_that_only_gets_another_key_does_not_vanish() -> None:
    dossier = Dossier()
    name = "  - {kind: name, key: %s, agent: a, name: Anna, source: list}\n"
    synced(dossier, name % "one")
    ran = synced(dossier, name % "two", retract=True)
    assert (ran.recorded, ran.changes.vanished) == ((), [])


def test_a_corrected_fact_that_only_gets_another_key_does_not_vanish() -> None:
    dossier = Dossier()
    name = "  - {kind: name, key: %s, agent: a, name: %s, source: list}\n"
    synced(dossier, name % ("one", "Anna"))
    synced(dossier, name % ("one", "Anne"))
    ran = synced(dossier, name % ("two", "Anne"), retract=True)
    assert (ran.recorded, ran.changes.vanished) == ((), [])


def test_what_one_key_gives_up_another_may_take() -> None:
    dossier = Dossier()
    name = "  - {kind: name, key: %s, agent: a, name: %s, source: list}\n"
    synced(dossier, name % ("one", "Anna"))
    ran = synced(dossier, name % ("one", "Anne"), name % ("two", "Anna"))
    assert (ran.changes.corrected, dict(ran.changes.new)) == (1, {"name": 1})
    assert sorted(told.name for _, told in dossier.world.in_force() if told.kind == "name") == ["Anna", "Anne"]  # type: ignore[union-attr]


def test_an_import_after_a_sync_compares_with_the_last_version() -> None:
    dossier = Dossier()
    synced(dossier, row("p"))
    synced(dossier, row("p", end="2019"))
    assert dossier.run(("d.yml", HEAD + row("p", end="2019"))).recorded == ()
    assert dossier.run(("d.yml", HEAD + row("p"))).changes.differing == ["d.yml:7 (posting/p)"]


def test_other_imports_are_left_alone() -> None:
    dossier = Dossier()
    dossier.run(("other.yml", "import: other\nfacts:\n  - {kind: post, key: judge, title: Judge}\n"))
    ran = synced(dossier, row("p"), retract=True)
    assert ran.changes.vanished == []
