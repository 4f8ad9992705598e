"""Names in documents: the file's own agents first, then the dossier's; near misses are suggested, never taken."""

from in_memory import Dossier

HEAD = """\
facts:
  - {kind: source, key: letter, title: A letter}
  - {kind: agent, key: jon-huntsman, name: Jon Huntsman, type: person}
  - {kind: name, agent: jon-huntsman, name: Джон Хантсман, source: letter}
"""


def meeting(by: str, head: str = HEAD, agents: str = "match") -> str:
    """A document in which somebody meets Huntsman."""
    return f"agents: {agents}\n{head}  - {{kind: meeting, by: {by}, with: jon-huntsman, step: held, source: letter}}\n"


def test_a_name_that_one_agent_of_the_file_has_is_that_agent() -> None:
    ran = Dossier().run(("d.yml", HEAD + "  - {kind: name, agent: jon  HUNTSMAN, name: J. H., source: letter}\n"))
    assert ran.problems == ()
    assert ran.plan.facts[-1].fact.agent == "jon-huntsman"  # type: ignore[union-attr]


def test_a_name_that_a_fact_of_the_file_tells_is_known() -> None:
    head = HEAD + "  - {kind: agent, key: b, name: B, type: person}\n"
    text = head + "  - {kind: meeting, by: b, with: Джон Хантсман, step: held, source: letter}\n"
    ran = Dossier().run(("d.yml", text))
    assert ran.problems == ()
    assert ran.plan.facts[-1].fact.counterparts == ("jon-huntsman",)  # type: ignore[union-attr]


def test_a_name_that_one_agent_of_the_dossier_has_is_that_agent() -> None:
    dossier = Dossier()
    dossier.run(("a.yml", HEAD + "  - {kind: agent, key: putin, name: Vladimir Putin, type: person}\n"))
    ran = dossier.run(
        ("b.yml", "facts:\n  - {kind: meeting, by: vladimir putin, with: jon-huntsman, step: held, source: letter}\n")
    )
    assert ran.problems == ()
    assert ran.plan.facts[0].fact.by == ("putin",)  # type: ignore[union-attr]


def test_a_near_miss_is_suggested_and_refused() -> None:
    dossier = Dossier()
    dossier.run(("a.yml", HEAD + "  - {kind: agent, key: putin, name: Vladimir Putin, type: person}\n"))
    ran = dossier.run(("b.yml", "facts:\n  - {kind: name, agent: Vladimir Puttin, name: V. P., source: letter}\n"))
    assert ran.problems == (
        'b.yml:2, "agent": nobody is called "Vladimir Puttin"; did you mean Vladimir Putin (putin)? Otherwise add the'
        " agent, or say agents: create.",
    )


def test_with_create_an_unknown_name_is_a_new_agent_with_the_source_of_the_fact() -> None:
    ran = Dossier().run(("d.yml", meeting("Jon Hutsman", agents="create")))
    assert ran.problems == ()
    agent, held = (planned.fact for planned in ran.plan.facts[-2:])
    assert (agent.kind, agent.key, agent.name, agent.type) == ("agent", "jon-hutsman", "Jon Hutsman", "person")  # type: ignore[union-attr]
    assert agent.citations[0].source == "letter"
    assert held.by == ("jon-hutsman",)  # type: ignore[union-attr]
    assert ran.plan.remarks == [
        'd.yml:6: "Jon Hutsman" is a new agent; Jon Huntsman (jon-huntsman) is called nearly so.'
    ]


def test_created_agents_are_known_when_the_file_comes_again() -> None:
    dossier = Dossier()
    text = meeting("Valery Gerasimov", agents="create")
    assert len(dossier.run(("d.yml", text)).recorded) == 5
    again = dossier.run(("d.yml", text))
    assert (again.recorded, again.plan.new_agents) == ((), 0)


def test_a_key_that_is_taken_gets_a_number() -> None:
    head = HEAD + "  - {kind: agent, key: valery-gerasimov, name: Somebody else, type: person}\n"
    ran = Dossier().run(("d.yml", meeting("Valery Gerasimov", head=head, agents="create")))
    assert ran.plan.facts[-2].fact.key == "valery-gerasimov-2"  # type: ignore[union-attr]


def test_an_anonymous_voice_is_never_meant_by_its_words() -> None:
    head = HEAD + (
        "  - {kind: agent, key: voice, name: a diplomatic source, type: anonymous, outlet: Kommersant,"
        " source: letter}\n"
    )
    ran = Dossier().run(("d.yml", meeting("a diplomatic source", head=head)))
    assert len(ran.problems) == 1
    assert Dossier().run(("d.yml", meeting("voice", head=head))).problems == ()


def test_a_new_agent_is_of_the_type_that_the_head_says() -> None:
    text = "agent_type: organization\n" + meeting("NATO", agents="create")
    assert Dossier().run(("d.yml", text)).plan.facts[-2].fact.type == "organization"  # type: ignore[union-attr]
