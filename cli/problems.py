"""The problems of an import as they are printed: all, or, where they are many, some of each kind."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from regesta.events.errors import Problem
from regesta.events.importing.places import Problems, kind_of


def listed(problems: Problems, most: int) -> Iterator[str]:
    """At most so many problems, a line each. If there are more, those of a kind stand together, and are counted.

    So a thousand rows without a key do not hide that another column has a date that cannot be read.
    """
    if problems.count <= most:
        yield from map(str, problems.kept)
        return
    of_kind: defaultdict[str, list[Problem]] = defaultdict(list)
    for problem in problems.kept:
        of_kind[kind_of(problem)].append(problem)
    shares = _shares(Counter({kind: len(found) for kind, found in of_kind.items()}), most)
    left = problems.count
    for kind, share in shares.items():
        yield from map(str, of_kind[kind][:share])
        more = problems.kinds[kind] - share
        left -= problems.kinds[kind]
        if more and len(problems.kinds) > 1:
            yield f"and {more:,} more like {'these' if share > 1 else 'it'}."
        elif more:
            yield f"and {more:,} more."
    if left:
        yield f"and {left:,} more, of other kinds."


def _shares(counts: Counter[str], most: int) -> dict[str, int]:
    """How many of each kind are shown, in the order of the kinds: as many of each as of the others, if it has them."""
    shares = dict.fromkeys(list(counts)[:most], 0)
    room = most
    for place, kind in enumerate(sorted(shares, key=lambda kind: counts[kind])):
        shares[kind] = min(counts[kind], room // (len(shares) - place))
        room -= shares[kind]
    return shares
