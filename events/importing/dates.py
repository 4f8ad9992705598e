"""Dates as documents write them: a wording, or a mapping with the wording and its bounds or its reading."""

from collections.abc import Callable
from typing import Any

from regesta.events.importing.places import shown
from regesta.events.when import End, When
from regesta.events.wording import Hemisphere, WordingError, read_end, read_start, read_when
from regesta.events.wording.reading import Anchors
from regesta.events.wording.source import Order
from regesta.events.wording.table import table_name

_CACHED = 50_000


class NotADate(ValueError):
    """A value that is no date; the sentence says why, and goes after its place."""


class Dates:
    """Reads the dates of one document; wordings that come again are read once."""

    def __init__(self, hemisphere: Hemisphere, order: Order | None) -> None:
        self.hemisphere, self.order = hemisphere, order
        self._read: dict[tuple[Any, ...], Any] = {}

    def when(self, value: Any, published: When | None, anchors: Anchors | None = None, *, start: bool = False) -> Any:
        """A day: from its wording, from `{verbatim, reading}`, or as `{verbatim, earliest, latest, …}` says it.

        `start`: it is the start of a span, so that "since 2011" means that it began then. `anchors` gives the ids of
        the subjects that it is counted from; they are the same throughout the run.
        """
        if isinstance(value, str):
            return self._worded(read_start if start else read_when, value, published, anchors)
        if not isinstance(value, dict):
            raise NotADate(f'{shown(value)} is no date; write one, such as 2019-10-03 or "October 2019".')
        if "reading" not in value:
            return {"table": table_name(self.hemisphere), **_told(value)}
        read: When = self._worded(read_start if start else read_when, _reading(value), published, anchors)
        return _reworded(read, value.get("verbatim"))

    def end(self, value: Any, published: When | None, anchors: Anchors | None = None) -> Any:
        """An end: from its wording (`still` and `ended` among them), or from a mapping as `when` reads it."""
        if isinstance(value, str):
            return self._worded(read_end, value, published, anchors)
        if not isinstance(value, dict):
            raise NotADate(f"{shown(value)} is no end; write a date, still, or ended.")
        if "reading" in value:
            read: End = self._worded(read_end, _reading(value), published, anchors)
            when = _reworded(read.when, value.get("verbatim")) if read.when is not None else None
            return read.model_copy(update={"when": when})
        if "verbatim" in value:
            return {"state": "stated", "when": self.when(value, published, anchors)}
        made = _told(value)
        if "when" in made:
            made["when"] = self.when(made["when"], published, anchors)
        return made

    def _worded(self, read: Callable[..., Any], wording: str, published: When | None, anchors: Anchors | None) -> Any:
        bounds = (published.earliest, published.latest) if published is not None else (None, None)
        key = (read, wording, anchors is None, *bounds)
        found = self._read.get(key)
        if found is None:
            try:
                found = read(
                    wording, published=published, hemisphere=self.hemisphere, order=self.order, anchors=anchors
                )
            except WordingError as error:
                raise NotADate(str(error)) from None
            if len(self._read) < _CACHED:
                self._read[key] = found
        return found


def _reading(value: dict[str, Any]) -> str:
    unknown = value.keys() - {"verbatim", "reading"}
    if unknown or not isinstance(value["reading"], str):
        raise NotADate("a date with a reading has that and its verbatim, both texts, and nothing else.")
    return value["reading"]


def _reworded(read: When, verbatim: Any) -> When:
    """The date under the wording that is kept; what was read was made of it, so the date is derived."""
    if verbatim is None or verbatim == read.verbatim:
        return read
    if not isinstance(verbatim, str):
        raise NotADate(f"{shown(verbatim)} is no wording; write it as text.")
    fields = {name: getattr(read, name) for name in type(read).model_fields}
    basis = "derived" if read.basis == "stated" else read.basis
    return When(**{**fields, "verbatim": verbatim, "basis": basis})


def _told(value: dict[str, Any]) -> dict[str, Any]:
    return {key: part for key, part in value.items() if part is not None}
