"""Voices that a source does not name: "a Russian diplomatic source", "two officials".

Each is an agent of its own, scoped to the outlet that it spoke to and the day: the same words in another paper, or in
the same paper on another day, may be somebody else, and are never matched (DESIGN, section 2).
"""

from functools import partial
from typing import TYPE_CHECKING

from regesta.cli.keys import key_for
from regesta.cli.refusal import WrongUsage
from regesta.projections.naming import anonymous
from regesta.projections.reading.heard import publication
from regesta.projections.reading.subjects import with_id

if TYPE_CHECKING:
    from regesta.cli.draft import Draft
    from regesta.events.when import When


def _quoted(outlet: str, draft: "Draft") -> "When | None":
    """When the outlet quoted a voice: the day of its own report, if the first cited source rests on that."""
    from regesta.cli.evidence import published
    from regesta.events.unnamed import quoted_in
    from regesta.projections.directory import rests_on

    citations, connection = draft.evidence.citations, draft.desk.connection
    if not citations:
        return None
    own = quoted_in(citations[0].source, outlet, partial(publication, connection), partial(rests_on, connection))
    return published(own, connection)


def voice(place: str, text: str, draft: "Draft") -> str:
    """The id of the voice that is described so; it is added to the draft if it is new.

    It spoke to whom it was heard by next, else to the outlet of the first cited source. Raises WrongUsage where there
    is neither: the voice would have no scope.
    """
    from regesta.cli.draft import evidenced, made

    evidence = draft.evidence
    outlet = draft.heard_by or evidence.publication
    if outlet is None:
        raise WrongUsage(
            f"{place}: {text!r} is a voice without a name. Cite the source that quotes it with --source (and see that"
            " the source has a --publication), or say with --via who heard it, so that it is kept apart from others;"
            " or add it with `regesta add agent --type anonymous --outlet …`."
        )
    quoted = _quoted(outlet, draft)
    day = quoted.verbatim if quoted else None
    if known := anonymous(draft.desk.connection, text, outlet, day):
        return known[0].id
    key = key_for(f"{text} {outlet} {day or ''}", lambda key: bool(with_id(draft.desk.connection, key, ("agent",))))
    said: dict[str, object] = {"kind": "agent", "key": key, "name": text, "type": "anonymous", "outlet": outlet}
    if quoted is not None:
        said["day"] = quoted
    draft.added.append(made({**said, **evidenced(evidence)}))
    draft.remarks.append(f"New: {text}, a voice in {outlet} ({key}).")
    return key
