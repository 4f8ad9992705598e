"""Rows that stay because others refer to them: what was withdrawn is stripped to its name, and goes when it can."""

import pytest
from databases import advanced, built
from factories import a_judgement, a_post, a_posting, a_retraction, a_source, an_agent
from memory_log import MemoryLog, recorded

from regesta.events.facts import Fact


def withdrawn(*facts: Fact) -> tuple[MemoryLog, str]:
    """A log in which the first of some facts was retracted at the end, and the retraction."""
    log = MemoryLog()
    ids = [log.record(fact) for fact in facts]
    return log, log.record(a_retraction(ids[0]))


@pytest.mark.parametrize(
    ("fact", "others", "query", "row"),
    [
        (
            an_agent("ann", description="secret"),
            (a_post(), a_posting()),
            "SELECT id, name, type, description, status FROM agents",
            ("ann", "Ann", "person", None, "retracted"),
        ),
        (
            a_post(title="Envoy", organization="Ruritania"),
            (an_agent(), a_posting()),
            "SELECT id, label, organization, status FROM posts",
            ("envoy", "Envoy", None, "retracted"),
        ),
        (
            a_source(title="The Gazette", url="https://example.org"),
            (an_agent(source="gazette"),),
            "SELECT id, label, title, url, status FROM sources",
            ("gazette", "“The Gazette”", None, None, "retracted"),
        ),
    ],
)
def test_what_others_refer_to_stays_and_is_stripped_to_its_name(
    fact: Fact, others: tuple[Fact, ...], query: str, row: tuple[object, ...]
) -> None:
    log, _ = withdrawn(fact, *others)
    assert built(log).execute(query).fetchall() == [row]


@pytest.mark.parametrize(("fact", "table"), [(an_agent(), "agents"), (a_post(), "posts"), (a_source(), "sources")])
def test_what_nobody_refers_to_goes(fact: Fact, table: str) -> None:
    log, retraction = withdrawn(fact)
    connection = built(log)
    assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    log.record(a_retraction(retraction))
    advanced(connection, log, 2)
    assert connection.execute(f"SELECT status FROM {table}").fetchall() == [("in-force",)]


def test_it_goes_when_the_last_that_refers_to_it_goes_and_comes_back_with_the_next() -> None:
    log = recorded(an_agent(), a_post())
    posting = log.record(a_posting())
    log.record(a_retraction(log.record(a_post(None, of="envoy"))))
    connection = built(log)
    size = len(log.lines)
    agents = "SELECT id, status FROM agents"
    (agent,) = connection.execute("SELECT id FROM facts WHERE kind = 'agent'").fetchone()
    for fact, expected in (
        (a_retraction(agent), [("ann", "retracted")]),
        (a_retraction(posting), []),
        (a_posting("again"), [("ann", "retracted")]),
        (an_agent(None, of="ann", name="Anna"), [("ann", "in-force")]),
    ):
        log.record(fact)
        advanced(connection, log, size)
        size += 1
        assert connection.execute(agents).fetchall() == expected
    assert connection.execute("SELECT label FROM postings").fetchall() == [("Anna, Envoy",)]


def test_an_agent_that_is_withheld_is_called_by_its_id() -> None:
    log = recorded(an_agent(), a_post(), a_posting())
    log.withhold(0)
    assert built(log).execute("SELECT id, name, type, status FROM agents").fetchall() == [
        ("ann", "ann", "not-known", "not-told")
    ]


def test_an_agent_that_is_only_judged_keeps_a_row() -> None:
    log, _ = withdrawn(an_agent("ann"), an_agent("bob"), a_judgement("ann", "bob", "different"))
    rows = built(log).execute("SELECT aliases.id, agent, status FROM aliases JOIN agents ON agents.id = agent")
    assert sorted(rows.fetchall()) == [("ann", "ann", "retracted"), ("bob", "bob", "in-force")]


def test_of_two_that_are_the_same_the_one_in_force_gives_the_name_and_the_first_the_id() -> None:
    log, _ = withdrawn(an_agent("ann"), an_agent("bob"), a_judgement("ann", "bob", "same"))
    assert built(log).execute("SELECT id, name, status FROM agents").fetchall() == [("ann", "Bob", "in-force")]
