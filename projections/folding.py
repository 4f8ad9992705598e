"""The rows of an account, in two helpings: what other subjects refer to, and the rest.

The order is what makes one pass over the facts enough: a row that repeats a name is made after the row that has it.
"""

from collections.abc import Iterator

from regesta.projections.account import Account, Names, Row
from regesta.projections.citations import citations, hops
from regesta.projections.derived import derived_dates
from regesta.projections.ledger import ledger
from regesta.projections.registry import BY_KIND
from regesta.projections.timeline import timeline


def faces(account: Account, names: Names) -> Iterator[Row]:
    """The rows of a subject that others refer to; none for other subjects."""
    projection = BY_KIND[account.kind]
    return iter(()) if projection.shows is None else projection.fold(account, names)


def the_rest(account: Account, names: Names) -> Iterator[Row]:
    """The rows of a subject that no other refers to, and all that its facts put in the ledger."""
    projection = BY_KIND.get(account.kind)
    yield from ledger(account, projection, names)
    if projection is None:
        return
    if projection.shows is None:
        yield from projection.fold(account, names)
    filed = projection.filed(account, names)[0]
    standing = account.facts[-1:] if projection.last_stands else account.facts
    for version in standing:
        yield from citations(version, filed)
        yield from hops(version, names)
        yield from derived_dates(version)
        yield from timeline(version, projection.dates(version, account, names), filed)
