"""What the pages know of a served dossier that its database does not hold: its name, its captured texts, its state.

A database that is published on its own has no holding: its pages then show what the database holds.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary


@dataclass(slots=True)
class Following:
    """How far the database follows the log; `trouble` is why it could not, blank while it can."""

    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Holding:
    """A served dossier. `text_of` gives the captured text with a SHA-256, `line_at` the log's line at a position.

    `as_known` says which earlier edition is served, blank for the present one.
    """

    title: str
    description: str | None = None
    licence: str | None = None
    text_of: Callable[[str], str | None] = lambda sha256: None
    line_at: Callable[[int], bytes | None] = lambda position: None
    as_known: str = ""
    following: Following = field(default_factory=Following)


_HOLDINGS: "WeakKeyDictionary[Any, dict[str, Holding]]" = WeakKeyDictionary()


def hold(datasette: Any, database: str, holding: Holding) -> None:
    """Tell the pages of a Datasette instance what is behind one of its databases."""
    _HOLDINGS.setdefault(datasette, {})[database] = holding


def holding_of(datasette: Any, database: str) -> Holding:
    """What is known of a database; its name alone where nothing was told."""
    return _HOLDINGS.get(datasette, {}).get(database) or Holding(title=database)
