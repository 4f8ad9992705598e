"""Who is whom: clusters of agents that were judged to be the same."""

from itertools import combinations
from random import Random

import pytest
from databases import built
from factories import a_judgement, a_posting, a_retraction, an_agent
from hypothesis import given
from hypothesis import strategies as st
from memory_log import MemoryLog, recorded

from regesta.events.facts import Fact
from regesta.projections.identity import cluster, clusters, pair

AGENTS = "abcdef"
PAIRS = st.lists(st.sampled_from(tuple(combinations(AGENTS, 2))), unique=True)


@given(PAIRS, st.randoms(use_true_random=False))
def test_judgements_in_any_order_give_the_same_clusters(same: list[tuple[str, str]], random: Random) -> None:
    shuffled = [(b, a) if random.random() < 0.5 else (a, b) for a, b in same]
    random.shuffle(shuffled)
    assert clusters(shuffled, AGENTS.index) == clusters(same, AGENTS.index)


@given(PAIRS)
def test_a_cluster_is_all_that_judgements_connect_under_the_one_recorded_first(same: list[tuple[str, str]]) -> None:
    canonical = clusters(same, AGENTS.index)
    for agent in AGENTS:
        found = cluster(agent, lambda one: [b if a == one else a for a, b in same if one in (a, b)])
        assert min(found) == canonical.get(agent, agent)
        assert found == {other for other in AGENTS if canonical.get(other, other) == canonical.get(agent, agent)}


def test_a_pair_has_one_name_whichever_is_given_first() -> None:
    assert pair("b", "a") == pair("a", "b") == "a~b"


def aliases(log: MemoryLog) -> dict[str, str]:
    """Each id under which an agent was recorded, and the agent's own."""
    return dict(built(log).execute("SELECT id, agent FROM aliases"))


SAME = a_judgement("ann", "bob", "same")


@pytest.mark.parametrize(
    ("judgements", "expected"),
    [
        ([SAME], {"ann": "ann", "bob": "ann"}),
        ([a_judgement("bob", "ann", "same")], {"ann": "ann", "bob": "ann"}),
        ([SAME, a_judgement("bob", "ann", "different")], {"ann": "ann", "bob": "bob"}),
        ([SAME, a_judgement("ann", "bob", "undecided")], {"ann": "ann", "bob": "bob"}),
        ([a_judgement("ann", "bob", "different"), SAME], {"ann": "ann", "bob": "ann"}),
    ],
)
def test_the_last_judgement_on_a_pair_stands(judgements: list[Fact], expected: dict[str, str]) -> None:
    assert aliases(recorded(an_agent("ann"), an_agent("bob"), *judgements)) == expected


def test_that_two_differ_cuts_no_path_through_a_third() -> None:
    agents = (an_agent("ann"), an_agent("bob"), an_agent("carl"))
    log = recorded(*agents, SAME, a_judgement("bob", "carl"), a_judgement("ann", "carl", "different"))
    assert aliases(log) == {"ann": "ann", "bob": "ann", "carl": "ann"}


def test_a_withdrawn_judgement_gives_way_to_the_one_before() -> None:
    log = recorded(an_agent("ann"), an_agent("bob"), SAME)
    different = log.record(a_judgement("ann", "bob", "different"))
    log.record(a_retraction(different))
    assert aliases(log) == {"ann": "ann", "bob": "ann"}
    statuses = built(log).execute("SELECT status FROM facts WHERE kind = 'identity' ORDER BY position").fetchall()
    assert statuses == [("in-force",), ("retracted",)]


def test_a_judgement_that_a_later_one_replaces_is_superseded() -> None:
    log = recorded(an_agent("ann"), an_agent("bob"), SAME, a_judgement("ann", "bob", "different"))
    statuses = built(log).execute("SELECT status FROM facts WHERE kind = 'identity' ORDER BY position").fetchall()
    assert statuses == [("superseded",), ("in-force",)]


def test_the_one_recorded_first_stands_for_all_whichever_is_named_first() -> None:
    log = recorded(an_agent("zoe"), an_agent("ann"), a_posting(holder="ann"), a_judgement("ann", "zoe"))
    database = built(log)
    assert database.execute("SELECT id, name, other_names FROM agents").fetchall() == [("zoe", "Zoe", "Ann")]
    assert database.execute("SELECT holder FROM postings").fetchall() == [("zoe",)]
