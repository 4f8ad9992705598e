"""Voices that a source does not name: "a Russian diplomatic source", "two officials".

Each is an agent of its own, scoped to the outlet that it spoke to and the day: the same words in another paper, or in
the same paper on another day, may be somebody else, and are never matched (DESIGN, section 2).
"""

from typing import TYPE_CHECKING

from regesta.cli.keys import key_for
from regesta.cli.refusal import WrongUsage
from regesta.projections.naming import anonymous
from regesta.projections.reading.subjects import with_id

if TYPE_CHECKING:
    from regesta.cli.draft import Draft


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
    day = evidence.published.verbatim if evidence.published else None
    if known := anonymous(draft.desk.connection, text, outlet, day):
        return known[0].id
    key = key_for(f"{text} {outlet} {day or ''}", lambda key: bool(with_id(draft.desk.connection, key, ("agent",))))
    said: dict[str, object] = {"kind": "agent", "key": key, "name": text, "type": "anonymous", "outlet": outlet}
    if evidence.published is not None:
        said["day"] = evidence.published
    draft.added.append(made({**said, **evidenced(evidence)}))
    draft.remarks.append(f"New: {text}, a voice in {outlet} ({key}).")
    return key
