"""The registry: one line for each kind of subject. Whatever reads facts or makes tables goes by this list.

To add a kind, write its table, its fold and its `Projection` in a file of its own, and add it here.
"""

from regesta.events.facts import Plain
from regesta.events.values import Value
from regesta.projections import (
    agents,
    expectations,
    explanations,
    independence,
    judgements,
    meetings,
    postings,
    posts,
    restrictions,
    sources,
    statements,
)
from regesta.projections.account import Projection
from regesta.projections.citations import CITATIONS, HOPS
from regesta.projections.column import Table
from regesta.projections.conflicts import rows as conflicts
from regesta.projections.derived import DATE_ORIGINS, DERIVED_DATES
from regesta.projections.ledger import FACTS, HISTORY
from regesta.projections.timeline import TIMELINE

PROJECTIONS: tuple[Projection, ...] = (
    judgements.PROJECTION,
    independence.PROJECTION,
    agents.PROJECTION,
    posts.PROJECTION,
    sources.PROJECTION,
    postings.PROJECTION,
    statements.PROJECTION,
    meetings.PROJECTION,
    expectations.PROJECTION,
    explanations.PROJECTION,
    restrictions.PROJECTION,
)
"""Every kind of subject."""

LEDGER: tuple[Table, ...] = (FACTS, HISTORY, CITATIONS, HOPS, TIMELINE, DERIVED_DATES, DATE_ORIGINS)
"""The tables that facts of every kind go into."""

FOUND: tuple[Table, ...] = (*conflicts.TABLES,)
"""The tables of what is found by looking across subjects (`finders.py`)."""

TABLES: tuple[Table, ...] = (*(table for projection in PROJECTIONS for table in projection.tables), *LEDGER, *FOUND)
"""Every table."""

BY_KIND: dict[str, Projection] = {projection.kind: projection for projection in PROJECTIONS}
"""The projection of each kind of subject."""

_BY_FACT: dict[type[Value], Projection] = {fact: projection for projection in PROJECTIONS for fact in projection.facts}


def projection_of(fact: Plain) -> Projection:
    """The projection of the subject that a fact speaks of."""
    return _BY_FACT[type(fact)]
