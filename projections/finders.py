"""Everything that looks across subjects, in the order in which it does: one line for each.

A later finder may read the rows of an earlier one, and is not told when they change; it has to watch what they are
made of.
"""

from regesta.projections import expected
from regesta.projections.conflicts import finding
from regesta.projections.finder import Finder

FINDERS: tuple[Finder, ...] = (finding.FINDER, expected.FINDER)
