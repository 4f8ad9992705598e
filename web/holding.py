"""What the pages know of a served dossier that its database does not hold: its name, its captured texts, its state.

A database that is published on its own has no holding: its pages then show what the database holds.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from regesta.events.by_hash import CaptureError
from regesta.events.captures import read_text
from regesta.projections.hidden import Hidden
from regesta.web import sql


@dataclass(slots=True)
class Following:
    """How far the database follows the log; `trouble` is why it could not, blank while it can."""

    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Holding:
    """A served dossier. `text_of` gives the captured text with a SHA-256, `line_at` the log's line at a position.
    `hidden` tells what may not be shown today; None where that is not known.

    `as_known` says which earlier edition is served, blank for the present one.
    """

    title: str
    description: str | None = None
    licence: str | None = None
    text_of: Callable[[str], str | None] = lambda sha256: None
    line_at: Callable[[int], bytes | None] = lambda position: None
    hidden: Callable[[], Hidden | None] = lambda: None
    as_known: str = ""
    following: Following = field(default_factory=Following)


def texts_in(folder: Path) -> Callable[[str], str | None]:
    """Gives the captured texts that lie in a folder; None for one that is not there, or is not what it was.

    It may have been lost, or its licence did not allow to publish it: the page says that the quote was not looked up.
    """

    def text_of(sha256: str) -> str | None:
        try:
            return read_text(folder, sha256)
        except CaptureError:
            return None

    return text_of


_HOLDINGS: "WeakKeyDictionary[Any, dict[str, Holding]]" = WeakKeyDictionary()


_DOSSIERS: "WeakKeyDictionary[Any, bool]" = WeakKeyDictionary()


async def is_dossier(database: Any) -> bool:
    """Whether one of Datasette's databases is a read model of ours; asked once, and remembered."""
    known = known_dossier(database)
    if known is None:
        known = _DOSSIERS[database] = bool(await database.execute_fn(sql.is_dossier))
    return known


def known_dossier(database: Any) -> bool | None:
    """What is known of a database without asking it; None before it was asked."""
    return _DOSSIERS.get(database)


def hold(datasette: Any, database: str, holding: Holding) -> None:
    """Tell the pages of a Datasette instance what is behind one of its databases."""
    _HOLDINGS.setdefault(datasette, {})[database] = holding


def holding_of(datasette: Any, database: str) -> Holding:
    """What is known of a database; its name alone where nothing was told."""
    return _HOLDINGS.get(datasette, {}).get(database) or Holding(title=database)
