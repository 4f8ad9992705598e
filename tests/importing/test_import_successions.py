"""`replaces` in files: what it finds in a long file, and what finding it costs."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from in_memory import Dossier, Imported

HEAD = "agents: create\ndefaults: {observed: true}\nfacts:\n  - {kind: post, key: seat, title: A seat, seats: 1}\n"
BY_NAME, BY_KEY = "Holder No {before}", "posting/p{before}"


def chain(length: int, replaces: str, *, backwards: bool = False) -> str:
    """Holders of a seat, each of a new name and each replacing the one before."""
    facts = [
        f"  - {{kind: posting, key: p{number}, holder: Holder No {number}, post: seat, phase: serving, start: {number}"
        + (f", replaces: {replaces.format(before=number - 1)}}}\n" if number > 1000 else "}\n")
        for number in range(1000, 1000 + length)
    ]
    return HEAD + "".join(reversed(facts) if backwards else facts)


@contextmanager
def counted() -> Iterator[list[int]]:
    """How many Python functions are called meanwhile: a cost that is the same on every machine."""
    calls = [0]

    def count(_frame: Any, event: str, _argument: Any) -> None:
        calls[0] += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        yield calls
    finally:
        sys.setprofile(before)


def ended(ran: Imported) -> dict[str, str]:
    """The end that is told of each posting along with a successor."""
    found = {}
    for one in ran.plan.facts:
        if one.origin.key.endswith("/replaces"):
            assert one.fact.kind == "posting"
            found[str(one.fact.of)] = one.fact.end.when.verbatim
    return found


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("replaces", [BY_NAME, BY_KEY])
def test_each_of_a_chain_ends_with_the_next_in_whatever_order_they_stand(replaces: str, backwards: bool) -> None:
    ran = Dossier().run(("d.yml", chain(30, replaces, backwards=backwards)))
    assert ran.problems == ()
    assert ended(ran) == {f"p{number}": str(number + 1) for number in range(1000, 1029)}


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("replaces", [BY_NAME, BY_KEY])
def test_a_chain_twice_as_long_costs_twice_as_much(replaces: str, backwards: bool) -> None:
    costs = []
    for length in (220, 440):  # beyond those of which it is looked up who is called nearly so
        document = chain(length, replaces, backwards=backwards)
        with counted() as calls:
            assert Dossier().run(("d.yml", document)).problems == ()
        costs.append(calls[0])
    assert costs[1] < 2.3 * costs[0]


def test_nobody_is_told_to_come_near_to_themselves() -> None:
    ran = Dossier().run(("d.yml", HEAD + "  - {kind: posting, holder: Holder No 1000, post: seat, phase: serving}\n"))
    assert (ran.problems, ran.plan.remarks) == ((), [])
