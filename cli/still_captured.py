"""What was captured of the sources that a fact cites, where the fact goes and they stay."""

import json
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from regesta.cli.printing import say
from regesta.events.entry import said_in

if TYPE_CHECKING:
    from regesta.cli.desk import Desk


def still_captured(ids: Collection[str], desk: "Desk") -> tuple[tuple[str, str], ...]:
    """The captures that stay of sources which these facts cite, and may be published then: source and fact of each.

    As long as a fact that cites a source is withheld, what was captured of it is not published. Once the fact is
    erased nothing tells that it cited it. Captures that are withheld themselves stay so, and are left out.
    """
    from regesta.projections.public import withheld_in

    cited = {source for id in ids for source in _cited(id, desk)}
    if not cited:
        return ()
    hidden = withheld_in(desk.dossier.log, datetime.now(UTC).date())
    captures = desk.connection.execute(
        "SELECT c.source, c.id, f.position FROM captures c JOIN facts f USING (id) ORDER BY c.source, f.position"
    )
    return tuple(
        (source, id)
        for source, id, position in captures
        if source in cited and id not in ids and position not in hidden
    )


def show_still_captured(found: tuple[tuple[str, str], ...]) -> None:
    """Say what stays, and how it is kept from readers."""
    if not found:
        return
    say(
        "What was captured of these sources stays, and its words with it. From now on nothing tells that this cited"
        " them: `regesta publish` passes it on where the source's licence allows that, unless something else that is"
        " withheld cites the source."
    )
    for source, capture in found:
        say(f"  {source}: `regesta restrict {capture} --internal` keeps the capture back,")
        say(f"    `regesta restrict --source {source} --internal` all that rests on the source")


def _cited(id: str, desk: "Desk") -> Iterator[str]:
    """The sources that a fact cites; of a correction, what the new fact cites."""
    row = desk.connection.execute("SELECT json FROM facts WHERE id = ?", (id,)).fetchone()
    for said in said_in(json.loads(row[0]) if row and row[0] else None):
        yield from (one["source"] for one in said.get("citations", ()))
