"""What an import recognizes: its own facts, others' equal ones, those told twice, once, or not any more."""

from in_memory import ACT, Dossier

from regesta.events.facts import parse_fact
from regesta.events.recording import record

HEAD = "import: first\nfacts:\n  - {kind: source, key: letter, title: A letter}\n"
POST = "  - {kind: post, key: mayor, title: Mayor, seats: 1}\n"


def by_hand(dossier: Dossier, **fields: object) -> str:
    """Record a fact as a person does; returns its id."""
    (one,) = record(dossier.log, [parse_fact(fields)], dossier.world, ACT, dossier.salt)
    return one.fact


def test_importing_twice_records_nothing_twice() -> None:
    dossier = Dossier()
    assert len(dossier.run(("d.yml", HEAD + POST)).recorded) == 2
    again = dossier.run(("d.yml", HEAD + POST))
    assert (len(again.recorded), again.changes.skipped, again.changes.differing) == (0, 2, [])


def test_a_fact_that_was_recorded_by_hand_is_recognized_by_its_content() -> None:
    dossier = Dossier()
    by_hand(dossier, kind="post", key="mayor", title="Mayor", seats=1, observation=True)
    ran = dossier.run(("d.yml", HEAD + POST))
    assert [planned.kind for planned in ran.changes.facts] == ["source"]


def test_equal_facts_of_a_document_are_recorded_once_and_counted() -> None:
    name = "  - {kind: name, agent: a, name: A. B., source: letter}\n"
    dossier = Dossier()
    ran = dossier.run(("d.yml", HEAD + "  - {kind: agent, key: a, name: A, type: person}\n" + name + name))
    assert (ran.plan.repeated, len(dossier.log.lines)) == (1, 3)


def test_another_content_under_the_same_key_is_left_and_told() -> None:
    dossier = Dossier()
    dossier.run(("d.yml", HEAD + POST))
    ran = dossier.run(("d.yml", HEAD + POST.replace("Mayor", "Lord Mayor")))
    assert ran.changes.differing == ["d.yml:4 (post/mayor)"]
    assert (len(ran.recorded), len(dossier.log.lines)) == (0, 2)


def test_the_import_is_known_again_by_its_name_and_not_by_its_file() -> None:
    dossier = Dossier()
    dossier.run(("a.yml", HEAD + POST))
    assert dossier.run(("b.yml", HEAD + POST.replace("Mayor", "Lord Mayor"))).changes.differing
    other = dossier.run(("b.yml", (HEAD + POST).replace("import: first", "import: second").replace("Mayor", "X")))
    assert other.problems == (
        'b.yml:4, "key": the post "mayor" exists already, and not from this import; add to it with of: mayor, say once:'
        " dossier to leave it as it is, or choose another key.",
    )


def test_a_key_may_stand_for_an_agent_and_a_source_at_once() -> None:
    dossier = Dossier()
    ran = dossier.run(("d.yml", HEAD + "  - {kind: agent, key: letter, name: Letter, type: organization}\n"))
    assert [planned.origin.key for planned in ran.plan.facts] == ["source/letter", "agent/letter"]


def test_facts_without_a_key_are_called_by_their_phase_if_nothing_else_is() -> None:
    facts = (
        "  - {kind: agent, key: a, name: A, type: person}\n"
        "  - {kind: posting, key: p, holder: a, post: mayor, phase: appointed, source: letter}\n"
        "  - {kind: posting, of: p, phase: serving, source: letter}\n"
        "  - {kind: posting, of: p, phase: left, start: 2018, source: letter}\n"
        "  - {kind: posting, of: p, phase: left, start: 2019, source: letter}\n"
        "  - {kind: posting, of: p, key: p-died, phase: died, source: letter}\n"
    )
    keys = [planned.origin.key for planned in Dossier().run(("d.yml", HEAD + POST + facts)).plan.facts]
    assert keys[3:5] == ["posting/p", "posting/p/serving"]
    assert all(key.startswith("posting/~") for key in keys[5:7])
    assert keys[5] != keys[6]
    assert keys[7] == "posting/p-died"


def test_told_once_the_first_row_of_a_key_counts() -> None:
    lines = (
        '{"kind": "post", "key": "p", "title": "First", "once": "file"}\n'
        '{"kind": "post", "key": "p", "title": "Second", "once": "file"}\n'
        '{"kind": "post", "key": "q", "title": "Always"}\n'
        '{"kind": "post", "key": "q", "title": "Once", "once": "file"}\n'
    )
    ran = Dossier().run(("d.jsonl", lines))
    assert ran.problems == ()
    assert [planned.fact.title for planned in ran.plan.facts] == ["First", "Always"]  # type: ignore[union-attr]
    assert ran.plan.remarks == [
        'd.jsonl:2: the post \'p\' is told once, and differs here: title "Second", not "First". What d.jsonl:1 says'
        " stands."
    ]


def test_told_once_what_the_dossier_has_stays() -> None:
    dossier = Dossier()
    by_hand(dossier, kind="post", key="p", title="By hand", observation=True)
    line = '{"kind": "post", "key": "p", "title": "Imported", "once": "%s"}\n'
    ran = dossier.run(("d.jsonl", line % "dossier"))
    assert (len(ran.recorded), ran.plan.known_before) == (0, 1)
    assert "exists already" in dossier.run(("d.jsonl", line % "file")).problems[0]


def test_what_a_person_retracted_is_not_brought_back() -> None:
    dossier = Dossier()
    recorded = dossier.run(("d.yml", HEAD + POST)).recorded
    by_hand(dossier, kind="retraction", fact=recorded[1].fact, reason="There is no mayor")
    ran = dossier.run(("d.yml", HEAD + POST))
    assert ran.recorded == ()
    assert ran.changes.by_hand == ["d.yml:4 (post/mayor): was retracted, and is left so"]
