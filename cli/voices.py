"""Voices that a source does not name: "a Russian diplomatic source", "two officials".

Each is an agent of its own, scoped to the outlet that quotes it and the day: the same words in another paper, or in
the same paper on another day, may be somebody else, and are never matched (DESIGN, section 2).
"""

import re
from typing import TYPE_CHECKING

from regesta.cli.keys import key_for
from regesta.cli.refusal import WrongUsage
from regesta.projections.naming import anonymous
from regesta.projections.reading.subjects import with_id

if TYPE_CHECKING:
    from regesta.cli.draft import Draft

_BEGINS = re.compile(
    r"(?:an?|another|one|two|three|four|five|several|some|many|other|un(?:named|identified|disclosed)|anonymous)\s",
    re.IGNORECASE,
)
_VOICES = re.compile(r"(?:sources?|officials?|diplomats?|insiders?|aides?)\b", re.I)
_ENDS = re.compile(r"\s(?:sources|insiders)$")
_PARTICLES = frozenset(
    ("of", "the", "and", "for", "in", "de", "del", "der", "di", "du", "da", "la", "le", "van", "von", "al", "el", "bin")
)
"""Small words that stand inside names."""


def is_unnamed(text: str) -> bool:
    """Whether words describe a voice instead of naming somebody.

    They begin with an article or a number and go on with a common noun ("a Russian diplomatic source", not "An Najah
    University"), begin with one ("sources in the ministry"), or end with one ("US sources").
    """
    if _VOICES.match(text) or _ENDS.search(text):
        return True
    begun = _BEGINS.match(text)
    words = text[begun.end() :].split() if begun else []
    return any(word[0].islower() and word not in _PARTICLES for word in words)


def voice(place: str, text: str, draft: "Draft") -> str:
    """The id of the voice that the first cited source describes so; it is added to the draft if it is new.

    Raises WrongUsage where no source with an outlet is cited: the voice would have no scope.
    """
    from regesta.cli.draft import evidenced, made

    evidence = draft.evidence
    outlet = evidence.publication
    if outlet is None:
        raise WrongUsage(
            f"{place}: {text!r} is a voice without a name. Cite the source that quotes it with --source (and see that"
            " the source has a --publication), so that it is kept apart from others; or add it with `regesta add"
            " agent --type anonymous --outlet …`."
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
