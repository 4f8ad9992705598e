"""Short and pet forms of English given names, from the list that the package `nicknames` keeps (Apache-2.0)."""

from collections import defaultdict
from functools import cache


@cache
def _forms() -> dict[str, frozenset[str]]:
    from nicknames import name_triplets

    forms: defaultdict[str, set[str]] = defaultdict(set)
    for name, relation, short in name_triplets():
        if relation == "has_nickname":
            forms[name.casefold()].add(short.casefold())
    return {name: frozenset(short) for name, short in forms.items()}


@cache
def _whole() -> dict[str, tuple[str, ...]]:
    whole: defaultdict[str, list[str]] = defaultdict(list)
    for name, shorts in sorted(_forms().items()):
        for short in sorted(shorts):
            whole[short].append(name)
    return {short: tuple(names) for short, names in whole.items()}


def forms(word: str) -> tuple[str, ...]:
    """The names that a word is a short or pet form of; none for most words."""
    return _whole().get(word, ())


def shorts(word: str) -> frozenset[str]:
    """The short and pet forms of a name; none for most words."""
    return _forms().get(word, frozenset())


def is_short_for(one: str, other: str) -> bool:
    """Whether the list has either name as a short or pet form of the other: Bill and William."""
    forms = _forms()
    return other in forms.get(one, ()) or one in forms.get(other, ())
