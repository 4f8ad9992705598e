"""The rules: one line for each. To add one, write it in a file of its own and add it here."""

from regesta.projections.conflicts import (
    dates,
    denied,
    life,
    order,
    origins,
    relative_dates,
    report,
    restated,
    seats,
    steps,
)
from regesta.projections.conflicts.rule import Rule

RULES: tuple[Rule, ...] = (
    seats.RULE,
    dates.RULE,
    relative_dates.RULE,
    restated.RULE,
    order.RULE,
    life.RULE,
    report.RULE,
    steps.RULE,
    denied.RULE,
    origins.RULE,
)
"""Every rule, in the order in which readers are told of them."""

BY_ID: dict[str, Rule] = {rule.id: rule for rule in RULES}
"""Each rule by its id."""
