"""How a document says who may see what comes with it: `internal`, `withhold CODE`, `embargo until WHEN`.

The words are those of `regesta restrict`. What they make is a restriction of the import, recorded with its facts.
"""

import re
from typing import Annotated

from pydantic import AfterValidator

from regesta.events.restriction import CODES
from regesta.events.values import Line
from regesta.events.wording import WordingError, read_when

KEY = "head"
"""The key of the restriction in its import."""

_FORM = re.compile(
    r"(?:(?P<internal>internal)|withhold (?P<code>\S+)|embargo until (?P<until>.+?))(?: because (?P<note>.+))?"
)


def restriction_fields(words: str) -> dict[str, str]:
    """The fields of the restriction that words say, but for what it restricts; raises ValueError with a sentence."""
    found = _FORM.fullmatch(" ".join(words.split()))
    if found is None:
        raise ValueError(
            f"{words[:60]!r} does not say who may see it: write internal, withhold CODE or embargo until WHEN, and"
            " because WHY behind it if you like"
        )
    note = {} if found["note"] is None else {"note": found["note"]}
    if found["internal"]:
        return {"level": "internal", **note}
    if found["until"] is not None:
        return {"level": "embargoed", "until": _checked(found["until"]), **note}
    code = found["code"]
    if code not in CODES:
        raise ValueError(f"{code[:60]!r} is no reason to withhold: give one of {', '.join(CODES)}")
    if code == "other" and not note:
        raise ValueError("withhold other: say which reason it is, with because WHY behind it")
    return {"level": "withheld", "code": code, **note}


def _checked(wording: str) -> str:
    """The wording of a day, if it is one that an embargo can end on."""
    try:
        latest = read_when(wording, published=None, hemisphere="north").latest
    except WordingError as error:
        raise ValueError(f"embargo until {wording[:60]!r}: {str(error).rstrip('.')}") from None
    if latest is None:
        raise ValueError(f"embargo until {wording[:60]!r} has no last day: give one that has, such as 2030-01-01")
    return wording


def _fits(words: str) -> str:
    restriction_fields(words)
    return words


RestrictionWords = Annotated[Line, AfterValidator(_fits)]
